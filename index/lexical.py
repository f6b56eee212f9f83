"""Search by words: BM25 over the text and its headings, with diacritics and without."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Self

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.errors import REBUILD, IndexCorrupt
from index.tuning import Tuning

# bm25s gives its logger a handler of its own, at the most talkative level.
logging.getLogger("bm25s").setLevel(logging.WARNING)

_METHOD = "lucene"
_FIELDS = ("words", "stripped", "context_words", "context_stripped")


class Field:
    """BM25 over one bag of tokens a passage."""

    def __init__(self, size: int, bm25: bm25s.BM25 | None) -> None:
        # bm25s cannot hold a collection without a single token; None stands for it.
        self._size = size
        self._bm25 = bm25

    @classmethod
    def build(cls, bags: Iterable[Sequence[str]], k1: float, b: float) -> Self:
        """Index the bags in their order.

        :param k1: how fast repetition stops counting.
        :param b: how much long bags are held back, 0 to 1.
        """
        # Numbered by first appearance: left to itself, bm25s numbers tokens in another order on each run.
        vocabulary: dict[str, int] = {}
        numbers = [[vocabulary.setdefault(token, len(vocabulary)) for token in bag] for bag in bags]
        if not vocabulary:
            return cls(len(numbers), None)
        bm25 = bm25s.BM25(k1=k1, b=b, method=_METHOD)
        bm25.index((numbers, vocabulary), create_empty_token=False, show_progress=False)
        return cls(len(numbers), bm25)

    @classmethod
    def load(cls, folder: Path, size: int) -> Self:
        """Read a field, memory-mapped.

        :raises IndexCorrupt: a file is missing or not of a field of that size.
        """
        if not folder.exists():
            return cls(size, None)
        try:
            bm25 = bm25s.BM25.load(folder, mmap=True, allow_pickle=False, show_progress=False)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexCorrupt(f"Không đọc được chỉ mục từ trong {folder}: {error}. {REBUILD}.") from error
        if bm25.scores["num_docs"] != size:
            raise IndexCorrupt(f"Cần {size} đoạn trong {folder}, thấy {bm25.scores['num_docs']}. {REBUILD}.")
        return cls(size, bm25)

    def save(self, folder: Path) -> None:
        """Write the field's files into the folder; none where it has no token."""
        if self._bm25 is not None:
            self._bm25.save(folder, allow_pickle=False, show_progress=False)

    def scores(self, tokens: Sequence[str]) -> NDArray[np.float64]:
        """Return the BM25 score of every bag, (n,); a token that the query repeats counts once."""
        if self._bm25 is None:
            return np.zeros(self._size)
        known = self._bm25.get_tokens_ids(list(dict.fromkeys(tokens)))
        return np.asarray(self._bm25.get_scores_from_ids(known), dtype=np.float64)


class LexicalIndex:
    """Four fields scored together. Safe to search from several threads."""

    def __init__(self, fields: Sequence[Field], weights: Sequence[float]) -> None:
        self._fields = tuple(fields)
        self._weights = tuple(weights)

    @classmethod
    def build(
        cls,
        texts: Sequence[str],
        contexts: Sequence[str],
        tuning: Tuning,
        progress: Callable[[int, int], None],
    ) -> Self:
        """Index texts with their contexts, position by position.

        :param progress: called with the number of texts cut into tokens and their total.
        """
        analyzer = Analyzer()

        def stripped(text: str) -> list[str]:
            tokens = analyzer.stripped(text)
            return [*tokens, *_pairs(tokens)]

        # Generators, because a field keeps numbers only: the tokens of a large collection would fill memory.
        bags = (
            map(analyzer.words, _watched(texts, progress)),
            map(stripped, texts),
            _each_once(analyzer.words, contexts),
            _each_once(stripped, contexts),
        )
        return cls([Field.build(bag, tuning.k1, tuning.b) for bag in bags], _weights(tuning))

    @classmethod
    def load(cls, folder: Path, size: int, tuning: Tuning) -> Self:
        """Read an index of ``size`` passages.

        :raises IndexCorrupt: a file is missing or not what it should be.
        """
        return cls([Field.load(folder / name, size) for name in _FIELDS], _weights(tuning))

    def save(self, folder: Path) -> None:
        """Write the index's files into the folder."""
        for name, field in zip(_FIELDS, self._fields, strict=True):
            field.save(folder / name)

    def scores(self, words: Sequence[str], stripped: Sequence[str]) -> NDArray[np.float64]:
        """Return every passage's score, (n,), 0 where it has none of the tokens.

        :param words: the question's words, as :meth:`Analyzer.words` cuts them.
        :param stripped: its syllables without diacritics, in order.
        """
        bags = (words, [*stripped, *_pairs(stripped)])
        parts = [
            weight * field.scores(bags[number % 2])
            for number, (field, weight) in enumerate(zip(self._fields, self._weights, strict=True))
        ]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)


def _weights(tuning: Tuning) -> tuple[float, ...]:
    own = (tuning.words, tuning.stripped)
    return (*own, *(tuning.context * weight for weight in own))


def _watched(texts: Sequence[str], progress: Callable[[int, int], None]) -> Iterator[str]:
    for done, text in enumerate(texts, 1):
        yield text
        progress(done, len(texts))


def _each_once(cut: Callable[[str], list[str]], contexts: Sequence[str]) -> Iterator[list[str]]:
    # The passages of a section share their context: cut it once.
    bags = {context: cut(context) for context in set(contexts)}
    return (bags[context] for context in contexts)


def _pairs(tokens: Sequence[str]) -> list[str]:
    # Without diacritics a syllable says little; two in a row are nearly a word again.
    return [f"{first} {second}" for first, second in pairwise(tokens)]
