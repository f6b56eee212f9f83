"""A handful of questions over the shipped documents, with the shipped model."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_checks import assert_sound
from rag_papers import pipeline_over

import corpus
from corpus.model import Document
from corpus.reader import read_document
from corpus.vietnamese import fold
from index.embedding import SHIPPED_MODEL, StaticModel
from rag.answer import Answer, AnswerStatus
from rag.composing import DIFFERS
from rag.pipeline import Pipeline

SHIPPED = Path(corpus.__file__).parent / "documents"
FLAGSHIP = "ai chủ trì mô hình Trường học XHCN ở Tân Minh?"
MODELS = "tan-minh-kh-mo-hinh-xhcn"


@pytest.fixture(scope="module")
def papers() -> dict[str, Document]:
    paths = sorted(SHIPPED.glob("*.txt"))
    return {path.stem: read_document(path.stem, path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="module")
def assistant(papers) -> Pipeline:
    return pipeline_over(tuple(papers.values()), StaticModel.load(SHIPPED_MODEL))


@pytest.fixture
def ask(assistant, papers):
    def of(*questions: str) -> Answer:
        answer = None
        for question in questions:
            answer = assistant.answer(question, answer.conversation_id if answer else None)
            assert_sound(answer, papers, ())
        return answer

    return of


@pytest.mark.parametrize(
    "question", [FLAGSHIP, fold(FLAGSHIP), "cơ quan nào tham mưu mô hình trường học xã hội chủ nghĩa xã Tân Minh"]
)
def test_the_body_that_leads_is_told_and_cited_where_it_stands(ask, question):
    answer = ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert "Phòng Văn hóa - Xã hội" in answer.answer
    section = [c for c in answer.citations if any(re.match(r"2\.5\b", heading) for heading in c.section_path)]
    assert section
    assert {citation.document_id for citation in answer.citations} == {MODELS}
    assert all("Phòng Văn hóa - Xã hội" in citation.paragraph for citation in section)


@pytest.mark.parametrize(
    "question",
    ["ai chủ trì mô hình Trường học XHCN ở xã Vạn Lộc Hạ?", "ai chu tri mo hinh truong hoc xhcn o xa van loc ha?"],
)
def test_an_unknown_commune_is_refused(ask, question):
    answer = ask(question)
    assert answer.status is AnswerStatus.NO_ANSWER
    assert "Tân Minh" in answer.answer


def test_a_contradiction_is_told_with_both_values(ask):
    answer = ask("Chỉ tiêu dân số tham gia bảo hiểm y tế của xã Tân Kỳ là bao nhiêu?")
    assert "100%" in answer.answer
    assert "97%" in answer.answer
    assert DIFFERS in answer.notices
    assert len({citation.paragraph_id for citation in answer.citations}) >= 2
    assert {citation.document_id for citation in answer.citations} == {"tan-ky-kh-tang-truong-hai-con-so"}


def test_a_follow_up_asks_of_the_same_model(ask):
    answer = ask(FLAGSHIP, "ai phối hợp?")
    assert answer.status is AnswerStatus.ANSWERED
    assert {citation.document_id for citation in answer.citations} == {MODELS}
    assert any("phối hợp" in citation.paragraph for citation in answer.citations)


def test_a_signer_is_told_with_name_and_post(ask, papers):
    answer = ask("Ai ký kế hoạch tăng trưởng 2 con số của xã Tân Kỳ?")
    signer = papers["tan-ky-kh-tang-truong-hai-con-so"].metadata.signer
    assert signer is not None
    assert signer.name in answer.answer


def test_every_paper_is_known_by_its_commune(assistant, papers):
    for paper in papers.values():
        answer = assistant.answer(f"Văn bản của {paper.metadata.commune} có những mục nào?")
        same = {p.id for p in papers.values() if p.metadata.commune == paper.metadata.commune}
        assert {citation.document_id for citation in answer.citations} <= same


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_questions_made_of_the_papers_own_words_are_answered_soundly(assistant, papers, data):
    paragraph = data.draw(st.sampled_from([p for paper in papers.values() for p in paper.paragraphs]))
    words = paragraph.text.split()
    start = data.draw(st.integers(0, len(words) - 1))
    asking = data.draw(st.sampled_from(("ai chủ trì", "bao nhiêu", "khi nào", "gồm những gì", "ai phối hợp", "là gì")))
    question = f"{' '.join(words[start : start + data.draw(st.integers(2, 12))])} {asking}"
    if data.draw(st.booleans()):
        question = fold(question)
    assert_sound(assistant.answer(question[:2000]), papers, ())
