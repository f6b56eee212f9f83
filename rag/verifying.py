"""The proof of an answer: quotes to the letter, labels that exist, nothing said that is not in the sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from corpus.vietnamese import comparable
from rag.answer import Answer, AnswerStatus, Citation
from rag.collection import Collection
from rag.errors import UnfaithfulAnswer

LABEL = re.compile(r"\[(\d+)\]")
_FIGURE = re.compile(r"\d+(?:[.,/\-–]\d+)*")


def unproved_figures(text: str, paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return the figures of a text (labels left out) that none of the paragraphs has."""
    there = " ".join(paragraphs)
    stated = set(_FIGURE.findall(there))
    return tuple(f for f in _FIGURE.findall(LABEL.sub("", text)) if f not in stated)


def unproved_names(text: str, paragraphs: Iterable[str], people: Iterable[str]) -> tuple[str, ...]:
    """Return the people named in a text that none of the paragraphs names."""
    said, there = comparable(text), comparable(" ".join(paragraphs))
    return tuple(name for name in people if comparable(name) in said and comparable(name) not in there)


def is_verbatim(citation: Citation, collection: Collection) -> bool:
    """Say whether the quote stands in the document at its place, to the letter, inside its paragraph."""
    paragraph = collection.paragraph(citation.paragraph_id)
    text = collection.paper(citation.document_id).document.text
    inside = paragraph.start <= citation.start < citation.end <= paragraph.end
    return inside and text[citation.start : citation.end] == citation.quote and citation.paragraph == paragraph.text


def without_places(text: str, places: Iterable[str]) -> str:
    """Return the text without the places' own names: the figure of "phường 7" claims nothing."""
    for place in places:
        text = re.sub(re.escape(place), "", text, flags=re.IGNORECASE)
    return text


def check(answer: Answer, collection: Collection, people: Sequence[str]) -> None:
    """Check an answer before it leaves.

    :raises UnfaithfulAnswer: it breaks one of the invariants of docs/architecture.md.
    """
    faults = [*_faults(answer, collection, people)]
    if faults:
        raise UnfaithfulAnswer(
            f"answer to {answer.question!r} is not proved by its citations: {'; '.join(faults)}",
            "Câu trả lời không vượt qua bước đối chiếu với nguyên văn nên không được đưa ra.",
        )


def _faults(answer: Answer, collection: Collection, people: Sequence[str]) -> Iterable[str]:
    labels = {citation.label for citation in answer.citations}
    if answer.status is not AnswerStatus.ANSWERED:
        if answer.citations:
            yield f"status {answer.status} with citations"
        return
    used = {int(label) for label in LABEL.findall(answer.answer)}
    if not answer.citations or not used <= labels:
        yield f"labels {sorted(used)} against citations {sorted(labels)}"
    for citation in answer.citations:
        if not is_verbatim(citation, collection):
            yield f"quote [{citation.label}] is not the text at {citation.start}–{citation.end}"
    paragraphs = [citation.paragraph for citation in answer.citations]
    said = without_places(answer.answer, (paper.place for paper in collection.papers))
    if figures := unproved_figures(said, paragraphs):
        yield f"figures {figures} stand in no cited paragraph"
    if names := unproved_names(answer.answer, paragraphs, people):
        yield f"names {names} stand in no cited paragraph"
