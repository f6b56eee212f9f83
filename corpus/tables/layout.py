"""Tables whose columns stand side by side, as converters that keep the page's layout write them.

The columns are told by the gutters: the places on the line where no row of the table has a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.cleaning import Line, clean_line
from corpus.joining import glue
from corpus.model import Column
from corpus.tables.header import Header, compact, typed_columns

_CHUNK = re.compile(r"\S+(?: \S+)*")
_ROW_NUMBER = re.compile(r"^(?:\d{1,3}|[IVX]{1,5}|[A-H])\s?[.)]?$")
_INDENTED = 4
"""A page number stands at least this far in."""


@dataclass(frozen=True, slots=True)
class LayoutTable:
    """A table read by its gutters."""

    end: int
    """Index just past its last line."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def read_layout(lines: Sequence[Line], header: Header) -> LayoutTable | None:
    """Return the table below a header whose titles stand side by side; None where gutters tell no columns."""
    if not any(line.column >= 2 for line in lines[header.first : header.end]):
        return None
    end = _end(lines, header)
    head = [line.source for line in lines[header.first : header.end] if line.source]
    repeated = {compact(source) for source in head}
    body = [
        line.source
        for line in lines[header.end : end]
        if line.source and compact(line.source) not in repeated and not _is_page_number(line)
    ]
    blocks = _blocks([*head, *body])
    columns = typed_columns([_joined(cells) for cells in zip(*(_cut(source, blocks) for source in head), strict=True)])
    rows = _rows([_cut(source, blocks) for source in body])
    if columns is None or not rows or not all(column.title for column in columns):
        return None
    return LayoutTable(end, columns, tuple(rows))


def _is_page_number(line: Line) -> bool:
    """Say whether a number stands alone on its line, set in: rows have their number and words on one."""
    return line.may_be_page_number and line.source[:_INDENTED].isspace() and line.source.strip() == line.text


def _end(lines: Sequence[Line], header: Header) -> int:
    """Return the index past the table: a line ends it that begins left of the cells and is no row's number."""
    cells_at = min(_second_column(line) for line in lines[header.first : header.end])
    end = header.end
    while end < len(lines):
        line = lines[end]
        if line.level or line.cells:
            break
        if line.source:
            chunks = list(_CHUNK.finditer(line.source))
            if _ROW_NUMBER.match(chunks[0].group()):
                cells_at = min(cells_at, _second_column(line))
            elif chunks[0].start() < cells_at and (
                len(chunks) == 1 or chunks[0].start() < _first_column(lines, header)
            ):
                break
        end += 1
    return end


def _first_column(lines: Sequence[Line], header: Header) -> int:
    return len(lines[header.first].source) - len(lines[header.first].source.lstrip())


def _second_column(line: Line) -> int:
    """Return where the second cell of a line begins; far right where it has none."""
    starts = [chunk.start() for chunk in _CHUNK.finditer(line.source)]
    return starts[1] if len(starts) > 1 else 10_000


def _blocks(sources: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the columns begin and end: the runs of places that some line has words on."""
    covered = [False] * (max(map(len, sources)) + 1)
    for source in sources:
        for chunk in _CHUNK.finditer(source):
            covered[chunk.start() : chunk.end()] = [True] * (chunk.end() - chunk.start())
    edges = [at for at, (before, after) in enumerate(pairwise([False, *covered])) if before != after]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _cut(source: str, blocks: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(clean_line(source[start:end]) for start, end in blocks)


def _joined(cells: Sequence[str]) -> str:
    text = ""
    for cell in filter(None, cells):
        text = glue(text, cell) if text else cell
    return text


def _rows(cut: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the rows: each begins with its number and takes the lines below it; none where one has no number."""
    rows: list[list[tuple[str, ...]]] = []
    for cells in cut:
        if _ROW_NUMBER.match(cells[0]):
            rows.append([cells])
        elif cells[0] or not rows:
            return []
        else:
            rows[-1].append(cells)
    return [tuple(map(_joined, zip(*row, strict=True))) for row in rows]
