"""What was measured, as a table for people, as JSON, and as a table in a document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rich.table import Table

from eval.bench.measuring import Asked, Measured, Typing
from eval.metrics.ranking import RankingFigures

RANKING_HEADS = ("hit@1", "hit@10", "MRR@10", "nDCG@10", "recall@100")

Json: TypeAlias = "str | int | float | list[Json] | dict[str, Json] | None"

_HEADS = ("Bộ tìm kiếm", "Câu hỏi", *RANKING_HEADS, "dựng s", "đoạn/s", "p50 ms", "p99 ms", "RAM MB")
_MARKDOWN_HEADS = (
    *("set", "retriever", *RANKING_HEADS),
    *("hit@1, no diacritics", "hit@10, no diacritics", "build s", "p50 ms"),
)
_TYPED = {Typing.AS_WRITTEN: "như viết", Typing.NO_ACCENTS: "không dấu"}
_NONE = "–"


@dataclass(frozen=True, slots=True)
class SetReport:
    """Every retriever on one set, the product first."""

    name: str
    passages: int
    questions: int
    measured: tuple[Measured, ...]
    left_out: tuple[str, ...] = ()
    """Names of the retrievers that were asked for and not measured: not installed, or too slow for so many texts."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the figures came about."""

    command: str
    day: date
    machine: str
    model: str
    """Fingerprint of the product's embedding model."""

    @property
    def line(self) -> str:
        """Return it as the line above a table."""
        return f"`{self.command}`, {self.day.isoformat()}, {self.machine}, embedding model {self.model}."


def table_of(report: SetReport) -> Table:
    """Return the figures of a set, a row a retriever and way of typing."""
    title = f"{report.name}: {report.questions} câu hỏi trên {report.passages} đoạn"
    table = Table(title=title, title_justify="left")
    for number, head in enumerate(_HEADS):
        table.add_column(head, justify="left" if number < 2 else "right", no_wrap=number > 0)
    for one in report.measured:
        for asked in one.asked:
            table.add_row(
                one.retriever,
                _TYPED[asked.typing],
                *thousandths(_values(asked.figures)),
                f"{one.build_seconds:.1f}",
                f"{one.passages_per_second:.0f}",
                f"{asked.p50_ms:.2f}",
                f"{asked.p99_ms:.2f}",
                _NONE if one.resident_mb is None else f"{one.resident_mb:.0f}",
            )
    return table


def json_of(reports: Sequence[SetReport], in_a_list: bool) -> str:
    """Return one JSON object: that of the one set, or ``{"sets": [...]}`` of all of them.

    The object of a set holds "set", "questions" and "passages", the fields of the product (see :func:`_fields`),
    and under "peers" an object with these fields for each other retriever. "left_out" names those not measured.
    """
    records: list[Json] = [_record(report) for report in reports]
    whole: Json = {"sets": records} if in_a_list else records[0]
    return json.dumps(whole, ensure_ascii=False, indent=2)


def markdown_of(reports: Sequence[SetReport], provenance: Provenance) -> str:
    """Return how the figures came about, and below it the figures as a table."""
    sizes = "; ".join(f"{one.name} {one.questions:,} questions over {one.passages:,} texts" for one in reports)
    lines = [
        provenance.line,
        f"{sizes}.",
        *(f"Left out of {one.name}: {', '.join(one.left_out)}." for one in reports if one.left_out),
        "",
        *markdown_table(
            _MARKDOWN_HEADS,
            (_markdown_cells(report.name, one) for report in reports for one in report.measured),
        ),
    ]
    return "\n".join(lines) + "\n"


def markdown_table(heads: Sequence[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """Return the lines of a table: the first two columns are names, the others figures."""
    return [_row(heads), _row(["---", "---", *(["--:"] * (len(heads) - 2))]), *map(_row, rows)]


def _record(report: SetReport) -> dict[str, Json]:
    first, *others = report.measured
    record: dict[str, Json] = {"set": report.name, "questions": report.questions, "passages": report.passages}
    record |= _fields(first)
    if others:
        record["peers"] = [_fields(one) for one in others]
    if report.left_out:
        record["left_out"] = list(report.left_out)
    return record


def _fields(one: Measured) -> dict[str, Json]:
    """Return a retriever's fields.

    "retriever"; "strip_accents"; the figures, each 0 to 1, under their usual names; "query_p50_ms" and
    "query_p99_ms"; "build_seconds", "passages_per_second" and "resident_mb" (10^6 bytes or null). Where the
    questions were asked without accents too, "no_accents" holds the figures and times of that.
    """
    first, *others = one.asked
    fields: dict[str, Json] = {"retriever": one.retriever, "strip_accents": first.typing is Typing.NO_ACCENTS}
    fields |= _asked_fields(first)
    fields |= {
        "build_seconds": round(one.build_seconds, 3),
        "passages_per_second": round(one.passages_per_second, 1),
        "resident_mb": None if one.resident_mb is None else round(one.resident_mb, 1),
    }
    for asked in others:
        fields["no_accents"] = _asked_fields(asked)
    return fields


def _asked_fields(asked: Asked) -> dict[str, Json]:
    values = (round(value, 4) for value in _values(asked.figures))
    times: dict[str, Json] = {"query_p50_ms": round(asked.p50_ms, 3), "query_p99_ms": round(asked.p99_ms, 3)}
    return {**dict(zip(RANKING_HEADS, values, strict=True)), **times}


def _markdown_cells(name: str, one: Measured) -> Iterator[str]:
    written = _asked(one, Typing.AS_WRITTEN)
    plain = _asked(one, Typing.NO_ACCENTS)
    yield from (name, one.retriever)
    yield from thousandths(_values(written.figures)) if written else [_NONE] * len(RANKING_HEADS)
    yield from thousandths((plain.figures.hit_at_1, plain.figures.hit_at_10)) if plain else [_NONE] * 2
    yield f"{one.build_seconds:.1f}"
    yield f"{written.p50_ms:.2f}" if written else _NONE


def _asked(one: Measured, typing: Typing) -> Asked | None:
    return next((asked for asked in one.asked if asked.typing is typing), None)


def _values(figures: RankingFigures) -> tuple[float, ...]:
    """Return the figures in the order of their heads."""
    ranks = (figures.hit_at_1, figures.hit_at_10, figures.reciprocal_rank_at_10)
    return (*ranks, figures.ndcg_at_10, figures.recall_at_100)


def thousandths(values: Iterable[float]) -> list[str]:
    """Return the figures as they stand in tables."""
    return [f"{value:.3f}" for value in values]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
