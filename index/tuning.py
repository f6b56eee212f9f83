"""The numbers that ranking depends on; part of an index's fingerprint."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What of a passage a field holds."""

    TEXT = "text"
    CONTEXT = "context"
    WHOLE = "whole"
    """Both in one: a word in the headings is worth one in the text, and counts towards the passage's length."""


class Cut(StrEnum):
    """How a field cuts its part into tokens, and which spelling of the question it reads."""

    WORDS = "words"
    """Segmented words, which know their diacritics; the question with its diacritics."""
    SYLLABLES = "syllables"
    """Syllables and pairs of syllables with diacritics; the question with its diacritics."""
    STRIPPED = "stripped"
    """Syllables and pairs of syllables without diacritics; the question as typed."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of BM25: what it holds, how it is cut and what a match in it is worth."""

    part: Part
    cut: Cut
    weight: float
    """0 or more; a field of weight 0 is kept and not asked."""

    @property
    def name(self) -> str:
        """Return the name of the field's file; fields of the same part and cut are one."""
        return f"{self.part}-{self.cut}"


FIELDS = (
    FieldSpec(Part.WHOLE, Cut.WORDS, 1.0),
    FieldSpec(Part.WHOLE, Cut.SYLLABLES, 0.3),
    FieldSpec(Part.WHOLE, Cut.STRIPPED, 0.7),
)
"""Learnt weights lie on a plateau about these; see docs/decisions.md."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights of the parts of a passage's score."""

    k1: float = 1.2
    """BM25: how fast repetition of a token stops counting."""
    b: float = 0.75
    """BM25: how much long passages are held back, 0 to 1."""
    fields: tuple[FieldSpec, ...] = FIELDS
    """What BM25 is summed over; no two of the same part and cut."""
    dense: float = 0.3
    """Share of the embedding model in the fused score, 0 to 1."""
    dense_context: float = 0.3
    """Weight of the headings' vector beside the text's own vector."""
    depth: int = 300
    """Candidates that each side hands to fusion; at least as many as passages asked for."""
