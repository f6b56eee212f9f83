"""What leaves the pipeline: an answer whose every claim carries the label of its citation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AnswerStatus(StrEnum):
    """How the question ended."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    NEEDS_CLARIFICATION = "needs_clarification"


@dataclass(frozen=True, slots=True)
class Citation:
    """A source paragraph and the words in it that a claim rests on."""

    label: int
    """1-based; the "[1]" of the answer."""
    document_id: str
    document_title: str
    document_number: str | None
    issuer: str | None
    issued_on: date | None
    section_path: tuple[str, ...]
    paragraph_id: str
    paragraph: str
    quote: str
    """Equal to ``document.text[start:end]`` and inside the paragraph."""
    start: int
    end: int

    @property
    def url(self) -> str:
        """Return the address of the marked paragraph on the document page."""
        return f"/documents/{self.document_id}#{self.paragraph_id}"


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds spent in each step."""

    total: float
    understand: float
    retrieve: float
    read: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; see docs/architecture.md for its invariants."""

    answer_id: str
    conversation_id: str
    question: str
    understood_question: str
    status: AnswerStatus
    answer: str
    """Vietnamese plain text with labels, line breaks and "- " lists."""
    citations: tuple[Citation, ...]
    notices: tuple[str, ...]
    confidence: float
    """0 to 1, meant as the chance that the answer is right."""
    index_version: str
    timings_ms: Timings
