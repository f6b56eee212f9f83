from datetime import date

import pytest

from corpus.cleaning import clean_lines
from corpus.closing import find_closing, read_closing
from corpus.columns import closing_apart, head_apart
from corpus.headwords import date_of, is_post, name_of, number_of
from corpus.letterhead import split_letterhead
from corpus.place import commune_of, issuer_of


def head(raw):
    lines = clean_lines(raw)
    return split_letterhead(head_apart(lines))[0]


@pytest.mark.parametrize(
    ("text", "number", "symbol"),
    [
        ("Số: 45/KH-UBND", "45/KH-UBND", "KH-UBND"),
        ("Số 12-CTr/ĐU", "12-CTr/ĐU", "CTr/ĐU"),
        ("Số: 08 - CTr/ĐUUB", "08-CTr/ĐUUB", "CTr/ĐUUB"),
        ("Số: /KH-UBND", None, "KH-UBND"),
        ("Số - KH/ĐU", None, "KH/ĐU"),
        ("Số:……/QĐ-UBND", None, "QĐ-UBND"),
        ("Số: 01/2026/QĐ-UBND", "01/2026/QĐ-UBND", "QĐ-UBND"),
        ("Số 318/UBND-VP", "318/UBND-VP", "UBND-VP"),
    ],
)
def test_a_number_line(text, number, symbol):
    assert number_of(text) == (number, symbol)


def test_other_lines_hold_no_number():
    assert number_of("Số lượng: 12 hộ") is None
    assert number_of("Số điện thoại 0225") is None


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Trà Vân, ngày 05 tháng 4 năm 2026", "Trà Vân", date(2026, 4, 5)),
        ("Phường 5, ngày 2/3/2026", "Phường 5", date(2026, 3, 2)),
        ("Trà Vân ngày 05 tháng 4 năm 2026.", "Trà Vân", date(2026, 4, 5)),
        ("Trà Vân, ngày tháng 4 năm 2026", "Trà Vân", None),
        ("Trà Vân, ngày …… tháng …… năm 2026", "Trà Vân", None),
        ("Trà Vân, ngày 31 tháng 02 năm 2026", "Trà Vân", None),
    ],
)
def test_a_date_line(text, place, day):
    found = date_of(text)
    assert found is not None
    assert (found[0], found[2]) == (place, day)


def test_a_date_inside_a_sentence_is_no_date_line():
    assert date_of("Căn cứ Luật, ngày 05 tháng 4 năm 2026 của Quốc hội về việc này") is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lò Văn Pín", "Lò Văn Pín"), ("Đại úy Lê Văn Tám", "Lê Văn Tám"), ("ThS. Lương Thị Bích", "Lương Thị Bích"),
        ("H'Lan Niê", "H'Lan Niê"), ("Phan Y Nhật", "Phan Y Nhật"), ("TRƯƠNG VĂN TÔ", "TRƯƠNG VĂN TÔ"),
        ("ĐOÀN QUANG MINH", "ĐOÀN QUANG MINH"), ("TÔ VĂN LÂM", "TÔ VĂN LÂM"),
        ("TRƯỞNG PHÒNG", None), ("BAN THƯỜNG VỤ", None), ("Các thôn", None), ("PHÓ BÍ THƯ", None), ("Lưu: VT", None),
    ],
)  # fmt: skip
def test_a_persons_name(text, name):
    assert name_of(text) == name


def test_posts_are_told_from_family_names():
    assert all(map(is_post, ["CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Q. CHỦ TỊCH", "TRƯỞNG PHÒNG", "UỶ VIÊN", "Phó Bí thư"]))
    assert not any(map(is_post, ["TRƯƠNG VĂN TÔ", "Chu Văn An", "BAN THƯỜNG VỤ"]))


def test_an_abstract_that_begins_like_a_preamble():
    found = head("KẾ HOẠCH\n\nThực hiện Nghị quyết số 05-NQ/TU về kinh tế số\n\nCăn cứ Nghị quyết, xã ban hành:\n")
    assert found.abstract == "Thực hiện Nghị quyết số 05-NQ/TU về kinh tế số"


def test_a_preamble_right_below_the_kind_is_no_abstract():
    found = head("KẾ HOẠCH\n\nThực hiện Nghị quyết số 05-NQ/TU, xã xây dựng kế hoạch như sau:\n\nI. MỤC TIÊU\n")
    assert found.abstract is None


def test_a_title_in_capitals_over_two_lines():
    found = head("BÁO CÁO TÌNH HÌNH THỰC HIỆN\nNHIỆM VỤ NĂM 2026\n\nNăm 2026, xã đạt kết quả như sau:\n")
    assert (found.kind, found.abstract) == ("Báo cáo", "TÌNH HÌNH THỰC HIỆN NHIỆM VỤ NĂM 2026")


def test_an_official_letter_has_no_kind_line():
    raw = "UBND XÃ A\nSố: 1/UBND\nV/v kiểm tra\nan toàn\nA, ngày 1 tháng 2 năm 2026\nKính gửi: Các thôn\n"
    found = head(raw)
    assert (found.kind, found.abstract) == ("Công văn", "V/v kiểm tra an toàn")


def test_a_paper_without_its_top_has_no_letterhead():
    lines = clean_lines("Quán triệt Nghị quyết của Đảng bộ.\n\nI. MỤC TIÊU\n")
    found, taken = split_letterhead(lines)
    assert taken == 0
    assert found.kind is None


