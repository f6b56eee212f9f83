"""``hoidap eval bench-papers``: retrieval on the registered papers, and beside it what others would build."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from eval.bench.command import AsJson, WithPeers
from eval.commands.options import Group, OneSplit, QuestionSet
from eval.commands.terminal import results, told_plainly
from eval.office import Office
from eval.questions import SHIPPED_QUESTIONS

_PIPE_WIDTH = 140
"""Columns where there is no terminal whose width to go by: what the table takes."""

WriteTo = Annotated[
    Path | None, typer.Option("--write", metavar="FILE", help="Viết lại bảng số liệu trong tệp Markdown.")
]


def add_to(app: typer.Typer, office: Office) -> None:
    """Register the command."""

    @app.command("bench-papers")
    def _bench_papers(
        questions: QuestionSet = SHIPPED_QUESTIONS,
        group: Group = None,
        split: OneSplit = None,
        as_json: AsJson = False,
        with_peers: WithPeers = False,
        write_to: WriteTo = None,
    ) -> None:
        """Đo khâu tìm kiếm trên văn bản của đơn vị: lời làm căn cứ của câu trả lời có đứng trong k đoạn đầu không."""
        # Here, not above: they bring in all of the index, which not every command of the group needs.
        from eval.bench.papers_reporting import json_of, table_of
        from eval.bench.papers_run import PapersOrder, carry_out

        with told_plainly():
            report = carry_out(PapersOrder(questions, group, split, with_peers, write_to), office)
        if as_json:
            sys.stdout.write(json_of(report) + "\n")
        else:
            results(_PIPE_WIDTH).print(table_of(report))
