"""What must hold of every answer, checked without the code that makes answers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from corpus.model import Document
from rag.answer import Answer, AnswerStatus

_LABEL = re.compile(r"\[(\d+)\]")
_DIGITS = re.compile(r"\d+")


def assert_sound(answer: Answer, documents: Mapping[str, Document], people: Iterable[str]) -> None:
    """The invariants of the contract."""
    assert 0.0 <= answer.confidence <= 1.0
    assert answer.answer.strip()
    assert answer.conversation_id
    assert answer.answer_id
    times = answer.timings_ms
    assert min(times.understand, times.retrieve, times.read) >= 0.0
    assert times.total >= max(times.understand, times.retrieve, times.read)
    labels = {citation.label for citation in answer.citations}
    assert {int(label) for label in _LABEL.findall(answer.answer)} <= labels
    if answer.status is AnswerStatus.ANSWERED:
        assert answer.citations
        assert labels == set(range(1, len(labels) + 1)), "labels count from 1"
        assert_cited(answer, documents)
        assert_proved(answer, people)
    else:
        assert answer.citations == ()
        assert answer.confidence == 0.0


def assert_cited(answer: Answer, documents: Mapping[str, Document]) -> None:
    """Every quote stands, to the letter, at its offsets, inside its paragraph; the paper's data are its own."""
    for citation in answer.citations:
        document = documents[citation.document_id]
        assert citation.quote
        assert document.text[citation.start : citation.end] == citation.quote
        paragraph = document.paragraph(citation.paragraph_id)
        assert paragraph.start <= citation.start < citation.end <= paragraph.end
        assert citation.paragraph == paragraph.text
        assert citation.section_path == paragraph.section_path
        assert citation.document_title == document.metadata.title
        assert citation.document_number == document.metadata.number
        assert citation.issuer == document.metadata.issuer
        assert citation.issued_on == document.metadata.issued_on
        assert citation.url == f"/documents/{document.id}#{paragraph.id}"


def assert_proved(answer: Answer, people: Iterable[str]) -> None:
    """What each line says by number or name stands in the paragraphs that the line cites."""
    for line in answer.answer.splitlines():
        cited = {int(label) for label in _LABEL.findall(line)}
        there = "\n".join(c.paragraph for c in answer.citations if c.label in cited)
        said = _LABEL.sub("", line)
        figures = set(_DIGITS.findall(said)) - set(_DIGITS.findall(there))
        assert not figures, f"{figures} of {line!r} stand in no cited paragraph"
        for name in people:
            assert name not in said or name in there, f"{name} of {line!r} stands in no cited paragraph"
