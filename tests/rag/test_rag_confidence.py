"""How sure an answer is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rag_samples import choice, finding

from rag.asks import Ask
from rag.confidence import INDIRECT, confidence

SCORES = st.floats(0.0, 1.5)
ASKS = st.sampled_from(Ask)


def of(ask: Ask, score: float, *, is_exact: bool = True):
    return choice(ask, finding("xã A", "đạt", score=score), is_exact=is_exact)


def test_no_choice_is_no_confidence():
    assert confidence([]) == 0.0


@given(ASKS, SCORES, SCORES)
def test_a_better_score_is_never_less_sure(ask, one, other):
    low, high = sorted((one, other))
    assert 0.0 <= confidence([of(ask, low)]) <= confidence([of(ask, high)]) <= 1.0


@pytest.mark.parametrize("ask", Ask)
def test_a_full_match_is_surer_than_a_bare_one(ask):
    assert confidence([of(ask, 0.62)]) < confidence([of(ask, 0.99)])


@given(ASKS, SCORES, ASKS, SCORES)
def test_the_weakest_kind_answered_decides(ask, score, other_ask, other_score):
    one, other = of(ask, score), of(other_ask, other_score)
    both = confidence([one, other])
    assert both == confidence([other, one]) == min(confidence([one]), confidence([other]))


@given(ASKS, SCORES)
def test_words_that_are_no_direct_answer_are_never_sure(ask, score):
    assert confidence([of(ask, score, is_exact=False)]) <= INDIRECT


@given(SCORES)
def test_what_is_looked_up_is_surer_than_what_is_found_by_its_words(score):
    assert confidence([of(Ask.LEAD, score)]) >= confidence([of(Ask.CONTENT, score)])
