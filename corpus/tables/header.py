"""Finding a flattened table's header and typing its columns from their titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.cleaning import Line
from corpus.model import Column, ColumnRole
from corpus.vietnamese import fold

_FIRST_COLUMN = re.compile(r"^(?:stt|tt|so tt|so thu tu)\b\.?(?! (?:dang uy|hdnd|ubnd|hoi dong))")
_HEADS = (
    "stt", "tt", "so tt", "so thu tu",
    "ten", "noi dung", "nhiem vu", "cong viec", "mo hinh", "chi tieu", "tieu chi", "danh muc", "hoat dong", "de an",
    "cong trinh", "co quan", "don vi", "bo phan", "nguoi", "can bo", "lanh dao", "chu tri", "phoi hop", "phan cong",
    "thoi gian", "thoi han", "tien do", "ngay", "hoan thanh", "bat dau", "ket thuc",
    "nguon luc", "nguon von", "nguon kinh phi", "kinh phi", "du kien", "ngan sach",
    "san pham", "ket qua", "ghi chu", "ke hoach", "muc tieu", "linh vuc", "yeu cau", "hinh thuc", "doi tuong",
    "dia diem", "dia ban", "so luong", "dvt", "quy mo", "tong", "nam 20", "giai doan", "chi so", "thuc hien nam",
)  # fmt: skip
"""Words that open a column title, folded."""
_ROLES: tuple[tuple[ColumnRole, re.Pattern[str]], ...] = (
    (ColumnRole.NUMBER, re.compile(r"^(?:stt|tt|so tt|so thu tu)\b")),
    (ColumnRole.PARTNER, re.compile(r"phoi hop")),
    (
        ColumnRole.LEAD,
        re.compile(r"chu tri|dau moi|tham muu|chiu trach nhiem|thuc hien chinh|phu trach|^phan cong"),
    ),
    (ColumnRole.LEAD, re.compile(r"^(?:co quan|don vi|bo phan)(?!.*tinh).*thuc hien|^(?:co quan|don vi)$")),
    (ColumnRole.OTHER, re.compile(r"^(?:san pham|ket qua|ghi chu)")),
    (ColumnRole.RESOURCES, re.compile(r"nguon luc|nguon von|kinh phi|ngan sach")),
    (ColumnRole.START, re.compile(r"bat dau|trien khai$|thoi gian trien khai")),
    (ColumnRole.END, re.compile(r"hoan thanh|ket thuc|thoi han|thoi gian|tien do|^ngay")),
    (
        ColumnRole.TASK,
        re.compile(
            r"^(?:ten|noi dung|nhiem vu|cong viec|mo hinh|chi tieu|danh muc|hoat dong|muc tieu|tieu chi|de an|"
            r"cong trinh)"
        ),
    ),
)  # fmt: skip
_PARENT = re.compile(r"^(?:co quan|don vi|thoi gian|tien do|phan cong)(?: thuc hien)?$")
_CHILD = re.compile(r"^(?:chu tri|phoi hop|hoan thanh|bat dau|ket thuc|thuc hien)")
_MAX_HEADER_LINES = 40
_ROW_ONE = re.compile(r"^1\s?[.)]?(?:\s+|$)")
_GROUP_ONE = re.compile(r"^(?:I|A)(?:\s?[.)/:-]\s*\S.*|\s+\S.*)?$")
_INDEX = re.compile(r"^\(?(?:\d|[A-C])\)?$")
_INDEX_LINE = re.compile(r"^\(?(?:1|A)\)?(?:\s+\(?(?:\d|[A-C])\)?){2,}$")


@dataclass(frozen=True, slots=True)
class Header:
    """A table header found in the lines."""

    first: int
    """Index of its first line."""
    end: int
    """Index just past its last line."""
    columns: tuple[Column, ...]
    words: str
    """Its words folded and without spaces, to know it again on later pages."""
    index_text: str = ""
    """The row of column numbers below the titles, "(1) (2) (3)"."""


def role_of(title: str) -> ColumnRole:
    """Return what a column of this title holds."""
    folded = fold(title)
    for role, pattern in _ROLES:
        if pattern.search(folded):
            return role
    return ColumnRole.OTHER


def _opens_title(words: list[str], position: int) -> bool:
    """Say whether a column title can begin at this word: a capital and a head phrase."""
    if not words[position][:1].isupper():
        return False
    rest = fold(" ".join(words[position : position + 3]))
    return any(re.match(rf"{head}(?:\b|\d)", rest) for head in _HEADS)


def split_titles(lines: Sequence[str]) -> list[str]:
    """Cut the words of a header into column titles.

    A new title begins where a capitalised word opens one of the known head phrases; "Thời gian" above
    "Bắt đầu" is one title with it.
    """
    words = " ".join(lines).split()
    titles: list[list[str]] = []
    for position, word in enumerate(words):
        number_column = len(titles) == 1 and fold(titles[0][-1]) == "so" and fold(word) == "tt"
        child = (
            bool(titles)
            and _PARENT.match(fold(" ".join(titles[-1])))
            and _CHILD.match(fold(" ".join(words[position:])))
        )
        if not titles or (_opens_title(words, position) and not (number_column or child)):
            titles.append([word])
        else:
            titles[-1].append(word)
    return [" ".join(title) for title in titles]


def compact(text: str) -> str:
    """Return the text folded and without spaces."""
    return re.sub(r"\s+", "", fold(text))


def find_header(lines: Sequence[Line], start: int) -> Header | None:
    """Return the first table header at or after ``start``, or None.

    A header begins with a serial-number column and is followed by row 1, or a group's title and row 1, within
    a page's lines; it needs at least three columns, one of them a task.
    """
    for first in range(start, len(lines)):
        if not _FIRST_COLUMN.match(fold(" ".join(line.text for line in lines[first : first + 2]))):
            continue
        if not _FIRST_COLUMN.match(fold(lines[first].text)) and fold(lines[first].text) != "so":
            continue
        header = _header_at(lines, first)
        if header is not None:
            return header
    return None


def _header_at(lines: Sequence[Line], first: int) -> Header | None:
    for end in range(first + 1, min(first + _MAX_HEADER_LINES, len(lines))):
        after_index = _index_end(lines, end)
        if after_index == end and not _rows_begin(lines, end):
            continue
        titles = split_titles([line.text for line in lines[first:end]])
        columns = typed_columns(titles)
        if columns is None:
            return None
        words = "".join(compact(line.text) for line in lines[first:after_index])
        index_text = " ".join(line.text for line in lines[end:after_index])
        return Header(first, after_index, columns, words, index_text)
    return None


def typed_columns(titles: Sequence[str]) -> tuple[Column, ...] | None:
    """Return the columns typed by their titles, or None where they make no table of tasks."""
    columns = [Column(title, role_of(title)) for title in titles]
    if len(columns) < 3 or columns[0].role is not ColumnRole.NUMBER:
        return None
    if not any(column.role is ColumnRole.TASK for column in columns):
        typed = [c for c in columns[1:] if c.role is not ColumnRole.OTHER]
        if len(typed) < 2 or columns[1].role is not ColumnRole.OTHER:
            return None
        columns[1] = replace(columns[1], role=ColumnRole.TASK)
    return tuple(columns)


def _rows_begin(lines: Sequence[Line], at: int) -> bool:
    if _ROW_ONE.match(lines[at].text):
        return True
    if not _GROUP_ONE.match(lines[at].text):
        return False
    return any(_ROW_ONE.match(line.text) for line in lines[at + 1 : at + 5])


def _index_end(lines: Sequence[Line], at: int) -> int:
    """Return the index past a row of column numbers that begins here, or ``at`` where none does."""
    if _INDEX_LINE.match(lines[at].text):
        return at + 1
    end = at
    expected: tuple[str, ...] = ("A", "1")
    while end < len(lines) and (label := lines[end].text.strip("()")) in expected and _INDEX.match(lines[end].text):
        expected = (str(int(label) + 1),) if label.isdigit() else (chr(ord(label) + 1), "1")
        end += 1
    return end if end - at >= 3 else at
