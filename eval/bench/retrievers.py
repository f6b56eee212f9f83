"""What is measured: the seam that every retriever stands behind, and the product's own retrieval."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from corpus.model import ParagraphKind
from eval.bench.sets import CorpusEntry
from index.embedding import EmbeddingModel
from index.passage import Passage
from index.restoration import DiacriticsRestorer
from index.search import LocalIndex, Progress, SearchQuery
from index.tuning import Tuning

STAGE_RESTORATION = "Học cách viết dấu"
_VERSION = "bench"


class Searcher(Protocol):
    """A corpus made ready to be searched."""

    def search(self, query: str, k: int) -> list[str]:
        """Return the ids of the best ``k`` entries or fewer, best first, each once; none where nothing matches.

        :param k: 1 or more.
        """
        ...


class Retriever(Protocol):
    """A way to search. Building and searching are apart, so that nothing half built can be asked."""

    @property
    def name(self) -> str:
        """Return the name that its figures stand under."""
        ...

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Make the entries searchable; there is at least one."""
        ...


class ProductRetriever:
    """The product: BM25 in three fields and the embedding model, fused, questions with their diacritics restored.

    An entry is one passage, its title the context. Left out is what needs a paper and not a text: scope, the topic
    of a question, abbreviations that the collection must support.
    """

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """Return "hoidap"."""
        return "hoidap"

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Index the entries in memory and learn how they write their diacritics."""
        passages = [Passage(entry.id, entry.id, ParagraphKind.BODY, entry.text, entry.title) for entry in corpus]
        index = LocalIndex.build(_VERSION, passages, self._model, Tuning(), progress)
        progress(STAGE_RESTORATION, 0, len(corpus))
        restorer = DiacriticsRestorer.load().with_collection(entry.whole for entry in corpus)
        progress(STAGE_RESTORATION, len(corpus), len(corpus))
        return _ProductSearcher(index, restorer)


class _ProductSearcher:
    def __init__(self, index: LocalIndex, restorer: DiacriticsRestorer) -> None:
        self._index = index
        self._restorer = restorer

    def search(self, query: str, k: int) -> list[str]:
        """Return the ids of the best passages."""
        restored = self._restorer.restore(query)
        return [hit.passage.id for hit in self._index.search(SearchQuery(text=restored, original=query), k)]
