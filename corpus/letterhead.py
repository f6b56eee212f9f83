"""The top of a paper: who issued it, under what number, where and when, of what kind and about what.

Government papers follow Nghị định 30/2020/NĐ-CP, Party papers Quy định 399-QĐ/TW and, before it, Hướng dẫn
36-HD/VPTW. Any part may be missing: the top of a file is often lost, numbers and days are left blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from corpus.joining import glue
from corpus.labels import labelled
from corpus.vietnamese import fold

KINDS = (
    "Chương trình hành động", "Chương trình công tác", "Chương trình", "Kế hoạch", "Nghị quyết", "Nghị định",
    "Quyết định", "Quy định", "Quy chế", "Quy hoạch", "Chỉ thị", "Kết luận", "Hướng dẫn", "Thông báo", "Thông tư",
    "Báo cáo", "Tờ trình", "Đề án", "Phương án", "Công văn", "Biên bản", "Luật", "Bộ luật", "Pháp lệnh",
    "Thông tri", "Lời kêu gọi", "Tuyên bố", "Dự án",
)  # fmt: skip
"""Kinds of papers, the longer of two with a common beginning first."""
_FOLDED_KINDS = {fold(kind): kind for kind in KINDS}
_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d{1,5}[a-zA-Z]?)?\s*(?:[-–/]\s*)?(?P<symbol>(?:\d{4}/)?[A-ZĐ][\w&]*(?:\s?[-–/]\s?[\w&]+)*)\s*$"
)
_DATE = re.compile(
    r"^(?P<place>[^,\d]{2,60}),\s*(?P<written>ngày\s*(?P<day>\d{1,2})?[\s.…]*tháng\s*(?P<month>\d{1,2})?[\s.…]*"
    r"năm\s*(?P<year>\d{4}))",
    re.IGNORECASE,
)
_MOTTO = re.compile(
    r"^(?:cong hoa xa hoi chu nghia viet nam|doc lap\s*[-–]\s*tu do\s*[-–]\s*hanh phuc|dang cong san viet nam)$"
)
_PREAMBLE = re.compile(r"^(?:can cu|thuc hien|thi hanh|xet|theo|quan triet|de|tiep tuc|nham|ngay|vua qua)\b")
_ABOUT = re.compile(r"^(?:v/v|về việc|về)\b", re.IGNORECASE)
_DRAFT = re.compile(r"^\(?(?:dự thảo|dự thảo lần \d+)\)?$", re.IGNORECASE)
_LIMIT = 30
"""A letterhead and title take no more lines than this."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The parts of a letterhead and title; each as written, None where missing."""

    issuing_lines: tuple[str, ...]
    number: str | None
    symbol: str | None
    place: str | None
    issued_on: date | None
    issued_text: str | None
    kind: str | None
    abstract: str | None
    head_paragraphs: tuple[str, ...]
    title_paragraphs: tuple[str, ...]


def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)


def _kind_at(text: str) -> str | None:
    """Return the kind a title line begins with, where the line is in capitals."""
    if not _is_upper(text):
        return None
    folded = fold(text).rstrip(":")
    for known, kind in _FOLDED_KINDS.items():
        if folded == known or folded.startswith(
            (known + " cua ", known + " thuc hien", known + " ve ", known + " so ")
        ):
            return kind
    return None


