"""The curated question set: what is asked, what a right answer must say, and the words that prove it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.model import Document
from eval.errors import DuplicateQuestion, EvidenceNotFound, MalformedQuestion, NothingToRun, UnknownEvidenceDocument
from eval.matching import normal

SHIPPED_QUESTIONS = Path(__file__).parent / "questions" / "main.jsonl"
"""The questions over the shipped documents."""


class QuestionKind(StrEnum):
    """What a question asks for."""

    WHO_LEADS = "who_leads"
    WHO_PARTNERS = "who_partners"
    WHO_DIRECTS = "who_directs"
    WHO_SIGNS = "who_signs"
    PERSON = "person"
    """Who holds a post, or which post a person holds."""
    NUMBER = "number"
    DATE = "date"
    """A date, a period or a frequency."""
    DOCUMENT = "document"
    """Number, issuer, date or subject of a document, be it one of the collection or one it refers to."""
    LIST = "list"
    GOAL = "goal"
    COMPARE = "compare"
    AMBIGUOUS = "ambiguous"
    """Names no commune, though several have an answer: one for each is wanted."""
    CONTRADICTION = "contradiction"
    """Documents say two things: both are wanted."""
    SUMMARY = "summary"
    FOLLOW_UP = "follow_up"
    REFUSE = "refuse"
    """The documents do not hold it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words that a cited paragraph must hold."""

    document_id: str
    words: tuple[str, ...]
    """Alternatives: the paragraph holds at least one."""
    under: str | None
    """Words that one of the paragraph's headings must hold, for words that stand under several."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and how its answer is judged."""

    id: str
    turns: tuple[str, ...]
    """Questions asked before it, in the same conversation."""
    question: str
    kind: QuestionKind
    slices: tuple[str, ...]
    """Manner of asking ("plain", "no_diacritics", "chat" …) and topic ("appendix", "near_miss" …)."""
    answerable: bool
    evidence: tuple[Evidence, ...]
    all_evidence: bool
    """All evidence must be cited; else any one is enough."""
    items: tuple[tuple[str, ...], ...]
    """What the answer must say, each with its accepted variants."""
    forbidden: tuple[str, ...]
    """What the answer must not say."""
    clarify: bool
    """Unanswerable, but asking back is right too."""
    may_refuse: bool
    """Answerable by saying that the document leaves a blank, and refusing is right too."""


class _EvidenceLine(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    document_id: str
    words: str | list[str]
    under: str | None = None

    def evidence(self) -> Evidence:
        words = (self.words,) if isinstance(self.words, str) else tuple(self.words)
        return Evidence(self.document_id, words, self.under)


class _QuestionLine(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str = Field(min_length=1)
    question: str = Field(min_length=1)
    turns: list[str] = []
    kind: QuestionKind = Field(strict=False)
    slices: list[str]
    answerable: bool
    evidence: list[_EvidenceLine] = []
    all_evidence: bool = Field(default=False, alias="all")
    items: list[list[str]] = []
    forbidden: list[str] = []
    clarify: bool = False
    may_refuse: bool = False

    def question_of(self) -> Question:
        return Question(
            id=self.id,
            turns=tuple(self.turns),
            question=self.question,
            kind=self.kind,
            slices=tuple(self.slices),
            answerable=self.answerable,
            evidence=tuple(line.evidence() for line in self.evidence),
            all_evidence=self.all_evidence,
            items=tuple(tuple(variants) for variants in self.items),
            forbidden=tuple(self.forbidden),
            clarify=self.clarify,
            may_refuse=self.may_refuse,
        )


def load_questions(path: Path, documents: Iterable[Document]) -> tuple[Question, ...]:
    """Read a question file (JSON Lines, UTF-8) and check its evidence against the documents.

    :raises MalformedQuestion: the file cannot be read, or a line is not a question.
    :raises DuplicateQuestion: two lines have the same id.
    :raises UnknownEvidenceDocument: evidence names a document that is not among ``documents``.
    :raises EvidenceNotFound: words of the evidence stand nowhere in their document.
    """
    texts = {document.id: normal(document.text) for document in documents}
    first_line: dict[str, int] = {}
    questions = []
    for number, line in _lines(path):
        question = _parsed(path, number, line)
        if question.id in first_line:
            reason = f"mã câu hỏi {question.id!r} đã có ở dòng {first_line[question.id]}; hãy đặt mã khác."
            raise DuplicateQuestion(path, number, reason)
        first_line[question.id] = number
        for evidence in question.evidence:
            _check_evidence(path, number, evidence, texts)
        questions.append(question)
    return tuple(questions)


def chosen(questions: Iterable[Question], group: str) -> tuple[Question, ...]:
    """Return the questions of a slice or kind.

    :raises NothingToRun: there is none; the message names the slices and kinds there are.
    """
    questions = tuple(questions)
    found = tuple(question for question in questions if group in (*question.slices, question.kind.value))
    if not found:
        known = sorted({name for question in questions for name in (*question.slices, question.kind.value)})
        raise NothingToRun(f"không có câu hỏi nào thuộc lát {group!r}; các lát hiện có: {', '.join(known)}.")
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedQuestion(path, None, f"cần tệp JSON Lines UTF-8 nhưng không đọc được ({error}).") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _parsed(path: Path, number: int, line: str) -> Question:
    try:
        question = _QuestionLine.model_validate(json.loads(line)).question_of()
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise MalformedQuestion(path, number, f"trường không đúng ({faults}).") from error
    except ValueError as error:
        raise MalformedQuestion(path, number, f"cần một đối tượng JSON trên mỗi dòng ({error}).") from error
    fault = _inconsistency(question)
    if fault:
        raise MalformedQuestion(path, number, fault)
    return question


def _inconsistency(question: Question) -> str | None:
    if question.answerable == (question.kind is QuestionKind.REFUSE):
        return "kind là 'refuse' khi và chỉ khi answerable là false."
    if question.answerable and not (question.evidence and question.items):
        return "câu trả lời được cần ít nhất một evidence và một items."
    if not question.answerable and (question.evidence or question.items or question.may_refuse):
        return "câu phải từ chối không có evidence, items hay may_refuse."
    if question.answerable and question.clarify:
        return "clarify chỉ dùng cho câu phải từ chối."
    words = [*question.forbidden, *question.turns, *(v for variants in question.items for v in variants)]
    words += [w for evidence in question.evidence for w in (*evidence.words, *filter(None, [evidence.under]))]
    groups = [*question.items, *(evidence.words for evidence in question.evidence)]
    if not all(groups) or not all(normal(word) for word in words):
        return "turns, words, under, items và forbidden không được để trống."
    return None


def _check_evidence(path: Path, number: int, evidence: Evidence, texts: dict[str, str]) -> None:
    text = texts.get(evidence.document_id)
    if text is None:
        known = ", ".join(sorted(texts)) or "không có văn bản nào"
        reason = f"văn bản {evidence.document_id!r} không có trong kho ({known}); hãy sửa document_id."
        raise UnknownEvidenceDocument(path, number, reason)
    for words in (*evidence.words, *filter(None, [evidence.under])):
        if normal(words) not in text:
            reason = f"không thấy {words!r} trong {evidence.document_id!r}; hãy chép lại đúng lời văn bản."
            raise EvidenceNotFound(path, number, reason)
