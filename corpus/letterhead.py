"""The top of a paper: who issued it, under what number, where and when, of what kind and about what.

Government papers follow Nghị định 30/2020/NĐ-CP, Party papers Quy định 399-QĐ/TW and, before it, Hướng dẫn
36-HD/VPTW. Any part may be missing: the top of a file is often lost, numbers and days are left blank.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus.cleaning import Line, opens_upper
from corpus.headwords import ABOUT, AUTHORITY, MOTTO, date_of, is_upper, number_of
from corpus.joining import glue
from corpus.labels import has_bullet, labelled
from corpus.vietnamese import comparable, fold

KINDS = (
    "Chương trình hành động", "Chương trình công tác", "Chương trình", "Kế hoạch", "Nghị quyết", "Nghị định",
    "Quyết định", "Quy định", "Quy chế", "Quy hoạch", "Chỉ thị", "Kết luận", "Hướng dẫn", "Thông báo", "Thông tư",
    "Báo cáo", "Tờ trình", "Đề án", "Phương án", "Công văn", "Biên bản", "Luật", "Bộ luật", "Pháp lệnh",
    "Thông tri", "Lời kêu gọi", "Tuyên bố", "Dự án", "Công điện", "Giấy mời", "Thư ngỏ",
)  # fmt: skip
"""Kinds of papers, the longer of two with a common beginning first."""
_FOLDED_KINDS = {fold(kind): kind for kind in KINDS}
_PREAMBLE = re.compile(
    r"^(?:can cu|thuc hien|thi hanh|xet|theo|quan triet|de|tiep tuc|nham|ngay|vua qua|kinh gui|sau)\b"
)
_ADDRESSEE = re.compile(r"^kinh gui\b")
_DRAFT = re.compile(r"^\(?(?:dự thảo|dự thảo lần \d+)\)?$", re.IGNORECASE)
_STAMP = re.compile(r"^(?:nguoi ky|ky boi|ngay ky|thoi gian ky|co quan ky|co quan|email|dinh kem)\s*:")
"""Lines that an electronic signature stamps on the first page."""
MOST_LINES = 30
"""A letterhead and title take no more lines than this."""
_TITLE_LINES = 14


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


def _kind_at(line: Line) -> str | None:
    """Return the kind a title line begins with: a line in capitals, a markdown title, or the kind alone."""
    # With its diacritics: "PHƯỜNG AN …" is no "PHƯƠNG ÁN". A text layer that lost them all has only the letters.
    spell = comparable if fold(line.text) != line.text.lower() else fold
    text = spell(line.text).rstrip(" :")
    for kind in KINDS:
        known = spell(kind)
        alone = text == known and line.text[:1].isupper()
        is_title = is_upper(line.text) or line.level == 1
        if alone or (is_title and text.startswith(known + " ")):
            return kind
    return None


def _body_starts(line: Line) -> bool:
    text = line.text
    if labelled(text) is not None or line.level > 1 or has_bullet(text):
        return True
    if is_upper(text) or number_of(text) or date_of(text):
        return False
    return (bool(_PREAMBLE.match(fold(text))) and text[:1].isupper()) or len(text) > 400


def split_letterhead(lines: Sequence[Line]) -> tuple[Letterhead, int]:
    """Read the letterhead and title off the top of a paper.

    :param lines: the paper's lines from the top, columns apart.
    :returns: the letterhead and how many lines it took; 0 where the paper begins with its body.
    """
    head: list[str] = []
    kind_at: int | None = None
    for position, line in enumerate(lines[:MOST_LINES]):
        if _kind_at(line):
            kind_at = position
            break
        if _body_starts(line) or not (_is_head_line(line.text) or _goes_on_about(line.text, head)):
            break
        head.append(line.text)
    kind: str | None = None
    abstract = _about(head)
    titles: tuple[str, ...] = ()
    end = len(head)
    if kind_at is not None:
        kind = _kind_at(lines[kind_at])
        titles, end = _title(lines, kind_at)
        abstract = _abstract(titles, kind or "") or abstract
    elif abstract is not None and head and _is_letter(lines[len(head) :]):
        kind = "Công văn"
    issuing = tuple(line for line in (*head, *filter(_is_authority, titles[1:])) if _is_issuing(line))
    return Letterhead(issuing, *_facts_of(head), kind, abstract, tuple(head), titles), end


def _is_letter(below: Sequence[Line]) -> bool:
    return any(_ADDRESSEE.match(fold(line.text)) for line in below[:4])


def _is_authority(line: str) -> bool:
    return is_upper(line) and bool(AUTHORITY.match(fold(line)))


def _is_issuing(line: str) -> bool:
    folded = fold(line)
    return is_upper(line) and not (
        MOTTO.match(folded) or number_of(line) or date_of(line) or _DRAFT.match(line) or ABOUT.match(line)
    )


def _is_head_line(text: str) -> bool:
    folded = fold(text)
    return bool(is_upper(text) or number_of(text) or date_of(text) or MOTTO.match(folded) or ABOUT.match(text)
                or _DRAFT.match(text) or text.startswith("Số") or _STAMP.match(folded))  # fmt: skip


def _goes_on_about(text: str, head: list[str]) -> bool:
    """Say whether the line is more of "V/v …" above it, the other column's date line between them or not."""
    return text[:1].islower() and any(ABOUT.match(line) for line in head)


