"""Targets: what a figure is of, which way it bounds, for when; and what holds of any text."""

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import papers

from corpus.errors import EmptyDocument
from corpus.facts import enumerations, frequencies, indicator_key, targets
from corpus.model import Column, ColumnRole, Table
from corpus.reader import read_document
from corpus.statements import Change, Comparator

LIMIT_SECONDS = 20


def stated(*lines, heading="I. MỤC TIÊU"):
    """The targets of a small plan with these lines under the heading."""
    return targets(read_document("dong-suoi", f"KẾ HOẠCH\nPhát triển kinh tế\n\n{heading}\n" + "\n".join(lines) + "\n"))


def one(line, **kwargs):
    (target,) = stated(line, **kwargs)
    return target


@pytest.mark.parametrize(
    ("line", "indicator", "period"),
    [
        ("- Đến năm 2030, tỷ lệ dân số tham gia bảo hiểm y tế đạt trên 97%.", "tỷ lệ dân số tham gia bảo hiểm y tế",
         "Đến năm 2030"),
        ("- Phấn đấu đạt 97% dân số tham gia bảo hiểm y tế.", "dân số tham gia bảo hiểm y tế", None),
        ("- 100% cán bộ, công chức xã sử dụng chữ ký số.", "cán bộ, công chức xã sử dụng chữ ký số", None),
        ("- Hằng năm, thành lập ít nhất 02 hợp tác xã kiểu mới.", "thành lập … hợp tác xã kiểu mới", "Hằng năm"),
        ("- Hằng năm có từ 4 hộ kinh doanh trở lên chuyển đổi thành doanh nghiệp.",
         "hộ kinh doanh … chuyển đổi thành doanh nghiệp", "Hằng năm"),
        ("- Số hóa 80% hồ sơ địa chính vào năm 2027.", "Số hóa … hồ sơ địa chính", "vào năm 2027"),
        ("- Vốn đầu tư giai đoạn 2026 - 2030 đạt 250 tỷ đồng.", "Vốn đầu tư", "giai đoạn 2026 - 2030"),
        ("- Đến năm 2028 không còn hộ nghèo theo chuẩn nghèo đa chiều.", "hộ nghèo theo chuẩn nghèo đa chiều",
         "Đến năm 2028"),
        ("- Khu vực nông nghiệp, thủy sản tăng 5%/năm.", "Khu vực nông nghiệp, thủy sản", None),
    ],
)  # fmt: skip
def test_the_words_around_a_figure_name_it(line, indicator, period):
    target = one(line)
    assert (target.indicator, target.period) == (indicator, period)


@pytest.mark.parametrize(
    ("line", "change", "is_average"),
    [
        ("- Thu ngân sách tăng bình quân 10%/năm.", Change.INCREASE, True),
        ("- Tỷ lệ hộ nghèo giảm 1,2%/năm.", Change.DECREASE, False),
        ("- Tỷ lệ hộ nghèo giảm còn dưới 1%.", Change.LEVEL, False),
        ("- Tỷ lệ hồ sơ trực tuyến tăng lên 80%.", Change.LEVEL, False),
        ("- Kéo giảm số vụ phạm tội ít nhất 10%.", Change.DECREASE, False),
        ("- Tăng trưởng kinh tế đạt 13%.", Change.LEVEL, False),
    ],
)
def test_a_level_is_told_from_a_change(line, change, is_average):
    target = one(line)
    assert (target.change, target.is_average) == (change, is_average)


def test_one_sentence_may_state_several():
    found = stated("- Phấn đấu năm 2026 tỷ lệ hồ sơ nộp trực tuyến đạt 75%, năm 2028 đạt 85% và năm 2030 đạt 95%.")
    assert [(t.indicator, t.period, t.low) for t in found] == [
        ("tỷ lệ hồ sơ nộp trực tuyến", "năm 2026", 75),
        ("tỷ lệ hồ sơ nộp trực tuyến", "năm 2028", 85),
        ("tỷ lệ hồ sơ nộp trực tuyến", "năm 2030", 95),
    ]


def test_a_part_is_named_by_its_own_words():
    whole, part = stated("- Tỷ lệ lao động qua đào tạo đạt 68%, trong đó có bằng cấp, chứng chỉ đạt 32%.")
    assert (whole.indicator, part.indicator) == ("Tỷ lệ lao động qua đào tạo", "bằng cấp, chứng chỉ")


def test_the_time_of_a_heading_holds_below_it():
    assert one("- Tỷ lệ che phủ rừng đạt 61%.", heading="2. Chỉ tiêu đến năm 2030").period == "đến năm 2030"


def test_a_figure_alone_is_of_what_stands_above():
    first, second = stated("Tỷ lệ hộ sử dụng nước sạch như sau:", "- Năm 2027: 60%.", "- Năm 2030: 80%.")
    assert first.indicator == second.indicator == "Tỷ lệ hộ sử dụng nước sạch như sau"
    assert first.indicator_paragraph_id != first.paragraph_id
    assert [first.period, second.period] == ["Năm 2027", "Năm 2030"]


def test_a_comparison_names_what_it_is_against():
    level, change = stated("- Thu ngân sách đạt 14,2 tỷ đồng, tăng 12,5% so với năm 2024.")
    assert change.indicator == level.indicator == "Thu ngân sách"
    assert (change.change, change.basis) == (Change.INCREASE, "so với năm 2024")


