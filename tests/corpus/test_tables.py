import pytest

from corpus.cleaning import clean_lines
from corpus.model import Column, ColumnRole
from corpus.tables.cells import cut_all, cut_cells
from corpus.tables.finding import find_table
from corpus.tables.grid import settle_rows
from corpus.tables.header import role_of, split_titles

ORDERS = {
    "task first": ("Nội dung nhiệm vụ", "Thời gian hoàn thành", "Đơn vị chủ trì", "Đơn vị phối hợp"),
    "lead first": ("Đơn vị chủ trì", "Nội dung công việc", "Đơn vị phối hợp", "Thời hạn"),
    "time last": ("Tên nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Tiến độ"),
}
VALUES = {
    ColumnRole.TASK: ("Rà soát 120 hộ nghèo tại các\nthôn", "Thành lập 02 hợp tác xã"),
    ColumnRole.LEAD: ("Phòng Kinh tế", "Ủy ban nhân\ndân xã"),
    ColumnRole.PARTNER: ("Hội Nông\ndân xã", "Các thôn"),
    ColumnRole.END: ("Trước 30/6/2026", "Hằng năm"),
}


def found(raw):
    table = find_table(settle_rows(clean_lines(raw)), 0)
    assert table is not None
    return table


@pytest.mark.parametrize("titles", ORDERS.values(), ids=ORDERS)
@pytest.mark.parametrize("first", ["STT", "TT", "Số TT", "Số\nTT"])
@pytest.mark.parametrize("dot", [".", "", ")"])
def test_columns_in_any_order_and_rows_numbered_in_any_way(titles, first, dot):
    roles = [role_of(title) for title in titles]
    rows = [[VALUES[role][at] for role in roles] for at in (0, 1)]
    raw = "\n".join([first, *titles, *(f"{at + 1}{dot}\n" + "\n".join(row) for at, row in enumerate(rows))])
    table = found(raw)
    assert [column.role for column in table.columns] == [ColumnRole.NUMBER, *roles]
    expected = [(f"{at + 1}{dot}", *(cell.replace("\n", " ") for cell in row)) for at, row in enumerate(rows)]
    assert list(table.rows) == expected


@pytest.mark.parametrize(
    ("title", "role"),
    [
        ("TT", ColumnRole.NUMBER), ("Nội dung nhiệm vụ", ColumnRole.TASK), ("Cơ quan chủ trì", ColumnRole.LEAD),
        ("Đơn vị thực hiện chính", ColumnRole.LEAD), ("Đơn vị phối hợp", ColumnRole.PARTNER),
        ("Thời gian triển khai", ColumnRole.START), ("Thời gian hoàn thành", ColumnRole.END),
        ("Tiến độ", ColumnRole.END),
        ("Nguồn lực thực hiện", ColumnRole.RESOURCES), ("Dự kiến kinh phí", ColumnRole.RESOURCES),
        ("Sản phẩm", ColumnRole.OTHER), ("Ghi chú", ColumnRole.OTHER), ("Đơn vị tính", ColumnRole.OTHER),
    ],
)  # fmt: skip
def test_a_column_is_typed_by_its_title(title, role):
    assert role_of(title) is role


def test_titles_are_cut_where_a_known_phrase_opens():
    lines = ["TT Nội dung công việc", "Thời gian", "Hoàn thành", "Đơn vị", "chủ trì", "Sản phẩm", "Ghi chú"]
    assert split_titles(lines) == [
        "TT", "Nội dung công việc", "Thời gian Hoàn thành", "Đơn vị chủ trì", "Sản phẩm", "Ghi chú",
    ]  # fmt: skip


HEADER = "TT\nNội dung\nThời gian hoàn thành\nĐơn vị chủ trì\nGhi chú\n"
ROW = "Tổ chức hội nghị\nQuý I/2026\nVăn phòng Đảng ủy\n"


def test_empty_cells_stay_empty():
    table = found(f"{HEADER}1\n{ROW}2\n{ROW}Trực tuyến\n3\nThống kê hộ nghèo\nTrạm Y tế xã\n")
    assert [row[-1] for row in table.rows] == ["", "Trực tuyến", ""]
    assert table.rows[2] == ("3", "Thống kê hộ nghèo", "", "Trạm Y tế xã", "")


