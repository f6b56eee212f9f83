"""Papers cut into pieces that can be found, each a span of the paper's text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from corpus.model import Document
from index.passages import passages

CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200
"""In code points; what LangChain's own examples cut by."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a paper's text, half-open, in code points of ``Document.text``."""

    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """What is indexed of a span."""

    span: Span
    title: str
    """What stands about it; empty where it is indexed without."""
    text: str


Cut = Callable[[Document], Sequence[Piece]]
"""Returns the pieces of one paper, in its order."""


def as_passages(document: Document) -> list[Piece]:
    """Return the passages that the product indexes, with their headings."""
    spans = {paragraph.id: Span(document.id, paragraph.start, paragraph.end) for paragraph in document.paragraphs}
    return [Piece(spans[passage.id], passage.context, passage.text) for passage in passages(document)]


def as_paragraphs(document: Document) -> list[Piece]:
    """Return every paragraph and table row, table headers too, each by itself."""
    return [Piece(Span(document.id, p.start, p.end), "", p.text) for p in document.paragraphs]


def as_chunks(document: Document) -> list[Piece]:
    """Return the chunks of LangChain's ``RecursiveCharacterTextSplitter``: 1000 code points, 200 of them overlapping.

    :raises ImportError: the package of the splitter is not installed.
    """
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP, add_start_index=True)
    found = []
    for chunk in splitter.create_documents([document.text]):
        start, text = int(chunk.metadata["start_index"]), str(chunk.page_content)
        found.append(Piece(Span(document.id, start, start + len(text)), "", text))
    return found
