"""Tables whose columns the source itself parts: markdown's "|" rows, rows parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.cleaning import Line, clean_line, column_pieces
from corpus.headwords import MOTTO, date_of, is_post, number_of, opens_behalf
from corpus.model import Column
from corpus.tables.header import role_of
from corpus.vietnamese import fold

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RECIPIENTS = re.compile(r"^noi (?:nhan|gui)\b")


@dataclass(frozen=True, slots=True)
class Grid:
    """A run of rows with parted cells, the first one its header."""

    first: int
    end: int
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def settle_rows(lines: Sequence[Line]) -> list[Line]:
    """Return the lines with parted rows that make no table laid out as lines, one a cell line.

    Converters set letterheads and signatures as tables too; those are read as lines.
    """
    settled: list[Line] = []
    position = 0
    while position < len(lines):
        end = _run_end(lines, position)
        run = lines[position:end]
        if end == position:
            settled.append(lines[position])
            end = position + 1
        elif _is_table(run):
            settled += run
        else:
            settled += [part for line in run for part in _laid_out(line)]
        position = end
    return settled


def find_grid(lines: Sequence[Line], start: int) -> Grid | None:
    """Return the first table of parted rows at or after ``start``, or None."""
    first = next((i for i in range(start, len(lines)) if lines[i].cells), None)
    if first is None:
        return None
    end = _run_end(lines, first)
    titles = [clean_line(_BREAK.sub(" ", cell)) for cell in lines[first].cells]
    columns = tuple(Column(title, role_of(title)) for title in titles)
    rows = tuple(_row(line.cells, len(columns)) for line in lines[first + 1 : end])
    return Grid(first, end, columns, tuple(row for row in rows if any(row) and row != tuple(titles)))


def _run_end(lines: Sequence[Line], start: int) -> int:
    """Return the index past the parted rows that begin at ``start``; no gap stands between them."""
    end = start
    while end < len(lines) and lines[end].cells and (end == start or not lines[end].gap_before):
        end += 1
    return end


def _is_table(run: Sequence[Line]) -> bool:
    header = [clean_line(cell) for cell in run[0].cells]
    if len(run) < 2 or not all(header) or any(len(line.cells) < 2 for line in run):
        return False
    top = [clean_line(cell) for line in run[:2] for cell in line.cells]
    return not any(_is_of_letterhead_or_closing(cell) for cell in top)


def _is_of_letterhead_or_closing(cell: str) -> bool:
    head = _BREAK.split(cell)[0].strip()
    signs = cell.isupper() and (opens_behalf(head) or is_post(head))
    folded = fold(cell)
    return bool(
        MOTTO.match(folded) or number_of(cell) or date_of(cell) or _RECIPIENTS.match(folded) or signs
        or "cong hoa xa hoi chu nghia viet nam" in folded or folded.startswith("dang cong san viet nam")
    )  # fmt: skip


def _row(cells: Sequence[str], width: int) -> tuple[str, ...]:
    """Return the row's cells cleaned, as many as there are columns; what is beyond the last joins it."""
    cleaned = [clean_line(_BREAK.sub(" ", cell)) for cell in cells]
    kept = [*cleaned[: width - 1], " ".join(cell for cell in cleaned[width - 1 :] if cell)]
    return (*kept, *[""] * (width - len(kept)))


def _laid_out(line: Line) -> Iterator[Line]:
    """Give the cells of a row as lines of their own."""
    gap, page_break = line.gap_before, line.page_break_before
    for column, text in enumerate(column_pieces("\t".join(part for cell in line.cells for part in _BREAK.split(cell)))):
        yield replace(line, text=text, gap_before=gap, page_break_before=page_break, column=column, cells=())
        gap = page_break = False
