"""Finding the places that a question names: communes of the collection, slips of theirs, and others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from corpus.vietnamese import LOWER, UPPER, comparable, fold, one_i_style
from rag.collection import Collection

UNIT = r"(?:xa|phuong|thi tran|dac khu)"
"""Kinds of communes, folded."""
_OTHER_UNIT = r"(?:huyen|(?<!co )quan|thi xa|thanh pho|tinh|(?<!cac )(?<!nhung )(?<!moi )thon|to dan pho|khu pho)"
_LEADING = rf"(?:(?:o|tai|cua|thuoc|tren dia ban|trong)\s+)?(?:(?P<unit>{UNIT}|{_OTHER_UNIT})\s+)?"
"""Words before a name that go with it."""
_ANY_UNIT = re.compile(
    rf"\b(?P<unit>{UNIT})\s+(?=(?P<first>[^\W\d_]+|(?<=phuong )\d{{1,2}}\b)(?:\s+(?P<second>[^\W\d_]+))?)"
)
_BARE_NAME = re.compile(
    rf"\b(?:[ởỞ]|[tT]ại|[cC]ủa|[tT]huộc)\s+(?P<first>[{UPPER}][{LOWER}]+)\s+(?P<second>[{UPPER}][{LOWER}]+)"
    rf"(?:\s+[{UPPER}][{LOWER}]+){{0,2}}"
)
_UNITS_TYPED = ("xa", "xã", "phuong", "phường", "thi tran", "thị trấn", "dac khu", "đặc khu")
_PROPER = re.compile(rf"^[{UPPER}]")
_NOT_A_NAME = frozenset(
    "nao nay kia do ay hoi co thi la va dat duoc nong minh ta em toi chung khac con lai gi ma de trong tren cua o tai "
    "ve voi cho se da dang phai can moi cu nhu theo thuoc bi cung khong chua nang kieu thong so dan the den tu phan "
    "phap tien thuc cham huong an thao mot hai ba bon bay tam chin muoi cao thap nhieu it lon nho chenh deu hon kem "
    "truoc sau som muon tot dung dau nhat cung cach so".split()
)
"""Words after "xã", "phường" (or what looks like them without diacritics) that open no name."""
_OPENS_BODY = frozenset(
    "ubnd hdnd uy hoi dang phong ban doan mat mttq cong trung truong tram chu bi van pho giam to btv bch nghi "
    "ke".split()
)
"""Words that may follow a commune's name in capitals without being part of it."""
_DIRECTIONS = frozenset("bac nam dong tay thuong ha trung".split())
_NOT_AFTER_DIRECTION = re.compile(r"\s*(?:\d|nao|nay|sau|toi|qua)")
_OF_BODY = re.compile(r"\b(?:ubnd|hdnd|uy ban nhan dan|hoi dong nhan dan|dang uy|dang bo|tram y te|cong an|cap)\s+$")
_ASKS_WHEN = re.compile(r"\b(?:bao gio|khi nao|luc nao)\s*$")
_BESIDE = re.compile(r"\b(?:va|voi|vs|hay|hoac|hon)\s+$|[,;]\s*$")
_PLACE_SYLLABLES = frozenset("tan phu vinh xuan kien nghi quang hung lac".split())
"""Syllables that open many communes' names and hardly any other word."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in the text, with the words that lead to it ("ở xã …")."""

    start: int
    end: int
    name_start: int
    commune: str | None
    """The collection's commune; None for a place that the collection does not have."""


def plain(text: str) -> str:
    """Return the text without diacritics, "y" and "i" alike; the same length."""
    return one_i_style(fold(text))


