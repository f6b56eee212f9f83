"""Numbers, dates, frequencies, goals and contents: the clause that states what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from corpus.model import Paragraph, ParagraphKind
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.clauses import (
    Clause,
    enumerates,
    enumeration,
    figures,
    parts,
    states_document,
    states_frequency,
    states_quantity,
    states_share,
    states_source,
    states_time,
    windows,
)
from rag.collection import Collection, ReadClause
from rag.evidence import Evidence, Quote
from rag.topic import Words, coverage, lacks_a_name, precision
from rag.understanding import Understood

_STATES: dict[Ask, Callable[[str], bool]] = {
    Ask.NUMBER: states_quantity,
    Ask.WHEN: states_time,
    Ask.START: states_time,
    Ask.END: states_time,
    Ask.FREQUENCY: states_frequency,
    Ask.COMPARE: states_quantity,
    Ask.PAPER_DATE: states_time,
    Ask.PAPER: states_document,
    Ask.RESOURCES: states_source,
}
_DATED_BY_FACTS = 0.9
"""Start, end and date of issue are better told by facts and letterheads than by a clause with a year in it."""
_FIGURED = (Ask.NUMBER, Ask.WHEN, Ask.COMPARE, Ask.CONTENT)
_PLAIN = (
    Ask.CONTENT, Ask.PLACES, Ask.GOAL, Ask.LIST, Ask.SUMMARY, Ask.COMPARE, Ask.RESOURCES,
    Ask.TASKS, Ask.LEAD, Ask.PARTNER, Ask.DIRECTOR, Ask.PAPER,
)  # fmt: skip
_ENOUGH = 0.7
_LONGEST = 420
"""A sentence longer than this, in characters, is not quoted whole."""
_MORE, _A_CHARACTER = 0.02, 0.0002
"""What more than one clause loses, and for each character of it: a clause that says as much is better."""
_UNNAMED = 0.04
"""What is lost where a word that tells much stands neither in the paragraph nor above it."""
_FEW = 3
"""A topic of fewer words is too little to tell which date is meant."""
_OWN_FIGURE = 0.45
"""What a clause with a figure must cover by itself: the figure is of what it names."""
_FAR = 0.08
"""What a clause loses whose figure stands in another part than what it is of."""
_OWN_SHARE = 0.4
_ENUMERATES = 0.06
"""What a clause that lists things gains where a list is asked for."""
"""What a clause must cover by itself before its paper's title may cover the rest."""
_ENOUGH_PLAIN = 0.68
_SKIPPED = (
    ParagraphKind.HEADING,
    ParagraphKind.TITLE,
    ParagraphKind.TABLE_HEADER,
    ParagraphKind.SIGNATURE,
    ParagraphKind.RECIPIENT,
    ParagraphKind.LETTERHEAD,
)


