"""Goals and purposes: what stands under "Mục tiêu", "Mục đích", "Yêu cầu" of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.model import Paragraph, ParagraphKind, Section
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.topic import Topic, coverage
from rag.understood import Understood
from rag.wording import shortened

_ASKED = re.compile(r"\b(?:muc tieu(?: tong quat| chung| cu the)?|muc dich|yeu cau)\b")
_WHAT_FOR = ("muc dich", "muc tieu")
"""Where it stands what something is done for."""
_ENOUGH = 0.75
_MOST = 12
_ITEM = 320


class GoalReader:
    """Answers what a paper, or a field in it, aims at."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the paragraphs of the goal section that the question is about; the hits are not needed."""
        del hits
        if Ask.GOAL not in understood.asks:
            return []
        asked = _ASKED.search(fold(understood.text))
        goals = (asked[0],) if asked is not None else _WHAT_FOR
        found: list[Evidence] = []
        for paper in self._collection.papers:
            kind = understood.scope.kind
            if paper.id in understood.scope.document_ids and kind in (None, paper.document.metadata.kind):
                told = (list(self._of_paper(paper, understood, goal)) for goal in goals)
                found.extend(next((evidence for evidence in told if evidence), []))
        return found

    def _of_paper(self, paper: Paper, understood: Understood, goal: str) -> Iterable[Evidence]:
        titled = [s for s in paper.document.sections if goal in fold(s.title)]
        if not titled:
            return
        about = self._collection.words_about(paper.id)
        whole_paper = understood.topic.is_empty or coverage(understood.topic, about) >= _ENOUGH
        if whole_paper and not (understood.scope.is_named or understood.scope.kind or not understood.topic.is_empty):
            return
        if whole_paper:
            section = min(titled, key=lambda s: (len(s.title), s.depth))
            yield from self._evidence(paper, self._inside(paper, section), 0.85)
            return
        for section in titled:
            yield from self._field(paper, section, understood.topic)

    def _field(self, paper: Paper, goal: Section, topic: Topic) -> Iterable[Evidence]:
        """Return what the goal section says of the field: the part of it whose title covers the topic."""
        about = self._collection.words_about(paper.id)
        for section in paper.document.sections:
            if section.parent_id == goal.id:
                words = self._collection.words_in(section.title)
                score = max(coverage(topic, words), 0.95 * coverage(topic, words | about))
                if coverage(topic, words) >= 0.4 and score >= _ENOUGH:
                    yield from self._evidence(paper, self._inside(paper, section), score)

    def _inside(self, paper: Paper, section: Section) -> list[Paragraph]:
        inside = [p for p in paper.document.paragraphs if p.section_id == section.id and p.id != section.paragraph_id]
        if inside:
            return inside
        below = {s.id for s in paper.document.sections if s.parent_id == section.id}
        return [p for p in paper.document.paragraphs if p.section_id in below and p.kind is not ParagraphKind.HEADING]

    def _evidence(self, paper: Paper, paragraphs: list[Paragraph], score: float) -> Iterable[Evidence]:
        for paragraph in paragraphs[:_MOST]:
            text = shortened(paragraph.text, _ITEM)
            quote = Quote(paper.id, paragraph.id, paragraph.start, paragraph.end)
            yield Evidence(paper.id, Ask.GOAL, text, paragraph.text, paragraph.id, (quote,), score)
