from hypothesis import given
from hypothesis import strategies as st

from rag.everyday import EverydayWords, shipped_everyday_words
from rag.topic import coverage, lacks_a_name, make_topic, precision, words_of

GROUPS = EverydayWords.read("# what people call it\nrác; rác thải; chất thải rắn\n\ntrạm xá; trạm y tế\n")


def placed(text):
    return [(word, place) for place, word in enumerate(text.split())]


def words(wording):
    return " ".join(word for word, _ in wording)


def test_a_phrase_is_said_in_the_other_words_of_its_group():
    found = GROUPS.wordings(placed("thu gom rác đạt"), lambda _: True)
    assert [words(wording) for wording in found] == ["thu gom rác thải đạt", "thu gom chất thải rắn đạt"]
    assert found[1] == [("thu", 0), ("gom", 1), ("chất", 2), ("thải", 3), ("rắn", 4), ("đạt", 5)]


def test_the_longest_phrase_counts():
    found = GROUPS.wordings(placed("xử lý rác thải"), lambda _: True)
    assert [words(wording) for wording in found] == ["xử lý rác", "xử lý chất thải rắn"]


def test_two_phrases_are_both_said_otherwise():
    found = GROUPS.wordings(placed("rác trạm xá"), lambda phrase: phrase not in {("rác", "thải")})
    assert [words(wording) for wording in found] == [
        "chất thải rắn trạm xá",
        "rác trạm y tế",
        "chất thải rắn trạm y tế",
    ]


def test_what_no_paper_writes_is_not_put_in():
    assert GROUPS.wordings(placed("thu gom rác"), lambda _: False) == []


def test_words_that_do_not_stand_together_are_no_phrase():
    apart = [("chất", 0), ("thải", 1), ("rắn", 5)]
    assert GROUPS.wordings(apart, lambda _: True) == []


def test_a_topic_is_covered_by_its_other_words():
    topic = make_topic(placed("thu gom rác"), lambda _: 1.0, GROUPS.wordings(placed("thu gom rác"), lambda _: True))
    text = words_of("thu gom chất thải rắn đạt")
    assert coverage(topic, text) > 0.9 > coverage(make_topic(placed("thu gom rác"), lambda _: 1.0), text)
    assert not lacks_a_name(topic, text)
    assert precision(topic, text) == 5 / 6
    assert coverage(topic.without(words_of("thu gom")), words_of("chất thải rắn")) > 0.9


@given(st.lists(st.sampled_from(["rác", "thải", "chất", "rắn", "trạm", "xá", "y", "tế", "mới"]), max_size=12))
def test_no_wording_is_the_topic_itself_and_there_are_few(said):
    topic = list(zip(said, range(len(said)), strict=True))
    found = GROUPS.wordings(topic, lambda _: True)
    assert len(found) <= 4
    assert topic not in found


def test_every_shipped_group_has_two_phrases_and_no_phrase_two_groups():
    groups = shipped_everyday_words().groups
    assert all(len(group) > 1 for group in groups)
    phrases = [phrase for group in groups for phrase in group]
    assert len(phrases) == len({*phrases})
