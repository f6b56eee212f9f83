"""How far a text has the words asked about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import fold
from rag.topic import Topic, coverage, make_topic, precision, tokens, words_of

WORDS = st.sampled_from("trồng chè sạch vùng đồi hồ thuyền bến rác thải 12 5% thôn bản nước".split())
TEXTS = st.lists(WORDS, max_size=12).map(" ".join)


def plain_weight(_word: str) -> float:
    return 1.0


def topic_of(text: str) -> Topic:
    return make_topic([(word, place) for place, word in enumerate(text.split())], plain_weight)


TOPICS = st.builds(topic_of, st.lists(WORDS, min_size=1, max_size=6).map(" ".join))


@settings(deadline=None)
@given(TOPICS, TEXTS)
def test_coverage_and_precision_are_shares(topic, text):
    assert 0.0 <= coverage(topic, words_of(text)) <= 1.0
    assert 0.0 <= precision(topic, words_of(text)) <= 1.0


@settings(deadline=None)
@given(TOPICS, TEXTS, TEXTS)
def test_more_words_never_cover_less(topic, text, more):
    less = coverage(topic, words_of(text))
    assert coverage(topic, words_of(f"{text} {more}")) >= less - 1e-12
    assert coverage(topic, words_of(text) | words_of(more)) >= less - 1e-12


@settings(deadline=None)
@given(TOPICS)
def test_a_topic_covers_itself(topic):
    assert coverage(topic, words_of(topic.text)) == pytest.approx(1.0)
    assert precision(topic, words_of(topic.text)) == 1.0


def test_an_empty_topic_is_covered_by_nothing():
    topic = make_topic([], plain_weight)
    assert topic.is_empty
    assert topic.text == ""
    assert coverage(topic, words_of("trồng chè")) == 0.0
    assert precision(topic, words_of("trồng chè")) == 0.0


def test_an_empty_text_covers_nothing():
    assert coverage(topic_of("trồng chè"), words_of("")) == 0.0
    assert precision(topic_of("trồng chè"), words_of("")) == 0.0


def test_words_side_by_side_cover_more_than_words_apart():
    topic = topic_of("chè sạch")
    together, apart = coverage(topic, words_of("vùng chè sạch")), coverage(topic, words_of("sạch vùng chè"))
    assert together == pytest.approx(1.0)
    assert 0.5 < apart < together


def test_words_apart_in_the_question_are_no_pair():
    apart = make_topic([("chè", 0), ("sạch", 5)], plain_weight)
    assert apart.adjacent == (False,)
    assert coverage(apart, words_of("sạch vùng chè")) == 1.0


def test_a_word_with_other_diacritics_counts_less():
    assert 0.0 < coverage(topic_of("chè"), words_of("chế")) < coverage(topic_of("chè"), words_of("chè"))
    assert coverage(topic_of("thuyền"), words_of("chế")) == 0.0


def test_a_rare_word_missing_costs_more_than_a_common_one():
    weights = {"thuyen": 5.0, "xay": 0.5}
    topic = make_topic([("xây", 0), ("thuyền", 2)], lambda word: weights[word])
    assert coverage(topic, words_of("thuyền")) > coverage(topic, words_of("xây"))


def test_precision_falls_with_what_else_is_said():
    topic = topic_of("chè sạch")
    assert precision(topic, words_of("chè sạch")) > precision(topic, words_of("chè sạch trên đồi cao"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phòng Văn hoá", ["phòng", "văn", "hóa"]),
        ("05 mô hình", ["5", "mô", "hình"]),
        ("25.000 lượt, 1,4%/năm", ["25000", "lượt", "1,4%", "năm"]),
        ("ngày 20/01/2026", ["ngày", "20/01/2026"]),
        ("_ [ ] – …", []),
    ],
)
def test_tokens_are_words_and_figures_in_one_spelling(text, expected):
    assert tokens(text) == expected


@pytest.mark.parametrize("text", ["0", "00", "0,5%", "0%"])
def test_a_nought_is_a_token_like_any_other(text):
    assert len(tokens(text)) == 1


@settings(deadline=None)
@given(st.text(max_size=60))
def test_words_of_any_text_agree_with_its_tokens(text):
    words, found = words_of(text), tokens(text)
    assert words.exact == frozenset(found)
    assert words.folded == frozenset(map(fold, found))
    assert all({first, second} <= words.folded for first, second in words.pairs)
