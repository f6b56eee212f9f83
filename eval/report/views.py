"""What the page of a run shows, put in order for its template."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from eval.cases import Case, reasons
from eval.metrics.latency import Latency
from eval.questions import Evidence
from eval.report.words import decimal, milliseconds, moment, percent
from eval.runs import Run
from eval.splits import Split
from eval.summary import Figure, Summary, figures

_SHOWN = 12
"""Digits of a fingerprint that tell it from others."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline figure."""

    name: str
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class TileGroup:
    """Headline figures about one thing."""

    title: str
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what was run."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Groups of questions with the share that is right, lowest first."""

    title: str
    figures: tuple[Figure, ...]
    name_of: Callable[[str], str]
    """What a group is called; empty where it goes by its own name only."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A gold evidence and what became of it."""

    evidence: Evidence
    rank: int | None
    """1-based, of the first passage found that proves it."""
    cited: bool


@dataclass(frozen=True, slots=True)
class Failure:
    """A question that went wrong."""

    anchor: str
    case: Case
    reasons: tuple[str, ...]
    sought: tuple[Sought, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table of all questions."""

    case: Case
    anchor: str | None
    """Of its failure; None for one that is right."""


def tile_groups(summary: Summary, times: Latency) -> tuple[TileGroup, ...]:
    """Return the headline figures."""
    return (
        TileGroup("Đúng", _right(summary)),
        TileGroup("Từ chối", _refusing(summary)),
        TileGroup("Nội dung và nguồn", _answers(summary)),
        TileGroup("Nguồn sai, lỗi", _faults(summary)),
        TileGroup("Độ tin cậy và tốc độ", _rest(summary, times)),
    )


def facts(run: Run) -> tuple[Fact, ...]:
    """Return what was run, apart from the documents."""
    identity = run.manifest.identity
    found = [
        Fact("Bắt đầu", moment(run.manifest.started_at)),
        Fact("Số câu", decimal(len(run.cases), 0)),
        Fact("Tệp câu hỏi", ", ".join(mark.name for mark in identity.questions)),
        Fact("Lát, loại hoặc bộ được chọn", identity.group or "tất cả"),
        Fact("Phần được chọn", identity.split or "cả hai"),
        Fact("Phiên bản chỉ mục", identity.index_version),
        Fact("Dấu của mã nguồn", identity.code[:_SHOWN]),
        Fact("Dấu của mô hình", identity.model[:_SHOWN]),
        Fact("Dấu của lượt chạy", run.manifest.fingerprint),
    ]
    if identity.variant:
        found.append(Fact("Biến thể", identity.variant))
    return tuple(found)


def lowest_first(groups: Iterable[Figure]) -> tuple[Figure, ...]:
    """Return the groups by their share, lowest first; of equal ones the larger first."""
    return tuple(sorted(groups, key=lambda group: (group.share, -group.asked)))


def failures(cases: Sequence[Case], shown: Collection[Split]) -> tuple[Failure, ...]:
    """Return the wrong questions of the splits that are shown, in the order asked."""
    wrong = [case for case in cases if not case.verdict.right and case.question.split in shown]
    return tuple(_failure(number, case) for number, case in enumerate(wrong, 1))


def rows(cases: Sequence[Case], failed: Sequence[Failure], shown: Collection[Split]) -> tuple[Row, ...]:
    """Return the questions of the splits that are shown, in the order asked."""
    anchors = {failure.case.question.id: failure.anchor for failure in failed}
    return tuple(Row(case, anchors.get(case.question.id)) for case in cases if case.question.split in shown)


def unseen(cases: Sequence[Case], shown: Collection[Split]) -> tuple[Figure, ...]:
    """Return figures by kind of the questions that are not shown, lowest first."""
    hidden = [case for case in cases if case.question.split not in shown]
    return lowest_first(figures(hidden, lambda case: [case.question.kind.value]))


def _failure(number: int, case: Case) -> Failure:
    # A question that ended in an error has no word on its evidence.
    cited = case.verdict.evidence_cited or (False,) * len(case.question.evidence)
    sought = zip(case.question.evidence, case.evidence_ranks, cited, strict=True)
    return Failure(f"sai-{number}", case, reasons(case), tuple(Sought(*one) for one in sought))


def _right(summary: Summary) -> tuple[Tile, ...]:
    splits = {figure.group: figure for figure in summary.by_split}
    return (
        _share("Tất cả", summary.total),
        _share("Phần để chỉnh (dev)", splits.get(Split.DEV)),
        _share("Phần để dành (held-out)", splits.get(Split.HELD_OUT)),
        _share("Câu trả lời được", summary.answerable),
    )


def _refusing(summary: Summary) -> tuple[Tile, ...]:
    return (
        _share("Câu phải từ chối", summary.must_refuse),
        Tile("Từ chối đúng", percent(summary.refusals.precision), "trong những lần đã từ chối"),
        Tile("Từ chối đủ", percent(summary.refusals.recall), "trong những câu phải từ chối"),
        _count("Từ chối oan", summary.answers.refused_wrongly),
    )


def _answers(summary: Summary) -> tuple[Tile, ...]:
    answers = summary.answers
    return (
        Tile("Ý nói đủ", percent(answers.items_found_share), "trong các ý phải nói"),
        Tile("Đoạn dẫn trúng", percent(answers.citation_precision), "đoạn đã dẫn là căn cứ đã ghi"),
        Tile("Căn cứ được dẫn", percent(answers.citation_recall), "trong các căn cứ phải dẫn"),
        Tile("Độ dài câu trả lời", decimal(answers.mean_length, 0), "ký tự, trung bình"),
    )


def _faults(summary: Summary) -> tuple[Tile, ...]:
    answers = summary.answers
    return (
        _count("Nhầm xã", answers.scope_errors),
        _count("Trích sai lời", answers.inexact_quotes),
        _count("Trả lời điều văn bản không có", answers.answered_wrongly),
        _count("Lỗi khi chạy", answers.errors),
    )


def _rest(summary: Summary, times: Latency) -> tuple[Tile, ...]:
    return (
        Tile("Lệch độ tin cậy (ECE)", decimal(summary.calibration.error, 3), "0 là khớp hoàn toàn"),
        Tile("Thời gian p50", milliseconds(times.p50), "một nửa số câu nhanh hơn"),
        Tile("Thời gian p99", milliseconds(times.p99), "99% số câu nhanh hơn"),
        Tile("Câu lâu nhất", milliseconds(times.most), "không kể các câu hỏi trước trong cuộc hỏi"),
    )


def _share(name: str, figure: Figure | None) -> Tile:
    if figure is None or not figure.asked:
        return Tile(name, "–", "lượt này không hỏi")
    return Tile(name, percent(figure.share), f"{figure.right}/{figure.asked} câu")


def _count(name: str, number: int) -> Tile:
    return Tile(name, decimal(number, 0), "câu")
