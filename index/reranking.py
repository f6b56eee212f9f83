"""A second look at the best hits: the seam to a model that reads question and passage together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.fusion import best_first, fuse
from index.passage import Hit, Passage
from index.search import PassageIndex, SearchQuery

_VERSION_LENGTH = 16


class Reranker(Protocol):
    """Says how well passages answer a question. Safe to share between threads."""

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever the scores may."""
        ...

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """Return a finite number a passage, (n,), higher for better; comparable within one call only."""
        ...


@dataclass(frozen=True, slots=True)
class RerankTuning:
    """How far a reranker is followed."""

    depth: int = 50
    """Hits of a search that are read again: twice what the reader sees of a place. Time grows with it."""
    weight: float = 0.7
    """Share of the reranker in the order of those hits, 0 to 1; the rest is the search's."""


class OverlapReranker:
    """The fake for tests: the share of the question's syllables that the passage has, without diacritics."""

    def __init__(self) -> None:
        self._analyzer = Analyzer()

    @property
    def fingerprint(self) -> str:
        """Return a name: the scores depend on nothing else."""
        return "overlap"

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """Return the shares, (n,), 0 to 1."""
        asked = frozenset(self._analyzer.stripped(question))
        shared = [len(asked.intersection(self._analyzer.stripped(passage))) for passage in passages]
        return np.asarray(shared, dtype=np.float64) / max(len(asked), 1)


class RerankedIndex:
    """A passage index whose best hits a reranker puts in order again.

    Score of the search and of the reranker are stretched to 0..1 over those hits and mixed by weight. Only the order
    is taken from the mix: the scores stay with their ranks, so that what reads them finds the scale it knows.
    """

    def __init__(self, index: PassageIndex, reranker: Reranker, tuning: RerankTuning | None = None) -> None:
        self._index = index
        self._reranker = reranker
        self._tuning = tuning or RerankTuning()
        self._version = reranked_version(index.version, reranker, self._tuning)

    @property
    def version(self) -> str:
        """Return the fingerprint of index, reranker and how far it is followed."""
        return self._version

    @property
    def passages(self) -> Sequence[Passage]:
        """Return every passage, in the order of documents and paragraphs."""
        return self._index.passages

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages or fewer, best first.

        :raises ValueError: ``k`` is below 1.
        """
        # As many as asked for where that is no number to search for: the index refuses it in its own words.
        found = self._index.search(query, max(k, self._tuning.depth) if k > 0 else k, document_ids)
        again, rest = found[: self._tuning.depth], found[self._tuning.depth :]
        return [*self._in_order(query, again), *rest][:k]

    def _in_order(self, query: SearchQuery, hits: Sequence[Hit]) -> list[Hit]:
        if len(hits) < 2:
            return list(hits)
        relevance = self._reranker.scores(query.text, [passage_text(hit.passage) for hit in hits])
        searched = np.asarray([hit.score for hit in hits])
        order = best_first(fuse(searched, relevance, self._tuning.weight), np.arange(len(hits)), len(hits))
        return [replace(hits[place], score=hit.score) for place, hit in zip(order, hits, strict=True)]


def passage_text(passage: Passage) -> str:
    """Return what a reranker reads of a passage: its headings, then its text."""
    return f"{passage.context}\n{passage.text}" if passage.context else passage.text


def reranked_version(version: str, reranker: Reranker, tuning: RerankTuning | None = None) -> str:
    """Return the version of an index together with a reranker over it (``index_version`` of answers)."""
    spelled = json.dumps([version, reranker.fingerprint, asdict(tuning or RerankTuning())])
    return hashlib.sha256(spelled.encode()).hexdigest()[:_VERSION_LENGTH]
