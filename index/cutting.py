"""From texts to numbered tokens, for each kind of field: the same for passages and questions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.postings import Bags, Tokens
from index.tuning import Cut

_FIRST = np.uint64(0x9E3779B97F4A7C15)
_SECOND = np.uint64(0xBF58476D1CE4E5B9)
_HALF = np.uint64(32)
_REMEMBERED = 1 << 18


class _Numbers(dict[str, int]):
    """A token's number: the first 64 bits of its BLAKE2b hash, each worked out once."""

    def __missing__(self, token: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        number = int.from_bytes(hashlib.blake2b(token.encode(), digest_size=8).digest(), "little")
        self[token] = number
        return number


class Cutter:
    """Cuts texts into numbered tokens. What it remembers changes no result; safe to share between threads."""

    def __init__(self) -> None:
        self._analyzer = Analyzer()
        self._numbers = _Numbers()

    def bags(self, cut: Cut, texts: Sequence[str]) -> Bags:
        """Return the tokens of each text."""
        match cut:
            case Cut.WORDS:
                return self._numbered(self._analyzer.words_of(texts))
            case Cut.SYLLABLES:
                return _with_pairs(self._numbered([self._analyzer.syllables(text) for text in texts]))
            case Cut.STRIPPED:
                return _with_pairs(self._numbered([self._analyzer.stripped(text) for text in texts]))

    def question(self, cut: Cut, text: str, original: str) -> Tokens:
        """Return the tokens that a field of this kind is asked for, each once.

        :param text: the question with diacritics.
        :param original: as typed.
        """
        if cut is Cut.WORDS:
            tokens = self._numbered([self._analyzer.words(text)]).tokens
        else:
            tokens = self.bags(cut, [original if cut is Cut.STRIPPED else text]).tokens
        return np.fromiter(dict.fromkeys(tokens.tolist()), dtype=np.uint64)

    def _numbered(self, bags: Sequence[Sequence[str]]) -> Bags:
        numbers = self._numbers
        lengths = np.fromiter(map(len, bags), dtype=np.int64, count=len(bags))
        tokens = np.fromiter((numbers[token] for bag in bags for token in bag), np.uint64, count=int(lengths.sum()))
        return Bags(tokens, lengths)


def _with_pairs(bags: Bags) -> Bags:
    """Return the bags with the pairs of neighbours beside the single tokens.

    A syllable says little, without diacritics hardly anything; two in a row are nearly a word.
    """
    singles, lengths = bags.tokens, bags.lengths
    pairs = np.maximum(lengths - 1, 0)
    whole = lengths + pairs
    begins = np.cumsum(whole) - whole
    tokens = np.empty(int(whole.sum()), dtype=np.uint64)
    tokens[_places(begins, lengths)] = singles
    inside = np.ones(len(singles), dtype=bool)
    inside[np.cumsum(lengths)[lengths > 0] - 1] = False  # the last of a bag has no neighbour after it
    first = np.flatnonzero(inside)
    tokens[_places(begins + lengths, pairs)] = _pair(singles[first], singles[first + 1])
    return Bags(tokens, whole)


def _places(begins: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    ends = np.cumsum(sizes)
    return np.repeat(begins - (ends - sizes), sizes) + np.arange(int(sizes.sum()))


def _pair(first: Tokens, second: Tokens) -> Tokens:
    """Return a number for each pair, another for the pair turned round: two rounds of multiply and fold."""
    mixed = first * _FIRST + second
    mixed = (mixed ^ (mixed >> _HALF)) * _SECOND
    return np.asarray(mixed ^ (mixed >> _HALF), dtype=np.uint64)
