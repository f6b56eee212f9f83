"""Table rows asked for by their number: "nhiệm vụ số 4 trong phụ lục"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.model import ColumnRole, Table, TableRow
from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.topic import coverage
from rag.understood import Understood

_NUMBERED = re.compile(r"\b(?:nhiem vu|cong viec|viec|dong|hang|stt|so thu tu|muc)(?: so| thu)? (?P<number>\d{1,3})\b")
_TABLE = re.compile(r"\b(?:phu luc|bang)\b")
_TABLE_WORDS = "phụ lục bảng biểu danh mục nhiệm vụ việc công việc trọng tâm phân công tổng hợp bố trí"
"""Words that say only that rows of a table are meant."""
_COUNTED = re.compile(r"\b(?:bao nhieu|may) (?:nhiem vu|cong viec|viec|dong|muc|noi dung)\b")
_LISTED = frozenset({Ask.LIST, Ask.TASKS, Ask.NUMBER})
_ENOUGH = 0.7


class RowReader:
    """Answers with the table row of the number asked for, or with how many rows there are."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return what the tables in scope say of the row asked for; the hits are not needed."""
        del hits
        folded = fold(understood.text)
        if not _TABLE.search(folded):
            return []
        numbered, counted = _NUMBERED.search(folded), _COUNTED.search(folded)
        found: list[Evidence] = []
        for paper in self._collection.papers:
            for table in paper.document.tables if paper.id in understood.scope.document_ids else ():
                if numbered is not None:
                    rows = [r for r in table.rows if r.cells[0].text.rstrip(" .)") == numbered["number"]]
                    found.extend(_told(paper, table, row, understood.asks[0]) for row in rows)
                elif counted is not None and self._is_asked_about(understood, paper, table):
                    found.extend(_counted(paper, table))
                elif not _LISTED.isdisjoint(understood.asks):
                    found.extend(self._about(understood, paper, table))
        return found

    def _about(self, understood: Understood, paper: Paper, table: Table) -> Iterable[Evidence]:
        """Return the rows that have the topic, in their cells or under the column that it names."""
        about = understood.topic.without(self._collection.words_in(f"{_TABLE_WORDS} {table.title}"))
        for row in table.rows:
            told = " . ".join(
                f"{c.title} {cell.text}" for c, cell in zip(table.columns, row.cells, strict=True) if cell.text
            )
            words = self._collection.words_in(told)
            score = max(coverage(understood.topic, words), coverage(about, words))
            if score >= _ENOUGH:
                task = next((c.text for c in row.cells if table.columns[c.column].role is ColumnRole.TASK), "")
                paragraph = paper.document.paragraph(row.paragraph_id)
                quote = Quote(paper.id, paragraph.id, paragraph.start, paragraph.end)
                label = row.cells[0].text.rstrip(" .)")
                yield Evidence(paper.id, Ask.LIST, f"{label}. {task}", paragraph.text, paragraph.id, (quote,), 0.95)

    def _is_asked_about(self, understood: Understood, paper: Paper, table: Table) -> bool:
        words = self._collection.words_in(f"phụ lục bảng nhiệm vụ . {table.title}")
        return coverage(understood.topic, words | self._collection.words_about(paper.id)) >= _ENOUGH


def _told(paper: Paper, table: Table, row: TableRow, ask: Ask) -> Evidence:
    """Return the row's cells, each under its column's title."""
    paragraph = paper.document.paragraph(row.paragraph_id)
    cells = zip(table.columns[1:], row.cells[1:], strict=True)
    told = "; ".join(f"{column.title}: {cell.text}" for column, cell in cells if cell.text)
    quote = Quote(paper.id, paragraph.id, paragraph.start, paragraph.end)
    return Evidence(paper.id, ask, told, paragraph.text, paragraph.id, (quote,), 0.97)


def _counted(paper: Paper, table: Table) -> list[Evidence]:
    """Return how many rows the table has, proved by the last row's own number."""
    last = table.rows[-1].cells[0] if table.rows else None
    if last is None or last.text.rstrip(" .)") != str(len(table.rows)):
        return []
    paragraph_id = table.rows[-1].paragraph_id
    told = f"Bảng có {len(table.rows)} dòng, dòng cuối mang số {len(table.rows)}"
    quote = Quote(paper.id, paragraph_id, last.start, last.end)
    return [Evidence(paper.id, Ask.NUMBER, told, last.text, paragraph_id, (quote,), 0.97)]
