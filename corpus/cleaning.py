"""From raw text to clean lines: letters composed, markup and layout residue removed, words untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.vietnamese import nfc

# Emphasis left by a converter ("**Mục tiêu:**", "*** Phân công**"); "(*)" is a footnote mark and stays.
_EMPHASIS = re.compile(r"(?<!\()\*+|\*+(?!\))")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_RULE = re.compile(r"^[\s\-–—_=~.•*]{2,}$|^[*_\-–—]$")
_PAGE_NUMBER = re.compile(r"^(?:-\s*|–\s*|[Tt]rang\s+)?\d{1,3}(?:\s*-|\s*–|\s*/\s*\d{1,3})?$")
_COLUMN_GAP = re.compile(r" {3,}|\t+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source that holds words."""

    text: str
    gap_before: bool
    """An empty line, rule or page break stands before it."""
    page_break_before: bool
    """A form feed or page number stands before it."""
    may_be_page_number: bool
    """It looks like a page number; only its surroundings tell."""


def clean_line(raw: str) -> str:
    """Return the line composed (NFC), without emphasis marks, with single spaces. Idempotent."""
    text = _INVISIBLE.sub("", nfc(raw))
    return _SPACES.sub(" ", _EMPHASIS.sub("", text)).strip()


def clean_lines(raw: str) -> list[Line]:
    """Return the lines of a paper that hold words, in order; columns set side by side become lines."""
    lines: list[Line] = []
    gap = page_break = False
    for physical in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if "\f" in physical:
            gap = page_break = True
            physical = physical.replace("\f", " ")
        pieces = [clean_line(piece) for piece in _COLUMN_GAP.split(physical.strip())]
        pieces = [piece for piece in pieces if piece]
        if not pieces or _RULE.match(" ".join(pieces)):
            gap = True
            continue
        for text in pieces:
            lines.append(Line(text, gap, page_break, bool(_PAGE_NUMBER.match(text))))
            gap = page_break = False
    return lines


def without_page_numbers(lines: list[Line]) -> list[Line]:
    """Return the lines without lone page numbers; the line after one is marked as after a page break.

    A number counts as a page number only where a gap stands before it and after it.
    """
    kept: list[Line] = []
    pending = False
    for position, line in enumerate(lines):
        is_last = position + 1 == len(lines)
        alone = line.gap_before and (is_last or lines[position + 1].gap_before)
        if line.may_be_page_number and (alone or line.page_break_before):
            pending = True
            continue
        if pending:
            line = Line(line.text, True, True, line.may_be_page_number)
            pending = False
        kept.append(line)
    return kept
