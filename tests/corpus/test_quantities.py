"""Figures in running text: what counts, in which unit, bounded how."""

from decimal import Decimal

import pytest

from corpus.facts.quantities import decimal, quantities
from corpus.facts.units import comparable_unit
from corpus.statements import Comparator


def read(text):
    return [(q.comparator, q.low, q.high, text[slice(*q.unit)]) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đạt trên 97%", (Comparator.MORE_THAN, 97, 97, "%")),
        ("đạt từ 3% trở lên", (Comparator.AT_LEAST, 3, 3, "%")),
        ("đạt 3% tổng số hộ trở lên", (Comparator.AT_LEAST, 3, 3, "%")),
        ("hằng năm từ 4 hộ kinh doanh trở lên", (Comparator.AT_LEAST, 4, 4, "hộ kinh doanh")),
        ("còn dưới 1,2%/năm", (Comparator.LESS_THAN, Decimal("1.2"), Decimal("1.2"), "%/năm")),
        ("tăng 10-12%", (Comparator.BETWEEN, 10, 12, "%")),
        ("từ 120 đến 130 triệu đồng/người", (Comparator.BETWEEN, 120, 130, "triệu đồng/người")),
        ("từ 10% đến 12%", (Comparator.BETWEEN, 10, 12, "%")),
        ("khoảng 1.250 tỷ đồng", (Comparator.ABOUT, 1250, 1250, "tỷ đồng")),
        ("không quá 30 học viên", (Comparator.AT_MOST, 30, 30, "học viên")),
        ("có 01 nhà đa năng", (Comparator.EXACTLY, 1, 1, "nhà đa năng")),
        ("ít nhất một phòng học", (Comparator.AT_LEAST, 1, 1, "phòng")),
        ("không còn hộ nghèo", (Comparator.EXACTLY, 0, 0, "hộ")),
        ("tăng gấp 1,5 lần", (Comparator.EXACTLY, Decimal("1.5"), Decimal("1.5"), "lần")),
        ("có 11/13 bản văn hóa", (Comparator.EXACTLY, 11, 11, "bản")),
        ("tăng trưởng “2 con số”", (Comparator.EXACTLY, 2, 2, "con số")),
        ("giảm từ 22 phút xuống còn 13 phút", (Comparator.EXACTLY, 13, 13, "phút")),
        ("năm 2026 tỷ lệ hồ sơ đạt 75%", (Comparator.EXACTLY, 75, 75, "%")),
    ],
)
def test_a_figure_is_read_with_its_bound_and_unit(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Quyết định số 218/QĐ-UBND ngày 07/4/2026", "Nghị quyết số 72/2025/QH15", "Căn cứ Điều 5, khoản 2 Luật Đất đai",
        "trước ngày 30/11/2026", "giai đoạn 2026 - 2030", "đường 391, 396 và đường tỉnh 191N", "Đề án 06 của Chính phủ",
        "điện thoại 0912345678", "trẻ em từ 3 đến 5 tuổi", "trong 6 tháng đầu năm", "đạt chuẩn mức độ 2",
        "thực hiện “Chi bộ 4 tốt”", "mô hình chính quyền 2 cấp", "Nghị quyết Trung ương 4 khóa XII", "quý 2 năm 2027",
        "từ 06 giờ 00 đến 10 giờ 30", "sản phẩm OCOP từ 3 sao trở lên", "không còn phù hợp", "phủ sóng 5G",
        "Ủy ban nhân dân xã Sơn Kim 2 ban hành kế hoạch", "Ban Chấp hành Đảng bộ phường 5 ban hành",
    ],
)  # fmt: skip
def test_a_figure_that_names_something_counts_nothing(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("figure", "value"),
    [("13,5", "13.5"), ("1.250", "1250"), ("1.250,75", "1250.75"), ("1.8", "1.8"), ("05", "5"), ("80.000", "80000")],
)
def test_figures_are_read_as_vietnamese_papers_write_them(figure, value):
    assert decimal(figure) == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("triệu đồng/người/năm", ("đồng/người/năm", Decimal(10**6))), ("tỷ đồng", ("đồng", Decimal(10**9))),
        ("triệu", ("đồng", Decimal(10**6))), ("phần trăm", ("%", Decimal(1))),
        ("Doanh nghiệp", ("doanh nghiệp", Decimal(1))),
        ("m² / ngày", ("m2/ngày", Decimal(1))), ("", ("", Decimal(1))), ("nghìn tấn", ("tấn", Decimal(1000))),
    ],
)  # fmt: skip
def test_units_compare_in_one_spelling(unit, expected):
    assert comparable_unit(unit) == expected
