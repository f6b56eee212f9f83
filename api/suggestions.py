"""Questions to begin with, made from what the documents say of themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from corpus.model import ColumnRole, Document
from corpus.vietnamese import fold

MOST = 6
LONGEST_TITLE = 60
"""Code points of a heading or task that still reads well inside a question."""
GOAL = "muc tieu"


def suggestions(documents: Iterable[Document]) -> tuple[str, ...]:
    """Return up to six questions, each document in turn, none twice."""
    found: dict[str, None] = {}
    # One kind of question a document first, then its next kind: the first six are of many documents.
    for position, _round in enumerate(zip_longest(*(tuple(_candidates(document)) for document in documents))):
        offered = [question for question in _round if question]
        turn = position % max(len(offered), 1)
        for question in offered[turn:] + offered[:turn]:
            found.setdefault(question)
    return tuple(found)[:MOST]


def _candidates(document: Document) -> Iterator[str]:
    """Yield what can be asked of a document, the surest first."""
    metadata = document.metadata
    kind = (metadata.kind or "văn bản").lower()
    name = f"{kind} của {metadata.commune}" if metadata.commune else f"“{metadata.title}”"
    if len(name) > LONGEST_TITLE:
        return
    yield from _tasks(document)
    if any(fold(section.title).startswith(GOAL) for section in document.sections):
        yield f"Mục tiêu của {name} là gì?"
    if metadata.signer is not None:
        yield f"Ai ký {name}?"


def _tasks(document: Document) -> Iterator[str]:
    where = f" ở {document.metadata.commune}" if document.metadata.commune else ""
    for table in document.tables:
        roles = [column.role for column in table.columns]
        if ColumnRole.TASK not in roles or ColumnRole.LEAD not in roles:
            continue
        task, lead = roles.index(ColumnRole.TASK), roles.index(ColumnRole.LEAD)
        for row in table.rows:
            words = " ".join(row.cells[task].text.split()).rstrip(" .;")
            if row.cells[lead].text.strip() and 0 < len(words) <= LONGEST_TITLE:
                yield f"Ai chủ trì việc {words[0].lower()}{words[1:]}{where}?"
                return
