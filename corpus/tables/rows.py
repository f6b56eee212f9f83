"""Cutting the lines below a header into rows, page by page, without the header that each page repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.cleaning import Line
from corpus.labels import LabelStyle, labelled
from corpus.tables.cells import holds_figures
from corpus.tables.header import Header, compact
from corpus.vietnamese import fold

_ROW_NUMBER = re.compile(r"^(\d{1,3})(\s?[.)])?(?:\s+(.*))?$")
_PAGE_NUMBER_BEFORE = re.compile(r"^\d{1,3}\s+(?=(?:S?TT|Stt|Số)\b)")
_GROUP = re.compile(r"^(?P<label>[IVX]{1,5}|[A-H])(?:\s?[.)/:-]\s*|\s+|$)(?P<title>.*)$")
_AFTER_TABLE = re.compile(
    r"^(?:PHỤ LỤC\b|Nơi nhận\b|Nơi nhân\b|T/M\b|TM\.|KT\.|K/T\b|TL\.|TUQ\.|Ghi chú\s*:|\(\*\)|Tổng cộng\b|Tổng số\b)"
)
_AFTERWORD = re.compile(
    r"^(?:tren day|trong qua trinh|can cu|yeu cau|de nghi|uy ban nhan dan .* (?:yeu cau|de nghi)|nhan duoc)\b"
)
_LAST_SENTENCE = re.compile(r"\./\.?$")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
_LETTERS = tuple("ABCDEFGH")
_LONGEST_ROW = 300
"""A row holds no more words than this; what follows is running text."""
_LINES_A_ROW = 400
"""Nor more lines than this, repeated headers among them."""
_MUCH_LONGER = 1.6
"""A line this many times the longest of the table, after a gap, is running text."""


@dataclass(frozen=True, slots=True)
class RowLines:
    """The lines of one row: its number as written and the lines of its cells."""

    number: str
    lines: tuple[str, ...]
    first: int
    """Index of its first line."""
    is_group: bool = False
    """It only names the rows below it: "I. Lĩnh vực kinh tế"."""


@dataclass(slots=True)
class _Growing:
    number: str
    first: int
    is_group: bool = False
    lines: list[str] = field(default_factory=list)


class _RowCutter:
    """Walks the lines below a header."""

    def __init__(self, lines: Sequence[Line], header: Header) -> None:
        self._lines = lines
        self._header = header
        self._rows: list[_Growing] = []
        self._count = 0
        self._groups: list[str] = []
        self._longest = 0
        self._dotted: bool | None = None

    def cut(self) -> tuple[list[RowLines], int]:
        position = self._header.end
        while position < len(self._lines) and position - self._last_row() < _LINES_A_ROW:
            after_repeat = self._repeat_end(position)
            if after_repeat > position:
                position = after_repeat
                continue
            if self._opens_group(position):
                self._add_group(position)
            elif self._ends(position):
                break
            elif not self._is_page_number(position):
                self._take(position)
            position += 1
        rows = [RowLines(row.number, tuple(row.lines), row.first, row.is_group) for row in self._rows]
        while rows and rows[-1].is_group:
            position = rows.pop().first
        return rows, position

    def _last_row(self) -> int:
        return self._rows[-1].first if self._rows else self._header.end

    def _repeat_end(self, position: int) -> int:
        """Return the index past a repeat of the header that begins here, or ``position`` where none does."""
        collected, titles_end = "", position
        header = self._header
        for end in range(position, min(len(self._lines), position + (header.end - header.first) + 8)):
            text = self._lines[end].text
            # "5 TT …": the page's number stands on the header's own line.
            collected += compact(text if end > position else _PAGE_NUMBER_BEFORE.sub("", text))
            if collected == header.words:
                return end + 1
            if header.index_text and collected + compact(header.index_text) == header.words:
                titles_end = end + 1
            if not header.words.startswith(collected):
                break
        return titles_end

    def _take(self, position: int) -> None:
        line = self._lines[position]
        match = _ROW_NUMBER.match(line.text)
        if match and self._opens_row(match):
            self._count = int(match[1])
            self._dotted = bool(match[2]) if self._dotted is None else self._dotted
            row = _Growing(match[1] + (match[2] or ""), position)
            if match[3]:
                row.lines.append(match[3])
            self._rows.append(row)
        elif self._rows:
            self._rows[-1].lines.append(line.text)
        self._longest = max(self._longest, len(line.text))

    def _opens_row(self, match: re.Match[str]) -> bool:
        """Say whether a line's number is the next row's; rows count up, from 1 again below a group."""
        number = int(match[1])
        below_group = bool(self._rows) and self._rows[-1].is_group
        if number != self._count + 1 and not (below_group and number == 1):
            return False
        if self._dotted and not match[2]:
            return False
        # "12 tháng …" goes on with the line before.
        return not (self._rows and match[3] and not match[2] and match[3][:1].islower())

    def _opens_group(self, position: int) -> bool:
        """Say whether a line names a group of rows: the next of "I, II, …" or "A, B, …", a row right below it."""
        match = _GROUP.match(self._lines[position].text)
        if match is None or (self._count and not self._groups):
            return False
        known = _ROMAN if (self._groups or [match["label"]])[0] in _ROMAN else _LETTERS
        if len(self._groups) >= len(known) or match["label"] != known[len(self._groups)]:
            return False
        following = self._lines[position + 1 : position + 4]
        numbers = [int(found[1]) for found in (_ROW_NUMBER.match(line.text) for line in following) if found]
        return bool(numbers) and numbers[0] in (1, self._count + 1)

    def _add_group(self, position: int) -> None:
        match = _GROUP.match(self._lines[position].text)
        if match is None:
            return
        title = match["title"]
        self._groups.append(match["label"])
        number = self._lines[position].text[: match.start("title")].strip() if title else match["label"]
        self._rows.append(_Growing(number, position, True, [title] if title else []))

    def _is_page_number(self, position: int) -> bool:
        """Say whether a lone number is the page's: no row's, and no cell's by what is around it."""
        line = self._lines[position]
        if not line.may_be_page_number:
            return False
        after = position + 1
        if after == len(self._lines) or self._repeat_end(after) > after:
            return True
        if line.page_break_before or self._lines[after].page_break_before or not line.text.isdigit():
            return not line.text.isdigit() or not self._is_next_row(position)
        parted = line.gap_before and self._lines[after].gap_before
        counts = any(map(holds_figures, self._header.columns))
        return parted and not counts and not self._is_next_row(position)

    def _is_next_row(self, position: int) -> bool:
        """Say whether a lone number opens the next row, and does not stand again right below as that row's."""
        number = self._lines[position].text
        if self._dotted or int(number) != self._count + 1:
            return False
        for line in self._lines[position + 1 : position + 4]:
            match = _ROW_NUMBER.match(line.text)
            if match and match[1] == number:
                return False
        return True

    def _ends(self, position: int) -> bool:
        line = self._lines[position]
        if _AFTER_TABLE.match(line.text) or line.level or line.cells:
            return True
        if not self._count:
            return False
        found = labelled(line.text)
        if found is not None and found.style in (
            LabelStyle.ROMAN,
            LabelStyle.ARTICLE,
            LabelStyle.CHAPTER,
            LabelStyle.APPENDIX,
        ):
            return True
        if _LAST_SENTENCE.search(line.text) and _AFTERWORD.match(fold(line.text)):
            return True
        if line.gap_before and not _ROW_NUMBER.match(line.text):
            if _AFTERWORD.match(fold(line.text)) and len(line.text) > self._longest:
                return True
            if len(line.text) > _MUCH_LONGER * max(self._longest, 60):
                return True
        words = sum(len(text.split()) for text in self._rows[-1].lines) if self._rows else 0
        return words > _LONGEST_ROW


def cut_rows(lines: Sequence[Line], header: Header) -> tuple[list[RowLines], int]:
    """Return the rows below the header and the index of the first line after the table.

    Rows are known by their serial numbers, which count up without a gap.
    """
    return _RowCutter(lines, header).cut()
