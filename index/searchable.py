"""A document as the index takes it: its passages, what is searched of them, and the mark it is known by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.model import Document
from index.manifest import DocumentMark, mark_document
from index.passage import Passage
from index.passages import passages


@dataclass(frozen=True, slots=True)
class Searchable:
    """A document ready to be indexed."""

    mark: DocumentMark
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    """What is searched of each passage."""


def searchable(document: Document) -> Searchable:
    """Return the document as it is indexed."""
    found = passages(document)
    texts = _texts(found)
    return Searchable(mark_document(document, found, texts), tuple(found), tuple(texts))


def _texts(found: Sequence[Passage]) -> list[str]:
    return [passage.text for passage in found]
