"""Cutting paragraphs into clauses that can stand as answers, and telling what a clause states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.facts.layout import sentences
from corpus.model import Paragraph, ParagraphKind
from corpus.vietnamese import fold

_CUT = re.compile(r";\s+|(?<=[^\d\s])\.\s+(?=[^\s])")
_BEGUN = re.compile(r":\s+[^:;\s“\"\d][^:;]*$")
"""The first item of a list in plain words: what a colon announces, up to the first semicolon."""
_OPENING = 40
"""An opening that tells the time is no longer than this, in characters."""
_NOT_QUANTITY = re.compile(
    r"\b\d{1,2}/\d{1,2}/\d{4}\b|\b\d{1,2}/\d{4}\b|\b(?:19|20)\d{2}\b|\bso \d+\S*|\b\d+[-/][a-z]+\S*|\b(?:khoa|"
    r"lan thu|dieu|khoan|muc|phu luc|"
    r"quy|thang|ngay|duong|cap|giai doan)\s+\d+\S*|^\(?\d+[.)]"
)
_QUANTITY = re.compile(
    r"\d|\b(?:khong con|khong co|khong de|toan bo|tat ca|mot nua|gap doi|it nhat (?:mot|"
    r"hai|ba))\b"
)
_SOURCE = re.compile(r"\b(?:ngan sach|nguon (?:von|luc|kinh phi|thu)|xa hoi hoa|dong gop|vay von|tai tro)\b")
_DOCUMENT = re.compile(r"\b\d{1,4}(?:/\d{4})?\s?[-/]\s?[a-z]{1,6}\d{0,2}\b")
_SHARE = re.compile(r"\b(?:phan tram|khong con|khong co|khong de|toan bo|tat ca|mot nua|\d+/\d+)\b")
_TIME = re.compile(
    r"\b\d{1,2} ?(?:gio|h)\b|"
    r"\b(?:19|20)\d{2}\b|\b\d{1,2}/\d{1,2}\b|\bquy (?:[ivx]+|\d)\b|\bthang \d|\bhang (?:nam|quy|thang|tuan)\b|"
    r"\bca nhiem ky\b|"
    r"\bngay \d{1,2}\b|"
    r"\b\d+ (?:thang|nam|ngay)\b|\bcuoi nhiem ky\b|\bgiua nhiem ky\b|\bmoi nam\b"
)
_POINT = re.compile(
    r"\b(?:19|20)\d{2}\b|\b\d{1,2}/\d{1,2}\b|\bquy (?:[ivx]+|\d)\b|\b(?:ngay|thang|mung) \d|\b(?:dau|giua|cuoi) "
    r"(?:thang|quy|nam|tuan|nhiem ky)\b|\bthu (?:hai|ba|tu|nam|sau|bay)\b|\bchu nhat\b"
)
_FREQUENCY = re.compile(
    r"\bdinh ky\b|\b(?:hang|moi) (?:ngay|tuan|thang|quy|nam)\b|\bthuong xuyen\b|\b\d+ (?:thang|nam)\b|"
    r"\bthuong nien\b|\bdot xuat\b|\b\d+ lan ?(?:/|mot|moi|trong)"
)

Clause = tuple[str, int, int]
"""Text, start, end: offsets into the document's text."""


def clauses(paragraph: Paragraph) -> Iterator[Clause]:
    """Yield the clauses of a paragraph: its sentences cut at semicolons, or the cells of a table row."""
    if paragraph.kind is ParagraphKind.TABLE_ROW:
        yield from _cells(paragraph)
        return
    for sentence, start, _ in sentences(paragraph):
        position = 0
        quoted = [*_quoted(sentence)]
        cuts = [cut for cut in _CUT.finditer(sentence) if not any(a < cut.start() < b for a, b in quoted)]
        for cut in [*cuts, None]:
            end = cut.start() if cut else len(sentence)
            piece = sentence[position:end].rstrip()
            if piece:
                yield piece, start + position, start + position + len(piece)
            position = cut.end() if cut else end


