"""The figures of a run, computed from its cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from eval.cases import Case
from eval.metrics import answering
from eval.metrics.calibration import ConfidenceBin, calibration_error, confidence_bins
from eval.metrics.refusing import refusal_precision, refusal_recall
from eval.metrics.retrieval import RetrievalFigures, retrieval_figures


@dataclass(frozen=True, slots=True)
class Figure:
    """How many questions of a group went right."""

    group: str
    asked: int
    right: int
    share: float
    """0 to 1; 0 where nothing was asked."""


@dataclass(frozen=True, slots=True)
class AnswerFigures:
    """What the answers are worth; each is said by the function of that name in ``eval.metrics.answering``."""

    items_found_share: float
    citation_precision: float
    citation_recall: float
    exact_quote_share: float
    inexact_quotes: int
    scope_errors: int
    refused_wrongly: int
    answered_wrongly: int
    errors: int
    mean_length: float


@dataclass(frozen=True, slots=True)
class RefusalFigures:
    """What refusals are worth."""

    precision: float
    recall: float


@dataclass(frozen=True, slots=True)
class CalibrationFigures:
    """What confidence is worth."""

    error: float
    bins: tuple[ConfidenceBin, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a run. No clock is among them, so that two runs of the same code have the same."""

    total: Figure
    answerable: Figure
    must_refuse: Figure
    by_split: tuple[Figure, ...]
    by_set: tuple[Figure, ...]
    by_kind: tuple[Figure, ...]
    by_slice: tuple[Figure, ...]
    answers: AnswerFigures
    refusals: RefusalFigures
    retrieval: RetrievalFigures
    calibration: CalibrationFigures


SUMMARY_JSON = TypeAdapter(Summary)


def summarize(cases: Sequence[Case]) -> Summary:
    """Return the figures of the cases, groups in the order of first appearance."""
    bins = confidence_bins(cases)
    return Summary(
        total=figure("tất cả", cases),
        answerable=figure("trả lời được", [case for case in cases if case.question.answerable]),
        must_refuse=figure("phải từ chối", [case for case in cases if not case.question.answerable]),
        by_split=figures(cases, lambda case: [case.question.split.value]),
        by_set=figures(cases, lambda case: [case.question.set_name]),
        by_kind=figures(cases, lambda case: [case.question.kind.value]),
        by_slice=figures(cases, lambda case: case.question.slices),
        answers=_answers(cases),
        refusals=RefusalFigures(refusal_precision(cases), refusal_recall(cases)),
        retrieval=retrieval_figures(cases),
        calibration=CalibrationFigures(calibration_error(bins), bins),
    )


def figure(group: str, cases: Sequence[Case]) -> Figure:
    """Return how many of the cases are right."""
    right = sum(case.verdict.right for case in cases)
    return Figure(group, len(cases), right, answering.right_share(cases))


def figures(cases: Sequence[Case], groups_of: Callable[[Case], Iterable[str]]) -> tuple[Figure, ...]:
    """Return a figure for each group; a case may be in several."""
    grouped: dict[str, list[Case]] = {}
    for case in cases:
        for group in dict.fromkeys(groups_of(case)):
            grouped.setdefault(group, []).append(case)
    return tuple(figure(group, members) for group, members in grouped.items())


def _answers(cases: Sequence[Case]) -> AnswerFigures:
    return AnswerFigures(
        items_found_share=answering.items_found_share(cases),
        citation_precision=answering.citation_precision(cases),
        citation_recall=answering.citation_recall(cases),
        exact_quote_share=answering.exact_quote_share(cases),
        inexact_quotes=answering.inexact_quotes(cases),
        scope_errors=answering.scope_errors(cases),
        refused_wrongly=answering.refused_wrongly(cases),
        answered_wrongly=answering.answered_wrongly(cases),
        errors=answering.errors(cases),
        mean_length=answering.mean_length(cases),
    )
