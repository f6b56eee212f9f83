"""Lines that state one thing of a task, tasks with names of their own, and labels that look like documents."""

import pytest

from corpus.cleaning import clean_lines
from corpus.facts import facts
from corpus.facts.task_lines import label_kind
from corpus.joining import join_lines, layout_of
from corpus.labels import LabelStyle, labelled
from corpus.model import FactKind, ParagraphKind
from corpus.reader import read_document

PLAN = """ỦY BAN NHÂN DÂN
XÃ SUỐI LỚN

Số: 12/KH-UBND
Suối Lớn, ngày 03 tháng 4 năm 2026

KẾ HOẠCH
Phát triển nghề dệt thổ cẩm

II. NHIỆM VỤ

Nhiệm vụ 4. Mở lớp dạy dệt

- Rõ người: Phòng Văn hóa - Xã hội.

- Rõ mốc: Quý II/2026.

- Rõ sản phẩm: 02 lớp dạy dệt.

Nhiệm vụ 5. Dựng nhà trưng bày

- Hoàn thành trước ngày 30/9/2026.

Nhiệm vụ 6. Bán hàng qua mạng

Đưa sản phẩm dệt lên sàn.

III. TỔ CHỨC THỰC HIỆN

{given}

Nơi nhận:
- Như trên.
"""


def stated(kind, given="- Các thôn báo cáo hằng quý."):
    paper = read_document("suoi-lon", PLAN.format(given=given))
    found = [fact for fact in facts(paper) if fact.kind is kind]
    for fact in found:
        paragraph = paper.paragraph(fact.paragraph_id)
        assert paragraph.start <= fact.start < fact.end <= paragraph.end
    return [(fact.subject, fact.value) for fact in found]


@pytest.mark.parametrize(
    ("text", "label", "rest"),
    [
        ("Nhiệm vụ 4. Mở lớp dạy dệt", "Nhiệm vụ 4", "Mở lớp dạy dệt"),
        ("Mô hình số 2: Trồng rau sạch", "Mô hình số 2", "Trồng rau sạch"),
        ("Khâu đột phá thứ 1. Cán bộ", "Khâu đột phá thứ 1", "Cán bộ"),
        ("Đề án 12 : Số hóa hồ sơ", "Đề án 12", "Số hóa hồ sơ"),
    ],
)
def test_a_task_is_labelled_by_its_name_and_number(text, label, rest):
    found = labelled(text)
    assert found is not None
    assert (found.style, found.label, found.rest) == (LabelStyle.TASK, label, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Nhiệm vụ 4 và nhiệm vụ 5 giao cho Công an xã",
        "Nhiệm vụ 4",
        "Nhiệm vụ trọng tâm: mở lớp",
        "Dự án 2.500 triệu đồng",
        "nhiệm vụ 4. Mở lớp",
        "63/QĐ-UBND ngày 04/01/2026",
        "12/NQ-HĐND",
    ],
)
def test_what_only_looks_like_a_label_is_none(text):
    assert labelled(text) is None


@pytest.mark.parametrize("text", ["1/NỘI DUNG", "63/Mở lớp dạy dệt"])
def test_a_slash_may_end_a_number(text):
    found = labelled(text)
    assert found is not None
    assert found.style is LabelStyle.NUMBER


def test_a_named_task_stands_below_a_roman_number_and_above_a_number():
    assert LabelStyle.ROMAN < LabelStyle.TASK < LabelStyle.NUMBER
    paper = read_document("suoi-lon", PLAN.format(given="- Các thôn báo cáo."))
    (heading,) = [p for p in paper.paragraphs if p.text.startswith("Nhiệm vụ 4.")]
    assert heading.kind is ParagraphKind.HEADING
    assert heading.section_path == ("II. NHIỆM VỤ", "Nhiệm vụ 4. Mở lớp dạy dệt")


def test_the_labels_of_what_must_be_clear_are_read():
    assert ("Mở lớp dạy dệt", "Phòng Văn hóa - Xã hội") in stated(FactKind.LEAD)
    assert ("Mở lớp dạy dệt", "Quý II/2026") in stated(FactKind.END)
    assert ("Mở lớp dạy dệt", "02 lớp dạy dệt") in stated(FactKind.PRODUCT)


def test_a_line_says_without_a_colon_by_when_a_task_is_done():
    assert ("Dựng nhà trưng bày", "trước ngày 30/9/2026") in stated(FactKind.END)


@pytest.mark.parametrize("line", ["- Hoàn thành tốt nhiệm vụ được giao.", "- Xong việc này báo cáo trước ngày 5."])
def test_a_line_that_names_no_time_ends_nothing(line):
    assert [value for _, value in stated(FactKind.END, line)] == ["Quý II/2026", "trước ngày 30/9/2026"]


