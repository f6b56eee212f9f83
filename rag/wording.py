"""Small turns of Vietnamese: cutting a phrase short, beginning it small, naming a place."""

from __future__ import annotations

import re

_MARK = re.compile(r"^\s*[-–+•]\s+")
_SMALL_AT_START = re.compile(r"^[^\W\d_]+")
_KEEP_CAPITAL = frozenset(
    "Ban Ủy UBND HĐND Phòng Sở Đảng Chi Trung Văn Mặt MTTQ Hội Đoàn Công Trạm Thường Chương Nghị Kế Quyết Chỉ Kết "
    "Đại Quốc Luật Bộ Nhà Nhân Đề Hải Việt".split()
)


def without_mark(text: str) -> str:
    """Return the text of a list item without its dash; a sign before a figure stays."""
    return _MARK.sub("", text)


def shortened(text: str, limit: int = 120) -> str:
    """Return the text cut at a word so that it has at most about ``limit`` characters, with "…" where cut."""
    text = text.strip().lstrip("-–+• ").rstrip(" :;,.")
    if len(text) <= limit:
        return text
    return text[: limit + 1].rsplit(" ", 1)[0].rstrip(" :;,.–-") + "…"


def small(text: str) -> str:
    """Return the phrase with a small first letter, unless its first word is a name or an abbreviation."""
    match = _SMALL_AT_START.match(text)
    if match is None or match[0] in _KEEP_CAPITAL or match[0].isupper():
        return text
    return text[0].lower() + text[1:]


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
