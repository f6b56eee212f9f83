"""Where a paragraph stands: the heading or task that its words are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.labels import labelled
from corpus.model import Document, Paragraph, ParagraphKind, Section
from corpus.vietnamese import UPPER

_SENTENCE = re.compile(rf"(?<=[.;!?])\s+(?=[\"“(]?[{UPPER}0-9])")
_TASK_NUMBER = re.compile(r"^[^\W\d].*?(\d{1,2})$")
"""A label of words and a number: "Nhiệm vụ 4"."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a paragraph is about: a heading, or the numbered task above a run of "- Chủ trì: …" lines."""

    text: str
    paragraph_id: str


class Layout:
    """Looks up the headings and tasks above a paragraph."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._sections = {section.id: section for section in document.sections}
        self._heading_of = {section.paragraph_id: section for section in document.sections}

    def nearest_section(self, paragraph: Paragraph) -> Section | None:
        """Return the innermost section that the paragraph stands in, lead-ins included."""
        return self._sections.get(paragraph.section_id) if paragraph.section_id else None

    def section_of(self, paragraph: Paragraph) -> Section | None:
        """Return the innermost numbered section that the paragraph stands in, lead-ins skipped."""
        section = self.nearest_section(paragraph)
        while section is not None and not section.label:
            section = self._sections.get(section.parent_id) if section.parent_id else None
        return section

    def own_section(self, paragraph: Paragraph) -> Section | None:
        """Return the section whose heading the paragraph is."""
        return self._heading_of.get(paragraph.id)

    def parent_of(self, section: Section) -> Section | None:
        """Return the section around a section."""
        return self._sections.get(section.parent_id) if section.parent_id else None

    def tasks_numbered(self, numbers: Iterable[int]) -> Iterator[Subject]:
        """Yield the tasks of these numbers ("Nhiệm vụ 4. …"), as far as the paper has headings for them."""
        wanted = {*numbers}
        for section in self.document.sections:
            number = _TASK_NUMBER.match(section.label)
            if number is not None and int(number[1]) in wanted:
                yield Subject(section.title, section.paragraph_id)

    def subject_of(self, paragraph: Paragraph) -> Subject | None:
        """Return the numbered task before the paragraph in its section, or else the section's title."""
        section = self.section_of(paragraph)
        for earlier in reversed(self.document.paragraphs[: paragraph.index]):
            if earlier.section_id != paragraph.section_id:
                break
            if earlier.kind is ParagraphKind.ITEM and (found := labelled(earlier.text)):
                return Subject(found.rest, earlier.id)
        return Subject(section.title, section.paragraph_id) if section is not None else None


def sentences(paragraph: Paragraph) -> Iterator[tuple[str, int, int]]:
    """Yield the sentences of a paragraph as (text, start, end), offsets into the document's text.

    A sentence ends at ". ; ! ?" before a capital or digit; the bullet or label in front is left out.
    """
    text = paragraph.text
    lead = re.match(r"^(?:[-–+•*]\s+|\(\d{1,2}\)\s*|[a-zđ]\s?[).]\s+|\d{1,2}(?:\.\d{1,2})*[.)]\s+)", text)
    position = lead.end() if lead else 0
    while position < len(text):
        cut = _SENTENCE.search(text, position)
        end = cut.start() if cut else len(text)
        piece = text[position:end].rstrip()
        if piece:
            yield piece, paragraph.start + position, paragraph.start + position + len(piece)
        position = cut.end() if cut else len(text)
