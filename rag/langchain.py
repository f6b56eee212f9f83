"""Passages and answers in the shapes that LangChain's chains are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NotRequired, Protocol

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableConfig
from pydantic import Field
from typing_extensions import TypedDict

from index.passage import Hit
from rag.answer import Answer
from rag.pipeline import Pipeline, Retrieved


class QuestionInput(TypedDict):
    """A question with what it is asked about; a bare string is a question alone."""

    question: str
    conversation_id: NotRequired[str | None]
    """Of an earlier answer, to ask a follow-up."""
    document_ids: NotRequired[Sequence[str] | None]
    """The only papers that may answer; None for all."""


class Answering(Protocol):
    """What answers: a pipeline, with a writer behind it or not. Safe to share between threads."""

    def answer(
        self, question: str, conversation_id: str | None = None, document_ids: frozenset[str] | None = None
    ) -> Answer:
        """Return the answer.

        :raises QuestionRejected: the question cannot be asked as it is.
        """
        ...


class HoidapRunnable(Runnable[str | QuestionInput, Answer]):
    """Answers questions as a link of a chain; ``batch``, ``ainvoke`` and the rest come from the base class."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering

    def invoke(self, input: str | QuestionInput, config: RunnableConfig | None = None, **_options: object) -> Answer:
        """Return the answer to a question.

        :raises QuestionRejected: the question is blank or too long, or a document id is unknown.
        """
        return self._call_with_config(self._answer, input, config)

    def _answer(self, asked: str | QuestionInput) -> Answer:
        if isinstance(asked, str):
            return self._answering.answer(asked)
        ids = asked.get("document_ids")
        scope = None if ids is None else frozenset(ids)
        return self._answering.answer(asked["question"], asked.get("conversation_id"), scope)


class HoidapRetriever(BaseRetriever):
    """Finds the passages that a question would be answered from, best first.

    The question is understood as the pipeline does: where it names a commune, only that commune's papers are searched.
    """

    pipeline: Pipeline
    k: int = Field(default=10, ge=1)
    """Passages at most."""
    document_ids: frozenset[str] | None = None
    """The only papers that are searched; None for all."""

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002  # LangChain hands it over; nothing is told it
    ) -> list[Document]:
        """Return the passages.

        :raises QuestionRejected: the question is blank or too long, or a document id is unknown.
        """
        for step in self.pipeline.steps(query, None, self.document_ids):
            if isinstance(step, Retrieved):
                return [self._passage(hit) for hit in step.hits[: self.k]]
        raise AssertionError("expected the passages retrieved among the steps, found none")

    def _passage(self, hit: Hit) -> Document:
        document_id = hit.passage.document_id
        paragraph = self.pipeline.collection.paragraph(hit.passage.id)
        return Document(
            id=paragraph.id,
            page_content=paragraph.text,
            metadata={
                "document_id": document_id,
                "document_title": self.pipeline.collection.paper(document_id).document.metadata.title,
                "paragraph_id": paragraph.id,
                "start": paragraph.start,
                "end": paragraph.end,
                "section_path": list(paragraph.section_path),
                "score": hit.score,
                "url": f"/documents/{document_id}#{paragraph.id}",
            },
        )