def find_places(text: str, collection: Collection, is_syllable: Callable[[str], bool]) -> tuple[Mention, ...]:
    """Return the places that the text names, in no particular order.

    A name is the commune's when it is spelled so, or without diacritics, or with a slip that is no
    Vietnamese syllable. Other diacritics, another unit ("huyện …") or a longer name make it another place.

    :param is_syllable: whether a word is a Vietnamese syllable as spelled.
    """
    folded = plain(text)
    found: list[Mention] = []
    for commune in collection.communes:
        found.extend(_spelled_right(text, folded, commune, collection, is_syllable))
    for commune in collection.communes:
        found.extend(_misspelled(text, folded, commune, found, is_syllable))
    found.extend(_after_unit(text, folded, collection, found))
    if not found:
        found.extend(_bare_names(text, folded, collection))
    return tuple(found)


def _name_of(commune: str) -> str:
    """Return the commune's name without its kind, plain."""
    return plain(re.sub(rf"^{UNIT}\s+", "", plain(commune)))


def _spelled_right(
    text: str, folded: str, commune: str, collection: Collection, is_syllable: Callable[[str], bool]
) -> Iterator[Mention]:
    name = _name_of(commune)
    unit = plain(commune)[: -len(name)].strip()
    for match in re.finditer(rf"\b{_LEADING}(?P<name>{re.escape(name)})\b", folded):
        typed = text[match.start("name") : match.end("name")]
        # "bao giờ thì xã …": only folded does "thì xã" read like "thị xã".
        typed_unit = comparable(text[match.start("unit") : match.end("unit")]) if match["unit"] else ""
        no_unit = typed_unit.startswith("thì ") or (
            typed_unit == "thi xa" and _ASKS_WHEN.search(folded[: match.start()])
        )
        named_unit = unit if no_unit else match["unit"]
        ours = named_unit in (None, unit) and _same_name(typed, match["name"], commune, is_syllable)
        longer = _longer_name_end(text, folded, match, collection)
        start = match.start("unit") if match["unit"] and not ours else match.start()
        yield Mention(start, longer or match.end(), match.start("name"), commune if ours and not longer else None)


def _same_name(typed: str, folded: str, commune: str, is_syllable: Callable[[str], bool]) -> bool:
    own, words = one_i_style(comparable(commune)).split(), one_i_style(comparable(typed)).split()
    if one_i_style(typed.lower()) == folded or own[-len(words) :] == words:
        return True
    bare = {fold(word) for word in own}  # half-accented: "Tân Ky"
    return all(word in own or word in bare or not is_syllable(word) for word in words)


def _longer_name_end(text: str, folded: str, match: re.Match[str], collection: Collection) -> int | None:
    """Return where a longer name ends that our name only begins ("Tân Lập Đông"), or None."""
    after = re.match(r" ([^\W\d_]+)(?: ([^\W\d_]+))?", folded[match.end() :])
    if after is None:
        return None
    following = after[1]
    if any(folded.startswith(f" {_name_of(other)}", match.end()) for other in collection.communes):
        return None
    typed = text[match.end() + 1 : match.end() + 1 + len(following)]
    if typed.isupper() and not text.isupper():
        return None  # an abbreviation: "UBKT"
    if _PROPER.match(typed) and not text.isupper():
        capitals = bool(_PROPER.match(text[match.start("name")]))
        return match.end() + after.end(1) if capitals and following not in _OPENS_BODY else None
    compound = after[2] is not None and collection.knows_pair(following, after[2])
    if match["unit"] is None or following not in _DIRECTIONS or compound:
        return None
    rest = folded[match.end() + after.end(1) :]
    return None if _NOT_AFTER_DIRECTION.match(rest) else match.end() + after.end(1)


def _taken(start: int, known: Iterable[Mention]) -> bool:
    return any(mention.start <= start < mention.end for mention in known)


