"""Lists and summaries: what stands under the heading that the question names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.model import Paragraph, ParagraphKind, Section
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.topic import coverage, precision
from rag.understood import Understood
from rag.wording import shortened

_OF_TABLE = re.compile(r"\b(?:trong|o|cua|theo|bang) phu luc\b|^\W*phu luc\b|\bbang (?:nhiem vu|phan cong|tong hop)\b")
"""What asks for rows of the appendix, not for what stands under a heading."""
_ENOUGH = 0.75
_OWN_SHARE = 0.5
_HAS_PARTS = 0.06
"""What a heading gains that has numbered headings under it: they are the list."""
_MOST = 30
"""A longer list is no answer."""
_LEAST_ITEM, _ALL_ITEMS = 180, 1500
"""Characters told of an item, and of all of them together where they are few."""


class ListReader:
    """Answers with the items or headings under a heading, or with a whole paper's main headings."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the children of the heading that the topic names best; the hits are not needed."""
        del hits
        if not {Ask.LIST, Ask.SUMMARY, Ask.TASKS, Ask.CONTENT} & {*understood.asks}:
            return []
        if _OF_TABLE.search(fold(understood.text)):
            return []
        found: list[Evidence] = []
        for paper in self._collection.papers:
            if paper.id not in understood.scope.document_ids:
                continue
            if _of_whole_paper(understood) and Ask.SUMMARY in understood.asks and understood.scope.is_named:
                found.extend(self._whole(paper, understood))
            else:
                found.extend(self._under_heading(paper, understood))
        return found

    def _whole(self, paper: Paper, understood: Understood) -> Iterable[Evidence]:
        kind = understood.scope.kind
        if kind is None or paper.document.metadata.kind == kind:
            heads = [s for s in paper.document.sections if s.depth <= 1 and s.label]
            for section in heads[:_MOST]:
                heading = paper.document.paragraph(section.paragraph_id)
                yield self._evidence(paper, heading, Ask.SUMMARY, 0.8, _LEAST_ITEM)

    def _under_heading(self, paper: Paper, understood: Understood) -> Iterable[Evidence]:
        best: tuple[float, Section] | None = None
        for section in paper.document.sections:
            words = self._collection.words_in(section.title)
            own = coverage(understood.topic, words)
            about = words | self._collection.words_about(paper.id)
            covered = max(own, 0.92 * coverage(understood.topic, about) if own >= _OWN_SHARE else 0.0)
            score = 0.9 * covered + 0.1 * precision(understood.topic, words)
            score += _HAS_PARTS * any(s.parent_id == section.id and s.label for s in paper.document.sections)
            if score >= _ENOUGH and (best is None or score > best[0]):
                best = (score, section)
        if best is None:
            return
        children = self._children(paper, best[1])
        if 1 < len(children) <= _MOST:
            ask = Ask.SUMMARY if Ask.SUMMARY in understood.asks else Ask.LIST
            most = max(_LEAST_ITEM, _ALL_ITEMS // len(children))
            for paragraph in children:
                yield self._evidence(paper, paragraph, ask, best[0], most)

    def _children(self, paper: Paper, section: Section) -> list[Paragraph]:
        """Return the headings right under a heading, or else its items, or else its paragraphs."""
        own = [s for s in paper.document.sections if s.parent_id == section.id and s.label]
        if own:
            return [paper.document.paragraph(s.paragraph_id) for s in own]
        inside = [p for p in paper.document.paragraphs if p.section_id == section.id and p.id != section.paragraph_id]
        items = [p for p in inside if p.kind is ParagraphKind.ITEM]
        return items or inside

    def _evidence(self, paper: Paper, paragraph: Paragraph, ask: Ask, score: float, most: int) -> Evidence:
        text = shortened(paragraph.text, most)
        end = paragraph.start + len(paragraph.text)
        quote = Quote(paper.id, paragraph.id, paragraph.start, end)
        return Evidence(paper.id, ask, text, paragraph.text, fold(text), (quote,), score)


def _of_whole_paper(understood: Understood) -> bool:
    """Say whether the question names no more than the kind of paper ("tóm tắt kế hoạch của xã …")."""
    return {*understood.topic.folded} <= {*fold(understood.scope.kind or "").split()}
