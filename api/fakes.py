"""Stand-ins for what is behind the doors, so that the doors can be tried without a model or an index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from threading import Lock

from api.service import (
    Assistant,
    Exchange,
    FoundPassage,
    IndexDesk,
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
from api.settings import Settings
from corpus.errors import DuplicateDocument, UnknownDocument
from corpus.model import Document
from rag.answer import Answer, AnswerStatus, Timings
from rag.errors import QuestionRejected


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it reached the assistant."""

    question: str
    conversation_id: str | None
    document_ids: frozenset[str] | None


class ScriptedAssistant:
    """Gives the answers it was given, by their questions; ``no_answer`` to anything else."""

    def __init__(
        self,
        answers: Sequence[Answer] = (),
        failure: Exception | None = None,
        readiness: Readiness | None = None,
    ) -> None:
        """Keep the script; a failure is raised instead of every answer."""
        self._answers = {answer.question: answer for answer in answers}
        self._failure = failure
        self._readiness = readiness or Readiness(True, None, "scripted")
        self._lock = Lock()
        self._numbers = count(1)
        self._conversations: dict[str, tuple[str, ...]] = {}
        self._exchanges: dict[str, Exchange] = {}
        self.asked: list[Asked] = []

    def answer(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Answer:
        """Return the scripted answer under a new id.

        :raises QuestionRejected: no answer was given in the conversation before.
        """
        if self._failure is not None:
            raise self._failure
        with self._lock:
            if conversation_id is not None and conversation_id not in self._conversations:
                raise QuestionRejected(
                    f"unknown conversation {conversation_id!r}",
                    "Không có cuộc hỏi này, hoặc nó đã hết hạn.",
                    "unknown_conversation",
                )
            number = next(self._numbers)
            conversation = conversation_id or f"conversation-{number}"
            answer = replace(
                self._answers.get(question) or no_answer(question),
                answer_id=f"answer-{number}",
                conversation_id=conversation,
            )
            turns = self._conversations.get(conversation, ())
            self._conversations[conversation] = (*turns, question)
            self._exchanges[answer.answer_id] = Exchange(turns, question, answer.answer)
            self.asked.append(Asked(question, conversation_id, document_ids))
        return answer

    def stream(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Iterator[Step]:
        """Yield the steps to the scripted answer."""
        answer = self.answer(question, conversation_id, document_ids)
        yield Understood(answer.conversation_id, answer.understood_question)
        yield Passages(tuple(FoundPassage(found.document_id, found.paragraph_id, 1.0) for found in answer.citations))
        yield answer

    def exchange(self, answer_id: str) -> Exchange | None:
        """Return what one of its answers was given to."""
        return self._exchanges.get(answer_id)

    def readiness(self) -> Readiness:
        """Return the scripted readiness."""
        return self._readiness


def no_answer(question: str) -> Answer:
    """Return the answer to a question that the documents do not hold."""
    return Answer(
        answer_id="answer",
        conversation_id="conversation",
        question=question,
        understood_question=question,
        status=AnswerStatus.NO_ANSWER,
        answer="Không tìm thấy trong các văn bản hiện có.",
        citations=(),
        notices=(),
        confidence=0.8,
        index_version="scripted",
        timings_ms=Timings(total=1.0, understand=0.2, retrieve=0.5, read=0.3),
    )


@dataclass(frozen=True, slots=True)
class MemoryEntry:
    """A registered document of ``MemoryLibrary``."""

    id: str
    path: Path
    sha256: str
    shipped: bool


class MemoryLibrary:
    """Documents kept in memory; a file that is added becomes a copy of a pattern."""

    def __init__(self, documents: Sequence[Document], pattern: Document | None = None) -> None:
        """Keep the documents; ``pattern`` is what every added file is read as."""
        self._documents = {document.id: document for document in documents}
        self._pattern = pattern

    def list(self) -> tuple[MemoryEntry, ...]:
        """Return what is kept."""
        return tuple(self._entry(document) for document in self._documents.values())

    def document(self, document_id: str) -> Document:
        """Return one document.

        :raises UnknownDocument: it is not kept.
        """
        if document_id not in self._documents:
            raise UnknownDocument(f"unknown document {document_id!r}", f"Không có văn bản nào mang mã “{document_id}”.")
        return self._documents[document_id]

    def documents(self) -> tuple[Document, ...]:
        """Return every document."""
        return tuple(self._documents.values())

    def add(self, path: Path) -> MemoryEntry:
        """Keep the pattern under the file's stem.

        :raises DuplicateDocument: the stem is taken.
        """
        if path.stem in self._documents:
            raise DuplicateDocument(f"duplicate document {path.stem!r}", f"Văn bản “{path.stem}” đã được đăng ký.")
        return self._put(path.stem)

    def replace(self, document_id: str, path: Path) -> MemoryEntry:  # noqa: ARG002 - the file is never read
        """Put the pattern in a document's place.

        :raises UnknownDocument: it is not kept.
        """
        self.document(document_id)
        return self._put(document_id)

    def remove(self, document_id: str) -> None:
        """Forget a document.

        :raises UnknownDocument: it is not kept.
        """
        self.document(document_id)
        del self._documents[document_id]

    def _put(self, document_id: str) -> MemoryEntry:
        pattern = self._pattern or next(iter(self._documents.values()))
        self._documents[document_id] = replace(pattern, id=document_id)
        return self._entry(self._documents[document_id])

    @staticmethod
    def _entry(document: Document) -> MemoryEntry:
        digest = hashlib.sha256(document.text.encode()).hexdigest()
        return MemoryEntry(document.id, Path(f"{document.id}.txt"), digest, shipped=False)


class ScriptedIndexDesk:
    """An index that is what it is told to be until it is built."""

    def __init__(self, state: IndexState = IndexState.READY, faults: tuple[str, ...] = ()) -> None:
        """Keep the state, and what ``verify`` finds."""
        self._state = state
        self._faults = faults
        self.builds = 0

    def build(self, progress: Progress) -> IndexSummary:
        """Count a build; afterwards the index is ready."""
        progress("passages", 0, 2)
        progress("passages", 2, 2)
        self.builds += 1
        self._state = IndexState.READY
        return self.status()

    def status(self) -> IndexSummary:
        """Return the state, with one document of two passages."""
        reason = None if self._state is IndexState.READY else "Chỉ mục không dùng được."
        documents = (IndexedDocument("mau", 2),)
        return IndexSummary(self._state, reason, "scripted", "2026-01-01T00:00:00Z", documents, 2, "scripted-model")

    def verify(self) -> tuple[str, ...]:
        """Return what it was told to find."""
        return self._faults


class ScriptedParts:
    """Hands the stand-ins to commands, and keeps the settings they were asked with."""

    def __init__(self, assistant: Assistant, library: Library, desk: IndexDesk) -> None:
        self._assistant = assistant
        self._library = library
        self._desk = desk
        self.settings: list[Settings] = []

    def library(self, settings: Settings) -> Library:
        """Return the library it was given."""
        self.settings.append(settings)
        return self._library

    def index(self, settings: Settings) -> IndexDesk:
        """Return the index it was given."""
        self.settings.append(settings)
        return self._desk

    def assistant(self, settings: Settings) -> Assistant:
        """Return the assistant it was given."""
        self.settings.append(settings)
        return self._assistant
