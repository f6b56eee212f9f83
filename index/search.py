"""The seam between asking and finding: what a passage index offers to its users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from index.passage import Hit, Passage


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question in the two spellings that the two kinds of field want."""

    text: str
    """With diacritics, abbreviations and follow-ups filled in: for words and meaning."""
    original: str
    """As typed: for the field without diacritics, which a wrong restoration cannot spoil."""


class PassageIndex(Protocol):
    """Passages that can be searched. Safe to share between threads."""

    @property
    def version(self) -> str:
        """Return the fingerprint of documents, configuration and model (``index_version`` of answers)."""
        ...

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage, in the order of documents and paragraphs."""
        ...

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages or fewer, best first.

        :param document_ids: only passages of these documents take part, whatever their rank among all;
            None searches everything, an empty set nothing.
        :raises ValueError: ``k`` is below 1.
        """
        ...