def number_of(text: str) -> tuple[str | None, str | None] | None:
    """Return (number with symbol or None where blank, symbol) of a "Số" line, or None for another line."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    symbol = re.sub(r"\s*([-–/])\s*", lambda m: m[1].replace("–", "-"), match["symbol"])
    if match["number"] is None:
        return None, symbol
    between = "/" if re.match(rf"^Số\s*:?\s*{match['number']}\s*/", text) else "-"
    return f"{match['number']}{between}{symbol}", symbol


def date_of(text: str) -> tuple[str, str, date | None] | None:
    """Return (place, date as written, date or None where a part is blank) of a date line, or None."""
    match = _DATE.match(text)
    if match is None:
        return None
    try:
        day = date(int(match["year"]), int(match["month"] or 0), int(match["day"] or 0))
    except ValueError:
        return match["place"].strip(), match["written"], None
    return match["place"].strip(), match["written"], day


def _body_starts(paragraph: str) -> bool:
    if labelled(paragraph) is not None:
        return True
    if _is_upper(paragraph) or number_of(paragraph) or date_of(paragraph):
        return False
    return (bool(_PREAMBLE.match(fold(paragraph))) and paragraph[:1].isupper()) or len(paragraph) > 400


def split_letterhead(lines: list[tuple[str, bool]]) -> tuple[Letterhead, int]:
    """Read the letterhead and title off the top of a paper.

    :param lines: (text, a gap stands before it) of each line from the top.
    :returns: the letterhead and how many lines it took; 0 where the paper begins with its body.
    """
    head: list[str] = []
    end = 0
    kind_at: int | None = None
    for position, (text, _) in enumerate(lines[:_LIMIT]):
        if kind_at is None and _kind_at(text):
            kind_at = position
            break
        if _body_starts(text) or not _is_head_line(text):
            break
        head.append(text)
        end = position + 1
    kind: str | None = None
    abstract: str | None = None
    titles: tuple[str, ...] = ()
    if kind_at is not None:
        kind = _kind_at(lines[kind_at][0])
        titles, end = _title(lines, kind_at)
        abstract = _abstract(titles, kind or "")
    found = _facts_of(head)
    issuing = tuple(line for line in (*head, *titles[1:]) if _is_issuing(line))
    if abstract is None:
        abstract = next((line for line in head if _ABOUT.match(line)), None)
    return Letterhead(issuing, *found, kind, abstract, tuple(head), titles), end


def _is_issuing(line: str) -> bool:
    folded = fold(line)
    return _is_upper(line) and not _MOTTO.match(folded) and number_of(line) is None and not _DRAFT.match(line)


def _is_head_line(text: str) -> bool:
    return bool(_is_upper(text) or number_of(text) or date_of(text) or _MOTTO.match(fold(text)) or _ABOUT.match(text)
                or _DRAFT.match(text) or text.startswith("Số"))  # fmt: skip


def _facts_of(head: list[str]) -> tuple[str | None, str | None, str | None, date | None, str | None]:
    number = next((found for found in map(number_of, head) if found), (None, None))
    dated = next((found for found in map(date_of, head) if found), None)
    if dated is None:
        return number[0], number[1], None, None, None
    return number[0], number[1], dated[0], dated[2], dated[1]


def _title(lines: list[tuple[str, bool]], kind_at: int) -> tuple[tuple[str, ...], int]:
    """Return the title's paragraphs (kind line, abstract, authority in capitals) and the index after them."""
    titles = [lines[kind_at][0]]
    position = kind_at + 1
    while position < min(len(lines), kind_at + 14):
        text, gap = lines[position]
        if _body_starts(text) and (gap or not _goes_on(titles)):
            break
        if len(titles) > 1 and gap and not text[:1].islower() and not _is_upper(text):
            break
        starts_new = len(titles) == 1 or _is_upper(text) != _is_upper(titles[-1])
        if starts_new:
            titles.append(text)
        else:
            titles[-1] = glue(titles[-1], text)
        position += 1
    return tuple(titles), position


def _goes_on(titles: list[str]) -> bool:
    """Say whether the last title line is an unfinished phrase, so that "thực hiện …" continues it."""
    return len(titles) == 1 or titles[-1].endswith((",", " và", " của", " về"))


def _abstract(titles: tuple[str, ...], kind: str) -> str | None:
    parts = [part for part in titles[1:] if not _is_upper(part)]
    own = titles[0]
    if fold(own).rstrip(":") != fold(kind) and not parts:
        parts = [own[len(kind) :].strip()]
    return " ".join(parts) or None
