"""The numbers that ranking depends on; part of an index's fingerprint."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights of the parts of a passage's score."""

    k1: float = 1.2
    """BM25: how fast repetition of a token stops counting."""
    b: float = 0.75
    """BM25: how much long passages are held back, 0 to 1."""
    words: float = 1.0
    """Weight of segmented words, which know their diacritics."""
    stripped: float = 0.7
    """Weight of syllables and pairs of syllables without diacritics."""
    context: float = 0.7
    """Weight of a match in the headings, as a share of the same match in the text."""
    dense: float = 0.2
    """Share of the embedding model in the fused score, 0 to 1."""
    dense_context: float = 0.3
    """Weight of the headings' vector beside the text's own vector."""
    depth: int = 300
    """Candidates that each side hands to fusion; at least as many as passages asked for."""
