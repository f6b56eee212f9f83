from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import best_first, fuse, stretch

finite = st.floats(allow_nan=False, allow_infinity=False)
pairs = st.lists(st.tuples(finite, finite), min_size=1, max_size=20)
weights = st.floats(min_value=0.0, max_value=1.0)


def columns(rows):
    return np.array([row[0] for row in rows]), np.array([row[1] for row in rows])


@given(pairs, weights)
def test_fused_scores_lie_between_0_and_1(rows, weight):
    fused = fuse(*columns(rows), weight)
    assert fused.shape == (len(rows),)
    assert ((fused >= 0.0) & (fused <= 1.0)).all()


@given(pairs, weights)
def test_what_is_no_worse_on_both_sides_is_no_worse_fused(rows, weight):
    fused = fuse(*columns(rows), weight)
    for one, (lexical, dense) in zip(fused, rows, strict=True):
        for other, (less, below) in zip(fused, rows, strict=True):
            assert one >= other or lexical < less or dense < below


@given(pairs, weights, st.randoms())
def test_the_order_of_candidates_does_not_matter(rows, weight, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = fuse(*columns([rows[place] for place in order]), weight)
    assert (shuffled == fuse(*columns(rows), weight)[order]).all()


@given(pairs, weights, st.randoms())
def test_the_ranking_is_the_same_however_candidates_arrive(rows, weight, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    positions = np.array(order, dtype=np.int64)
    straight = best_first(fuse(*columns(rows), weight), np.arange(len(rows)), len(rows))
    shuffled = fuse(*columns([rows[place] for place in order]), weight)
    assert (positions[best_first(shuffled, positions, len(rows))] == straight).all()


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.integers(1, 25))
def test_the_best_few_are_the_beginning_of_the_whole_ranking(values, k):
    scores, positions = np.array(values, dtype=np.float64), np.arange(len(values))[::-1].copy()
    ranked = sorted(range(len(values)), key=lambda place: (-values[place], positions[place]))
    assert best_first(scores, positions, k).tolist() == ranked[:k]


def test_the_best_is_1_and_the_worst_0():
    assert fuse(np.array([3.0, 1.0]), np.array([0.9, 0.1]), 0.3).tolist() == [1.0, 0.0]


def test_the_weight_is_the_share_of_the_dense_side():
    fused = fuse(np.array([2.0, 0.0]), np.array([0.0, 1.0]), 0.25)
    assert fused.tolist() == [0.75, 0.25]


def test_equal_scores_say_nothing():
    assert stretch(np.array([4.0, 4.0])).tolist() == [0.0, 0.0]
    assert fuse(np.array([4.0, 4.0]), np.array([0.2, 0.4]), 0.5).tolist() == [0.0, 0.5]


def test_no_candidates_no_scores():
    assert fuse(np.zeros(0), np.zeros(0), 0.5).size == 0


def test_equal_scores_are_ordered_by_position():
    assert best_first(np.array([0.5, 0.9, 0.5]), np.array([7, 9, 2]), 2).tolist() == [1, 2]


def test_lengths_and_weight_are_checked():
    with pytest.raises(ValueError, match="as many"):
        fuse(np.zeros(2), np.zeros(3), 0.5)
    with pytest.raises(ValueError, match="weight"):
        fuse(np.zeros(2), np.zeros(2), 1.5)
