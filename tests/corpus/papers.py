"""Invented papers: a strategy that writes one, and what must hold of any document that is read."""

import re
from collections import Counter
from dataclasses import dataclass

from hypothesis import strategies as st

from corpus.cleaning import clean_line
from corpus.model import Document, ParagraphKind

COMMUNES = (
    "xã Bình Ngọc", "phường Trà Vân", "thị trấn Cát Sơn", "đặc khu Hòn Ngọc", "xã Long Phong Thạnh",
    "phường 7", "xã Ea M'Droh", "phường Nam Cẩm Lệ Hạ",
)  # fmt: skip
NAMES = ("Lò Văn Pín", "Trần Thị Thu Hà", "Phan Y Nhật", "ĐOÀN QUANG MINH", "H'Lan Niê")
SENTENCES = (
    "Phấn đấu tỷ lệ hộ nghèo giảm 1,2%/năm, còn dưới 2% vào năm 2030.",
    "Huy động 1.250 triệu đồng từ ngân sách xã; hoàn thành trước ngày 30/11/2026.",
    "Thực hiện Nghị quyết số 68-NQ/TU, ngày 04/5/2025 của Ban Thường vụ và Luật số 68/2020/QH14 (Luật Cư trú).",
    "Tổ chức 02 lớp tập huấn cho cán bộ; mỗi lớp từ 20 - 25 người (*) tại nhà văn hóa.",
    "Các cơ quan, đơn vị chủ động xây dựng kế hoạch, báo cáo định kỳ 6 tháng, hằng năm.",
    "Nâng cao chất lượng “Chi bộ 4 tốt” gắn với phong trào “Dân vận khéo”.",
)
TITLES = ("Mục đích", "Phát triển kinh tế", "Về văn hóa - xã hội", "Công tác tuyên truyền", "Chuyển đổi số")
TASKS = (
    "Rà soát 120 hộ nghèo tại các thôn", "Lắp đặt 05 điểm quan trắc nước", "Tổ chức Ngày hội đọc sách",
    "Thành lập 02 hợp tác xã rau an toàn theo chuỗi liên kết",
)  # fmt: skip
BODIES = ("Phòng Kinh tế", "Ủy ban nhân dân xã", "Văn phòng Đảng ủy", "Trạm Y tế xã", "Hội Nông dân xã")
TIMES = ("Quý II/2026", "Hằng năm", "Trước 30/6/2027", "Năm 2028", "Tháng 9/2026")


@dataclass(frozen=True)
class Paper:
    """An invented paper and what reading it must find."""

    raw: str
    commune: str
    number: str
    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    furniture: tuple[str, ...]
    """Words of page numbers and repeated headers, which are not kept."""


def wrapped(text: str, width: int) -> str:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)


@st.composite
def papers(draw) -> Paper:
    commune = draw(st.sampled_from(COMMUNES))
    name = draw(st.sampled_from(NAMES))
    number = f"{draw(st.integers(1, 400))}/KH-UBND"
    gap = draw(st.sampled_from(["\n\n", "\n\n\n"]))
    width = draw(st.sampled_from([72, 90, 10_000]))
    place = commune.split(" ", 1)[1] if not commune[-1].isdigit() else commune.capitalize()
    parts = [
        f"ỦY BAN NHÂN DÂN\n{commune.upper()}",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        f"Số: {number}",
        f"{place}, ngày 05 tháng 4 năm 2026",
        f"KẾ HOẠCH\n{wrapped(f'Triển khai nhiệm vụ năm 2026 trên địa bàn {commune}', width)}",
        wrapped(f"Căn cứ Nghị quyết số 03-NQ/ĐU, ngày 02/01/2026, UBND {commune} ban hành Kế hoạch như sau:", width),
    ]
    headings: list[str] = []
    for roman in ("I", "II", "III")[: draw(st.integers(1, 3))]:
        headings.append(f"{roman}. NỘI DUNG PHẦN {roman}")
        parts.append(headings[-1])
        for at in range(1, draw(st.integers(1, 3)) + 1):
            headings.append(f"{at}. {draw(st.sampled_from(TITLES))}")
            parts.append(headings[-1])
            for sentence in draw(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4)):
                bullet = draw(st.sampled_from(["", "- "]))
                parts.append(wrapped(f"{bullet}{sentence}", width))
    parts.append("Nơi nhận:\n- Như trên;\n- Lưu: VT.")
    parts.append(f"TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\n\n{name}")
    rows = _rows(draw)
    furniture: list[str] = []
    if rows:
        header = "TT\nNội dung\nThời gian hoàn thành\nĐơn vị chủ trì\nĐơn vị phối hợp"
        parts += ["PHỤ LỤC", "Danh mục nhiệm vụ", header]
        dot = draw(st.sampled_from([".", ""]))
        repeat_at = draw(st.integers(1, len(rows)))
        for at, row in enumerate(rows):
            if at == repeat_at:
                parts += ["7", header]
                furniture += ["7", *header.split()]
            parts.append("\n".join([f"{row[0]}{dot}", wrapped(row[1], 40), *row[2:]]))
        rows = [(f"{row[0]}{dot}", *row[1:]) for row in rows]
    return Paper(gap.join(parts), commune, number, name, tuple(headings), tuple(rows), tuple(furniture))


