"""The data that travels: a paper as a citable document.

Offsets are half-open and count code points of ``Document.text``. That text is cleaned once, by the reader,
before any offset exists, and is never changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ParagraphKind(StrEnum):
    """What a paragraph is in the paper."""

    LETTERHEAD = "letterhead"
    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    ITEM = "item"
    TABLE_HEADER = "table_header"
    TABLE_ROW = "table_row"
    SIGNATURE = "signature"
    RECIPIENT = "recipient"


class ColumnRole(StrEnum):
    """What a table column holds, read from its header."""

    NUMBER = "number"
    TASK = "task"
    LEAD = "lead"
    PARTNER = "partner"
    START = "start"
    END = "end"
    RESOURCES = "resources"
    OTHER = "other"


class FactKind(StrEnum):
    """What a fact states about its subject."""

    LEAD = "lead"
    """Body that leads, advises on or carries out the subject ("chủ trì", "tham mưu thực hiện")."""
    DUTY = "duty"
    """Body under whose heading the subject stands as its duty."""
    PARTNER = "partner"
    """Body that takes part ("phối hợp")."""
    DIRECTOR = "director"
    """Person or post that directs it ("chỉ đạo")."""
    START = "start"
    END = "end"
    RESOURCES = "resources"
    GOAL = "goal"
    PRODUCT = "product"
    """What the work must yield ("sản phẩm", "kết quả đầu ra")."""
    PERSON = "person"
    """A person by name; the subject is the post."""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, from the signature block; each part as written."""

    name: str
    post: str | None
    """"BÍ THƯ", "CHỦ TỊCH" …"""
    on_behalf_of: str | None
    """The body after "T/M", "TM.", "K/T": "BAN THƯỜNG VỤ"."""
    paragraph_id: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the letterhead, title and signature say of the paper. Blank in the paper is None here."""

    title: str
    """Kind and abstract in one line, for people."""
    kind: str | None
    """"Kế hoạch", "Chương trình hành động" …"""
    abstract: str | None
    number: str | None
    """Number and symbol, "12-CTr/ĐU"; None where the number was left blank or there is none."""
    symbol: str | None
    """The symbol alone, "KH-UBND"; there even where the number was left blank."""
    issuer: str | None
    """The issuing body in full, "Ban Thường vụ Đảng ủy xã …"."""
    commune: str | None
    """Kind and name of the unit the paper is of: "xã …", "phường …"."""
    place: str | None
    issued_on: date | None
    """None unless day, month and year are all there."""
    issued_text: str | None
    """The date line as written, "ngày tháng 4 năm 2026"."""
    signer: Signer | None
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its place in the tree, as it stands in the paper (misnumbering included)."""

    id: str
    label: str
    """"III", "2.5", "(1)", "a"; empty for a heading without a number."""
    title: str
    """The heading's words without the label."""
    depth: int
    """0 for the outermost."""
    parent_id: str | None
    paragraph_id: str
    """The heading's own paragraph."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit that is cited: a paragraph, list item, heading or table row."""

    id: str
    """Document id and position, never content: boilerplate repeats."""
    index: int
    kind: ParagraphKind
    start: int
    end: int
    text: str
    """Equal to ``document.text[start:end]``."""
    section_id: str | None
    section_path: tuple[str, ...]
    """Headings above it, outermost first; a heading's own path ends with itself."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: its column and span; start == end where the cell is empty."""

    column: int
    start: int
    end: int
    text: str
    """The cell's words; equal to ``document.text[start:end]``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One table column, typed from the words of its header."""

    title: str
    role: ColumnRole


@dataclass(frozen=True, slots=True)
class TableRow:
    """One table row; its paragraph is what is cited."""

    paragraph_id: str
    cells: tuple[Cell, ...]
    """One cell a column, in column order."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table put together again from its rows."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A paper as understood."""

    id: str
    metadata: Metadata
    text: str
    sections: tuple[Section, ...]
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]

    def paragraph(self, paragraph_id: str) -> Paragraph:
        """Return the paragraph with this id.

        :raises KeyError: no paragraph of this document has the id.
        """
        for paragraph in self.paragraphs:
            if paragraph.id == paragraph_id:
                return paragraph
        raise KeyError(paragraph_id)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a paper states, with the span of the words that state it."""

    kind: FactKind
    subject: str
    """What it is about: the task, model, heading or post."""
    value: str
    """Stands, to the letter, in the paragraph or in one of the headings above it; empty for an empty cell."""
    document_id: str
    paragraph_id: str
    start: int
    end: int
    """The words that state it: ``document.text[start:end]``, inside the paragraph."""
    value_paragraph_id: str
    """Where the value stands; another paragraph than ``paragraph_id`` where it stands in a heading."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that a paper refers to, as far as the words there tell."""

    kind: str | None
    number: str | None
    """As written, without spaces."""
    issued_text: str | None
    issuer: str | None
    subject: str | None
    document_id: str
    paragraph_id: str
    start: int
    end: int
    """The words of the reference: ``document.text[start:end]``."""
