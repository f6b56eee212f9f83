"""The seam between asking and finding: what a passage index offers, the local one, and a fake."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from index.analysis import Analyzer
from index.dense import DenseIndex
from index.embedding import EmbeddingModel, unit_rows
from index.fusion import best_first, fuse
from index.lexical import LexicalIndex
from index.passage import Hit, Passage
from index.tuning import Tuning

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""

STAGE_WORDS = "Tách từ"
STAGE_VECTORS = "Tính vectơ"

_LEXICAL_FOLDER = "lexical"
_DENSE_FILE = "dense.faiss"
_BATCH = 256

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """One question in the two spellings that the two kinds of field want."""

    text: str
    """With diacritics, abbreviations and follow-ups filled in: for words and meaning."""
    original: str
    """As typed: for the field without diacritics, which a wrong restoration cannot spoil."""


class PassageIndex(Protocol):
    """Passages that can be searched. Safe to share between threads."""

    @property
    def version(self) -> str:
        """Return the fingerprint of documents, configuration and model (``index_version`` of answers)."""
        ...

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage, in the order of documents and paragraphs."""
        ...

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages or fewer, best first; nothing where no word is known.

        :param document_ids: only passages of these documents take part, whatever their rank among all;
            None searches everything, an empty set nothing.
        :raises ValueError: ``k`` is below 1.
        """
        ...


class LocalIndex:
    """Passages in this process or in memory-mapped files: BM25 and FAISS, fused."""

    def __init__(
        self,
        version: str,
        passages: Sequence[Passage],
        lexical: LexicalIndex,
        dense: DenseIndex,
        model: EmbeddingModel,
        tuning: Tuning,
    ) -> None:
        self._version = version
        self._passages = tuple(passages)
        self._lexical = lexical
        self._dense = dense
        self._model = model
        self._tuning = tuning
        self._analyzer = Analyzer()
        self._scopes = _scopes(self._passages)

    @classmethod
    def build(
        cls,
        version: str,
        passages: Sequence[Passage],
        model: EmbeddingModel,
        tuning: Tuning,
        progress: Progress,
    ) -> Self:
        """Index the passages in memory, in their order."""
        texts = [passage.text for passage in passages]
        contexts = [passage.context for passage in passages]
        vectors = _vectors(texts, contexts, model, tuning.dense_context, progress)
        lexical = LexicalIndex.build(texts, contexts, tuning, lambda done, total: progress(STAGE_WORDS, done, total))
        return cls(version, passages, lexical, DenseIndex.build(vectors), model, tuning)

    @classmethod
    def load(
        cls, version: str, passages: Sequence[Passage], model: EmbeddingModel, tuning: Tuning, folder: Path
    ) -> Self:
        """Read the files that :meth:`save` wrote for these passages.

        :raises IndexCorrupt: a file is missing or not what it should be.
        """
        lexical = LexicalIndex.load(folder / _LEXICAL_FOLDER, len(passages), tuning)
        return cls(version, passages, lexical, DenseIndex.load(folder / _DENSE_FILE, len(passages)), model, tuning)

    def save(self, folder: Path) -> None:
        """Write all but the passages into the folder."""
        self._lexical.save(folder / _LEXICAL_FOLDER)
        self._dense.save(folder / _DENSE_FILE)

    @property
    def version(self) -> str:
        """Return the fingerprint given at the building."""
        return self._version

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage, in the order of the building."""
        return self._passages

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the best ``k`` passages of the documents or fewer, best first.

        :raises ValueError: ``k`` is below 1.
        """
        _check(k)
        scope = None if document_ids is None else self._scope(document_ids)
        lexical = self._lexical.scores(self._analyzer.words(query.text), self._analyzer.stripped(query.original))
        vector = self._model.encode_queries([query.text])[0]
        candidates = self._candidates(lexical, vector, max(k, self._tuning.depth), scope)
        dense = self._dense.similarities(vector, candidates)
        fused = fuse(lexical[candidates], dense, self._tuning.dense)
        return [
            Hit(
                passage=self._passages[candidates[place]],
                score=float(fused[place]),
                lexical=float(lexical[candidates[place]]),
                dense=float(np.clip(dense[place], -1.0, 1.0)),
            )
            for place in best_first(fused, candidates, k)
        ]

    def _scope(self, document_ids: frozenset[str]) -> Positions:
        parts = [self._scopes[name] for name in document_ids if name in self._scopes]
        return np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)

    def _candidates(
        self, lexical: NDArray[np.float64], vector: NDArray[np.float32], depth: int, scope: Positions | None
    ) -> Positions:
        """Return the positions worth fusing, ascending: the best of each side, all inside the scope."""
        matching = np.flatnonzero(lexical) if scope is None else scope[lexical[scope] > 0]
        if len(matching) > depth:
            matching = matching[best_first(lexical[matching], matching, depth)]
        if not vector.any():
            return np.sort(matching)
        return np.union1d(matching, self._dense.nearest(vector, depth, scope))


class InMemoryIndex:
    """The fake for tests of others: counts shared syllables without diacritics; no model, no files."""

    def __init__(self, passages: Sequence[Passage], version: str = "in-memory") -> None:
        self._passages = tuple(passages)
        self._version = version
        self._analyzer = Analyzer()
        self._bags = tuple(
            frozenset(self._analyzer.stripped(f"{passage.context}\n{passage.text}")) for passage in passages
        )

    @property
    def version(self) -> str:
        """Return the version given."""
        return self._version

    @property
    def passages(self) -> tuple[Passage, ...]:
        """Return every passage, in the order given."""
        return self._passages

    def search(self, query: SearchQuery, k: int, document_ids: frozenset[str] | None = None) -> list[Hit]:
        """Return the ``k`` passages that share most syllables with the question; score is the share of them.

        :raises ValueError: ``k`` is below 1.
        """
        _check(k)
        asked = frozenset(self._analyzer.stripped(f"{query.text} {query.original}"))
        found = [
            Hit(passage=passage, score=shared / len(asked), lexical=float(shared), dense=0.0)
            for passage, bag in zip(self._passages, self._bags, strict=True)
            if (document_ids is None or passage.document_id in document_ids) and (shared := len(asked & bag))
        ]
        return sorted(found, key=lambda hit: -hit.score)[:k]


def _check(k: int) -> None:
    if k < 1:
        raise ValueError(f"expected at least 1 passage to be asked for, found {k}")


def _scopes(passages: Sequence[Passage]) -> dict[str, Positions]:
    places: dict[str, list[int]] = {}
    for position, passage in enumerate(passages):
        places.setdefault(passage.document_id, []).append(position)
    return {name: np.asarray(positions, dtype=np.int64) for name, positions in places.items()}


def _vectors(
    texts: Sequence[str], contexts: Sequence[str], model: EmbeddingModel, share: float, progress: Progress
) -> NDArray[np.float32]:
    """Return a vector a passage: its text's, drawn towards its context's.

    Encoded apart, because a long context in one text with a short paragraph would drown it.
    """
    distinct = list(dict.fromkeys(contexts))
    place = {context: number for number, context in enumerate(distinct)}
    rows = _encode([*texts, *distinct], model, progress)
    own, around = rows[: len(texts)], rows[len(texts) :]
    return unit_rows(own + np.float32(share) * around[[place[context] for context in contexts]])


def _encode(texts: Sequence[str], model: EmbeddingModel, progress: Progress) -> NDArray[np.float32]:
    rows = np.zeros((len(texts), model.dimension), dtype=np.float32)
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        rows[start : start + len(batch)] = model.encode_passages(batch)
        progress(STAGE_VECTORS, start + len(batch), len(texts))
    return rows
