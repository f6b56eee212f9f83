"""From lines to paragraphs: wrapped lines joined, page breaks inside a sentence healed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.cleaning import Line, opens_upper
from corpus.headwords import is_upper
from corpus.labels import LabelStyle, has_bullet, labelled
from corpus.vietnamese import LOWER

_SENTENCE_END = re.compile(r"[.;:!?…][”\"’)]*$|\./\.?$|/\.?$")
_HYPHENATED = re.compile(r"\w(-)$")
_BREAKS_OFF = re.compile(
    r"(?:\w-|,|\b(?:tại|theo|của|và|với|về|các|những|là|cho|từ|đến|trong|do|để|bằng|số))$", re.IGNORECASE
)
"""No paragraph ends so: a comma, a cut word, a word that asks for another."""
_STARTS_LOW = re.compile(rf"^[“\"(]?[{LOWER}]|^[,;.)%]|^\d|^[-–] [{LOWER}]")
_WRAP_LIMIT = 130
"""Where nine in ten lines are shorter than this, the text was wrapped at a page's width."""
_SHORT = 0.72
"""A line below this share of the page's width ended before the margin."""
_STUB = 0.5
"""A line below this share of the page's width ends its paragraph, unless the next one begins in small letters."""
_KEPT = 200
_NAMED = (LabelStyle.PART, LabelStyle.CHAPTER, LabelStyle.DIVISION, LabelStyle.TASK)
"""Labels that are words too: "Mục 2" may stand inside a sentence."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a paper are broken."""

    wrapped: bool
    width: int
    """Ninetieth percentile of the line length, code points."""


def layout_of(lines: list[Line]) -> Layout:
    """Measure how the lines are broken; a text of very few lines counts as not wrapped."""
    lengths = sorted(len(line.text) for line in lines)
    if not lengths:
        return Layout(wrapped=False, width=0)
    width = lengths[min(len(lengths) - 1, int(len(lengths) * 0.9))]
    return Layout(wrapped=len(lengths) >= 8 and width < _WRAP_LIMIT, width=width)


def glue(left: str, right: str) -> str:
    """Join two parts of one sentence; a word or number cut at its hyphen ("57-" + "NQ/TW") gets no space."""
    return f"{left}{_between(left[-3:], right)}{right}"


def _between(tail: str, right: str) -> str:
    cut = _HYPHENATED.search(tail) and not tail.endswith(" -")
    return "" if cut and re.match(r"\w", right) else " "


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))


def _starts_unit(line: Line, previous: str) -> bool:
    """Say whether a line begins a labelled unit or item rather than going on with the sentence."""
    text = line.text
    found = labelled(text)
    parted = _ends_sentence(previous) or line.gap_before or _is_heading_like(previous)
    if found is not None and found.style in _NAMED:
        # "theo\nMục 2 Phần I" goes on.
        return parted
    if found is not None:
        # "theo điểm\na) khoản 1" and "mức\n1. 200" go on; a unit follows a finished sentence or a heading.
        weak = found.style in (LabelStyle.NUMBER, LabelStyle.LETTER, LabelStyle.LETTER_UPPER)
        return not weak or parted or opens_upper(found.rest) or found.rest[:1] == "("
    if has_bullet(text):
        # "kinh tế\n- xã hội" is a wrapped compound, not an item.
        words = text[1:].lstrip()
        return _ends_sentence(previous) or not words[:1].islower()
    return False


def _goes_on(line: Line, previous: str, previous_length: int, layout: Layout) -> bool:
    """Say whether the line belongs to the paragraph that ``previous`` is the text of so far."""
    if _starts_unit(line, previous):
        return False
    if _heading_goes_on(line, previous):
        return True
    unfinished = not _ends_sentence(previous)
    starts_low = bool(_STARTS_LOW.match(line.text))
    if line.gap_before:
        if line.page_break_before and unfinished:
            return starts_low or not _is_heading_like(previous) or previous_length >= _SHORT * layout.width
        return unfinished and starts_low and not is_upper(previous)
    if not layout.wrapped:
        return unfinished and starts_low
    if (starts_low and unfinished) or _BREAKS_OFF.search(previous):
        return True
    if previous_length < _STUB * layout.width or (not unfinished and _LABEL_LINE.match(previous)):
        return False
    ended_early = previous_length < _SHORT * layout.width
    return not (ended_early and (not unfinished or _is_heading_like(previous)))


_LABEL_LINE = re.compile(
    r"^(?:[-–+•]\s+)?(?:(?:Cơ quan|Đơn vị|Bộ phận|Người|Cán bộ|Tổ chức) "
    r"(?:đầu mối|chủ trì|phối hợp|thực hiện|tham mưu|chịu trách nhiệm)[^:.]{0,30}|Phối hợp|Chủ trì|Đầu mối|Kinh phí|"
    r"Nguồn (?:lực|vốn|kinh phí)|Thời (?:gian|hạn)[^:.]{0,30}|Tiến độ|Sản phẩm|Hoàn thành)\s*:\s*\S"
)
"""A line that states one thing of a task; what comes after its full stop is another."""


def _is_heading_like(text: str) -> bool:
    return labelled(text) is not None or is_upper(text)


def _heading_goes_on(line: Line, previous: str) -> bool:
    """Say whether the line is more of a heading in capitals, or the title of "Chương I" above it."""
    found = labelled(previous)
    if found is None or not is_upper(line.text):
        return False
    if found.style in _NAMED and not found.rest:
        return True
    in_capitals = found.style is not LabelStyle.APPENDIX and bool(found.rest) and is_upper(found.rest)
    return in_capitals and not line.gap_before and not _ends_sentence(previous)


def join_lines(lines: list[Line], layout: Layout) -> list[str]:
    """Return the paragraphs that the lines make, in order."""
    paragraphs: list[list[str]] = []
    previous, last_length = "", 0
    for line in lines:
        if paragraphs and _goes_on(line, previous, last_length, layout):
            between = _between(previous[-3:], line.text)
            paragraphs[-1] += [between, line.text]
            previous = _ends_of(f"{previous}{between}{line.text}")
        else:
            paragraphs.append([line.text])
            previous = _ends_of(line.text)
        last_length = len(line.text)
    return ["".join(parts) for parts in paragraphs]


def _ends_of(text: str) -> str:
    """Return what tells how a paragraph goes on: its beginning and its end, so that time does not grow with it."""
    return text if len(text) <= 2 * _KEPT else text[:_KEPT] + text[-_KEPT:]
