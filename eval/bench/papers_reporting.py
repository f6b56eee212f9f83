"""What was measured on papers, as a table for people, as JSON, and as a table in a document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.table import Table

from eval.bench.papers import EvidenceFigures, Group, GroupMeasured, MeasuredOnPapers
from eval.bench.reporting import Json, Provenance, markdown_table, thousandths

FIGURE_HEADS = ("hit@1", "hit@5", "hit@10", "recall@5", "recall@10", "MRR@10")

_HEADS = ("Câu hỏi", "Bộ tìm kiếm", *FIGURE_HEADS, "p50 ms", "p99 ms", "dựng s")
_MARKDOWN_HEADS = ("questions", "retriever", *FIGURE_HEADS, "p50 ms", "p99 ms", "build s")
_NAMES = {Group.ALL: "như viết", Group.TYPED_PLAIN: "gõ không dấu", Group.STRIPPED: "bỏ hết dấu"}
_MARKDOWN_NAMES = {Group.ALL: "as typed", Group.TYPED_PLAIN: "typed without diacritics", Group.STRIPPED: "all stripped"}


@dataclass(frozen=True, slots=True)
class PapersReport:
    """Every retriever on the papers, the product first."""

    papers: int
    questions: int
    measured: tuple[MeasuredOnPapers, ...]
    left_out: tuple[str, ...]
    """Names of the peers that are not installed."""


def table_of(report: PapersReport) -> Table:
    """Return the figures, the retrievers of one group of questions below each other."""
    title = f"{report.questions} câu hỏi có căn cứ trong {report.papers} văn bản"
    table = Table(title=title, title_justify="left")
    for number, head in enumerate(_HEADS):
        table.add_column(head, justify="left" if number < 2 else "right", no_wrap=True)
    for group in Group:
        for retriever, found in _of(report, group):
            table.add_row(f"{_NAMES[group]} ({found.questions})", *_cells(retriever, found))
        table.add_section()
    return table


def markdown_of(report: PapersReport, provenance: Provenance) -> str:
    """Return how the figures came about, and below it the figures as a table."""
    rows = [
        (f"{_MARKDOWN_NAMES[group]} ({found.questions})", *_cells(retriever, found))
        for group in Group
        for retriever, found in _of(report, group)
    ]
    lines = [
        provenance.line,
        f"{report.questions} questions with evidence, {report.papers} papers.",
        *([f"Left out: {', '.join(report.left_out)}."] if report.left_out else []),
        "",
        *markdown_table(_MARKDOWN_HEADS, rows),
    ]
    return "\n".join(lines) + "\n"


def json_of(report: PapersReport) -> str:
    """Return one JSON object.

    "papers" and "questions" are counts, "left_out" names; "retrievers" holds an object each: "retriever",
    "build_seconds", and a field a group ("all", "no_diacritics", "stripped") with its count of "questions", the
    figures under their usual names, "query_p50_ms" and "query_p99_ms".
    """
    whole: dict[str, Json] = {
        "papers": report.papers,
        "questions": report.questions,
        "retrievers": [_record(one) for one in report.measured],
        "left_out": list(report.left_out),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _record(one: MeasuredOnPapers) -> dict[str, Json]:
    record: dict[str, Json] = {"retriever": one.retriever, "build_seconds": round(one.build_seconds, 3)}
    for found in one.groups:
        values = (round(value, 4) for value in _values(found.figures))
        record[found.group.value] = {
            "questions": found.questions,
            **dict(zip(FIGURE_HEADS, values, strict=True)),
            "query_p50_ms": round(found.p50_ms, 3),
            "query_p99_ms": round(found.p99_ms, 3),
        }
    return record


def _of(report: PapersReport, group: Group) -> Iterator[tuple[MeasuredOnPapers, GroupMeasured]]:
    for one in report.measured:
        yield from ((one, found) for found in one.groups if found.group is group)


def _cells(one: MeasuredOnPapers, found: GroupMeasured) -> Sequence[str]:
    times = (f"{found.p50_ms:.2f}", f"{found.p99_ms:.2f}", f"{one.build_seconds:.1f}")
    return (one.retriever, *thousandths(_values(found.figures)), *times)


def _values(figures: EvidenceFigures) -> tuple[float, ...]:
    """Return the figures in the order of their heads."""
    hits = (figures.hit_at_1, figures.hit_at_5, figures.hit_at_10)
    return (*hits, figures.recall_at_5, figures.recall_at_10, figures.reciprocal_rank_at_10)
