"""The numbers that Vietnamese papers put before headings and items, and how they nest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.vietnamese import LOWER


class LabelStyle(IntEnum):
    """Styles of labels; a smaller value encloses a larger one."""

    APPENDIX = 0
    PART = 1
    CHAPTER = 2
    LETTER_UPPER = 3
    ROMAN = 4
    DIVISION = 5
    """"Mục 1" inside a chapter."""
    ARTICLE = 6
    """"Điều 1"."""
    NUMBER = 7
    NUMBER_2 = 8
    NUMBER_3 = 9
    NUMBER_4 = 10
    PARENTHESIS = 11
    LETTER = 12
    UNLABELLED = 13


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph's label and the words after it."""

    style: LabelStyle
    label: str
    rest: str


_ROMAN = r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})"
_PATTERNS: tuple[tuple[LabelStyle, re.Pattern[str]], ...] = (
    (LabelStyle.PART, re.compile(r"^(?P<label>P(?:hần|HẦN)\s+(?:(?:thứ|THỨ)\s+\w+|[IVX]+|\d+))\b[.:]?\s*(?P<rest>.*)$", re.S)),
    (LabelStyle.CHAPTER, re.compile(r"^(?P<label>(?:Chương|CHƯƠNG)\s+(?:[IVX]+|\d+))\b[.:]?\s*(?P<rest>.*)$", re.S)),
    (LabelStyle.DIVISION, re.compile(r"^(?P<label>(?:Mục|MỤC)\s+(?:[IVX]+|\d+))\b[.:]?\s*(?P<rest>.*)$", re.S)),
    (LabelStyle.ARTICLE, re.compile(r"^(?P<label>(?:Điều|ĐIỀU)\s+\d+[a-zđ]?)\s*[.:]\s*(?P<rest>.*)$", re.S)),
    (LabelStyle.ROMAN, re.compile(rf"^(?P<label>{_ROMAN})\s?[.\-–]\s+(?P<rest>\S.*)$", re.S)),
    (LabelStyle.LETTER_UPPER, re.compile(r"^(?P<label>[A-HĐ])\s?[.\-]\s+(?P<rest>\S.*)$", re.S)),
    (LabelStyle.NUMBER_4, re.compile(r"^(?P<label>\d{1,2}(?:\.\d{1,2}){3})\.?\s+(?P<rest>\S.*)$", re.S)),
    (LabelStyle.NUMBER_3, re.compile(r"^(?P<label>\d{1,2}(?:\.\d{1,2}){2})\.?\s+(?P<rest>\S.*)$", re.S)),
    (LabelStyle.NUMBER_2, re.compile(r"^(?P<label>\d{1,2}\.\d{1,2})\.?\s+(?P<rest>[^\W\d_“\"(].*|[“\"(].*)$", re.S)),
    (LabelStyle.NUMBER, re.compile(r"^(?P<label>\d{1,2})\s?[.)]\s+(?P<rest>\S.*)$", re.S)),
    (LabelStyle.PARENTHESIS, re.compile(r"^\((?P<label>\d{1,2})\)\s*(?P<rest>\S.*)$", re.S)),
    (LabelStyle.LETTER, re.compile(r"^(?P<label>[a-zđ])\s?[).]\s+(?P<rest>\S.*)$", re.S)),
)  # fmt: skip
_APPENDIX = re.compile(rf"^(?P<label>PHỤ LỤC(?:\s+(?:[IVX]+|\d+|SỐ\s+\d+))?)\s*[.:]?\s*(?P<rest>[^{LOWER}]*)$")
_BULLET = re.compile(r"^(?:[-–—+•●▪o]|[\uf0b7\uf0a7])\s+\S")


def labelled(text: str) -> Labelled | None:
    """Return the label at the start of a paragraph, or None where there is none."""
    if match := _APPENDIX.match(text):
        return Labelled(LabelStyle.APPENDIX, match["label"], match["rest"].strip())
    for style, pattern in _PATTERNS:
        if match := pattern.match(text):
            label = f"({match['label']})" if style is LabelStyle.PARENTHESIS else match["label"]
            return Labelled(style, label, match["rest"].strip())
    return None


def has_bullet(text: str) -> bool:
    """Say whether the text starts with "- ", "+ " or another bullet."""
    return bool(_BULLET.match(text))
