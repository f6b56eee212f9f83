import pytest

from corpus.cleaning import clean_lines
from corpus.headings import heading_of
from corpus.joining import glue, join_lines, layout_of
from corpus.labels import LabelStyle, has_bullet, labelled


@pytest.mark.parametrize(
    ("text", "style", "label", "rest"),
    [
        ("I. MỤC ĐÍCH", LabelStyle.ROMAN, "I", "MỤC ĐÍCH"),
        ("XIV. KẾT LUẬN", LabelStyle.ROMAN, "XIV", "KẾT LUẬN"),
        ("I- MỤC ĐÍCH", LabelStyle.ROMAN, "I", "MỤC ĐÍCH"),
        ("II/ Khó khăn", LabelStyle.ROMAN, "II", "Khó khăn"),
        ("I.MỤC ĐÍCH", LabelStyle.ROMAN, "I", "MỤC ĐÍCH"),
        ("A. ĐẶC ĐIỂM", LabelStyle.LETTER_UPPER, "A", "ĐẶC ĐIỂM"),
        ("1. Mục tiêu", LabelStyle.NUMBER, "1", "Mục tiêu"),
        ("1.Mục tiêu", LabelStyle.NUMBER, "1", "Mục tiêu"),
        ("1/ Mục tiêu", LabelStyle.NUMBER, "1", "Mục tiêu"),
        ("1- Mục tiêu", LabelStyle.NUMBER, "1", "Mục tiêu"),
        ("2.1. Nhóm chỉ tiêu", LabelStyle.NUMBER_2, "2.1", "Nhóm chỉ tiêu"),
        ("2.1.Nhóm chỉ tiêu", LabelStyle.NUMBER_2, "2.1", "Nhóm chỉ tiêu"),
        ("1.6.1. Về hoạt động", LabelStyle.NUMBER_3, "1.6.1", "Về hoạt động"),
        ("(10) Kế hoạch", LabelStyle.PARENTHESIS, "(10)", "Kế hoạch"),
        ("a) Việc một;", LabelStyle.LETTER, "a", "Việc một;"),
        ("đ/ Việc năm", LabelStyle.LETTER, "đ", "Việc năm"),
        ("Điều 12a. Hiệu lực", LabelStyle.ARTICLE, "Điều 12a", "Hiệu lực"),
        ("Chương II", LabelStyle.CHAPTER, "Chương II", ""),
        ("PHỤ LỤC I", LabelStyle.APPENDIX, "PHỤ LỤC I", ""),
        ("Phụ lục số 02", LabelStyle.APPENDIX, "Phụ lục số 02", ""),
        ("Phụ lục 1: Danh mục nhiệm vụ", LabelStyle.APPENDIX, "Phụ lục 1", "Danh mục nhiệm vụ"),
    ],
)
def test_a_label_is_read(text, style, label, rest):
    found = labelled(text)
    assert found is not None
    assert (found.style, found.label, found.rest) == (style, label, rest)


@pytest.mark.parametrize(
    "text",
    ["2026 là năm đầu", "12,5 triệu đồng", "12.5 triệu đồng", "1.250 triệu đồng", "30/11/2026", "15/12 hằng năm",
     "Phụ lục 1 kèm theo Kế hoạch", "Mọi việc", "V.I.Lênin toàn tập 2", "100% hộ", "3 - 5 tuổi", "Điều lệ Đảng"],
)  # fmt: skip
def test_no_label_is_seen_where_there_is_none(text):
    assert labelled(text) is None


def test_bullets():
    assert all(map(has_bullet, ["- một", "+ hai", "• ba", "-Bốn", "– năm"]))
    assert not any(map(has_bullet, ["-5 độ", "57-NQ/TW", "một - hai", "-"]))


def joined(raw):
    lines = clean_lines(raw)
    return join_lines(lines, layout_of(lines))


WRAPPED = (
    "1. Mục tiêu chung\n"
    "Đến năm 2030 xây dựng xã trở thành đô thị văn minh, giàu mạnh; phát triển kinh tế\n"
    "- xã hội bền vững theo Nghị quyết số 57-\n"
    "NQ/TW và quy định tại\n"
    "Mục 2 Phần I của Chương trình này, bảo đảm mọi người dân được thụ hưởng thành quả.\n"
    "2. Chỉ tiêu cụ thể\n"
    "- Thu ngân sách tăng bình quân từ 10%/năm trở lên so với dự toán được cấp trên giao\n"
    "đầu năm.\n"
    "- Thu nhập bình quân đầu người đạt 78,5 triệu đồng.\n"
    "II. NHIỆM VỤ, GIẢI PHÁP\n"
    "CHỦ YẾU\n"
    "Tập trung chỉ đạo."
)


def test_wrapped_lines_without_any_empty_line():
    assert joined(WRAPPED) == [
        "1. Mục tiêu chung",
        "Đến năm 2030 xây dựng xã trở thành đô thị văn minh, giàu mạnh; phát triển kinh tế - xã hội bền vững theo Nghị "
        "quyết số 57-NQ/TW và quy định tại Mục 2 Phần I của Chương trình này, bảo đảm mọi người dân được thụ hưởng "
        "thành quả.",
        "2. Chỉ tiêu cụ thể",
        "- Thu ngân sách tăng bình quân từ 10%/năm trở lên so với dự toán được cấp trên giao đầu năm.",
        "- Thu nhập bình quân đầu người đạt 78,5 triệu đồng.",
        "II. NHIỆM VỤ, GIẢI PHÁP CHỦ YẾU",
        "Tập trung chỉ đạo.",
    ]


def test_one_paragraph_a_line_stays_so():
    raw = "\n\n".join(
        ["I. CHỈ TIÊU NĂM 2026", "1. 100% hồ sơ được số hóa.", "2. 65% kết quả còn hiệu lực " + "rất dài " * 40]
    )
    assert joined(raw) == [line.strip() for line in raw.split("\n\n")]


def test_a_sentence_cut_by_a_page_break_is_one_paragraph():
    long = "Thực hiện tốt chủ trương " * 8
    assert joined(f"{long}của\n\n\fĐảng bộ xã về việc này.\n\nViệc khác.") == [
        f"{long}của Đảng bộ xã về việc này.",
        "Việc khác.",
    ]


def test_words_cut_at_a_hyphen_are_mended():
    assert glue("số 57-", "NQ/TW") == "số 57-NQ/TW"
    assert glue("kinh tế -", "xã hội") == "kinh tế - xã hội"


@pytest.mark.parametrize(
    ("texts", "is_heading"),
    [
        (["1. Mục đích", "Tạo thống nhất."], True),
        (["Điều 1. Phê duyệt kế hoạch, gồm:", "1. Việc một;"], True),
        (["Điều 2. Quyết định này có hiệu lực kể từ ngày ký.", "Điều 3. Các cơ quan thi hành."], False),
        (["1. Công an xã kiểm tra. Trạm Y tế phối hợp.", "2. Các thôn."], False),
        (["Phân công thực hiện:", "- Phòng Kinh tế."], True),
        (["Phân công thực hiện:", "Phòng Kinh tế."], False),
    ],
)
def test_headings_and_items(texts, is_heading):
    assert (heading_of(texts, 0) is not None) == is_heading


def test_the_last_item_of_a_list_heads_nothing():
    texts = ["1. Công an xã kiểm tra các cơ sở.", "2. Các thôn báo cáo.", "Trên đây là kế hoạch."]
    assert heading_of(texts, 1) is None
