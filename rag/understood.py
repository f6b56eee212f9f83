"""What a question asks, once it is understood."""

from __future__ import annotations

from dataclasses import dataclass

from rag.asks import Ask
from rag.scope import Scope
from rag.topic import Topic


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as understood."""

    question: str
    """As typed."""
    text: str
    """With diacritics, abbreviations and the follow-up's missing parts filled in."""
    asks: tuple[Ask, ...]
    """What is asked for, the surest first; never empty."""
    topic: Topic
    scope: Scope
    years: frozenset[str]
    paper_numbers: tuple[str, ...]
    """Numbers of documents named in the question, tidied; "57" where only the number was given."""