def _misspelled(
    text: str, folded: str, commune: str, known: list[Mention], is_syllable: Callable[[str], bool]
) -> Iterator[Mention]:
    """Yield names one slip away: the other syllables right, the slip no Vietnamese syllable."""
    words = [*re.finditer(r"[^\W\d_]+", folded)]
    name = _name_of(commune).split()
    for index in range(len(words) - len(name) + 1 if len(name) > 1 else 0):
        run = words[index : index + len(name)]
        wrong = [(w, n) for w, n in zip(run, name, strict=True) if w[0] != n]
        if _taken(run[0].start(), known) or len(wrong) != 1:
            continue
        slip = text[wrong[0][0].start() : wrong[0][0].end()]
        if DamerauLevenshtein.distance(wrong[0][0][0], wrong[0][1]) == 1 and not is_syllable(slip):
            lead = re.search(rf"\b{_LEADING}$", folded[: run[0].start()])
            start = lead.start() if lead else run[0].start()
            yield Mention(start, run[-1].end(), run[0].start(), commune)


def _after_unit(text: str, folded: str, collection: Collection, known: list[Mention]) -> list[Mention]:
    """Return the places named after "xã", "phường" that the collection does not have."""
    found: list[Mention] = []
    for match in _ANY_UNIT.finditer(folded):
        if _taken(match.start("first"), known) or _taken(match.start("unit"), known):
            continue
        end = _name_end(text, folded, match, collection, beside_ours=bool(known))
        if end is not None:
            found.append(Mention(match.start(), end, match.start("first"), None))
    return found


def _name_end(text: str, folded: str, match: re.Match[str], collection: Collection, *, beside_ours: bool) -> int | None:
    """Return where the name after a unit ends, or None where no name stands there."""
    if comparable(text[match.start("unit") : match.end("unit")]) not in _UNITS_TYPED:
        return None
    first, second = match["first"], match["second"]
    if first.isdigit():
        return match.end("first")
    if _PROPER.match(text[match.start("first") :]) and not text.isupper():
        if first in _NOT_A_NAME and not (second and _PROPER.match(text[match.start("second") :])):
            return None
        rest = re.match(rf"(?:\s+[{UPPER}]\w*){{0,3}}", text[match.end("first") :])
        return match.end("first") + (rest.end() if rest else 0)
    if second is None or first in _NOT_A_NAME or second in _NOT_A_NAME:
        return None
    before = folded[: match.start()]
    if collection.is_name(first, second):
        return match.end("second")
    if _OF_BODY.search(before) or (beside_ours and not _BESIDE.search(before)):
        return None
    # "xa tan lap": the papers know "xã Tân" only from the name of a commune of their own.
    opens_ours = first in {_name_of(commune).split()[0] for commune in collection.communes}
    of_unit = collection.knows_pair(match["unit"].split()[-1], first)
    seen = collection.knows_pair(first, second) or (not opens_ours and of_unit)
    return None if seen else match.end("second")


def _bare_names(text: str, folded: str, collection: Collection) -> list[Mention]:
    """Return a place named without its unit where the question opens, ends, or says "ở", "của" before it."""
    for match in _BARE_NAME.finditer(text):
        first, second = plain(match["first"]), plain(match["second"])
        if first not in _OPENS_BODY and not collection.knows_pair(first, second):
            return [Mention(match.start("first"), match.end(), match.start("first"), None)]
    pattern = r"(?:^|\b(?:o|tai|cua)\s+)(?P<first>[a-z]+) (?P<second>[a-z]+)\b|\b(?P<third>[a-z]+) (?P<last>[a-z]+)\W*$"
    for match in re.finditer(pattern, folded):
        first = match["first"] or match["third"]
        second = match["second"] or match["last"]
        if first in _PLACE_SYLLABLES and second not in _NOT_A_NAME and not collection.knows_pair(first, second):
            start = match.start("first") if match["first"] else match.start("third")
            if text[start].islower() and text[start : match.end()] != folded[start : match.end()]:
                continue  # "quảng trường": who marks accents writes names with capitals
            end = match.end("second") if match["first"] else match.end("last")
            return [Mention(start, end, start, None)]
    return []
