"""Targets of a whole paper: its paragraphs, and the cells of its tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from corpus.facts.layout import Layout
from corpus.facts.periods import period_of_heading, periods
from corpus.facts.quantities import decimal
from corpus.facts.targets import Place, targets_in
from corpus.facts.units import comparable_unit
from corpus.labels import labelled
from corpus.model import Cell, ColumnRole, Document, Paragraph, ParagraphKind, Table, TableRow
from corpus.statements import Change, Comparator, Target
from corpus.vietnamese import fold

_READ = (ParagraphKind.BODY, ParagraphKind.ITEM, ParagraphKind.HEADING)
_LEAD = re.compile(r"^(?:[-–—+•●▪◦*]\s*|\(?[a-zđ]\)\s*)")
_FIGURE = re.compile(r"^(?P<bound>[<>≥≤]\s?|trên |dưới |từ )?(?P<low>\d[\d.]*(?:,\d+)?)"
                     r"(?:\s?[-–]\s?(?P<high>\d[\d.]*(?:,\d+)?))?\s?(?P<unit>[^\d\n]{0,25})$")  # fmt: skip
_BOUNDS = {
    ">": Comparator.MORE_THAN, "<": Comparator.LESS_THAN, "≥": Comparator.AT_LEAST, "≤": Comparator.AT_MOST,
    "trên": Comparator.MORE_THAN, "dưới": Comparator.LESS_THAN, "từ": Comparator.AT_LEAST,
}  # fmt: skip
_UNIT_TITLE = re.compile(r"^(?:don vi (?:tinh|do)|dvt)\b")
_UNIT_IN_TITLE = re.compile(r"\((?P<unit>[^()\d]{1,25})\)")
_SAYS_ONLY_WHEN = re.compile(
    r"^(?:chi tieu|muc tieu|ke hoach|gia tri|ket qua|thuc hien|nam|so lieu|so luong|uoc|lo trinh|giai doan|quy)\b"
)
_NO_FIGURES = re.compile(r"^(?:ghi chu|dia diem|stt|ma so|so hieu|dien thoai|ngay|can cu)")


def targets(document: Document) -> tuple[Target, ...]:
    """Return the figures that the paper states of indicators, in the paper's order."""
    found = [*_of_paragraphs(document)]
    for table in document.tables:
        found.extend(_of_table(document, table))
    return tuple(sorted(found, key=lambda target: (target.start, target.end)))


def _of_paragraphs(document: Document) -> Iterator[Target]:
    layout = Layout(document)
    set_above: dict[tuple[str, ...], str | None] = {}
    lead: Paragraph | None = None
    for paragraph in document.paragraphs:
        if paragraph.kind not in _READ:
            continue
        lead = lead if lead is not None and _goes_on(lead, paragraph) else None
        offset = _label_end(paragraph)
        text = paragraph.text[offset:]
        path = paragraph.section_path
        if path not in set_above:
            set_above[path] = next((found for title in reversed(path) if (found := period_of_heading(title))), None)
        yield from targets_in(text, _place(layout, paragraph, lead, paragraph.start + offset, set_above[path]))
        if paragraph.text.rstrip().endswith(":") and paragraph.kind is not ParagraphKind.HEADING:
            lead = paragraph


def _goes_on(lead: Paragraph, paragraph: Paragraph) -> bool:
    """Say whether the paragraph is still what a lead-in announces: the next one, or an item under it."""
    if lead.section_id != paragraph.section_id:
        return False
    return paragraph.index == lead.index + 1 or paragraph.kind is ParagraphKind.ITEM


def _label_end(paragraph: Paragraph) -> int:
    bullet = _LEAD.match(paragraph.text)
    if bullet is not None:
        return bullet.end()
    found = labelled(paragraph.text)
    return len(paragraph.text) - len(found.rest) if found and paragraph.text.endswith(found.rest) else 0


def _place(layout: Layout, paragraph: Paragraph, lead: Paragraph | None, offset: int, above: str | None) -> Place:
    period = (period_of_heading(lead.text) if lead else None) or above
    section = layout.nearest_section(paragraph)
    if lead is not None:
        subject, at = lead.text.rstrip(" :"), lead.id
    elif section is not None:
        subject, at = section.title.rstrip(" :"), section.paragraph_id
    else:
        subject, at = paragraph.text, paragraph.id
    return Place(layout.document.id, paragraph.id, offset, period, subject, at)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the cells that say what its figures are of."""

    document_id: str
    paragraph: Paragraph
    task: str
    unit: str
    period: str | None


def _of_table(document: Document, table: Table) -> Iterator[Target]:
    roles = [column.role for column in table.columns]
    by_id = {paragraph.id: paragraph for paragraph in document.paragraphs}
    for table_row in table.rows:
        row = _row(document.id, table, table_row, by_id[table_row.paragraph_id])
        for cell in table_row.cells:
            title, role = table.columns[cell.column].title, roles[cell.column]
            if not cell.text or role in (ColumnRole.NUMBER, ColumnRole.LEAD, ColumnRole.PARTNER):
                continue
            if role in (ColumnRole.START, ColumnRole.END) or _NO_FIGURES.match(fold(title)):
                continue
            bare = _FIGURE.match(cell.text)
            if bare is not None and role is not ColumnRole.TASK:
                yield from _of_value(row, title, cell, bare)
            else:
                place = Place(
                    document.id, row.paragraph.id, cell.start, row.period, row.task or cell.text, row.paragraph.id
                )
                yield from targets_in(cell.text, place)


def _row(document_id: str, table: Table, row: TableRow, paragraph: Paragraph) -> _Row:
    def first(*roles: ColumnRole) -> str:
        return next((c.text for c in row.cells if table.columns[c.column].role in roles and c.text), "")

    unit = next((c.text for c in row.cells if _UNIT_TITLE.match(fold(table.columns[c.column].title))), "")
    time = first(ColumnRole.END) or first(ColumnRole.START)
    return _Row(document_id, paragraph, first(ColumnRole.TASK), unit, time or None)


def _of_value(row: _Row, title: str, cell: Cell, match: re.Match[str]) -> Iterator[Target]:
    """Read a cell that holds a figure alone: its column says what it is of, or its row does."""
    in_title = _UNIT_IN_TITLE.search(title)
    unit = match["unit"].strip(" .") or row.unit or (in_title["unit"] if in_title else "")
    base, scale = comparable_unit(unit)
    low = decimal(match["low"].rstrip("."))
    high = decimal(match["high"].rstrip(".")) if match["high"] else low
    bound = (match["bound"] or "").strip()
    when = next((title[a:b] for a, b in periods(title)), None)
    of_row = bool(_SAYS_ONLY_WHEN.match(fold(title))) and bool(row.task)
    exactly = Comparator.EXACTLY if low == high else Comparator.BETWEEN
    yield Target(
        indicator=" ".join((row.task if of_row else title).split()),
        indicator_paragraph_id=row.paragraph.id if of_row else "",
        comparator=_BOUNDS.get(bound, exactly),
        comparator_text=bound,
        change=Change.LEVEL,
        is_average=False,
        value=cell.text[match.start("low") : match.end("high") if match["high"] else match.end("low")].rstrip("."),
        low=min(low, high),
        high=max(low, high),
        unit=unit,
        base_unit=base,
        scale=Decimal(scale),
        period=when or row.period,
        scope=None if of_row or not row.task else " ".join(row.task.split()),
        basis=None,
        document_id=row.document_id,
        paragraph_id=row.paragraph.id,
        start=cell.start,
        end=cell.end,
    )
