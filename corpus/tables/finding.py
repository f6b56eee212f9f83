"""Finding the tables among the lines of a paper, flattened ones and those whose columns the source parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cleaning import Line
from corpus.model import Column
from corpus.tables.cells import cut_all, tells_columns
from corpus.tables.grid import find_grid
from corpus.tables.header import Header, find_header
from corpus.tables.layout import read_layout
from corpus.tables.rows import RowLines, cut_rows


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table found in the lines."""

    first: int
    """Index of its header's first line."""
    end: int
    """Index just past its last line."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """The cells of each row, one a column in order, "" for an empty one."""
    header_text: str
    """What the header says beyond the titles."""


def find_table(lines: Sequence[Line], start: int) -> FoundTable | None:
    """Return the first table at or after ``start``, or None."""
    grid = find_grid(lines, start)
    limit = grid.first if grid is not None else len(lines)
    header = find_header(lines, start)
    while header is not None and header.first < limit:
        found = _flattened(lines, header)
        if found is not None:
            return found
        header = find_header(lines, header.end)
    if grid is None:
        return None
    return FoundTable(grid.first, grid.end, grid.columns, grid.rows, "")


def _flattened(lines: Sequence[Line], header: Header) -> FoundTable | None:
    side_by_side = read_layout(lines, header)
    if side_by_side is not None:
        return FoundTable(header.first, side_by_side.end, side_by_side.columns, side_by_side.rows, "")
    rows, end = cut_rows(lines, header)
    cells = _cells(rows, header)
    # "5. Tổ chức thực hiện" below a table of four rows is the next heading: nothing in it fits a column.
    while rows and not rows[-1].is_group and len(rows) > 1 and not tells_columns(cells[len(rows) - 1], header.columns):
        end = rows[-1].first
        rows = rows[:-1]
        cells = _cells(rows, header)
    if not any(not row.is_group for row in rows):
        return None
    numbered = tuple((row.number, *row_cells) for row, row_cells in zip(rows, cells, strict=True))
    return FoundTable(header.first, end, header.columns, numbered, header.index_text)


def _cells(rows: Sequence[RowLines], header: Header) -> list[tuple[str, ...]]:
    columns = header.columns[1:]
    cut = iter(cut_all([row.lines for row in rows if not row.is_group], columns))
    blank = ("",) * (len(columns) - 1)
    return [(" ".join(row.lines), *blank) if row.is_group else next(cut) for row in rows]