@pytest.mark.parametrize("group", ["I. Lĩnh vực kinh tế", "I\nLĩnh vực kinh tế", "A. Lĩnh vực kinh tế"])
def test_group_rows_name_the_rows_below_them(group):
    second = group.replace("I", "II", 1) if group[0] == "I" else group.replace("A", "B", 1)
    table = found(f"{HEADER}{group}\n1\n{ROW}{second}\n1\n{ROW}2\n{ROW}")
    assert [row[0].rstrip(".") for row in table.rows] == [group[0], "1", second.split(".")[0].split("\n")[0], "1", "2"]
    assert table.rows[0][1:] == ("Lĩnh vực kinh tế", "", "", "")


@pytest.mark.parametrize("page", ["\n7\n\n", "\n\f7\n", "Trang 7/9\n", f"\n7\n\n{HEADER}"])
def test_page_numbers_and_repeated_headers_between_rows_go(page):
    table = found(f"{HEADER}1.\n{ROW}{page}2.\n{ROW}")
    assert [row for row in table.rows if "7" in " ".join(row)] == []
    assert len(table.rows) == 2


def test_a_row_of_column_numbers_is_kept_apart():
    index = "(1)\n(2)\n(3)\n(4)\n(5)\n"
    table = found(f"{HEADER}{index}1\n{ROW}{HEADER}{index}2\n{ROW}")
    assert table.header_text == "(1) (2) (3) (4) (5)"
    assert [row[1] for row in table.rows] == ["Tổ chức hội nghị"] * 2


@pytest.mark.parametrize(
    "after",
    [
        "III. TỔ CHỨC THỰC HIỆN", "3. Tổ chức thực hiện\n- Các thôn báo cáo.", "Nơi nhận:", "PHỤ LỤC 2",
        "Trên đây là kế hoạch của xã, đề nghị các đơn vị nghiêm túc triển khai thực hiện./.",
    ],
)  # fmt: skip
def test_a_table_ends_where_running_text_begins(after):
    lines = clean_lines(f"{HEADER}1.\n{ROW}2.\n{ROW}\n{after}\n")
    table = find_table(lines, 0)
    assert table is not None
    assert len(table.rows) == 2
    assert lines[table.end].text == after.split("\n")[0]


def test_cells_that_run_together_on_one_line():
    columns = [
        Column("Nội dung", ColumnRole.TASK),
        Column("Chủ trì", ColumnRole.LEAD),
        Column("Thời gian", ColumnRole.END),
    ]
    assert cut_cells(["Tập huấn kỹ năng số Phòng Kinh tế Quý I/2026"], columns) == (
        "Tập huấn kỹ năng số", "Phòng Kinh tế", "Quý I/2026",
    )  # fmt: skip


def test_no_word_of_a_row_is_lost():
    columns = [
        Column("Nội dung", ColumnRole.TASK),
        Column("Chủ trì", ColumnRole.LEAD),
        Column("Thời gian", ColumnRole.END),
    ]
    rows = [["chữ", "vô nghĩa", "123", "…"], [], ["Một"]]
    assert ["".join(cells).replace(" ", "") for cells in cut_all(rows, columns)] == ["chữvônghĩa123…", "", "Một"]


def test_a_markdown_table_gives_its_own_cells():
    raw = "| STT | Nội dung | Chủ trì |\n|---|---|---|\n| 1 | **Họp**<br>giao ban | |\n| 2 | Báo cáo | Văn phòng |\n"
    table = found(raw)
    assert [column.role for column in table.columns] == [ColumnRole.NUMBER, ColumnRole.TASK, ColumnRole.LEAD]
    assert table.rows == (("1", "Họp giao ban", ""), ("2", "Báo cáo", "Văn phòng"))


def test_rows_parted_by_tabs():
    assert found("TT\tNội dung\tChủ trì\n1\tHọp\tVăn phòng\n2\tBáo cáo\t\n").rows == (
        ("1", "Họp", "Văn phòng"),
        ("2", "Báo cáo", ""),
    )


def test_a_letterhead_set_as_a_table_is_no_table():
    raw = "| UBND XÃ A<br>PHÒNG B | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n|---|---|\n| Số: 1/KH | A, ngày 1/2/2026 |\n"
    lines = settle_rows(clean_lines(raw))
    assert find_table(lines, 0) is None
    assert [line.text for line in lines][:3] == ["UBND XÃ A", "PHÒNG B", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]
