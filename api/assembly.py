"""The real parts, made from settings: registry, index and pipeline. Heavy imports wait until a part is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from api.conversations import ConversationBook
from api.errors import SettingsInvalid
from api.failures import describe_any
from api.library import LiveLibrary
from api.service import (
    Assistant,
    IndexedDocument,
    IndexState,
    IndexSummary,
    Library,
    Progress,
)
from api.settings import Settings, load_settings
from api.terminal import progress_bar, say
from index.errors import IndexCorrupt, IndexFailure, IndexMissing

if TYPE_CHECKING:
    from fastapi import FastAPI

    from index.embedding import EmbeddingModel
    from index.reranking import Reranker
    from index.store import Manifest
    from rag.phrasing.writer import Writer

OLLAMA = "http://127.0.0.1:11434"
"""Where Ollama listens by itself."""


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

    def assistant(self, settings: Settings) -> Assistant:
        """Return what answers; a missing index is built first, with a word on stderr.

        :raises IndexFailure: the index is there but stale or corrupt, or cannot be built.
        :raises SettingsInvalid: the language model's settings do not go together.
        :raises LanguageModelUnusable: its packages are not installed.
        """
        writer = self.writer(settings)
        folder = self.built_index(settings)
        from api.live import LiveAssistant
        from index.embedding import load_model

        book = ConversationBook(
            settings.data_dir / "conversations.sqlite",
            settings.conversation_minutes,
            settings.max_conversation_turns,
        )
        model = load_model(settings.embedding_model)
        return LiveAssistant(self.library(settings), folder, model, book, self.reranker(settings), writer)

    def reranker(self, settings: Settings) -> Reranker | None:
        """Return what orders the best hits again, None where nothing is set.

        :raises RerankerUnusable: it cannot be loaded.
        """
        if settings.reranker_model is None:
            return None
        from index.cross_encoder import CrossEncoderReranker

        return CrossEncoderReranker(settings.reranker_model)

    def writer(self, settings: Settings) -> Writer | None:
        """Return what words answers anew, None where nothing is set. Nothing is asked of the model yet.

        :raises SettingsInvalid: the address of an OpenAI-compatible server is not set.
        :raises LanguageModelUnusable: the provider's packages are not installed.
        """
        if settings.llm is None:
            return None
        from rag.phrasing.chat_models import ChatModelSpec, Provider, open_chat_model
        from rag.phrasing.language_model import LanguageModelWriter

        name, _, model = settings.llm.partition(":")
        provider = Provider(name)
        address = settings.llm_base_url or (OLLAMA if provider is Provider.OLLAMA else None)
        if address is None:
            raise SettingsInvalid(
                "settings_invalid",
                f"HOIDAP_LLM = {settings.llm!r} cần thêm HOIDAP_LLM_BASE_URL là địa chỉ máy chủ mô hình, "
                "ví dụ http://127.0.0.1:8080/v1.",
            )
        spec = ChatModelSpec(provider, model, address, settings.llm_timeout_seconds, settings.llm_api_key)
        return LanguageModelWriter(open_chat_model(spec), settings.llm_timeout_seconds)

    def built_index(self, settings: Settings) -> Path:
        """Return the folder of the index; a missing index is built first, with a word on stderr.

        :raises IndexFailure: it cannot be built.
        """
        from index.store import current_version

        folder = index_folder(settings)
        if current_version(folder) is None:
            say("Chưa có chỉ mục, đang dựng lần đầu…")
            with progress_bar() as progress:
                self.index(settings).build(progress)
        return folder


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


def worker_app() -> FastAPI:
    """Return the application of a worker process, by the settings that ``serve`` left in the environment."""
    from api.app import create_app

    settings = load_settings()
    parts = AssembledParts()
    return create_app(parts.assistant(settings), parts.library(settings), settings)
