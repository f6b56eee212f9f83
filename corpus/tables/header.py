"""Finding a flattened table's header and typing its columns from their titles."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.cleaning import Line
from corpus.model import Column, ColumnRole
from corpus.vietnamese import fold

_FIRST_COLUMN = re.compile(r"^(?:stt|tt|so tt|so thu tu)\b\.?")
_HEADS = (
    "stt", "tt", "so tt", "so thu tu",
    "ten", "noi dung", "nhiem vu", "cong viec", "mo hinh", "chi tieu", "tieu chi", "danh muc", "hoat dong",
    "co quan", "don vi", "bo phan", "nguoi", "can bo", "lanh dao", "chu tri", "phoi hop", "phan cong",
    "thoi gian", "thoi han", "tien do", "ngay", "hoan thanh", "bat dau", "ket thuc",
    "nguon luc", "nguon von", "nguon kinh phi", "kinh phi", "du kien", "ngan sach",
    "san pham", "ket qua", "ghi chu", "ke hoach", "muc tieu",
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
    (ColumnRole.RESOURCES, re.compile(r"nguon luc|nguon von|kinh phi|ngan sach")),
    (ColumnRole.START, re.compile(r"bat dau|trien khai$|thoi gian trien khai")),
    (ColumnRole.END, re.compile(r"hoan thanh|ket thuc|thoi han|thoi gian|tien do|^ngay")),
    (
        ColumnRole.TASK,
        re.compile(r"^(?:ten|noi dung|nhiem vu|cong viec|mo hinh|chi tieu|danh muc|hoat dong|muc tieu)"),
    ),
)
_MAX_HEADER_LINES = 40
_ROW_ONE = re.compile(r"^1\s?[.)]?(?:\s+|$)")


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
    return any(re.match(rf"{head}\b", rest) for head in _HEADS)


def split_titles(lines: list[str]) -> list[str]:
    """Cut the words of a header into column titles.

    A new title begins where a capitalised word opens one of the known head phrases.
    """
    titles: list[list[str]] = []
    for line in lines:
        words = line.split()
        for position, word in enumerate(words):
            if not titles or _opens_title(words, position):
                titles.append([word])
            else:
                titles[-1].append(word)
    return [" ".join(title) for title in titles]


def compact(text: str) -> str:
    """Return the text folded and without spaces."""
    return re.sub(r"\s+", "", fold(text))


def find_header(lines: list[Line], start: int) -> Header | None:
    """Return the first table header at or after ``start``, or None.

    A header begins with a serial-number column and is followed by row 1 within a page's lines; it needs at
    least three columns, one of them a task.
    """
    for first in range(start, len(lines)):
        if not _FIRST_COLUMN.match(fold(lines[first].text)):
            continue
        for end in range(first + 1, min(first + _MAX_HEADER_LINES, len(lines))):
            if _ROW_ONE.match(lines[end].text):
                titles = split_titles([line.text for line in lines[first:end]])
                columns = tuple(Column(title, role_of(title)) for title in titles)
                if len(columns) >= 3 and any(c.role is ColumnRole.TASK for c in columns):
                    words = "".join(compact(line.text) for line in lines[first:end])
                    return Header(first, end, columns, words)
                break
    return None
