"""Who is measured on an office's own papers: the product, and anybody's retriever over the papers' pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from corpus.model import Document
from eval.asking import Assistant
from eval.bench.pieces import Cut, Span
from eval.bench.retrievers import Retriever, Searcher
from eval.bench.sets import CorpusEntry
from index.embedding import EmbeddingModel
from index.search import LocalIndex, Progress
from index.search_texts import read_papers
from index.tuning import Tuning
from rag.answer import Answer
from rag.pipeline import Pipeline, Retrieved

_VERSION = "bench"

Ask = Callable[[str, int], Sequence[Span]]
"""Returns the best spans for a question, so many or fewer, best first."""


class PaperSearcher(Protocol):
    """Papers made ready to be asked."""

    def after(self, turns: Sequence[str]) -> Ask:
        """Return what searches for the next question of a conversation in which these were asked before.

        What it takes to have asked them is done here, not when that is called.
        """
        ...


class PaperRetriever(Protocol):
    """A way to search papers."""

    @property
    def name(self) -> str:
        """Return the name that its figures stand under."""
        ...

    def build(self, documents: Sequence[Document], progress: Progress) -> PaperSearcher:
        """Make the papers searchable; there is at least one paragraph."""
        ...


class ProductOnPapers:
    """The product, up to the passages that it would read: understanding and retrieval, earlier turns answered.

    Without a reranker, as it is by default.
    """

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """Return "hoidap"."""
        return "hoidap"

    def build(self, documents: Sequence[Document], progress: Progress) -> PaperSearcher:
        """Index the passages and learn the collection's names, words and facts."""
        found, texts = read_papers(documents)
        index = LocalIndex.build(_VERSION, found, self._model, Tuning(), progress, texts)
        return Conversing(Pipeline.over(index, documents), documents)


class Conversing:
    """Asks as a user does, and stops where the reading would begin."""

    def __init__(self, assistant: Assistant, documents: Sequence[Document]) -> None:
        """Keep the assistant and where the papers' paragraphs stand."""
        self._assistant = assistant
        self._spans = {p.id: Span(d.id, p.start, p.end) for d in documents for p in d.paragraphs}

    def after(self, turns: Sequence[str]) -> Ask:
        """Ask the turns, each to its answer, and return what asks on in the same conversation."""
        conversation: str | None = None
        for turn in turns:
            last = list(self._assistant.steps(turn, conversation))[-1]
            conversation = last.conversation_id if isinstance(last, Answer) else conversation
        return lambda question, k: self._found(question, conversation)[:k]

    def _found(self, question: str, conversation: str | None) -> tuple[Span, ...]:
        for step in self._assistant.steps(question, conversation):
            if isinstance(step, Retrieved):
                return tuple(self._spans[hit.passage.id] for hit in step.hits)
        raise AssertionError("expected the passages retrieved among the steps, found none")


class OverPieces:
    """A retriever of texts, given the papers cut into pieces and nothing else of them.

    It knows no conversation: the questions asked before stand before the question, in one text with it.
    """

    def __init__(self, name: str, retriever: Retriever, cut: Cut) -> None:
        self._name = name
        self._retriever = retriever
        self._cut = cut

    @property
    def name(self) -> str:
        """Return the name given."""
        return self._name

    def build(self, documents: Sequence[Document], progress: Progress) -> PaperSearcher:
        """Cut the papers and index the pieces."""
        pieces = [piece for document in documents for piece in self._cut(document)]
        corpus = [CorpusEntry(str(number), piece.title, piece.text) for number, piece in enumerate(pieces)]
        return _InOneText(self._retriever.build(corpus, progress), [piece.span for piece in pieces])


class _InOneText:
    def __init__(self, searcher: Searcher, spans: Sequence[Span]) -> None:
        self._searcher = searcher
        self._spans = tuple(spans)

    def after(self, turns: Sequence[str]) -> Ask:
        """Return what asks everything at once."""

        def ask(question: str, k: int) -> tuple[Span, ...]:
            found = self._searcher.search(" ".join((*turns, question)), k)
            return tuple(self._spans[int(name)] for name in found)

        return ask
