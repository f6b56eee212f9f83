"""Targets and results: a figure, what it is a figure of, for when and for whom."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.facts.indicators import Left, is_head, left_of, right_of, trimmed_front, without_change
from corpus.facts.periods import periods
from corpus.facts.quantities import Quantity, QuantityKind, quantities
from corpus.facts.units import comparable_unit
from corpus.statements import Change, Target

Span = tuple[int, int]
_PIECE = re.compile(r"(?P<clause>;\s*)|(?<=\S)[.!?]\s+(?=[-–+“\"(]?\s?[^\W\d_a-zđ]|\d+%)|\n")
_BODY_LINK = frozenset({"đạt", "là", "bằng", "chiếm", "còn", "ở mức", "giữ ổn định", "ổn định", "xuống", "lên"})
_CARRIES_ON = _BODY_LINK | {"tăng", "giảm", "kéo giảm"}
_BASIS_STOPS = re.compile(r"(?:và|để|nhằm|gắn|do|qua|với|nhưng|thì|theo|trong|ở|tại)\b", re.IGNORECASE)
_COMPARED = re.compile(r"so v[ớơóo]i\s|kế hoạch|dự toán|chỉ tiêu|cùng kỳ", re.IGNORECASE)
_SCOPE = re.compile(
    r"\b(?:(?:trên địa bàn|tại|ở)(?: các| mỗi| từng| toàn| tất cả các)?|(?:cho |của )?(?:mỗi|từng)|toàn)\s"
    r"(?:xã|phường|thị trấn|thôn|bản|ấp|buôn|tổ dân phố|khu dân cư|trường|cấp học|chi bộ|tổ chức|đơn vị|cơ quan|hộ|"
    r"lớp|doanh nghiệp|cụm|vùng|tổ|nhà văn hóa|cơ sở|địa bàn|khu)\b(?: (?:học|đảng|dân phố|dân cư|sản xuất|nghề))*"
    r"(?: [^\W\d_a-zđ][^\W\d_]*)*"
)
_LONGEST_BASIS = 12
_FAR = 300
"""A time or an indicator that stands farther off, in code points, is another figure's."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands that targets are read from, and what is said above it."""

    document_id: str
    paragraph_id: str
    offset: int
    """Where the text begins in the document."""
    period: str | None
    """The time set by what stands above."""
    subject: str
    """What the text is about, for a figure with no words of its own."""
    subject_paragraph_id: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """One figure as read: its parts as spans of the text."""

    quantity: Quantity
    left: Left
    right: Span
    """The phrase behind the figure."""
    indicator: tuple[Span, ...]
    basis: Span
    verb: str


def targets_in(text: str, place: Place) -> Iterator[Target]:
    """Yield the figures that a paragraph or cell states, in order."""
    found = quantities(text)
    if not found:
        return
    opening = _opening_period(text, 0, len(text))
    starts = [quantity.start for quantity in found]
    carried, before, position, read = opening, None, 0, 0
    for cut in [*_PIECE.finditer(text), None]:
        end = cut.start() if cut else len(text)
        stop = bisect_left(starts, end, read)
        inside, read = found[read:stop], stop
        carried = _opening_period(text, position, end) or carried
        above = replace(place, period=carried or place.period)
        for reading, bounds in _of_piece(text, (position, end), inside, before):
            yield _target(text, above, reading, bounds)
            before = reading
        if cut is not None and cut["clause"] is None:
            carried, before = opening, None
        position = cut.end() if cut else end


def _opening_period(text: str, start: int, end: int) -> str | None:
    """Return the time that the words open with: "Hằng năm, …", "Phấn đấu đến năm 2030, …"."""
    head = text[start : min(end, start + 70)]
    for begin, stop in periods(head):
        if len(head[:begin].split()) <= 3:
            return head[begin:stop]
    return None