def _quoted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the outermost quotations stand: each is one thing, whatever marks are in it."""
    opened: list[int] = []
    for position, letter in enumerate(text):
        if letter == "“" or (letter == '"' and not opened):
            opened.append(position)
        elif letter in '”"' and opened:
            start = opened.pop()
            if not opened:
                yield start, position


def _cells(paragraph: Paragraph) -> Iterator[Clause]:
    position = 0
    for line in paragraph.text.split("\n"):
        if len(line) > 4:
            yield line, paragraph.start + position, paragraph.start + position + len(line)
        position += len(line) + 1


def enumeration(paragraph: Paragraph, clause: Clause) -> Clause:
    """Return the clause with the items that follow it after semicolons: quoted, numbered, or begun after a colon."""
    start, end = clause[1:]
    rest = paragraph.text[end - paragraph.start :]
    begun = _BEGUN.search(clause[0])
    if begun is not None and rest.lstrip().startswith(";"):
        stop = re.search(r"\.(?=\s|$)", rest)
        end += stop.start() if stop else len(rest.rstrip())
        return paragraph.text[start - paragraph.start : end - paragraph.start], start, end
    more = re.match(r"(?:\s*;?\s*[\"“'\d(-][^;]*;?)+", rest)
    if more is None or not (rest.lstrip().startswith(";") or clause[0].endswith(";")):
        return clause
    end += len(more[0].rstrip(" ;"))
    return paragraph.text[start - paragraph.start : end - paragraph.start], start, end


def enumerates(text: str) -> bool:
    """Say whether the clause lists at least three things."""
    return len(re.findall(r"[“\"][^”\"]+[”\"]", text)) >= 3 or text.count(",") >= 3


def quantities(text: str) -> str:
    """Return the text folded with dates, years, labels and document numbers blanked out."""
    return _NOT_QUANTITY.sub(lambda match: " " * len(match[0]), fold(text))


def states_quantity(text: str) -> bool:
    """Say whether the clause states a number, or that there is none or all."""
    return bool(_QUANTITY.search(quantities(text)))


def states_share(text: str) -> bool:
    """Say whether the clause states a share: a percentage, or that there is none or all."""
    return "%" in text or bool(_SHARE.search(fold(text)))


def states_time(text: str) -> bool:
    """Say whether the clause states a date, year or period."""
    return bool(_TIME.search(fold(text)))


def states_point_in_time(text: str) -> bool:
    """Say whether the clause states a date, month, quarter or year: more than how long something takes."""
    return bool(_POINT.search(fold(text)))


def states_document(text: str) -> bool:
    """Say whether the clause names a document by its number."""
    return bool(_DOCUMENT.search(fold(text)))


def states_source(text: str) -> bool:
    """Say whether the clause states where money comes from."""
    return bool(_SOURCE.search(fold(text)))


def states_frequency(text: str) -> bool:
    """Say whether the clause states how often."""
    return bool(_FREQUENCY.search(fold(text)))


def figures(text: str) -> tuple[str, ...]:
    """Return the figures and years of a clause, sorted: two clauses with other figures say other things."""
    found = re.findall(r"\d+(?:[.,]\d+)*", re.sub(r"^\(\d+\)", "", text))
    return tuple(sorted({_plain(figure) for figure in found}))


def _plain(figure: str) -> str:
    return figure.lstrip("0") or "0"


def parts(clause: Clause) -> list[Clause]:
    """Return the clause cut at its commas and colons."""
    text, start, _ = clause
    found: list[Clause] = []
    position = 0
    for cut in [*re.finditer(r",\s+|:\s+", text), None]:
        stop = cut.start() if cut else len(text)
        found.append((text[position:stop], start + position, start + stop))
        position = cut.end() if cut else stop
    return found


def windows(clause: Clause) -> Iterator[Clause]:
    """Yield the runs of comma-parts of a clause, the shortest in parts first, the whole clause last.

    Where the clause opens with its time ("Đến năm 2030, …") a run right behind takes that with it.
    """
    text, start, _ = clause
    cut = parts(clause)
    opens_with_time = len(cut) > 1 and len(cut[0][0]) <= _OPENING and states_time(cut[0][0])
    for size in range(1, len(cut) + 1):
        for first in range(len(cut) - size + 1):
            begin = start if first == 1 and opens_with_time else cut[first][1]
            end = cut[first + size - 1][2]
            yield text[begin - start : end - start], begin, end
