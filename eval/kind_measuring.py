"""How well kinds and asking words are told of questions not learnt from: by rules, by the model, by both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from corpus.vietnamese import fold
from eval.kind_learning import Marked, learn_kinds
from rag.asking import what_is_asked
from rag.asks import Ask, Asked, find_asks
from rag.kinds import KINDS, KindModel
from rag.paper_numbers import paper_numbers

FOLDS = 5
_BINS = 10
_ASKS = 0.5
"""The chance from which the model alone takes a word to ask."""


@dataclass(frozen=True, slots=True)
class Score:
    """How one way of telling does."""

    accuracy: float
    """Share of the questions whose first kind is one that is asked for."""
    f1: tuple[tuple[Ask, float], ...]
    """Of each kind that a question has as its main one."""
    asking_precision: float
    """Share of the words taken to ask that are marked so."""
    asking_recall: float


@dataclass(frozen=True, slots=True)
class Measured:
    """How the ways of telling do on the same questions."""

    questions: int
    rules: Score
    model: Score
    both: Score
    """As the product does it."""
    calibration_error: float
    """Expected difference of the model's chance and the share that is right (10 bins of equal width)."""


@dataclass(frozen=True, slots=True)
class _Told:
    question: Marked
    rules: Asked
    model: Asked
    both: Asked
    chance: float
    """Of the model's likeliest kind."""


def cross_validated(questions: Sequence[Marked]) -> Measured:
    """Return the figures, each question told by weights learnt from the topics of other folds."""
    folds = [int(sha256(question.topic.encode()).hexdigest(), 16) % FOLDS for question in questions]
    told: list[_Told] = []
    for left_out in sorted(set(folds)):
        others = [question for question, fold in zip(questions, folds, strict=True) if fold != left_out]
        model = KindModel(learn_kinds(others or questions, b""))
        told += [_tell(q, model) for q, fold in zip(questions, folds, strict=True) if fold == left_out]
    return _measured(told)


def measured(questions: Sequence[Marked], model: KindModel) -> Measured:
    """Return the figures of a model on questions that it was not learnt from."""
    return _measured([_tell(question, model) for question in questions])


def _measured(told: Sequence[_Told]) -> Measured:
    return Measured(
        len(told),
        rules=_score(told, lambda one: one.rules),
        model=_score(told, lambda one: one.model),
        both=_score(told, lambda one: one.both),
        calibration_error=_calibration_error(told),
    )


def _tell(question: Marked, model: KindModel) -> _Told:
    folded, numbered = fold(question.text), bool(paper_numbers(question.text)[0])
    likeliest, chance = model.chances(question.words)[0]
    asking = zip(question.words, model.asking(question.words), strict=True)
    return _Told(
        question,
        rules=find_asks(folded, of_numbered=numbered),
        model=Asked((likeliest,), tuple((word.start, word.end) for word, chance in asking if chance >= _ASKS)),
        both=what_is_asked(folded, model, of_numbered=numbered),
        chance=chance,
    )


def _score(told: Sequence[_Told], by: Callable[[_Told], Asked]) -> Score:
    right, said, meant = Counter[Ask](), Counter[Ask](), Counter[Ask]()
    marked = taken = both = 0
    for one in told:
        kind = by(one).kinds[0]
        is_right = kind in one.question.kinds
        right[kind] += is_right
        said[kind] += 1
        meant[kind if is_right else one.question.kinds[0]] += 1
        for word in one.question.words:
            if word.is_open:
                asks = word.start in one.question.asking
                is_taken = any(start <= word.start < end for start, end in by(one).spans)
                marked, taken, both = marked + asks, taken + is_taken, both + (asks and is_taken)
    f1 = tuple((kind, 2 * right[kind] / (said[kind] + meant[kind])) for kind in KINDS if meant[kind])
    return Score(right.total() / len(told), f1, both / max(taken, 1), both / max(marked, 1))


def _calibration_error(told: Sequence[_Told]) -> float:
    chances = np.array([one.chance for one in told])
    right = np.array([one.model.kinds[0] in one.question.kinds for one in told])
    bins = np.minimum((chances * _BINS).astype(int), _BINS - 1)
    return float(sum(abs(chances[bins == b].sum() - right[bins == b].sum()) for b in set(bins.tolist())) / len(told))
