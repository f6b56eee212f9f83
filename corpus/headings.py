"""Telling headings from items, and growing the heading tree as it stands in the paper."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.labels import Labelled, LabelStyle, has_bullet, labelled
from corpus.vietnamese import UPPER

_LONG = 320
"""A numbered paragraph longer than this is an item: headings are one sentence."""
_LEAD_IN = 70
"""A lead-in ("Phân công thực hiện:") is no longer than this."""
_SECOND_SENTENCE = re.compile(rf"[.!?]\s+[{UPPER}]")
_ALWAYS_HEADING = (
    LabelStyle.APPENDIX, LabelStyle.PART, LabelStyle.CHAPTER, LabelStyle.ROMAN, LabelStyle.DIVISION,
)  # fmt: skip
_MARKDOWN = (
    LabelStyle.PART, LabelStyle.ROMAN, LabelStyle.NUMBER, LabelStyle.NUMBER_2, LabelStyle.NUMBER_3, LabelStyle.NUMBER_4,
)  # fmt: skip
"""The style that an unlabelled markdown heading of each level nests like."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph found to be a heading."""

    style: LabelStyle
    label: str
    title: str


def heading_of(paragraphs: Sequence[str], position: int) -> Heading | None:
    """Return the heading that the paragraph is, or None for an item or body paragraph.

    A labelled paragraph of one sentence is a heading where something stands under it, or where it ends
    without a full stop; "Chương" and Roman numbers always are, "Điều" where clauses follow. An unlabelled line
    is a heading where it is short, ends in a colon and items follow.
    """
    text = paragraphs[position]
    following = paragraphs[position + 1] if position + 1 < len(paragraphs) else None
    found = labelled(text)
    if found is None:
        return _lead_in(text, following)
    if found.style in _ALWAYS_HEADING:
        return Heading(found.style, found.label, found.rest)
    if found.style is LabelStyle.ARTICLE and _has_clauses(following):
        return Heading(found.style, found.label, found.rest)
    one_sentence = len(text) <= _LONG and not _SECOND_SENTENCE.search(found.rest)
    if not one_sentence:
        return None
    open_ended = not re.search(r"[.;/]$", text)
    if open_ended and _has_own_text(found.rest):
        return None
    if not open_ended and position and _is_next(paragraphs[position - 1], found):
        return None
    if _encloses(found, following) or (open_ended and len(text) <= _LONG // 2):
        return Heading(found.style, found.label, found.rest)
    return None


def markdown_heading(level: int, text: str) -> Heading:
    """Return the heading that a markdown heading line is; its number, where it has one, decides how it nests."""
    found = labelled(text)
    if found is not None:
        return Heading(found.style, found.label, found.rest)
    return Heading(_MARKDOWN[level - 1], "", text)


def _has_own_text(rest: str) -> bool:
    """Say whether the words after the label say something of a person or place rather than name a topic."""
    return bool(re.search(r":\s*\S", rest)) and len(rest) > _LEAD_IN and not re.search(r":\s*[“\"]", rest)


def _has_clauses(following: str | None) -> bool:
    below = labelled(following) if following is not None else None
    return below is not None and below.style > LabelStyle.ARTICLE


def _is_next(above: str, found: Labelled) -> bool:
    """Say whether the paragraph right above is the item before this one: a list's last item heads nothing."""
    before = labelled(above)
    return before is not None and before.style is found.style and _follows(before.label, found.label)


def _encloses(found: Labelled, following: str | None) -> bool:
    """Say whether the next paragraph stands under this label."""
    if following is None:
        return False
    below = labelled(following)
    return below is None or below.style > found.style


def _lead_in(text: str, following: str | None) -> Heading | None:
    ends_in_colon = text.endswith(":") and len(text) <= _LEAD_IN and text[:1].isupper()
    if ends_in_colon and following is not None and has_bullet(following):
        return Heading(LabelStyle.UNLABELLED, "", text)
    return None


@dataclass(frozen=True, slots=True)
class OpenHeading:
    """A heading whose section is open: paragraphs that follow stand under it."""

    section_id: str
    style: LabelStyle
    label: str
    text: str


class HeadingStack:
    """The headings open at one point of the paper, outermost first."""

    def __init__(self) -> None:
        self._open: list[OpenHeading] = []

    @property
    def innermost(self) -> OpenHeading | None:
        """The heading that a paragraph here stands under."""
        return self._open[-1] if self._open else None

    @property
    def path(self) -> tuple[str, ...]:
        """The texts of the open headings, outermost first."""
        return tuple(heading.text for heading in self._open)

    def enter(self, style: LabelStyle) -> OpenHeading | None:
        """Close what a heading of this style ends; return the one it stands under."""
        while self._open and self._open[-1].style >= style:
            self._open.pop()
        return self.innermost

    def push(self, heading: OpenHeading) -> int:
        """Open a heading; return its depth, 0 for the outermost."""
        self._open.append(heading)
        return len(self._open) - 1

    def close_before(self, item: Labelled) -> None:
        """Close the section that an item ends by taking the next number: "4. …" after heading "3."."""
        for heading in self._open:
            if heading.style is item.style and _follows(heading.label, item.label):
                self.enter(item.style)
                return

    def close_lead_in(self) -> None:
        """Close an unlabelled lead-in: a paragraph that is no item ends its list."""
        if self._open and self._open[-1].style is LabelStyle.UNLABELLED:
            self._open.pop()


def _follows(earlier: str, later: str) -> bool:
    """Say whether the last number (or letter) of one label comes right after the other's."""
    before, after = re.findall(r"\d+|[a-zđ]$", earlier), re.findall(r"\d+|[a-zđ]$", later)
    if not before or not after or before[:-1] != after[:-1]:
        return False
    if before[-1].isdigit() and after[-1].isdigit():
        return int(after[-1]) == int(before[-1]) + 1
    return len(before[-1]) == len(after[-1]) == 1 and ord(after[-1]) - ord(before[-1]) == 1