class ClauseReader:
    """Answers with the clause of the papers that says it."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return clauses of the hits that cover the topic and state the kind of thing asked for."""
        if understood.topic.is_empty:
            return []
        found: list[Evidence] = []
        for hit in hits:
            paragraph = self._collection.paragraph(hit.passage.id)
            if paragraph.kind not in _SKIPPED:
                found.extend(self._of_paragraph(understood, paragraph, hit))
        return found

    def _of_paragraph(self, understood: Understood, paragraph: Paragraph, hit: Hit) -> Iterator[Evidence]:
        about = self._collection.words_about(hit.passage.document_id)
        told = bool(understood.paper_numbers) or coverage(understood.topic, about) >= _ENOUGH
        told = told or len(understood.topic.words) < _FEW
        asks = [ask for ask in understood.asks if ask in _STATES and not (told and ask is Ask.PAPER_DATE)]
        if self._collection.is_dated(paragraph.id):
            asks = [ask for ask in asks if ask not in (Ask.WHEN, Ask.START, Ask.END)]
        for ask in asks:
            for clause, cost in self._units(understood, paragraph):
                if not _states(understood, ask)(clause.text):
                    continue
                if ask in (Ask.NUMBER, Ask.COMPARE) and coverage(understood.topic, clause.words) < _OWN_FIGURE:
                    continue
                score = self._score(understood, paragraph, clause, hit) - cost
                if ask in (Ask.NUMBER, Ask.COMPARE) and not self._figure_beside(understood, ask, clause):
                    score -= _FAR
                if ask in (Ask.START, Ask.END, Ask.PAPER_DATE):
                    score *= _DATED_BY_FACTS
                if score >= _ENOUGH:
                    yield self._evidence(understood, ask, hit, clause, score)
        if not asks or any(ask in _PLAIN for ask in understood.asks):
            yield from self._plain(understood, paragraph, hit)

    def _units(self, understood: Understood, paragraph: Paragraph) -> list[tuple[ReadClause, float]]:
        """Return what may be quoted of the paragraph with what it costs to say more than a clause."""
        own = [(clause, 0.0) for clause in self._collection.clauses(paragraph.id)]
        if Ask.LIST in understood.asks:
            own = [(self._with_items(paragraph, clause), cost) for clause, cost in own]
        whole = [s for s in self._collection.sentences(paragraph.id) if len(s.text) <= _LONGEST]
        dear = 0.0 if Ask.LIST in understood.asks else 1.0
        return own + [(sentence, dear * (_MORE + _A_CHARACTER * len(sentence.text))) for sentence in whole]

    def _with_items(self, paragraph: Paragraph, clause: ReadClause) -> ReadClause:
        """Return the clause with the items that go on after it."""
        text, start, end = enumeration(paragraph, (clause.text, clause.start, clause.end))
        return clause if end == clause.end else ReadClause(text, start, end, self._collection.words_in(text))

    def _plain(self, understood: Understood, paragraph: Paragraph, hit: Hit) -> Iterator[Evidence]:
        """Return the best clause of the paragraph for a question of no particular kind."""
        found = self._units(understood, paragraph)
        scored = [(self._score(understood, paragraph, clause, hit) - cost, clause) for clause, cost in found]
        if not scored:
            return
        if Ask.LIST in understood.asks:
            scored = [(score + _ENUMERATES * enumerates(clause.text), clause) for score, clause in scored]
        score, clause = max(scored, key=lambda pair: pair[0])
        if score >= _ENOUGH_PLAIN:
            exact = understood.asks[0] in (Ask.CONTENT, Ask.GOAL, Ask.LIST, Ask.PLACES)
            ask = Ask.PLACES if Ask.PLACES in understood.asks else Ask.CONTENT
            yield self._evidence(understood, ask, hit, clause, score, exact=exact)

    def _score(self, understood: Understood, paragraph: Paragraph, clause: ReadClause, hit: Hit) -> float:
        topic = understood.topic
        own = clause.words
        above = self._collection.words_above(paragraph.id)
        around = self._collection.words(paragraph.id)
        by_itself = coverage(topic, own)
        about = self._collection.words_about(hit.passage.document_id)
        covered = max(
            by_itself,
            0.95 * coverage(topic, own | above),
            0.85 * coverage(topic, around | above),
            0.88 * coverage(topic, own | above | about) if by_itself >= _OWN_SHARE else 0.0,
        )
        if lacks_a_name(topic, own | above | around | about):
            covered -= _UNNAMED
        score = 0.75 * covered + 0.15 * by_itself + 0.06 * precision(topic, own) + 0.04 * hit.score
        return score - _year_cost(understood.years, own, around)

    def _figure_beside(self, understood: Understood, ask: Ask, clause: ReadClause) -> bool:
        """Say whether one comma-part has both the figure and what it is of."""
        return any(
            _states(understood, ask)(text)
            and coverage(understood.topic, self._collection.words_in(text)) >= _OWN_FIGURE
            for text, *_ in parts((clause.text, clause.start, clause.end))
        )

    def _narrowed(self, understood: Understood, ask: Ask, clause: ReadClause) -> Clause:
        """Return the shortest run of comma-parts that covers the topic as well as the clause and states the same."""
        full = coverage(understood.topic, clause.words)
        for text, start, end in windows((clause.text, clause.start, clause.end)):
            enough = coverage(understood.topic, self._collection.words_in(text)) >= full - _NEARLY
            if enough and _states(understood, ask)(text):
                return text, start, end
        return clause.text, clause.start, clause.end

    def _evidence(
        self, understood: Understood, ask: Ask, hit: Hit, read: ReadClause, score: float, *, exact: bool = True
    ) -> Evidence:
        narrow = ask in _STATES and read.end - read.start > _LONG
        text, start, end = self._narrowed(understood, ask, read) if narrow else (read.text, read.start, read.end)
        key = " ".join(figures(text)) if ask in _STATES else fold(text)
        return Evidence(
            document_id=hit.passage.document_id,
            ask=ask,
            statement=text.strip(" .;,:"),
            brief=text,
            key=key,
            quotes=(Quote(hit.passage.document_id, hit.passage.id, start, end),),
            score=score,
            is_exact=exact,
            may_differ=ask in _FIGURED,
        )


_WANTS_SHARE = re.compile(r"\b(?:t[yi] le|phan tram)\b|%")
_LONG = 140
"""A longer clause that states a figure or date is cut down to the part that does, in characters."""
_NEARLY = 0.01


def _states(understood: Understood, ask: Ask) -> Callable[[str], bool]:
    """Return what a clause must state to answer: a share where one is asked for."""
    wants_share = ask in (Ask.NUMBER, Ask.COMPARE) and _WANTS_SHARE.search(fold(understood.text))
    return states_share if wants_share else _STATES[ask]


def _year_cost(years: frozenset[str], own: Words, around: Words) -> float:
    """Return what is lost where the question names a year that the clause does not."""
    if not years or years <= own.exact:
        return 0.0
    other = any(re.fullmatch(r"(?:19|20)\d{2}", word) for word in own.exact)
    if years <= around.exact:
        return 0.04
    return 0.2 if other else 0.05
