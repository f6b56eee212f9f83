"""Takes an office's question sheet in: rows are checked as lines of a question file are, and the good ones kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Document
from eval.errors import QuestionFileError
from eval.questions import checked_question, comparable_texts
from eval.sets.columns import Heading
from eval.sets.errors import NothingImported
from eval.sets.header import Row, rows_below
from eval.sets.reading import readings
from eval.sets.rows import ReadRow, RowFault, read_row


@dataclass(frozen=True, slots=True)
class ImportedSet:
    """What came of a sheet."""

    lines: tuple[str, ...]
    """Of a question file, in the order of the sheet."""
    faults: tuple[RowFault, ...]
    """All that is wrong, in the order of the sheet."""
    rejected: int
    """Rows that were left out for it."""
    examples: int
    """Rows that are the template's examples."""
    unknown_headings: tuple[str, ...]
    """Columns that were not read, as they are none of ours."""

    def question_file(self, path: Path) -> bytes:
        """Return the question file (JSON Lines).

        :param path: the sheet, to be named in the error.
        :raises NothingImported: no row is good.
        """
        if not self.lines:
            raise NothingImported(path, self.rejected)
        return "".join(f"{line}\n" for line in self.lines).encode()


def import_set(path: Path, documents: Iterable[Document]) -> ImportedSet:
    """Read a question sheet (.xlsx or .csv) and check it against the documents.

    :raises SheetUnusable: the file cannot be read.
    :raises HeaderUnusable: it has no row of headings, or one of two same headings.
    """
    rows = rows_below(path, readings(path))
    texts = comparable_texts(documents)
    lines: list[str] = []
    faults: list[RowFault] = []
    taken: dict[str, int] = {}
    wanted = [row for row in rows if not row.is_blank and not row.is_example]
    for row in wanted:
        read = read_row(row, texts)
        found = read.faults or _last_word(path, row, read, texts, taken)
        if found:
            faults += found
        else:
            lines.append(read.line)
    return ImportedSet(
        lines=tuple(lines),
        faults=tuple(faults),
        rejected=len(wanted) - len(lines),
        examples=sum(row.is_example for row in rows),
        unknown_headings=rows[0].header.unknown if rows else (),
    )


def _last_word(
    path: Path, row: Row, read: ReadRow, texts: dict[str, str], taken: dict[str, int]
) -> tuple[RowFault, ...]:
    """Return what the reader of question files has against the row; notes its id where it has nothing."""
    try:
        question = checked_question(path, row.number, read.line, texts)
    except QuestionFileError as error:
        return (RowFault(row.number, None, str(error).removeprefix(f"{path}, dòng {row.number}: ")),)
    first = taken.setdefault(question.id, row.number)
    if first != row.number:
        says = f"mã “{question.id}” đã có ở dòng {first}; hãy đặt mã khác."
        return (RowFault(row.number, Heading.ID, says),)
    return ()
