"""Syllable unigrams, bigrams and trigrams in sorted arrays: counts in, probabilities out.

A syllable is an integer below ``ID_LIMIT``; 0 is a clause boundary, 1 a number, 2 a syllable outside the
vocabulary. A bigram is the key ``first * ID_LIMIT + second``; a trigram is the position of its first two
syllables among the bigrams, times ``ID_LIMIT``, plus the third. Lookups are binary searches, so that a table
of a million entries costs no Python objects.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.floating]

ID_BITS = 14
ID_LIMIT = 1 << ID_BITS
BOUNDARY, NUMBER, UNKNOWN = 0, 1, 2
FIRST_SYLLABLE = 3

_DISCOUNT = 0.7
"""Absolute discount: the count every seen n-gram lends to the unseen ones."""
_FLOOR = 1e-9
"""Chance of a syllable the table has no count for."""
_BASE_WEIGHT = 100.0
"""Sightings in the collection that the base model is worth; 30 to 300 do alike, 3 hurts other questions."""
_SLIP_RATIO = 2.0
"""Times that a spelling must outnumber another of the same plain letters to be taken for what was meant."""


def find(keys: Ints, wanted: Ints) -> Ints:
    """Return the position of each wanted key in sorted ``keys``, -1 where it is not there; any shape."""
    if not keys.size:
        return np.full(wanted.shape, -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), keys.size - 1)
    return np.where(keys[at] == wanted, at, -1)


@dataclass(frozen=True, slots=True)
class NGramCounts:
    """Counts of one body of text; each key array sorted, each count array parallel to its keys."""

    unigrams: Floats
    """Shape (vocabulary,): count of each id."""
    bigram_keys: Ints
    bigrams: Floats
    trigram_keys: Ints
    trigrams: Floats

    @classmethod
    def of_ids(cls, ids: Ints, vocabulary: int, least_bigram: int = 1, least_trigram: int = 1) -> NGramCounts:
        """Count a sequence of ids in which ``BOUNDARY`` parts the clauses; rarer n-grams are left out."""
        unigrams = np.bincount(ids, minlength=vocabulary).astype(np.float64)
        known = ids != UNKNOWN
        inside = known[:-1] & known[1:] & ((ids[:-1] != BOUNDARY) | (ids[1:] != BOUNDARY))
        keys, counts = np.unique((ids[:-1] * ID_LIMIT + ids[1:])[inside], return_counts=True)
        enough = counts >= least_bigram
        keys, counts = keys[enough], counts[enough]
        whole = inside[:-1] & inside[1:] & (ids[1:-1] != BOUNDARY)
        position = find(keys, ids[:-2][whole] * ID_LIMIT + ids[1:-1][whole])
        kept = position >= 0
        keys3, counts3 = np.unique(position[kept] * ID_LIMIT + ids[2:][whole][kept], return_counts=True)
        enough = counts3 >= least_trigram
        return cls(
            unigrams,
            keys,
            counts.astype(np.float64),
            keys3[enough],
            counts3[enough].astype(np.float64),
        )


@dataclass(frozen=True, slots=True)
class DiscountedModel:
    """Chances of a syllable after one or two others, each order interpolated with the one below."""

    counts: NGramCounts
    _chance: Floats
    _left_after_one: Floats
    left_after_two: Floats

    @classmethod
    def of(cls, counts: NGramCounts) -> DiscountedModel:
        """Work out, once, what every context leaves to the lower order (n-grams left out included)."""
        totals = np.maximum(counts.unigrams, 1.0)
        kept2 = np.bincount(
            counts.bigram_keys >> ID_BITS,
            weights=np.maximum(counts.bigrams - _DISCOUNT, 0.0),
            minlength=totals.size,
        )
        kept3 = np.bincount(
            counts.trigram_keys >> ID_BITS,
            weights=np.maximum(counts.trigrams - _DISCOUNT, 0.0),
            minlength=counts.bigrams.size,
        )
        return cls(
            counts,
            np.maximum(counts.unigrams / totals.sum(), _FLOOR),
            np.clip(1.0 - kept2 / totals, 0.005, 1.0),
            np.clip(1.0 - kept3 / np.maximum(counts.bigrams, 1.0), 0.005, 1.0),
        )

    def chances(self, first: Ints, second: Ints, left: Ints, right: Ints) -> Floats:
        """Return the chance of each triple; see ``index.syllable_lattice.TripleScorer``."""
        pairs, at = self.pairs(first, second)
        context, below = at[left], pairs[right]
        counts = self.counts
        found = find(counts.trigram_keys, context * ID_LIMIT + second[right])
        seen = np.where(found >= 0, np.maximum(_take(counts.trigrams, found) - _DISCOUNT, 0.0), 0.0)
        total = np.maximum(_take(counts.bigrams, context), 1.0)
        return np.where(context >= 0, seen / total + _take(self.left_after_two, context) * below, below)

    def pairs(self, first: Ints, second: Ints) -> tuple[Floats, Ints]:
        """Return the chance of each second syllable after its first, and where the bigram is (-1: unseen)."""
        counts = self.counts
        at = find(counts.bigram_keys, first * ID_LIMIT + second)
        context = np.where(first < self._chance.size, first, UNKNOWN)
        single = np.where(second < self._chance.size, _take(self._chance, second), _FLOOR)
        seen = np.where(at >= 0, np.maximum(_take(counts.bigrams, at) - _DISCOUNT, 0.0), 0.0)
        total = np.maximum(counts.unigrams[context], 1.0)
        return seen / total + self._left_after_one[context] * single, at


@dataclass(frozen=True, slots=True)
class CollectionModel:
    """The chances of another model, pulled strongly to what a collection of papers writes."""

    base: DiscountedModel
    counts: NGramCounts
    _totals: Floats

    @classmethod
    def of(cls, base: DiscountedModel, counts: NGramCounts) -> CollectionModel:
        """Lay the counts of a collection over a model; both number the shared syllables alike."""
        firsts = counts.bigram_keys >> ID_BITS
        return cls(base, counts, np.bincount(firsts, weights=counts.bigrams, minlength=ID_LIMIT).astype(np.float64))

    def chances(self, first: Ints, second: Ints, left: Ints, right: Ints) -> Floats:
        """Return the chance of each triple; see ``index.syllable_lattice.TripleScorer``.

        The base is worth ``_BASE_WEIGHT`` sightings at each order, so a few in the collection outweigh it.
        """
        counts = self.counts
        chance = self.base.chances(first, second, left, right)
        at = find(counts.bigram_keys, first * ID_LIMIT + second)
        seen = np.where(at >= 0, _take(counts.bigrams, at), 0.0)
        chance = (seen[right] + _BASE_WEIGHT * chance) / (self._totals[first[right]] + _BASE_WEIGHT)
        context = at[left]
        found = find(counts.trigram_keys, context * ID_LIMIT + second[right])
        hits = np.where(found >= 0, _take(counts.trigrams, found), 0.0)
        blended: Floats = (hits + _BASE_WEIGHT * chance) / (seen[left] + _BASE_WEIGHT)
        return np.asarray(np.where(context >= 0, blended, chance))


def _take(values: Floats, at: Ints) -> Floats:
    """Return the values at these positions; positions outside give any value, for the caller to mask."""
    if not values.size:
        return np.zeros(at.shape)
    return values.take(at, mode="clip")


def without_slips(counts: NGramCounts, plain: Ints) -> NGramCounts:
    """Return the counts with zero for a bigram written far less often than another of the same plain letters.

    Scanned papers misread marks here and there; what they write most of the time is what they mean.

    :param plain: for each id the number of its plain form, equal for ids that differ in diacritics only.
    """
    if not counts.bigrams.size:
        return counts
    first, second = counts.bigram_keys >> ID_BITS, counts.bigram_keys & (ID_LIMIT - 1)
    _, alike = np.unique(plain[first] * ID_LIMIT + plain[second], return_inverse=True)
    most = np.zeros(counts.bigrams.size)
    np.maximum.at(most, alike, counts.bigrams)
    kept = counts.bigrams * _SLIP_RATIO >= most[alike]
    before, third = counts.trigram_keys >> ID_BITS, counts.trigram_keys & (ID_LIMIT - 1)
    after = find(counts.bigram_keys, second[before] * ID_LIMIT + third)
    return replace(
        counts,
        bigrams=np.where(kept, counts.bigrams, 0.0),
        trigrams=np.where(kept[before] & kept[after], counts.trigrams, 0.0),
    )


def trigram_worth(model: DiscountedModel) -> Floats:
    """Return, for each trigram, what leaving it out would cost: its count times the change of log chance."""
    counts = model.counts
    at = counts.trigram_keys >> ID_BITS
    third = counts.trigram_keys & (ID_LIMIT - 1)
    below, _ = model.pairs(counts.bigram_keys[at] & (ID_LIMIT - 1), third)
    without = model.left_after_two[at] * below
    seen = np.maximum(counts.trigrams - _DISCOUNT, 0.0) / counts.bigrams[at]
    worth: Floats = counts.trigrams * (np.log(seen + without) - np.log(without))
    return worth
