"""Cutting the lines below a header into rows, page by page, without the header that each page repeats."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.cleaning import Line
from corpus.labels import LabelStyle, labelled
from corpus.tables.header import Header, compact

_ROW_NUMBER = re.compile(r"^(\d{1,3})\s?[.)]?(?:\s+(.*))?$")
_AFTER_TABLE = re.compile(
    r"^(?:PHỤ LỤC\b|Nơi nhận\b|Nơi nhân\b|T/M\b|TM\.|KT\.|K/T\b|TL\.|TUQ\.|Ghi chú\s*:|\(\*\)|Tổng cộng\b)"
)


@dataclass(frozen=True, slots=True)
class RowLines:
    """The lines of one row: its number as written and the lines of its cells."""

    number: str
    lines: tuple[str, ...]


def _repeated_header_end(lines: list[Line], position: int, header: Header) -> int:
    """Return the index past a repeat of the header that begins here, or ``position`` where none does."""
    collected = ""
    for end in range(position, min(len(lines), position + (header.end - header.first) + 8)):
        collected += compact(lines[end].text)
        if collected == header.words:
            return end + 1
        if not header.words.startswith(collected):
            break
    return position


def _is_page_number(lines: list[Line], position: int, header: Header) -> bool:
    """Say whether a lone number is the page's: the header, or the end of the text, follows it."""
    if not lines[position].may_be_page_number:
        return False
    after = position + 1
    return after == len(lines) or _repeated_header_end(lines, after, header) > after


def cut_rows(lines: list[Line], header: Header) -> tuple[list[RowLines], int]:
    """Return the rows below the header and the index of the first line after the table.

    Rows are known by their serial numbers, which count up from 1 without a gap.
    """
    rows: list[tuple[str, list[str]]] = []
    position = header.end
    while position < len(lines):
        after_repeat = _repeated_header_end(lines, position, header)
        if after_repeat > position:
            position = after_repeat
            continue
        line = lines[position]
        if _ends_table(line, bool(rows)):
            break
        if _is_page_number(lines, position, header):
            position += 1
            continue
        match = _ROW_NUMBER.match(line.text)
        if match and int(match[1]) == len(rows) + 1 and not _is_continued_number(match, rows):
            number = line.text[: match.start(2)].strip() if match[2] else line.text
            rows.append((number, [match[2]] if match[2] else []))
        elif rows:
            rows[-1][1].append(line.text)
        position += 1
    return [RowLines(number, tuple(cell_lines)) for number, cell_lines in rows], position


def _ends_table(line: Line, has_rows: bool) -> bool:
    if _AFTER_TABLE.match(line.text):
        return True
    found = labelled(line.text)
    return has_rows and found is not None and found.style in (LabelStyle.ROMAN, LabelStyle.ARTICLE, LabelStyle.CHAPTER)


def _is_continued_number(match: re.Match[str], rows: list[tuple[str, list[str]]]) -> bool:
    """Say whether "12 tháng …" goes on with the line before rather than opening row 12."""
    if not rows or not match[2] or re.match(r"^\d{1,3}\s?[.)]", match[0]):
        return False
    return match[2][:1].islower()
