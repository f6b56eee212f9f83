"""Asks a question set and counts what came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

import numpy as np

from eval.errors import NothingToRun
from eval.judging import NO_VERDICT, Papers, Verdict, judge
from eval.questions import Question
from rag.answer import Answer


class Assistant(Protocol):
    """What is evaluated: the pipeline, or anything that answers like it."""

    def answer(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Answer:
        """Return the answer; ``document_ids`` None means all documents."""
        ...


@dataclass(frozen=True, slots=True)
class Case:
    """One question as it went."""

    question: Question
    answer: Answer | None
    """None where the question ended in an error."""
    error: str | None
    verdict: Verdict
    milliseconds: float
    """Wall time of the question itself, without its earlier turns."""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many questions of a group went right."""

    group: str
    asked: int
    right: int

    @property
    def share(self) -> float:
        """Return the share of right answers, 0 to 1; 0 where nothing was asked."""
        return self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True)
class RunReport:
    """A run: every case, and the figures over them."""

    started_at: datetime
    index_version: str
    """That of the first answer; "khong-ro" where no question was answered without an error."""
    cases: tuple[Case, ...]
    total: Figure
    answerable: Figure
    must_refuse: Figure
    by_kind: tuple[Figure, ...]
    by_slice: tuple[Figure, ...]
    wrong_place: int
    """Answers that cite a document of a commune that was not asked about."""
    refused_wrongly: int
    """Answerable questions that were refused though they may not be."""
    answered_wrongly: int
    """Questions that must be refused and were answered."""
    errors: int
    inexact_quotes: int
    """Answers with a quote that is not the document's own words."""
    p50_ms: float
    p99_ms: float

    @property
    def failures(self) -> tuple[Case, ...]:
        """Return the cases that went wrong."""
        return tuple(case for case in self.cases if not case.verdict.right)


def run(
    questions: Sequence[Question],
    assistant: Assistant,
    papers: Papers,
    report_done: Callable[[int], None] | None = None,
) -> RunReport:
    """Ask the questions in order, each in a conversation of its own, and return the report.

    An answer that ends in an exception counts as wrong. ``report_done`` is told the number of questions done.

    :raises NothingToRun: there is no question.
    """
    if not questions:
        raise NothingToRun("cần ít nhất một câu hỏi, tệp câu hỏi không có câu nào; hãy chọn tệp khác.")
    started_at = datetime.now(UTC)
    cases = []
    for done, question in enumerate(questions, 1):
        cases.append(_ask(question, assistant, papers))
        if report_done is not None:
            report_done(done)
    return report_of(started_at, cases)


def _ask(question: Question, assistant: Assistant, papers: Papers) -> Case:
    conversation_id: str | None = None
    started = time.perf_counter()
    try:
        for turn in question.turns:
            conversation_id = assistant.answer(turn, conversation_id, None).conversation_id
        started = time.perf_counter()
        answer = assistant.answer(question.question, conversation_id, None)
    except Exception as error:  # whatever goes wrong in the assistant is a wrong answer, not the end of the run
        elapsed = (time.perf_counter() - started) * 1000
        return Case(question, None, f"{type(error).__name__}: {error}", NO_VERDICT, elapsed)
    elapsed = (time.perf_counter() - started) * 1000
    return Case(question, answer, None, judge(question, answer, papers), elapsed)


def report_of(started_at: datetime, cases: Sequence[Case]) -> RunReport:
    """Count the cases of a run; there is at least one."""
    versions = (case.answer.index_version for case in cases if case.answer)
    milliseconds = [case.milliseconds for case in cases]
    answerable = [case for case in cases if case.question.answerable]
    unanswerable = [case for case in cases if not case.question.answerable]
    return RunReport(
        started_at=started_at,
        index_version=next(versions, "khong-ro"),
        cases=tuple(cases),
        total=_figure("tất cả", cases),
        answerable=_figure("trả lời được", answerable),
        must_refuse=_figure("phải từ chối", unanswerable),
        by_kind=_figures(cases, lambda case: [case.question.kind.value]),
        by_slice=_figures(cases, lambda case: case.question.slices),
        wrong_place=sum(bool(case.verdict.out_of_scope) for case in cases),
        refused_wrongly=sum(case.verdict.refused and not case.verdict.right for case in answerable),
        answered_wrongly=sum(case.answer is not None and not case.verdict.refused for case in unanswerable),
        errors=sum(case.error is not None for case in cases),
        inexact_quotes=sum(not case.verdict.quotes_exact for case in cases),
        p50_ms=float(np.percentile(milliseconds, 50)),
        p99_ms=float(np.percentile(milliseconds, 99)),
    )


def _figure(group: str, cases: Iterable[Case]) -> Figure:
    verdicts = [case.verdict.right for case in cases]
    return Figure(group, len(verdicts), sum(verdicts))


def _figures(cases: Sequence[Case], groups_of: Callable[[Case], Iterable[str]]) -> tuple[Figure, ...]:
    """Return a figure for each group, in the order of first appearance."""
    groups: Iterator[str] = (group for case in cases for group in groups_of(case))
    return tuple(_figure(group, (c for c in cases if group in groups_of(c))) for group in dict.fromkeys(groups))
