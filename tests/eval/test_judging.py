from dataclasses import replace

import pytest
from eval_samples import (
    COMMUNE,
    INCOME,
    NUMBER,
    ONLINE,
    REFUSAL,
    SHIPPED,
    UNSEEN,
    WARD,
    answered,
    cite,
    documents_in,
    refused,
)
from hypothesis import given
from hypothesis import strategies as st

from eval.judging import Papers, judge
from eval.questions import Evidence
from rag.answer import AnswerStatus

PAPERS = Papers((*documents_in(UNSEEN), *documents_in(SHIPPED)))
BOTH = replace(NUMBER, evidence=(Evidence(WARD, (ONLINE,), None), Evidence(COMMUNE, (INCOME,), None)), forbidden=())


def verdict(question, answer):
    return judge(question, answer, PAPERS)


def test_items_and_evidence_make_a_right_answer():
    found = verdict(NUMBER, answered("Đạt từ 82 % trở lên [1].", cite(WARD, ONLINE)))
    assert found.right
    assert found.items_found == ("82%",)
    assert any(found.evidence_cited)
    assert found.quotes_exact
    assert not found.refused


@given(variant=st.sampled_from(NUMBER.items[0]), before=st.sampled_from(["", "Là ", "Từ "]), label=st.booleans())
def test_any_variant_will_do(variant, before, label):
    text = before + variant + (" [1]." if label else "")
    assert verdict(NUMBER, answered(text, cite(WARD, ONLINE))).right


def test_a_missed_item_is_wrong_and_named():
    found = verdict(NUMBER, answered("Đạt 182% [1].", cite(WARD, ONLINE)))
    assert not found.right
    assert found.items_missed == NUMBER.items


def test_a_label_is_not_what_the_answer_says():
    question = replace(NUMBER, items=(("1",),))
    assert not verdict(question, answered("Đạt cao [1].", cite(WARD, ONLINE))).right


def test_the_right_words_from_the_wrong_paragraph_are_wrong():
    found = verdict(NUMBER, answered("82% [1]", cite(WARD, "Mức độ hài lòng của người dân")))
    assert not any(found.evidence_cited)
    assert not found.right


def test_forbidden_words_are_wrong():
    found = verdict(NUMBER, answered("82%, thanh toán 58% [1]", cite(WARD, ONLINE)))
    assert found.forbidden_found == ("58%",)
    assert not found.right


def test_citing_another_commune_is_wrong_and_named():
    found = verdict(NUMBER, answered("82% [1]", cite(WARD, ONLINE), cite(COMMUNE, INCOME)))
    assert found.out_of_scope == (COMMUNE,)
    assert any(found.evidence_cited)
    assert not found.right


def test_citing_another_paper_of_the_same_commune_is_no_fault():
    plan, programme = "tan-minh-kh-mo-hinh-xhcn", "tan-minh-ctr-dai-hoi-xiv"
    words = "Nâng cao thu nhập, giảm nghèo bền vững"
    question = replace(NUMBER, evidence=(Evidence(plan, (words,), None),), items=(("giảm nghèo",),))
    answer = answered("giảm nghèo [1]", cite(plan, words), cite(programme, "Quán triệt đầy đủ"))
    assert verdict(question, answer).right


def test_one_of_the_evidence_is_enough_unless_all_is_wanted():
    answer = answered("82% [1]", cite(WARD, ONLINE))
    both = answered("82% [1] [2]", cite(WARD, ONLINE), cite(COMMUNE, INCOME))
    every = replace(BOTH, all_evidence=True)
    assert verdict(BOTH, answer).right
    assert not verdict(every, answer).right
    assert verdict(every, both).right


def test_words_that_stand_under_several_headings_need_the_right_one():
    lead = "Chủ trì: Phòng Văn hóa - Xã hội"
    citation = cite(WARD, lead)  # the first of two such paragraphs
    question = replace(NUMBER, items=(("Phòng Văn hóa - Xã hội",),), forbidden=())
    right = replace(question, evidence=(Evidence(WARD, (lead,), "Hướng dẫn người dân sử dụng"),))
    wrong = replace(question, evidence=(Evidence(WARD, (lead,), "Tập huấn kỹ năng số"),))
    assert verdict(right, answered("Phòng Văn hóa - Xã hội [1]", citation)).right
    assert not any(verdict(wrong, answered("Phòng Văn hóa - Xã hội [1]", citation)).evidence_cited)


@pytest.mark.parametrize("status", [AnswerStatus.NO_ANSWER, AnswerStatus.NEEDS_CLARIFICATION])
def test_refusing_what_can_be_answered_is_wrong(status):
    found = verdict(NUMBER, refused("82%", status))
    assert found.refused
    assert not found.right


def test_what_a_paper_leaves_blank_may_be_refused():
    question = replace(NUMBER, may_refuse=True)
    assert verdict(question, refused()).right
    assert verdict(question, answered("82% [1]", cite(WARD, ONLINE))).right
    assert not verdict(question, answered("90% [1]", cite(WARD, ONLINE))).right


def test_what_no_paper_holds_must_be_refused():
    assert verdict(REFUSAL, refused()).right
    assert not verdict(REFUSAL, answered("90% [1]", cite(WARD, ONLINE))).right
    assert not verdict(REFUSAL, refused("Không có, nhưng nơi khác là 82%.")).right


def test_asking_back_is_right_only_where_it_is_said():
    asked_back = refused("Ông/bà hỏi xã nào?", AnswerStatus.NEEDS_CLARIFICATION)
    assert not verdict(REFUSAL, asked_back).right
    assert verdict(replace(REFUSAL, clarify=True), asked_back).right


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Tỷ lệ hồ sơ nộp trực tuyến đạt từ 92% trở lên"},
        {"start": 0, "end": len(ONLINE)},
        {"paragraph_id": "nowhere"},
        {"document_id": "nowhere"},
        {"quote": "", "end": 0},
    ],
)
def test_a_quote_that_is_not_the_papers_own_is_seen(change):
    assert not verdict(NUMBER, answered("82% [1]", replace(cite(WARD, ONLINE), **change))).quotes_exact
