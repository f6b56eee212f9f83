"""How well a clause answers a question: what it states, what it covers, what it costs to say it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from corpus.model import Paragraph
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.clauses import (
    parts,
    quantities,
    states_document,
    states_frequency,
    states_point_in_time,
    states_quantity,
    states_share,
    states_source,
    states_time,
)
from rag.collection import Collection, ReadClause
from rag.topic import Words, coverage, lacks_a_name, names_another, names_enough, precision
from rag.understood import Understood

STATES: Mapping[Ask, Callable[[str], bool]] = {
    Ask.NUMBER: states_quantity,
    Ask.COMPARE: states_quantity,
    Ask.WHEN: states_time,
    Ask.START: states_time,
    Ask.END: states_time,
    Ask.PAPER_DATE: states_time,
    Ask.FREQUENCY: states_frequency,
    Ask.PAPER: states_document,
    Ask.RESOURCES: states_source,
}
"""What a clause must state to answer; kinds not named here are answered by any clause."""
_FIGURES = (Ask.NUMBER, Ask.COMPARE)
_BETTER_TOLD = (Ask.START, Ask.END, Ask.PAPER_DATE)
_BETTER_TOLD_SHARE = 0.9
"""Start, end and date of issue are better told by facts and letterheads than by a clause with a year in it."""
_OWN_SHARE = 0.4
"""What a clause must cover by itself before its paper's title may cover the rest."""
_OWN_FIGURE = 0.45
"""What a clause with a figure must cover by itself: the figure is of what it names."""
_HEADED_FIGURE, _HEADING_NAMES = 0.1, 0.8
"""What it must cover where the heading right above it names what is asked, and how much of it that must name."""
_UNNAMED = 0.04
"""What is lost where a word that tells much stands neither in the paragraph nor above it."""
_FEW = 2
_UNCOUNTED = 0.12
"""What a clause loses that does not count what the question counts."""
_ANOTHER = 0.12
"""What a clause loses that has another word in the place of one of the topic's: "thu ngân sách" for "chi ngân sách"."""
_FAR = 0.08
"""What a clause loses whose figure stands in another part than what it is of."""
_MONEY = re.compile(r"\bbao nhieu (?:tien|dong|trieu|ty)\b|\bmay (?:dong|trieu|ty)\b")
_COUNTED = re.compile(r"\b(?:bao nhieu|may)\s+([a-z]+)")
_SAID_OTHERWISE = {
    "nguoi": r"(?:nguoi|lao dong|dan|nhan khau|cong dan|hoc sinh|dang vien|doan vien|hoi vien|thanh vien|can bo|"
    r"cong chuc|thanh nien|giao vien|bac si|can su)",
    "tien": r"(?:nghin|ngan|trieu|ty|dong)",
}
"""What is counted in a word of its kind: people in "lao động", money in "triệu"."""
_OPPOSITES = (("thu", "chi"), ("tăng", "giảm"), ("nam", "nữ"), ("xuất", "nhập"), ("sinh", "tử"))
"""Words that name another thing beside the same words."""
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NONE_OF = re.compile(r"\bkhong (?:con|co|de)\b")
_TIMES = (Ask.WHEN, Ask.START, Ask.END)
_WANTS_DAY = re.compile(r"\b(?:ngay|thang|quy|nam) (?:nao|may)\b|\bhan (?:chot|cuoi)\b")
_WANTS_SHARE = re.compile(r"\b(?:t[yi] le|phan tram)\b|%")


