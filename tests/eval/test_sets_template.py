import warnings

import pytest
from openpyxl import load_workbook
from sets_samples import HEADINGS, pages, records

from eval.files import replace_bytes
from eval.sets.cells import MOST_IN_CELL
from eval.sets.columns import COLUMNS, KINDS
from eval.sets.errors import TargetUnusable
from eval.sets.reading import readings
from eval.sets.template import template_sheets
from eval.sets.writing import Sheet, SheetColumn, checked_target, write_sheets


@pytest.fixture
def template(tmp_path):
    path = tmp_path / "mau.xlsx"
    write_sheets(path, template_sheets())
    return path


def test_the_template_has_its_headings_examples_and_guide(template):
    sheets = records(template)
    assert list(sheets) == ["Câu hỏi", "Hướng dẫn"]
    assert tuple(sheets["Câu hỏi"][0]) == HEADINGS
    assert [row["Mã câu"] for row in sheets["Câu hỏi"]] == ["VÍ DỤ 1", "VÍ DỤ 2"]
    guide = {row["Cột"]: row["Cách ghi"] for row in sheets["Hướng dẫn"]}
    for column in COLUMNS:
        assert guide[column.heading + (" (bắt buộc)" if column.required else "")] == column.says
    for kind in KINDS:
        assert guide[kind.name] == kind.says


def test_the_template_offers_choices_that_excel_takes(template):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = load_workbook(template)["Câu hỏi"]
    offered = {
        str(one.sqref).rstrip("0123456789").split("2:")[0]: one.formula1 for one in page.data_validations.dataValidation
    }
    letters = {page.cell(1, n).value: page.cell(1, n).column_letter for n in range(1, len(HEADINGS) + 1)}
    assert offered[letters["Trả lời được"]] == '"có,không"'
    assert offered[letters["Loại câu hỏi"]].strip('"').split(",") == [kind.name for kind in KINDS]
    # A longer list makes Excel call the file damaged.
    assert all(len(formula) <= 255 for formula in offered.values())


def test_what_is_typed_into_the_template_stays_text(template):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = load_workbook(template)["Câu hỏi"]
    assert page.freeze_panes == "A2"
    for number in range(1, len(HEADINGS) + 1):
        letter = page.cell(1, number).column_letter
        assert page.column_dimensions[letter].number_format == "@"
        assert page.column_dimensions[letter].width >= 10
        assert page.cell(2, number).number_format == "@"


def test_the_template_as_csv_is_what_excel_opens(tmp_path):
    path = tmp_path / "mau.csv"
    write_sheets(path, template_sheets())
    assert path.read_bytes().startswith("\ufeffMã câu;Câu hỏi;".encode())
    semicolons, _, _ = readings(path)
    assert [row.cells[0] for row in semicolons] == ["Mã câu", "VÍ DỤ 1", "VÍ DỤ 2"]


HOSTILE = (
    "=1+1",
    "+84 123",
    "-5%",
    "@SUM(A1)",
    "#N/A",
    '=HYPERLINK("x")',
    "'=1",
    "_x0041_",
    "\tx",
    "bình thường",
    "a\x07b",
)


def test_text_is_never_a_formula(tmp_path):
    rows = tuple((text, 1.5) for text in HOSTILE)
    sheet = Sheet("Thử", (SheetColumn("Chữ", 20), SheetColumn("Số", 10)), rows)
    write_sheets(tmp_path / "thu.xlsx", [sheet])
    _, *found = pages(tmp_path / "thu.xlsx")["Thử"]
    assert [row[0].data_type for row in found] == ["s"] * len(HOSTILE)
    assert [row[0].quotePrefix for row in found] == [text[0] in "=+-@\t" for text in HOSTILE]
    assert [row[1].value for row in found] == [1.5] * len(HOSTILE)
    (read,) = readings(tmp_path / "thu.xlsx")
    assert [row.cells[0] for row in read[1:]] == [text.replace("\x07", "\ufffd").strip() for text in HOSTILE]
    write_sheets(tmp_path / "thu.csv", [sheet])
    lines = (tmp_path / "thu.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert not [line for line in lines if line.lstrip('"').startswith(("=", "+", "-", "@", "\t"))]
    read = readings(tmp_path / "thu.csv")[0]
    assert [row.cells[0] for row in read[1:4]] == ["=1+1", "+84 123", "-5%"]


def test_a_cell_that_is_too_long_is_cut(tmp_path):
    write_sheets(tmp_path / "thu.xlsx", [Sheet("Thử", (SheetColumn("Chữ", 20),), (("á" * 40_000,),))])
    _, (cell,) = pages(tmp_path / "thu.xlsx")["Thử"]
    assert len(cell.value) == MOST_IN_CELL
    assert cell.value.endswith("ký tự]")


def test_what_is_there_is_not_overwritten_unasked(tmp_path):
    path = tmp_path / "mau.xlsx"
    checked_target(path, (".xlsx",), force=False)
    replace_bytes(path, b"cu")
    with pytest.raises(TargetUnusable, match="--force"):
        checked_target(path, (".xlsx",), force=False)
    checked_target(path, (".xlsx",), force=True)
    replace_bytes(path, b"moi")
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [("mau.xlsx", b"moi")]


@pytest.mark.parametrize(
    ("name", "words"), [("mau.xls", r"\.xlsx"), ("gone/mau.xlsx", "gone"), ("folder.xlsx", "thư mục")]
)
def test_what_cannot_be_written_is_said_first(tmp_path, name, words):
    (tmp_path / "folder.xlsx").mkdir()
    with pytest.raises(TargetUnusable, match=words):
        checked_target(tmp_path / name, (".xlsx",), force=True)
