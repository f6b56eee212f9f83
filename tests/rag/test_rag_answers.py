"""Questions over the invented papers from beginning to end."""

import pytest
from rag_papers import (
    BEN_SOI,
    BEN_SOI_KH,
    DONG_MAY,
    DONG_MAY_CTR,
    DONG_MAY_KH,
    PAPERS,
    paragraph_of,
    pipeline_over,
)

from corpus.reader import read_document
from corpus.vietnamese import fold
from rag.answer import Answer, AnswerStatus
from rag.composing import DIFFERS


@pytest.fixture
def ask(pipeline):
    def of(*questions: str, document_ids: frozenset[str] | None = None) -> Answer:
        answer = None
        for question in questions:
            answer = pipeline.answer(question, answer.conversation_id if answer else None, document_ids)
        return answer

    return of


ANSWERED = (
    ("Ai chủ trì phát triển vùng chè sạch ở Đồng Mây?", "Phòng Kinh tế", DONG_MAY_CTR),
    ("Cơ quan nào tham mưu xây dựng bến thuyền du lịch xã Đồng Mây?", "Phòng Văn hóa - Xã hội", DONG_MAY_CTR),
    ("Ai phối hợp xây dựng bến thuyền du lịch ở Đồng Mây?", "Công an xã", DONG_MAY_CTR),
    ("Ai chỉ đạo xây dựng bến thuyền du lịch?", "Lục Văn Bằng", DONG_MAY_CTR),
    ("Tỷ lệ hộ nghèo của phường Bến Sỏi còn bao nhiêu?", "0,5%", BEN_SOI_KH),
    ("Thu nhập bình quân đầu người của Đồng Mây là bao nhiêu?", "72,5 triệu", DONG_MAY_CTR),
    ("Bí thư Đảng ủy xã Đồng Mây là ai?", "Nông Thị Sâm", DONG_MAY_CTR),
    ("Chủ tịch UBND xã Đồng Mây là ai?", "Phan Đình Quế", DONG_MAY_KH),
    ("Ai ký kế hoạch của phường Bến Sỏi?", "Tạ Minh Hòe", BEN_SOI_KH),
    ("Nông Thị Sâm giữ chức vụ gì?", "Bí thư", DONG_MAY_CTR),
    ("Kế hoạch thu gom rác thải của Đồng Mây ban hành ngày nào?", "25 tháng 3 năm 2026", DONG_MAY_KH),
    ("Chỉ thị số 22-CT/TU về việc gì?", "lồng bè nuôi cá", DONG_MAY_CTR),
    ("Ai chủ trì mua sắm 04 xe chở rác?", "Văn phòng HĐND và UBND", DONG_MAY_KH),
    ("Khi nào hoàn thành xây dựng 12 điểm tập kết rác?", "Quý II/2026", DONG_MAY_KH),
    ("Bao lâu lấy mẫu nước hồ một lần?", "3 tháng một lần", DONG_MAY_CTR),
    ("Ai chủ trì bảo đảm an ninh trật tự ở phường Bến Sỏi?", "Công an phường", BEN_SOI_KH),
)


@pytest.mark.parametrize(("question", "words", "document_id"), ANSWERED)
def test_a_question_is_answered_from_its_paper(ask, question, words, document_id):
    answer = ask(question)
    assert answer.status is AnswerStatus.ANSWERED
    assert fold(words) in fold(answer.answer)
    assert document_id in {citation.document_id for citation in answer.citations}
    assert answer.confidence >= 0.6


@pytest.mark.parametrize(("question", "words", "document_id"), ANSWERED)
def test_it_is_answered_alike_without_diacritics(ask, question, words, document_id):
    answer = ask(fold(question))
    assert answer.status is AnswerStatus.ANSWERED
    assert fold(words) in fold(answer.answer)
    assert document_id in {citation.document_id for citation in answer.citations}


def test_the_lead_is_cited_where_it_is_stated(ask, office):
    (citation,) = ask("Ai chủ trì phát triển vùng chè sạch ở Đồng Mây?").citations
    assert "Phòng Kinh tế" in citation.quote
    assert citation.paragraph_id == paragraph_of(office.documents[DONG_MAY_CTR], "Cơ quan chủ trì")
    assert citation.section_path[-1] == "1. Phát triển vùng chè sạch"


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì trồng chè ở xã Thượng Lâm?",
        "ai chu tri trong che o xa thuong lam",
        "Tỷ lệ hộ nghèo của xã Đồng Mai?",
        "Bí thư Đảng ủy phường Bến Sỏi là ai?",
        "Chủ tịch UBND phường Bến Sỏi là ai?",
        "Nghị quyết số 99-NQ/TU ban hành ngày nào?",
        "Phường Bến Sỏi đón bao nhiêu lượt khách du lịch?",
        "Diện tích trồng chè sạch của phường Bến Sỏi?",
        "Mức phạt vượt đèn đỏ là bao nhiêu?",
        "Thời tiết hôm nay thế nào?",
        "Trần Văn Không giữ chức vụ gì?",
    ],
)
def test_what_the_papers_do_not_hold_is_not_answered(ask, question):
    answer = ask(question)
    assert answer.status is AnswerStatus.NO_ANSWER
    assert answer.citations == ()
    assert answer.answer.count("\n") == 0


