"""One score from two: each side stretched to 0..1 over the candidates, then a weighted mean."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def fuse(lexical: Scores, dense: Scores, weight: float) -> Scores:
    """Return the fused score of each candidate, 0 to 1.

    :param lexical: (n,) BM25 scores of the candidates.
    :param dense: (n,) cosine similarities of the same candidates.
    :param weight: share of the dense side, 0 to 1.
    :raises ValueError: the two differ in length, or the weight is outside 0..1.
    """
    if lexical.shape != dense.shape:
        raise ValueError(f"expected as many lexical as dense scores, found {lexical.shape} and {dense.shape}")
    if not 0.0 <= weight <= 1.0:
        raise ValueError(f"expected a weight from 0 to 1, found {weight}")
    return np.clip((1.0 - weight) * stretch(lexical) + weight * stretch(dense), 0.0, 1.0)


def stretch(scores: Scores) -> Scores:
    """Return the scores mapped onto 0..1, lowest to 0, highest to 1; all 0 where all are equal."""
    if scores.size == 0:
        return scores
    lowest, highest = scores.min(), scores.max()
    # Halves keep the difference of two huge scores finite.
    reach = highest / 2 - lowest / 2
    if reach <= 0.0:
        return np.zeros_like(scores)
    return np.asarray(np.clip((scores / 2 - lowest / 2) / reach, 0.0, 1.0), dtype=np.float64)


def best_first(scores: Scores, positions: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """Return the indices into ``scores`` of the best ``k`` (1 or more), best first; equal scores by position."""
    kept = np.arange(len(scores))
    if k < len(scores):  # sort no more than what may be among the best
        kept = np.flatnonzero(scores >= np.partition(scores, -k)[-k])
    return np.asarray(kept[np.lexsort((positions[kept], -scores[kept]))[:k]], dtype=np.int64)
