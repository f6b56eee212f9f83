"""Cutting paragraphs into clauses, and telling what a clause states."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_papers import documents

from corpus.model import Paragraph, ParagraphKind
from corpus.vietnamese import fold, nfc
from rag.clauses import (
    clauses,
    enumerates,
    enumeration,
    figures,
    quantities,
    states_document,
    states_frequency,
    states_quantity,
    states_share,
    states_time,
    windows,
)

PIECES = st.sampled_from(
    ("Trồng 140 ha chè", "đạt 72,5 triệu", "ngày 20/01/2026", "TP. Cao Sơn", "đ/c Sâm", "“Chợ phiên”", "(1)", "- ",
     "; ", ". ", ", ", ": ", "…", "1.", "v.v.", "hằng năm", "\n")
)  # fmt: skip
START = 17
"""Where the paragraph begins in its paper."""


def paragraph(text: str, kind: ParagraphKind = ParagraphKind.BODY) -> Paragraph:
    return Paragraph("p", 0, kind, START, START + len(text), text, None, ())


@settings(deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=120)), st.sampled_from(ParagraphKind))
def test_clauses_stand_in_their_paragraph_in_order(text, kind):
    one = paragraph(nfc(text), kind)
    last = one.start
    for words, start, end in clauses(one):
        assert words.strip()
        assert last <= start < end <= one.end
        assert one.text[start - START : end - START] == words
        last = end


def test_clauses_of_every_invented_paper_stand_at_their_offsets():
    for document in documents():
        for one in document.paragraphs:
            found = list(clauses(one))
            assert all(document.text[start:end] == words for words, start, end in found)
            if one.kind is ParagraphKind.BODY:
                assert found, one.text


def test_a_sentence_is_cut_at_semicolons_but_not_inside_a_figure():
    one = paragraph("Thu nhập đạt 72,5 triệu đồng; đón 25.000 lượt khách. Không mở thêm bến.")
    assert [words.rstrip(".") for words, _, _ in clauses(one)] == [
        "Thu nhập đạt 72,5 triệu đồng", "đón 25.000 lượt khách", "Không mở thêm bến"
    ]  # fmt: skip


def test_the_clauses_of_a_table_row_are_its_cells_without_the_tiny_ones():
    one = paragraph("2.\nMua sắm 04 xe chở rác; thùng rác\nTháng 9/2026", ParagraphKind.TABLE_ROW)
    assert [words for words, _, _ in clauses(one)] == ["Mua sắm 04 xe chở rác; thùng rác", "Tháng 9/2026"]


@pytest.mark.parametrize(
    "text",
    [
        "đạt 140 ha", "còn dưới 3%", "05 mô hình", "giảm 1,4%/năm", "25.000 lượt khách", "ít nhất một lớp học",
        "không còn hộ nghèo", "100% hộ", "toàn bộ các thôn", "gấp đôi năm trước", "đến năm 2030 đạt 96 triệu đồng",
        "tất cả hộ dân", "từ 20 - 25 ha", "02 lần mỗi tuần", "ngày 01/3/2026 có 12 hộ", "không có điểm nóng",
        "năm 2028: 45 hộ", "(3) Có 45 hộ kinh doanh", "1. Trồng 20 ha",
    ],
)  # fmt: skip
def test_a_clause_that_states_a_quantity(text):
    assert states_quantity(text)
    assert states_quantity(text.upper())


@pytest.mark.parametrize(
    "text",
    [
        "đến năm 2030", "giai đoạn 2026 - 2030", "ngày 20/01/2026", "tháng 9/2026", "quý 3 năm 2026", "khóa 13",
        "Nghị quyết số 14-NQ/TU, ngày 20/01/2026", "Kế hoạch 41-KH/ĐU", "(1) Phát triển du lịch", "2. Giảm nghèo",
        "1) Mở phố đi bộ", "điều 5", "khoản 2", "phụ lục 1", "lần thứ 14", "trên đường 396", "nâng cao thu nhập",
        "cấp 2", "", "mục 3", "Quyết định số 318/QĐ-UBND", "ngày 14 tháng 02 năm 2026",
    ],
)  # fmt: skip
def test_years_dates_numbers_of_papers_and_labels_are_no_quantities(text):
    assert not states_quantity(text)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=8).map("".join))
def test_blanking_out_keeps_every_place(text):
    left = quantities(text)
    assert len(left) == len(text)
    assert all(kept in (" ", folded) for kept, folded in zip(left, fold(text), strict=True))


@pytest.mark.parametrize(
    "text",
    ["năm 2030", "trước ngày 31/10/2026", "quý III/2027", "tháng 9/2026", "hằng năm", "trong 6 tháng", "cuối nhiệm kỳ",
     "quý 2", "Hàng quý", "ngày 15/12"],
)  # fmt: skip
def test_a_clause_that_states_a_time(text):
    assert states_time(text)


@pytest.mark.parametrize("text", ["đạt 140 ha", "sớm hoàn thành", "Phòng Kinh tế", "quý khách", "1.234 hộ", ""])
def test_a_clause_that_states_no_time(text):
    assert not states_time(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("định kỳ 3 tháng một lần", True), ("hằng quý báo cáo", True), ("mỗi tuần hai buổi", True),
        ("thường xuyên kiểm tra", True), ("đột xuất khi cần", True), ("đến năm 2030", False), ("đạt 140 ha", False),
        ("hằng hà sa số", False),
    ],
)  # fmt: skip
def test_a_clause_that_states_how_often(text, expected):
    assert states_frequency(text) is expected


def test_figures_tell_whether_two_clauses_say_the_same():
    assert figures("(1) đạt 05 mô hình, 12,5%") == figures("12,5% và 5 mô hình")
    assert figures("đạt 140 ha") != figures("đạt 160 ha")
    assert figures("0 hộ") == ("0",)
    assert figures("không có số") == ()


@settings(deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join))
def test_windows_are_pieces_of_the_clause_and_end_with_all_of_it(text):
    found = list(windows((text, START, START + len(text))))
    assert all(text[start - START : end - START] == words for words, start, end in found)
    assert found[-1] == (text, START, START + len(text))


def test_windows_cut_at_commas_and_colons_but_not_inside_a_figure():
    text = "Trồng chè: đạt 72,5 ha, đón 25.000 khách"
    found = [words for words, _, _ in windows((text, START, START + len(text)))]
    assert found[:3] == ["Trồng chè", "đạt 72,5 ha", "đón 25.000 khách"]
    assert "đạt 72,5 ha, đón 25.000 khách" in found


def test_a_window_behind_the_time_takes_the_time_with_it():
    text = "Đến năm 2030, đạt 140 ha, đón 25.000 khách"
    found = [words for words, _, _ in windows((text, START, START + len(text)))]
    assert "Đến năm 2030, đạt 140 ha" in found
    assert "đạt 140 ha" not in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [("95% hộ", True), ("không còn hộ nghèo", True), ("toàn bộ các thôn", True), ("2/3 số thôn", True),
     ("140 ha", False), ("năm 2030", False)],
)  # fmt: skip
def test_a_clause_that_states_a_share(text, expected):
    assert states_share(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Nghị quyết số 14-NQ/TU", True), ("Luật số 68/2020/QH14", True), ("Kế hoạch 41 /KH-UBND", True),
     ("giai đoạn 2026-2030", False), ("ngày 20/01/2026", False), ("140 ha", False)],
)  # fmt: skip
def test_a_clause_that_names_a_document(text, expected):
    assert states_document(text) is expected


def test_an_enumeration_goes_on_after_semicolons():
    one = paragraph("Xây dựng các mô hình: “chợ phiên”; “bến sạch”; “vườn mẫu”; giao các thôn thực hiện.")
    first = next(clauses(one))
    words, start, end = enumeration(one, first)
    assert words.endswith("“vườn mẫu”")
    assert one.text[start - START : end - START] == words


def test_what_does_not_enumerate_is_left():
    one = paragraph("Trồng chè; giao các thôn thực hiện.")
    first = next(clauses(one))
    assert enumeration(one, first) == first


def test_three_names_or_more_make_an_enumeration():
    assert enumerates("“Chợ phiên”, “Bến sạch” và “Vườn mẫu”")
    assert enumerates("chè, cam, bưởi, quế")
    assert not enumerates("chè và cam")
