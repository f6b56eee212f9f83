"""The proof of a wording: it says what the answer found says, label by label, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from corpus.vietnamese import comparable
from rag.answer import Answer
from rag.collection import Collection
from rag.phrasing.claims import ITEM, Claim, claims
from rag.phrasing.form import form_flaw
from rag.phrasing.words import (
    LINKING,
    capitals,
    essentials,
    figures,
    is_in_order,
    is_turned,
    telling,
    ties_several,
    tokens,
    unnumbered,
)
from rag.phrasing.writer import Unused
from rag.verifying import LABEL, unproved_figures, unproved_names, without_places

_KEPT = 0.75
"""Of the telling words of each line of the answer found, this share stands in the wording."""
_QUOTED = re.compile(r"[“\"]([^”\"]+)[”\"]")


def flaw(text: str, answer: Answer, collection: Collection, people: Sequence[str]) -> Unused | None:
    """Return why a wording of the answer may not be used, None where it may.

    :param text: the wording, tidied.
    :param answer: as it was found, proved.
    """
    return form_flaw(text, answer.answer) or next(Proof(answer, collection, people).flaws(text), None)


class Proof:
    """What a wording of one answer is held against."""

    def __init__(self, answer: Answer, collection: Collection, people: Sequence[str]) -> None:
        """Keep the answer found, with the papers and people that it may speak of."""
        self._found = answer.answer
        self._lines = [line.removeprefix(ITEM) for line in answer.answer.split("\n")]
        self._same = {_alike(line) for line in self._lines}
        """Lines that are proved already, and may stand in a wording as they are."""
        self._cited = {str(citation.label): citation for citation in answer.citations}
        self._collection = collection
        self._people = people
        forms = [_forms(paper.place) for paper in collection.papers]
        self._places = tuple(dict.fromkeys(form for both in forms for form in both))
        self._bare = tuple(dict.fromkeys(both[-1] for both in forms))

    def flaws(self, text: str) -> Iterator[Unused]:
        """Yield what is wrong, the gravest first: foreign labels, then claim by claim, then what is missing."""
        if set(LABEL.findall(text)) - self._cited.keys():
            yield Unused.LABEL
            return
        for claim in claims(text):
            yield from self._of_claim(claim)
        if self._loses(text):
            yield Unused.LOST

    def _of_claim(self, claim: Claim) -> Iterator[Unused]:
        if _alike(claim.line) in self._same:
            return
        labels = claim.labels
        if not labels:
            if not claim.is_head:
                yield Unused.UNLABELLED
            labels = tuple(self._cited)
        paragraphs = [self._cited[label].paragraph for label in labels]
        lines = self._lines if claim.is_head else self._lines_of(labels)
        if unproved_figures(without_places(claim.text, self._places), paragraphs):
            yield Unused.FIGURE
        if unproved_names(claim.text, paragraphs, self._people):
            yield Unused.NAME
        if not self._quotes(claim.text, [*lines, *paragraphs]):
            yield Unused.QUOTE
        if self._adds(claim.text, lines, labels):
            yield Unused.ADDED
        if any(self._is_idle(label, claim) for label in claim.labels):
            yield Unused.LABEL
        if not claim.is_head and not self._ties_alike(claim.text, lines):
            yield Unused.ORDER

    def _quotes(self, text: str, sources: Iterable[str]) -> bool:
        there = _plain(" ".join(sources))
        return all(_plain(words) in there for words in _QUOTED.findall(text))

    def _lines_of(self, labels: Iterable[str]) -> list[str]:
        """Return the lines of the answer found that have one of the labels."""
        wanted = {*labels}
        return [line for line in self._lines if wanted & {*LABEL.findall(line)}]

    def _is_idle(self, label: str, claim: Claim) -> bool:
        """Say whether a label among others proves nothing: these say it all, and its own lines do not."""
        others = [other for other in claim.labels if other != label]
        if not others or {*self._lines_of([label])} <= {*self._lines_of(others)}:
            return False
        return not self._adds(claim.text, self._lines_of(others), others) and self._adds(
            claim.text, self._lines_of([label]), [label]
        )

    def _adds(self, text: str, lines: Sequence[str], labels: Iterable[str]) -> bool:
        """Say whether the claim has words that neither these lines nor the name of the papers' place have."""
        own = {self._collection.paper(self._cited[label].document_id).place for label in labels}
        said = " ".join([*lines, *own])
        near = comparable(said)
        foreign = [p for p in self._places if comparable(p) in comparable(text) and comparable(p) not in near]
        return bool(foreign) or not {*self._words(text)} <= {*self._words(said), *LINKING}

    def _ties_alike(self, text: str, lines: Sequence[str]) -> bool:
        """Say whether the claim's words stand as in these lines; one plain claim may be turned round."""
        words = self._told(text)
        found = self._told(" ".join(lines))
        if len(lines) > 1 or ties_several(" ".join(lines)):
            return is_in_order(words, found)
        return is_turned(words, found)

    def _loses(self, text: str) -> bool:
        said, found = (unnumbered(without_places(words, self._places)) for words in (text, self._found))
        needed, there = Counter(figures(found)), Counter(figures(said))
        if needed.keys() != there.keys() or not there <= needed:
            return True
        if Counter(essentials(found)) != Counter(essentials(said)):
            return True
        before, after = comparable(self._found), comparable(text)
        named = (comparable(name) for name in (*self._bare, *self._people))
        if any(name in before and name not in after for name in named):
            return True
        words = {*self._words(text)}
        if not {*telling(tokens(" ".join(capitals(self._collection.written_out(self._found)))))} <= words:
            return True
        return any(not self._keeps(line, words) for line in self._lines)

    def _keeps(self, line: str, there: set[str]) -> bool:
        words = {*self._told(line)}
        return len(words & there) >= _KEPT * len(words)

    def _told(self, text: str) -> list[str]:
        """Return the telling words in their order, places left out: those may stand anywhere."""
        return telling(self._words(without_places(text, self._places)))

    def _words(self, text: str) -> list[str]:
        return tokens(self._collection.written_out(text))


def _forms(place: str) -> tuple[str, ...]:
    """Return how a place is named: with its unit, and by two words or more of its own without it."""
    bare = place.partition(" ")[2]
    return (place, bare) if " " in bare and not any(letter.isdigit() for letter in bare) else (place,)


def _alike(line: str) -> str:
    """Return the line, labels and all, as lines are compared."""
    return " ".join(comparable(line).split())


def _plain(text: str) -> str:
    return _alike(LABEL.sub(" ", text)).strip(" .;,")
