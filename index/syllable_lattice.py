"""The likeliest way through a row of positions that each allow several syllables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from index.syllable_ngrams import BOUNDARY, Floats, Ints


class TripleScorer(Protocol):
    """Tells how likely a syllable is after the two before it."""

    def chances(self, first: Ints, second: Ints, left: Ints, right: Ints) -> Floats:
        """Return the chance of each triple.

        Pair ``p`` is ``first[p], second[p]``. Triple ``t`` is pair ``left[t]`` followed by the second syllable
        of pair ``right[t]``, whose first syllable is the second of ``left[t]``.
        """
        ...


def likeliest(options: Sequence[Ints], scorer: TripleScorer) -> list[int]:
    """Return one id for each position: the most likely row of all (Viterbi over triples).

    :param options: for each position the ids it allows, at least one each.
    """
    if not options:
        return []
    edge = np.array([BOUNDARY], dtype=np.int64)
    rows = [edge, edge, *options, edge]
    sizes = np.array([row.size for row in rows], dtype=np.int64)
    blocks = _blocks(np.concatenate(rows), sizes, scorer)
    score = np.zeros((1, 1))
    backs: list[Ints] = []
    for block in blocks:
        total = score[:, :, None] + block
        backs.append(total.argmax(axis=0))
        score = total.max(axis=0)
    return _walk_back(rows, backs, score)


def _blocks(flat: Ints, sizes: Ints, scorer: TripleScorer) -> list[Floats]:
    """Return, for each position from the third on, log chances shaped (options two before, one before, here)."""
    starts = np.cumsum(sizes) - sizes
    pair_sizes = sizes[:-1] * sizes[1:]
    pair_starts = np.cumsum(pair_sizes) - pair_sizes
    step, inner = _counters(pair_sizes, pair_starts)
    first = flat[starts[step] + inner // sizes[step + 1]]
    second = flat[starts[step + 1] + inner % sizes[step + 1]]
    triple_sizes = pair_sizes[:-1] * sizes[2:]
    triple_starts = np.cumsum(triple_sizes) - triple_sizes
    step, inner = _counters(triple_sizes, triple_starts)
    left = pair_starts[step] + inner // sizes[step + 2]
    right = pair_starts[step + 1] + inner % pair_sizes[step + 1]
    logs = np.log(scorer.chances(first, second, left, right))
    return [
        logs[start : start + size].reshape(sizes[i], sizes[i + 1], sizes[i + 2])
        for i, (start, size) in enumerate(zip(triple_starts.tolist(), triple_sizes.tolist(), strict=True))
    ]


def _counters(sizes: Ints, starts: Ints) -> tuple[Ints, Ints]:
    """Return for every element of consecutive runs of these sizes its run and its place in it."""
    run = np.repeat(np.arange(sizes.size), sizes)
    return run, np.arange(run.size) - starts[run]


def _walk_back(rows: Sequence[Ints], backs: Sequence[Ints], score: Floats) -> list[int]:
    before, here = np.unravel_index(int(score.argmax()), score.shape)
    path: list[int] = []
    for position in range(len(rows) - 1, 1, -1):
        path.append(int(rows[position][here]))
        before, here = backs[position - 2][before, here], before
    return path[:0:-1]
