"""What people write around a question in a chat."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import nfc
from rag.fillers import asks_in_full, without_chat


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("mn ơi khi nào thu gom rác", "khi nào thu gom rác"),
        ("thu gom rác khi nào vậy mn", "thu gom rác khi nào"),
        ("Mọi người ơi ai chủ trì trồng chè?", "ai chủ trì trồng chè?"),
        ("ai chủ trì trồng chè vậy cả nhà ơi?", "ai chủ trì trồng chè"),
        ("ai chủ trì trồng chè thế ạ", "ai chủ trì trồng chè"),
        ("AI CHỦ TRÌ TRỒNG CHÈ NHỈ?", "AI CHỦ TRÌ TRỒNG CHÈ"),
    ],
)
def test_those_a_question_is_put_to_are_left_out(said, question):
    assert without_chat(said) == question


@pytest.mark.parametrize(
    "said",
    [
        "ai chủ trì trồng chè?",
        # Inside a question these are its words.
        "người dân và mọi người phải làm gì",
        "nhà ai thế chấp vườn",
        # "ha" is an area, "hả" a particle.
        "trồng chè bao nhiêu ha",
        "",
    ],
)
def test_words_of_a_question_stay(said):
    assert without_chat(said) == said


@pytest.mark.parametrize("said", ["ạ", "mn ơi?", "?", "mọi người ạ!"])
def test_a_question_of_nothing_else_stays_as_it_is(said):
    assert without_chat(said) == said


@given(st.text(max_size=30).map(nfc))
def test_only_what_stands_at_an_end_is_taken_away(said):
    left = without_chat(said)
    assert left == said or left in said or left.replace(" ", "") in said.replace(" ", "")
    assert any(letter.isalnum() for letter in left) or left == said


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("thu nhập nhiu triệu", "thu nhập bao nhiêu triệu"),
        ("được nhiêu %", "được bao nhiêu %"),
        ("Nhiu hộ trồng chè?", "bao nhiêu hộ trồng chè?"),
        ("bao nhiêu hộ", "bao nhiêu hộ"),
        ("có nhiều hộ", "có nhiều hộ"),
        ("nhiuf", "nhiuf"),
    ],
)
def test_how_many_is_asked_in_full(said, question):
    assert asks_in_full(said) == question


@given(st.text(max_size=30).map(nfc))
def test_what_is_in_full_stays_so(said):
    once = asks_in_full(said)
    assert asks_in_full(once) == once
