"""The empty question sheet, with examples and a guide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.sets.columns import COLUMNS, EXAMPLE, KINDS, NO, VARIANT, YES, Column, Heading
from eval.sets.writing import Cell, Sheet, SheetColumn

QUESTIONS_SHEET, GUIDE_SHEET = "Câu hỏi", "Hướng dẫn"
_EXAMPLES: tuple[Mapping[Heading, str], ...] = (
    {
        Heading.ID: f"{EXAMPLE} 1",
        Heading.QUESTION: "cơ quan nào phối hợp?",
        Heading.TURNS: "Ai chủ trì trồng cây ở xã Hoa Mẫu?\nTrồng bao nhiêu cây?",
        Heading.KIND: "ai phối hợp",
        Heading.SLICES: "có dấu, trồng cây",
        Heading.ANSWERABLE: YES,
        Heading.DOCUMENTS: "hoa-mau-ke-hoach-trong-cay",
        Heading.WORDS: "Hội Phụ nữ xã chủ trì trồng cây; các thôn phối hợp\nĐoàn Thanh niên xã cùng tham gia trồng cây",
        Heading.ALL: YES,
        Heading.ITEMS: f"các thôn\nĐoàn Thanh niên xã{VARIANT}Đoàn Thanh niên",
        Heading.FORBIDDEN: "Hội Nông dân xã",
        Heading.TOPIC: "phân công trồng cây",
    },
    {
        Heading.ID: f"{EXAMPLE} 2",
        Heading.QUESTION: "gia vang hom nay bao nhieu",
        Heading.KIND: "phải từ chối",
        Heading.SLICES: "không dấu",
        Heading.ANSWERABLE: NO,
    },
)
_NOTES = (
    "Mỗi dòng là một câu hỏi. Cột có thể đổi chỗ hoặc thêm; tên cột thì giữ nguyên.",
    f"Hai dòng “{EXAMPLE}” chỉ để xem cách ghi, khi nhập bị bỏ qua; xóa đi cũng được.",
    "Ghi xong thì chạy: hoidap eval import TỆP NÀY --to TÊN.jsonl, rồi hoidap eval run --questions TÊN.jsonl.",
    "Dòng nào có lỗi sẽ được báo rõ số dòng, tên cột và cách sửa; các dòng khác vẫn được nhận.",
)


def template_sheets() -> tuple[Sheet, ...]:
    """Return the empty question sheet and its guide."""
    rows = [_row(COLUMNS, example) for example in _EXAMPLES]
    return question_sheet(COLUMNS, rows, examples=len(rows)), guide_sheet()


def question_sheet(columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]], examples: int = 0) -> Sheet:
    """Return a question sheet with these rows, the first of them examples."""
    shown = tuple(SheetColumn(column.heading.value, column.width, column.choices) for column in columns)
    return Sheet(QUESTIONS_SHEET, shown, tuple(rows), filled_in=True, faded=examples)


def guide_sheet() -> Sheet:
    """Return what explains each column and each kind of question."""
    rows: list[tuple[Cell, ...]] = [("", note) for note in _NOTES]
    rows.append(("", ""))
    rows += [(column.heading.value + (" (bắt buộc)" if column.required else ""), column.says) for column in COLUMNS]
    rows += [("", ""), (Heading.KIND.value, "Các tên dùng được:")]
    rows += [(kind.name, kind.says) for kind in KINDS]
    return Sheet(GUIDE_SHEET, (SheetColumn("Cột", 30), SheetColumn("Cách ghi", 110)), tuple(rows))


def _row(columns: Sequence[Column], cells: Mapping[Heading, str]) -> tuple[Cell, ...]:
    return tuple(cells.get(column.heading) for column in columns)
