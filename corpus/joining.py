"""From lines to paragraphs: wrapped lines joined, page breaks inside a sentence healed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.cleaning import Line
from corpus.labels import LabelStyle, has_bullet, labelled
from corpus.vietnamese import LOWER

_SENTENCE_END = re.compile(r"[.;:!?…][”\"’)]*$|\./\.?$|/\.?$")
_HYPHENATED = re.compile(r"\w(-)$")
_STARTS_LOW = re.compile(rf"^[“\"(]?[{LOWER}]|^[,;.)%]|^\d")
_WRAP_LIMIT = 130
"""Where nine in ten lines are shorter than this, the text was wrapped at a page's width."""
_SHORT = 0.72
"""A line below this share of the page's width ended before the margin."""


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
    cut = _HYPHENATED.search(left) and not left.endswith(" -")
    return left + right if cut and re.match(r"\w", right) else f"{left} {right}"


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE_END.search(text))


def _starts_unit(text: str, previous: str) -> bool:
    """Say whether a line begins a labelled unit or item rather than going on with the sentence."""
    found = labelled(text)
    if found is not None:
        # "theo điểm\na) khoản 1" and "mức\n1. 200" go on; a unit follows a finished sentence or a heading.
        weak = found.style in (LabelStyle.NUMBER, LabelStyle.LETTER, LabelStyle.LETTER_UPPER)
        return not weak or _ends_sentence(previous) or found.rest[:1].isupper() or found.rest[:1] in '“"('
    if has_bullet(text):
        # "kinh tế\n- xã hội" is a wrapped compound, not an item.
        words = text[1:].lstrip()
        return _ends_sentence(previous) or not words[:1].islower()
    return False


def _goes_on(line: Line, previous: str, previous_length: int, layout: Layout) -> bool:
    """Say whether the line belongs to the paragraph that ``previous`` is the text of so far."""
    if _starts_unit(line.text, previous):
        return False
    unfinished = not _ends_sentence(previous)
    starts_low = bool(_STARTS_LOW.match(line.text))
    if line.gap_before:
        if line.page_break_before and unfinished:
            return starts_low or not _is_heading_like(previous)
        return unfinished and starts_low
    if not layout.wrapped:
        return unfinished and starts_low
    ended_early = previous_length < _SHORT * layout.width
    if starts_low and unfinished:
        return True
    return not (ended_early and (not unfinished or _is_heading_like(previous)))


def _is_heading_like(text: str) -> bool:
    found = labelled(text)
    letters = [c for c in text if c.isalpha()]
    return found is not None or (bool(letters) and all(c.isupper() for c in letters))


def join_lines(lines: list[Line], layout: Layout) -> list[str]:
    """Return the paragraphs that the lines make, in order."""
    paragraphs: list[str] = []
    last_length = 0
    for line in lines:
        if paragraphs and _goes_on(line, paragraphs[-1], last_length, layout):
            paragraphs[-1] = glue(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
        last_length = len(line.text)
    return paragraphs
