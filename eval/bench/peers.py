"""What others would build with stock parts, to stand beside the product in one run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import fold, nfc
from eval.bench.errors import NoModelFolder
from eval.bench.retrievers import Retriever, Searcher
from eval.bench.searchers import Nothing, Scored
from eval.bench.sets import CorpusEntry
from index.dense import DenseIndex
from index.embedding import EmbeddingModel, load_model
from index.search import STAGE_VECTORS, STAGE_WORDS, Progress

Cut = Callable[[str], list[str]]

# The defaults of bm25s, and of LangChain's BM25 retriever.
_K1, _B = 1.5, 0.75
_RRF_CONSTANT = 60
"""As in Cormack, Clarke, Büttcher 2009, and LangChain's default."""
_SHORTEST_GRAM, _LONGEST_GRAM = 3, 5
_BATCH = 256
_SYLLABLE = re.compile(r"\w+")


def peers(model: EmbeddingModel) -> tuple[Retriever, ...]:
    """Return the peers, those that use an embedding model with the given one, the product's."""
    words = Bm25Retriever("bm25", syllables)
    meaning = DenseRetriever("dense", model)
    return (
        words,
        Bm25Retriever("bm25-no-accents", plain_syllables),
        CharacterRetriever(),
        meaning,
        RankFusion("rrf-bm25-dense", (words, meaning)),
    )


def model_peer(folder: Path) -> Retriever:
    """Return retrieval by the vectors of another model alone, one that sentence-transformers saved.

    :raises NoModelFolder: there is no such folder; nothing is looked for elsewhere.
    :raises index.errors.ModelUnusable: the folder's files are not a model's.
    """
    if not folder.is_dir():
        raise NoModelFolder(f"Không có thư mục {folder}. Cần thư mục mô hình do sentence-transformers lưu.")
    return DenseRetriever(f"dense {folder.resolve().name}", load_model(str(folder)))


def syllables(text: str) -> list[str]:
    """Return the syllables in lower case.

    LangChain's BM25 retriever cuts at blanks only and leaves case and punctuation; dropping them favours the peer.
    """
    return _SYLLABLE.findall(nfc(text).lower())


def plain_syllables(text: str) -> list[str]:
    """Return the syllables in lower case without diacritics."""
    return _SYLLABLE.findall(fold(nfc(text)))


class Bm25Retriever:
    """BM25 over one bag of tokens an entry, title and text in one."""

    def __init__(self, name: str, cut: Cut) -> None:
        self._name = name
        self._cut = cut

    @property
    def name(self) -> str:
        """Return the name given."""
        return self._name

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Cut and index the entries."""
        progress(STAGE_WORDS, 0, len(corpus))
        vocabulary: dict[str, int] = {}
        bags = [[vocabulary.setdefault(token, len(vocabulary)) for token in self._cut(entry.whole)] for entry in corpus]
        progress(STAGE_WORDS, len(corpus), len(corpus))
        if not vocabulary:  # bm25s cannot hold a collection without a single token
            return Nothing()
        bm25 = bm25s.BM25(k1=_K1, b=_B)
        bm25.index((bags, vocabulary), create_empty_token=False, show_progress=False)

        def scores(query: str) -> NDArray[np.float64]:
            known = bm25.get_tokens_ids(self._cut(query))
            return np.asarray(bm25.get_scores_from_ids(known), dtype=np.float64)

        return Scored(_ids(corpus), scores)


class CharacterRetriever:
    """Cosine similarity of character n-grams inside words, weighed by TF-IDF."""

    @property
    def name(self) -> str:
        """Return "char-tfidf"."""
        return "char-tfidf"

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Count the n-grams of the entries."""
        # More than a second, and only wanted here.
        from sklearn.feature_extraction.text import TfidfVectorizer

        if not any(entry.whole.strip() for entry in corpus):  # the library takes no corpus without a single n-gram
            return Nothing()
        progress(STAGE_WORDS, 0, len(corpus))
        grams = TfidfVectorizer(
            analyzer="char_wb", ngram_range=(_SHORTEST_GRAM, _LONGEST_GRAM), dtype=np.float32, preprocessor=_lowered
        )
        # By n-gram, not by entry: a question then touches its own n-grams only.
        columns = grams.fit_transform(entry.whole for entry in corpus).T.tocsr()
        progress(STAGE_WORDS, len(corpus), len(corpus))
        return Scored(_ids(corpus), lambda query: _row(grams.transform([query]) @ columns))


class DenseRetriever:
    """Cosine similarity of a model's vectors, title and text in one."""

    def __init__(self, name: str, model: EmbeddingModel) -> None:
        self._name = name
        self._model = model

    @property
    def name(self) -> str:
        """Return the name given."""
        return self._name

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Encode the entries."""
        rows = np.zeros((len(corpus), self._model.dimension), dtype=np.float32)
        for start in range(0, len(corpus), _BATCH):
            batch = [entry.whole for entry in corpus[start : start + _BATCH]]
            rows[start : start + len(batch)] = self._model.encode_passages(batch)
            progress(STAGE_VECTORS, start + len(batch), len(corpus))
        return _Nearest(_ids(corpus), DenseIndex.build(rows), self._model)


class RankFusion:
    """Reciprocal rank fusion, as LangChain's EnsembleRetriever: every part counts the same."""

    def __init__(self, name: str, parts: Sequence[Retriever]) -> None:
        self._name = name
        self._parts = tuple(parts)

    @property
    def name(self) -> str:
        """Return the name given."""
        return self._name

    def build(self, corpus: Sequence[CorpusEntry], progress: Progress) -> Searcher:
        """Build the parts, one after the other."""
        return _Fused([part.build(corpus, progress) for part in self._parts])


class _Nearest:
    def __init__(self, ids: Sequence[str], vectors: DenseIndex, model: EmbeddingModel) -> None:
        self._ids = tuple(ids)
        self._vectors = vectors
        self._model = model

    def search(self, query: str, k: int) -> list[str]:
        """Return the entries nearest to the question; none where it has no token."""
        vector = self._model.encode_queries([query])[0]
        if not vector.any():
            return []
        return [self._ids[place] for place in self._vectors.nearest(vector, k, None)]


class _Fused:
    def __init__(self, parts: Sequence[Searcher]) -> None:
        self._parts = tuple(parts)

    def search(self, query: str, k: int) -> list[str]:
        """Return the entries by the sum of 1 / (60 + rank) over the parts, each asked for ``k``."""
        scores: dict[str, float] = {}
        for part in self._parts:
            for rank, name in enumerate(part.search(query, k), 1):
                scores[name] = scores.get(name, 0.0) + 1.0 / (_RRF_CONSTANT + rank)
        return sorted(scores, key=lambda name: -scores[name])[:k]


def _ids(corpus: Iterable[CorpusEntry]) -> list[str]:
    return [entry.id for entry in corpus]


def _lowered(text: str) -> str:
    return nfc(text).lower()


def _row(scores: Any) -> NDArray[np.float64]:  # noqa: ANN401 -- scipy's sparse matrices have no types
    return np.asarray(scores.toarray()[0], dtype=np.float64)
