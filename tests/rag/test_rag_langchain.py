"""The retriever and the runnable keep LangChain's contract and hoidap's own."""

from __future__ import annotations

import asyncio

import pytest
from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda, RunnablePassthrough
from rag_papers import BEN_SOI_KH, DONG_MAY_CTR, DONG_MAY_KH, documents

from index.embedding import HashingModel
from rag.answer import Answer, AnswerStatus
from rag.errors import QuestionRejected
from rag.in_memory import pipeline_in_memory
from rag.langchain import HoidapRetriever, HoidapRunnable
from rag.phrasing.worded import WORDED, WordedPipeline
from rag.phrasing.writer import ScriptedWriter

POOR = "Tỷ lệ hộ nghèo còn bao nhiêu?"
POOR_THERE = "Tỷ lệ hộ nghèo ở phường Bến Sỏi còn bao nhiêu?"


@pytest.fixture(scope="module")
def retriever(pipeline) -> HoidapRetriever:
    return HoidapRetriever(pipeline=pipeline, k=5)


@pytest.fixture(scope="module")
def runnable(pipeline) -> HoidapRunnable:
    return HoidapRunnable(pipeline)


def ids_of(found: list[Document]) -> set[str]:
    return {passage.metadata["document_id"] for passage in found}


def test_passages_are_paragraphs_to_the_letter(retriever, office):
    found = retriever.invoke(POOR)
    assert len(found) == 5
    for passage in found:
        told = passage.metadata
        document = office.documents[told["document_id"]]
        paragraph = document.paragraph(told["paragraph_id"])
        assert passage.page_content == document.text[told["start"] : told["end"]] == paragraph.text
        assert tuple(told["section_path"]) == paragraph.section_path
        assert told["url"] == f"/documents/{document.id}#{paragraph.id}"
        assert told["document_title"] == document.metadata.title
    scores = [passage.metadata["score"] for passage in found]
    assert scores == sorted(scores, reverse=True)
    assert len({passage.id for passage in found}) == 5


def test_another_commune_s_passages_are_not_returned(retriever):
    assert ids_of(retriever.invoke(POOR)) > {BEN_SOI_KH}
    assert ids_of(retriever.invoke(POOR_THERE)) == {BEN_SOI_KH}
    assert retriever.invoke("Tỷ lệ hộ nghèo ở xã Thượng Lâm còn bao nhiêu?") == []


def test_only_the_papers_asked_for_are_searched(pipeline):
    only = HoidapRetriever(pipeline=pipeline, document_ids=frozenset({DONG_MAY_CTR}))
    assert ids_of(only.invoke(POOR)) == {DONG_MAY_CTR}
    assert only.invoke(POOR_THERE) == []


def test_fewer_passages_are_the_first_ones(pipeline, retriever):
    assert HoidapRetriever(pipeline=pipeline, k=1).invoke(POOR) == retriever.invoke(POOR)[:1]
    with pytest.raises(ValueError, match="k"):
        HoidapRetriever(pipeline=pipeline, k=0)


def test_a_search_begins_no_conversation(pipeline, retriever):
    retriever.invoke("Ai ký kế hoạch của phường Bến Sỏi?")
    assert pipeline.answer("còn xã kia thì sao?").status is AnswerStatus.NEEDS_CLARIFICATION


def test_the_retriever_is_a_link_of_a_chain(retriever):
    chain = {"sources": retriever | (lambda found: [p.id for p in found]), "question": RunnablePassthrough()}
    told = (chain | RunnableLambda(dict)).invoke(POOR_THERE)
    assert told == {"sources": [p.id for p in retriever.invoke(POOR_THERE)], "question": POOR_THERE}
    assert retriever.batch([POOR, POOR_THERE]) == [retriever.invoke(POOR), retriever.invoke(POOR_THERE)]
    assert asyncio.run(retriever.ainvoke(POOR)) == retriever.invoke(POOR)


def same(one: Answer, other: Answer) -> bool:
    return (one.answer, one.status, one.citations) == (other.answer, other.status, other.citations)


def test_answers_are_the_pipeline_s(runnable, pipeline):
    assert same(runnable.invoke(POOR), pipeline.answer(POOR))
    assert same(runnable.invoke({"question": POOR}), pipeline.answer(POOR))
    assert same(asyncio.run(runnable.ainvoke(POOR)), pipeline.answer(POOR))
    assert [same(answer, pipeline.answer(POOR)) for answer in runnable.stream(POOR)] == [True]


def test_a_batch_keeps_its_order(runnable, pipeline):
    questions = [POOR, POOR_THERE, "Ai ký kế hoạch của phường Bến Sỏi?", "Ai chủ trì trồng chè ở xã Thượng Lâm?"] * 3
    answers = runnable.batch(questions, config={"max_concurrency": 4})
    assert all(same(answer, pipeline.answer(asked)) for asked, answer in zip(questions, answers, strict=True))
    later = asyncio.run(runnable.abatch(questions))
    assert all(same(one, other) for one, other in zip(answers, later, strict=True))


def test_conversation_and_papers_are_passed_on(runnable, pipeline):
    first = runnable.invoke("Ai ký kế hoạch của phường Bến Sỏi?")
    after = runnable.invoke({"question": "chức vụ gì?", "conversation_id": first.conversation_id})
    assert after.conversation_id == first.conversation_id
    assert same(after, pipeline.answer("chức vụ gì?", first.conversation_id))
    limited = runnable.invoke({"question": POOR, "document_ids": [DONG_MAY_CTR, DONG_MAY_KH]})
    assert {citation.document_id for citation in limited.citations} == {DONG_MAY_CTR}


def test_what_cannot_be_asked_is_raised(runnable):
    with pytest.raises(QuestionRejected):
        runnable.invoke("  ")
    answers = runnable.batch(["  ", POOR], return_exceptions=True)
    assert [type(answer) for answer in answers] == [QuestionRejected, Answer]
    with pytest.raises(QuestionRejected, match="unknown document"):
        runnable.invoke({"question": POOR, "document_ids": ["khong-co"]})


def test_the_runnable_is_a_link_of_a_chain_and_tells_its_types(runnable, pipeline):
    chain = RunnableLambda(str.strip) | runnable | (lambda answer: answer.answer)
    assert chain.invoke(f"  {POOR} ") == pipeline.answer(POOR).answer
    schema = str(runnable.get_input_jsonschema())
    assert all(name in schema for name in ("question", "conversation_id", "document_ids"))
    assert runnable.OutputType is Answer


def test_callbacks_see_the_run(runnable):
    seen = []
    chain = runnable.with_listeners(on_end=lambda run: seen.append(run.outputs["output"].answer))
    answer = chain.invoke(POOR)
    assert seen == [answer.answer]


def test_a_writer_may_stand_behind_it(pipeline):
    worded = WordedPipeline(pipeline, ScriptedWriter(lambda answer: answer.answer))
    assert HoidapRunnable(worded).invoke(POOR).notices[-1] == WORDED


def test_a_pipeline_in_memory_answers_and_is_named_by_what_it_holds(pipeline):
    made = pipeline_in_memory(documents(), HashingModel())
    assert same(made.answer(POOR), pipeline.answer(POOR))
    again = pipeline_in_memory(reversed(documents()), HashingModel())
    fewer = pipeline_in_memory(documents()[:2], HashingModel())
    version = made.answer(POOR).index_version
    assert version == again.answer(POOR).index_version != fewer.answer(POOR).index_version
