"""The assistant of a service: the pipeline over the index in use, switched over while questions are asked."""

from __future__ import annotations

import logging
import sqlite3
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Lock, Thread

from api.conversations import ConversationBook
from api.failures import describe_any
from api.opening import OpenedPipeline, open_pipeline
from api.service import Exchange, FoundPassage, Library, Passages, Readiness, Step, Understood
from index.embedding import EmbeddingModel
from index.reranking import Reranker
from index.search import PassageIndex
from index.store import current_version
from rag.answer import Answer
from rag.errors import QuestionRejected
from rag.phrasing.worded import WordedPipeline
from rag.phrasing.writer import Writer
from rag.pipeline import Asked, Retrieved

LOG = logging.getLogger("hoidap.api")
MOST_FOLLOWED = 10_000
"""Conversations that a pipeline is known to be up to date with; the others are asked again."""


class _Loaded:
    """A pipeline, and how far it has followed each conversation."""

    def __init__(self, opened: OpenedPipeline, writer: Writer | None) -> None:
        self.built = opened.built
        self.version = opened.version
        self.pipeline = opened.pipeline
        """Answers as found: earlier turns are asked of it again, and nobody reads those answers."""
        self.answering = opened.pipeline if writer is None else WordedPipeline(opened.pipeline, writer)
        self.index = opened.index
        self._lock = Lock()
        self._followed: OrderedDict[str, int] = OrderedDict()

    def follow(self, conversation_id: str, book: ConversationBook) -> None:
        """Ask the pipeline what others were asked in the conversation since it last took part.

        :raises QuestionRejected: the conversation is not known.
        """
        turns = book.turns(conversation_id)
        with self._lock:
            known = self._followed.get(conversation_id, 0)
        for turn in turns:
            if turn.number > known:
                # What could be asked then may be refused by now: its document is gone.
                with suppress(QuestionRejected):
                    self.pipeline.answer(turn.question, conversation_id, turn.document_ids)
        self.followed(conversation_id, turns[-1].number)

    def followed(self, conversation_id: str, number: int) -> None:
        """Note that the pipeline has taken part up to a question."""
        with self._lock:
            self._followed[conversation_id] = number
            self._followed.move_to_end(conversation_id)
            while len(self._followed) > MOST_FOLLOWED:
                self._followed.popitem(last=False)


class LiveAssistant:
    """Answers from the index in use; a new index is loaded beside it and then takes its place."""

    def __init__(
        self,
        library: Library,
        folder: Path,
        model: EmbeddingModel,
        book: ConversationBook,
        reranker: Reranker | None = None,
        writer: Writer | None = None,
    ) -> None:
        """Load the index in the folder.

        :param writer: words the answers; None leaves them as they were found.
        :raises IndexFailure: the index is missing, stale or corrupt.
        """
        self._library = library
        self._folder = folder
        self._model = model
        self._book = book
        self._reranker = reranker
        self._writer = writer
        self._lock = Lock()
        self._loading: str | None = None
        self._failure: Exception | None = None
        self._loaded = self._load(None)

    def answer(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Answer:
        """Return the answer.

        :raises QuestionRejected: the pipeline refuses the question, or the conversation is not known.
        """
        for step in self.stream(question, conversation_id, document_ids):
            if isinstance(step, Answer):
                return step
        raise AssertionError("expected an answer as the last step, found none")

    def stream(
        self,
        question: str,
        conversation_id: str | None = None,
        document_ids: frozenset[str] | None = None,
    ) -> Iterator[Step]:
        """Yield the steps to the answer; errors as for ``answer``."""
        loaded = self._current()
        if conversation_id is not None:
            loaded.follow(conversation_id, self._book)
        for step in loaded.answering.steps(question, conversation_id, document_ids):
            if isinstance(step, Answer):
                self._record(loaded, step, document_ids)
            yield _step(step)

    def exchange(self, answer_id: str) -> Exchange | None:
        """Return what an answer was given to, for as long as its conversation is kept."""
        try:
            return self._book.exchange(answer_id)
        except (sqlite3.Error, OSError):
            LOG.exception("the conversation of a rated answer could not be read")
            return None

    def _record(self, loaded: _Loaded, answer: Answer, document_ids: frozenset[str] | None) -> None:
        try:
            number = self._book.record(answer, document_ids)
        except (sqlite3.Error, OSError):
            # The answer is there; only going on from it will not be possible.
            LOG.exception("the conversation could not be written down")
            return
        loaded.followed(answer.conversation_id, number)

    def readiness(self) -> Readiness:
        """Return whether the index in use is loaded; a new one that cannot be loaded is told of."""
        loaded = self._current()
        with self._lock:
            if self._failure is not None:
                return Readiness(False, describe_any(self._failure).detail, loaded.version)
            return Readiness(True, None, loaded.version)

    def _current(self) -> _Loaded:
        version = current_version(self._folder)
        with self._lock:
            if version not in (self._loaded.built, self._loading):
                self._loading = version
                Thread(target=self._switch, daemon=True).start()
            return self._loaded

    def _switch(self) -> None:
        try:
            loaded = self._load(self._loaded.index)
        except Exception as error:
            # Whatever is wrong with the new index, the old one goes on answering and readiness says why.
            LOG.exception("the new index cannot be used")
            with self._lock:
                self._failure = error
            return
        with self._lock:
            self._loaded, self._loading, self._failure = loaded, None, None

    def _load(self, previous: PassageIndex | None) -> _Loaded:
        opened = open_pipeline(self._folder, self._model, self._library.documents, self._reranker, previous)
        return _Loaded(opened, self._writer)


def _step(step: Asked | Retrieved | Answer) -> Step:
    """Return a step of the pipeline as the doors tell it."""
    if isinstance(step, Answer):
        return step
    if isinstance(step, Asked):
        return Understood(step.conversation_id, step.understood.text)
    return Passages(tuple(FoundPassage(hit.passage.document_id, hit.passage.id, hit.score) for hit in step.hits))
