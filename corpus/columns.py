"""Two columns that a converter ran together on one line: the letterhead's and the closing's.

"ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI …" and "- Lưu: VT. CHỦ TỊCH" are cut where the right column begins; the words
and their order stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from corpus.cleaning import Line
from corpus.headwords import ABOUT, AUTHORITY, MOTTO, date_of, is_post, is_upper, name_of, number_of, opens_behalf
from corpus.vietnamese import fold

_LONGEST = 200
"""Two columns on one line are no longer than this, code points."""
_RECIPIENT = re.compile(r"^(?:[-–+•]\s*\S|noi (?:nhan|gui)\s*:)")


def _left_of_head(text: str) -> bool:
    return is_upper(text) or number_of(text) is not None or bool(ABOUT.match(text))


def _right_of_head(text: str) -> bool:
    if MOTTO.match(fold(text)):
        return True
    dated = date_of(text)
    return dated is not None and text[:1].isupper() and not is_upper(dated[0]) and len(dated[0].split()) <= 5


def _left_of_closing(text: str) -> bool:
    return bool(_RECIPIENT.match(fold(text))) and text[-1] in ":;,."


def _right_of_closing(text: str) -> bool:
    if is_upper(text) and (opens_behalf(text) or is_post(text)):
        return True
    named = len(text.split()) >= 3 and name_of(text) is not None
    return named and not AUTHORITY.match(fold(text))


def _cut(line: Line, is_left: Callable[[str], bool], is_right: Callable[[str], bool]) -> list[Line]:
    """Return the line, cut at the first word where a left part ends and a right part begins."""
    words = line.text.split(" ") if len(line.text) <= _LONGEST else []
    for at in range(1, len(words)):
        left, right = " ".join(words[:at]), " ".join(words[at:])
        if is_right(right) and is_left(left):
            tail = replace(line, text=right, gap_before=False, page_break_before=False, column=line.column + 1)
            return [replace(line, text=left), tail]
    return [line]


def head_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a letterhead with the left column's words on lines of their own."""
    return [part for line in lines for part in _cut(line, _left_of_head, _right_of_head)]


def closing_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a closing with the recipients' words on lines of their own."""
    return [part for line in lines for part in _cut(line, _left_of_closing, _right_of_closing)]
