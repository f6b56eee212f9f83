"""Learns how much each feature of a passage tells, from questions whose evidence is known.

The chance that a passage is the one looked for is the softmax of its weighted features over all candidates; the
weights make the evidence of the questions as likely as can be (ListNet's top-one loss: Cao, Qin, Liu, Tsai, Li, 2007),
held small by a penalty on their squares.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from eval.files import replace_text
from eval.judging import Papers
from eval.questions import Question
from index.passage import Hit
from rag.pipeline import Asked, Pipeline
from rag.ranking import FEATURES, Ranker
from rag.retrieving import Retriever

PENALTIES = (0.0003, 0.001, 0.003, 0.01)
"""Tried one after the other; the best in cross-validation is taken."""
FOLDS = 5
_DIGITS = 3

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's candidates."""

    topic: str
    rows: NDArray[np.float64]
    """(candidates, features)"""
    proves: NDArray[np.bool_]
    """(candidates,): the passage proves one of the question's evidences."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights, and how well weights learnt with the same penalty do on questions they were not learnt from."""

    penalty: float
    hit_at_1: float
    """Mean over the questions, each in the fold that was left out."""
    hit_at_5: float
    weights: Vector


def examples(
    questions: Sequence[Question],
    pipeline: Pipeline,
    retriever: Retriever,
    ranker: Ranker,
    papers: Papers,
    report_done: Callable[[int], None],
) -> list[Example]:
    """Return an example for each question that has evidence among its candidates.

    :param report_done: called with the number of questions read.
    """
    found = []
    for done, question in enumerate(questions, 1):
        example = _example(question, pipeline, retriever, ranker, papers)
        if example.proves.any():
            found.append(example)
        report_done(done)
    return found


def _example(question: Question, pipeline: Pipeline, retriever: Retriever, ranker: Ranker, papers: Papers) -> Example:
    conversation: str | None = None
    for turn in question.turns:
        conversation = pipeline.answer(turn, conversation).conversation_id
    first = next(iter(pipeline.steps(question.question, conversation)))
    assert isinstance(first, Asked)
    hits = retriever.candidates(first.understood)
    rows = np.array(ranker.features(first.understood, hits), dtype=np.float64).reshape(len(hits), len(FEATURES))
    return Example(question.topic, rows, np.array([_proves(question, hit, papers) for hit in hits], dtype=bool))


def _proves(question: Question, hit: Hit, papers: Papers) -> bool:
    passage = hit.passage
    return any(papers.proves(passage.document_id, passage.id, evidence) for evidence in question.evidence)


def learn(known: Sequence[Example], penalty: float) -> Vector:
    """Return the weights, (features,).

    :param known: at least one example.
    :param penalty: weight of the sum of squares beside the mean loss of a question.
    """

    def loss(weights: Vector) -> tuple[float, Vector]:
        total, slope = 0.0, np.zeros_like(weights)
        for example in known:
            scores = example.rows @ weights
            chances = np.exp(scores - scores.max())
            chances /= chances.sum()
            right = float(chances[example.proves].sum())
            total -= float(np.log(max(right, 1e-12)))
            slope += (chances - chances * example.proves / max(right, 1e-12)) @ example.rows
        count = len(known)
        return total / count + penalty * float(weights @ weights), slope / count + 2 * penalty * weights

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    return np.asarray(found.x, dtype=np.float64)


def best_learnt(known: Sequence[Example]) -> Learnt:
    """Return the weights of the penalty that does best on questions left out; equal ones by the larger penalty."""
    tried = []
    for penalty in PENALTIES:
        ranks = _left_out_ranks(known, penalty)
        share = [float(np.mean([rank <= k for rank in ranks])) for k in (1, 5)]
        tried.append((share[0], share[1], penalty))
    hit_at_1, hit_at_5, penalty = max(tried)
    return Learnt(penalty, hit_at_1, hit_at_5, learn(known, penalty))


def _left_out_ranks(known: Sequence[Example], penalty: float) -> list[int]:
    """Return the rank of the first evidence of every question, by weights learnt from other topics' questions."""
    folds = [int(sha256(example.topic.encode()).hexdigest(), 16) % FOLDS for example in known]
    ranks = []
    for left_out in sorted(set(folds)):
        others = [example for example, fold in zip(known, folds, strict=True) if fold != left_out]
        weights = learn(others or known, penalty)
        ranks += [rank_of(e, weights) for e, fold in zip(known, folds, strict=True) if fold == left_out]
    return ranks


def rank_of(example: Example, weights: Vector) -> int:
    """Return the 1-based rank of the first candidate that proves an evidence."""
    order = np.argsort(-(example.rows @ weights), kind="stable")
    return int(np.flatnonzero(example.proves[order])[0]) + 1


def write_weights(weights: Vector, path: Path) -> None:
    """Write the weights as :func:`rag.ranking.weights_in` reads them."""
    named = {name: round(float(weight), _DIGITS) for name, weight in zip(FEATURES, weights, strict=True)}
    replace_text(path, json.dumps(named, indent=2) + "\n")
