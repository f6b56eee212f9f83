"""The real parts, made from settings: registry, index and pipeline. Heavy imports wait until a part is asked for."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from api.conversations import KnownConversations
from api.failures import describe_any
from api.library import LiveLibrary
from api.service import (
    FoundPassage,
    IndexedDocument,
    IndexState,
    IndexSummary,
    Library,
    Passages,
    Progress,
    Readiness,
    Step,
    Understood,
)
from api.settings import Settings, load_settings
from api.terminal import progress_bar, say
from index.errors import IndexCorrupt, IndexFailure, IndexMissing, IndexStale
from rag.answer import Answer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from corpus.model import Document
    from index.embedding import EmbeddingModel
    from index.store import Manifest
    from rag.pipeline import Asked, Pipeline, Retrieved

LOG = logging.getLogger("hoidap.api")


def index_folder(settings: Settings) -> Path:
    """Return where the index of a set-up lies."""
    return settings.data_dir / "index"


class AssembledParts:
    """The parts of a set-up."""

    def library(self, settings: Settings) -> Library:
        """Return the registry."""
        return LiveLibrary(settings.data_dir)

    def index(self, settings: Settings) -> FolderIndexDesk:
        """Return the work on the index."""
        return FolderIndexDesk(self.library(settings), index_folder(settings), settings.embedding_model)

    def assistant(self, settings: Settings) -> LiveAssistant:
        """Return what answers; a missing index is built first, with a word on stderr.

        :raises IndexFailure: the index is there but stale or corrupt, or cannot be built.
        """
        from index.store import current_version

        if current_version(index_folder(settings)) is None:
            say("Chưa có chỉ mục, đang dựng lần đầu…")
            with progress_bar() as progress:
                self.index(settings).build(progress)
        return LiveAssistant(settings, self.library(settings))


class FolderIndexDesk:
    """The index in a folder, held against a registry."""

    def __init__(self, library: Library, folder: Path, embedding_model: str | None) -> None:
        self._library = library
        self._folder = folder
        self._name = embedding_model
        self._loaded: EmbeddingModel | None = None

    def build(self, progress: Progress) -> IndexSummary:
        """Build the index of the registered documents.

        :raises IndexFailure: another process is building, or the model is unusable.
        """
        from index.builder import build_index

        manifest = build_index(self._library.documents(), self._model(), self._folder, progress)
        return _summary(IndexState.READY, None, manifest)

    def status(self) -> IndexSummary:
        """Return what the index in use holds, and whether it is that of the registered documents."""
        from index.store import open_index, read_manifest

        try:
            manifest = read_manifest(self._folder)
            open_index(self._folder, self._model())
            faults = self.verify()
        except IndexFailure as error:
            return _summary(_state_of(error), describe_any(error).detail, self._manifest())
        if faults:
            return _summary(IndexState.STALE, faults[0], manifest)
        return _summary(IndexState.READY, None, manifest)

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the index."""
        from index.store import verify_index

        return tuple(verify_index(self._folder, self._library.documents(), self._model()))

    def _manifest(self) -> Manifest | None:
        from index.store import read_manifest

        try:
            return read_manifest(self._folder)
        except IndexFailure:
            return None

    def _model(self) -> EmbeddingModel:
        from index.embedding import load_model

        if self._loaded is None:
            self._loaded = load_model(self._name)
        return self._loaded


def _state_of(error: IndexFailure) -> IndexState:
    if isinstance(error, IndexMissing):
        return IndexState.MISSING
    return IndexState.CORRUPT if isinstance(error, IndexCorrupt) else IndexState.STALE


def _summary(state: IndexState, reason: str | None, manifest: Manifest | None) -> IndexSummary:
    if manifest is None:
        return IndexSummary(state, reason, None, None, (), 0, None)
    return IndexSummary(
        state=state,
        reason=reason,
        version=manifest.version,
        built_at=manifest.built_at,
        documents=tuple(IndexedDocument(mark.id, mark.passages) for mark in manifest.documents),
        passages=manifest.passages,
        model=manifest.model,
    )


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A pipeline, the index version it works on, and the conversations that it can go on with."""

    version: str
    pipeline: Pipeline
    conversations: KnownConversations


class LiveAssistant:
    """The pipeline over the index in use; a new index is loaded beside it and then takes its place."""

    def __init__(self, settings: Settings, library: Library) -> None:
        """Load model and index.

        :raises IndexFailure: the index is missing, stale or corrupt.
        """
        from index.embedding import load_model

        self._settings = settings
        self._library = library
        self._folder = index_folder(settings)
        self._model = load_model(settings.embedding_model)
        self._lock = Lock()
        self._loading: str | None = None
        self._failure: Exception | None = None
        self._loaded = self._load()

    def answer(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Answer:
        """Return the answer.

        :raises QuestionRejected: the pipeline refuses the question, or the conversation is not known.
        """
        loaded = self._current()
        loaded.conversations.check(conversation_id)
        answer = loaded.pipeline.answer(question, conversation_id, document_ids)
        loaded.conversations.saw(answer.conversation_id)
        return answer

    def stream(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Iterator[Step]:
        """Yield the steps to the answer; errors as for ``answer``."""
        loaded = self._current()
        loaded.conversations.check(conversation_id)
        for step in loaded.pipeline.steps(question, conversation_id, document_ids):
            if isinstance(step, Answer):
                loaded.conversations.saw(step.conversation_id)
            yield _step(step)

    def readiness(self) -> Readiness:
        """Return whether the index in use is loaded; a new one that cannot be loaded is told of."""
        loaded = self._current()
        with self._lock:
            if self._failure is not None:
                return Readiness(False, describe_any(self._failure).detail, loaded.version)
            return Readiness(True, None, loaded.version)

    def _current(self) -> _Loaded:
        from index.store import current_version

        version = current_version(self._folder)
        with self._lock:
            if version not in (self._loaded.version, self._loading):
                self._loading = version
                Thread(target=self._switch, daemon=True).start()
            return self._loaded

    def _switch(self) -> None:
        try:
            loaded = self._load()
        except Exception as error:
            # Whatever is wrong with the new index, the old one goes on answering and readiness says why.
            LOG.exception("the new index cannot be used")
            with self._lock:
                self._failure = error
            return
        with self._lock:
            self._loaded, self._loading, self._failure = loaded, None, None

    def _load(self) -> _Loaded:
        from index.store import open_index, read_manifest
        from rag.pipeline import Pipeline

        index = open_index(self._folder, self._model)
        documents = self._library.documents()
        _check_documents(read_manifest(self._folder), documents)
        conversations = KnownConversations(self._settings.max_conversations, self._settings.conversation_minutes * 60.0)
        return _Loaded(index.version, Pipeline.over(index, documents), conversations)


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


def _step(step: Asked | Retrieved | Answer) -> Step:
    """Return a step of the pipeline as the doors tell it."""
    if isinstance(step, Answer):
        return step
    from rag.pipeline import Asked

    if isinstance(step, Asked):
        return Understood(step.conversation_id, step.understood.text)
    return Passages(tuple(FoundPassage(hit.passage.document_id, hit.passage.id, hit.score) for hit in step.hits))


def worker_app() -> FastAPI:
    """Return the application of a worker process, by the settings that ``serve`` left in the environment."""
    from api.app import create_app

    settings = load_settings()
    parts = AssembledParts()
    return create_app(parts.assistant(settings), parts.library(settings), settings)
