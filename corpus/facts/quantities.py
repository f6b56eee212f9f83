"""Quantities in running text: the figure, its unit and what bounds it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from corpus.facts.naming_figures import without_naming_figures
from corpus.facts.units import MEASURE, SHARE, counted_end, with_per
from corpus.statements import Comparator
from corpus.vietnamese import fold

Span = tuple[int, int]


class QuantityKind(StrEnum):
    """What the figure is a figure of."""

    SHARE = "share"
    MEASURE = "measure"
    """Money, area, weight, time …"""
    COUNT = "count"
    NONE = "none"
    """"không còn": none of what follows."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure with its unit; spans are offsets into the text it was read from, empty for what is not written."""

    kind: QuantityKind
    low: Decimal
    high: Decimal
    value: Span
    unit: Span
    comparator: Comparator = Comparator.EXACTLY
    before: Span = (0, 0)
    """The words in front that bound it."""
    after: Span = (0, 0)
    """"trở lên", "trở xuống" behind it."""

    @property
    def start(self) -> int:
        """Where it begins, the words that bound it included."""
        return self.before[0] if self.before[1] else self.value[0]

    @property
    def end(self) -> int:
        """Where figure and unit end."""
        return max(self.value[1], self.unit[1])


_NUMBER = r"(?:\d{1,3}(?:\.\d{3}){1,4}(?:,\d{1,4})?(?!\d)|\d{1,12}(?:[.,]\d{1,4})?)"
_QUANTITY = re.compile(
    rf"(?<![\w.,/§])(?P<low>{_NUMBER})"
    rf"(?:(?:\s?(?:{SHARE}|{MEASURE}))?(?:\s?[-–÷]\s?|\s(?:đến|tới)\s)(?P<high>{_NUMBER})|/(?P<of>\d{{1,12}})(?![\d/]))?"
    rf"(?:\s?(?P<share>{SHARE})|\s?(?P<measure>{MEASURE})|(?P<count>\s)(?=[^\W\d_]))",
    re.IGNORECASE,
)
_IN_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "đôi": 2}
_IN_WORDS_COUNT = re.compile(
    rf"\b(?:ít nhất|tối thiểu|tối đa|không quá|gấp|thêm)\s+(?P<value>{'|'.join(_IN_WORDS)})\b"
    r"(?!\s(?:phần|trong|số|nửa|tuần|tháng|lần|năm|quý|lúc|cách|chút|bước)\b)\s?",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"\b(?P<value>không còn|không có|không để (?:xảy ra|phát sinh)|không phát sinh|không xảy ra)\s+(?:các |thêm )?"
    r"(?=(?:hộ|nhà (?:tạm|dột)|người|giáo viên|học sinh|thôn|bản|trường|vụ|cơ sở|trẻ|điểm nóng|điểm đen|nợ|trường hợp|"
    r"tai nạn|tội phạm|hồ sơ|cán bộ|công chức|tảo hôn|lao động|xã|tụ điểm|cháy|địa bàn)\b)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:(?P<at_least>it nhat|toi thieu|khong duoi|khong thap hon|khong it hon)|"
    r"(?P<at_most>toi da|khong (?:qua|vuot qua|vuot|cao hon|tren|lon hon))|"
    r"(?P<more_than>tren|hon|vuot|cao hon|lon hon)|(?P<less_than>duoi|thap hon|nho hon|it hon|chua den)|"
    r"(?P<about>khoang|xap xi|gan|uoc(?: dat)?)|(?P<since>tu))\s+$"
)
_UPWARDS = re.compile(r"\s*(?P<after>trở (?P<way>lên|xuống))\b")
_NEAR_UPWARDS = re.compile(r"(?:\s[^\W\d_]+){0,4}?\s(?P<after>trở (?P<way>lên|xuống))\b")
_FAR_UPWARDS = re.compile(r"(?:,?\s[^\W\d_]+){0,12}?\s(?P<after>trở (?P<way>lên|xuống))\b")
_MOVES_ON = re.compile(r"\s+(?:xuống|lên|còn|tăng lên|giảm còn)\b", re.IGNORECASE)
_LONGEST_BOUND = 20


