from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.ranking import (
    RankedQuery,
    RankingFigures,
    mean_reciprocal_rank,
    ndcg_at,
    ndcgs,
    ranking_figures,
    recall_at,
    recalls,
    reciprocal_ranks,
    success_at,
    successes,
)

SECOND = RankedQuery("second", ("x", "a"), {"a"})
BOTH = RankedQuery("both", ("a", "x", "b"), {"a", "b"})
HALF = RankedQuery("half", ("b", "x", "y"), {"a", "b"})
NOTHING_FOUND = RankedQuery("nothing found", (), {"a"})
NOTHING_RIGHT = RankedQuery("nothing right", ("x", "y"), {"a"})
ALL = (SECOND, BOTH, HALF, NOTHING_FOUND, NOTHING_RIGHT)
MEANS = (success_at, recall_at, mean_reciprocal_rank, ndcg_at)

IDS = st.sampled_from([f"p{number}" for number in range(12)])
QUERIES = st.lists(
    st.builds(RankedQuery, st.just("q"), st.lists(IDS, unique=True), st.frozensets(IDS, min_size=1)),
    min_size=1,
    max_size=5,
)


def test_success_asks_for_anything_relevant():
    assert successes(ALL, 1) == (0, 1, 1, 0, 0)
    assert success_at(ALL, 1) == pytest.approx(2 / 5)
    assert success_at(ALL, 2) == pytest.approx(3 / 5)


def test_recall_is_a_share_of_all_that_is_relevant():
    assert recalls(ALL, 1) == (0, 0.5, 0.5, 0, 0)
    assert recalls(ALL, 3) == (1, 1, 0.5, 0, 0)
    assert recall_at(ALL, 3) == pytest.approx(0.5)


def test_reciprocal_rank_is_that_of_the_first_relevant():
    assert reciprocal_ranks(ALL, 10) == (0.5, 1, 1, 0, 0)
    assert mean_reciprocal_rank(ALL, 10) == pytest.approx(0.5)
    assert mean_reciprocal_rank([SECOND], 1) == 0


def test_ndcg_is_divided_by_the_best_order():
    best_of_two = 1 + 1 / log2(3)
    expected = (1 / log2(3), (1 + 1 / log2(4)) / best_of_two, 1 / best_of_two, 0, 0)
    assert ndcgs(ALL, 10) == pytest.approx(expected)
    assert ndcg_at(ALL, 10) == pytest.approx(sum(expected) / 5)


def test_ndcg_counts_what_is_relevant_beyond_the_cut_no_further_than_the_cut():
    assert ndcg_at([RankedQuery("q", ("a",), {"a", "b", "c"})], 1) == 1


def test_the_five_figures_are_those_of_the_functions():
    assert ranking_figures(ALL) == RankingFigures(
        hit_at_1=pytest.approx(success_at(ALL, 1)),
        hit_at_10=pytest.approx(success_at(ALL, 10)),
        reciprocal_rank_at_10=pytest.approx(mean_reciprocal_rank(ALL, 10)),
        ndcg_at_10=pytest.approx(ndcg_at(ALL, 10)),
        recall_at_100=pytest.approx(recall_at(ALL, 100)),
    )


def test_ranks_beyond_the_cut_do_not_count():
    late = RankedQuery("late", (*(f"x{n}" for n in range(10)), "a"), {"a"})
    figures = ranking_figures([late])
    assert (figures.hit_at_10, figures.reciprocal_rank_at_10, figures.ndcg_at_10) == (0, 0, 0)
    assert figures.recall_at_100 == 1
    assert mean_reciprocal_rank([late], 11) == pytest.approx(1 / 11)


def test_the_order_given_is_the_order_judged_whatever_the_ids_are():
    assert reciprocal_ranks([RankedQuery("q", ("z", "a"), {"a"}), RankedQuery("q", ("a", "z"), {"z"})], 10) == (
        0.5,
        0.5,
    )


def test_two_questions_of_one_id_are_two_questions():
    assert successes([RankedQuery("q", ("a",), {"a"}), RankedQuery("q", ("b",), {"a"})], 1) == (1, 0)


def test_what_is_relevant_may_be_any_collection():
    assert recall_at([RankedQuery("q", ["a"], ("a", "b", "b"))], 1) == 0.5


def test_nothing_relevant_is_refused():
    with pytest.raises(ValueError, match=r"'q'.*found none"):
        RankedQuery("q", ("a",), frozenset())


def test_an_id_twice_in_a_ranking_is_refused():
    with pytest.raises(ValueError, match=r"'q'.*twice"):
        RankedQuery("q", ("a", "b", "a"), {"b"})


@pytest.mark.parametrize("mean", [*MEANS, lambda queries, _: ranking_figures(queries)])
def test_no_question_has_no_mean(mean):
    with pytest.raises(ValueError, match="at least one question"):
        mean([], 10)


@pytest.mark.parametrize("mean", MEANS)
def test_a_cut_below_one_is_refused(mean):
    with pytest.raises(ValueError, match="found 0"):
        mean(ALL, 0)


@given(QUERIES, st.integers(1, 12))
def test_means_are_shares_and_looking_deeper_finds_no_less(queries, k):
    for mean in (success_at, recall_at, mean_reciprocal_rank):
        assert 0 <= mean(queries, k) <= mean(queries, k + 1) <= 1 + 1e-9
    assert 0 <= ndcg_at(queries, k) <= 1 + 1e-9
    assert recall_at(queries, k) <= success_at(queries, k)
    assert mean_reciprocal_rank(queries, k) <= success_at(queries, k)


@given(QUERIES, st.integers(1, 12))
def test_recall_and_reciprocal_rank_as_told_by_hand(queries, k):
    for query, recall, reciprocal in zip(queries, recalls(queries, k), reciprocal_ranks(queries, k), strict=True):
        right = [place for place, name in enumerate(query.ranked[:k], 1) if name in query.relevant]
        assert recall == pytest.approx(len(right) / len(query.relevant))
        assert reciprocal == pytest.approx(1 / right[0] if right else 0)
