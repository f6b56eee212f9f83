"""Numbers, dates, frequencies, contents: the clause that states what is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from corpus.model import Paragraph, ParagraphKind
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.clauses import Clause, enumerates, enumeration, figures, windows
from rag.collection import Collection, ReadClause
from rag.evidence import Evidence, Quote
from rag.fitting import STATES, ClauseScorer, states
from rag.readers.papers import of_another_kind
from rag.topic import coverage
from rag.understood import Understood
from rag.wording import without_mark

_MAY_DIFFER = (Ask.NUMBER, Ask.WHEN, Ask.COMPARE, Ask.CONTENT)
_PLAIN = (
    Ask.CONTENT, Ask.PLACES, Ask.GOAL, Ask.LIST, Ask.SUMMARY, Ask.COMPARE, Ask.RESOURCES, Ask.TASKS, Ask.LEAD,
    Ask.PARTNER, Ask.DIRECTOR, Ask.PAPER,
)  # fmt: skip
"""Kinds for which the best clause will do where nothing better is found."""
_EXACT = (Ask.CONTENT, Ask.GOAL, Ask.LIST, Ask.PLACES)
"""Kinds of which a clause that covers the topic is the answer itself."""
_DATED = (Ask.WHEN, Ask.START, Ask.END)
_FIGURES = (Ask.NUMBER, Ask.COMPARE)
_ENOUGH = 0.58
_ENOUGH_FIGURE = 0.64
"""A figure is told only where its clause names more of what is asked: another indicator's figure is worse than none."""
_ENOUGH_PLAIN = 0.58
_ENOUGH_OF_PLACE = 0.66
"""That a place has something is said only where the clause nearly names it all."""
_ABOUT_PAPER = 0.7
_FEW = 3
"""A topic of fewer words is too little to tell which date is meant."""
_LONG = 140
"""A longer clause that states a figure or date is cut down to the part that does, in characters."""
_HOW_MANY = re.compile(r"\bbao nhieu\b|\bmay (?:phan tram|%)")
_NEARLY = 0.01
_LONGEST, _LONGEST_LIST = 420, 1200
"""A sentence longer than this, in characters, is not quoted whole; one that lists what is asked for may be."""
_TITLED, _OPENS = 0.3, 0.03
"""What a clause loses for all of the topic that only titles in it cover, and for standing before the first heading."""
_MORE, _A_CHARACTER = 0.02, 0.0002
"""What more than one clause loses, and for each character of it: a clause that says as much is better."""
_BOTH = 0.03
"""What a clause with several figures gains where two are asked for."""
_ENUMERATES = 0.06
"""What a clause that lists things gains where a list is asked for."""
_SKIPPED = (
    ParagraphKind.HEADING, ParagraphKind.TITLE, ParagraphKind.TABLE_HEADER, ParagraphKind.SIGNATURE,
    ParagraphKind.RECIPIENT, ParagraphKind.LETTERHEAD,
)  # fmt: skip


