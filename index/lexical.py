"""Search by words: BM25 summed over the fields of all segments, as if they were one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from index.cutting import Cutter
from index.postings import Postings, Tokens
from index.tuning import FieldSpec, Tuning

Scores = NDArray[np.float32]

_COMMON = 1 / 8
"""Share of the passages from which a token is common: what it adds is kept for the next question."""
_COMMON_BYTES = 24 << 20
"""Memory for that, a field."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a segment gives to an index."""

    postings: tuple[Postings, ...]
    """One a field."""
    places: NDArray[np.int64]
    """(n,) the place of each of its passages in the index, -1 where it has been removed."""

    @property
    def live(self) -> NDArray[np.bool_]:
        """Return which passages take part."""
        return self.places >= 0

    @property
    def whole(self) -> bool:
        """Return whether all of them do."""
        return bool(self.live.all())


class _Field:
    """One field of all segments: a token is as rare as it is in all of them together."""

    def __init__(self, spec: FieldSpec, parts: Sequence[tuple[Postings, NDArray[np.bool_]]], tuning: Tuning) -> None:
        self.cut = spec.cut
        self._weight = spec.weight
        self._postings = [postings for postings, _ in parts]
        # Counting the removed out of each list is only needed where there are some.
        self._live = [None if live.all() else live for _, live in parts]
        self._size = sum(int(live.sum()) for _, live in parts)
        tokens = sum(int(postings.lengths[live].sum(dtype=np.int64)) for postings, live in parts)
        mean = tokens / self._size if tokens else 1.0
        self._holds_back = [
            (tuning.k1 * (1.0 - tuning.b + tuning.b * postings.lengths / mean)).astype(np.float32)
            for postings, _ in parts
        ]
        slots = sum(len(postings.lengths) for postings, _ in parts)
        self._common = lru_cache(maxsize=max(1, _COMMON_BYTES // max(1, 4 * slots)))(self._spread)

    def add(self, tokens: Tokens, scores: Sequence[Scores]) -> None:
        """Add the field's share to the scores of each segment's passages.

        Lucene's BM25: ln(1 + (N - df + 0.5) / (df + 0.5)) * tf / (tf + k1 * (1 - b + b * length / mean length)).
        """
        runs = [np.stack(postings.spans(tokens), axis=1).tolist() for postings in self._postings]
        for spans in zip(*runs, strict=True):
            holders = sum(map(self._holders, range(len(spans)), spans))
            if not holders:
                continue
            worth = self._weight * log(1.0 + (self._size - holders + 0.5) / (holders + 0.5))
            if holders > self._size * _COMMON:
                for whole, share in zip(scores, self._common(tuple(map(tuple, spans)), worth), strict=True):
                    whole += share
            else:
                for number, span in enumerate(spans):
                    np.add.at(scores[number], *self._shares(number, span, worth))

    def _shares(self, number: int, span: Sequence[int], worth: float) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return the passages of a segment that hold a token, and what it adds to each."""
        place = slice(*span)
        passages = self._postings[number].passages[place]
        shares = self._postings[number].counts[place].astype(np.float32)
        shares /= shares + self._holds_back[number].take(passages)
        shares *= np.float32(worth)
        return passages, shares

    def _spread(self, spans: tuple[tuple[int, ...], ...], worth: float) -> list[NDArray[np.float32]]:
        """Return what a token adds to every passage of each segment: added faster than by the passages that have it."""
        spread = []
        for number, span in enumerate(spans):
            whole = np.zeros(len(self._postings[number].lengths), dtype=np.float32)
            passages, shares = self._shares(number, span, worth)
            whole[passages] = shares
            spread.append(whole)
        return spread

    def _holders(self, number: int, span: Sequence[int]) -> int:
        """Return how many passages of a segment still hold a token."""
        live = self._live[number]
        if live is None:
            return span[1] - span[0]
        return int(np.count_nonzero(live[self._postings[number].passages[slice(*span)]]))


class LexicalIndex:
    """The fields scored together. Safe to search from several threads.

    Scores depend on the passages that take part and on nothing else: not on how they lie in segments, nor on what was
    there before and has been removed.
    """

    def __init__(self, members: Sequence[Member], tuning: Tuning) -> None:
        self._cutter = Cutter()
        self._places = [member.places for member in members]
        self._live = [member.live for member in members]
        self._size = sum(int(live.sum()) for live in self._live)
        self._targets = [places[live] for places, live in zip(self._places, self._live, strict=True)]
        self._fields = [
            _Field(spec, [(m.postings[number], live) for m, live in zip(members, self._live, strict=True)], tuning)
            for number, spec in enumerate(tuning.fields)
            if spec.weight > 0.0
        ]

    def scores(self, text: str, original: str) -> NDArray[np.float64]:
        """Return every passage's score by its place in the index, (n,), 0 where it has none of the tokens.

        :param text: the question with diacritics.
        :param original: as typed.
        """
        parts = [np.zeros(len(places), dtype=np.float32) for places in self._places]
        asked = {cut: self._cutter.question(cut, text, original) for cut in {field.cut for field in self._fields}}
        for field in self._fields:
            field.add(asked[field.cut], parts)
        whole = np.zeros(self._size)
        for target, live, part in zip(self._targets, self._live, parts, strict=True):
            whole[target] = part if len(target) == len(part) else part[live]
        return whole
