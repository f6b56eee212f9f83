"""Opens the index in use and puts the pipeline over it, once it is known to be that of the registered documents."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.errors import IndexStale
from index.reranking import RerankedIndex, Reranker
from index.search import PassageIndex
from index.store import Manifest, open_index, read_manifest
from rag.pipeline import Pipeline


@dataclass(frozen=True, slots=True)
class OpenedPipeline:
    """A pipeline that has loaded all it needs."""

    built: str
    """Version of the index on disk: what the pointer to it says."""
    version: str
    """Of all that finds passages, a reranker included: what answers say."""
    pipeline: Pipeline
    index: PassageIndex
    """The index on disk, to open the next one from."""


def open_pipeline(
    folder: Path,
    model: EmbeddingModel,
    documents_now: Callable[[], Sequence[Document]],
    reranker: Reranker | None = None,
    previous: PassageIndex | None = None,
) -> OpenedPipeline:
    """Return the pipeline over the index in the folder.

    :param documents_now: returns the registered documents; called once the index is open.
    :param reranker: orders the best hits of each search again; None leaves them as they are.
    :param previous: the index opened before, whose parts are taken over where the new one has them too.
    :raises IndexFailure: the index is missing, stale, corrupt, or not one of these documents.
    """
    built = open_index(folder, model, previous)
    documents = documents_now()
    _check_documents(read_manifest(folder), documents)
    index = built if reranker is None else RerankedIndex(built, reranker)
    pipeline = Pipeline.over(index, documents)
    pipeline.warm_up()
    return OpenedPipeline(built.version, index.version, pipeline, built)


def _check_documents(manifest: Manifest, documents: Sequence[Document]) -> None:
    """Check that the index is one of these documents.

    :raises IndexStale: it is of others, or of other words.
    """
    indexed = {(mark.id, mark.sha256) for mark in manifest.documents}
    present = {(paper.id, hashlib.sha256(paper.text.encode()).hexdigest()) for paper in documents}
    changed = sorted({document_id for document_id, _ in indexed ^ present})
    if changed:
        raise IndexStale(
            f"Chỉ mục không phải của các văn bản đang đăng ký (khác ở: {', '.join(changed)}). "
            "Hãy chạy `hoidap index build`."
        )
