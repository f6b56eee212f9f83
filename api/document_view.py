"""A document laid out for the page that people read: blocks, tables, the heading tree, and the marked quote."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.model import Document, Paragraph, ParagraphKind, Section, Table, TableRow

NO_MARK = (0, 0)
"""The span of no words."""
DEEPEST_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are all marked or all not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the page."""

    id: str
    kind: str
    level: int
    """HTML heading level, 2 to 6; 0 for what is no heading."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class RowView:
    """A table row of the page."""

    id: str
    cells: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table of the page."""

    id: str
    title: str
    header_ids: tuple[str, ...]
    """Ids of the header's paragraphs, as anchors."""
    columns: tuple[str, ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A heading of the side menu with those under it."""

    words: str
    paragraph_id: str
    children: tuple[Node, ...]


def pieces(text: str, start: int, mark: tuple[int, int]) -> tuple[Piece, ...]:
    """Return the text cut where the mark begins and ends; put together again it is the text.

    :param start: where the text begins in the document, in code points.
    :param mark: half-open span in the document to mark; it may lie anywhere.
    """
    first = min(max(mark[0] - start, 0), len(text))
    last = min(max(mark[1] - start, first), len(text))
    cut = (Piece(text[:first], False), Piece(text[first:last], True), Piece(text[last:], False))
    return tuple(piece for piece in cut if piece.text)


def contents(document: Document) -> tuple[Node, ...]:
    """Return the headings as a tree, each in the paper's own words."""
    words = {paragraph.id: " ".join(paragraph.text.split()) for paragraph in document.paragraphs}
    children: dict[str | None, list[Section]] = {}
    for section in document.sections:
        children.setdefault(section.parent_id, []).append(section)
    return _nodes(None, children, words)


def _nodes(parent_id: str | None, children: dict[str | None, list[Section]], words: dict[str, str]) -> tuple[Node, ...]:
    return tuple(
        Node(words[section.paragraph_id], section.paragraph_id, _nodes(section.id, children, words))
        for section in children.get(parent_id, ())
    )


def layout(document: Document, mark: tuple[int, int] = NO_MARK) -> tuple[Block | TableView, ...]:
    """Return the document's paragraphs in order, table rows gathered in their tables."""
    table_of = {row.paragraph_id: table for table in document.tables for row in table.rows}
    headers = _headers(document)
    levels = {section.paragraph_id: min(section.depth + 2, DEEPEST_LEVEL) for section in document.sections}
    in_header = {paragraph_id for ids in headers.values() for paragraph_id in ids}
    shown: set[str] = set()
    items: list[Block | TableView] = []
    for paragraph in document.paragraphs:
        table = table_of.get(paragraph.id)
        if table is not None:
            if table.id not in shown:
                shown.add(table.id)
                items.append(_table(table, headers.get(table.id, ()), mark))
        elif paragraph.id not in in_header:
            items.append(_block(paragraph, levels.get(paragraph.id, 0), mark))
    return tuple(items)


def _block(paragraph: Paragraph, level: int, mark: tuple[int, int]) -> Block:
    return Block(paragraph.id, paragraph.kind.value, level, pieces(paragraph.text, paragraph.start, mark))


def _table(table: Table, header_ids: tuple[str, ...], mark: tuple[int, int]) -> TableView:
    return TableView(
        id=table.id,
        title=table.title,
        header_ids=header_ids,
        columns=tuple(column.title for column in table.columns),
        rows=tuple(_row(row, mark) for row in table.rows),
    )


def _row(row: TableRow, mark: tuple[int, int]) -> RowView:
    return RowView(row.paragraph_id, tuple(pieces(cell.text, cell.start, mark) for cell in row.cells))


def _headers(document: Document) -> dict[str, tuple[str, ...]]:
    """Return each table's header paragraphs: those since the table before, and those inside it."""
    index_of = {paragraph.id: paragraph.index for paragraph in document.paragraphs}
    ends = [
        (max(index_of[row.paragraph_id] for row in table.rows), table.id) for table in document.tables if table.rows
    ]
    found: dict[str, list[str]] = {}
    for paragraph in document.paragraphs:
        if paragraph.kind is ParagraphKind.TABLE_HEADER:
            table_id = next((table_id for last, table_id in sorted(ends) if paragraph.index < last), None)
            if table_id is not None:
                found.setdefault(table_id, []).append(paragraph.id)
    return {table_id: tuple(ids) for table_id, ids in found.items()}
