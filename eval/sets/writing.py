"""Writes sheets, as a workbook or a CSV file: text stays text, whatever it begins with."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from eval.files import replace_bytes
from eval.sets.cells import guarded, is_formula_like, printable, shown, writable
from eval.sets.errors import TargetUnusable
from eval.sets.reading import CSV

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS = 1_048_576
_TEXT = "@"
"""Number format of a column in which Excel is to leave what is typed as it is: "95%", "01/2026"."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share that is shown in per cent."""

    value: float
    """0 to 1."""


Cell = str | int | float | date | Share | None


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column as it is shown."""

    heading: str
    width: int
    """Characters."""
    choices: tuple[str, ...] = ()
    """What the cells below may hold, offered as a list; empty for anything."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to write."""

    title: str
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    filled_in: bool = False
    """People go on typing in it."""
    faded: int = 0
    """Rows at the top that are only examples."""


def checked_target(path: Path, endings: Sequence[str], force: bool) -> None:
    """Check that a file may be written, before the work for it begins.

    :raises TargetUnusable: it is there already and ``force`` is not given, its ending is another, or it has no folder.
    """
    if path.suffix.lower() not in endings:
        raise TargetUnusable(path, f"cần tên tệp có đuôi {' hoặc '.join(endings)}; hãy đặt tên khác.")
    if path.is_dir():
        raise TargetUnusable(path, "đây là một thư mục; hãy ghi cả tên tệp.")
    if path.exists() and not force:
        raise TargetUnusable(path, "tệp đã có; hãy đặt tên khác, hoặc thêm --force để ghi đè.")
    if not path.parent.is_dir():
        raise TargetUnusable(path, f"không có thư mục {path.parent}; hãy tạo thư mục trước.")


def write_sheets(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write the sheets; a CSV file holds the first one only.

    :raises OSError: the file cannot be written.
    """
    replace_bytes(path, _separated(sheets[0]) if path.suffix.lower() == CSV else _workbook(sheets))


def _separated(sheet: Sheet) -> bytes:
    """Return CSV that a Vietnamese Excel opens by a double click: a mark for UTF-8, semicolons."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow([column.heading for column in sheet.columns])
    for row in sheet.rows:
        writer.writerow([guarded(_words(cell)) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _words(cell: Cell) -> str:
    if isinstance(cell, str):
        return printable(cell)
    return shown(cell.value, "0.0%") if isinstance(cell, Share) else shown(cell, "")


def _workbook(sheets: Sequence[Sheet]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for number, column in enumerate(sheet.columns, 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = column.width
        if sheet.filled_in:
            page.column_dimensions[letter].number_format = _TEXT
            page.column_dimensions[letter].alignment = Alignment(wrap_text=True, vertical="top")
        head = cast("SheetCell", page.cell(1, number))
        _put(head, column.heading)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor="DDE7F3")
        head.alignment = Alignment(wrap_text=True, vertical="center")
        if column.choices:
            _offer(page, letter, column.choices)
    for at, row in enumerate(sheet.rows, 2):
        for number, value in enumerate(row, 1):
            cell = cast("SheetCell", page.cell(at, number))
            _put(cell, value)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if sheet.filled_in:
                cell.number_format = _TEXT
            if at < 2 + sheet.faded:
                cell.font = Font(italic=True, color="7F7F7F")
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{len(sheet.rows) + 1}"


def _put(cell: SheetCell, value: Cell) -> None:
    """Put a value into a cell; text is marked as text: openpyxl takes "=…" for a formula and "#N/A" for an error."""
    if isinstance(value, str):
        cell.value = writable(value)
        cell.data_type = "s"
        # Without it the text becomes a formula as soon as somebody edits the cell.
        cell.quotePrefix = is_formula_like(value)
    elif isinstance(value, Share):
        cell.value = value.value
        cell.number_format = "0.0%"
    elif value is not None:
        cell.value = value
        cell.number_format = "dd/mm/yyyy" if isinstance(value, date) else "General"


def _offer(page: Worksheet, letter: str, choices: Sequence[str]) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, errorStyle="warning")
    offered.add(f"{letter}2:{letter}{_MOST_ROWS}")
    page.add_data_validation(offered)
