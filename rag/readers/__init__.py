"""Readers: each looks for one kind of answer in the papers in scope."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from index.passage import Hit
from rag.evidence import Evidence
from rag.understood import Understood


class Reader(Protocol):
    """Finds evidence for the kinds of questions it knows; nothing for the others."""

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return evidence out of the papers in scope, in any order.

        :param hits: the passages that retrieval found in scope, best first.
        """
        ...