class ClauseReader:
    """Answers with the clause of the papers that says it."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection
        self._scorer = ClauseScorer(collection)

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return clauses of the hits that cover the topic and state the kind of thing asked for."""
        if understood.topic.is_empty:
            return []
        found: list[Evidence] = []
        for hit in hits:
            paragraph = self._collection.paragraph(hit.passage.id)
            if paragraph.kind not in _SKIPPED:
                asks = self._stated(understood, paragraph, hit)
                found.extend(self._stating(understood, asks, paragraph, hit))
                if not asks or any(ask in _PLAIN for ask in understood.asks):
                    found.extend(self._plain(understood, paragraph, hit))
        return found

    def _stated(self, understood: Understood, paragraph: Paragraph, hit: Hit) -> list[Ask]:
        """Return the kinds asked for that a clause of this paragraph may answer by stating something."""
        asks = [ask for ask in understood.asks if ask in STATES]
        if self._collection.is_dated(paragraph.id):
            asks = [ask for ask in asks if ask not in _DATED]
        about = self._collection.words_about(hit.passage.document_id)
        kind = self._collection.paper(hit.passage.document_id).document.metadata.kind
        titled = coverage(understood.topic, about) >= _ABOUT_PAPER and not of_another_kind(kind, understood)
        of_paper = bool(understood.paper_numbers) or titled
        if of_paper or len(understood.topic.words) < _FEW:
            asks = [ask for ask in asks if ask is not Ask.PAPER_DATE]
        return asks

    def _stating(
        self, understood: Understood, asks: Sequence[Ask], paragraph: Paragraph, hit: Hit
    ) -> Iterator[Evidence]:
        """Yield the clauses that state what these kinds want."""
        for ask in asks:
            alone = 0.0
            for clause, cost in self._units(understood, paragraph):
                score = self._scorer.fit_stating(understood, ask, paragraph, clause, hit) - cost
                alone = max(alone, score) if not cost else alone
                if cost and ask in _FIGURES and alone < _ENOUGH_FIGURE and len(figures(clause.text)) > 1:
                    continue  # the figures of two indicators, neither of which is what is asked
                score += _BOTH * (score > 0 and _asks_twice(understood) and len(figures(clause.text)) > 1)
                if score >= (_ENOUGH_FIGURE if ask in _FIGURES else _ENOUGH):
                    yield self._evidence(understood, ask, hit, clause, score)

    def _plain(self, understood: Understood, paragraph: Paragraph, hit: Hit) -> Iterator[Evidence]:
        """Yield the best clause of the paragraph for a question of no particular kind."""
        listed = Ask.LIST in understood.asks
        best: tuple[float, ReadClause] | None = None
        for clause, cost in self._units(understood, paragraph):
            score = self._scorer.fit(understood, paragraph, clause, hit) - cost
            score += _ENUMERATES * (listed and enumerates(clause.text))
            score -= self._cost_of_boilerplate(understood, paragraph, clause)
            if best is None or score > best[0]:
                best = score, clause
        if best is not None and best[0] >= (_ENOUGH_OF_PLACE if Ask.PLACES in understood.asks else _ENOUGH_PLAIN):
            ask = Ask.PLACES if Ask.PLACES in understood.asks else Ask.CONTENT
            yield self._evidence(
                understood, ask, hit, best[1], best[0], exact=ask is Ask.PLACES or understood.asks[0] in _EXACT
            )

    def _cost_of_boilerplate(self, understood: Understood, paragraph: Paragraph, clause: ReadClause) -> float:
        """Return what is lost where the topic stands in the titles of documents, or before the first heading."""
        if Ask.PAPER in understood.asks or understood.paper_numbers:
            return 0.0
        own = self._collection.words_of_its_own(paragraph.id, clause)
        titled = coverage(understood.topic, clause.words) - coverage(understood.topic, own)
        return _TITLED * titled + _OPENS * (not paragraph.section_path)

    def _units(self, understood: Understood, paragraph: Paragraph) -> list[tuple[ReadClause, float]]:
        """Return what may be quoted of the paragraph with what it costs to say more than a clause."""
        own = [(clause, 0.0) for clause in self._collection.clauses(paragraph.id)]
        listed = Ask.LIST in understood.asks or _asks_twice(understood)
        if listed:
            own = [(self._with_items(paragraph, clause), cost) for clause, cost in own]
        longest = _LONGEST_LIST if listed else _LONGEST
        sentences = self._collection.sentences(paragraph.id)
        if listed:
            sentences = tuple(self._with_items(paragraph, sentence) for sentence in sentences)
        whole = [s for s in sentences if len(s.text) <= longest]
        return own + [(s, 0.0 if listed else _MORE + _A_CHARACTER * len(s.text)) for s in whole]

    def _with_items(self, paragraph: Paragraph, clause: ReadClause) -> ReadClause:
        """Return the clause with the items that go on after it."""
        text, start, end = enumeration(paragraph, (clause.text, clause.start, clause.end))
        return clause if end == clause.end else ReadClause(text, start, end, self._collection.words_in(text))

    def _narrowed(self, understood: Understood, ask: Ask, clause: ReadClause) -> Clause:
        """Return the shortest run of comma-parts that covers the topic as well as the clause and states the same."""
        full = coverage(understood.topic, clause.words)
        for text, start, end in windows((clause.text, clause.start, clause.end)):
            enough = coverage(understood.topic, self._collection.words_in(text)) >= full - _NEARLY
            if enough and states(understood, ask)(text):
                return text, start, end
        return clause.text, clause.start, clause.end

    def _evidence(
        self, understood: Understood, ask: Ask, hit: Hit, read: ReadClause, score: float, *, exact: bool = True
    ) -> Evidence:
        narrow = ask in STATES and read.end - read.start > _LONG and not _asks_twice(understood)
        text, start, end = self._narrowed(understood, ask, read) if narrow else (read.text, read.start, read.end)
        return Evidence(
            document_id=hit.passage.document_id,
            ask=ask,
            statement=without_mark(text).strip(" .;,:"),
            brief=text,
            key=" ".join(figures(text)) if ask in STATES else fold(text),
            quotes=(Quote(hit.passage.document_id, hit.passage.id, start, end),),
            score=score,
            is_exact=exact,
            may_differ=ask in _MAY_DIFFER,
        )


def _asks_twice(understood: Understood) -> bool:
    """Say whether the question asks for two figures: "bao nhiêu, trong đó … bao nhiêu"."""
    return len(_HOW_MANY.findall(fold(understood.text))) > 1