def test_figures_of_two_papers_compare_in_one_unit():
    more = one("- Thu nhập bình quân đầu người đạt 0,12 tỷ đồng/người/năm.")
    less = one("- Thu nhập bình quân đầu người đạt từ 96 triệu đồng/người/năm trở lên.")
    assert more.base_unit == less.base_unit == "đồng/người/năm"
    assert more.size > less.size == Decimal(96_000_000)
    assert less.comparator is Comparator.AT_LEAST
    assert indicator_key(more.indicator) == indicator_key(less.indicator) == "thu nhap dau nguoi"


TABLE = """PHỤ LỤC
Các chỉ tiêu

| STT | Chỉ tiêu | Đơn vị tính | Năm 2026 | Năm 2030 |
|---|---|---|---|---|
| 1 | Tỷ lệ hộ nghèo | % | 3,5 | 1,2 |
| 2 | Thu ngân sách | triệu đồng | 1.250 | 2.400 |
"""


def test_a_table_of_values_states_a_target_a_cell():
    paper = read_document("dong-suoi", f"KẾ HOẠCH\nPhát triển kinh tế\n\nI. MỤC TIÊU\n- Giảm nghèo.\n\n{TABLE}")
    assert [(t.indicator, t.period, t.low, t.unit) for t in targets(paper)] == [
        ("Tỷ lệ hộ nghèo", "Năm 2026", Decimal("3.5"), "%"),
        ("Tỷ lệ hộ nghèo", "Năm 2030", Decimal("1.2"), "%"),
        ("Thu ngân sách", "Năm 2026", 1250, "triệu đồng"),
        ("Thu ngân sách", "Năm 2030", 2400, "triệu đồng"),
    ]


def test_a_serial_number_is_no_target():
    paper = read_document("dong-suoi", f"KẾ HOẠCH\nPhát triển kinh tế\n\n{TABLE}")
    (table,) = paper.tables
    assert isinstance(table, Table)
    assert table.columns[0] == Column("STT", ColumnRole.NUMBER)
    assert all(paper.paragraph(t.paragraph_id).start < t.start for t in targets(paper))


def assert_exact(document):
    """Everything read is a span of its paragraph and holds, word for word, what it says it does."""
    paragraphs = {paragraph.id: paragraph for paragraph in document.paragraphs}
    for target in targets(document):
        own = paragraphs[target.paragraph_id]
        assert own.start <= target.start < target.end <= own.end
        words = document.text[target.start : target.end]
        assert target.value in words
        assert all(digit in target.value for digit in re.findall(r"\d", target.value))
        assert target.low <= target.high
        assert all(part in " ".join(words.split()) for part in (target.scope or "", target.basis or ""))
        above = paragraphs[target.indicator_paragraph_id]
        assert all(part in " ".join(above.text.split()) for part in target.indicator.split(" … "))
    for often in frequencies(document):
        own = paragraphs[often.paragraph_id]
        assert own.start <= often.start < often.end <= own.end
        assert often.every in document.text[often.start : often.end]
    for listed in enumerations(document):
        own = paragraphs[listed.paragraph_id]
        assert own.start <= listed.start < listed.end <= own.end
        assert document.text[listed.start : listed.end] == listed.lead
        assert len(listed.items) >= 2
        for item in listed.items:
            held = paragraphs[item.paragraph_id]
            assert held.start <= item.start < item.end <= held.end
            assert document.text[item.start : item.end] == item.text


@settings(max_examples=60, deadline=None)
@given(papers())
def test_what_is_read_of_an_invented_paper_is_exact(paper):
    document = read_document("giay", paper.raw)
    assert_exact(document)
    assert targets(document) == targets(document)
    assert frequencies(document) == frequencies(document)
    assert enumerations(document) == enumerations(document)


PIECES = (
    "đạt", "trên", "từ", "trở lên", "97%", "10-12", "1.250", "triệu đồng", "/năm", "không còn", "hộ", "(", ")",
    "“", "”", ":", ";", ",", ".", "\n", "- ", "trong đó", "phấn đấu", "đến năm 2030", "hằng quý", "gồm",
    "như sau:", "tăng", "giảm", "còn", "5 biết", "rõ người", "rõ việc", "mỗi tháng 02 lần", "và", "bình quân",
    "ít nhất", "02 mô hình", "1)", "a)", "I. ", "15/12",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=40), st.sampled_from([" ", ""]))
def test_words_in_any_order_are_read_exactly(pieces, between):
    try:
        document = read_document("giay", f"KẾ HOẠCH\nViệc\n\nI. MỤC TIÊU\n{between.join(pieces)}\n")
    except EmptyDocument:
        return
    assert_exact(document)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=300))
def test_any_text_is_read_exactly(text):
    try:
        document = read_document("giay", text)
    except EmptyDocument:
        return
    assert_exact(document)


@pytest.mark.parametrize(
    "piece",
    [
        "đạt 5%, ", "a, ", "gồm: a, b; ", "rõ a, ", "1", "1.", "từ 5 đến ", "(đạt 5% ", "hằng năm, ", "“a” ",
        "trước ngày ", "không còn hộ ",
        "trong đó đạt 7% trở ", "gồm a và ", "đến cuối nhiệm kỳ ", "1-", "tăng 5 ", "đạt 5%; hằng quý; ",
        "đạt 5%.\nA như sau:\n- b\n",
    ],
    ids=repr,
)  # fmt: skip
def test_reading_time_does_not_grow_with_the_square_of_the_length(piece):
    document = read_document("dai", f"KẾ HOẠCH\nViệc\n\nI. MỤC TIÊU\nA {piece * (60_000 // len(piece))}\n")
    began = time.monotonic()
    targets(document), frequencies(document), enumerations(document)
    assert time.monotonic() - began < LIMIT_SECONDS
