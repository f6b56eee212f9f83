"""Rules and what was learnt, together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_rag_asks import TABLE

from corpus.vietnamese import fold
from rag.asking import what_is_asked
from rag.asks import Ask, find_asks
from rag.kinds import shipped_kinds

MODEL = shipped_kinds()
UNFORESEEN = (
    (Ask.LEAD, "đứa nào lo vụ bến thuyền vậy"),
    (Ask.LEAD, "ben nao dung ra lo viec trong che"),
    (Ask.LEAD, "bên mô lo thu gom rác rứa"),
    (Ask.RESOURCES, "tiền đâu mà làm bến thuyền"),
    (Ask.RESOURCES, "tiền làm phố đi bộ lấy ở mô"),
    (Ask.FREQUENCY, "mấy bữa lấy mẫu nước một lần"),
    (Ask.PARTNER, "làm phố đi bộ có sự tham gia cùng của những ai"),
    (Ask.COMPARE, "thu nhập của _____ với _____ bên nào nhiều hơn bao nhiêu"),
    (Ask.END, "chốt hạn đến bao giờ thì xong xe chở rác"),
)


def asked(question: str, *, of_numbered: bool = False):
    return what_is_asked(fold(question), MODEL, of_numbered=of_numbered)


@pytest.mark.parametrize(("kind", "question"), UNFORESEEN)
def test_a_wording_that_no_rule_foresaw_is_understood(kind, question):
    assert asked(question).kinds[0] is kind


@pytest.mark.parametrize(("kind", "question"), TABLE)
def test_what_the_rules_know_stays_so(kind, question):
    assert kind in asked(question).kinds


def left_over(question: str) -> str:
    letters = list(question)
    for start, end in asked(question).spans:
        letters[start:end] = " " * (end - start)
    return " ".join("".join(letters).split())


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("đứa nào lo vụ bến thuyền vậy", "bến thuyền"),
        ("tiền đâu mà làm bến thuyền", "bến thuyền"),
        ("hạn chót bến thuyền", "bến thuyền"),
    ],
)
def test_learnt_asking_words_are_no_topic(question, topic):
    left = left_over(question)
    assert topic in left
    assert not {"nào", "lo", "tiền", "hạn", "chót"} & {*left.split()}


@pytest.mark.parametrize(
    "question",
    [
        "hạ tầng số",
        "hồ chứa nước đầu nguồn",
        "quản lý lồng bè nuôi cá",
        "thời tiết ngày mai thế nào",
        "còn bến thuyền?",
    ],
)
def test_keywords_ask_for_what_is_said_of_them(question):
    assert asked(question) == find_asks(fold(question))
    assert asked(question).kinds == (Ask.CONTENT,)


def test_a_numbered_document_is_asked_about_by_rule():
    question = "ai ký quyết định 218/QĐ-UBND, chức vụ gì?"
    assert asked(question, of_numbered=True) == find_asks(fold(question), of_numbered=True)


WORDS = st.sampled_from(sorted({word for _, question in (*TABLE, *UNFORESEEN) for word in fold(question).split()}))


@settings(deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=80).map(fold)), st.booleans())
def test_any_text_asks_for_something_once_and_always_the_same(text, of_numbered):
    found = what_is_asked(text, MODEL, of_numbered=of_numbered)
    assert found == what_is_asked(text, MODEL, of_numbered=of_numbered)
    assert found.kinds
    assert len({*found.kinds}) == len(found.kinds)
    assert all(0 <= start <= end <= len(text) for start, end in found.spans)
    assert (Ask.CONTENT in found.kinds) == (found.kinds == (Ask.CONTENT,))
