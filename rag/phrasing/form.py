"""The outside of a wording: length, characters, language. No source is looked at."""

from __future__ import annotations

import re
import unicodedata

from corpus.vietnamese import LOWER, UPPER, nfc, syllables
from rag.phrasing.writer import Unused

_CONTROL = ("C", "Zl", "Zp")
"""Unicode categories of what cannot be seen; a line break is the one exception."""
_MARKUP = re.compile(r"<[a-zA-Z/!]|[`#|~^\\{}]|\*|__|\]\(")
_LINK = re.compile(r"://|\bwww\.|@|\b[\w-]+\.(?:com|net|org|vn|gov|io|info|xyz|me|ly)\b", re.IGNORECASE)
_FOREIGN = re.compile(rf"[^{LOWER}{UPPER}]")
_PLAIN = re.compile(r"[a-z]+", re.IGNORECASE)
_LEAST_MARKED = 0.35
"""Of the syllables of a Vietnamese text at least this share has a diacritic; about seven in ten have."""
_FEW = 6
"""Fewer syllables tell no language."""
_BULLET = re.compile(r"^[ \t]*[*•+–-][ \t]+", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,2})[.)][ \t]+", re.MULTILINE)
_JOINED_LABELS = re.compile(r"\[(\d+(?:\s*[,;]\s*\d+)+)\]")


def tidied(text: str) -> str:
    """Return the text in NFC with one kind of line break, bullet and label, and without bold type.

    Lines numbered from 1 become list items: numbers that no paper has are no claims.
    """
    text = re.sub(r"[ \t]+", " ", nfc(text).replace("\r\n", "\n").replace("**", "")).strip()
    text = _JOINED_LABELS.sub(lambda m: "".join(f"[{n}]" for n in re.findall(r"\d+", m[1])), text)
    text = _BULLET.sub("- ", text)
    numbers = _NUMBERED.findall(text)
    if len(numbers) > 1 and numbers == [str(n) for n in range(1, len(numbers) + 1)]:
        text = _NUMBERED.sub("- ", text)
    return re.sub(r"[ \t]*\n\s*", "\n", text)


def longest(found: str) -> int:
    """Return how many code points the wording of an answer may have."""
    return 2 * len(found) + 400


def form_flaw(text: str, found: str) -> Unused | None:
    """Return what is wrong with the wording's form, None where nothing is.

    :param found: the answer that it words.
    """
    if not text.strip():
        return Unused.EMPTY
    if len(text) > longest(found):
        return Unused.TOO_LONG
    if any(unicodedata.category(c).startswith(_CONTROL) for c in text.replace("\n", " ")):
        return Unused.FORM
    if _MARKUP.search(text) or _LINK.search(text):
        return Unused.FORM
    return None if _is_vietnamese(text) else Unused.LANGUAGE


def _is_vietnamese(text: str) -> bool:
    found = syllables(text)
    if any(_FOREIGN.search(syllable) for syllable in found):
        return False
    marked = sum(not _PLAIN.fullmatch(syllable) for syllable in found)
    return len(found) < _FEW or marked >= _LEAST_MARKED * len(found)
