"""Many token lists as two flat arrays, from which a batch is cut without a Python loop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]
_CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Bag:
    """Token lists one after another; list i is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int32]
    offsets: Ints
    """One more than there are lists; the first is 0, the last the number of ids."""

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def lengths(self) -> Ints:
        """Return the number of tokens of each list."""
        return np.diff(self.offsets)

    def take(self, starts: Ints, lengths: Ints) -> Bag:
        """Return the runs ``ids[start:start + length]``, in the order given."""
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        positions = np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)
        return Bag(self.ids[positions], offsets)

    def rows(self, rows: Ints, limit: int) -> Bag:
        """Return the first ``limit`` tokens of each of those lists."""
        return self.take(self.offsets[rows], np.minimum(self.lengths()[rows], limit))


def _encoded(tokenizer: Tokenizer, texts: list[str]) -> Iterator[list[int]]:
    for first in range(0, len(texts), _CHUNK):
        chunk = texts[first : first + _CHUNK]
        for encoding in tokenizer.encode_batch_fast(chunk, add_special_tokens=False):
            yield encoding.ids


def encode(tokenizer: Tokenizer, texts: list[str]) -> Bag:
    """Return the tokens of each text, whole."""
    lists = [np.asarray(ids, dtype=np.int32) for ids in _encoded(tokenizer, texts)]
    offsets = np.fromiter(chain([0], (len(ids) for ids in lists)), dtype=np.int64).cumsum()
    return Bag(np.concatenate(lists) if lists else np.empty(0, np.int32), offsets)
