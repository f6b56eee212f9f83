"""Diacritics for questions typed without them ("ai chu tri" → "ai chủ trì").

Each plain syllable may stand for several written ones; the likeliest row is found with syllable trigrams of
general text, and of the collection's own papers where those are given. Only letters of syllables change, each
into one that folds to the same plain letter, so lengths and positions stay.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import comparable, fold, nfc
from index.syllable_lattice import TripleScorer, likeliest
from index.syllable_ngrams import (
    BOUNDARY,
    FIRST_SYLLABLE,
    ID_LIMIT,
    NUMBER,
    UNKNOWN,
    CollectionModel,
    DiscountedModel,
    Floats,
    Ints,
    NGramCounts,
    without_slips,
)
from index.syllable_table import read_table
from index.syllable_tokens import Token, TokenKind, could_be_vietnamese, tokens

SHIPPED = Path(__file__).parent / "data" / "syllables.npz"

_MOST_OPTIONS = 8
"""Written forms tried for a plain syllable, the commonest; more gain under 0.1 % and cost time."""
_LEAST_MISSING = 0.2
"""Share of the marked syllables that must lack their marks before a partly marked text is touched."""
_SELDOM: Mapping[TokenKind, int] = {TokenKind.PLAIN: 500, TokenKind.MARKED: 60}
"""Times in the general text (30 million syllables) below which nobody means a syllable as it is typed."""
_MISREAD = 8.0
"""A syllable that the papers write with other marks so many times as often was misread by a scanner."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_I_AS_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")
"""Both are in use: "kí" is as good as "ký"."""
_LEAST_MARKED = 0.3
"""Share of its syllables that a paper must write with marks to be learnt from."""


@dataclass(frozen=True, slots=True)
class DiacriticsRestorer:
    """Puts back the diacritics that a question was typed without."""

    _syllables: tuple[str, ...]
    _ids: Mapping[str, int]
    _options: Mapping[str, Ints]
    _base: DiscountedModel
    _scorer: TripleScorer
    _own: frozenset[int]
    """Ids of the syllables that the collection writes."""

    @classmethod
    def load(cls, path: Path | None = None) -> DiacriticsRestorer:
        """Read a table of counts, the shipped one by default.

        :raises ModelUnusable: the file is missing or not such a table.
        """
        table = read_table(SHIPPED if path is None else path)
        base = DiscountedModel.of(table.counts)
        syllables = ("", "", "", *table.syllables)
        options = _options(syllables, table.counts.unigrams.argsort(kind="stable")[::-1])
        return cls(syllables, _numbered(syllables), options, base, base, frozenset())

    def with_collection(self, texts: Iterable[str]) -> DiacriticsRestorer:
        """Return a restorer that prefers what these papers write: names of places and people, local terms.

        Texts written mostly without diacritics teach nothing and are passed over. What an earlier call taught
        is replaced.
        """
        syllables, numbers = list(self._syllables[: self._base.counts.unigrams.size]), dict(self._ids)
        ids: list[int] = [BOUNDARY]
        for text in texts:
            found = tokens(nfc(text), self._options.__contains__)
            if _mostly_marked(found):
                ids.extend(_learn(token, syllables, numbers) for token in found)
                ids.append(BOUNDARY)
        counts = NGramCounts.of_ids(np.array(ids, dtype=np.int64), len(syllables))
        plain_forms = _plain_forms(syllables)
        counts = without_slips(counts, plain_forms)
        written = np.flatnonzero(counts.unigrams)
        own = written[(written >= FIRST_SYLLABLE) & _usual(counts.unigrams, plain_forms)[written]]
        options = dict(self._options)
        for plain, more in _options(syllables, own, most=None).items():
            options[plain] = np.union1d(options[plain], more) if plain in options else more
        scorer = CollectionModel.of(self._base, counts)
        return DiacriticsRestorer(tuple(syllables), numbers, options, self._base, scorer, frozenset(own.tolist()))

    def restore(self, text: str, typed: str | None = None) -> str:
        """Return the text in NFC with missing diacritics put back, as many code points as before.

        A syllable typed with any diacritic stays; so does everything where the text as a whole is marked well
        enough, and document numbers, abbreviations in capitals and words that are no syllable, always. But what
        hardly anybody writes so ("tich", "dất", "truởng") is a slip, whatever is around it.

        :param typed: the text as typed, where abbreviations were written out since: its marks are what tells
            whether diacritics are missing.
        """
        text = nfc(text)
        found = tokens(text, self._options.__contains__)
        slips = {token.start for token in found if self._is_slip(token)}
        if not slips and not any(token.kind is TokenKind.PLAIN for token in found):
            return text
        best = likeliest([self._allowed(token, token.start in slips) for token in found], self._scorer)
        changes = [
            (token, self._syllables[chosen])
            for token, chosen in zip(found, best, strict=True)
            if (token.kind is TokenKind.PLAIN or token.start in slips) and self._syllables[chosen] != token.text.lower()
        ]
        meant = found if typed is None else tokens(nfc(typed), self._options.__contains__)
        marked = sum(token.kind is TokenKind.MARKED for token in meant)
        if len(changes) < _LEAST_MISSING * (marked + len(changes)):
            changes = [change for change in changes if change[0].start in slips]
        return _written(text, changes)

    def is_syllable(self, word: str) -> bool:
        """Say whether the shipped table knows the word as it is spelled: "minh", not "mnih" or "dưõng"."""
        known = self._ids.get(comparable(word))
        return known is not None and known < self._base.counts.unigrams.size

    def _is_slip(self, token: Token) -> bool:
        """Say whether a syllable is hardly ever written so, here or elsewhere; a capital may begin a name."""
        most = _SELDOM.get(token.kind)
        if most is None or not token.text.islower() or fold(token.text) not in self._options:
            return False
        word, counts = comparable(token.text), self._base.counts.unigrams
        for spelling in (word, word.translate(_I_AS_Y)):
            number = self._ids.get(spelling, UNKNOWN)
            if number in self._own or (number != UNKNOWN and number < counts.size and counts[number] >= most):
                return False
        return True

    def _allowed(self, token: Token, is_slip: bool) -> Ints:
        if is_slip:
            options = self._options[fold(token.text)]
            kept = [number for number in options.tolist() if _keeps(token.text, self._syllables[number])]
            return np.array(kept, dtype=np.int64) if kept else options
        match token.kind:
            case TokenKind.PLAIN:
                return self._options[token.text.lower()]
            case TokenKind.MARKED:
                return np.array([self._ids.get(comparable(token.text), UNKNOWN)])
            case TokenKind.NUMBER:
                return np.array([NUMBER])
            case TokenKind.BOUNDARY:
                return np.array([BOUNDARY])
            case TokenKind.FIXED:
                return np.array([UNKNOWN])