class ClauseScorer:
    """Scores clauses of one collection."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def fit(self, understood: Understood, paragraph: Paragraph, clause: ReadClause, hit: Hit) -> float:
        """Return how well the clause covers the topic, 0 to about 1.

        Its own words count most; the headings above it, its paragraph and, for a clause that names enough
        itself, its paper's title cover what it leaves out.
        """
        topic, own = understood.topic, clause.words
        above = self._collection.words_above(paragraph.id)
        around = self._collection.words(paragraph.id)
        about = self._collection.words_about(hit.passage.document_id)
        by_itself = coverage(topic, own)
        covered = max(
            by_itself,
            0.95 * coverage(topic, own, above),
            0.85 * coverage(topic, around, above),
            0.88 * coverage(topic, own, above, about)
            if names_enough(topic, own, own | above, about, _OWN_SHARE)
            else 0.0,
        )
        if lacks_a_name(topic, own, above, around, about):
            covered -= _UNNAMED
        score = 0.75 * covered + 0.15 * by_itself + 0.06 * precision(topic, own) + 0.04 * hit.score
        return score - _year_cost(understood.years, own, around, above)

    def fit_stating(
        self, understood: Understood, ask: Ask, paragraph: Paragraph, clause: ReadClause, hit: Hit
    ) -> float:
        """Return the same for a kind that wants something stated; 0 where the clause does not state it."""
        if not states(understood, ask)(clause.text):
            return 0.0
        score = self.fit(understood, paragraph, clause, hit)
        if ask in _FIGURES:
            if not self._is_of_topic(understood, paragraph, clause) or _of_other_years(understood.years, clause.words):
                return 0.0
            if _says_the_opposite(understood, clause.words):
                return 0.0
            score -= _FAR * (not self._figure_beside(understood, ask, clause))
            score -= _ANOTHER * names_another(
                understood.topic, clause.words, self._collection.words_above(paragraph.id)
            )
        counted = _counted(understood) if ask is Ask.NUMBER else None
        if counted is not None:
            if _only_shares(understood, clause.text):
                return score - _UNCOUNTED  # the share of them, where the number is not stated
            if not _counts(counted, clause.text):
                score -= _UNCOUNTED if len(understood.topic.words) > _FEW and counted != "tien" else score
        return score * (_BETTER_TOLD_SHARE if ask in _BETTER_TOLD else 1.0)

    def _is_of_topic(self, understood: Understood, paragraph: Paragraph, clause: ReadClause) -> bool:
        """Say whether a clause's figure is of the topic: by the clause, or by the heading right above it."""
        own = coverage(understood.topic, clause.words)
        if own >= _OWN_FIGURE or own < _HEADED_FIGURE or not paragraph.section_path:
            return own >= _OWN_FIGURE
        heading = self._collection.words_in(paragraph.section_path[-1])
        return coverage(understood.topic, heading) >= _HEADING_NAMES

    def _figure_beside(self, understood: Understood, ask: Ask, clause: ReadClause) -> bool:
        """Say whether one comma-part has both the figure and what it is of."""
        return any(
            states(understood, ask)(text) and coverage(understood.topic, self._collection.words_in(text)) >= _OWN_FIGURE
            for text, *_ in parts((clause.text, clause.start, clause.end))
        )


def states(understood: Understood, ask: Ask) -> Callable[[str], bool]:
    """Return what a clause must state to answer this kind: a share where one is asked for."""
    if ask in _TIMES and _WANTS_DAY.search(fold(understood.text)):
        return states_point_in_time
    wants_share = ask in _FIGURES and _WANTS_SHARE.search(fold(understood.text))
    return states_share if wants_share else STATES[ask]


def _says_the_opposite(understood: Understood, words: Words) -> bool:
    """Say whether the clause has only the opposite of a word of the topic: "thu ngân sách" for "chi ngân sách"."""
    asked = frozenset(understood.topic.words)
    return any(
        one in asked and other not in asked and other in words.exact and one not in words.exact
        for pair in _OPPOSITES
        for one, other in (pair, pair[::-1])
    )


def _of_other_years(years: frozenset[str], words: Words) -> bool:
    """Say whether the clause tells of years, and the years asked about lie outside the time from first to last."""
    named = sorted(word for word in words.exact if _YEAR.fullmatch(word))
    return bool(years and named) and all(not named[0] <= year <= named[-1] for year in years)


def _counted(understood: Understood) -> str | None:
    """Return what is counted, folded: the "thon" of "bao nhiêu thôn"; None where the question counts nothing."""
    folded = fold(understood.text)
    if _MONEY.search(folded):
        return "tien"
    counted = _COUNTED.search(folded)
    return counted[1] if counted is not None and counted[1] in understood.topic.folded else None


def _only_shares(understood: Understood, text: str) -> bool:
    """Say whether the clause tells only what share there is, where no share is asked for."""
    figures = re.findall(r"\d[\d.,]*\s*(%?)", quantities(text))
    return bool(figures) and all(figures) and not _WANTS_SHARE.search(fold(understood.text))


def _counts(counted: str, text: str) -> bool:
    """Say whether the clause counts what is counted: it has a figure before "thôn", or says that there is none."""
    said = _SAID_OTHERWISE.get(counted, re.escape(counted))
    figure = rf"\d[\d.,]*(?:\s*[-–]\s*[\d.,]+)?\s+(?:[a-z]+\s+)?{said}\b"
    return bool(re.search(figure, fold(text)) or _NONE_OF.search(fold(text)))


def _year_cost(years: frozenset[str], own: Words, around: Words, above: Words) -> float:
    """Return what is lost where the question names a year that neither the clause nor its headings name."""
    if not years or years <= own.exact:
        return 0.0
    named = {word for word in own.exact if _YEAR.fullmatch(word)}
    if years <= above.exact:
        return 0.1 if named else 0.0
    if years <= around.exact:
        return 0.04
    return 0.2 if named or any(_YEAR.fullmatch(word) for word in above.exact) else 0.05
