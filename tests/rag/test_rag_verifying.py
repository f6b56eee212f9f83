"""The proof of an answer: each fault is caught, and only faults are."""

from dataclasses import replace

import pytest
from rag_papers import BEN_SOI_KH, PEOPLE

from rag.answer import Answer, AnswerStatus
from rag.errors import RagError, UnfaithfulAnswer
from rag.verifying import check, unproved_figures, unproved_names


@pytest.fixture(scope="module")
def answer(pipeline) -> Answer:
    found = pipeline.answer("Ai chỉ đạo xây dựng bến thuyền du lịch ở Đồng Mây?")
    assert found.status is AnswerStatus.ANSWERED
    return found


@pytest.fixture
def is_faithful(office):
    def of(answer: Answer) -> bool:
        try:
            check(answer, office.collection, PEOPLE)
        except UnfaithfulAnswer:
            return False
        return True

    return of


def with_citation(answer: Answer, **parts: object) -> Answer:
    return replace(answer, citations=(replace(answer.citations[0], **parts), *answer.citations[1:]))


def test_a_proved_answer_passes(answer, is_faithful):
    assert is_faithful(answer)


def test_a_refusal_passes_and_says_nothing_with_a_source(pipeline, answer, is_faithful):
    refusal = pipeline.answer("Ai chủ trì trồng chè ở xã Thượng Lâm?")
    assert is_faithful(refusal)
    assert not is_faithful(replace(refusal, citations=answer.citations))
    assert not is_faithful(replace(answer, status=AnswerStatus.NEEDS_CLARIFICATION))


def test_an_altered_quote_is_caught(answer, is_faithful):
    citation = answer.citations[0]
    assert not is_faithful(with_citation(answer, quote=citation.quote.upper()))
    assert not is_faithful(with_citation(answer, quote=citation.quote + " "))
    assert not is_faithful(with_citation(answer, start=citation.start + 1))
    assert not is_faithful(with_citation(answer, end=citation.end - 1))
    assert not is_faithful(with_citation(answer, quote="", end=citation.start))


def test_a_quote_outside_its_paragraph_is_caught(office, answer, is_faithful):
    citation = answer.citations[0]
    text = office.documents[citation.document_id].text
    wider = citation.start - 200
    assert not is_faithful(with_citation(answer, start=wider, quote=text[wider : citation.end]))


def test_an_altered_paragraph_is_caught(answer, is_faithful):
    assert not is_faithful(with_citation(answer, paragraph=answer.citations[0].paragraph + " Đúng vậy."))


def test_a_quote_of_another_paper_is_caught(answer, is_faithful):
    assert not is_faithful(with_citation(answer, document_id=BEN_SOI_KH))


@pytest.mark.parametrize("label", ["[2]", "[9]", "[0]", "[1][12]"])
def test_a_label_without_a_citation_is_caught(answer, is_faithful, label):
    assert len(answer.citations) == 1
    assert not is_faithful(replace(answer, answer=f"{answer.answer} {label}"))


def test_an_answer_without_citations_is_caught(answer, is_faithful):
    assert not is_faithful(replace(answer, citations=()))


@pytest.mark.parametrize("said", ["999 ha", "12,75%", "ngày 01/02/2031", "77-QĐ/TU", "năm 2031"])
def test_an_invented_figure_is_caught(answer, is_faithful, said):
    assert not is_faithful(replace(answer, answer=f"{answer.answer} Khoảng {said}."))


@pytest.mark.parametrize("name", ["Phan Đình Quế", "PHAN ĐÌNH QUẾ", "Tạ Minh Hòe", "Tạ Minh Hoè"])
def test_a_name_from_elsewhere_is_caught(answer, is_faithful, name):
    assert not is_faithful(replace(answer, answer=f"{answer.answer} Cùng đồng chí {name}."))


def test_a_name_that_is_cited_passes(answer, is_faithful):
    assert is_faithful(replace(answer, answer="Lục Văn Bằng, LỤC VĂN BẰNG [1]."))


def test_an_unfaithful_answer_is_told_in_words_for_users(office, answer):
    with pytest.raises(RagError) as caught:
        check(replace(answer, answer="999 [1]"), office.collection, PEOPLE)
    assert caught.value.code == "unfaithful_answer"
    assert "999" in str(caught.value)
    assert "Câu trả lời" in caught.value.detail


@pytest.mark.parametrize(
    ("text", "there", "unproved"),
    [
        ("đạt 140 ha [3]", "trồng 140 ha", ()),
        ("đạt 14 ha", "trồng 140 ha", ("14",)),
        ("đạt 72,5 triệu", "72,5 triệu đồng", ()),
        ("đạt 72 triệu", "72,5 triệu đồng", ("72",)),
        ("ngày 20/01/2026", "ngày 20/01/2026 của", ()),
        ("ngày 20/01/2027", "ngày 20/01/2026 của", ("20/01/2027",)),
        ("không số", "", ()),
        ("5 [1] 6", "5", ("6",)),
    ],
)
def test_figures_are_proved_whole(text, there, unproved):
    assert unproved_figures(text, [there]) == unproved


def test_figures_may_stand_in_different_paragraphs():
    assert unproved_figures("5 và 6", ["có 5", "có 6"]) == ()


def test_names_are_proved_in_any_spelling():
    assert unproved_names("Tạ Minh Hòe", ["TẠ MINH HOÈ"], PEOPLE) == ()
    assert unproved_names("Tạ Minh Hòe", ["Tạ Minh"], PEOPLE) == ("Tạ Minh Hòe",)
    assert unproved_names("không ai", [""], PEOPLE) == ()
