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
EVALUATION = "eval.commands.app"
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
    prepared: list[State] = []
    app = typer.Typer(
        help="Hỏi đáp trên chính văn bản của cơ quan, dẫn nguồn từng chữ.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback()
    def prepare(context: typer.Context, data_dir: DataDir = None) -> None:
        prepared.append(State(parts, load_settings(data_dir)))
        context.obj = prepared[-1]

    app.command()(ask)
    app.add_typer(index.app, name="index")
    app.add_typer(documents.app, name="documents")
    app.command()(serve)
    evaluation = _evaluation(prepared) if with_evaluation else _stub()
    app.add_typer(evaluation, name="eval", help="Đo chất lượng trên bộ câu hỏi.")
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


def _evaluation(prepared: list[State]) -> typer.Typer:
    """Return the evaluation's commands, over the set-up that is prepared by the time one runs."""
    from api.evaluated import EvaluatedSetup

    # By name: the doors never depend on the evaluation, which stands beside them.
    made: typer.Typer = import_module(EVALUATION).make_app(EvaluatedSetup(lambda: prepared[-1].settings))
    return made


def _stub() -> typer.Typer:
    stub = typer.Typer(no_args_is_help=True)

    @stub.callback()
    def nothing() -> None:
        """Đo chất lượng trên bộ câu hỏi."""

    return stub


def _words(error: Exception) -> str:
    from api.failures import describe
    from index.errors import IndexFailure

    if isinstance(error, IndexFailure):
        # Its own words name the file and the figures; a terminal is the operator's.
        return str(error)
    failure = describe(error)
    if failure is not None:
        return failure.detail
    return f"{type(error).__name__}: {error}"
