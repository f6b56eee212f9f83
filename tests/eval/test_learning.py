from __future__ import annotations

import json

import numpy as np
import pytest
from eval_samples import UNSEEN, documents_in
from hypothesis import given
from hypothesis import strategies as st

from eval.ablation import Kit, unranked
from eval.judging import Papers
from eval.learning import Example, best_learnt, examples, learn, rank_of, write_weights
from eval.questions import load_questions
from index.embedding import HashingModel
from rag.ranking import FEATURES, weights_in

WIDTH = len(FEATURES)


def telling(feature: int, count: int, seed: int = 7) -> list[Example]:
    """Questions whose evidence is the candidate with the highest value of one feature."""
    chance = np.random.default_rng(seed)
    found = []
    for number in range(count):
        rows = chance.random((8, WIDTH))
        rows[:, feature] = chance.permutation(8) / 8
        found.append(Example(f"topic-{number}", rows, rows[:, feature] == rows[:, feature].max()))
    return found


def test_what_tells_gets_the_weight():
    weights = learn(telling(3, 60), 0.001)
    assert int(np.argmax(weights)) == 3
    assert [rank_of(example, weights) for example in telling(3, 20, seed=8)].count(1) >= 19


def test_a_larger_penalty_makes_smaller_weights():
    known = telling(3, 30)
    assert np.abs(learn(known, 0.1)).sum() < np.abs(learn(known, 0.001)).sum()


def test_the_slope_is_that_of_the_loss():
    known = telling(2, 12)
    weights = learn(known, 0.01)

    def loss(w):
        chances = [np.exp(e.rows @ w) / np.exp(e.rows @ w).sum() for e in known]
        told = [c[e.proves].sum() for c, e in zip(chances, known, strict=True)]
        return -np.mean(np.log(told)) + 0.01 * w @ w

    for axis in range(0, WIDTH, 5):
        step = np.zeros(WIDTH)
        step[axis] = 0.05
        assert loss(weights) <= min(loss(weights + step), loss(weights - step))


def test_the_best_penalty_is_told_with_its_figures_on_questions_left_out():
    learnt = best_learnt(telling(3, 40))
    assert learnt.weights.shape == (WIDTH,)
    assert 0.8 <= learnt.hit_at_1 <= learnt.hit_at_5 <= 1.0


@given(st.permutations(range(5)))
def test_the_rank_is_that_of_the_first_evidence(order):
    rows = np.zeros((5, WIDTH))
    rows[:, 0] = order
    example = Example("t", rows, np.array([place in (1, 3) for place in order]))
    first = np.zeros(WIDTH)
    first[0] = 1.0
    assert rank_of(example, first) == 2


def test_weights_are_written_as_the_product_reads_them(tmp_path):
    path = tmp_path / "ranking.json"
    write_weights(np.linspace(-1, 1, WIDTH), path)
    assert list(json.loads(path.read_text(encoding="utf-8"))) == list(FEATURES)
    assert weights_in(path)[FEATURES[0]] == pytest.approx(-1.0)


def test_questions_become_examples_of_their_evidence():
    documents = documents_in(UNSEEN)
    parts = unranked(Kit(documents, HashingModel()))
    asked = [q for q in load_questions(UNSEEN, documents) if q.evidence][:6]
    seen = []
    found = examples(asked, *parts, Papers(documents), seen.append)
    assert seen == [1, 2, 3, 4, 5, 6]
    assert {example.topic for example in found} <= {question.topic for question in asked}
    assert len(found) >= 5
    assert all(example.rows.shape == (len(example.proves), WIDTH) for example in found)
