"""What a paper's own counts are evidence of, and what of them may be misreadings that come again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold
from index.syllable_ngrams import ID_BITS, ID_LIMIT, Floats, Ints, NGramCounts, find, without_slips

_COMMON = 20.0
"""Times that general text (30 million syllables) has a pair with other marks, for one it never has to be in doubt."""
_STEADY = 4.0
"""Times that a paper must write a pair, and always with the same marks, to be taken at its word."""


class Doubts:
    """Tells the pairs of syllables that a paper writes and general text only knows with other marks."""

    def __init__(self, syllables: Sequence[str], general: NGramCounts) -> None:
        """Take the syllables by id and their counts in general text."""
        self._forms: dict[str, int] = {}
        self._general = general
        self._plain = self._numbered(syllables, self._forms)
        keys = self._plain_keys(self._plain, general.bigram_keys)
        order = np.argsort(keys, kind="stable")
        self._keys, starts = np.unique(keys[order], return_index=True)
        self._most: Floats = np.maximum.reduceat(general.bigrams[order], starts) if keys.size else np.zeros(0)

    def without(self, counts: NGramCounts, syllables: Sequence[str]) -> NGramCounts:
        """Return a paper's counts without what may be misread, and one less of all the others.

        What stands once may be the misreading itself: only the second time is evidence. A pair that general
        text never has, but often with other marks ("phân đấu"), is no evidence where the paper writes it with
        other marks too; nor is one that the paper writes far more often with other marks. But what a paper
        always writes in one way it means so ("nuôi cáy"): scanners are not that steady.

        :param syllables: those of the table and after them the paper's own, by id.
        """
        own = self._numbered(syllables[self._plain.size :], dict(self._forms))
        plain = np.concatenate([self._plain, own])
        alike = self._plain_keys(plain, counts.bigram_keys)
        is_general = find(self._general.bigram_keys, counts.bigram_keys) >= 0
        sure = is_general | (self._most_alike(alike) < _COMMON) | (_alone(alike) & (counts.bigrams >= _STEADY))
        counts = without_slips(counts, plain)
        first, second = counts.trigram_keys >> ID_BITS, counts.trigram_keys & (ID_LIMIT - 1)
        middle = counts.bigram_keys[first] & (ID_LIMIT - 1)
        after = find(counts.bigram_keys, middle * ID_LIMIT + second)
        return replace(
            counts,
            bigrams=np.where(sure, np.maximum(counts.bigrams - 1, 0.0), 0.0),
            trigrams=np.where(sure[first] & sure[after], np.maximum(counts.trigrams - 1, 0.0), 0.0),
        )

    def _most_alike(self, keys: Ints) -> Floats:
        at = find(self._keys, keys)
        return np.where(at >= 0, self._most[at], 0.0) if self._keys.size else np.zeros(keys.size)

    @staticmethod
    def _numbered(syllables: Sequence[str], forms: dict[str, int]) -> Ints:
        keys = (fold(syllable) or f"{len(forms)}" for syllable in syllables)
        return np.array([forms.setdefault(key, len(forms)) for key in keys], dtype=np.int64)

    @staticmethod
    def _plain_keys(plain: Ints, keys: Ints) -> Ints:
        alike: Ints = plain[keys >> ID_BITS] * ID_LIMIT + plain[keys & (ID_LIMIT - 1)]
        return alike


def _alone(keys: Ints) -> NDArray[np.bool_]:
    """Say of each key whether no other is equal."""
    _, which, times = np.unique(keys, return_inverse=True, return_counts=True)
    alone: NDArray[np.bool_] = times[which] == 1
    return alone