def _usual(unigrams: Floats, plain: Ints) -> NDArray[np.bool_]:
    """Say of each syllable whether it is written not far less often than another of the same plain letters."""
    most = np.zeros(int(plain.max()) + 1)
    np.maximum.at(most, plain, unigrams)
    return unigrams * _MISREAD >= most[plain]


def _keeps(typed: str, syllable: str) -> bool:
    """Say whether the syllable has every letter of its own that was typed ("đ", "ư"): slips are of tones."""
    pairs = zip(_toneless(comparable(typed)), _toneless(syllable), strict=False)
    return all(letter.isascii() or letter == other for letter, other in pairs)


def _toneless(syllable: str) -> str:
    """Return the syllable without its tone: "trưởng" → "trương"."""
    return nfc("".join(letter for letter in unicodedata.normalize("NFD", syllable) if letter not in _TONES))


def _numbered(syllables: Sequence[str]) -> dict[str, int]:
    return {syllable: number for number, syllable in enumerate(syllables) if syllable}


def _options(syllables: Sequence[str], order: Ints, most: int | None = _MOST_OPTIONS) -> dict[str, Ints]:
    """Return for each plain form the ids it may stand for, at most ``most`` of them, first in ``order``."""
    groups: dict[str, list[int]] = {}
    for number in order.tolist():
        if syllables[number]:
            groups.setdefault(fold(syllables[number]), []).append(number)
    return {plain: np.array(group[:most], dtype=np.int64) for plain, group in groups.items()}


def _plain_forms(syllables: Sequence[str]) -> Ints:
    forms: dict[str, int] = {}
    keys = (fold(syllable) or str(number) for number, syllable in enumerate(syllables))
    return np.array([forms.setdefault(key, len(forms)) for key in keys], dtype=np.int64)


def _learn(token: Token, syllables: list[str], numbers: dict[str, int]) -> int:
    """Return the id of a token of a paper; a new syllable gets the next free one."""
    if token.kind is TokenKind.NUMBER:
        return NUMBER
    if token.kind is TokenKind.BOUNDARY:
        return BOUNDARY
    if token.kind is TokenKind.FIXED:
        return UNKNOWN
    word = comparable(token.text)
    known = numbers.get(word)
    if known is not None:
        return known
    if len(syllables) >= ID_LIMIT or not could_be_vietnamese(word):
        return UNKNOWN
    numbers[word] = len(syllables)
    syllables.append(word)
    return numbers[word]


def _mostly_marked(found: Sequence[Token]) -> bool:
    marked = sum(token.kind is TokenKind.MARKED for token in found)
    plain = sum(token.kind is TokenKind.PLAIN for token in found)
    return marked > 0 and marked >= _LEAST_MARKED * (marked + plain)


def _written(text: str, changes: Sequence[tuple[Token, str]]) -> str:
    """Return the text with each token's letters replaced, in the case they were typed in."""
    letters = list(text)
    for token, syllable in changes:
        for offset, letter in enumerate(syllable):
            place = token.start + offset
            letters[place] = letter.upper() if letters[place].isupper() else letter
    return "".join(letters)
