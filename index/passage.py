"""What is indexed and what a search gives back."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import ParagraphKind


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or table row with the headings that give it its meaning."""

    id: str
    """The paragraph's id."""
    document_id: str
    kind: ParagraphKind
    text: str
    context: str
    """Document title, commune and headings, outermost first, one a line; table headers for a row."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found, with its scores."""

    passage: Passage
    score: float
    """Fused, 0 to 1 within one search; only comparable inside it."""
    lexical: float
    """BM25 score before fusion, 0 or more."""
    dense: float
    """Cosine similarity before fusion, -1 to 1."""
