"""Searchers that several retrievers share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.fusion import best_first


class Nothing:
    """A corpus without a word."""

    def search(self, query: str, k: int) -> list[str]:  # noqa: ARG002 -- there is nothing to find
        """Return nothing."""
        return []


class Scored:
    """Entries by a score each; 0 is no match."""

    def __init__(self, ids: Sequence[str], scores: Callable[[str], NDArray[np.float64]]) -> None:
        """Keep the entries' ids and what returns, for a question, a score for each of them."""
        self._ids = tuple(ids)
        self._scores = scores

    def search(self, query: str, k: int) -> list[str]:
        """Return the entries of the highest scores."""
        scores = self._scores(query)
        matching = np.flatnonzero(scores)
        return [self._ids[matching[place]] for place in best_first(scores[matching], matching, k)]
