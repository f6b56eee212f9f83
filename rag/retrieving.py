"""From a question as understood to the passages that may answer it, the likeliest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from index.passage import Hit
from index.search import PassageIndex, SearchQuery
from rag.collection import Collection
from rag.ranking import Ranker
from rag.traits import Likeness
from rag.understood import Understood

_SEARCHED = 60
"""Passages searched for in each place in scope."""
_KEPT = 24
"""Of each place, how many are handed on."""


class Retriever:
    """Searches the index and ranks what it found. Safe to share between threads."""

    def __init__(self, index: PassageIndex, collection: Collection, ranker: Ranker) -> None:
        """Keep the parts; index and collection are of the same documents."""
        self._index = index
        self._collection = collection
        self._ranker = ranker
        self._passages = {passage.id: passage for passage in index.passages}

    def retrieve(self, understood: Understood) -> list[Hit]:
        """Return the passages of the papers in scope that may answer, the likeliest first.

        Each place is searched by itself, so that none crowds another out. What no search finds, because the question
        shares no word with it ("ai ký …"), is found by what it states. What says the same as a passage before it
        is left out: a plan and its draft would fill the first places.
        """
        kept: Counter[str] = Counter()
        alike: dict[tuple[str, Likeness], list[str]] = {}
        found = []
        for hit in self._ranker.rank(understood, self.candidates(understood)):
            name, place = hit.passage.id, self._collection.paper(hit.passage.document_id).place
            before = alike.setdefault((place, self._ranker.likeness(name)), [])
            if kept[place] < _KEPT and not any(self._ranker.are_twins(name, other) for other in before):
                kept[place] += 1
                before.append(name)
                found.append(hit)
        return found

    def candidates(self, understood: Understood) -> list[Hit]:
        """Return the passages that are ranked, in no meant order, each once."""
        if understood.scope.unknown_place is not None:
            return []
        topic = understood.topic
        said = dict.fromkeys(word for wording in (topic, *topic.others) for word in wording.words)
        text = " ".join([*(said if topic.others else [topic.text or understood.text]), *understood.paper_numbers])
        query = SearchQuery(text=text, original=understood.text)
        found = {
            hit.passage.id: hit
            for ids in self._places(understood).values()
            for hit in self._index.search(query, _SEARCHED, frozenset(ids))
        }
        stating = self._ranker.stating(understood.scope.document_ids, understood.asks)
        unseen = (self._passages[name] for name in stating if name not in found and name in self._passages)
        return [*found.values(), *(Hit(passage, score=0.0, lexical=0.0, dense=0.0) for passage in unseen)]

    def _places(self, understood: Understood) -> dict[str, Sequence[str]]:
        """Return the papers in scope by the place they are of."""
        by_place: dict[str, list[str]] = {}
        for paper in self._collection.papers:
            if paper.id in understood.scope.document_ids:
                by_place.setdefault(paper.place, []).append(paper.id)
        return dict(by_place)