def test_an_unknown_commune_is_named_with_those_that_are_known(ask):
    said = ask("Ai chủ trì trồng chè ở xã Thượng Lâm?").answer
    assert all(place in said for place in ("xã Thượng Lâm", DONG_MAY, BEN_SOI))


def test_a_contradiction_is_told_with_both_values_and_sources(ask, office):
    answer = ask("Diện tích trồng chè sạch ở xã Đồng Mây là bao nhiêu ha?")
    assert answer.status is AnswerStatus.ANSWERED
    assert "140 ha" in answer.answer
    assert "160 ha" in answer.answer
    assert DIFFERS in answer.notices
    paper = office.documents[DONG_MAY_CTR]
    assert {paragraph_of(paper, "140 ha"), paragraph_of(paper, "160 ha")} <= {c.paragraph_id for c in answer.citations}


def test_a_question_that_names_no_commune_is_answered_for_each(ask):
    answer = ask("Thu nhập bình quân đầu người đạt bao nhiêu?")
    assert "72,5" in answer.answer
    assert "96" in answer.answer
    assert all(fold(place) in fold(answer.answer) for place in (DONG_MAY, BEN_SOI))
    assert DIFFERS not in answer.notices


@pytest.mark.parametrize(
    "question", ["Ai chủ trì?", "bao nhiêu?", "khi nào hoàn thành", "xã kia thì sao?", "ai phối hợp ạ"]
)
def test_a_question_about_nothing_is_asked_back(ask, question):
    answer = ask(question)
    assert answer.status is AnswerStatus.NEEDS_CLARIFICATION
    assert "?" in answer.answer or "nêu rõ" in answer.answer


def test_a_follow_up_asks_of_the_same_task(ask):
    answer = ask("Ai chủ trì xây dựng bến thuyền du lịch ở Đồng Mây?", "ai phối hợp?")
    assert "Công an xã" in answer.answer
    assert "bến thuyền" in answer.understood_question


def test_a_follow_up_asks_of_the_other_commune(ask):
    answer = ask("Tỷ lệ hộ nghèo của Đồng Mây còn bao nhiêu?", "còn xã kia thì sao?")
    assert {citation.document_id for citation in answer.citations} == {BEN_SOI_KH}
    assert "0,5%" in answer.answer


def test_a_question_asked_back_does_not_end_the_conversation(ask):
    answer = ask("Ai chủ trì xây dựng bến thuyền du lịch ở Đồng Mây?", "xã kia thì sao?", "ai phối hợp?")
    assert answer.status in {*AnswerStatus}
    assert all(citation.document_id != DONG_MAY_KH for citation in answer.citations)


def test_that_person_is_whom_the_answer_named(ask):
    answer = ask("Ai chỉ đạo xây dựng bến thuyền du lịch?", "đồng chí đó giữ chức vụ gì?")
    assert "Phó Chủ tịch UBND xã" in answer.answer


def test_two_things_asked_at_once_are_both_answered(ask):
    said = ask("Ai chủ trì, ai phối hợp phát triển vùng chè sạch ở Đồng Mây?").answer
    assert "Phòng Kinh tế" in said
    assert "Hội Nông dân xã" in said


def test_the_papers_allowed_limit_the_answer(ask):
    answer = ask("Thu nhập bình quân đầu người đạt bao nhiêu?", document_ids=frozenset({BEN_SOI_KH}))
    assert "96" in answer.answer
    assert "72,5" not in answer.answer


def test_the_answer_carries_the_version_of_the_index(ask, office):
    assert ask("Ai chủ trì?").index_version == office.index.version


@pytest.mark.parametrize("asks", ["Ai ký", "ai ky"])
def test_the_paper_that_carries_out_a_numbered_one_is_known_by_it(ask, asks):
    told = ask(f"{asks} chương trình hành động thực hiện Nghị quyết số 14 ở xã Đồng Mây?")
    assert "Nông Thị Sâm" in told.answer
    of_the_resolution = ask("Ai ký Nghị quyết số 14-NQ/TU?")
    assert "Nông Thị Sâm" not in of_the_resolution.answer


def test_a_standing_deputy_is_not_any_deputy(ask):
    assert ask("Bí thư thường trực Đảng ủy xã Đồng Mây là ai?").status is AnswerStatus.NO_ANSWER


def test_the_figure_of_the_opposite_is_not_told():
    said = "Thu ngân sách trên địa bàn tăng bình quân 12%/năm.\n\n2. Giảm nghèo"
    text = (PAPERS / f"{BEN_SOI_KH}.txt").read_text(encoding="utf-8").replace("2. Giảm nghèo", said)
    pipeline = pipeline_over([read_document(BEN_SOI_KH, text)])
    assert "12%" in pipeline.answer("Thu ngân sách tăng bao nhiêu một năm?").answer
    assert "12%" not in pipeline.answer("Chi ngân sách là bao nhiêu?").answer