@pytest.mark.parametrize(
    ("line", "kind", "given"),
    [
        (
            "- Đồng chí Lò Văn Pín trực tiếp chỉ đạo các nhiệm vụ 4 và 6.",
            FactKind.DIRECTOR,
            [("Mở lớp dạy dệt", "Đồng chí Lò Văn Pín"), ("Bán hàng qua mạng", "Đồng chí Lò Văn Pín")],
        ),
        (
            "- Phòng Kinh tế phụ trách nhiệm vụ 4, 5 và 6.",
            FactKind.DIRECTOR,
            [
                ("Mở lớp dạy dệt", "Phòng Kinh tế"),
                ("Dựng nhà trưng bày", "Phòng Kinh tế"),
                ("Bán hàng qua mạng", "Phòng Kinh tế"),
            ],
        ),
        (
            "- Phòng Kinh tế chủ trì nhiệm vụ số 5.",
            FactKind.LEAD,
            [("Mở lớp dạy dệt", "Phòng Văn hóa - Xã hội"), ("Dựng nhà trưng bày", "Phòng Kinh tế")],
        ),
    ],
)
def test_tasks_are_given_by_their_numbers(line, kind, given):
    assert sorted(stated(kind, line)) == sorted(given)


def test_of_a_number_that_no_task_has_no_task_is_given():
    given = stated(FactKind.DIRECTOR, "- Đồng chí Lò Văn Pín chỉ đạo nhiệm vụ 9.")
    assert {"Mở lớp dạy dệt", "Dựng nhà trưng bày", "Bán hàng qua mạng"}.isdisjoint(task for task, _ in given)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Cơ quan phối hợp", FactKind.PARTNER),
        ("Rõ người", FactKind.LEAD),
        ("Rõ đơn vị phối hợp", FactKind.PARTNER),
        ("Rõ thời gian", FactKind.END),
        ("Rõ kết quả", FactKind.PRODUCT),
        ("Thời gian  hoàn thành", FactKind.END),
        ("Ngày bắt đầu", FactKind.START),
        ("Nguồn kinh phí thực hiện", FactKind.RESOURCES),
        ("Đồng chí trực tiếp chỉ đạo", FactKind.DIRECTOR),
        ("Mục tiêu tổng quát", FactKind.GOAL),
        ("Rõ ràng", None),
        ("Thời gian qua", None),
        ("Kết quả", None),
        ("Ghi chú", None),
    ],
)
def test_a_label_tells_what_its_line_states(label, kind):
    assert label_kind(label) is kind


def joined(raw):
    lines = clean_lines(raw)
    return join_lines(lines, layout_of(lines))


WIDE = "Tập trung chỉ đạo các thôn rà soát, thống kê, lập danh sách các hộ có nghề dệt thổ cẩm từ\nđời trước để lại.\n"


@pytest.mark.parametrize(
    "label",
    [
        "- Cơ quan chủ trì: Phòng Văn hóa - Xã hội và Trung tâm Dịch vụ tổng hợp của xã Suối Lớn.",
        "Thời gian hoàn thành: Trong quý II năm 2026, chậm nhất không quá ngày 30 tháng 6 năm 2026.",
        "Kinh phí: Từ ngân sách xã, huy động của các tổ chức, cá nhân và nguồn hợp pháp khác hằng năm.",
    ],
)
def test_a_finished_label_line_ends_its_paragraph(label):
    raw = (
        WIDE * 5 + f"{label}\nPhòng Kinh tế theo dõi, báo cáo kết quả hằng quý cho Ủy ban nhân dân xã Suối Lớn biết.\n"
    )
    paragraphs = joined(raw)
    assert label in paragraphs
    assert paragraphs[-1].startswith("Phòng Kinh tế theo dõi")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (
            "- Cơ quan phối hợp: Phòng Kinh tế, Công an xã, Hội Nông dân xã, Hội Phụ nữ xã, Đoàn Thanh niên,",
            "Trạm Y tế.",
        ),
        ("- Cơ quan phối hợp: Phòng Kinh tế, Công an xã, Hội Nông dân xã, Đoàn Thanh niên cùng với Hội", "Phụ nữ xã."),
    ],
)
def test_a_label_line_that_is_not_finished_goes_on(start, end):
    assert joined(WIDE * 5 + f"{start}\n{end}\n")[-1] == f"{start} {end}"


def test_a_sentence_as_long_that_is_no_label_line_goes_on():
    start = "Phòng Văn hóa - Xã hội của xã và Trung tâm Dịch vụ tổng hợp của xã Suối Lớn chủ trì việc này."
    assert joined(WIDE * 5 + f"{start}\nPhòng Kinh tế theo dõi.\n")[-1] == f"{start} Phòng Kinh tế theo dõi."
