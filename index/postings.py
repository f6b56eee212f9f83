"""One field of a segment: which of its passages hold which token, and how often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.arrays import map_arrays, write_arrays
from index.errors import REBUILD, IndexCorrupt

Tokens = NDArray[np.uint64]
"""Tokens by number, as :mod:`index.cutting` numbers them."""

_Number = TypeVar("_Number", np.int32, np.uint16)

_MOST = np.iinfo(np.uint16).max
_AT_ONCE = 1 << 22
"""Postings moved in one go while merging: bounds the memory that it takes."""


@dataclass(frozen=True, slots=True)
class Bags:
    """The tokens of some texts, one bag a text."""

    tokens: Tokens
    """Of all bags, one after the other."""
    lengths: NDArray[np.int64]
    """(n,) tokens in each bag."""

    def picked(self, places: NDArray[np.int64]) -> Self:
        """Return the bags at the places, in their order; one may be picked more than once."""
        ends = np.cumsum(self.lengths)
        lengths = self.lengths[places]
        return type(self)(self.tokens[_spread(ends[places] - lengths, lengths)], lengths)

    def beside(self, other: Self) -> Self:
        """Return one bag of both for each text: its own tokens, then the other's.

        :raises ValueError: the two are not of as many texts.
        """
        if len(self.lengths) != len(other.lengths):
            raise ValueError(f"expected as many bags in both, found {len(self.lengths)} and {len(other.lengths)}")
        lengths = self.lengths + other.lengths
        begins = np.cumsum(lengths) - lengths
        tokens = np.empty(int(lengths.sum()), dtype=np.uint64)
        tokens[_spread(begins, self.lengths)] = self.tokens
        tokens[_spread(begins + self.lengths, other.lengths)] = other.tokens
        return type(self)(tokens, lengths)


@dataclass(frozen=True, slots=True)
class Postings:
    """A token's passages are ``passages[starts[row]:starts[row + 1]]``, ascending, where ``tokens[row]`` is the token.

    The same bags always give the same arrays, however they were put together.
    """

    tokens: Tokens
    """(t,) ascending, each once."""
    starts: NDArray[np.int64]
    """(t + 1,)"""
    passages: NDArray[np.int32]
    """(p,) numbers of passages."""
    counts: NDArray[np.uint16]
    """(p,) how often the token stands in the passage; at the most 65,535."""
    lengths: NDArray[np.int32]
    """(n,) tokens in each passage."""

    @classmethod
    def count(cls, bags: Bags) -> Self:
        """Count the tokens of the bags; bag i is passage i."""
        order = np.argsort(bags.tokens, kind="stable")
        tokens = bags.tokens[order]
        passages = np.repeat(np.arange(len(bags.lengths), dtype=np.int32), bags.lengths)[order]
        begins = np.ones(len(tokens), dtype=bool)
        begins[1:] = (tokens[1:] != tokens[:-1]) | (passages[1:] != passages[:-1])
        first = np.flatnonzero(begins)
        counts = np.diff(np.append(first, len(tokens)))
        tokens, passages = tokens[first], passages[first]
        heads = _heads(tokens)
        return cls(
            tokens=tokens[heads],
            starts=np.append(heads, len(tokens)),
            passages=passages,
            counts=np.minimum(counts, _MOST).astype(np.uint16),
            lengths=bags.lengths.astype(np.int32),
        )

    @classmethod
    def load(cls, path: Path, size: int) -> Self:
        """Read the postings of ``size`` passages, memory-mapped.

        :raises IndexCorrupt: the file is missing or not what it should be.
        """
        found = cls(*map_arrays(path, (np.uint64, np.int64, np.int32, np.uint16, np.int32)))
        if len(found.lengths) != size:
            raise IndexCorrupt(f"Cần {size} đoạn trong {path}, thấy {len(found.lengths)}. {REBUILD}.")
        if not len(found.passages) == len(found.counts) == found.starts[-1] or len(found.starts) != len(found) + 1:
            raise IndexCorrupt(f"Các bảng trong {path} không khớp nhau. {REBUILD}.")
        return found

    def save(self, path: Path) -> None:
        """Write the postings to one file."""
        write_arrays(path, (self.tokens, self.starts, self.passages, self.counts, self.lengths))

    def __len__(self) -> int:
        return len(self.tokens)

    def spans(self, tokens: Tokens) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where each token's part of ``passages`` and ``counts`` begins and ends; empty where nothing has it."""
        if len(self) == 0:
            return np.zeros(len(tokens), dtype=np.int64), np.zeros(len(tokens), dtype=np.int64)
        rows = np.minimum(np.searchsorted(self.tokens, tokens), len(self) - 1)
        known = self.tokens[rows] == tokens
        return np.where(known, self.starts[rows], 0), np.where(known, self.starts[rows + 1], 0)

    def of(self, kept: NDArray[np.bool_]) -> Self:
        """Return the postings of the passages kept, (n,), numbered anew; as if the others had never been."""
        stay = kept[self.passages]
        starts = np.concatenate(([0], np.cumsum(stay)))[self.starts]
        full = starts[1:] > starts[:-1]
        numbers = np.cumsum(kept, dtype=np.int32) - np.int32(1)
        return type(self)(
            tokens=self.tokens[full],
            starts=np.append(starts[:-1][full], starts[-1]),
            passages=numbers[self.passages[stay]],
            counts=self.counts[stay],
            lengths=self.lengths[kept],
        )

    @classmethod
    def joined(cls, parts: Sequence[Postings]) -> Self:
        """Return the postings of the parts' passages, one part after the other."""
        tokens = np.concatenate([part.tokens for part in parts])
        order = np.argsort(tokens, kind="stable")
        tokens = tokens[order]
        sizes = np.concatenate([np.diff(part.starts) for part in parts])
        befores = np.cumsum([0, *(len(part.passages) for part in parts)])
        sources = np.concatenate([part.starts[:-1] + before for part, before in zip(parts, befores, strict=False)])
        offsets = np.cumsum([0, *(len(part.lengths) for part in parts)])
        passages = np.concatenate(
            [part.passages + np.int32(offset) for part, offset in zip(parts, offsets, strict=False)]
        )
        counts = np.concatenate([part.counts for part in parts])
        sizes, sources = sizes[order], sources[order]
        heads = _heads(tokens)
        ends = np.cumsum(sizes)
        return cls(
            tokens=tokens[heads],
            starts=np.append((ends - sizes)[heads], len(passages)),
            passages=_moved(passages, sources, sizes),
            counts=_moved(counts, sources, sizes),
            lengths=np.concatenate([part.lengths for part in parts]),
        )


def _heads(tokens: Tokens) -> NDArray[np.int64]:
    """Return where in an ascending row each token stands first."""
    begins = np.ones(len(tokens), dtype=bool)
    begins[1:] = tokens[1:] != tokens[:-1]
    return np.flatnonzero(begins)


def _spread(sources: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places of runs that begin at the sources and have the sizes, run after run."""
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(sources - (ends - sizes), sizes) + np.arange(total)


def _moved(values: NDArray[_Number], sources: NDArray[np.int64], sizes: NDArray[np.int64]) -> NDArray[_Number]:
    """Return the runs of values that begin at the sources and have the sizes, run after run."""
    moved = np.empty_like(values)
    ends = np.cumsum(sizes)
    row = done = 0
    while row < len(sizes):
        stop = max(int(np.searchsorted(ends, done + _AT_ONCE, side="right")), row + 1)
        here = _spread(sources[row:stop], sizes[row:stop])
        moved[done : done + len(here)] = values[here]
        done += len(here)
        row = stop
    return moved
