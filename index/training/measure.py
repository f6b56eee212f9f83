"""How often the right passage comes first: exact cosine search over a benchmark, in plain numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import comparable, fold
from index.training.data import Benchmark

Floats = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Floats]
"""Texts in comparable form → one row of length 1 each."""

DEPTH = 10
_QUERIES_AT_ONCE = 256


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the queries, 0 to 1."""

    benchmark: str
    stripped: bool
    """The queries were asked without diacritics."""
    queries: int
    hit_at_1: float
    hit_at_10: float
    mrr_at_10: float


def top(queries: Floats, passages: Floats, depth: int) -> NDArray[np.int64]:
    """Return for each query the numbers of the ``depth`` nearest passages, nearest first; ties by number."""
    depth = min(depth, len(passages))
    found = []
    for first in range(0, len(queries), _QUERIES_AT_ONCE):
        scores = queries[first : first + _QUERIES_AT_ONCE] @ passages.T
        near = np.sort(np.argpartition(-scores, depth - 1, axis=1)[:, :depth], axis=1)
        order = np.argsort(-np.take_along_axis(scores, near, axis=1), axis=1, kind="stable")
        found.append(np.take_along_axis(near, order, axis=1))
    return np.concatenate(found).astype(np.int64)


def _first_ranks(benchmark: Benchmark, found: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the rank, from 1, of the first right passage of each query; infinity where none was found."""
    ids = [passage.id for passage in benchmark.passages]
    ranks = np.full(len(benchmark.queries), np.inf)
    for number, query in enumerate(benchmark.queries):
        right = [(query.id, ids[at]) in benchmark.relevant for at in found[number]]
        if any(right):
            ranks[number] = 1 + right.index(True)
    return ranks


def measure(benchmark: Benchmark, encode: Encode) -> tuple[Figures, Figures]:
    """Return the figures with the queries as written, and with the queries without diacritics."""
    passages = encode([comparable(passage.text) for passage in benchmark.passages])
    queries = [comparable(query.text) for query in benchmark.queries]

    def figures(texts: list[str], *, stripped: bool) -> Figures:
        ranks = _first_ranks(benchmark, top(encode(texts), passages, DEPTH))
        return Figures(
            benchmark=benchmark.name,
            stripped=stripped,
            queries=len(ranks),
            hit_at_1=float(np.mean(ranks == 1)),
            hit_at_10=float(np.mean(ranks <= DEPTH)),
            mrr_at_10=float(np.mean(1 / ranks)),
        )

    return figures(queries, stripped=False), figures([fold(text) for text in queries], stripped=True)
