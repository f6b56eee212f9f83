"""What each paragraph states, told before any question: the kinds of question it may answer, and of what.

Known in the field as predictive annotation (Prager, Brown, Coden, Radev, 2000): a question that asks who leads is
answered by a paragraph that says who leads, however few of the question's words stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from corpus.model import FactKind, Paragraph, ParagraphKind, Reference
from corpus.vietnamese import fold
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.topic import Words

OF_PAPERS = frozenset(
    {
        *(Ask.SIGNER, Ask.RECIPIENTS, Ask.PAPER),
        *(Ask.PAPER_NUMBER, Ask.PAPER_DATE, Ask.PAPER_ISSUER, Ask.PAPER_SUBJECT),
    }
)
"""Kinds that ask of a paper itself, not of what is done under it."""
_OF_FACTS: Mapping[FactKind, frozenset[Ask]] = {
    FactKind.LEAD: frozenset({Ask.LEAD, Ask.TASKS}),
    FactKind.DUTY: frozenset({Ask.LEAD, Ask.TASKS}),
    FactKind.PARTNER: frozenset({Ask.PARTNER}),
    FactKind.DIRECTOR: frozenset({Ask.DIRECTOR, Ask.LEAD}),
    FactKind.START: frozenset({Ask.START, Ask.WHEN}),
    FactKind.END: frozenset({Ask.END, Ask.WHEN}),
    FactKind.RESOURCES: frozenset({Ask.RESOURCES}),
    FactKind.GOAL: frozenset({Ask.GOAL}),
    FactKind.PRODUCT: frozenset(),
    FactKind.PERSON: frozenset({Ask.PERSON, Ask.POST}),
}
_OF_PARTS: Mapping[ParagraphKind, frozenset[Ask]] = {
    ParagraphKind.SIGNATURE: frozenset({Ask.SIGNER}),
    ParagraphKind.RECIPIENT: frozenset({Ask.RECIPIENTS}),
    ParagraphKind.TITLE: frozenset({Ask.PAPER_SUBJECT}),
}
_NUMBER_LINE, _DATE_LINE = re.compile(r"\bso\b"), re.compile(r"\bngay\b")
_GOAL_HEADING = re.compile(r"\b(?:muc (?:tieu|dich)|yeu cau)\b")
_FIGURE = re.compile(r"\d+")
_CLOSING = re.compile(r"\W*tren day la\b")


Likeness: TypeAlias = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Stated:
    """One thing that a paragraph states."""

    asks: frozenset[Ask]
    """The kinds of question that it answers."""
    about: Words
    """What it is stated of."""
    said: Words
    """The answer itself; a question for tasks names it."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a paragraph before any question."""

    kind: ParagraphKind
    states: frozenset[Ask]
    stated: tuple[Stated, ...]
    references: tuple[Reference, ...]
    under_goals: bool
    """It stands under a heading for goals or purposes."""
    is_closing: bool
    """The paper's last sentence, which names the paper again and states nothing."""
    length: int
    """Code points."""
    likeness: Likeness
    """Nearest heading and figures: passages that differ in these are no twins, however alike their words."""


def traits_of(collection: Collection) -> dict[str, Traits]:
    """Return the traits of every paragraph, by its id."""
    return {name: traits for paper in collection.papers for name, traits in _of_paper(collection, paper)}


def _of_paper(collection: Collection, paper: Paper) -> Iterator[tuple[str, Traits]]:
    stated: dict[str, list[Stated]] = {}
    for fact in paper.facts:
        thing = Stated(_OF_FACTS[fact.kind], collection.words_in(fact.subject), collection.words_in(fact.value))
        stated.setdefault(fact.paragraph_id, []).append(thing)
    references: dict[str, list[Reference]] = {}
    for reference in paper.references:
        references.setdefault(reference.paragraph_id, []).append(reference)
    for paragraph in paper.document.paragraphs:
        own = tuple(stated.get(paragraph.id, ()))
        yield (
            paragraph.id,
            Traits(
                kind=paragraph.kind,
                states=_of_part(paragraph).union(*(thing.asks for thing in own)),
                stated=own,
                references=tuple(references.get(paragraph.id, ())),
                under_goals=any(_GOAL_HEADING.search(fold(heading)) for heading in paragraph.section_path),
                is_closing=_CLOSING.match(fold(paragraph.text)) is not None,
                length=len(paragraph.text),
                likeness=(fold(paragraph.section_path[-1]) if paragraph.section_path else "", _figures(paragraph)),
            ),
        )


def _figures(paragraph: Paragraph) -> frozenset[str]:
    return frozenset(_FIGURE.findall(paragraph.text))


def _of_part(paragraph: Paragraph) -> frozenset[Ask]:
    """Return what a paragraph states by being the part of the paper that it is."""
    if paragraph.kind is not ParagraphKind.LETTERHEAD:
        return _OF_PARTS.get(paragraph.kind, frozenset())
    folded = fold(paragraph.text)
    if _DATE_LINE.search(folded):
        return frozenset({Ask.PAPER_DATE})
    if _NUMBER_LINE.search(folded):
        return frozenset({Ask.PAPER_NUMBER})
    return frozenset({Ask.PAPER_ISSUER})
