"""The seam between asking and finding: what a passage index offers, the local one, and a fake."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.embedding import EmbeddingModel
from index.fusion import best_first, fuse
from index.lexical import LexicalIndex, Member
from index.passage import Hit, Passage
from index.passage_files import ArrangedPassages
from index.search_texts import SearchText, as_written
from index.segments import STAGE_VECTORS, STAGE_WORDS, Progress, Segment, build_segment
from index.tuning import Tuning

__all__ = [
    "STAGE_VECTORS",
    "STAGE_WORDS",
    "Hit",
    "InMemoryIndex",
    "LocalIndex",
    "PassageIndex",
    "Progress",
    "SearchQuery",
]

_SLACK = 32
"""Vectors taken beyond the depth, so that FAISS's rounding does not decide which of near equals are the last."""

_QUESTIONS_KEPT = 4
"""Questions whose scores are kept: as many as are asked at the same time."""

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question in the two spellings that the two kinds of field want."""

    text: str
    """With diacritics, abbreviations and follow-ups filled in: for words and meaning."""
    original: str
    """As typed: for the field without diacritics, which a wrong restoration cannot spoil."""


class PassageIndex(Protocol):
    """Passages that can be searched. Safe to share between threads."""

    @property
    def version(self) -> str:
        """Return the fingerprint of documents, configuration and model (``index_version`` of answers)."""
        ...

    @property
    def passages(self) -> Sequence[Passage]:
        """Return every passage, in the order of documents and paragraphs."""
        ...

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages or fewer, best first; nothing where no word is known.

        :param document_ids: only passages of these documents take part, whatever their rank among all;
            None searches everything, an empty set nothing.
        :raises ValueError: ``k`` is below 1.
        """
        ...


class LocalIndex:
    """Segments in this process or in memory-mapped files: BM25 and FAISS, fused."""

    def __init__(
        self,
        version: str,
        segments: Sequence[Segment],
        places: Sequence[Positions],
        documents: Iterable[tuple[str, int]],
        model: EmbeddingModel,
        tuning: Tuning,
    ) -> None:
        """Put the segments together.

        :param places: of each segment, the place of each of its passages in the index, -1 where it was removed.
        :param documents: id and number of passages of each document, in the order of the places.
        """
        self._version = version
        self.segments = tuple(segments)
        self._members = tuple(map(Member, (segment.postings for segment in segments), places))
        self._lexical = LexicalIndex(self._members, tuning)
        self._model = model
        self._tuning = tuning
        # A question is asked of one place after the other: what does not depend on the scope is worked out once.
        self._weighed = lru_cache(maxsize=_QUESTIONS_KEPT)(self._weigh)
        self._spans = _spans(documents)
        self._owners, self._numbers = _arranged(places)
        self._passages = _passages(self.segments, self._owners, self._numbers)

    @classmethod
    def build(
        cls,
        version: str,
        passages: Sequence[Passage],
        model: EmbeddingModel,
        tuning: Tuning,
        progress: Progress,
        texts: Sequence[SearchText] | None = None,
    ) -> Self:
        """Index the passages in memory, in their order.

        :param texts: what the words of each passage are taken from; None for the passage as it is written.
        """
        found = tuple(passages)
        searched = as_written(found) if texts is None else texts
        segment = build_segment(version, found, searched, model, tuning, progress)
        documents = [(passage.document_id, 1) for passage in found]
        return cls(version, [segment], [np.arange(len(found))], documents, model, tuning)

    @property
    def version(self) -> str:
        """Return the fingerprint given at the building."""
        return self._version

    @property
    def passages(self) -> Sequence[Passage]:
        """Return every passage, in the order of the places; read from disk one by one where it lies there."""
        return self._passages

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages of the documents or fewer, best first.

        :raises ValueError: ``k`` is below 1.
        """
        _check(k)
        scope = None if document_ids is None else self._scope(document_ids)
        lexical, vector = self._weighed(query)
        candidates = self._candidates(lexical, vector, max(k, self._tuning.depth), scope)
        dense = np.clip(self._similarities(vector, candidates), -1.0, 1.0)
        fused = fuse(lexical[candidates], dense, self._tuning.dense)
        return [
            Hit(
                passage=self._passages[int(candidates[place])],
                score=float(fused[place]),
                lexical=float(lexical[candidates[place]]),
                dense=float(dense[place]),
            )
            for place in best_first(fused, candidates, k)
        ]

    def _weigh(self, query: SearchQuery) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """Return every passage's BM25 score, (n,), and the question's vector, (dimension,)."""
        return self._lexical.scores(query.text, query.original), self._model.encode_queries([query.text])[0]

    def _scope(self, document_ids: frozenset[str]) -> Positions:
        spans = sorted(span for name in document_ids for span in self._spans.get(name, ()))
        return np.concatenate([np.arange(0), *(np.arange(start, end) for start, end in spans)])

    def _candidates(
        self, lexical: NDArray[np.float64], vector: NDArray[np.float32], depth: int, scope: Positions | None
    ) -> Positions:
        """Return the places worth fusing, ascending: the best of each side, all inside the scope."""
        matching = np.flatnonzero(lexical) if scope is None else scope[lexical[scope] > 0]
        if len(matching) > depth:
            matching = matching[best_first(lexical[matching], matching, depth)]
        if not vector.any():
            return np.sort(matching)
        return np.union1d(matching, self._nearest(vector, depth, scope))

    def _nearest(self, vector: NDArray[np.float32], depth: int, scope: Positions | None) -> Positions:
        """Return the places of the vectors nearest to the question's, over all segments."""
        found: list[Positions] = [np.arange(0)]
        near: list[NDArray[np.float64]] = [np.zeros(0)]
        for number, (segment, member) in enumerate(zip(self.segments, self._members, strict=True)):
            if scope is not None:
                among = self._numbers[scope[self._owners[scope] == number]].astype(np.int64)
            else:
                among = None if member.whole else np.flatnonzero(member.live)
            own = segment.dense.nearest(vector, depth + _SLACK, among)
            found.append(member.places[own])
            near.append(segment.dense.similarities(vector, own))
        places = np.concatenate(found)
        return places[best_first(np.concatenate(near), places, depth)]

    def _similarities(self, vector: NDArray[np.float32], places: Positions) -> NDArray[np.float64]:
        near = np.zeros(len(places))
        owners = self._owners[places]
        for number, segment in enumerate(self.segments):
            own = owners == number
            near[own] = segment.dense.similarities(vector, self._numbers[places[own]].astype(np.int64))
        return near


