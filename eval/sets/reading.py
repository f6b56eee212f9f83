"""Reads the rows of a sheet, be it a workbook or a CSV file."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.sets.cells import shown, tidy, unguarded
from eval.sets.errors import SheetUnusable

XLSX, CSV = ".xlsx", ".csv"
_SEPARATORS = ";,\t"
_LOCKED = b"\xd0\xcf\x11\xe0"
"""Begins an OLE file: a workbook with a password, or one of Excel before 2007."""
_SEPARATOR_LINE = "sep="
_SAVE_AGAIN = "hãy mở bằng Excel hay LibreOffice rồi lưu lại dạng .xlsx, hoặc dạng “CSV UTF-8”."


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet."""

    number: int
    """1-based, as the spreadsheet counts."""
    cells: tuple[str, ...]


def readings(path: Path) -> tuple[tuple[SheetRow, ...], ...]:
    """Return the rows of the file's first sheet that are not blank; of a CSV file, for each separator it may have.

    :raises SheetUnusable: the file cannot be read as a sheet.
    """
    ending = path.suffix.lower()
    if ending not in (XLSX, CSV):
        raise SheetUnusable(path, f"cần tệp .xlsx hoặc .csv, đây là tệp {ending or 'không có đuôi'}; {_SAVE_AGAIN}")
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = "không có tệp này" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise SheetUnusable(path, f"không mở được tệp ({reason}); hãy kiểm tra đường dẫn và quyền đọc.") from error
    return (_workbook(path, data),) if ending == XLSX else _separated(path, data)


def _separated(path: Path, data: bytes) -> tuple[tuple[SheetRow, ...], ...]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SheetUnusable(path, f"cần CSV dạng UTF-8, tệp dùng bảng mã khác; {_SAVE_AGAIN}") from error
    if text.startswith(_SEPARATOR_LINE):
        # A line for Excel, which it neither shows nor counts.
        text = text.partition("\n")[2]
    try:
        return tuple(tuple(_records(text, separator)) for separator in _SEPARATORS)
    except csv.Error as error:
        raise SheetUnusable(path, f"không đọc được CSV ({error}); {_SAVE_AGAIN}") from error


def _records(text: str, separator: str) -> Iterator[SheetRow]:
    for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
        cells = tuple(unguarded(tidy(cell)) for cell in record)
        if any(cells):
            yield SheetRow(number, cells)


def _workbook(path: Path, data: bytes) -> tuple[SheetRow, ...]:
    if data.startswith(_LOCKED):
        raise SheetUnusable(path, f"tệp có mật khẩu, hoặc là Excel đời cũ (.xls); hãy bỏ mật khẩu, {_SAVE_AGAIN}")
    try:
        return tuple(_sheet_rows(data))
    except Exception as error:
        # openpyxl fails on a damaged file in whatever way the damage leads to.
        reason = f"tệp không phải sổ tính .xlsx hoặc bị hỏng ({type(error).__name__}); {_SAVE_AGAIN}"
        raise SheetUnusable(path, reason) from error


def _sheet_rows(data: bytes) -> Iterator[SheetRow]:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        # It warns of what it leaves out (styles, drop-down lists); only values are read.
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            sheet = book.worksheets[0]
            # Some programs write a wrong extent, which would hide rows.
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(), 1):
                cells = tuple(shown(cell.value, cell.number_format or "") for cell in row)
                if any(cells):
                    yield SheetRow(number, cells)
        finally:
            book.close()
