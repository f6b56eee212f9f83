"""What the paragraphs of a paper state, read out by general rules of the genre, each with its span."""

from __future__ import annotations

from corpus.facts.assignments import assignments
from corpus.facts.people import people
from corpus.facts.references import references
from corpus.model import Document, Fact

__all__ = ["facts", "references"]


def facts(document: Document) -> tuple[Fact, ...]:
    """Return what the paper states of tasks and people, in the paper's order."""
    found = [*assignments(document), *people(document)]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))
