"""Puts the passages found in order: by words and meaning, by what each states, and by which part of a paper it is.

A passage's rank is a weighted sum of its features. The weights are learnt from questions whose evidence is known
(``hoidap eval learn``) and stand in ``data/ranking.json``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from corpus.model import ParagraphKind
from corpus.vietnamese import fold
from index.fusion import stretch
from index.passage import Hit
from rag.asks import Ask
from rag.clauses import enumerates
from rag.collection import Collection
from rag.fitting import STATES
from rag.paper_numbers import carries_out, names_number
from rag.topic import Topic, coverage, precision
from rag.traits import OF_PAPERS, Likeness, Traits, traits_of
from rag.understood import Understood

WEIGHTS = Path(__file__).parent / "data" / "ranking.json"
FEATURES = (
    "fused", "lexical", "dense", "own", "both", "own_rest", "precision", "length",
    "number", "number_states", "states", "states_first", "states_fused", "fit_rest", "titled_states",
    "pattern_own", "pattern_both", "goal_heading", "list", "row_asked",
    "heading", "heading_own", "title", "signature", "signer_signs", "recipient", "row", "item", "closing", "kind_asked",
)  # fmt: skip
"""What a passage is judged by, in the order of a row of :meth:`Ranker.features`; each about 0 to 1."""

_WHO_SIGNS = frozenset({Ask.SIGNER, Ask.PERSON, Ask.POST})
_LISTED = frozenset({Ask.LIST, Ask.TASKS})
_SAID_TOO = frozenset({Ask.TASKS, Ask.POST, Ask.PERSON, Ask.SUMMARY})
"""Kinds whose question names the answer of other kinds: "Phòng Kinh tế được giao việc gì"."""
_LONGEST = 600
"""Code points from which a paragraph counts as long."""
_NEARLY = 0.9
"""Share of their neighbouring words that twins have in common."""
_NAMED = 0.5
"""Share of the topic from which a paper's title is taken to be named by it."""


@dataclass(frozen=True, slots=True)
class _PaperAsked:
    """How a paper stands to the question; worked out once for all of its passages."""

    titled: float
    """Share of the topic that its title has; 1 where it is asked for by number or the question names nothing else."""
    rest: Topic
    """The topic without what the title names."""
    of_kind: bool


class _Query:
    """A question, with what is the same for all passages."""

    def __init__(self, understood: Understood, collection: Collection, lexical: float) -> None:
        self.understood = understood
        self.topic = understood.topic
        self.asks = frozenset(understood.asks)
        self.lexical = lexical
        self._collection = collection
        self._papers: dict[str, _PaperAsked] = {}

    @cached_property
    def tests(self) -> frozenset[Ask]:
        return self.asks & STATES.keys()

    @cached_property
    def names_table(self) -> bool:
        folded = f" {fold(self.understood.text)} "
        return " phu luc " in folded or " bang " in folded

    def paper(self, document_id: str) -> _PaperAsked:
        kept = self._papers.get(document_id)
        if kept is None:
            kept = self._papers[document_id] = self._asked(document_id)
        return kept

    def _asked(self, document_id: str) -> _PaperAsked:
        document = self._collection.paper(document_id).document
        about = self._collection.words_about(document_id)
        numbers = self.understood.paper_numbers
        titled = 1.0 if self.topic.is_empty else coverage(self.topic, about)
        if numbers:
            own = names_number(document.metadata.number or "", numbers) or carries_out(document, self.understood)
            titled = float(own)
        return _PaperAsked(
            titled=titled,
            rest=self.topic.without(about) if titled >= _NAMED else self.topic,
            of_kind=self.understood.scope.kind is not None and document.metadata.kind == self.understood.scope.kind,
        )


