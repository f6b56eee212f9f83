"""The seams between the doors and what is behind them; ``api.fakes`` has a stand-in for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from api.settings import Settings
from corpus.model import Document
from rag.answer import Answer


@dataclass(frozen=True, slots=True)
class Understood:
    """First event of a streamed answer: the question as understood."""

    conversation_id: str
    understood_question: str


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """One passage that the answer may be read from."""

    document_id: str
    paragraph_id: str
    score: float
    """0 to 1 within one search."""


@dataclass(frozen=True, slots=True)
class Passages:
    """Second event of a streamed answer: what was found, best first."""

    passages: tuple[FoundPassage, ...]


Step = Understood | Passages | Answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, as a rating speaks of them."""

    turns: tuple[str, ...]
    """Questions asked before it in the conversation, the first first."""
    question: str
    answer: str
    """The answer's text, with its labels."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether questions can be answered now."""

    ready: bool
    reason: str | None
    """Vietnamese; None where ready."""
    index_version: str | None


class Assistant(Protocol):
    """Answers questions. Safe to share between threads."""

    def answer(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Answer:
        """Return the answer; ``document_ids`` None means all documents.

        :raises rag.errors.QuestionRejected: the question or conversation cannot be taken.
        """
        ...

    def stream(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Iterator[Step]:
        """Yield the steps to the answer, the answer last; errors as for ``answer``."""
        ...

    def exchange(self, answer_id: str) -> Exchange | None:
        """Return what an answer was given to; None where the answer is not known, or no more. Never fails."""
        ...

    def readiness(self) -> Readiness:
        """Return whether the index in use is loaded; not ready where a newer one cannot be used, with the reason."""
        ...


class RegisteredEntry(Protocol):
    """A document in the registry."""

    @property
    def id(self) -> str:
        """Return the document's id."""
        ...

    @property
    def path(self) -> Path:
        """Return the file it was read from."""
        ...

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the file."""
        ...

    @property
    def shipped(self) -> bool:
        """Return whether it came with the product."""
        ...


class Library(Protocol):
    """The registered documents; errors are of ``corpus.errors.CorpusError``."""

    def list(self) -> tuple[RegisteredEntry, ...]:
        """Return what is registered, in a stable order."""
        ...

    def document(self, document_id: str) -> Document:
        """Return one document as understood."""
        ...

    def documents(self) -> tuple[Document, ...]:
        """Return every document as understood."""
        ...

    def add(self, path: Path) -> RegisteredEntry:
        """Register a file."""
        ...

    def replace(self, document_id: str, path: Path) -> RegisteredEntry:
        """Put a file in the place of a document, under the same id."""
        ...

    def remove(self, document_id: str) -> None:
        """Take a document out."""
        ...


class IndexState(StrEnum):
    """How the index stands to the registered documents."""

    READY = "ready"
    MISSING = "missing"
    STALE = "stale"
    CORRUPT = "corrupt"


@dataclass(frozen=True, slots=True)
class IndexedDocument:
    """A document in the index."""

    id: str
    passages: int


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What an index holds, and how it stands."""

    state: IndexState
    reason: str | None
    """Vietnamese; None where ready."""
    version: str | None
    built_at: str | None
    """ISO 8601, UTC."""
    documents: tuple[IndexedDocument, ...]
    passages: int
    model: str | None
    """The embedding model's fingerprint."""


Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""


class IndexDesk(Protocol):
    """The work on the index; errors are of ``index.errors.IndexFailure``."""

    def build(self, progress: Progress) -> IndexSummary:
        """Build the index of the registered documents and make it the one in use."""
        ...

    def status(self) -> IndexSummary:
        """Return what is in the index in use."""
        ...

    def verify(self) -> tuple[str, ...]:
        """Return what is wrong with the index; empty where all is well."""
        ...


class Parts(Protocol):
    """What commands work with, each part made only when a command asks for it: a cold start is dear."""

    def library(self, settings: Settings) -> Library:
        """Return the registry of the set-up."""
        ...

    def index(self, settings: Settings) -> IndexDesk:
        """Return the index of the set-up."""
        ...

    def assistant(self, settings: Settings) -> Assistant:
        """Return what answers, with its index loaded; a missing index is built first."""
        ...
