"""Giving a row's words back to its columns.

A flattened row is a run of short lines: nothing says where a cell ends. Each way of cutting the run into one
piece a column is scored by how well the pieces fit their columns' roles and by where the cuts fall, and the
best one is found by dynamic programming. A second pass adds what the first learnt: columns repeat their
values ("Ủy ban nhân dân xã", "Hằng năm") from row to row.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.joining import glue
from corpus.model import Column, ColumnRole
from corpus.vietnamese import fold

_POINT = (
    r"(?:ngay )?\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{1,2}|\d{1,2}/\d{4}|(?:nam )?\d{4}|"
    r"quy (?:[ivx]+|\d)(?:\s*/\s*\d{4}|,? nam \d{4})?|thang \d{1,2}(?:\s*/\s*\d{4}|,? nam \d{4})?|"
    r"hang (?:nam|quy|thang|tuan|ngay)|\d+ (?:thang|nam|ngay|quy)(?: dau nam| cuoi nam| mot lan)?(?: \d{4})?|"
    r"giai doan \d{4}\s*[-–]\s*\d{4}|ca nhiem ky|nhiem ky \d{4}\s*[-–]\s*\d{4}"
)
_TIME = re.compile(
    rf"^(?:(?:truoc|den|tu|trong|het|cuoi|dau|cham nhat|xong truoc) )*(?:{_POINT})"
    rf"(?:\s*(?:[-–,;]|va|den)\s*(?:{_POINT}))*"
    r"(?: (?:va|den) (?:cac )?nam (?:tiep theo|sau)| hang (?:nam|quy|thang|tuan|ngay))?[.,;]?$"
    r"|^(?:thuong xuyen|lien tuc|dot xuat|dinh ky|theo|khi|sau khi|ngay sau)\b(?!.*\b(?:ngan sach|kinh phi)).*$"
)
_BODY = re.compile(
    r"^(?:cac |tung )?(?:dong chi|d/c|ong|ba|ban|uy ban|ubnd|hdnd|hoi dong|phong|so|dang uy|dang bo|chi bo|cap uy|chi|"
    r"van phong|"
    r"trung tam|cong an|hoi|doan|mat tran|mttq|ubmttq|tram|truong|nha truong|thuong truc|to|hop tac xa|htx|thon|dai|"
    r"quan su|bch|ubkt|co quan|don vi|cong chuc|lanh dao|to chuc|dia phuong|khu|benh vien|ngan hang|doanh nghiep|"
    r"thanh vien|can bo|bo|cuc|chi cuc|vien|hat|doi|lien doan|ubkt|ky thuat|bo phan|xa|cong ty)\b"
)
_BARE_BODY = re.compile(
    r"^(?:cac )?(?:van phong|ban|phong|uy ban|hoi|doan|trung tam|tram|so|chi|truong|ban chi huy|hoi dong|to|bo|cuc|"
    r"ban xay|uy ban kiem|uy ban mat|co quan,|don vi,|phong,)$"
)
"""The beginning of a body's name, no whole one."""
_DANGLING = re.compile(r" (?:ngay|thang|nam|quy|truoc|den)$")
"""The beginning of a time, no end of a body's name."""
_RESOURCES = re.compile(
    r"^(?:ngan sach|ns|nguon|kinh phi|von|xa hoi hoa|tp|thanh pho|theo |dong gop|khong|\d|du toan|long ghep)"
)
_UNIT_TITLE = re.compile(r"^(?:don vi tinh|dvt)\b")
_FIGURE_TITLE = re.compile(r"^(?:nam 20|so luong|ke hoach nam|thuc hien nam|muc tieu nam|chi tieu nam|tong so|ty le)")
_WORDS_TITLE = re.compile(
    r"^(?:ghi chu|san pham|ket qua|dia diem|dia ban|hinh thuc|doi tuong|yeu cau|linh vuc|don vi tinh|dvt)"
)
_FIGURE = re.compile(r"^(?:[≥≤<>]|Từ |Trên |Dưới )?\s?\d")
_TOO_LONG = {ColumnRole.LEAD: 16, ColumnRole.PARTNER: 30, ColumnRole.START: 12, ColumnRole.END: 12}
_LONGEST = {role: 4 * words for role, words in _TOO_LONG.items()} | {ColumnRole.RESOURCES: 80}
"""No cell of these columns holds more words than this."""
_IMPOSSIBLE = -1e9
_LATER_EMPTY = 0.02
"""Where either of two cells could be the empty one, it is the later: text fills the earlier column."""
_INNER_CUT = -6.0
"""A cut inside a line: only columns side by side on one base line need it."""


