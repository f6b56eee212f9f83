"""Table rows asked for by their number: "nhiệm vụ số 4 trong phụ lục"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.vietnamese import fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection
from rag.evidence import Evidence, Quote
from rag.understanding import Understood

_NUMBERED = re.compile(r"\b(?:nhiem vu|cong viec|viec|dong|hang|stt|so thu tu|muc)(?: so| thu)? (?P<number>\d{1,3})\b")
_TABLE = re.compile(r"\b(?:phu luc|bang)\b")


class RowReader:
    """Answers with the table row of the number asked for."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return the rows of that number in the tables in scope; the hits are not needed."""
        del hits
        folded = fold(understood.text)
        match = _NUMBERED.search(folded)
        if match is None or not _TABLE.search(folded):
            return []
        found: list[Evidence] = []
        for paper in self._collection.papers:
            if paper.id not in understood.scope.document_ids:
                continue
            for table in paper.document.tables:
                for row in table.rows:
                    if row.cells[0].text.rstrip(" .)") == match["number"]:
                        paragraph = paper.document.paragraph(row.paragraph_id)
                        told = "; ".join(
                            f"{column.title}: {cell.text}"
                            for column, cell in zip(table.columns[1:], row.cells[1:], strict=True)
                            if cell.text
                        )
                        quote = Quote(paper.id, paragraph.id, paragraph.start, paragraph.end)
                        found.append(
                            Evidence(paper.id, Ask.CONTENT, told, paragraph.text, paragraph.id, (quote,), 0.97)
                        )  # fmt: skip
        return found
