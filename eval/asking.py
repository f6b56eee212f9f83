"""Asks one question as a user would and writes down what came of it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from eval.cases import Case, Reply, Timing
from eval.judging import NO_VERDICT, Papers, judge
from eval.questions import Question
from index.passage import Hit
from rag.answer import Answer
from rag.pipeline import Asked, Retrieved


class Assistant(Protocol):
    """What is evaluated: the pipeline, or anything that answers like it."""

    def steps(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Iterator[Asked | Retrieved | Answer]:
        """Yield the steps to the answer, the answer last; ``document_ids`` None means all documents."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """One question asked."""

    case: Case
    timing: Timing


def ask(question: Question, assistant: Assistant, papers: Papers) -> Outcome:
    """Ask the question in a conversation of its own; an answer that ends in an exception is a wrong one."""
    conversation_id: str | None = None
    started = time.perf_counter()
    try:
        for turn in question.turns:
            conversation_id = _answer(assistant, turn, conversation_id).answer.conversation_id
        started = time.perf_counter()
        found = _answer(assistant, question.question, conversation_id)
    except Exception as error:  # whatever goes wrong in the assistant is a wrong answer, not the end of the run
        timing = _since(started, question)
        nowhere = (None,) * len(question.evidence)
        return Outcome(Case(question, None, f"{type(error).__name__}: {error}", nowhere, NO_VERDICT), timing)
    timing = _since(started, question)
    ranks = evidence_ranks(question, found.hits, papers)
    return Outcome(Case(question, _reply(found.answer), None, ranks, judge(question, found.answer, papers)), timing)


def _since(started: float, question: Question) -> Timing:
    return Timing(question.id, round((time.perf_counter() - started) * 1000, 2))


def evidence_ranks(question: Question, hits: Sequence[Hit], papers: Papers) -> tuple[int | None, ...]:
    """Return, for each evidence, the 1-based rank of the first hit that proves it; None where none does."""
    found = [(hit.passage.document_id, hit.passage.id) for hit in hits]
    return tuple(
        next((rank for rank, place in enumerate(found, 1) if papers.proves(*place, evidence)), None)
        for evidence in question.evidence
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    hits: tuple[Hit, ...]
    answer: Answer


def _answer(assistant: Assistant, question: str, conversation_id: str | None) -> _Answered:
    hits: tuple[Hit, ...] = ()
    for step in assistant.steps(question, conversation_id, None):
        if isinstance(step, Retrieved):
            hits = step.hits
        elif isinstance(step, Answer):
            return _Answered(hits, step)
    raise AssertionError("expected an answer as the last step, found none")


def _reply(answer: Answer) -> Reply:
    return Reply(
        understood_question=answer.understood_question,
        status=answer.status,
        answer=answer.answer,
        citations=answer.citations,
        notices=answer.notices,
        confidence=answer.confidence,
        index_version=answer.index_version,
    )
