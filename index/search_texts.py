"""What search reads of a paper's passages, beside what is cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.model import Document
from index.mending import Mending
from index.passage import Passage
from index.passages import passages


@dataclass(frozen=True, slots=True)
class SearchText:
    """What search reads of a passage."""

    text: str
    context: str


def read_papers(documents: Iterable[Document]) -> tuple[list[Passage], list[SearchText]]:
    """Return the passages of the papers, one paper after the other, and what search reads of each."""
    papers, mending = [passages(document) for document in documents], Mending.load()
    texts = [text for paper in papers for text in search_texts(paper, mending)]
    return [passage for paper in papers for passage in paper], texts


def as_written(found: Sequence[Passage]) -> list[SearchText]:
    """Return the passages' own texts, for papers that nothing was misread in."""
    return [SearchText(passage.text, passage.context) for passage in found]


def search_texts(found: Sequence[Passage], mending: Mending) -> list[SearchText]:
    """Return what search reads of the passages of one paper, in their order.

    Only texts with a run that is no syllable are mended: the rest would cost as much time as cutting their words, and
    a mark misread into another syllable is harmless in the fields without diacritics.
    """
    texts = list(dict.fromkeys(text for passage in found for text in (passage.text, passage.context)))
    doubtful = [text for text in texts if mending.is_doubtful(text)]
    if not doubtful:
        return as_written(found)
    mender = mending.learn(passage.text for passage in found)
    mended = dict(zip(doubtful, mender.for_search(doubtful), strict=True))
    return [
        SearchText(mended.get(passage.text, passage.text), mended.get(passage.context, passage.context))
        for passage in found
    ]
