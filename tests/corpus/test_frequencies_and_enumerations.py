"""How often things are done, and what lists hold."""

import pytest

from corpus.facts import enumerations, facts, frequencies
from corpus.model import FactKind
from corpus.reader import read_document


def paper(*lines):
    return read_document(
        "dong-suoi", "KẾ HOẠCH\nPhát triển kinh tế\n\nI. TỔ CHỨC THỰC HIỆN\n" + "\n".join(lines) + "\n"
    )


@pytest.mark.parametrize(
    ("line", "every", "subject"),
    [
        ("- Hằng quý, Văn phòng báo cáo kết quả thực hiện.", "Hằng quý", "Văn phòng báo cáo kết quả thực hiện"),
        ("- Niêm yết kết quả thu chi 06 tháng một lần.", "06 tháng một lần", "Niêm yết kết quả thu chi"),
        ("- Báo cáo UBND xã trước ngày 15 hằng tháng.", "trước ngày 15 hằng tháng", "Báo cáo UBND xã"),
        ("- Định kỳ 6 tháng, hằng năm báo cáo kết quả.", "Định kỳ 6 tháng, hằng năm", "báo cáo kết quả"),
        ("- Tổ chức đối thoại với người dân mỗi năm 02 lần.", "mỗi năm 02 lần", "Tổ chức đối thoại với người dân"),
        ("- Kiểm tra mỗi nhà văn hóa ít nhất 02 lần/năm.", "ít nhất 02 lần/năm", "Kiểm tra mỗi nhà văn hóa"),
        ("- Tổ chức lễ hội làng nghề hai năm một lần.", "hai năm một lần", "Tổ chức lễ hội làng nghề"),
    ],
)  # fmt: skip
def test_how_often_is_read_with_what_is_done(line, every, subject):
    (often,) = frequencies(paper(line))
    assert (often.every, often.subject) == (every, subject)


@pytest.mark.parametrize(
    "line",
    [
        "- Lồng ghép vào kế hoạch hằng năm của xã.", "- Kiểm soát chặt chẽ các khoản chi thường xuyên của ngân sách.",
        "- Hằng năm, tỷ lệ giải ngân vốn đầu tư công đạt 100%.", "- Xây dựng nông thôn mới năm 2026.",
    ],
)  # fmt: skip
def test_what_kind_of_plan_or_figure_is_no_frequency(line):
    assert frequencies(paper(line)) == ()


def listed(*lines):
    return [(e.lead, e.stated, [item.text for item in e.items]) for e in enumerations(paper(*lines))]


def test_a_list_in_a_sentence_is_cut_into_its_items():
    assert listed("- Thống kê nghệ nhân tại 03 thôn: Đông Phú, Hạ Lãng và Trung Hòa.") == [
        ("- Thống kê nghệ nhân tại 03 thôn:".removeprefix("- "), 3, ["Đông Phú", "Hạ Lãng", "Trung Hòa"])
    ]


def test_the_stated_count_decides_how_a_list_is_cut():
    ((_, stated, items),) = listed("- Còn 02 tiêu chí chưa đạt là: nhà ở, môi trường và an toàn thực phẩm.")
    assert (stated, items) == (2, ["nhà ở", "môi trường và an toàn thực phẩm"])


def test_a_list_over_paragraphs_is_put_together():
    ((lead, stated, items),) = listed("Thành phần Ban Chỉ đạo gồm 3 nhóm:", "a) Trưởng ban;", "b) Phó Trưởng ban;")
    assert (lead, stated, items) == ("Thành phần Ban Chỉ đạo gồm 3 nhóm:", 3, ["Trưởng ban", "Phó Trưởng ban"])
    (found,) = enumerations(paper("Thành phần Ban Chỉ đạo gồm 3 nhóm:", "a) Trưởng ban;", "b) Phó Trưởng ban;"))
    assert found.differs


def test_a_slogan_is_listed_by_the_word_it_repeats():
    ((_, stated, items),) = listed("- Bảo đảm “03 rõ”: rõ người, rõ việc, rõ kết quả.")
    assert (stated, items) == (3, ["rõ người", "rõ việc", "rõ kết quả"])


def test_a_list_in_brackets_is_read_with_its_count():
    ((lead, stated, items),) = listed('- Thực hiện "4 xin" (xin chào, xin lỗi, xin cảm ơn, xin phép) khi tiếp dân.')
    assert (lead, stated, len(items)) == ("4 xin", 4, 4)


def test_headings_of_one_noun_are_the_list_of_what_stands_above():
    document = read_document(
        "dong-suoi",
        "KẾ HOẠCH\nPhát triển kinh tế\n\nI. NHIỆM VỤ\n1. Triển khai các mô hình\n1.1. Mô hình chợ\n\nThu phí.\n\n"
        "1.2. Mô hình trường\n\nDạy học.\n\n2. Công tác khác\nLàm tiếp.\n",
    )
    assert [[item.text for item in e.items] for e in enumerations(document)] == [["Mô hình chợ", "Mô hình trường"]]


def test_one_for_each_counts_no_list():
    ((_, stated, _),) = listed("- Có ít nhất 01 nhà đa năng cho mỗi cấp học: Mầm non, Tiểu học, Trung học.")
    assert stated is None


def test_an_ordinary_sentence_lists_nothing():
    assert listed("- Nâng cao chất lượng giáo dục, y tế, chăm sóc sức khỏe Nhân dân.") == []


def test_a_product_column_and_a_product_line_are_facts():
    table = (
        "PHỤ LỤC\nNhiệm vụ\n\n| STT | Nhiệm vụ | Cơ quan chủ trì | Sản phẩm |\n|---|---|---|---|\n"
        "| 1 | Lập sổ chợ | Phòng Kinh tế | Sổ theo dõi |\n"
    )
    document = paper("1. Lập bản đồ", "- Sản phẩm: Bản đồ số của xã.", "", table)
    found = [(fact.subject, fact.value) for fact in facts(document) if fact.kind is FactKind.PRODUCT]
    assert found == [("Lập bản đồ", "Bản đồ số của xã"), ("Lập sổ chợ", "Sổ theo dõi")]