@dataclass(frozen=True, slots=True)
class _Row:
    """The words of a row laid out in one text, of which every piece is a slice."""

    text: str
    folded: str
    spans: tuple[tuple[int, int], ...]
    """Where each word stands in the text."""
    opens_line: tuple[bool, ...]

    @property
    def size(self) -> int:
        return len(self.spans)

    def piece(self, start: int, end: int) -> tuple[str, str]:
        """Return the words from ``start`` up to ``end``, as they are and folded."""
        if start == end:
            return "", ""
        at, until = self.spans[start][0], self.spans[end - 1][1]
        return self.text[at:until], self.folded[at:until]

    def may_open_cell(self, at: int) -> bool:
        return at == 0 or self.opens_line[at] or not self.text[self.spans[at][0]].islower()


def _row(lines: Sequence[str]) -> _Row:
    text = ""
    spans: list[tuple[int, int]] = []
    opens: list[bool] = []
    for line in lines:
        for position, word in enumerate(line.split()):
            text = glue(text, word) if text and position == 0 else f"{text} {word}".strip()
            spans.append((len(text) - len(word), len(text)))
            opens.append(position == 0)
    return _Row(text, fold(text), tuple(spans), tuple(opens))


def _fit(column: Column, text: str, folded: str, words: int) -> float:
    """Score a piece of text as the content of a column; an empty piece as an empty cell."""
    role = column.role
    if not words:
        return -9.0 if role is ColumnRole.TASK else -4.0
    opens_well = 1.5 if text[:1].isupper() or text[:1].isdigit() or text[:1] in '-“"+%' else -5.0
    too_long = _TOO_LONG.get(role)
    length_cost = -0.6 * max(0, words - too_long) if too_long else 0.0
    match role:
        case ColumnRole.START | ColumnRole.END:
            return opens_well + length_cost + (6.0 if _TIME.match(folded) else -7.0) - 0.2 * words
        case ColumnRole.LEAD | ColumnRole.PARTNER:
            fits = -9.0 if _BARE_BODY.match(folded) else 4.0 if _BODY.match(folded) else -4.0
            fits -= 3.0 if _DANGLING.search(folded) else 0.0
            return opens_well + length_cost + fits + 0.1 * min(words, 6)
        case ColumnRole.RESOURCES:
            return opens_well + (4.0 if _RESOURCES.match(folded) else -3.0) - 0.05 * words
        case ColumnRole.TASK:
            return opens_well + 0.02 * min(words, 12)
        case _:
            return _fit_of_figures(fold(column.title), text, words, opens_well)


def _fit_of_figures(title: str, text: str, words: int, opens_well: float) -> float:
    """Score a piece as a unit of measure or a figure, where the column's title asks for one."""
    if _UNIT_TITLE.match(title):
        return 3.0 if words <= 3 and not text[:1].isdigit() else -3.0
    if _FIGURE_TITLE.match(title):
        return 3.0 if _FIGURE.match(text) else opens_well - 3.0
    return opens_well


def _both_times(columns: Sequence[Column], index: int) -> bool:
    times = (ColumnRole.START, ColumnRole.END)
    return index > 0 and columns[index].role in times and columns[index - 1].role in times


def _cut_score(row: _Row, at: int, columns: Sequence[Column], index: int) -> float:
    """Score beginning column ``index`` at word ``at``; where a whole row stands on one line, cuts lie inside."""
    if 0 < at < row.size and _GOES_ON.search(row.piece(at - 1, at)[1]):
        return _INNER_CUT
    if at == 0 or at == row.size or row.opens_line[at]:
        return 0.0
    return -0.5 if _both_times(columns, index) or sum(row.opens_line) == 1 else _INNER_CUT


