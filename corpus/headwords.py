"""What tells the lines of a letterhead and a closing: numbers, dates, mottos, posts, "T/M"."""

from __future__ import annotations

import re
from datetime import date

from corpus.vietnamese import LOWER, UPPER, fold

MOTTO = re.compile(
    r"^(?:cong hoa xa hoi chu nghia viet nam|doc lap\s*[-–]\s*tu do\s*[-–]\s*hanh phuc|dang cong san viet nam)\.?$"
)
ABOUT = re.compile(r"^(?:v/v|về việc|về)\b", re.IGNORECASE)
AUTHORITY = re.compile(
    r"^(?:cua )?(?:dang (?:bo|uy|doan)|uy ban|ubnd|ubmttq|hoi dong|hdnd|ban |chu tich|thuong truc|bo |van phong|phong |"
    r"so |trung tam|cong an|mat tran|hoi |doan (?:thanh nien|tncs|the|cong tac|kiem tra)|"
    r"truong (?:mam non|mau giao|tieu hoc|trung hoc|th|thcs|thpt|cao dang|dai hoc|chinh tri)\b|"
    r"tram |chi bo|lien doan|cong doan|to (?:cong tac|giup viec|cong nghe|dan pho)|thanh tra|tinh uy|"
    r"thanh uy|huyen uy|quan uy|thi uy|bch|btv|dai hoi|tong cong ty|cong ty|hop tac xa|chi cuc|cuc )"
)
"""Words that a body's name begins with, folded."""
_NUMBER = re.compile(
    r"^Số\s*:?\s*(?P<number>\d{1,5}[a-zA-Z]?)?[\s.…_]*(?:[-–/]\s*)?"
    r"(?P<symbol>(?:\d{4}/)?[A-ZĐ][\w&]*(?:\s?[-–/.]\s?[\w&]+)*)\s*$"
)
_WRITTEN = (
    r"ngày[\s.…_]*(?P<day>\d{1,2})?[\s.…_]*tháng[\s.…_]*(?P<month>\d{1,2})?[\s.…_]*năm[\s.…_]*(?P<year>\d{4})|"
    r"ngày\s*(?P<day2>\d{1,2})\s*[/.-]\s*(?P<month2>\d{1,2})\s*[/.-]\s*(?P<year2>\d{4})"
)
_DATE = re.compile(rf"^(?P<place>[^,:;]{{2,60}}?)(?:,\s*|\s+)(?P<written>{_WRITTEN})\s*\.?$", re.IGNORECASE)
_BEHALF = re.compile(rf"^(?:T/M|TM|T\.M|K/T|KT|K\.T|T/L|TL|T\.L|TUQ|T/UQ)\.?[\s/.:]\s*(?=[{UPPER}])")
# With diacritics: folded, "Trưởng" is the family name "Trương".
_POST = re.compile(
    r"^(?:quyền |q\.? ?|phó )?(?:bí thư|chủ tịch|chánh|giám đốc|trưởng|chủ nhiệm|thủ tướng|bộ trưởng|hiệu trưởng|"
    r"thường trực|tổng bí thư|ủy viên|uỷ viên|phó|pct|viện trưởng|chỉ huy|tổ trưởng|đội trưởng|trạm trưởng|thư ký)\b"
)
_RANK = (
    r"(?:(?:Đại|Thượng|Trung|Thiếu) (?:tá|úy|uý|tướng)|(?:PGS|GS|TS|ThS|Ths|BS|KS|CN|LS)\.?"
    r"(?:\s?(?:TS|CKI{1,2}|BS)\.?)?)\s+"
)
_WORD = rf"[{UPPER}][{LOWER}]*(?:['’][{UPPER}{LOWER}]+)?"
_NAME = re.compile(rf"^(?:{_RANK})?(?P<name>(?:{_WORD}\s+){{1,5}}{_WORD})$")
_NAME_IN_CAPITALS = re.compile(rf"^(?P<name>(?:[{UPPER}]+['’]?[{UPPER}]*\s+){{1,4}}[{UPPER}]+)$")


def is_upper(text: str) -> bool:
    """Say whether the text has at least two letters and all are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 2 and all(c.isupper() for c in letters)


def tidy_number(number: str) -> str:
    """Return a document number without the spaces around its dashes and strokes."""
    return re.sub(r"\s*([-–/])\s*", lambda match: match[1].replace("–", "-"), number)


def number_of(text: str) -> tuple[str | None, str | None] | None:
    """Return (number with symbol or None where blank, symbol) of a "Số" line, or None for another line."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    symbol = tidy_number(match["symbol"])
    if match["number"] is None:
        return None, symbol
    between = "/" if re.match(rf"^Số\s*:?\s*{match['number']}\s*/", text) else "-"
    return f"{match['number']}{between}{symbol}", re.sub(r"^\d{4}/", "", symbol)


def date_of(text: str) -> tuple[str, str, date | None] | None:
    """Return (place, date as written, date or None where a part is blank) of a date line, or None."""
    match = _DATE.match(text)
    if match is None:
        return None
    place, written = match["place"].strip(), match["written"]
    parts = [match[name] or match[f"{name}2"] or 0 for name in ("year", "month", "day")]
    try:
        return place, written, date(*map(int, parts))
    except ValueError:
        return place, written, None


def opens_behalf(text: str) -> bool:
    """Say whether a line opens a signature given for another: "T/M", "KT.", "TL."."""
    return bool(_BEHALF.match(text))


def without_behalf(text: str) -> str:
    """Return the line without its "T/M" or "KT."."""
    return _BEHALF.sub("", text)


def is_post(text: str) -> bool:
    """Say whether a line begins with a post: "CHỦ TỊCH", "Phó Bí thư"."""
    return bool(_POST.match(text.lower()))


def name_of(text: str) -> str | None:
    """Return the person's name that a signature line is, without rank or degree; None for another line."""
    if match := _NAME.match(text):
        return match["name"]
    if (match := _NAME_IN_CAPITALS.match(text)) and not (
        is_post(text) or opens_behalf(text) or AUTHORITY.match(fold(text))
    ):
        return match["name"]
    return None
