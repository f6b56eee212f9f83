from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eval.sets.cells import MOST_IN_CELL, guarded, shown, unguarded, writable


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (None, "General", ""),
        (True, "General", "có"),
        (False, "General", "không"),
        (1.0, "General", "1"),
        (1500, "General", "1500"),
        (78.5, "General", "78,5"),
        (-0.25, "General", "-0,25"),
        (0.1 + 0.2, "General", "0,3"),
        (1e-7, "General", "0,0000001"),
        (1500, "@", "1500"),
        (0.95, "0%", "95%"),
        (0.07, "0%", "7%"),
        (0.955, "0.0%", "95,5%"),
        (0.005, "0%", "1%"),
        (1, "0%", "100%"),
        (1234567.891, "#,##0.00", "1.234.567,89"),
        (1500, "#,##0", "1.500"),
        (2.5, "0", "3"),
        (78.5, "0.00", "78,50"),
        (78.5, "0.##", "78,5"),
        (78, '0" triệu"', "78"),
        (1500000, "#,##0,", "1.500"),
        (-1500, "#,##0;[Red](#,##0)", "-1.500"),
        (-0.2, "0", "0"),
        (12345, "0.00E+00", "12345"),
        (date(2030, 6, 30), "mm-dd-yy", "30/06/2030"),
        (datetime(2030, 6, 30), "dd/mm/yyyy", "30/06/2030"),
        (datetime(2030, 6, 30, 14, 5), "dd/mm/yyyy hh:mm", "30/06/2030 14:05"),
        (datetime(2030, 6, 1), "[$-42A]mm/yyyy", "06/2030"),
        (datetime(2030, 6, 1), "mmm-yy", "06/2030"),
        (time(7, 30), "h:mm", "07:30"),
        (timedelta(hours=26, minutes=5), "[h]:mm", "26:05"),
        ("  Số\r\n45 ", "General", "Số\n45"),
        ("hoa\u0300a_x000D_\n", "General", "hoàa"),
    ],
)
def test_a_cell_reads_as_a_person_sees_it(value, number_format, expected):
    assert shown(value, number_format) == expected


@given(st.integers(-(10**9), 10**9), st.integers(0, 4))
def test_a_number_with_fixed_decimals_is_the_same_number(units, decimals):
    spelled = shown(units / 10**decimals, "#,##0" + ("." + "0" * decimals if decimals else ""))
    assert int(spelled.replace(".", "").replace(",", "")) == units


def test_what_a_sheet_cannot_hold_is_seen_to_be_missing():
    assert writable("a\x00b\x1fc\ufffed\te\r\nf") == "a\ufffdb\ufffdc\ufffdd\te\nf"
    assert writable("_x0041_ _x_ x0041_") == "_x005F_x0041_ _x_ x0041_"


def test_what_is_too_long_is_cut_and_says_so():
    assert writable("á" * MOST_IN_CELL) == "á" * MOST_IN_CELL
    cut = writable("á" * (MOST_IN_CELL + 1))
    assert len(cut) == MOST_IN_CELL
    assert cut.startswith("á" * 32_000)
    assert "đã cắt bớt" in cut[-60:]
    # Letters outside the first plane count twice in a spreadsheet.
    cut = writable("😀" * MOST_IN_CELL)
    assert MOST_IN_CELL - 1 <= len(cut.encode("utf-16-le")) // 2 <= MOST_IN_CELL
    assert "\ufffd" not in cut


@given(st.text())
@example("=1+1")
@example("'=1+1")
@example("''")
def test_text_comes_out_of_csv_as_it_went_in_and_never_calculates(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    if not text.startswith("'"):
        assert unguarded(guarded(text)) == text
