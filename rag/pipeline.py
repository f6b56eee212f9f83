"""One question from beginning to end: understand → retrieve → read → choose → compose → verify → Answer."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.model import Document, FactKind
from index.abbreviations import Abbreviations
from index.passage import Hit
from index.restoration import DiacriticsRestorer
from index.search import PassageIndex, SearchQuery
from rag.answer import Answer, AnswerStatus, Timings
from rag.asks import Ask
from rag.collection import Collection
from rag.composing import Composed, Composer
from rag.confidence import confidence
from rag.conversation import Conversations
from rag.errors import QuestionRejected
from rag.following import said
from rag.kinds import shipped_kinds
from rag.ranking import Ranker, shipped_weights
from rag.readers import Reader
from rag.readers.articles import ArticleReader
from rag.readers.assignments import AssignmentReader
from rag.readers.cited import CitedReader
from rag.readers.clauses import ClauseReader
from rag.readers.enumerations import EnumerationReader
from rag.readers.goals import GoalReader
from rag.readers.lists import ListReader
from rag.readers.papers import PapersReader
from rag.readers.people import PeopleReader
from rag.readers.rows import RowReader
from rag.readers.targets import TargetReader
from rag.reading import QuestionReader, Reading
from rag.retrieving import Retriever
from rag.spelling import Spelling
from rag.understanding import Understander
from rag.understood import Understood
from rag.verifying import check

_WARM_UP = "văn bản"
MAX_QUESTION = 2000
"""Code points."""


@dataclass(frozen=True, slots=True)
class Asked:
    """First step of an answer: the question as understood."""

    conversation_id: str
    understood: Understood


@dataclass(frozen=True, slots=True)
class Retrieved:
    """Second step: the passages that may hold the answer, best first."""

    hits: tuple[Hit, ...]


class Pipeline:
    """Answers questions about one collection with one index. Safe to share between threads."""

    def __init__(
        self,
        index: PassageIndex,
        collection: Collection,
        understander: Understander,
        ranker: Ranker,
        readers: Sequence[Reader],
    ) -> None:
        """Put the parts together; :meth:`over` does it for a list of documents."""
        self._index = index
        self._collection = collection
        self._understander = understander
        self._reader = QuestionReader(collection, understander, Retriever(index, collection, ranker), readers)
        self._people = tuple(
            dict.fromkeys(f.value for p in collection.papers for f in p.facts if f.kind is FactKind.PERSON)
        )
        self._composer = Composer(collection, self._people)
        self._conversations = Conversations()

    @classmethod
    def over(cls, index: PassageIndex, documents: Iterable[Document]) -> Pipeline:
        """Return the pipeline over the documents that the index was built from."""
        documents = tuple(documents)
        texts = [paragraph.text for document in documents for paragraph in document.paragraphs]
        abbreviations = Abbreviations.shipped().with_collection(texts)
        collection = Collection(documents, abbreviations.expand)
        spelling = Spelling(collection, abbreviations, DiacriticsRestorer.load().with_collection(texts))
        ranker = Ranker(collection, shipped_weights())
        return cls(
            index, collection, Understander(collection, spelling, shipped_kinds()), ranker, readers_over(collection)
        )

    @property
    def collection(self) -> Collection:
        """Return the papers that are answered from."""
        return self._collection

    @property
    def people(self) -> tuple[str, ...]:
        """Return the names of the people in the papers."""
        return self._people

    def warm_up(self) -> None:
        """Load what loads at the first search (the word segmenter), so that no user waits for it."""
        self._index.search(SearchQuery(text=_WARM_UP, original=_WARM_UP), 1)

    def answer(
        self, question: str, conversation_id: str | None = None, document_ids: frozenset[str] | None = None
    ) -> Answer:
        """Return the answer.

        :param conversation_id: of an earlier answer, to ask a follow-up; None begins a conversation.
        :param document_ids: the only papers that may answer; None for all.
        :raises QuestionRejected: the question is blank or too long, or a document id is unknown.
        """
        for step in self.steps(question, conversation_id, document_ids):
            if isinstance(step, Answer):
                return step
        raise AssertionError("steps end with an answer")

    def steps(
        self, question: str, conversation_id: str | None = None, document_ids: frozenset[str] | None = None
    ) -> Iterator[Asked | Retrieved | Answer]:
        """Yield the steps to the answer, the answer last; errors as for :meth:`answer`."""
        self._check(question, document_ids)
        conversation = conversation_id or uuid.uuid4().hex
        began = time.perf_counter()
        last = self._conversations.last(conversation)
        understood = self._understander.understand(question, last, document_ids)
        understanding = time.perf_counter()
        yield Asked(conversation, understood)
        hits = self._reader.retrieve(understood)
        retrieving = time.perf_counter()
        yield Retrieved(hits)
        reading = self._reader.read(understood, hits, document_ids)
        understood = reading.understood
        status, composed = self._compose(reading)
        if status is not AnswerStatus.NEEDS_CLARIFICATION:
            people = tuple(name for name in self._people if name in composed.text)
            self._conversations.remember(conversation, said(understood, composed.text, people, last))
        answered = time.perf_counter()
        timings = Timings(
            total=_milliseconds(began, answered),
            understand=_milliseconds(began, understanding),
            retrieve=_milliseconds(understanding, retrieving),
            read=_milliseconds(retrieving, answered),
        )
        yield self._checked(conversation, reading, status, composed, timings)

    def _checked(
        self,
        conversation: str,
        reading: Reading,
        status: AnswerStatus,
        composed: Composed,
        timings: Timings,
    ) -> Answer:
        """Return the answer, verified against the papers."""
        answer = Answer(
            answer_id=uuid.uuid4().hex,
            conversation_id=conversation,
            question=reading.understood.question,
            understood_question=reading.understood.text,
            status=status,
            answer=composed.text,
            citations=composed.citations,
            notices=composed.notices,
            confidence=confidence(reading.choices) if status is AnswerStatus.ANSWERED else 0.0,
            index_version=self._index.version,
            timings_ms=timings,
        )
        check(answer, self._collection, self._people)
        return answer

    def _check(self, question: str, document_ids: frozenset[str] | None) -> None:
        if not question.strip():
            raise QuestionRejected("the question is blank", "Anh/chị chưa nhập câu hỏi.", "empty_question")
        if len(question) > MAX_QUESTION:
            raise QuestionRejected(
                f"the question has {len(question)} characters, at most {MAX_QUESTION} are taken",
                f"Câu hỏi dài {len(question)} ký tự; xin rút gọn còn tối đa {MAX_QUESTION} ký tự.",
                "question_too_long",
            )
        if any("\ud800" <= letter <= "\udfff" for letter in question):
            raise QuestionRejected(
                "the question holds half a surrogate pair, which is no character",
                "Câu hỏi có ký tự bị hỏng; xin gõ lại.",
                "broken_text",
            )
        unknown = [d for d in sorted(document_ids or ()) if not self._collection.has(d)]
        if unknown:
            raise QuestionRejected(
                f"unknown document ids {unknown}",
                f"Không có văn bản nào mang mã {', '.join(unknown)}.",
                "unknown_document",
            )

    def _compose(self, reading: Reading) -> tuple[AnswerStatus, Composed]:
        understood = reading.understood
        if reading.choices:
            return AnswerStatus.ANSWERED, self._composer.compose(understood, reading.choices)
        if understood.scope.unknown_place is None and _says_too_little(understood):
            return AnswerStatus.NEEDS_CLARIFICATION, Composed(self._composer.which(understood), (), ())
        return AnswerStatus.NO_ANSWER, Composed(self._composer.refusal(understood, reading.hits), (), ())


def readers_over(collection: Collection) -> tuple[Reader, ...]:
    """Return every reader, each looking for its own kinds of answer in the collection."""
    return (
        AssignmentReader(collection),
        PeopleReader(collection),
        PapersReader(collection),
        CitedReader(collection),
        GoalReader(collection),
        ListReader(collection),
        RowReader(collection),
        ArticleReader(collection),
        TargetReader(collection),
        EnumerationReader(collection),
        ClauseReader(collection),
    )


_NEEDS_TOPIC = (Ask.LEAD, Ask.PARTNER, Ask.DIRECTOR, Ask.START, Ask.END, Ask.WHEN, Ask.NUMBER, Ask.RESOURCES, Ask.GOAL,
                Ask.TASKS, Ask.LIST, Ask.CONTENT, Ask.FREQUENCY)  # fmt: skip


def _says_too_little(understood: Understood) -> bool:
    """Say whether the question names nothing that could be looked for."""
    empty = understood.topic.is_empty and not understood.paper_numbers
    if understood.asks[0] is Ask.GOAL and understood.scope.is_named:
        return False  # a paper's own aim was asked for, and no paper there names one
    return empty and understood.asks[0] in _NEEDS_TOPIC


def _milliseconds(start: float, end: float) -> float:
    return round((end - start) * 1000, 3)
