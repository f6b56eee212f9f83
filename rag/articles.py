"""Articles that a question names by their number: "Điều 5", "khoản 2 Điều 8"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.vietnamese import fold

_BEHIND = re.compile(r"\bdieu (?P<article>\d{1,3}[a-z]?)\b[ ,]*(?P<point>$^)?khoan (?P<clause>\d{1,2})\b")
"""The clause behind its article: "Điều 5 khoản 2"."""
_NAMED = re.compile(
    r"(?:\bdiem (?P<point>[a-z])\b[ ,]*)?(?:\bkhoan (?P<clause>\d{1,2})\b[ ,]*)?\bdieu (?P<article>\d{1,3}[a-z]?)\b"
)


@dataclass(frozen=True, slots=True)
class ArticleName:
    """What a question names."""

    article: str
    clause: str | None
    point: str | None
    start: int
    end: int


def article_named(text: str) -> ArticleName | None:
    """Return the first article that the text names by number; None where it names none."""
    folded = fold(text)
    match = _BEHIND.search(folded) or _NAMED.search(folded)
    if match is None:
        return None
    return ArticleName(match["article"], match["clause"], match["point"], match.start(), match.end())
