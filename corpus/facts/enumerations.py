"""Enumerations: a lead-in with what it lists, in one sentence, over paragraphs, or as the rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.facts.sentence_lists import LONGEST_LEAD, Span, lists_in, stated_by
from corpus.labels import LabelStyle, has_bullet, labelled
from corpus.model import ColumnRole, Document, Paragraph, ParagraphKind, Section, Table
from corpus.statements import Enumeration, ListItem
from corpus.vietnamese import fold

_READ = (ParagraphKind.BODY, ParagraphKind.ITEM, ParagraphKind.HEADING)
_LISTS = re.compile(r"^(?:cac|nhung|mot so|danh muc|chi tieu|muc tieu cu the|nhiem vu|noi dung)\b")
_STRIP = ' \t\n,;.:-–+•“”"'
_FEWEST = 2


def enumerations(document: Document) -> tuple[Enumeration, ...]:
    """Return the lists that the paper announces with what they list, in the paper's order."""
    found: list[Enumeration] = []
    for paragraph in document.paragraphs:
        if paragraph.kind not in _READ:
            continue
        under = _under(document, paragraph)
        if under is not None:
            found.append(under)
        found.extend(_inside(document, paragraph))
    found.extend(filter(None, (_of_table(document, table) for table in document.tables)))
    found.extend(filter(None, _of_sections(document)))
    return tuple(sorted(found, key=lambda listed: (listed.start, listed.end)))


def _item(document: Document, paragraph_id: str, span: Span) -> ListItem | None:
    """Return the words of the span without bullets, quotation marks and end marks; None where nothing is left."""
    start, end = span
    text = document.text
    start += len(text[start:end]) - len(text[start:end].lstrip(_STRIP))
    end = start + len(text[start:end].rstrip(_STRIP))
    return ListItem(text[start:end], paragraph_id, start, end) if start < end else None


def _enumeration(
    document: Document, paragraph: Paragraph, lead: Span, items: Sequence[ListItem | None], stated: int | None
) -> Enumeration | None:
    kept = tuple(item for item in items if item is not None)
    start = lead[0] + len(document.text[lead[0] : lead[1]]) - len(document.text[lead[0] : lead[1]].lstrip())
    start += len(document.text[start : lead[1]]) - len(document.text[start : lead[1]].lstrip(_STRIP))
    words = document.text[start : lead[1]].rstrip(' \n“”"(')
    if len(kept) < _FEWEST or not words:
        return None
    return Enumeration(words, stated, kept, document.id, paragraph.id, start, start + len(words))


def _style(paragraph: Paragraph) -> LabelStyle | str | None:
    """Return how the paragraph is marked as one of several: its label's style or "-"; None where it is not."""
    found = labelled(paragraph.text)
    if found is not None:
        return found.style
    return paragraph.text[0] if has_bullet(paragraph.text) else None


def _own_words(paragraph: Paragraph) -> Span:
    """Return the paragraph's words without bullet or label."""
    found = labelled(paragraph.text)
    if found is not None and paragraph.text.endswith(found.rest):
        return paragraph.end - len(found.rest), paragraph.end
    return paragraph.start, paragraph.end


def _under(document: Document, lead: Paragraph) -> Enumeration | None:
    """Read a paragraph that announces a list and the paragraphs under it that are marked alike."""
    follows = document.paragraphs[lead.index + 1 : lead.index + 2]
    if not follows or not _announces_below(lead, follows[0]):
        return None
    first = follows[0]
    items = (
        _headings_like(document, lead, first) if first.kind is ParagraphKind.HEADING else _items_like(document, first)
    )
    found = [_item(document, paragraph.id, _own_words(paragraph)) for paragraph in items]
    return _enumeration(document, lead, _own_words(lead), found, stated_by(lead.text[-LONGEST_LEAD:]))


def _announces_below(lead: Paragraph, first: Paragraph) -> bool:
    own = _style(first)
    if own is None or first.kind not in _READ or own == _style(lead):
        return False
    if lead.text.rstrip().endswith(":"):
        return True
    start, end = _own_words(lead)
    title = fold(lead.text[start - lead.start : end - lead.start])
    return lead.kind is ParagraphKind.HEADING and first.kind is ParagraphKind.ITEM and bool(_LISTS.match(title))


def _items_like(document: Document, first: Paragraph) -> list[Paragraph]:
    """Return the items from the first one on that are marked as it is, in its section."""
    style, items = _style(first), []
    for paragraph in islice(document.paragraphs, first.index, None):
        own = _style(paragraph)
        if paragraph.section_id != first.section_id or paragraph.kind not in _READ or own is None:
            break
        if own == style:
            items.append(paragraph)
    return items


def _headings_like(document: Document, lead: Paragraph, first: Paragraph) -> list[Paragraph]:
    """Return the headings from the first one on that are numbered and stand as it does."""
    style, depth, items = _style(first), len(first.section_path), []
    for paragraph in islice(document.paragraphs, first.index, None):
        if paragraph.section_path[: len(lead.section_path)] != lead.section_path:
            break
        if paragraph.kind is ParagraphKind.HEADING and len(paragraph.section_path) == depth:
            if _style(paragraph) != style:
                break
            items.append(paragraph)
    return items


def _of_sections(document: Document) -> Iterator[Enumeration | None]:
    """Read a heading over headings that open with the same noun: "Các mô hình" over "Mô hình …", "Mô hình …"."""
    below: dict[str, list[Section]] = {}
    for section in document.sections:
        if section.parent_id is not None:
            below.setdefault(section.parent_id, []).append(section)
    by_id = {paragraph.id: paragraph for paragraph in document.paragraphs}
    for section in document.sections:
        inner = below.get(section.id, [])
        nouns = {" ".join(fold(one.title).replace(":", " ").split()[:2]) for one in inner}
        lead = by_id[section.paragraph_id]
        if len(inner) >= _FEWEST and len(nouns) == 1 and not lead.text.rstrip().endswith(":"):
            headings = [by_id[one.paragraph_id] for one in inner]
            items = [_item(document, heading.id, _own_words(heading)) for heading in headings]
            yield _enumeration(document, lead, _own_words(lead), items, stated_by(lead.text))


def _inside(document: Document, paragraph: Paragraph) -> Iterator[Enumeration]:
    """Read the lists inside a paragraph."""
    for lead, spans, stated in lists_in(paragraph.text):
        items = [_item(document, paragraph.id, _shift(span, paragraph.start)) for span in spans]
        found = _enumeration(document, paragraph, _shift(lead, paragraph.start), items, stated)
        if found is not None:
            yield found


def _shift(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _of_table(document: Document, table: Table) -> Enumeration | None:
    """Read a table as the list of its tasks, announced by the words above it."""
    tasks = [i for i, column in enumerate(table.columns) if column.role is ColumnRole.TASK]
    if not tasks or not table.rows:
        return None
    items = [
        _item(document, row.paragraph_id, (row.cells[tasks[0]].start, row.cells[tasks[0]].end)) for row in table.rows
    ]
    at = next(p.index for p in document.paragraphs if p.id == table.rows[0].paragraph_id)
    above = reversed(document.paragraphs[max(0, at - 6) : at])
    lead = next((p for p in above if p.kind in _READ and not p.text.startswith("(")), None)
    if lead is None or lead.text.endswith("."):
        return None
    return _enumeration(document, lead, _own_words(lead), items, stated_by(lead.text[-LONGEST_LEAD:]))