class Ranker:
    """Orders the passages of one collection. Safe to share between threads."""

    def __init__(self, collection: Collection, weights: Mapping[str, float]) -> None:
        """Read off every paragraph what it states.

        :param weights: of the features; a feature that is not named weighs nothing.
        """
        self._collection = collection
        self._traits = traits_of(collection)
        self._weights = np.array([weights.get(name, 0.0) for name in FEATURES])
        self._wordings: dict[str, frozenset[Ask]] = {}
        self._stating: dict[tuple[str, Ask], list[str]] = {}
        for paper in collection.papers:
            for paragraph in paper.document.paragraphs:
                for ask in self._traits[paragraph.id].states:
                    self._stating.setdefault((paper.id, ask), []).append(paragraph.id)

    def stating(self, document_ids: Iterable[str], asks: Iterable[Ask]) -> list[str]:
        """Return the ids of the paragraphs of these papers that state one of the kinds, in the papers' order."""
        asks = tuple(asks)
        found = (self._stating.get((name, ask), ()) for name in sorted(document_ids) for ask in asks)
        return list(dict.fromkeys(paragraph for paragraphs in found for paragraph in paragraphs))

    def likeness(self, paragraph_id: str) -> Likeness:
        """Return what twins have in common beside their words."""
        return self._traits[paragraph_id].likeness

    def are_twins(self, first: str, second: str) -> bool:
        """Say whether two paragraphs of one likeness say the same, in nearly the same words in a row.

        Nearly: nine in ten of the neighbouring words that either has (Jaccard index).
        """
        one, other = self._collection.words(first), self._collection.words(second)
        either = one.pairs | other.pairs
        if not either:
            return one.folded == other.folded
        return len(one.pairs & other.pairs) >= _NEARLY * len(either)

    def rank(self, understood: Understood, hits: Sequence[Hit]) -> list[Hit]:
        """Return the hits, best first, equal ones in the order given.

        Their score becomes that of the ranking: 1 for the best, 0 for the last; the lexical and dense ones stay.
        """
        rows = np.array(self.features(understood, hits), dtype=np.float64).reshape(len(hits), len(FEATURES))
        scores = stretch(rows @ self._weights)
        order = np.argsort(-scores, kind="stable")
        best_first = ((hits[place], float(scores[place])) for place in order)
        return [Hit(hit.passage, score=score, lexical=hit.lexical, dense=hit.dense) for hit, score in best_first]

    def features(self, understood: Understood, hits: Sequence[Hit]) -> list[tuple[float, ...]]:
        """Return a row for each hit, in the order of :data:`FEATURES`."""
        lexical = max((hit.lexical for hit in hits), default=0.0)
        query = _Query(understood, self._collection, lexical)
        return [self._row(query, hit) for hit in hits]

    def _row(self, query: _Query, hit: Hit) -> tuple[float, ...]:
        traits = self._traits[hit.passage.id]
        words = self._collection.words(hit.passage.id)
        own = coverage(query.topic, words)
        both = coverage(query.topic, words, self._collection.words_above(hit.passage.id))
        paper = query.paper(hit.passage.document_id)
        return (
            hit.score,
            hit.lexical / query.lexical if query.lexical > 0.0 else 0.0,
            max(hit.dense, 0.0),
            own,
            both,
            own if paper.rest is query.topic else coverage(paper.rest, words),
            precision(query.topic, words),
            min(traits.length, _LONGEST) / _LONGEST,
            *_stated(query, hit, traits),
            *_patterns(query, self._wording(hit), traits, own, both),
            *_parts(query, traits, own),
            paper.of_kind,
        )

    def _wording(self, hit: Hit) -> frozenset[Ask]:
        """Return the kinds whose value the passage's wording has; read at the first call, kept for the next."""
        kept = self._wordings.get(hit.passage.id)
        if kept is None:
            text = hit.passage.text
            kept = frozenset(ask for ask, states in STATES.items() if states(text))
            kept |= _LISTED if enumerates(text) else frozenset()
            self._wordings[hit.passage.id] = kept
        return kept


def _stated(query: _Query, hit: Hit, traits: Traits) -> tuple[float, ...]:
    paper = query.paper(hit.passage.document_id)
    states = not query.asks.isdisjoint(traits.states)
    numbered = _numbered(query, hit, traits)
    return (
        numbered > 0.0,
        max(numbered - 1.0, 0.0),
        states,
        query.understood.asks[0] in traits.states,
        states * hit.score,
        _fit(query, paper.rest, traits),
        paper.titled * (not (query.asks & OF_PAPERS).isdisjoint(traits.states)),
    )


def _numbered(query: _Query, hit: Hit, traits: Traits) -> float:
    """Return 0 where no number asked for is named, 1 where one is, and up to 2 for what is asked told of it."""
    numbers = query.understood.paper_numbers
    if not numbers or not names_number(hit.passage.text, numbers):
        return 0.0
    told = (
        (ask is Ask.PAPER_DATE and reference.issued_text is not None)
        + (ask is Ask.PAPER_ISSUER and reference.issuer is not None)
        + (ask is Ask.PAPER_SUBJECT and reference.subject is not None)
        for reference in traits.references
        if names_number(reference.number or "", numbers)
        for ask in query.asks
    )
    return 1.0 + min(1.0, sum(told) / len(query.asks))


def _fit(query: _Query, topic: Topic, traits: Traits) -> float:
    """Return how much of the topic the best of the things stated, of the kinds asked for, is of."""
    either = not query.asks.isdisjoint(_SAID_TOO)
    best = 0.0
    for thing in traits.stated:
        if not query.asks.isdisjoint(thing.asks) or (either and Ask.TASKS in thing.asks):
            best = max(best, coverage(topic, thing.about), coverage(topic, thing.said) if either else 0.0)
    return best


def _patterns(query: _Query, wording: frozenset[Ask], traits: Traits, own: float, both: float) -> tuple[float, ...]:
    """Return what the wording tells: it has the kind of value that is asked for, it lists, it is a goal or a row."""
    met = len(query.tests & wording) / len(query.tests) if query.tests else 0.0
    return (
        met * own,
        met * both,
        Ask.GOAL in query.asks and traits.under_goals,
        not query.asks.isdisjoint(_LISTED & wording),
        query.names_table and traits.kind is ParagraphKind.TABLE_ROW,
    )


def _parts(query: _Query, traits: Traits, own: float) -> tuple[float, ...]:
    """Return which part of its paper the passage is."""
    kind = traits.kind
    heading, signature = kind is ParagraphKind.HEADING, kind is ParagraphKind.SIGNATURE
    return (
        heading,
        heading * own,
        kind is ParagraphKind.TITLE,
        signature,
        signature and not query.asks.isdisjoint(_WHO_SIGNS),
        kind is ParagraphKind.RECIPIENT,
        kind is ParagraphKind.TABLE_ROW,
        kind is ParagraphKind.ITEM,
        traits.is_closing,
    )


def shipped_weights() -> dict[str, float]:
    """Return the weights that ship with the product.

    :raises OSError: the file is not there.
    :raises ValueError: it does not hold a weight for each feature.
    """
    return weights_in(WEIGHTS)


def weights_in(path: Path) -> dict[str, float]:
    """Return the weights in a file; errors as for :func:`shipped_weights`."""
    read = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(read, dict) or set(read) != set(FEATURES):
        raise ValueError(f"expected in {path} a weight for each of {', '.join(FEATURES)}, found {sorted(read)}")
    return {str(name): float(weight) for name, weight in read.items()}
