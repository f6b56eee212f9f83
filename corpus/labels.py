"""The numbers that Vietnamese papers put before headings and items, and how they nest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

from corpus.vietnamese import LOWER, UPPER


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
    TASK = 7
    """"Nhiệm vụ 1", "Mô hình số 2"."""
    NUMBER = 8
    NUMBER_2 = 9
    NUMBER_3 = 10
    NUMBER_4 = 11
    PARENTHESIS = 12
    LETTER = 13
    UNLABELLED = 14


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paragraph's label and the words after it."""

    style: LabelStyle
    label: str
    rest: str


_TASK = (
    r"(?:Nhiệm vụ|Công việc|Mô hình|Đề án|Dự án|Nội dung|Giải pháp|Chỉ tiêu|Mục tiêu|Tiêu chí|Hạng mục|Bước|"
    r"Khâu đột phá)"
)
_ROMAN = r"(?=[IVX])X{0,2}(?:IX|IV|V?I{0,3})"
_COUNT = r"(?:[IVX]+|\d{1,3})"
_OPENS = rf"[{UPPER}“\"]"
"""What may follow a label without a space: "1.Mục tiêu", "I/NỘI DUNG"."""
_AFTER_WORD = r"\b[.:]?\s*(?P<rest>.*)$"
_AFTER_DOT = rf"(?:\.?\s+|\.(?={_OPENS}))"
_NO_DOCUMENT = rf"(?![{UPPER}][{UPPER}{LOWER}]{{0,5}}\d{{0,2}}[-–.])"
"""What follows a slash is no document's symbol: "63/QĐ-UBND" is a number, "1/NỘI DUNG" a heading."""
_AFTER_NUMBER = rf"(?:\s?[.)/]\s+|\s?[.)/](?={_OPENS}){_NO_DOCUMENT}|[-–]\s+(?={_OPENS}))"
_REST = r"(?P<rest>\S.*)$"
_PATTERNS: tuple[tuple[LabelStyle, re.Pattern[str]], ...] = (
    (LabelStyle.PART, re.compile(rf"^(?P<label>P(?:hần|HẦN)\s+(?:(?:thứ|THỨ)\s+\w+|{_COUNT})){_AFTER_WORD}", re.S)),
    (LabelStyle.CHAPTER, re.compile(rf"^(?P<label>(?:Chương|CHƯƠNG)\s+{_COUNT}){_AFTER_WORD}", re.S)),
    (LabelStyle.DIVISION, re.compile(rf"^(?P<label>(?:Mục|MỤC)\s+{_COUNT}){_AFTER_WORD}", re.S)),
    (LabelStyle.ARTICLE, re.compile(r"^(?P<label>(?:Điều|ĐIỀU)\s+\d+[a-zđ]?)\s*[.:]\s*(?P<rest>.*)$", re.S)),
    (LabelStyle.TASK, re.compile(rf"^(?P<label>{_TASK}\s+(?:(?:số|thứ)\s+)?\d{{1,2}})\s*[.:]\s+{_REST}", re.S)),
    (LabelStyle.ROMAN, re.compile(rf"^(?P<label>{_ROMAN})\s?(?:[.\-–/]\s+|[./](?={_OPENS}))(?![A-Z]\.){_REST}", re.S)),
    (LabelStyle.LETTER_UPPER, re.compile(rf"^(?P<label>[A-HĐ])\s?(?:[.\-/]\s+|/(?={_OPENS})){_REST}", re.S)),
    (LabelStyle.NUMBER_4, re.compile(rf"^(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{3}}){_AFTER_DOT}{_REST}", re.S)),
    (LabelStyle.NUMBER_3, re.compile(rf"^(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{2}}){_AFTER_DOT}{_REST}", re.S)),
    (LabelStyle.NUMBER_2, re.compile(rf"^(?P<label>\d{{1,2}}\.\d{{1,2}})(?:\.\s+|\.?\s*(?={_OPENS}|\()){_REST}", re.S)),
    (LabelStyle.NUMBER, re.compile(rf"^(?P<label>\d{{1,2}}){_AFTER_NUMBER}{_REST}", re.S)),
    (LabelStyle.PARENTHESIS, re.compile(r"^\((?P<label>\d{1,2})\)\s*(?P<rest>\S.*)$", re.S)),
    (LabelStyle.LETTER, re.compile(rf"^(?P<label>[a-zđ])\s?(?:[).]\s+|/\s+|[)/](?={_OPENS})){_REST}", re.S)),
)  # fmt: skip
_APPENDIX_COUNT = r"(?:\s+(?:(?:SỐ|[Ss]ố)\s+)?(?:[IVX]+|\d{1,2}[A-Z]?))"
_APPENDIX = re.compile(rf"^(?P<label>PHỤ LỤC{_APPENDIX_COUNT}?)\s*[.:]?\s*(?P<rest>[^{LOWER}]*)$")
# In small letters only alone, or numbered and parted from its title: "Phụ lục 1 kèm theo" is running text.
_APPENDIX_SMALL = re.compile(
    rf"^(?P<label>Phụ lục{_APPENDIX_COUNT})(?:\s*$|\s*[.:]\s+(?P<rest>[{UPPER}].*)$)|^Phụ lục\s*:?$"
)
_BULLET = re.compile(r"^(?:[-–—+•●▪◦o]|[\uf0b7\uf0a7\uf02d])\s+\S|^[-–+](?=[“\"]?[" + UPPER + "])")


def labelled(text: str) -> Labelled | None:
    """Return the label at the start of a paragraph, or None where there is none."""
    if match := _APPENDIX.match(text):
        return Labelled(LabelStyle.APPENDIX, match["label"], match["rest"].strip())
    if match := _APPENDIX_SMALL.match(text):
        return Labelled(LabelStyle.APPENDIX, match["label"] or "Phụ lục", (match["rest"] or "").strip())
    for style, pattern in _PATTERNS:
        if match := pattern.match(text):
            label = f"({match['label']})" if style is LabelStyle.PARENTHESIS else match["label"]
            return Labelled(style, label, match["rest"].strip())
    return None


def has_bullet(text: str) -> bool:
    """Say whether the text starts with "- ", "+ " or another bullet."""
    return bool(_BULLET.match(text))
