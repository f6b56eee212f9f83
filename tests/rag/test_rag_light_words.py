"""Words that name no matter, alone, beside another word and inside a word of the papers."""

import pytest

from rag.light_words import light_words
from rag.topic import coverage, words_of


def weights(office, question):
    """The words of a question's topic with the share of its full weight that each counts."""
    topic = office.understand(question).topic
    shares = [weight / office.collection.weight(word) for word, weight in zip(topic.folded, topic.weights, strict=True)]
    return list(zip(topic.words, shares, strict=True))


def test_every_light_word_is_one_syllable_in_small_letters():
    assert len(light_words()) > 50
    for word in light_words():
        assert word == word.lower()
        assert word.isalpha()
    assert {"lấy", "làm", "muốn"} <= light_words()
    assert {"chè", "thuyền", "rác"}.isdisjoint(light_words())


@pytest.mark.parametrize("question", ["lấy ở đâu để làm", "làm cái này lấy gì", "muốn làm thì làm thế nào"])
def test_a_question_of_light_words_alone_names_nothing(office, question):
    assert office.understand(question).topic.is_empty


def test_a_light_word_counts_a_quarter_beside_what_is_asked(office):
    assert weights(office, "muốn lấy chè") == [
        ("muốn", pytest.approx(0.25)),
        ("lấy", pytest.approx(0.25)),
        ("chè", pytest.approx(1.0)),
    ]


def test_a_light_word_counts_in_full_beside_its_partner(office):
    # The papers write "lấy mẫu nước" and "mở phố".
    assert weights(office, "lấy mẫu nước") == [
        ("lấy", pytest.approx(1.0)),
        ("mẫu", pytest.approx(1.0)),
        ("nước", pytest.approx(1.0)),
    ]
    assert weights(office, "mở phố") == [("mở", pytest.approx(1.0)), ("phố", pytest.approx(1.0))]


def test_partners_stand_side_by_side(office):
    # "của" stands between them: the two make no word here.
    assert weights(office, "lấy của mẫu nước") == [
        ("lấy", pytest.approx(0.25)),
        ("mẫu", pytest.approx(1.0)),
        ("nước", pytest.approx(1.0)),
    ]


def test_a_text_without_the_light_word_still_covers_most(office):
    light = office.understand("muốn lấy chè").topic
    assert coverage(light, words_of("vùng chè sạch")) > 0.5
    full = office.understand("lấy mẫu nước").topic
    assert coverage(full, words_of("nguồn nước")) < 0.5
