"""Figures that name something and count nothing: dates, document numbers, articles, roads, ranks, ages, terms."""

from __future__ import annotations

import re

from corpus.vietnamese import UPPER, fold

HIDDEN = "§"
"""Stands for a digit that counts nothing."""
_UNIT_NEXT = (
    r"(?!\s?(?:[\d.,]|%|phan tram|trieu|ty|ti|nghin|ngan|dong|ha\b|km\b|tan\b|kg\b|m2\b)"
    r"|\s?(?:-|–|den)\s?[\d.,]+\s?(?:%|trieu|ty|ha\b))"
)
_NAMED = re.compile(
    r"\b(?:dieu|khoan|muc|phu luc|chuong|phan|quy|thang|lan thu|thu|khoa|cap|cap do|muc do|duong|hem|ngo|ngach|"
    r"quoc lo|tinh lo|huyen lo|duong tinh|duong huyen|ql|dt|du an|khu|phuong|thon|quan|phien ban|iso|hinh|"
    r"bieu|mau|giai doan|dot|vong|loai|hang|"
    r"bac|lop|so|diem|chi bo)(?: so)?:? \d+\w*(?:[.,]\d+)*(?:, ?\d+\w*)*(?!\w)"
    rf"(?! (?:the|giay|con|cai|luot|suat|bo|ho|mo hinh)\b){_UNIT_NEXT}"
)
_PAPERS = re.compile(
    r"\b(?:de an|nghi quyet|chi thi|ket luan|ke hoach|thong tu|chuong trinh|trung uong|nghi dinh|luat|quyet dinh)"
    r"(?: so)? \d{1,3}\b(?![.,/]\d|%|\s?(?:trieu|ty|ha)\b)"
)
_DATES = (
    r"\bngày\s+\d{1,2}(?:, ?\d{1,2})*(?:/\d{1,2}|\s+(?:của )?tháng\s+\d{1,2})?(?:\s+năm\s+\d{4})?",
    r"(?<!\d)\d{1,2}/\d{1,2}/\d{4}|(?<!\d)\d{1,2}/(?:19|20)\d{2}(?!\d)",
    r"\b(?:trước|sau|từ|đến|hết)\s+\d{1,2}/\d{1,2}(?![\d/])(?!\s(?:tiêu|thôn|trường|bản|xã))",
    r"(?<![\d.,])(?:19|20)\d{2}(?:\s?[-–]\s?(?:19|20)?\d{2})?(?![.,]?\d)"
    r"(?!\s?(?:%|triệu|tỷ đồng|tỉ đồng|ha\b|đồng|km\b|tấn))",
    r"\b\d+(?:\s?[-–]\s?\d+|\s(?:đến|tới)\s\d+)?\s(?:năm|tháng|tuần|tuổi|sao|quý)\b",
    r"\b\d{1,2}\s?(?:giờ|h|g)\b(?:\s?\d{2})?(?:\s?phút)?(?=\s?(?:\d|đến|sáng|chiều|hằng|hàng|[.,;:-]|$))",
)
_OTHER = (
    r"\btrên\s0?1\s(?=ha\b|đơn vị|người|m2|hộ|sào|diện tích|lao động|héc)",
    r"(?<!\d)0\d{2,4}[. ]?\d{3}[. ]?\d{3,4}(?!\d)",
    r"\b(?:cả|trong)\s\d\s(?=tiêu chí|cấp|mặt|lĩnh vực|nội dung|khâu|bên)",
    r"\(\d{1,2}\)|\b\d{1,2}\)(?=\s)",
    r"[“\"](?![^“”\"]{0,60}%)(?![^“”\"]{0,60}con số)[^“”\"\n]{1,60}[”\"]",
)
_PLAIN = re.compile("|".join((*_DATES, *_OTHER)), re.IGNORECASE)
_DOCUMENTS = re.compile(
    rf"\b\d{{1,5}}(?:/\d{{4}})?\s?[-–/]\s?(?=[{UPPER}]\w*[{UPPER}])\w+(?:[-–/.]\w+)*|\b[Ss]ố:?\s\d+\s?[-–/]\s?[^\W\d]\S*"
)
_PLACES = re.compile(
    r"\b(?:[Xx]ã|[Pp]hường|[Tt]hôn|[Ấấ]p|[Bb]ản|[Kk]hu|[Tt]ổ|[Tt]rường|[Kk]hóm|[Ll]àng)"
    rf"(?:\s[{UPPER}][^\W\d_]*){{1,4}}\s\d{{1,2}}\b(?!%)"
)
"""A place with a number in its name: "xã Sơn Kim 2"."""
_DIGIT = re.compile(r"\d")


def without_naming_figures(text: str) -> str:
    """Return the text with the digits that count nothing as ``HIDDEN``; every other code point stays."""
    if not _DIGIT.search(text):
        return text
    hidden = _DOCUMENTS.sub(_hide, text)
    hidden = _PLAIN.sub(_hide, _PLACES.sub(_hide, hidden))
    return _hide_folded(_hide_folded(hidden, _PAPERS), _NAMED)


def _hide(match: re.Match[str]) -> str:
    return _DIGIT.sub(HIDDEN, match[0])


def _hide_folded(text: str, pattern: re.Pattern[str]) -> str:
    """Hide what the pattern finds in the folded text."""
    parts, position = [], 0
    for match in pattern.finditer(fold(text)):
        parts += [text[position : match.start()], _DIGIT.sub(HIDDEN, text[match.start() : match.end()])]
        position = match.end()
    return "".join([*parts, text[position:]])
