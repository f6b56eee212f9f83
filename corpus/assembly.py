"""Laying paragraphs down one after another, so that text, offsets and ids agree by construction."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.headings import Heading, HeadingStack, OpenHeading
from corpus.labels import LabelStyle, has_bullet, labelled
from corpus.model import Cell, Column, Paragraph, ParagraphKind, Section, Table, TableRow


class DocumentAssembly:
    """Grows a document's text, paragraphs, sections and tables together."""

    def __init__(self, document_id: str) -> None:
        self._id = document_id
        self._length = 0
        self._pieces: list[str] = []
        self._stack = HeadingStack()
        self.paragraphs: list[Paragraph] = []
        self.sections: list[Section] = []
        self.tables: list[Table] = []

    @property
    def text(self) -> str:
        """The text laid down so far; paragraphs are separated by one line break."""
        return "\n".join(self._pieces)

    def add(self, kind: ParagraphKind, text: str) -> Paragraph:
        """Lay down a paragraph under the headings open now."""
        start = self._length + (1 if self._pieces else 0)
        index = len(self.paragraphs)
        innermost = self._stack.innermost
        paragraph = Paragraph(
            id=f"{self._id}-p{index + 1}",
            index=index,
            kind=kind,
            start=start,
            end=start + len(text),
            text=text,
            section_id=innermost.section_id if innermost else None,
            section_path=self._stack.path,
        )
        self._pieces.append(text)
        self._length = paragraph.end
        self.paragraphs.append(paragraph)
        return paragraph

    def add_heading(self, heading: Heading, text: str) -> Paragraph:
        """Open a section and lay down its heading, whose path ends with itself."""
        parent = self._stack.enter(heading.style)
        section_id = f"{self._id}-s{len(self.sections) + 1}"
        depth = self._stack.push(OpenHeading(section_id, heading.style, heading.label, text))
        paragraph = self.add(ParagraphKind.HEADING, text)
        self.sections.append(
            Section(
                id=section_id,
                label=heading.label,
                title=heading.title,
                depth=depth,
                parent_id=parent.section_id if parent else None,
                paragraph_id=paragraph.id,
            )
        )
        return paragraph

    def add_body(self, text: str) -> Paragraph:
        """Lay down an item or body paragraph; a paragraph that is no item closes a lead-in's list."""
        found = labelled(text)
        is_item = has_bullet(text) or found is not None
        if not is_item:
            self._stack.close_lead_in()
        if found is not None:
            self._stack.close_before(found)
        return self.add(ParagraphKind.ITEM if is_item else ParagraphKind.BODY, text)

    def leave_sections(self) -> None:
        """Close every open section: the signature and recipients stand under none."""
        self._stack.enter(LabelStyle.APPENDIX)

    def add_table(
        self, title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], header_text: str = ""
    ) -> None:
        """Lay down a table: its header, then each row as one paragraph with one line a filled cell.

        :param header_text: what the header says beyond the titles, a row of column numbers say.
        """
        titles = [column.title for column in columns if column.title]
        self.add(ParagraphKind.TABLE_HEADER, "\n".join([*titles, header_text] if header_text else titles))
        table_rows = [self._add_row(cells) for cells in rows]
        table_id = f"{self._id}-t{len(self.tables) + 1}"
        self.tables.append(Table(table_id, title, tuple(columns), tuple(table_rows)))

    def _add_row(self, cells: Sequence[str]) -> TableRow:
        paragraph = self.add(ParagraphKind.TABLE_ROW, "\n".join(cell for cell in cells if cell))
        placed: list[Cell] = []
        at = paragraph.start
        for column, cell in enumerate(cells):
            if cell and at > paragraph.start:
                at += 1
            placed.append(Cell(column, at, at + len(cell), cell))
            at += len(cell)
        return TableRow(paragraph.id, tuple(placed))
