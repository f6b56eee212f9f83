"""What holds of the answer to any question, sensible or not."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rag_checks import assert_sound
from rag_papers import BEN_SOI, BEN_SOI_KH, DONG_MAY, DONG_MAY_CTR, DONG_MAY_KH, IDS, PEOPLE, documents

from corpus.vietnamese import fold
from rag.answer import Answer, AnswerStatus
from rag.errors import QuestionRejected
from rag.pipeline import MAX_QUESTION, Asked, Retrieved

ASKING = (
    "ai chủ trì", "bao nhiêu", "khi nào", "ai phối hợp", "ai chỉ đạo", "gồm những gì", "là ai", "số mấy", "ai ký",
    "ban hành ngày nào", "tóm tắt", "so sánh", "xã nào cao nhất", "nơi nhận", "mục tiêu", "về việc gì", "của ai",
    "bao lâu một lần", "nguồn kinh phí", "nhiệm vụ gì", "theo nghị quyết nào", "giữ chức gì", "nhiệm vụ số",
    "trong phụ lục", "còn việc đó", "đồng chí đó", "từ năm nào đến năm nào", "khác nhau thế nào", "chỉ tiêu",
)  # fmt: skip
ODD = (
    "<script>alert(1)</script>", "[1]", "[[2]]", "😀🏡", "((", "*", "%", "\\", "14-NQ/TU", "41/KH-UBND", "số 5", "2026",
    "08/2026", "1.234,5", "ủy" * 3, "\u200b", "\x00", "…", "“”", "’", "\n", "\t", "AI", "UBND", "X" * 80, "ĐỒNG", "７",
)  # fmt: skip
PARAGRAPHS = tuple(paragraph.text for document in documents() for paragraph in document.paragraphs)
BOUNDED = settings(deadline=None, max_examples=60)


@st.composite
def from_the_papers(draw) -> str:
    """Some words that stand side by side in a paper."""
    words = draw(st.sampled_from(PARAGRAPHS)).split()
    start = draw(st.integers(0, len(words) - 1))
    return " ".join(words[start : start + draw(st.integers(1, 9))])


PIECES = st.one_of(
    st.sampled_from(ASKING),
    from_the_papers(),
    from_the_papers(),
    st.sampled_from(ODD),
    st.sampled_from(("ở Đồng Mây", "của phường Bến Sỏi", "xã kia", "xã Thượng Lâm", "xa dong may")),
    st.text(max_size=12),
)
SPELLINGS = st.sampled_from(
    (str, str, fold, str.upper, str.title, lambda text: unicodedata.normalize("NFD", text), lambda t: f"{t}?")
)


@st.composite
def questions(draw, pieces=PIECES) -> str:
    text = " ".join(draw(st.lists(pieces, min_size=1, max_size=6)))
    return draw(SPELLINGS)(text)[:MAX_QUESTION]


def asked(pipeline, question, conversation_id=None, document_ids=None) -> Answer:
    """The answer; a blank question is the only one that may be turned away."""
    try:
        return pipeline.answer(question, conversation_id, document_ids)
    except QuestionRejected as rejected:
        assert not question.strip(), f"{question!r} was rejected: {rejected}"
        return pipeline.answer("Ai chủ trì?")


@BOUNDED
@given(questions())
@example("Diện tích trồng chè sạch ở xã Đồng Mây là bao nhiêu ha?")
@example("xây dựng 12 điểm tập kết rác [1] [2] [3] ai chủ trì, ai phối hợp, khi nào xong")
@example("[1]")
@example("?")
@example("AI")
def test_every_answer_is_sound(office, pipeline, question):
    assert_sound(asked(pipeline, question), office.documents, PEOPLE)


@settings(deadline=None, max_examples=25)
@given(st.text(min_size=1, max_size=MAX_QUESTION).filter(str.strip))
@example("ai chủ trì " * 180)
@example("1" * MAX_QUESTION)
@example("(" * MAX_QUESTION)
@example("a, " * 666)
@example("xã " * 666)
@example("bao nhiêu " * 200)
def test_any_text_gets_a_sound_answer(office, pipeline, question):
    assert_sound(pipeline.answer(question[:MAX_QUESTION]), office.documents, PEOPLE)


@BOUNDED
@given(questions(), questions(), questions())
def test_every_turn_of_a_conversation_is_sound(office, pipeline, first, second, third):
    conversation_id = None
    for question in (first, second, third):
        answer = asked(pipeline, question, conversation_id)
        assert_sound(answer, office.documents, PEOPLE)
        conversation_id = answer.conversation_id


@settings(deadline=None, max_examples=30)
@given(questions())
def test_the_same_question_gets_the_same_answer(pipeline, question):
    one, other = asked(pipeline, question), asked(pipeline, question)
    assert (one.status, one.answer, one.citations, one.notices, one.confidence, one.understood_question) == (
        other.status, other.answer, other.citations, other.notices, other.confidence, other.understood_question
    )  # fmt: skip
    assert one.answer_id != other.answer_id
    assert one.conversation_id != other.conversation_id


@BOUNDED
@given(questions(), questions(), st.frozensets(st.sampled_from(IDS)))
def test_only_the_papers_allowed_are_cited_even_in_a_follow_up(office, pipeline, first, second, allowed):
    opening = asked(pipeline, first)
    answer = asked(pipeline, second, opening.conversation_id, allowed)
    if answer.question == second:
        assert {citation.document_id for citation in answer.citations} <= allowed
    assert_sound(answer, office.documents, PEOPLE)


_OF_PLACES = frozenset("dong may ben soi xa phuong".split())
UNPLACED = st.one_of(
    st.sampled_from(ASKING), from_the_papers().filter(lambda words: not _OF_PLACES & {*fold(words).split()})
)


@BOUNDED
@given(st.data())
def test_a_question_that_names_one_commune_never_cites_a_paper_of_another(pipeline, data):
    name, own = data.draw(st.sampled_from(((DONG_MAY, {DONG_MAY_CTR, DONG_MAY_KH}), (BEN_SOI, {BEN_SOI_KH}))))
    name = data.draw(st.sampled_from((name, name.split(" ", 1)[1], fold(name), name.upper())))
    pieces = data.draw(st.lists(UNPLACED, min_size=1, max_size=4))
    pieces.insert(data.draw(st.integers(0, len(pieces))), name)
    answer = pipeline.answer(" ".join(pieces))
    assert {citation.document_id for citation in answer.citations} <= own


@settings(deadline=None, max_examples=40)
@given(
    st.lists(UNPLACED, min_size=1, max_size=4), st.sampled_from(("xã Thượng Lâm", "phường Tân Hòa", "thị trấn Phố Lu"))
)
def test_a_question_that_names_an_unknown_commune_is_never_answered(pipeline, pieces, name):
    answer = pipeline.answer(f"{' '.join(pieces)}, ở {name}")
    assert answer.status is AnswerStatus.NO_ANSWER
    assert name in answer.answer


@settings(deadline=None, max_examples=25)
@given(questions())
def test_the_steps_come_in_order_and_end_with_the_answer(pipeline, question):
    if not question.strip():
        return
    first, second, last = pipeline.steps(question)
    assert isinstance(first, Asked)
    assert isinstance(second, Retrieved)
    assert isinstance(last, Answer)
    assert first.conversation_id == last.conversation_id
    assert {hit.passage.document_id for hit in second.hits} <= first.understood.scope.document_ids
    scores = [hit.score for hit in second.hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("question", ["", "  ", "\n\t", "\u3000", "a" * (MAX_QUESTION + 1)])
def test_a_blank_or_endless_question_is_rejected_with_words_for_users(pipeline, question):
    with pytest.raises(QuestionRejected) as rejected:
        pipeline.answer(question)
    assert rejected.value.code == ("question_too_long" if question.strip() else "empty_question")
    assert "câu hỏi" in rejected.value.detail.lower()


def test_a_question_of_the_greatest_length_is_taken(pipeline):
    question = "Ai chủ trì phát triển vùng chè sạch ở Đồng Mây?".ljust(MAX_QUESTION)
    assert pipeline.answer(question).status is AnswerStatus.ANSWERED


def test_an_unknown_document_is_rejected_by_its_name(pipeline):
    with pytest.raises(QuestionRejected) as rejected:
        pipeline.answer("Ai chủ trì?", document_ids=frozenset({DONG_MAY_KH, "khong-co"}))
    assert rejected.value.code == "unknown_document"
    assert "khong-co" in rejected.value.detail
    assert DONG_MAY_KH not in rejected.value.detail


def test_no_paper_allowed_answers_nothing(pipeline):
    answer = pipeline.answer("Ai chủ trì phát triển vùng chè sạch ở Đồng Mây?", document_ids=frozenset())
    assert answer.status is AnswerStatus.NO_ANSWER


def test_the_first_step_tells_the_question_as_understood(pipeline):
    first, *_, last = pipeline.steps("ai chu tri phat trien vung che sach o dong may")
    assert isinstance(first, Asked)
    assert first.understood.text == last.understood_question == "ai chủ trì phát triển vùng chè sạch ở Đồng Mây"
