"""``hoidap eval ablate``: what each part of the product is worth on a question set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from eval.commands.options import RUNS, Group, OneSplit, QuestionSet, RunsFolder
from eval.commands.progress import done_bar
from eval.commands.terminal import remarks, results, told_plainly
from eval.errors import UnknownVariant
from eval.identity import identity_of
from eval.judging import Papers
from eval.office import Office
from eval.questions import SHIPPED_QUESTIONS, QuestionKind, chosen, load_questions
from eval.running import run
from eval.runs import written_run
from eval.summary import Figure, Summary

Chosen = Annotated[list[str] | None, typer.Argument(metavar="[VARIANT]...", help="Chỉ thử các biến thể này.")]
_UNACCENTED = "no_diacritics"


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    says: str
    summary: Summary


def add_to(app: typer.Typer, office: Office) -> None:
    """Register the command."""

    @app.command("ablate")
    def _ablate(
        names: Chosen = None,
        questions: QuestionSet = SHIPPED_QUESTIONS,
        group: Group = None,
        split: OneSplit = None,
        out: RunsFolder = RUNS,
    ) -> None:
        """Tắt lần lượt từng bộ phận, hỏi lại cả bộ câu hỏi, cho biết mỗi bộ phận đáng giá bao nhiêu."""
        # Here, not above: it brings the whole product in, which no other command of this group needs at once.
        from eval.ablation import Kit, variants

        with told_plainly():
            known = variants()
            if unknown := set(names or ()) - {variant.name for variant in known}:
                raise UnknownVariant(sorted(unknown), [variant.name for variant in known])
            documents = office.documents()
            asked = chosen(load_questions(questions, documents), group, split)
            identity = identity_of(office.manifest(), questions, group, split)
            kit, papers = Kit(documents, office.model()), Papers(documents)
            rows = []
            for variant in known:
                if names and variant.name not in names and variant is not known[0]:
                    continue
                made = replace(identity, variant=variant.name)
                with written_run(made, len(asked), out) as writer, done_bar(variant.says, len(asked)) as report_done:
                    summary = run(asked, variant.assemble(kit), papers, writer, report_done)
                remarks().print(Text(f"{variant.name}: {writer.path}"))
                rows.append(_Row(variant.name, variant.says, summary))
            results().print(_table(rows))
            remarks().print(Text("Mặc định không có bộ xếp hạng lại (HOIDAP_RERANKER_MODEL) nên không có gì để tắt."))


def _table(rows: Sequence[_Row]) -> Table:
    table = Table(title="Tắt từng bộ phận", title_justify="left")
    table.add_column("Biến thể", no_wrap=True)  # it is what the command takes
    table.add_column("Tắt gì")
    for name in ("Đúng", "So với đầy đủ", "Không dấu", "Phải từ chối", "Nhầm xã", "Căn cứ trong 10 đoạn", "MRR@10"):
        table.add_column(name, justify="right")
    full = rows[0].summary
    for row in rows:
        summary = row.summary
        recall = next(at.recall for at in summary.retrieval.recall if at.k == 10)
        table.add_row(
            row.name,
            row.says,
            _share(summary.total),
            f"{(summary.total.share - full.total.share) * 100:+.1f}",
            _share(_find(summary.by_slice, _UNACCENTED)),
            _share(_find(summary.by_kind, QuestionKind.REFUSE.value)),
            str(summary.answers.scope_errors),
            f"{recall:.1%}",
            f"{summary.retrieval.mrr_at_10:.3f}",
        )
    return table


def _find(figures: Sequence[Figure], group: str) -> Figure | None:
    return next((figure for figure in figures if figure.group == group), None)


def _share(figure: Figure | None) -> str:
    return f"{figure.share:.1%}" if figure is not None else "–"