def _about(head: list[str]) -> str | None:
    """Return the "V/v …" of an official letter with its wrapped lines joined."""
    found: str | None = None
    for line in head:
        if found is None and ABOUT.match(line):
            found = line
        elif found is not None and line[:1].islower():
            found = glue(found, line)
    return found


def _facts_of(head: list[str]) -> tuple[str | None, str | None, str | None, date | None, str | None]:
    number = next((found for found in map(number_of, head) if found), (None, None))
    dated = next((found for found in map(date_of, head) if found), None)
    if dated is None:
        return number[0], number[1], None, None, None
    return number[0], number[1], dated[0], dated[2], dated[1]


def _title(lines: Sequence[Line], kind_at: int) -> tuple[tuple[str, ...], int]:
    """Return the title's paragraphs (kind line, abstract, authority in capitals) and the index after them."""
    titles = [lines[kind_at].text]
    position = kind_at + 1
    end_of_abstract = _abstract_end(lines, position)
    while position < min(len(lines), kind_at + _TITLE_LINES):
        line = lines[position]
        if position >= end_of_abstract and (_body_starts(line) or not _title_goes_on(line, titles)):
            break
        starts_new = is_upper(line.text) != is_upper(titles[-1]) or _is_authority(line.text)
        if starts_new or (len(titles) == 1 and _kind_is_alone(titles[0])):
            titles.append(line.text)
        else:
            titles[-1] = glue(titles[-1], line.text)
        position += 1
    return tuple(titles), position


def _kind_is_alone(line: str) -> bool:
    return fold(line).rstrip(" :") in _FOLDED_KINDS


def _abstract_end(lines: Sequence[Line], start: int) -> int:
    """Return the index past an abstract that begins like a preamble ("Thực hiện Nghị quyết …").

    It is one where no full stop ends it and the body begins below it.
    """
    if start >= len(lines) or labelled(lines[start].text) is not None or lines[start].level > 1:
        return start
    end = start + 1
    while end < len(lines) and not lines[end].gap_before and not _body_starts(lines[end]):
        end += 1
    is_abstract = end < len(lines) and _body_starts(lines[end]) and not re.search(r"[.:;]$", lines[end - 1].text)
    return (
        end if is_abstract and end - start <= _TITLE_LINES and not _ADDRESSEE.match(fold(lines[start].text)) else start
    )


def _title_goes_on(line: Line, titles: list[str]) -> bool:
    """Say whether a line below the kind belongs to the title still."""
    text = line.text
    if is_upper(text) or text[:1].islower():
        return True
    if len(titles) == 1 and _kind_is_alone(titles[0]):
        return not text.endswith(":")
    if len(titles) == 1 or line.gap_before or text.startswith("("):
        return False
    # Centred title lines are short; a line much longer than they are, opening a sentence, is the body's.
    return not (opens_upper(text) and len(text) > 1.15 * max(map(len, titles[1:])))


def _abstract(titles: tuple[str, ...], kind: str) -> str | None:
    parts = [part for part in titles[1:] if not is_upper(part)]
    if not parts:
        own = titles[0][len(kind) :].strip(" :")
        parts = [own] if own else []
        parts += [part for part in titles[1:] if not _is_authority(part)]
    return " ".join(parts) or None
