"""Questions that ask for two things, and how they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rag_papers import BEN_SOI_KH, DONG_MAY_CTR, DONG_MAY_KH

from corpus.vietnamese import nfc
from rag.answer import Answer, AnswerStatus
from rag.asks import Ask
from rag.parts import opening, parts
from rag.pipeline import Pipeline
from rag.reading import QuestionReader, Reading


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (
            "Ai chủ trì trồng chè và ai phối hợp dựng bến thuyền?",
            ("Ai chủ trì trồng chè", "ai phối hợp dựng bến thuyền?"),
        ),
        ("Trồng bao nhiêu ha chè, khi nào xong bến thuyền?", ("Trồng bao nhiêu ha chè", "khi nào xong bến thuyền?")),
        ("Ai chủ trì trồng chè? Khi nào dựng xong bến?", ("Ai chủ trì trồng chè", "Khi nào dựng xong bến?")),
        ("ai chu tri trong che dong thoi ai phoi hop dung ben", ("ai chu tri trong che", "ai phoi hop dung ben")),
    ],
)
def test_a_question_comes_apart_where_both_sides_ask(question, found):
    assert parts(question) == found


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì trồng chè và dựng bến thuyền?",
        "Trồng chè sạch ở xã, ai chủ trì?",
        # What has two words asks nothing by itself.
        "Ai làm, ai giúp?",
        "trồng chè và dựng bến",
        "",
    ],
)
def test_a_question_that_asks_once_is_one_part(question):
    assert parts(question) == (question,)


def test_no_more_than_three_parts_are_made():
    question = "Ai chủ trì trồng chè, ai phối hợp trồng chè, khi nào xong bến thuyền, kinh phí bến là bao nhiêu?"
    found = parts(question)
    assert len(found) == 3
    assert found[2] == "khi nào xong bến thuyền, kinh phí bến là bao nhiêu?"


def test_a_places_name_asks_nothing():
    question = "Ai chủ trì trồng chè và dựng bến ở Bao Giờ?"
    assert len(parts(question)) == 2
    assert parts(question, lambda text: text.replace("Bao Giờ", "_______")) == (question,)


@given(
    st.lists(
        st.sampled_from(["ai chủ trì", "bao nhiêu", "trồng chè", "và", ",", "?", "khi nào", "ở xã", "a"]), max_size=12
    )
)
def test_parts_stand_in_the_question_one_after_another(words):
    question = " ".join(words)
    at = 0
    for part in parts(question):
        at = question.index(part, at) + len(part)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Ai chủ trì trồng chè, vì bà con hỏi nhiều", "Ai chủ trì trồng chè"),
        ("Ai chủ trì và phối hợp", None),
        ("Ai chủ trì trồng chè", None),
        ("", None),
    ],
)
def test_the_opening_is_what_stands_before_the_first_comma(question, words):
    assert opening(question) == words


@given(st.text(max_size=40).map(nfc))
def test_an_opening_opens_the_question(question):
    found = opening(question)
    assert found is None or (question.strip().startswith(found) and len(found.split()) >= 4)


def cited(answer: Answer) -> set[str]:
    return {citation.document_id for citation in answer.citations}


def test_two_questions_at_once_are_both_answered(pipeline):
    answer = pipeline.answer(
        "Ai chủ trì phát triển vùng chè sạch và khi nào hoàn thành mua sắm xe chở rác?", None, None
    )
    assert answer.status is AnswerStatus.ANSWERED
    assert "Phòng Kinh tế" in answer.answer
    assert "Tháng 9/2026" in answer.answer
    assert cited(answer) == {DONG_MAY_CTR, DONG_MAY_KH}
