"""The set-up as the evaluation measures it: the parts that serve, but nothing it is asked is written down."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from api.assembly import AssembledParts
from api.feedback import RatedAnswer, feedback_book
from api.service import Library
from api.settings import Settings
from corpus.model import Document

if TYPE_CHECKING:
    from index.embedding import EmbeddingModel
    from index.reranking import Reranker
    from index.store import Manifest
    from rag.pipeline import Pipeline


class EvaluatedSetup:
    """What ``eval.office.Office`` asks for, each part made when it is asked for."""

    def __init__(self, settings_now: Callable[[], Settings]) -> None:
        """Keep what returns the settings: they are known when a command runs, not when it is declared."""
        self._settings_now = settings_now
        self._parts = AssembledParts()
        self._library: Library | None = None
        self._loaded: Reranker | None = None

    def documents(self) -> tuple[Document, ...]:
        """Return the registered documents.

        :raises corpus.errors.CorpusError: the registry or a document cannot be read.
        """
        if self._library is None:
            # Kept: it reads each paper once, and a run asks for them more than once.
            self._library = self._parts.library(self._settings_now())
        return self._library.documents()

    def manifest(self) -> Manifest:
        """Return the manifest of the index in use; a missing index is built first, with a word on stderr.

        Its version is the one that answers carry: a reranker counts in it.

        :raises IndexFailure: it is corrupt or of another schema, or cannot be built.
        """
        from index.reranking import reranked_version
        from index.store import read_manifest

        manifest = read_manifest(self._parts.built_index(self._settings_now()))
        reranker = self._reranker()
        return manifest if reranker is None else replace(manifest, version=reranked_version(manifest.version, reranker))

    def assistant(self) -> Pipeline:
        """Return what answers over that index; what it is asked is kept nowhere.

        :raises IndexFailure: the index is stale or corrupt, or not that of the registered documents.
        """
        folder = self._parts.built_index(self._settings_now())
        from api.opening import open_pipeline

        return open_pipeline(folder, self.model(), self.documents, self._reranker()).pipeline

    def model(self) -> EmbeddingModel:
        """Return the embedding model.

        :raises ModelUnusable: it cannot be loaded.
        """
        from index.embedding import load_model

        return load_model(self._settings_now().embedding_model)

    def _reranker(self) -> Reranker | None:
        if self._loaded is None:  # kept: the manifest asks for it and the pipeline again
            self._loaded = self._parts.reranker(self._settings_now())
        return self._loaded

    def rated_down(self) -> tuple[RatedAnswer, ...]:
        """Return the answers that readers rated "down", oldest first; those whose question is not known are left out.

        :raises OSError: the ratings are there and cannot be read.
        """
        return feedback_book(self._settings_now()).rated_down()

    def command(self) -> tuple[str, ...]:
        """Return the words that run the command line on this set-up, in a process of its own, in any folder."""
        # -P: a folder named "api" where the command is run is not this one.
        return (sys.executable, "-P", "-m", "api", "--data-dir", str(self._settings_now().data_dir.absolute()))
