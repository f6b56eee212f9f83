"""The ``hoidap`` command line.

Exit status: 0 done, 1 the work failed (said on stderr, never a traceback), 2 wrong usage.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated

import typer

from api.commands import documents, index
from api.commands.ask import ask
from api.commands.serve import serve
from api.commands.state import State
from api.service import Parts
from api.settings import load_settings

DATA_DIR = "--data-dir"
EVALUATION = "eval.commands"
DataDir = Annotated[
    Path | None,
    typer.Option(DATA_DIR, metavar="DIR", file_okay=False, help="Thư mục dữ liệu, thay cho HOIDAP_DATA_DIR."),
]


def main() -> None:
    """Run the command line of this process."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # Vietnamese on whatever the terminal says it is; a lone unprintable letter must not end the work.
            stream.reconfigure(encoding="utf-8", errors="replace")
    from api.assembly import AssembledParts

    sys.exit(run(sys.argv[1:], AssembledParts()))


def run(arguments: Sequence[str], parts: Parts) -> int:
    """Run one command line and return its exit status."""
    try:
        build_app(parts, with_evaluation="eval" in arguments)(args=hoist(arguments), prog_name="hoidap")
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 0
    except Exception as error:
        from api.terminal import fail

        fail(_words(error))
        return 1
    return 0


def build_app(parts: Parts, with_evaluation: bool = False) -> typer.Typer:
    """Return the commands, working with these parts.

    :param with_evaluation: load the evaluation's commands too, which are dear to import.
    """
    app = typer.Typer(
        help="Hỏi đáp trên chính văn bản của cơ quan, dẫn nguồn từng chữ.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def prepare(context: typer.Context, data_dir: DataDir = None) -> None:
        context.obj = State(parts, load_settings(data_dir))

    app.command()(ask)
    app.add_typer(index.app, name="index")
    app.add_typer(documents.app, name="documents")
    app.command()(serve)
    app.add_typer(_evaluation(with_evaluation), name="eval", help="Đo chất lượng trên bộ câu hỏi.")
    return app


def hoist(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with the global option first, so that it may stand anywhere before ``--``."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    head: list[str] = []
    rest: list[str] = []
    pending = iter(arguments[:end])
    for argument in pending:
        if argument == DATA_DIR:
            head += [argument, *(value for value in [next(pending, None)] if value is not None)]
        elif argument.startswith(f"{DATA_DIR}="):
            head.append(argument)
        else:
            rest.append(argument)
    return [*head, *rest, *arguments[end:]]


def _evaluation(loaded: bool) -> typer.Typer:
    stub = typer.Typer(no_args_is_help=True)
    stub.callback()(_nothing)
    if not loaded:
        return stub
    # By name: the product works where the evaluation is left out, and never depends on it.
    found = getattr(import_module(EVALUATION), "app", None)
    return found if isinstance(found, typer.Typer) else stub


def _nothing() -> None:
    """Đo chất lượng trên bộ câu hỏi."""


def _words(error: Exception) -> str:
    from api.failures import describe

    failure = describe(error)
    if failure is not None:
        reason = "" if failure.detail in str(error) else f" ({error})"
        return f"{failure.detail}{reason}"
    return f"{type(error).__name__}: {error}"
