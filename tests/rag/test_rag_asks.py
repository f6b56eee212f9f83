"""What kind of thing each phrasing asks for, with and without diacritics."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import fold
from rag.asks import Ask, find_asks

TABLE = (
    (Ask.LEAD, "Ai chủ trì xây dựng bến thuyền?"),
    (Ask.LEAD, "Cơ quan nào tham mưu thực hiện việc trồng chè?"),
    (Ask.LEAD, "Đơn vị nào chịu trách nhiệm thu gom rác?"),
    (Ask.LEAD, "Việc thu gom rác giao cho ai?"),
    (Ask.LEAD, "Phòng nào làm đầu mối trồng chè"),
    (Ask.LEAD, "cơ quan chủ trì mở phố đi bộ"),
    (Ask.LEAD, "Ai làm việc thu gom rác?"),
    (Ask.LEAD, "thu gom rác do ai lo"),
    (Ask.PARTNER, "Ai phối hợp trồng chè?"),
    (Ask.PARTNER, "Những đơn vị nào phối hợp thực hiện?"),
    (Ask.PARTNER, "cơ quan phối hợp trồng chè"),
    (Ask.PARTNER, "Phòng Kinh tế phối hợp với ai?"),
    (Ask.DIRECTOR, "Ai trực tiếp chỉ đạo việc trồng chè?"),
    (Ask.DIRECTOR, "Đồng chí nào phụ trách bến thuyền?"),
    (Ask.TASKS, "Phòng Kinh tế được giao những nhiệm vụ gì?"),
    (Ask.TASKS, "Công an xã chịu trách nhiệm gì?"),
    (Ask.TASKS, "Hội Nông dân xã phải làm gì?"),
    (Ask.SIGNER, "Ai ký kế hoạch này?"),
    (Ask.SIGNER, "Người ký chương trình hành động là ai?"),
    (Ask.SIGNER, "Kế hoạch do đồng chí nào ký?"),
    (Ask.PERSON, "Bí thư Đảng ủy xã là ai?"),
    (Ask.PERSON, "Chủ tịch UBND xã tên là gì?"),
    (Ask.PERSON, "Ai là chủ tịch xã?"),
    (Ask.PERSON, "Trưởng công an xã là đồng chí nào?"),
    (Ask.POST, "Nông Thị Sâm giữ chức vụ gì?"),
    (Ask.POST, "Bà Sâm hiện giữ cương vị gì?"),
    (Ask.RECIPIENTS, "Nơi nhận của kế hoạch?"),
    (Ask.RECIPIENTS, "Kế hoạch được gửi cho những ai?"),
    (Ask.PAPER_NUMBER, "Số ký hiệu của chương trình hành động?"),
    (Ask.PAPER_NUMBER, "Kế hoạch mang số bao nhiêu?"),
    (Ask.PAPER_DATE, "Kế hoạch ban hành ngày nào?"),
    (Ask.PAPER_DATE, "Chương trình hành động ký khi nào?"),
    (Ask.PAPER_ISSUER, "Chương trình hành động do cơ quan nào ban hành?"),
    (Ask.PAPER_ISSUER, "Nghị quyết về du lịch lòng hồ là của ai?"),
    (Ask.PAPER, "Việc này căn cứ nghị quyết nào?"),
    (Ask.PAPER, "Theo kế hoạch nào?"),
    (Ask.START, "Bao giờ bắt đầu xây bến thuyền?"),
    (Ask.START, "Thời gian bắt đầu trồng chè"),
    (Ask.END, "Khi nào hoàn thành bến thuyền?"),
    (Ask.END, "Thời hạn hoàn thành mua xe chở rác?"),
    (Ask.END, "Bến thuyền xong khi nào?"),
    (Ask.WHEN, "Phố đi bộ mở khi nào?"),
    (Ask.WHEN, "Trồng chè từ năm nào đến năm nào?"),
    (Ask.FREQUENCY, "Bao lâu lấy mẫu nước một lần?"),
    (Ask.FREQUENCY, "Lấy mẫu nước mấy tháng một lần?"),
    (Ask.FREQUENCY, "Tần suất lấy mẫu nước"),
    (Ask.RESOURCES, "Nguồn kinh phí trồng chè lấy từ đâu?"),
    (Ask.RESOURCES, "Nguồn lực thực hiện ở đâu?"),
    (Ask.GOAL, "Mục tiêu của kế hoạch thu gom rác?"),
    (Ask.GOAL, "Mục đích của chương trình hành động là gì?"),
    (Ask.NUMBER, "Diện tích chè là bao nhiêu ha?"),
    (Ask.NUMBER, "Có mấy bến thuyền?"),
    (Ask.NUMBER, "Tỷ lệ hộ nghèo?"),
    (Ask.NUMBER, "Bao nhiêu phần trăm hộ phân loại rác?"),
    (Ask.COMPARE, "So sánh thu nhập của hai xã"),
    (Ask.COMPARE, "Xã nào có thu nhập cao nhất?"),
    (Ask.COMPARE, "Thu nhập hai xã khác nhau thế nào?"),
    (Ask.PLACES, "Những xã nào có bến thuyền?"),
    (Ask.SUMMARY, "Tóm tắt chương trình hành động"),
    (Ask.SUMMARY, "Nội dung chính của kế hoạch"),
    (Ask.LIST, "Chỉnh trang phố gồm những gì?"),
    (Ask.LIST, "Liệt kê các bến thuyền"),
    (Ask.LIST, "Kể tên các vùng trồng chè"),
    (Ask.CONTENT, "quản lý lồng bè nuôi cá"),
    (Ask.CONTENT, ""),
)


def asked(question: str):
    return find_asks(fold(question))


@pytest.mark.parametrize(("kind", "question"), TABLE)
def test_a_phrasing_asks_for_its_kind_however_it_is_typed(kind, question):
    assert kind in asked(question).kinds
    assert asked(question) == asked(question.upper()) == find_asks(fold(question))


@pytest.mark.parametrize(
    ("kind", "question"),
    [row for row in TABLE if row[0] in (Ask.LEAD, Ask.PARTNER, Ask.SIGNER, Ask.PERSON, Ask.POST, Ask.END, Ask.COMPARE)],
)
def test_the_kind_meant_comes_first(kind, question):
    assert asked(question).kinds[0] is kind


@pytest.mark.parametrize(
    "question", ["chất lượng nguồn nước", "thứ bảy", "định kỳ sáu tháng", "thời kỳ mới", "khai thác"]
)
def test_words_that_only_look_like_asking_ask_for_nothing(question):
    assert asked(question).kinds == (Ask.CONTENT,)


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Ai chủ trì, ai phối hợp trồng chè?", {Ask.LEAD, Ask.PARTNER}),
        ("Ai chủ trì và khi nào hoàn thành bến thuyền?", {Ask.LEAD, Ask.END}),
        ("số và ngày của kế hoạch trồng chè", {Ask.PAPER_NUMBER, Ask.PAPER_DATE}),
    ],
)
def test_a_question_may_ask_for_two_things(question, kinds):
    assert kinds <= {*asked(question).kinds}


def test_the_sum_of_money_asked_for_is_no_source_of_money():
    assert Ask.RESOURCES not in asked("Tổng kinh phí trồng chè là bao nhiêu?").kinds
    assert Ask.RESOURCES in asked("Kinh phí trồng chè lấy từ đâu?").kinds


def test_the_targets_of_a_list_stay_topic():
    assert "chỉ tiêu" in left_over("Nhóm chỉ tiêu trồng chè gồm những gì?")


def left_over(question: str) -> str:
    """What is left of the question when the asking words are taken out."""
    letters = list(question)
    for start, end in asked(question).spans:
        letters[start:end] = " " * (end - start)
    return " ".join("".join(letters).split())


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Bí thư Đảng ủy khối doanh nghiệp là ai?", "Đảng ủy khối doanh nghiệp"),
        ("Ai trong Phòng Kinh tế chỉ đạo trồng chè?", "Phòng Kinh tế"),
        ("Những vùng trồng chè nào cần mở rộng?", "vùng trồng chè"),
        ("Xã nào có thu nhập bình quân cao nhất?", "thu nhập bình quân"),
        ("Nghị quyết về du lịch lòng hồ ban hành ngày nào?", "về du lịch lòng hồ"),
        ("Hội Nông dân làm gì?", "Hội Nông dân"),
        ("Chi hội Phụ nữ làm gì?", "Chi hội Phụ nữ"),
        ("Ủy ban hội họp bao nhiêu lần?", "hội họp"),
    ],
)
def test_words_in_a_gap_stay_topic(question, words):
    assert words in left_over(question)


@pytest.mark.parametrize(
    ("question", "gone"),
    [
        ("Ai chủ trì trồng chè?", ("Ai", "chủ trì", "?")),
        ("trồng chè bao nhiêu ha ạ", ("bao nhiêu", "ạ")),
        ("e hỏi chút trồng chè năm 2028 hay 2030", ("hỏi", "2028", "2030")),
        ("trồng chè đạt 97% hay 100%", ("97", "100")),
        ("xin cho hỏi cơ quan nào phối hợp trồng chè", ("cơ quan nào", "phối hợp")),
    ],
)
def test_asking_words_are_no_topic(question, gone):
    left = left_over(question)
    assert "trồng chè" in left
    assert not [word for word in gone if word in left]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("nghị quyết số _ về việc gì?", Ask.PAPER_SUBJECT),
        ("_ nói gì", Ask.PAPER_SUBJECT),
        ("_ ban hành khi nào?", Ask.PAPER_DATE),
        ("_ của cơ quan nào", Ask.PAPER_ISSUER),
        ("_ do ai ban hành", Ask.PAPER_ISSUER),
        ("_ phê duyệt cái gì", Ask.PAPER_SUBJECT),
    ],
)
def test_a_numbered_document_is_asked_about_in_its_own_way(question, kind):
    assert kind in find_asks(fold(question), of_numbered=True).kinds


WORDS = st.sampled_from(sorted({word for _, question in TABLE for word in fold(question).split()}))


@settings(deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=12).map(" ".join), st.text(max_size=80).map(fold)), st.booleans())
def test_any_text_asks_for_something_and_spans_lie_inside_it(text, of_numbered):
    found = find_asks(text, of_numbered=of_numbered)
    assert found.kinds
    assert len({*found.kinds}) == len(found.kinds)
    assert all(0 <= start <= end <= len(text) for start, end in found.spans)
    assert (Ask.CONTENT in found.kinds) == (found.kinds == (Ask.CONTENT,))
