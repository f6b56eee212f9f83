"""Lists of targets: every figure that a paper sets itself in the field asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.statements import Target
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.clauses import figures
from rag.collection import Collection, Paper, ReadClause
from rag.evidence import Evidence, Quote
from rag.topic import Topic, coverage
from rag.understood import Understood
from rag.wording import shortened, without_mark

_ASKED = re.compile(
    r"\b(?:nhung|cac|tat ca|toan bo|liet ke|may|nhom) (?:con so|chi tieu|muc tieu cu the|chi so)\b|"
    r"\b(?:chi tieu|con so)\b[^?,]{0,80}\b(?:gom|nhung gi|gi)\b"
)
"""What asks for targets as a list, not for one of them."""
_OWN_WORDS = "chỉ tiêu con số chỉ số cụ thể đặt ra phấn đấu"
_ENOUGH = 0.72
_MOST = 30
"""A longer list is no answer."""
_LABEL = 80
"""A paragraph names its field before a colon within so many characters."""
_ITEM = 300
_NAMES = 0.85
"""Share of the topic that a clause must have to be what is aimed at."""
_SCORE = 0.93


class TargetReader:
    """Answers which targets there are."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the clauses that state a target of the field asked about; the hits are not needed."""
        del hits
        if Ask.GOAL in understood.asks and not understood.topic.is_empty:
            return self._aimed_at(understood)
        if not {Ask.LIST, Ask.NUMBER, Ask.CONTENT, Ask.SUMMARY} & {*understood.asks}:
            return []
        if _ASKED.search(fold(understood.text)) is None:
            return []
        topic = understood.topic.without(self._collection.words_in(_OWN_WORDS))
        if topic.is_empty:
            return []
        found: list[Evidence] = []
        for paper in self._collection.papers:
            if paper.id in understood.scope.document_ids:
                found.extend(self._of_paper(paper, topic, understood.asks[0]))
        return found if len(found) <= _MOST else []

    def _aimed_at(self, understood: Understood) -> list[Evidence]:
        """Return the figures that are aimed at in what the question names."""
        found: list[Evidence] = []
        for paper in self._collection.papers:
            for target in paper.targets if paper.id in understood.scope.document_ids else ():
                clause = self._collection.clause_of(target)
                covered = coverage(understood.topic, clause.words)
                if covered >= _NAMES:
                    quote = Quote(paper.id, target.paragraph_id, clause.start, clause.end)
                    text = without_mark(clause.text)
                    key = " ".join(figures(clause.text))
                    found.append(Evidence(paper.id, Ask.GOAL, text, clause.text, key, (quote,), 0.95 * covered))
        return found

    def _of_paper(self, paper: Paper, topic: Topic, ask: Ask) -> Iterable[Evidence]:
        told: set[int] = set()
        for target in paper.targets:
            clause = self._collection.clause_of(target)
            if clause.start not in told and self._is_of(topic, target, clause):
                told.add(clause.start)
                text = shortened(without_mark(clause.text), _ITEM)
                quote = Quote(paper.id, target.paragraph_id, clause.start, clause.end)
                yield Evidence(paper.id, ask, text, clause.text, fold(text), (quote,), _SCORE)

    def _is_of(self, topic: Topic, target: Target, clause: ReadClause) -> bool:
        """Say whether the target is of the field: by its clause, its paragraph's label or the heading right above."""
        paragraph = self._collection.paragraph(target.paragraph_id)
        label = paragraph.text[:_LABEL].partition(":")
        named = [label[0]] if label[1] else []
        named.extend(paragraph.section_path[-1:])
        fields = [self._collection.words_in(name) for name in named]
        return max(coverage(topic, clause.words), *(coverage(topic, field) for field in fields), 0.0) >= _ENOUGH