def _rows(draw) -> list[tuple[str, ...]]:
    return [
        (
            str(at + 1),
            draw(st.sampled_from(TASKS)),
            draw(st.sampled_from(TIMES)),
            draw(st.sampled_from(BODIES)),
            draw(st.sampled_from(BODIES)),
        )
        for at in range(draw(st.integers(0, 5)))
    ]


def words_of(raw: str) -> list[str]:
    """The words of a raw text, line by line, without markup."""
    return [word for line in raw.splitlines() for word in clean_line(line).split()]


def compact(words: list[str]) -> str:
    """The words without spaces: joining lines mends words cut at their hyphen."""
    return "".join(words)


def assert_sound(document: Document) -> None:
    """Everything that holds of any document, whatever it was read from."""
    at = 0
    ids = Counter(p.id for p in document.paragraphs)
    assert all(count == 1 for count in ids.values())
    for index, paragraph in enumerate(document.paragraphs):
        assert paragraph.index == index
        assert paragraph.text
        assert document.text[paragraph.start : paragraph.end] == paragraph.text
        assert paragraph.start == at + (1 if index else 0)
        assert document.text[at : paragraph.start] == ("\n" if index else "")
        at = paragraph.end
        assert document.paragraph(paragraph.id) is paragraph
    assert at == len(document.text)
    _assert_sections(document)
    for table in document.tables:
        for row in table.rows:
            paragraph = document.paragraph(row.paragraph_id)
            assert paragraph.kind is ParagraphKind.TABLE_ROW
            assert [cell.column for cell in row.cells] == list(range(len(table.columns)))
            assert paragraph.text == "\n".join(cell.text for cell in row.cells if cell.text)
            for cell in row.cells:
                assert document.text[cell.start : cell.end] == cell.text
                assert paragraph.start <= cell.start <= cell.end <= paragraph.end


def _assert_sections(document: Document) -> None:
    seen = {}
    for section in document.sections:
        heading = document.paragraph(section.paragraph_id)
        assert heading.kind is ParagraphKind.HEADING
        assert heading.section_id == section.id
        parent = seen.get(section.parent_id) if section.parent_id else None
        assert (parent is None) == (section.parent_id is None), "a parent stands before its child"
        assert section.depth == (parent.depth + 1 if parent else 0)
        assert len(heading.section_path) == section.depth + 1
        assert heading.section_path[-1] == heading.text
        if parent:
            assert heading.section_path[:-1] == document.paragraph(parent.paragraph_id).section_path
        assert re.sub(r"\W", "", section.label) in re.sub(r"\W", "", heading.text)
        seen[section.id] = section
    for paragraph in document.paragraphs:
        if paragraph.section_id is None:
            assert paragraph.section_path == ()
        else:
            of = seen[paragraph.section_id]
            assert paragraph.section_path == document.paragraph(of.paragraph_id).section_path
