import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.cleaning import clean_line, clean_lines, column_pieces, without_page_numbers

PIECES = st.sampled_from(
    [
        "*",
        "**",
        "_",
        "\\",
        "`",
        " ",
        "\t",
        "(",
        ")",
        "5",
        "3",
        "a",
        "Đ",
        "Ð",
        "ế",
        "<br>",
        "<b>",
        "-",
        "#",
        "\u200b",
        "|",
    ]
)
LAW = st.builds(
    lambda number, year, term: f"(Luật số {number}/{year}/QH{term})",
    st.integers(1, 160), st.integers(1990, 2030), st.integers(9, 16),
)  # fmt: skip
DATE = st.builds("{}/{}/{}".format, st.integers(1, 31), st.integers(1, 12), st.integers(1990, 2040))
AMOUNT = st.builds("{}.{:03d} triệu đồng".format, st.integers(1, 999), st.integers(0, 999))
SHARE = st.builds("{},{}%".format, st.integers(0, 100), st.integers(0, 9))
SYMBOL = st.builds("số {}-{}/TU".format, st.integers(1, 99), st.sampled_from(["NQ", "CTr", "KH", "QĐ"]))


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_cleaning_twice_is_cleaning_once(raw):
    assert clean_line(clean_line(raw)) == clean_line(raw)


@given(
    st.lists(st.one_of(LAW, DATE, AMOUNT, SHARE, SYMBOL), min_size=1, max_size=6),
    st.sampled_from(["", "*", "**", "***"]),
)
def test_numbers_dates_and_amounts_stay_as_written(words, mark):
    text = " và ".join(words)
    assert clean_line(f"{mark}{text}{mark}") == text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("**Mục tiêu:** nâng cao", "Mục tiêu: nâng cao"),
        ("*** Phân công thực hiện:**", "Phân công thực hiện:"),
        ("(*sau đây gọi tắt*) và (*) ghi chú (**)", "(sau đây gọi tắt) và (*) ghi chú (**)"),
        ("diện tích 5*3 = 15 và 2 * 4 = 8", "diện tích 5*3 = 15 và 2 * 4 = 8"),
        ("__đậm__ và _nghiêng_, tệp a_b", "đậm và nghiêng, tệp a_b"),
        (r"1\. Mục tiêu \- chỉ tiêu", "1. Mục tiêu - chỉ tiêu"),
        ("Ðảng ủy\u00a0 xã\u200b", "Đảng ủy xã"),
        (unicodedata.normalize("NFD", "Ủy ban nhân dân"), "Ủy ban nhân dân"),
    ],
)
def test_markup_goes_and_words_stay(raw, clean):
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    ("physical", "pieces"),
    [
        ("UBND XÃ BÌNH NGỌC      CỘNG HÒA XÃ HỘI", ["UBND XÃ BÌNH NGỌC", "CỘNG HÒA XÃ HỘI"]),
        ("-\tNội dung một", ["- Nội dung một"]),
        ("1.1.\tMục tiêu", ["1.1. Mục tiêu"]),
        (
            "Số:       /KH-UBND     Trà Vân, ngày     tháng 4 năm 2026",
            ["Số: /KH-UBND", "Trà Vân, ngày tháng 4 năm 2026"],
        ),
        ("dòng căn đều    có khoảng    trắng rộng", ["dòng căn đều có khoảng trắng rộng"]),
    ],
)
def test_a_wide_gap_parts_columns_and_nothing_else(physical, pieces):
    assert column_pieces(physical) == pieces


PAGE = "Một câu dài đủ để lấp đầy trang giấy với nhiều chữ nối nhau không dứt\n" * 10


@pytest.mark.parametrize(
    "number", ["\n\n2\n\n", "\n- 2 -\n\n", "\nTrang 2/7\n\n", "\n\f2\n", "\n2\n\f", "\n2\n", "\n\n2/7\n\n"]
)
def test_page_numbers_go(number):
    lines = without_page_numbers(clean_lines(f"{PAGE}chưa dứt{number}câu ấy. {PAGE}"))
    assert "2" not in " ".join(line.text for line in lines).replace("2/7", "2").split()


@pytest.mark.parametrize("figures", ["95\n\n100", "12\n\n7", "120\n\n121\n\n122"])
def test_figures_of_a_table_are_no_page_numbers(figures):
    raw = f"Chỉ tiêu năm 2026 như sau:\n\n{figures}\n\nNguồn: báo cáo."
    kept = [line.text for line in without_page_numbers(clean_lines(raw))]
    assert kept == [line for line in raw.split("\n") if line]


def test_rules_and_separators_leave_a_gap():
    lines = clean_lines("A đầu\n-----\nB sau\n* * *\nC cuối")
    assert [(line.text, line.gap_before) for line in lines] == [("A đầu", False), ("B sau", True), ("C cuối", True)]


def test_markdown_headings_and_pipe_rows_are_known():
    heading, header, row = clean_lines("## II. MỤC TIÊU ##\n| STT | **Nội dung** |\n|:--|--:|\n| 1 | a \\| b |")
    assert (heading.text, heading.level) == ("II. MỤC TIÊU", 2)
    assert [clean_line(cell) for cell in header.cells] == ["STT", "Nội dung"]
    assert [clean_line(cell) for cell in row.cells] == ["1", "a | b"]
