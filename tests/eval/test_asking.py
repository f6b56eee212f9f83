from dataclasses import replace

import pytest
from eval_samples import (
    COMMUNE,
    INCOME,
    NUMBER,
    ONLINE,
    REFUSAL,
    UNSEEN,
    WARD,
    Told,
    answered,
    cite,
    documents_in,
    hit,
    refused,
)

from eval.asking import ask, evidence_ranks
from eval.judging import Papers
from eval.questions import Evidence, QuestionKind

PAPERS = Papers(documents_in(UNSEEN))
RIGHT = answered("82% [1]", cite(WARD, ONLINE))
FOLLOW_UP = replace(NUMBER, id="f1", turns=("một", "hai"), question="ba", kind=QuestionKind.FOLLOW_UP)


def place(document_id, words):
    citation = cite(document_id, words)
    return citation.document_id, citation.paragraph_id


def test_turns_are_asked_first_in_one_conversation():
    told = Told(replace(RIGHT, conversation_id="k1"), replace(RIGHT, conversation_id="k2"), RIGHT)
    outcome = ask(FOLLOW_UP, told, PAPERS)
    assert told.asked == [("một", None, None), ("hai", "k1", None), ("ba", "k2", None)]
    assert outcome.case.verdict.right
    assert outcome.timing.id == "f1"
    assert outcome.timing.milliseconds >= 0


@pytest.mark.parametrize("question", [NUMBER, REFUSAL, FOLLOW_UP])
def test_an_exception_is_a_wrong_answer(question):
    case = ask(question, Told(ValueError("vỡ")), PAPERS).case
    assert case.reply is None
    assert case.error == "ValueError: vỡ"
    assert not case.verdict.right
    assert not case.verdict.refused
    assert len(case.evidence_ranks) == len(question.evidence)


def test_an_assistant_that_never_answers_is_an_error_too():
    class Silent:
        def steps(self, *_):
            return iter(())

    assert "AssertionError" in (ask(NUMBER, Silent(), PAPERS).case.error or "")


def test_evidence_is_ranked_by_the_first_passage_that_proves_it():
    question = replace(NUMBER, evidence=(Evidence(WARD, (ONLINE,), None), Evidence(COMMUNE, (INCOME,), None)))
    hits = [hit(*place(WARD, "Mức độ hài lòng")), hit(*place(COMMUNE, INCOME)), hit(*place(WARD, ONLINE))]
    assert evidence_ranks(question, hits, PAPERS) == (3, 2)
    assert evidence_ranks(question, hits[:2], PAPERS) == (None, 2)
    assert evidence_ranks(question, [], PAPERS) == (None, None)


def test_evidence_under_a_heading_is_not_proved_by_the_same_words_elsewhere():
    lead = "Chủ trì: Phòng Văn hóa - Xã hội"  # stands twice
    first = [hit(*place(WARD, lead))]
    right = replace(NUMBER, evidence=(Evidence(WARD, (lead,), "Hướng dẫn người dân sử dụng"),))
    wrong = replace(NUMBER, evidence=(Evidence(WARD, (lead,), "Tập huấn kỹ năng số"),))
    assert evidence_ranks(right, first, PAPERS) == (1,)
    assert evidence_ranks(wrong, first, PAPERS) == (None,)


def test_a_refusal_is_kept_with_its_words():
    case = ask(REFUSAL, Told(refused("Không có.")), PAPERS).case
    assert case.reply is not None
    assert case.reply.answer == "Không có."
    assert case.verdict.right
