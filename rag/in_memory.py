"""A pipeline over papers that are indexed here and now: for scripts and chains, which keep no set-up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from corpus.model import Document
from index.embedding import EmbeddingModel, load_model
from index.manifest import SCHEMA, fingerprint
from index.search import LocalIndex
from index.search_texts import read_papers
from index.tuning import Tuning
from rag.pipeline import Pipeline


def pipeline_in_memory(documents: Iterable[Document], model: EmbeddingModel | None = None) -> Pipeline:
    """Return a pipeline over the papers; nothing is written to disk.

    :param model: makes the vectors; the shipped one where None.
    :raises ModelUnusable: the shipped model's files are damaged.
    """
    papers = tuple(documents)
    used = model or load_model(None)
    tuning = Tuning()
    found, texts = read_papers(papers)
    texts_of_papers = {paper.id: paper.text for paper in papers}
    version = fingerprint([SCHEMA, asdict(tuning), used.fingerprint, texts_of_papers])
    return Pipeline.over(LocalIndex.build(version, found, used, tuning, _unwatched, texts), papers)


def _unwatched(_stage: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""