def quantities(text: str) -> list[Quantity]:
    """Return the quantities of a text in order; dates, document numbers and other names are none."""
    shown = without_naming_figures(text)
    found = [*_in_figures(text, shown), *_in_words(text), *_of_none(text)]
    found.sort(key=lambda quantity: quantity.value)
    bounded = [_bounded(text, shown, quantity) for quantity in found]
    return [quantity for quantity in bounded if not _is_left_behind(text, quantity)]


def _is_left_behind(text: str, quantity: Quantity) -> bool:
    """Say whether the figure is where a change begins: the first of "từ 22 phút xuống còn 13 phút"."""
    since = fold(text[slice(*quantity.before)]) == "tu"
    return since and bool(_MOVES_ON.match(text, quantity.end))


def _in_figures(text: str, shown: str) -> Iterator[Quantity]:
    for match in _QUANTITY.finditer(shown):
        low = decimal(match["low"])
        high = decimal(match["high"]) if match["high"] else low
        value = (match.start("low"), match.end("high") if match["high"] else match.end("low"))
        if match["of"]:
            value = (match.start("low"), match.end("of"))
        name = "share" if match["share"] else "measure" if match["measure"] else "count"
        unit = _unit(text, match, name)
        if unit is None or high < low or (name == "measure" and _is_of_time(text, match)):
            continue
        yield Quantity(QuantityKind(name), low, high, value, unit)


def _unit(text: str, match: re.Match[str], name: str) -> Span | None:
    if name == "count":
        end = counted_end(text, match.end())
        return None if end is None else (match.end(), with_per(text, end))
    return match.start(name), with_per(text, match.end())


def _is_of_time(text: str, match: re.Match[str]) -> bool:
    """Say whether "02 lần" tells how often: an increase "1,6 lần" does not."""
    if match["measure"].lower() != "lần":
        return False
    return not re.search(r"(?:tăng|gấp|giảm)(?: \w+)? $", text[max(0, match.start() - 20) : match.start()].lower())


def _in_words(text: str) -> Iterator[Quantity]:
    for match in _IN_WORDS_COUNT.finditer(text):
        word = match["value"].lower()
        figure, end = Decimal(_IN_WORDS[word]), counted_end(text, match.end())
        if word == "đôi":
            yield Quantity(QuantityKind.MEASURE, figure, figure, match.span("value"), (0, 0))
        elif end is not None:
            yield Quantity(QuantityKind.COUNT, figure, figure, match.span("value"), (match.end(), end))


def _of_none(text: str) -> Iterator[Quantity]:
    for match in _NONE.finditer(text):
        end = counted_end(text, match.end())
        unit = (match.end(), end) if end is not None else (0, 0)
        yield Quantity(QuantityKind.NONE, Decimal(0), Decimal(0), match.span("value"), unit)


def decimal(figure: str) -> Decimal:
    """Return a figure as written in Vietnamese: "1.250" is 1250, "13,5" is 13.5, "1.8" is 1.8."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", figure):
        figure = figure.replace(".", "")
    return Decimal(figure.replace(",", "."))


def _bounded(text: str, shown: str, quantity: Quantity) -> Quantity:
    """Return the quantity with what bounds it: "trên", "từ … trở lên"."""
    if quantity.kind is QuantityKind.NONE:
        return quantity
    at = max(0, quantity.value[0] - _LONGEST_BOUND)
    before = _BEFORE.search(fold(text[at : quantity.value[0]]))
    since = before is not None and before.lastgroup == "since"
    after = _after(shown, quantity, since=since)
    comparator = Comparator.EXACTLY if quantity.low == quantity.high else Comparator.BETWEEN
    if before is not None and before.lastgroup != "since":
        comparator = Comparator(before.lastgroup or "")
    elif after is not None:
        comparator = Comparator.AT_LEAST if after["way"] == "lên" else Comparator.AT_MOST
    elif since and quantity.low == quantity.high:
        comparator = Comparator.AT_LEAST
    return replace(
        quantity,
        comparator=comparator,
        before=(at + before.start(), at + before.end() - 1) if before else (0, 0),
        after=after.span("after") if after else (0, 0),
    )


def _after(shown: str, quantity: Quantity, *, since: bool) -> re.Match[str] | None:
    near = quantity.value[1] if quantity.kind is QuantityKind.COUNT else quantity.end
    if match := _UPWARDS.match(shown, quantity.end):
        return match
    return (_FAR_UPWARDS if since else _NEAR_UPWARDS).match(shown, near)
