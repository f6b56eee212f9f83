"""What a row of syllables was before it was misread.

The noisy channel of spelling correction (Kernighan, Church and Gale, 1990): of all readings the one that is likeliest
as text, times the chance that it is misread as what stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.lookalikes import Lookalikes, Rates, Readings, letters_of
from index.syllable_lattice import TripleScorer
from index.syllable_ngrams import FIRST_SYLLABLE, ID_LIMIT, DiscountedModel, Floats, Ints, find

EDGE = 3
"""Places before and after a row that a change inside it looks at."""

_STRANGE = -20.0
"""Log chance of a syllable, the next and the two after them, below which they are looked at closely."""


@dataclass(frozen=True, slots=True)
class _Changes:
    """Ways to change two neighbours, ``n`` of them; the second may stay."""

    places: Ints
    """Where the first stands."""
    first: Ints
    second: Ints
    least: Floats
    """Log chance that the two and those around them must have, changed."""

    @classmethod
    def joined(cls, parts: Sequence[_Changes]) -> _Changes:
        nothing = np.zeros(0, dtype=np.int64)
        return cls(
            np.concatenate([nothing, *(part.places for part in parts)]),
            np.concatenate([nothing, *(part.first for part in parts)]),
            np.concatenate([nothing, *(part.second for part in parts)]),
            np.concatenate([np.zeros(0), *(part.least for part in parts)]),
        )

    def of(self, kept: NDArray[np.bool_]) -> _Changes:
        return _Changes(self.places[kept], self.first[kept], self.second[kept], self.least[kept])


@dataclass(frozen=True, slots=True)
class NoisyChannel:
    """Finds what a paper's syllables were meant to be."""

    syllables: Sequence[str]
    """By id; those of the paper that the table lacks stand at the end."""
    lookalikes: Lookalikes
    rates: Rates
    scorer: TripleScorer
    seen_pairs: Sequence[Ints]
    """Sorted bigram keys of general text and of the paper."""

    @classmethod
    def before_any_paper(cls, syllables: Sequence[str], lookalikes: Lookalikes, base: DiscountedModel) -> NoisyChannel:
        """Return the channel of a paper that nothing is known of."""
        return cls(syllables, lookalikes, Rates.before_any_paper(), base, (base.counts.bigram_keys,))

    def settled(self, written: Ints, needed: Floats) -> Ints:
        """Return the ids as meant.

        Each change makes the whole row likelier, so this comes to an end.

        :param written: ids with ``EDGE`` boundaries before and after each text.
        :param needed: for each place the log odds that a change must have; infinite where none may be.
        """
        ids = written.copy()
        look = np.flatnonzero(np.isfinite(needed))
        fit = self._row_fit(ids)[look]
        while look.size:
            strange = fit < _STRANGE
            changed = self._change(ids, self._options(ids, look[strange], fit[strange], needed))
            around = np.unique(np.array(changed, dtype=np.int64)[:, None] + np.arange(-EDGE, EDGE + 1))
            look = around[np.isfinite(needed[around])]
            fit = self._fit(ids, look, ids[look], ids[look + 1])
        return ids

    def rates_of(self, written: Ints, meant: Ints) -> Rates:
        """Return how often each letter was misread."""
        ids, times = np.unique(meant[meant >= FIRST_SYLLABLE], return_counts=True)
        letters = letters_of([self.syllables[number] for number in ids.tolist()], times)
        keys: list[int] = []
        for place in np.flatnonzero(written != meant).tolist():
            readings = self.lookalikes.of(self.syllables[int(written[place])])
            keys.extend(readings.confusions[readings.ids == meant[place]].ravel().tolist())
        return Rates.learnt(letters, np.array([key for key in keys if key], dtype=np.int64))

    def _row_fit(self, ids: Ints) -> Floats:
        """Return :meth:`_fit` of every place as it stands, all at once; of the edges, no matter what."""
        left = np.arange(ids.size - 2)
        logs = np.log(self.scorer.chances(ids[:-1], ids[1:], left, left + 1))
        return np.concatenate([np.zeros(2), np.convolve(logs, np.ones(4))[3:]])

    def _fit(self, ids: Ints, places: Ints, first: Ints, second: Ints) -> Floats:
        """Return the log chance of two neighbours, the first at its place, and of the two that follow them."""
        row = [ids[places - 2], ids[places - 1], first, second, ids[places + 2], ids[places + 3]]
        left = np.arange(4 * places.size)
        chances = self.scorer.chances(np.concatenate(row[:5]), np.concatenate(row[1:]), left, left + places.size)
        fit: Floats = np.log(chances).reshape(4, -1).sum(axis=0)
        return fit

    def _options(self, ids: Ints, places: Ints, fit: Floats, needed: Floats) -> _Changes:
        """Return the changes of one syllable or of two neighbours into what was seen side by side before."""
        readings = [self.lookalikes.of(self.syllables[number]) for number in ids[places].tolist()]
        costs = [self.rates.log_rates(reading.confusions) for reading in readings]
        alone, both = [], []
        for at, place in enumerate(places.tolist()):
            one, least = readings[at], fit[at] + needed[place] - costs[at]
            size = one.ids.size
            alone.append(_Changes(np.full(size, place), one.ids, np.full(size, ids[place + 1]), least))
            if at + 1 < places.size and places[at + 1] == place + 1:
                most = max(0.0, needed[place + 1] - needed[place])
                both.append(_neighbours(alone[-1], readings[at + 1], costs[at + 1] - most))
        single, double = _possible(_Changes.joined(alone)), _possible(_Changes.joined(both))
        seen = self._seen(ids[single.places - 1], single.first) | self._seen(single.first, single.second)
        return _Changes.joined([single.of(seen), double.of(self._seen(double.first, double.second))])

    def _change(self, ids: Ints, options: _Changes) -> list[int]:
        """Make the surest changes that do not touch each other; return where."""
        gain = self._fit(ids, options.places, options.first, options.second) - options.least
        options, gain = options.of(gain > 0), gain[gain > 0]
        changed: list[int] = []
        taken: set[int] = set()
        for at in np.lexsort((options.second, options.first, options.places, -gain)).tolist():
            place = int(options.places[at])
            if place not in taken:
                ids[place], ids[place + 1] = options.first[at], options.second[at]
                changed.append(place)
                taken.update(range(place - EDGE, place + EDGE + 1))
        return changed

    def _seen(self, first: Ints, second: Ints) -> NDArray[np.bool_]:
        seen = np.zeros(first.size, dtype=np.bool_)
        for keys in self.seen_pairs:
            seen |= find(keys, first * ID_LIMIT + second) >= 0
        return seen


def _possible(changes: _Changes) -> _Changes:
    return changes.of(changes.least < 0)


def _neighbours(one: _Changes, beside: Readings, costs: Floats) -> _Changes:
    """Return every reading of one syllable with every reading of the next."""
    size, width = one.first.size, beside.ids.size
    return _possible(
        _Changes(
            np.repeat(one.places, width),
            np.repeat(one.first, width),
            np.tile(beside.ids, size),
            np.subtract.outer(one.least, costs).ravel(),
        )
    )
