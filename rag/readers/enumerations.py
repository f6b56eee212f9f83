"""Lists in the words of a paper: what a lead-in announces, item by item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.statements import Enumeration
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.topic import coverage, names_enough, precision
from rag.understood import Understood
from rag.wording import shortened

_ENOUGH = 0.74
_OWN_SHARE = 0.4
"""What the lead-in must cover by itself before headings and title may cover the rest."""
_MOST = 30
_ITEM = 300
"""Characters told of an item."""
_COUNTED = 0.03
"""What a lead-in gains that says how many there are."""


class EnumerationReader:
    """Answers with the items of a list in running text, over paragraphs or in a sentence."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the items of the list whose lead-in names the topic best, in each paper; the hits are not needed."""
        del hits
        if Ask.LIST not in understood.asks or understood.topic.is_empty:
            return []
        found: list[Evidence] = []
        for paper in self._collection.papers:
            if paper.id in understood.scope.document_ids:
                found.extend(self._of_paper(paper, understood))
        return found

    def _of_paper(self, paper: Paper, understood: Understood) -> Iterable[Evidence]:
        scored = [(self._score(paper, one, understood), one) for one in paper.enumerations if len(one.items) > 1]
        score, best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        if best is None or score < _ENOUGH or len(best.items) > _MOST:
            return
        for item in best.items:
            quote = Quote(paper.id, item.paragraph_id, item.start, item.end)
            text = shortened(item.text, _ITEM)
            yield Evidence(paper.id, Ask.LIST, text, item.text, fold(text), (quote,), score)

    def _score(self, paper: Paper, one: Enumeration, understood: Understood) -> float:
        topic = understood.topic
        own = self._collection.words_in(one.lead)
        above = self._collection.words_above(one.paragraph_id)
        title = self._collection.words_about(paper.id)
        around = own | above
        covered = max(
            coverage(topic, own),
            0.95 * coverage(topic, around) if coverage(topic, own) >= _OWN_SHARE else 0.0,
            0.9 * coverage(topic, around | title) if names_enough(topic, own, around, title, _OWN_SHARE) else 0.0,
        )
        return 0.92 * covered + 0.08 * precision(topic, own) + _COUNTED * (one.stated is not None)