def _of_piece(
    text: str, piece: Span, found: list[Quantity], before: _Reading | None
) -> Iterator[tuple[_Reading, Span]]:
    """Yield the figures of a clause with the stretch in which their time is looked for."""
    begin = piece[0]
    for at, quantity in enumerate(found):
        following = found[at + 1].start if at + 1 < len(found) else piece[1]
        before = _read(text, (begin, piece[1]), quantity, before)
        yield before, (piece[0], following if following > quantity.end else piece[1])
        begin = _next_begin(before, following)


def _next_begin(reading: _Reading, following: int) -> int:
    """Return from where the words in front of the next figure are looked for."""
    quantity, right = reading.quantity, reading.right
    end = max(quantity.end, quantity.after[1] if quantity.after[0] <= quantity.end + 1 else 0)
    if right[1] <= following:
        return max(end, right[1])
    return right[0] if quantity.kind is QuantityKind.COUNT else end


def _read(text: str, bounds: Span, quantity: Quantity, before: _Reading | None) -> _Reading:
    left = left_of(text, bounds[0], min(quantity.start, quantity.value[0]))
    start, verb = without_change(text, left)
    right = _right(text, bounds[1], quantity)
    words = text[start : left.end]
    if ":" in left.links and right[0] < right[1] and not is_head(words):
        words, start = "", left.end
    verb = verb or next((link for link in sorted(left.links) if link in ("tăng", "giảm", "kéo giảm", "cắt giảm")), "")
    is_near = (
        before is not None and quantity.value[0] - min(span[0] for span in before.indicator or (quantity.value,)) < _FAR
    )
    if before is not None and is_near and not words.strip() and (left.links & _CARRIES_ON or left.is_aside):
        return _Reading(quantity, left, right, before.indicator, _basis(text, quantity, right), verb)
    if _names_indicator(words, left, quantity, text, right):
        return _Reading(quantity, left, right, ((start, left.end),), _basis(text, quantity, right), verb)
    action = _action(text, left, quantity, before) if words.strip() or not left.links else None
    parts = [*([action] if action else []), *_without_bound(text, quantity, right)]
    return _Reading(quantity, left, right, tuple(parts), (0, 0), "")


def _action(text: str, left: Left, quantity: Quantity, before: _Reading | None) -> Span | None:
    """Return the words that say what is done with what is counted: "thành lập", "số hóa"."""
    words = text[left.last : left.end].split()
    if quantity.kind is QuantityKind.NONE or len(words) > _LONGEST_BASIS or ":" in left.links:
        return None
    if words:
        return left.last, left.end
    is_one_more = before is not None and quantity.kind is before.quantity.kind is QuantityKind.COUNT
    return before.indicator[0] if before is not None and is_one_more and len(before.indicator) > 1 else None


def _names_indicator(words: str, left: Left, quantity: Quantity, text: str, right: Span) -> bool:
    """Say whether the words in front name what the figure is of, not the ones behind it."""
    count = len(words.split())
    behind = text[right[0] : right[1]].strip()
    if count == 0 or quantity.kind is QuantityKind.NONE:
        return False
    if not behind or (quantity.kind is QuantityKind.COUNT and behind == text[slice(*quantity.unit)].strip()):
        return count > 2 or is_head(words) or not behind
    if is_head(words):
        return True
    return bool(left.links & _BODY_LINK) and count > 1


def _right(text: str, end: int, quantity: Quantity) -> Span:
    """Return the phrase behind the figure; what is counted is the first word of it."""
    start = quantity.unit[0] if quantity.kind in (QuantityKind.COUNT, QuantityKind.NONE) else quantity.end
    start = max(start, quantity.value[1])
    if quantity.after[1] and quantity.after[0] <= quantity.end + 1:
        start = max(start, quantity.after[1])
        start = quantity.unit[0] if quantity.kind is QuantityKind.COUNT else start
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, max(start, right_of(text, start, end))


