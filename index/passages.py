"""From a document to what is indexed of it."""

from __future__ import annotations

from corpus.model import Document, Paragraph, ParagraphKind, Table
from index.passage import Passage

_COLUMN_SEPARATOR = " | "


def passages(document: Document) -> list[Passage]:
    """Return one passage for every citable paragraph of the document, in document order.

    Table headers are no passages of their own: they are the context of their rows.
    """
    opening = _opening(document)
    tables = {row.paragraph_id: table for table in document.tables for row in table.rows}
    return [
        Passage(
            id=paragraph.id,
            document_id=document.id,
            kind=paragraph.kind,
            text=paragraph.text,
            context="\n".join([*opening, *_headings(paragraph), *_columns(tables.get(paragraph.id))]),
        )
        for paragraph in document.paragraphs
        if paragraph.kind is not ParagraphKind.TABLE_HEADER
    ]


def _opening(document: Document) -> list[str]:
    lines = (document.metadata.title, document.metadata.commune)
    return [line for line in lines if line]


def _headings(paragraph: Paragraph) -> tuple[str, ...]:
    # A heading's path ends with itself; its own words are its text, not its context.
    if paragraph.kind is ParagraphKind.HEADING:
        return paragraph.section_path[:-1]
    return paragraph.section_path


def _columns(table: Table | None) -> list[str]:
    if table is None:
        return []
    lines = (table.title, _COLUMN_SEPARATOR.join(column.title for column in table.columns if column.title))
    return [line for line in lines if line]
