"""The unit a paper is of, and its issuing body in full."""

from __future__ import annotations

import re
from collections import Counter

from corpus.vietnamese import LOWER, UPPER, fold

_UNIT = re.compile(
    r"\b(?P<kind>[Xx]ã|[Pp]hường|[Tt]hị trấn|[Đđ]ặc khu|XÃ|PHƯỜNG|THỊ TRẤN|ĐẶC KHU) +"
    rf"(?P<name>(?:[{UPPER}][{LOWER}{UPPER}]*)(?: +(?:[{UPPER}][{LOWER}{UPPER}]*|\d{{1,2}}\b)){{0,3}})"
)
_NOT_A_NAME = re.compile(
    r"\b(?:hoi|uy ban|dang|ban|phong|hdnd|ubnd|nhan dan|va|so|viet nam|mat tran|lan|cong|to chuc|kinh te|nong thon)\b"
)
_BODIES = (
    "Ban Chấp hành Đảng bộ", "Ban Thường vụ Đảng ủy", "Thường trực Đảng ủy", "Đảng ủy Ủy ban nhân dân", "Đảng ủy UBND",
    "Hội đồng nhân dân", "Ủy ban nhân dân", "Đảng ủy", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Văn phòng Đảng ủy",
    "Ủy ban Kiểm tra Đảng ủy", "Ban Xây dựng Đảng",
)  # fmt: skip


def title_case(name: str) -> str:
    """Return a name in capitals with each syllable capitalised; other names as they are."""
    return " ".join(word.capitalize() for word in name.split()) if name.isupper() else name


def _units(text: str) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for match in _UNIT.finditer(text):
        words = title_case(match["name"]).split()
        kept: list[str] = []
        for word in words:
            if _NOT_A_NAME.search(fold(" ".join([*kept, word]))):
                break
            kept.append(word)
        if kept:
            found[(match["kind"].lower(), " ".join(kept))] += 1
    return found


def commune_of(text: str, place: str | None) -> str | None:
    """Return the unit a paper is of ("xã …", "phường …"), or None where its text names none.

    The place of the date line decides where the text calls it a commune; else the most named commune, the
    first of equals.

    :param place: the place of the date line, as written.
    """
    units = _units(text)
    if place is not None:
        folded = fold(place)
        of_place = [unit for unit in units if fold(unit[1]) == folded or fold(f"{unit[0]} {unit[1]}") == folded]
        if of_place:
            kind, name = max(of_place, key=lambda unit: units[unit])
            return f"{kind} {name}"
    if not units:
        return None
    (kind, name), _ = units.most_common(1)[0]
    return f"{kind} {name}"


def _body_in_full(behalf: str, symbol: str | None, text: str) -> str:
    """Return the body of a "T/M" line in ordinary letters, as far as the paper tells which one it is."""
    folded = fold(behalf)
    party_of_government = symbol is not None and re.search(r"ĐU\.?UB", symbol) is not None
    if folded == "dang uy" and party_of_government:
        return "Đảng ủy UBND"
    for body in _BODIES:
        whole = fold(body)
        if whole == folded or (whole.startswith(folded + " ") and whole in fold(text)):
            return body
    return behalf.capitalize()


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
    if on_behalf_of is not None:
        body = _body_in_full(on_behalf_of, symbol, text)
        if unit and fold(unit) not in fold(body) and not re.search(r"\b(?:xa|phuong|thi tran|dac khu)$", fold(body)):
            return f"{body} {unit}"
        return body
    bodies = [
        line for line in issuing_lines if re.match(r"^(?:dang|uy ban|ban |hoi dong|chu tich|thuong truc)", fold(line))
    ]
    if not bodies:
        return None
    body = _sentence_case(bodies[-1])
    if unit and fold(unit) in fold(" ".join(issuing_lines)):
        return f"{_without(body, unit)} {unit}".strip()
    return body


def _sentence_case(text: str) -> str:
    for body in _BODIES:
        if fold(text).startswith(fold(body)):
            return body + text[len(body) :]
    return text.capitalize() if text.isupper() else text


def _without(body: str, unit: str) -> str:
    at = fold(body).find(fold(unit))
    return body[:at].strip() if at >= 0 else body