def _without_bound(text: str, quantity: Quantity, right: Span) -> list[Span]:
    """Return the phrase behind the figure without the "trở lên" inside it."""
    start, end = trimmed_front(text, *right) if quantity.kind is not QuantityKind.COUNT else right[0], right[1]
    after = quantity.after
    if not after[1] or not start <= after[0] < end:
        return [(start, end)] if start < end else []
    rest = after[1] + len(text[after[1] : end]) - len(text[after[1] : end].lstrip(" ,/"))
    pieces = [(start, start + len(text[start : after[0]].rstrip())), (rest, end)]
    return [(a, b) for a, b in pieces if a < b]


def _basis(text: str, quantity: Quantity, right: Span) -> Span:
    """Return what a share is taken of, or what a change is against."""
    start, end = right
    if quantity.kind is QuantityKind.COUNT:
        start = min(end, quantity.unit[1])
        start += len(text[start:end]) - len(text[start:end].lstrip())
    if quantity.after[1] and start < quantity.after[0] < end:
        end = start + len(text[start : quantity.after[0]].rstrip())
    words = text[start:end]
    compared = _COMPARED.match(words)
    if start >= end or len(words.split()) > _LONGEST_BASIS or (_BASIS_STOPS.match(words) and not compared):
        return 0, 0
    return (start, end) if compared or quantity.kind is QuantityKind.SHARE else (0, 0)


def _target(text: str, place: Place, reading: _Reading, bounds: Span) -> Target:
    quantity = reading.quantity
    spans = [
        span for span in (*reading.indicator, reading.basis, quantity.value, quantity.unit, quantity.after) if span[1]
    ]
    start = min([quantity.start, *(span[0] for span in spans)])
    end = max(span[1] for span in spans)
    unit = text[slice(*quantity.unit)].strip()
    base, scale = comparable_unit(unit)
    scope = _SCOPE.search(text, start, end)
    named = " … ".join(" ".join(text[a:b].split()) for a, b in reading.indicator)
    written = [text[slice(*span)].strip() for span in (quantity.before, quantity.after) if span[1]]
    return Target(
        indicator=named or place.subject,
        indicator_paragraph_id=place.paragraph_id if named else place.subject_paragraph_id,
        comparator=quantity.comparator,
        comparator_text=" … ".join(written),
        change=_change(reading),
        is_average=reading.left.is_average,
        value=text[slice(*quantity.value)],
        low=quantity.low,
        high=quantity.high,
        unit=unit,
        base_unit=base,
        scale=scale,
        period=_period(text, reading, bounds) or place.period,
        scope=" ".join(scope[0].split()) if scope else None,
        basis=text[slice(*reading.basis)] or None,
        document_id=place.document_id,
        paragraph_id=place.paragraph_id,
        start=place.offset + start,
        end=place.offset + end,
    )


def _change(reading: _Reading) -> Change:
    if not reading.verb or reading.left.links & _BODY_LINK:
        return Change.LEVEL
    return Change.INCREASE if "tăng" in reading.verb else Change.DECREASE


def _period(text: str, reading: _Reading, bounds: Span) -> str | None:
    """Return the time written nearest before the figure in its clause, or else behind it."""
    start, end = bounds
    if reading.left.is_aside:
        tail = text[max(start, reading.quantity.start - 16) : reading.quantity.start]
        if year := re.search(r"(?:năm )?20\d\d(?=\s?\($)", tail):
            return year[0]
    start, end = max(start, reading.quantity.start - _FAR), min(end, reading.quantity.end + _FAR)
    found = [(start + a, start + b) for a, b in periods(text[start:end])]
    before = [span for span in found if span[1] <= reading.quantity.value[0]]
    after = [span for span in found if _is_of(text, reading, span)]
    chosen = before[-1] if before else after[0] if after else None
    return text[slice(*chosen)] if chosen else None


def _is_of(text: str, reading: _Reading, period: Span) -> bool:
    """Say whether a time behind a figure is that figure's: not that of "…, năm 2024 là 37 triệu đồng"."""
    end = max(reading.quantity.end, reading.right[1] if reading.right[1] <= period[0] else 0)
    between, behind = text[end : period[0]], text[period[1] : period[1] + 5]
    return end <= period[0] and "," not in between and not re.match(r":| (?:là|đạt|có)\b", behind)
