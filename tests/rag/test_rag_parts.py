"""Questions that ask for two things, and how they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rag_papers import BEN_SOI_KH, DONG_MAY_CTR, DONG_MAY_KH

from corpus.vietnamese import nfc
from rag.answer import Answer, AnswerStatus
from rag.asks import Ask
from rag.parts import opening, parts
from rag.pipeline import readers_over
from rag.ranking import Ranker, shipped_weights
from rag.reading import QuestionReader, Reading
from rag.retrieving import Retriever


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


@pytest.fixture(scope="module")
def read(office):
    """What is to be said of a question, over the invented papers."""
    collection = office.collection
    retriever = Retriever(office.index, collection, Ranker(collection, shipped_weights()))
    reader = QuestionReader(collection, office.understander, retriever, readers_over(collection))

    def of(question: str, allowed: frozenset[str] | None = None) -> Reading:
        understood = office.understand(question, allowed=allowed)
        return reader.read(understood, reader.retrieve(understood), allowed)

    return of


def told(reading: Reading) -> list[tuple[Ask, str]]:
    return [(choice.ask, finding.statement) for choice in reading.choices for finding in choice.findings]


def documents_of(reading: Reading) -> set[str]:
    return {q.document_id for c in reading.choices for f in c.findings for q in f.quotes}


def test_parts_are_told_in_the_questions_order_each_by_what_it_asks(read):
    question = "Trồng bao nhiêu ha chè sạch ở Đồng Mây, khi nào hoàn thành bến thuyền?"
    reading = read(question)
    assert [ask for ask, _ in told(reading)] == [Ask.NUMBER, Ask.END]
    assert "140 ha" in told(reading)[0][1]
    assert "quý III/2027" in told(reading)[1][1]
    assert reading.understood.question == question
    assert documents_of(reading) <= {hit.passage.document_id for hit in reading.hits}


@pytest.mark.parametrize(
    ("question", "document_id", "words"),
    [
        ("Phát triển vùng chè sạch do ai chủ trì? Chỉnh trang vỉa hè ai chủ trì?", DONG_MAY_CTR, "Phòng Kinh tế"),
        (
            "Bao nhiêu hộ kinh doanh tham gia phố đi bộ, khi nào hoàn thành mua sắm xe chở rác?",
            BEN_SOI_KH,
            "45 hộ kinh doanh",
        ),
    ],
)
def test_a_part_about_another_place_is_not_told(read, question, document_id, words):
    reading = read(question)
    assert documents_of(reading) == {document_id}
    assert all(words in statement for _, statement in told(reading))
    # What is told is what the first part asked; the question stays as typed.
    assert reading.understood.question == question
    assert reading.understood.text.casefold() in question.casefold()
    assert reading.understood.text.casefold() != question.casefold()


def test_each_part_alone_is_told_of_its_own_place(read):
    assert documents_of(read("Chỉnh trang vỉa hè ai chủ trì?")) == {BEN_SOI_KH}
    assert documents_of(read("Khi nào hoàn thành mua sắm xe chở rác?")) == {DONG_MAY_KH}


def test_the_opening_is_asked_where_the_rest_hides_the_answer(read):
    reading = read("Ai chủ trì mua sắm 04 xe chở rác, vì bà con hỏi nhiều lắm")
    assert ["Văn phòng HĐND và UBND" in statement for _, statement in told(reading)] == [True]


def test_parts_are_read_in_the_papers_allowed_only(read):
    question = "Ai chủ trì phát triển vùng chè sạch và khi nào hoàn thành mua sắm xe chở rác?"
    assert documents_of(read(question)) == {DONG_MAY_CTR, DONG_MAY_KH}
    assert documents_of(read(question, frozenset({DONG_MAY_CTR}))) == {DONG_MAY_CTR}


def test_a_place_that_the_collection_does_not_have_is_not_answered_part_by_part(read):
    reading = read("Ai chủ trì phát triển vùng chè sạch và khi nào xã Thượng Lâm hoàn thành mua sắm xe chở rác?")
    assert reading.choices == ()
    assert reading.understood.scope.unknown_place == "xã Thượng Lâm"
