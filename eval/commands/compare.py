"""``hoidap eval compare``: two runs side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from eval.commands.options import RUNS, RunsFolder, ShowHeldOut
from eval.commands.terminal import results, told_plainly
from eval.errors import NothingToCompare
from eval.runs import find_run, load_run
from eval.splits import Split

First = Annotated[str, typer.Argument(metavar="A", help="Lượt trước: thư mục, hoặc tên của nó trong --out.")]
Second = Annotated[str, typer.Argument(metavar="B", help="Lượt sau.")]
ShowAll = Annotated[bool, typer.Option("--all", help="In đầy đủ cả những câu nay đã đúng.")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả so sánh thành một đối tượng JSON.")]


def add_to(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("compare")
    def _compare(
        first: First,
        second: Second,
        show_all: ShowAll = False,
        show_held_out: ShowHeldOut = False,
        as_json: AsJson = False,
        out: RunsFolder = RUNS,
    ) -> None:
        """So hai lượt chạy theo từng câu: câu nào hỏng, câu nào nay đúng, và có phải do ngẫu nhiên không."""
        # Here, not above: the tests of significance bring scipy in, which no other command needs.
        from eval.commands.comparison import show
        from eval.comparing import COMPARISON_JSON, compare

        with told_plainly():
            before, after = (load_run(find_run(name, out)) for name in (first, second))
            if {case.question.id for case in before.cases}.isdisjoint(case.question.id for case in after.cases):
                raise NothingToCompare(before.path, after.path)
            comparison = compare(before, after, frozenset(Split if show_held_out else (Split.DEV,)))
        if as_json:
            typer.echo(COMPARISON_JSON.dump_json(comparison).decode())
        else:
            show(comparison, results(), in_full=show_all)