class InMemoryIndex:
    """The fake for tests of others: counts shared syllables without diacritics; no model, no files."""

    def __init__(self, passages: Sequence[Passage], version: str = "in-memory") -> None:
        self._passages = tuple(passages)
        self._version = version
        self._analyzer = Analyzer()
        self._bags = tuple(
            frozenset(self._analyzer.stripped(f"{passage.context}\n{passage.text}")) for passage in passages
        )

    @property
    def version(self) -> str:
        """Return the version given."""
        return self._version

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage, in the order given."""
        return self._passages

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the ``k`` passages that share most syllables with the question; score is the share of them.

        :raises ValueError: ``k`` is below 1.
        """
        _check(k)
        asked = frozenset(self._analyzer.stripped(f"{query.text} {query.original}"))
        found = [
            Hit(passage=passage, score=shared / len(asked), lexical=float(shared), dense=0.0)
            for passage, bag in zip(self._passages, self._bags, strict=True)
            if (document_ids is None or passage.document_id in document_ids) and (shared := len(asked & bag))
        ]
        return sorted(found, key=lambda hit: -hit.score)[:k]


def _check(k: int) -> None:
    if k < 1:
        raise ValueError(f"expected at least 1 passage to be asked for, found {k}")


def _spans(documents: Iterable[tuple[str, int]]) -> dict[str, list[tuple[int, int]]]:
    """Return where each document's passages stand, as half-open runs of places."""
    spans: dict[str, list[tuple[int, int]]] = {}
    start = 0
    for name, count in documents:
        runs = spans.setdefault(name, [])
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], start + count)
        else:
            runs.append((start, start + count))
        start += count
    return spans


def _arranged(places: Sequence[Positions]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return, by place in the index, the segment and the passage's number in it."""
    live = [own >= 0 for own in places]
    size = sum(int(one.sum()) for one in live)
    owners, numbers = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
    for number, (own, one) in enumerate(zip(places, live, strict=True)):
        owners[own[one]] = number
        numbers[own[one]] = np.flatnonzero(one)
    return owners, numbers


def _passages(segments: Sequence[Segment], owners: NDArray[np.int32], numbers: NDArray[np.int32]) -> Sequence[Passage]:
    if len(segments) == 1 and np.array_equal(numbers, np.arange(len(segments[0].passages))):
        return segments[0].passages
    return ArrangedPassages([segment.passages for segment in segments], owners, numbers)
