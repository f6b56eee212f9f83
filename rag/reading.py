"""From a question as understood to what is said of it: retrieve, read, choose; part by part where it asks twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.passage import Hit
from rag.asks import Ask
from rag.choosing import Choice, choose
from rag.collection import Collection
from rag.evidence import Evidence
from rag.following import Said, said
from rag.paper_numbers import carries_out, names_number
from rag.parts import opening, parts
from rag.readers import Reader
from rag.retrieving import Retriever
from rag.rivals import Rivals
from rag.traits import OF_PAPERS
from rag.understanding import Understander
from rag.understood import Understood

_AS_SURE = 0.02
"""Parts may be this much less sure than the whole question and still be told in its place."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A question, or a part of one, with what was found and chosen."""

    understood: Understood
    hits: tuple[Hit, ...]
    choices: tuple[Choice, ...]


class QuestionReader:
    """Finds what the papers say to a question. Safe to share between threads."""

    def __init__(
        self, collection: Collection, understander: Understander, retriever: Retriever, readers: Sequence[Reader]
    ) -> None:
        """Keep the parts, all of one collection."""
        self._collection = collection
        self._understander = understander
        self._retriever = retriever
        self._readers = tuple(readers)
        self._rivals = Rivals(collection)

    def retrieve(self, understood: Understood) -> tuple[Hit, ...]:
        """Return the passages that may answer, best first."""
        return tuple(self._retriever.retrieve(understood))

    def read(self, understood: Understood, hits: Sequence[Hit], allowed: frozenset[str] | None) -> Reading:
        """Return what is to be said of the question, as a whole or part by part.

        :param hits: what :meth:`retrieve` found for it.
        :param allowed: ids of the only papers that may answer; None for all.
        """
        whole = Reading(understood, tuple(hits), self._choices(understood, hits))
        return self._by_parts(whole, allowed) or whole

    def _choices(self, understood: Understood, hits: Sequence[Hit]) -> tuple[Choice, ...]:
        if understood.scope.unknown_place is not None or understood.asks[0] is Ask.SMALL_TALK:
            return ()
        evidence = [found for reader in self._readers for found in reader.read(understood, hits)]
        if understood.paper_numbers:
            evidence = [item for item in evidence if self._names_paper(item, understood)]
        choices = choose(understood, evidence, lambda document_id: self._collection.paper(document_id).place)
        return self._rivals.told(choices, understood.topic)

    def _by_parts(self, whole: Reading, allowed: frozenset[str] | None) -> Reading | None:
        """Return what a question of several parts ("…, trong đó … bao nhiêu?") is answered part by part.

        None where it has one part, where the parts answer no more than the whole does, or where one names nothing.
        """
        asked = _asked_apart(whole)
        found = self._each(asked, whole, allowed) if asked else []
        told = tuple(choice for reading in found for choice in reading.choices)
        if not found or (whole.choices and (len(found) < len(asked) or not _adds(told, whole.choices))):
            return None
        only = replace(found[0].understood, question=whole.understood.question)
        understood = whole.understood if len(found) > 1 else only
        return Reading(understood, tuple(hit for reading in found for hit in reading.hits), told)

    def _each(self, asked: Sequence[str], whole: Reading, allowed: frozenset[str] | None) -> list[Reading]:
        """Return the parts that are answered, each understood as a follow-up of the one before it."""
        last: Said | None = None
        found: list[Reading] = []
        for number, part in enumerate(asked):
            understood = self._understander.understand(part, last, allowed)
            if understood.topic.is_empty and not understood.paper_numbers:
                return []
            if not number and whole.understood.scope.is_named and not understood.scope.is_named:
                understood = replace(understood, scope=whole.understood.scope)
            hits = self.retrieve(understood)
            reading = Reading(understood, hits, self._choices(understood, hits))
            of_one_thing = not found or _places(reading.choices) <= _places(found[0].choices)
            if reading.choices and understood.asks != (Ask.CONTENT,) and of_one_thing:
                found.append(reading)
            last = said(understood, "", (), last)
        return found

    def _names_paper(self, evidence: Evidence, understood: Understood) -> bool:
        """Say whether the evidence is of the numbered document asked about: of no other one is anything said."""
        document = self._collection.paper(evidence.document_id).document
        of_paper = evidence.ask not in OF_PAPERS and names_number(
            document.metadata.abstract or "", understood.paper_numbers
        )
        if of_paper or carries_out(document, understood):
            return True
        words = [document.text[quote.start : quote.end] for quote in evidence.quotes]
        number = document.metadata.number
        return names_number(" ".join([*words, number or ""]), understood.paper_numbers)


def _asked_apart(whole: Reading) -> tuple[str, ...]:
    """Return the parts to ask by themselves: several that ask for more than was found, or the first where none was."""
    understood = whole.understood
    asked = parts(understood.text) if understood.scope.unknown_place is None else ()
    if len(asked) == 1 and not whole.choices:
        return tuple(part for part in (opening(understood.text),) if part is not None)
    return asked if len(asked) > max(1, len(whole.choices)) else ()


def _places(choices: Sequence[Choice]) -> set[str]:
    return {finding.place for choice in choices for finding in choice.findings}


def _adds(told: Sequence[Choice], choices: Sequence[Choice]) -> bool:
    """Say whether parts prove more than the whole question did, as surely."""
    quoted, already = ({q for c in found for f in c.findings for q in f.quotes} for found in (told, choices))
    return not quoted <= already and min(c.score for c in told) >= min(c.score for c in choices) - _AS_SURE
