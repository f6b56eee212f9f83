"""Questions that ask for two things: where they come apart, so that each part can be asked by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.vietnamese import fold
from rag.asks import Ask, find_asks

_CUT = re.compile(r"[,;.?]\s+(?:và\s+|va\s+)?|\s+(?:và|va|đồng thời|dong thoi)\s+", re.IGNORECASE)
_LEAST_WORDS = 3
"""What has fewer words asks nothing by itself."""
_LEAST_OPENING = 4
_MOST = 3
"""More parts than this are answered as one question."""


def parts(question: str, blank: Callable[[str], str] = str) -> tuple[str, ...]:
    """Return the parts that ask by themselves; the whole question alone where it asks once.

    "A và B" of one question stays together: it is cut only where the words on both sides ask for something.

    :param blank: returns the text with the names of places blanked out, the same length.
    """
    pieces = [question]
    while True:
        cut = _first_cut(pieces[-1], blank)
        if cut is None or len(pieces) == _MOST:
            return tuple(pieces)
        pieces[-1:] = cut


def opening(question: str) -> str | None:
    """Return the words before the first comma or "và", where they may be a question; None where they are too few."""
    cut = _CUT.search(question)
    words = question[: cut.start()].strip() if cut is not None else ""
    return words if len(words.split()) >= _LEAST_OPENING else None


def _first_cut(question: str, blank: Callable[[str], str]) -> tuple[str, str] | None:
    for match in _CUT.finditer(question):
        before, after = question[: match.start()].strip(), question[match.end() :].strip()
        if _asks(before, blank) and _asks(after, blank):
            return before, after
    return None


def _asks(text: str, blank: Callable[[str], str]) -> bool:
    return len(text.split()) >= _LEAST_WORDS and find_asks(fold(blank(text))).kinds != (Ask.CONTENT,)