RECIPIENTS = "Nơi nhận:\n- Như trên;\n- Lưu: VT."
POSTS = "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
CLOSINGS = {
    "recipients first": f"{RECIPIENTS}\n\n{POSTS}\n(Đã ký)\nLò Văn Pín",
    "signature first": f"{POSTS}\n\nLò Văn Pín\n\n{RECIPIENTS}",
    "name last": f"{POSTS}\n{RECIPIENTS}\n\nLò Văn Pín",
    "side by side": (
        "Nơi nhận:          TM. ỦY BAN NHÂN DÂN\n- Như trên;          KT. CHỦ TỊCH\n- Lưu: VT.          PHÓ CHỦ TỊCH\n"
        "\n                    Lò Văn Pín"
    ),
    "run together": (
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n- Lưu: VT. PHÓ CHỦ TỊCH\n\nLò Văn Pín"
    ),
}  # fmt: skip


@pytest.mark.parametrize("raw", CLOSINGS.values(), ids=CLOSINGS)
def test_a_closing_is_read_however_it_is_set(raw):
    lines = clean_lines(f"Việc cuối cùng./.\n\n{raw}")
    span = find_closing(lines)
    assert span == (1, len(lines))
    apart = closing_apart(lines[1:])
    found = read_closing([line.text for line in apart], any(line.column for line in apart))
    assert (found.name, found.post, found.on_behalf_of) == ("Lò Văn Pín", "PHÓ CHỦ TỊCH", "ỦY BAN NHÂN DÂN")
    assert found.recipients == ("Như trên", "Lưu: VT")


def test_a_body_over_two_lines_and_wrapped_recipients():
    lines = [
        "T/M BAN CHẤP HÀNH",
        "ĐẢNG BỘ XÃ TRÀ DON",
        "BÍ THƯ",
        "Hồ Văn Đông",
        "Nơi nhận:",
        "- Ban Thường vụ",
        "Tỉnh ủy,",
    ]
    found = read_closing(lines, side_by_side=False)
    assert (found.on_behalf_of, found.post) == ("BAN CHẤP HÀNH ĐẢNG BỘ XÃ TRÀ DON", "BÍ THƯ")
    assert found.recipients == ("Ban Thường vụ Tỉnh ủy",)


def test_what_a_paper_issues_begins_past_its_closing():
    raw = "Thi hành./.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nLò Văn Pín\n\nQUY CHẾ\nLàm việc\n\nĐiều 1. Phạm vi\n"
    lines = clean_lines(raw)
    span = find_closing(lines)
    assert span is not None
    assert [lines[at].text for at in span] == ["Nơi nhận:", "QUY CHẾ"]


def test_a_paper_without_closing():
    assert find_closing(clean_lines("I. MỤC TIÊU\n\nPhấn đấu đạt 5 sản phẩm.\n")) is None


@pytest.mark.parametrize(
    ("text", "place", "commune"),
    [
        ("UBND xã Bình Ngọc họp. Học tập xã Hòa Lạc, xã Hòa Lạc.", None, "xã Bình Ngọc"),
        ("Trên địa bàn xã Hòa Lạc và xã Bình Ngọc.", "Bình Ngọc", "xã Bình Ngọc"),
        ("PHÁT TRIỂN KINH TẾ - XÃ HỘI NĂM 2026 của xã Trà Don", None, "xã Trà Don"),
        ("ĐẢNG ỦY PHƯỜNG 5 họp về 12 phường 5 lần", "Phường 5", "phường 5"),
        ("UBND phường Nam Cẩm Lệ Hạ ban hành", "Nam Cẩm Lệ Hạ", "phường Nam Cẩm Lệ Hạ"),
        ("UBND xã Ea M'Droh ban hành", "Ea M'Droh", "xã Ea M'Droh"),
        ("Đảng bộ xã Phong Hội nhiệm kỳ mới; xã Phong Hội", None, "xã Phong Hội"),
        ("UBND thị trấn Cát Sơn, đặc khu Hòn Ngọc", "Hòn Ngọc", "đặc khu Hòn Ngọc"),
        ("Đảng bộ xã Tân An Nguyễn Văn A; Đảng bộ xã Tân An", None, "xã Tân An"),
        ("Xây dựng xã hội học tập, xã nông thôn mới", None, None),
    ],
)
def test_the_commune(text, place, commune):
    assert commune_of(text, place) == commune


@pytest.mark.parametrize(
    ("lines", "behalf", "symbol", "text", "issuer"),
    [
        (("ỦY BAN NHÂN DÂN", "XÃ TRÀ DON"), "ỦY BAN NHÂN DÂN", "KH-UBND", "", "Ủy ban nhân dân xã Trà Don"),
        (("ĐẢNG BỘ TỈNH LAM", "ĐẢNG ỦY XÃ TRÀ DON"), None, None, "", "Đảng ủy xã Trà Don"),
        (("UBND XÃ TRÀ DON", "PHÒNG KINH TẾ"), None, None, "nay Phòng Kinh tế báo cáo", "Phòng Kinh tế xã Trà Don"),
        (("CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TRÀ DON",), "CHỦ TỊCH", None, "", "Chủ tịch Ủy ban nhân dân xã Trà Don"),
        ((), "BAN THƯỜNG VỤ", "KH/ĐU", "Ban Thường vụ Đảng ủy xã", "Ban Thường vụ Đảng ủy xã Trà Don"),
        ((), "ĐẢNG ỦY", "CTr/ĐUUB", "", "Đảng ủy UBND xã Trà Don"),
        ((), "ĐẢNG ỦY", "CTr/ĐU", "giao Đảng ủy Ủy ban nhân dân xã thực hiện", "Đảng ủy xã Trà Don"),
        ((), None, None, "", None),
    ],
)
def test_the_issuer(lines, behalf, symbol, text, issuer):
    assert issuer_of(lines, behalf, symbol, "xã Trà Don", text) == issuer
