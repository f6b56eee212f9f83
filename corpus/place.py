"""The unit a paper is of, and its issuing body in full."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus.headwords import AUTHORITY, is_post
from corpus.vietnamese import LOWER, UPPER, fold

_WORD = rf"[{UPPER}][{LOWER}{UPPER}]*(?:['’][{LOWER}{UPPER}]+)?"
_UNIT = re.compile(
    r"\b(?P<kind>[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU) +"
    rf"(?P<name>\d{{1,2}}\b(?![\d.,/%])|{_WORD}(?: +(?:{_WORD}|\d{{1,2}}\b(?![\d.,/%]))){{0,3}})"
)
_SESSION = re.compile(r",? (?:KHÓA|KHOÁ|NHIỆM KỲ|KỲ HỌP)\b.*$")
_KIND_ENDS = re.compile(r"\b(?:xa|phuong|thi tran|dac khu)$")
# Words, with their diacritics, that follow a unit's name or stand after "xã" without naming one.
_NOT_A_NAME = re.compile(
    r"\b(?:hội (?:chủ|hóa|hoá|học|và|năm|giai|trong|của)|hội đồng|hội nghị|đại hội|ủy ban|uỷ ban|đảng|ban chấp|"
    r"ban hành|ban thường|phòng|hđnd|ubnd|nhân dân|và|sở|việt nam|mặt trận|lần thứ|nhiệm kỳ|công an|tổ chức|kinh tế|"
    r"nông thôn|giai đoạn|năm|khóa|khoá|tỉnh|thành phố|huyện|quận|số|về|chủ tịch|bí thư|nghị quyết|"
    r"kế hoạch|quyết định)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:đảng bộ|đảng ủy|đảng uỷ|ubnd|hđnd|ủy ban nhân dân|uỷ ban nhân dân|hội đồng nhân dân) $", re.IGNORECASE
)
_OWNER_WEIGHT = 3
"""A unit named as the owner of a body ("UBND xã …") counts this many times a unit named in passing."""
_BODIES = (
    "Ban Chấp hành Đảng bộ", "Ban Thường vụ Đảng ủy", "Thường trực Đảng ủy", "Đảng ủy Ủy ban nhân dân", "Đảng ủy UBND",
    "Chủ tịch Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban nhân dân", "Văn phòng Đảng ủy", "Đảng ủy",
    "Ủy ban Mặt trận Tổ quốc Việt Nam", "Ủy ban Kiểm tra Đảng ủy", "Ban Xây dựng Đảng", "Ban Chấp hành",
    "Ban Thường vụ",
    "Ban Chỉ đạo", "Ban Chỉ huy", "Hội Liên hiệp Phụ nữ", "Hội Nông dân", "Hội Cựu chiến binh", "Đoàn Thanh niên",
)  # fmt: skip
_ACRONYM = re.compile(r"^(?:ubnd|uybnd|ubmttq|ubkt|duub|[^aeiouy\W\d]{2,})$")
"""An abbreviation that stays in capitals, folded: known, or without a vowel."""
Unit = tuple[str, str]


def title_case(name: str) -> str:
    """Return a name in capitals with each syllable capitalised; other names as they are."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _name_in(found: str) -> str:
    """Return the words of a match up to the first that is no part of a name."""
    stop = _NOT_A_NAME.search(found)
    name = title_case((found[: stop.start()] if stop else found).strip())
    return "" if fold(name) in ("hoi", "xa", "phuong") else name


def _units(text: str) -> Counter[Unit]:
    found: Counter[Unit] = Counter()
    for match in _UNIT.finditer(text):
        kind, name = match["kind"].lower(), _name_in(match["name"])
        if not name or (name.isdigit() and kind == "xã"):
            continue
        owned = _OWNER.search(text[max(0, match.start() - 25) : match.start()].replace("\n", " "))
        found[(kind, name)] += _OWNER_WEIGHT if owned else 1
    return _without_extensions(found)


def _without_extensions(found: Counter[Unit]) -> Counter[Unit]:
    """Count "Tân An Nguyễn" for "Tân An" where the shorter name stands as often or oftener."""
    kept: Counter[Unit] = Counter()
    for (kind, name), count in found.items():
        words = name.split()
        shorter = [" ".join(words[:end]) for end in range(1, len(words))]
        base = next((short for short in shorter if found.get((kind, short), 0) >= count), name)
        kept[(kind, base)] += count
    return kept


