"""Which known syllables a written one may be a misreading of, letter by letter."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.vietnamese import comparable, fold, nfc
from index.syllable_ngrams import Floats, Ints

_SHAPES = (
    "ae ao au bh ce cg co dg dq eo eu fl ft gq gy hk hn hr il ij it jl lt mn nr nu ou pq rt ru rv sx uv vx vy".split()
)
"""Letters whose prints look alike, marks aside; the classic confusions of OCR and no paper's in particular."""
_WIDE = {"m": ("rn", "nn", "in"), "n": ("ri", "ii"), "u": ("ii", "li"), "h": ("li", "ln"), "d": ("cl",), "w": ("vv",)}
"""Letters that may be read as two."""
_MARK_RATE = 1e-3
"""How often a letter is read as a given one with other marks, before a paper has shown its own rate."""
_SHAPE_RATE = 1e-4
"""The same for a letter of another shape."""
_SIGHTINGS = 500.0
"""Letters of a paper that the rates above are worth."""
_MOST_WRONG = 2
"""Letters of one syllable that may be misread."""

_KEPT = 1 << 14
"""Syllables whose readings are kept."""

_TONED = "aăâeêioôơuưy"
_TONES = ("", *"\u0300\u0301\u0303\u0309\u0323")
_ALPHABET = "bcdđfghjklmnpqrstvwxz" + "".join(nfc(vowel + tone) for vowel in _TONED for tone in _TONES)
_FOREIGN = "äåëïöüÿāēīōūîû"
"""Letters with marks that no Vietnamese letter has: always misread."""
_SYMBOLS = [*_ALPHABET, *_FOREIGN, *dict.fromkeys(pair for pairs in _WIDE.values() for pair in pairs)]
_NUMBER = {symbol: number for number, symbol in enumerate(_SYMBOLS, 1)}
_SIZE = len(_SYMBOLS) + 1
_SAME = 0
"""The confusion of a letter with itself."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What a written syllable may be a misreading of."""

    ids: Ints
    """Shape (n,)."""
    confusions: Ints
    """Shape (n, 2): the letters misread, as keys of :class:`Rates`; 0 for none."""


class Lookalikes:
    """The known syllables by their plain letters."""

    def __init__(self, syllables: Sequence[str], known: Sequence[int]) -> None:
        """Keep the syllables of the ids in ``known``, which a misread one may be meant for."""
        self._syllables = syllables
        self._by_plain: dict[str, list[int]] = defaultdict(list)
        for number in known:
            self._by_plain[fold(syllables[number])].append(number)
        self.of: Callable[[str], Readings] = lru_cache(maxsize=_KEPT)(self._readings)
        """Returns what a syllable, spelled as ``comparable`` does, may be a misreading of; itself left out."""
        self._others: Lookalikes | None = None

    def extended(self, syllables: Sequence[str], known: Sequence[int]) -> Lookalikes:
        """Return these and some more; ``syllables`` numbers the ones here alike."""
        more = Lookalikes(syllables, known)
        more._others = self
        return more

    def _readings(self, written: str) -> Readings:
        own = _readings(dict(self._found(written)))
        return own if self._others is None else _together(self._others.of(written), own)

    def _found(self, written: str) -> Iterator[tuple[int, list[int]]]:
        plain = fold(written)
        for meant_plain, start, meant_width, written_width in _plain_readings(plain):
            for number in self._by_plain.get(meant_plain, ()):
                meant = self._syllables[number]
                pairs = zip(
                    [*meant[:start], meant[start : start + meant_width], *meant[start + meant_width :]],
                    [*written[:start], written[start : start + written_width], *written[start + written_width :]],
                    strict=True,
                )
                keys = [_key(one, other) for one, other in pairs if one != other]
                if 0 < len(keys) <= _MOST_WRONG and all(keys):
                    yield number, keys


def _together(one: Readings, other: Readings) -> Readings:
    return Readings(np.concatenate([one.ids, other.ids]), np.concatenate([one.confusions, other.confusions]))


def _readings(found: dict[int, list[int]]) -> Readings:
    ids = np.array(sorted(found), dtype=np.int64)
    rows = [[*found[number], *[_SAME] * _MOST_WRONG][:_MOST_WRONG] for number in ids.tolist()]
    return Readings(ids, np.array(rows, dtype=np.int64).reshape(-1, _MOST_WRONG))


def _plain_readings(plain: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield plain forms that may have been meant, with where and how wide the letter of another shape is."""
    for start in range(len(plain)):
        for meant in _MEANT.get(plain[start], ()):
            yield plain[:start] + meant + plain[start + 1 :], start, 1, 1
        for meant in _MEANT.get(plain[start : start + 2], ()):
            yield plain[:start] + meant + plain[start + 2 :], start, 1, 2
    yield plain, 0, 1, 1


def _meant() -> dict[str, list[str]]:
    meant: dict[str, list[str]] = defaultdict(list)
    for one, other in map(tuple, _SHAPES):
        meant[one].append(other)
        meant[other].append(one)
    for letter, pairs in _WIDE.items():
        for pair in pairs:
            meant[pair].append(letter)
    return dict(meant)


_MEANT = _meant()


def _key(meant: str, written: str) -> int:
    """Return the number of a confusion, 0 where a letter or the confusion is none that is thought of."""
    if meant not in _NUMBER or written not in _NUMBER or not _prior(meant, written):
        return 0
    return _NUMBER[meant] * _SIZE + _NUMBER[written]


def _prior(meant: str, written: str) -> float:
    plain, seen = fold(meant), fold(written)
    if plain == seen:
        return _MARK_RATE
    alike = plain in _MEANT.get(seen, ())
    return _SHAPE_RATE if alike and (len(seen) > 1 or _marks(meant) == _marks(written)) else 0.0


def _marks(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[1:]


def _priors() -> Floats:
    rates = np.zeros(_SIZE * _SIZE)
    for meant in _ALPHABET:
        for written in _SYMBOLS:
            if meant != written:
                rates[_NUMBER[meant] * _SIZE + _NUMBER[written]] = _prior(meant, written)
    rates[_SAME] = 1.0
    return rates


_PRIORS = _priors()


@dataclass(frozen=True, slots=True)
class Rates:
    """How often each letter of a paper is read as each other one."""

    _logs: Floats

    @classmethod
    def before_any_paper(cls) -> Rates:
        """Return the rates of a paper that nothing is known of."""
        return cls(np.log(np.maximum(_PRIORS, 1e-30)))

    @classmethod
    def learnt(cls, letters: Floats, confusions: Ints) -> Rates:
        """Return the rates of a paper.

        :param letters: how often each letter is meant in it (:func:`letters_of`).
        :param confusions: keys of the letters found misread, one for each time.
        """
        times = np.bincount(confusions, minlength=_PRIORS.size).astype(np.float64)
        meant = np.repeat(letters, _SIZE)
        rates = (times + _SIGHTINGS * _PRIORS) / (meant + _SIGHTINGS)
        rates[_SAME] = 1.0
        return cls(np.log(np.maximum(rates, 1e-30)))

    def log_rates(self, confusions: Ints) -> Floats:
        """Return the log chance of each row of letters (n, 2) being misread so, (n,)."""
        logs: Floats = self._logs[confusions].sum(axis=-1)
        return logs


def letters_of(syllables: Sequence[str], times: Ints) -> Floats:
    """Return how often each letter stands in syllables that stand so many times each."""
    letters = np.zeros(_SIZE)
    for syllable, many in zip(syllables, times.tolist(), strict=True):
        for letter in comparable(syllable):
            letters[_NUMBER.get(letter, 0)] += many
    return letters
