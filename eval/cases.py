"""One question as it went: what was found and said, how it was judged, and how it is written down."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from eval.judging import Verdict, enough
from eval.questions import Question
from rag.answer import AnswerStatus, Citation


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer says: all of it that two runs of the same code must have in common."""

    understood_question: str
    status: AnswerStatus
    answer: str
    citations: tuple[Citation, ...]
    notices: tuple[str, ...]
    confidence: float
    index_version: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question as it went."""

    question: Question
    reply: Reply | None
    """None where the question ended in an error."""
    error: str | None
    evidence_ranks: tuple[int | None, ...]
    """For each evidence of the question, the 1-based rank of the first passage found that proves it; None for none."""
    verdict: Verdict

    @property
    def asked(self) -> str:
        """Return the conversation as one line."""
        return " → ".join((*self.question.turns, self.question.question))

    @property
    def evidence_cited(self) -> bool:
        """Return whether the citations prove the answer."""
        return enough(self.question, self.verdict.evidence_cited)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long a question took."""

    id: str
    milliseconds: float
    """Wall time of the question itself, without its earlier turns."""


CASE_JSON = TypeAdapter(Case)
TIMING_JSON = TypeAdapter(Timing)


def reasons(case: Case) -> tuple[str, ...]:
    """Return why a case is wrong, in Vietnamese; nothing for one that is right."""
    verdict, question = case.verdict, case.question
    if verdict.right:
        return ()
    if case.error is not None:
        return (f"lỗi: {case.error}",)
    found = [f"không được nói: {', '.join(verdict.forbidden_found)}"] if verdict.forbidden_found else []
    if not question.answerable:
        return (*found, "phải từ chối" if not verdict.refused else "từ chối không đúng cách")
    if verdict.items_missed:
        found.append("thiếu: " + "; ".join(" | ".join(variants) for variants in verdict.items_missed))
    missing = [e for e, cited in zip(question.evidence, verdict.evidence_cited, strict=True) if not cited]
    if not case.evidence_cited:
        found.append("chưa dẫn: " + "; ".join(f"{e.document_id}: {' | '.join(e.words)}" for e in missing))
    if verdict.out_of_scope:
        found.append(f"dẫn nhầm xã: {', '.join(verdict.out_of_scope)}")
    return tuple(found)
