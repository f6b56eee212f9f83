import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.metrics.significance import mcnemar_p, sign_flip_p

EIGHTHS = st.integers(-8, 8).map(lambda number: number / 8)  # sums of these are exact


@pytest.mark.parametrize(
    ("wins", "losses", "p"),
    [
        (0, 0, 1.0),
        (1, 0, 1.0),
        (3, 3, 1.0),
        (6, 0, 2 / 64),
        (5, 1, 2 * (1 + 6) / 64),
        (10, 2, 2 * (1 + 12 + 66) / 4096),
    ],
)
def test_the_questions_that_turned_are_a_fair_coin_by_chance(wins, losses, p):
    assert mcnemar_p(wins, losses) == pytest.approx(p)
    assert mcnemar_p(losses, wins) == pytest.approx(p)


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([], 1.0),
        ([0.0, 0.0, 0.0], 1.0),
        ([0.5], 1.0),
        ([0.5, 0.5], 0.5),  # of the sums 1, 0, 0, -1 one is as high, one as low
        ([0.5] * 6, 2 / 64),
        ([1.0] * 5 + [-1.0], 2 * (1 + 6) / 64),
        ([0.5] * 6 + [0.0] * 30, 2 / 64),
        ([0.1 + 0.2 - 0.3] * 6, 1.0),  # rounding, no difference
    ],
)
def test_every_sign_is_as_likely_by_chance(differences, p):
    assert sign_flip_p(differences) == pytest.approx(p)


def test_too_many_signs_to_try_are_drawn_the_same_each_time():
    assert sign_flip_p([1.0] * 30) == pytest.approx(2 / 10_000)  # none of 9,999 is as extreme, itself counted
    mixed = [1.0, -0.5, 0.25, 0.5, -0.125] * 5
    assert 0.05 < sign_flip_p(mixed) < 0.5
    assert sign_flip_p(mixed) == sign_flip_p(mixed)


@given(st.lists(EIGHTHS, max_size=8))
def test_which_run_comes_first_makes_no_difference(differences):
    p = sign_flip_p(differences)
    assert 0 < p <= 1
    assert p == pytest.approx(sign_flip_p([-difference for difference in differences]))
    assert p == pytest.approx(sign_flip_p([*differences, 0.0]))
