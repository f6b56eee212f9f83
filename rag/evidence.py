"""What a reader finds: a statement and the words of the papers that prove it."""

from __future__ import annotations

from dataclasses import dataclass

from rag.asks import Ask


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a paper: ``document.text[start:end]``, inside the paragraph."""

    document_id: str
    paragraph_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """One possible answer from one paper."""

    document_id: str
    ask: Ask
    statement: str
    """What to say, without label and without the place it is of."""
    brief: str
    """The bare answer, with no figure that the quoted paragraphs lack: said where the statement cannot be proved."""
    key: str
    """Two pieces of evidence with one key say the same."""
    quotes: tuple[Quote, ...]
    score: float
    """0 to about 1: how well it fits what is asked."""
    is_of_place: bool = True
    """It is about the place the paper is of; False for what a paper says of a document it refers to."""
    may_differ: bool = False
    """Its figures can be held against those of other evidence of the same thing."""
    is_exact: bool = True
    """It answers the kind asked for; False for the best words found instead."""