def commune_of(text: str, place: str | None, issuing_lines: Sequence[str] = ()) -> str | None:
    """Return the unit a paper is of ("xã …", "phường …"), or None where its text names none.

    The place of the date line decides where the text calls it a commune, then the letterhead; else the most
    named commune, the first of equals.

    :param place: the place of the date line, as written.
    :param issuing_lines: the letterhead's lines in capitals.
    """
    units = _units(text)
    named = place or ""
    for unit in (*_units(named), *sorted(units, key=lambda unit: -units[unit])):
        if fold(unit[1]) == fold(named):
            return f"{unit[0]} {title_case(named)}"
        if fold(" ".join(unit)) == fold(named):
            return " ".join(unit)
    of_head = _units("\n".join(issuing_lines))
    pool = of_head or units
    if not pool:
        return None
    return " ".join(pool.most_common(1)[0][0])


def _body_in_full(behalf: str, symbol: str | None, issuing_lines: Sequence[str], text: str) -> str:
    """Return the body of a "T/M" line in ordinary letters, as far as the paper tells which one it is."""
    folded = fold(behalf)
    if folded == "dang uy":
        # The Party committee of the people's committee signs as "ĐẢNG ỦY" too; a text that names it is not by it.
        in_head = re.search(r"dang uy (?:uy ban nhan dan|ubnd)", fold(" ".join(issuing_lines)))
        of_government = in_head or re.search(r"ĐU\.?UB", symbol or "")
        return "Đảng ủy UBND" if of_government else "Đảng ủy"
    whole_text = fold(text)
    for body in _BODIES:
        whole = fold(body)
        if whole == folded or (whole.startswith(folded + " ") and whole in whole_text):
            return body
    return _as_written(behalf, text)


def issuer_of(
    issuing_lines: tuple[str, ...],
    on_behalf_of: str | None,
    symbol: str | None,
    commune: str | None,
    text: str,
) -> str | None:
    """Return the issuing body in full, from the signature's "T/M" line or else the letterhead's capitals.

    :param issuing_lines: lines in capitals of the letterhead, the superior body first.
    """
    unit = commune or ""
    if on_behalf_of is not None and not is_post(on_behalf_of):
        return _of_unit(_body_in_full(on_behalf_of, symbol, issuing_lines, text), unit)
    at = [i for i, line in enumerate(issuing_lines) if AUTHORITY.match(fold(line))]
    if not at:
        return None
    body = _as_written(_SESSION.sub("", " ".join(issuing_lines[at[-1] :])), text)
    in_head = bool(unit) and fold(unit) in fold(" ".join(issuing_lines))
    return _of_unit(body, unit) if in_head else body


def _of_unit(body: str, unit: str) -> str:
    """Return the body with its unit's name, once, as the paper writes it."""
    if not unit:
        return body
    folded, at = fold(body), fold(body).find(fold(unit))
    if at >= 0:
        return f"{body[:at]}{unit}{body[at + len(unit) :]}".strip()
    return _KIND_ENDS.sub("", folded) and f"{body[: len(_KIND_ENDS.sub('', folded))].rstrip()} {unit}"


def _as_written(body: str, text: str) -> str:
    """Return a body in capitals as running text writes it, the paper's own where it names the body."""
    folded = fold(text)
    at = folded.find(fold(body))
    while at >= 0:
        written = text[at : at + len(body)]
        if not written.isupper() and "\n" not in written:
            return written[:1].upper() + written[1:]
        at = folded.find(fold(body), at + 1)
    return _in_sentence_case(body)


def _in_sentence_case(text: str) -> str:
    """Return a body in capitals as running text writes it: "VĂN PHÒNG UBND" → "Văn phòng UBND"."""
    if not text.isupper():
        return text
    for body in _BODIES:
        if fold(text).startswith(fold(body)):
            return (body + _names_up(text[len(body) :].lower(), text[len(body) :])).strip()
    words = [word if _ACRONYM.match(fold(word)) else word.lower() for word in text.split()]
    joined = _names_up(" ".join(words), text)
    return joined[:1].upper() + joined[1:]


def _names_up(lowered: str, original: str) -> str:
    """Capitalise the names of units in lowered text: "… tỉnh lam giang" → "… tỉnh Lam Giang"."""
    named = re.search(r"\b(?:xã|phường|thị trấn|đặc khu|huyện|tỉnh|thành phố|quận)\s+(.+)$", original, re.IGNORECASE)
    if named is None or not _name_in(named[1]):
        return lowered
    at = len(lowered) - len(named[1])
    return lowered[:at] + title_case(named[1].upper())