_GOES_ON = re.compile(r"^(?:va|cua|voi|cho|cac|theo|do|tai|ve)$|,$")
"""A word that no cell ends with."""
Known = Sequence[Counter[str]]
"""For each column, how often each folded text was seen in it."""


def _bonus(known: Known | None, column: int, folded: str, role: ColumnRole) -> float:
    """Reward a value that other rows have in the same column too."""
    if known is None or role is ColumnRole.TASK or not folded:
        return 0.0
    return 2.0 * math.log1p(max(0, known[column][folded] - 1))


def _best_start(
    row: _Row,
    columns: Sequence[Column],
    index: int,
    before: Sequence[float],
    end: int,
    known: Known | None,
) -> tuple[float, int]:
    """Return the best score of filling columns up to ``index`` with the words before ``end``, and its cut."""
    best, cut = _IMPOSSIBLE, 0
    column = columns[index]
    for start in range(max(0, end - _LONGEST.get(column.role, end)), end + 1):
        if before[start] == _IMPOSSIBLE:
            continue
        text, folded = row.piece(start, end)
        score = before[start] + _cut_score(row, start, columns, index)
        score += _fit(column, text, folded, end - start) + _bonus(known, index, folded, column.role)
        if start == end:
            score += _LATER_EMPTY * index
        if score > best:
            best, cut = score, start
    return best, cut


def cut_cells(lines: Sequence[str], columns: Sequence[Column], known: Known | None = None) -> tuple[str, ...]:
    """Return the row's cell texts, one a column in order ("" for an empty cell).

    :param lines: the lines of the row, without its number.
    :param columns: the columns without the number column.
    :param known: how often each folded text was seen in each column, from a first pass.
    """
    row = _row(lines)
    size = row.size
    cuts = [at for at in range(size) if row.may_open_cell(at)] + [size]
    best = [0.0] + [_IMPOSSIBLE] * size
    back: list[list[int]] = []
    for index in range(len(columns)):
        filled, starts = [_IMPOSSIBLE] * (size + 1), [0] * (size + 1)
        for end in cuts if index + 1 < len(columns) else [size]:
            filled[end], starts[end] = _best_start(row, columns, index, best, end, known)
        best = filled
        back.append(starts)
    cells: list[str] = []
    end = size
    for starts in reversed(back):
        cells.append(row.piece(starts[end], end)[0])
        end = starts[end]
    return tuple(reversed(cells))


def holds_figures(column: Column) -> bool:
    """Say whether a cell of this column may be a lone number."""
    folded = fold(column.title)
    if column.role is ColumnRole.RESOURCES:
        return re.search(r"\b(?:trieu|ty|nghin|dong)\b", folded) is not None
    return column.role is ColumnRole.OTHER and not _WORDS_TITLE.match(folded)


def tells_columns(cells: Sequence[str], columns: Sequence[Column]) -> bool:
    """Say whether a row's cells fit their columns: some typed column holds what its type says, if any is typed.

    :param cells: the row's cells without its number.
    :param columns: the columns, the number column first.
    """
    patterns = {ColumnRole.LEAD: _BODY, ColumnRole.PARTNER: _BODY, ColumnRole.START: _TIME, ColumnRole.END: _TIME,
                ColumnRole.RESOURCES: _RESOURCES}  # fmt: skip
    typed = [(patterns[c.role], cell) for c, cell in zip(columns[1:], cells, strict=True) if c.role in patterns]
    return not typed or any(cell and pattern.match(fold(cell)) for pattern, cell in typed)


def cut_all(rows: Sequence[Sequence[str]], columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """Return the cells of every row, the second pass knowing what the first found."""
    first = [cut_cells(lines, columns) for lines in rows]
    known = [Counter(fold(row[index]) for row in first) for index in range(len(columns))]
    return [cut_cells(lines, columns, known) for lines in rows]
