"""Finds the row of headings in a sheet, and reads the rows below it by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.sets.columns import COLUMNS, EXAMPLE, Heading, alike, heading_named
from eval.sets.errors import HeaderUnusable
from eval.sets.reading import SheetRow

_REQUIRED = tuple(column.heading for column in COLUMNS if column.required)


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a sheet, in its order."""

    headings: tuple[Heading | None, ...]
    """None for a column that is none of ours."""
    unknown: tuple[str, ...]
    """What stands over those."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row below the headings."""

    number: int
    """1-based, as the spreadsheet counts."""
    header: Header
    cells: tuple[str, ...]

    def text(self, heading: Heading) -> str:
        """Return what stands in the column; "" where it is empty, or missing."""
        pairs = zip(self.header.headings, self.cells, strict=False)
        return next((cell for named, cell in pairs if named is heading), "")

    def lines(self, heading: Heading) -> tuple[str, ...]:
        """Return the lines of the cell that are not blank."""
        return tuple(line.strip() for line in self.text(heading).split("\n") if line.strip())

    @property
    def is_blank(self) -> bool:
        """Return whether none of our columns holds anything."""
        return not any(self.text(heading) for heading in Heading)

    @property
    def is_example(self) -> bool:
        """Return whether it is one of the template's examples, or of their kind."""
        return alike(self.text(Heading.ID)).startswith(alike(EXAMPLE))


def rows_below(path: Path, sheets: Sequence[Sequence[SheetRow]]) -> tuple[Row, ...]:
    """Return the rows below the headings, out of the reading of the file that has them.

    :raises HeaderUnusable: no row holds all required headings, or one of ours stands in it twice.
    """
    best: tuple[Heading, ...] = ()
    for sheet in sheets:
        for position, row in enumerate(sheet):
            header = _header(row)
            known = tuple(heading for heading in header.headings if heading is not None)
            if set(_REQUIRED) <= set(known):
                _check_once(path, row, known)
                return tuple(Row(below.number, header, below.cells) for below in sheet[position + 1 :])
            best = max(best, known, key=len)
    missing = ", ".join(f"“{heading.value}”" for heading in _REQUIRED if heading not in best)
    if best:
        raise HeaderUnusable(path, f"dòng tên cột thiếu {missing}; hãy thêm cột ấy, tên như trong tệp mẫu.")
    raise HeaderUnusable(path, f"trang tính đầu tiên không có dòng tên cột; cần ít nhất {missing}.")


def _header(row: SheetRow) -> Header:
    headings = tuple(heading_named(cell) if cell else None for cell in row.cells)
    pairs = zip(row.cells, headings, strict=True)
    return Header(headings, tuple(cell for cell, heading in pairs if cell and heading is None))


def _check_once(path: Path, row: SheetRow, known: Sequence[Heading]) -> None:
    twice = sorted({heading.value for heading in known if known.count(heading) > 1})
    if twice:
        named = ", ".join(f"“{name}”" for name in twice)
        raise HeaderUnusable(path, f"dòng {row.number} có cột {named} hai lần; hãy bỏ bớt một cột.")
