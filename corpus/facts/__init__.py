"""What the paragraphs of a paper state, read out by general rules of the genre, each with its span."""

from __future__ import annotations

from corpus.facts.assignments import assignments
from corpus.facts.enumerations import enumerations
from corpus.facts.frequencies import frequencies_beside
from corpus.facts.indicators import indicator_key
from corpus.facts.people import people
from corpus.facts.references import references
from corpus.facts.stated_targets import targets
from corpus.model import Document, Fact
from corpus.statements import Frequency

__all__ = ["enumerations", "facts", "frequencies", "frequencies_beside", "indicator_key", "references", "targets"]


def facts(document: Document) -> tuple[Fact, ...]:
    """Return what the paper states of tasks and people, in the paper's order."""
    found = [*assignments(document), *people(document)]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.end, fact.kind)))


def frequencies(document: Document) -> tuple[Frequency, ...]:
    """Return how often the paper says things are done, in the paper's order."""
    return frequencies_beside(document, targets(document))
