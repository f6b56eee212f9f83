"""The curated question set: what is asked, what a right answer must say, and the words that prove it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.model import Document
from eval.errors import DuplicateQuestion, EvidenceNotFound, MalformedQuestion, NothingToRun, UnknownEvidenceDocument
from eval.matching import contains, normal
from eval.splits import Split, split_of
from rag.pipeline import MAX_QUESTION

_APART = "\n\0\n"
"""Stands between paragraphs: no words have it."""
SHIPPED_QUESTIONS = Path(__file__).parent / "questions"
"""The folder of the question files over the shipped documents."""


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
    topic: str
    """What it is about; questions that would teach each other's answer share it."""
    set_name: str
    """Its file, without the ending."""
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

    @property
    def split(self) -> Split:
        """Return the part of the set that it is in; without a topic of its own nothing is held out."""
        return Split.DEV if self.topic == self.id else split_of(self.topic)

    @property
    def groups(self) -> tuple[str, ...]:
        """Return every name it can be chosen by: slices, kind, and the name of its set."""
        return (*self.slices, self.kind.value, self.set_name)


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
    topic: str | None = Field(default=None, min_length=1)
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

    def question_of(self, set_name: str) -> Question:
        return Question(
            id=self.id,
            topic=self.topic or self.id,
            set_name=set_name,
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


def question_files(path: Path) -> tuple[Path, ...]:
    """Return the question files of a folder, by name; a file stands for itself."""
    return tuple(sorted(path.glob("*.jsonl"))) if path.is_dir() else (path,)


def load_questions(path: Path, documents: Iterable[Document]) -> tuple[Question, ...]:
    """Read a question file (JSON Lines, UTF-8), or every one of a folder, and check evidence against the documents.

    :raises MalformedQuestion: a file cannot be read, or a line is not a question.
    :raises DuplicateQuestion: two lines have the same id, be it in two files.
    :raises UnknownEvidenceDocument: evidence names a document that is not among ``documents``.
    :raises EvidenceNotFound: words of the evidence stand nowhere in their document.
    """
    texts = comparable_texts(documents)
    first: dict[str, str] = {}
    questions = []
    for file in question_files(path):
        for number, line in _lines(file):
            question = checked_question(file, number, line, texts)
            if question.id in first:
                reason = f"mã câu hỏi {question.id!r} đã có ở {first[question.id]}; hãy đặt mã khác."
                raise DuplicateQuestion(file, number, reason)
            first[question.id] = f"{file.name} dòng {number}"
            questions.append(question)
    return tuple(questions)


def comparable_texts(documents: Iterable[Document]) -> dict[str, str]:
    """Return the documents' texts by id, in the form that evidence is looked for in: each paragraph by itself."""
    return {d.id: _APART.join(normal(paragraph.text) for paragraph in d.paragraphs) for d in documents}


def checked_question(path: Path, number: int, line: str, texts: Mapping[str, str]) -> Question:
    """Return the question of one line of JSON; ``path`` and ``number`` say in errors where it stands.

    :param texts: made by :func:`comparable_texts`.
    :raises MalformedQuestion: the line is not a question.
    :raises UnknownEvidenceDocument: evidence names a document that is not among ``texts``.
    :raises EvidenceNotFound: words of the evidence stand in no paragraph of their document.
    """
    question = _parsed(path, number, line)
    for evidence in question.evidence:
        _check_evidence(path, number, evidence, texts)
    return question


def chosen(questions: Iterable[Question], group: str | None, split: Split | None) -> tuple[Question, ...]:
    """Return the questions of a slice, kind or set, and of a split; None stands for all.

    :raises NothingToRun: there is none; the message names the groups there are.
    """
    questions = tuple(questions)
    if not questions:
        raise NothingToRun("tệp câu hỏi không có câu nào; hãy chọn tệp hoặc thư mục khác.")
    found = tuple(question for question in questions if group is None or group in question.groups)
    if not found:
        known = sorted({name for question in questions for name in question.groups})
        raise NothingToRun(f"không có câu hỏi nào thuộc lát {group!r}; các lát hiện có: {', '.join(known)}.")
    kept = tuple(question for question in found if split is None or question.split is split)
    if not kept:
        raise NothingToRun(f"không có câu hỏi nào của lát {group!r} nằm trong phần {split!s}; hãy bỏ --split.")
    return kept


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedQuestion(path, None, f"cần tệp JSON Lines UTF-8 nhưng không đọc được ({error}).") from error
    return ((number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip())


def _parsed(path: Path, number: int, line: str) -> Question:
    try:
        question = _QuestionLine.model_validate(json.loads(line)).question_of(path.stem)
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
    return _impossible(question)


def _impossible(question: Question) -> str | None:
    """Return why no answer could be right."""
    if any(len(asked) > MAX_QUESTION for asked in (*question.turns, question.question)):
        return f"câu hỏi dài quá {MAX_QUESTION} ký tự, phần mềm sẽ không nhận; hãy rút gọn."
    for words in question.forbidden:
        if any(contains(variant, words) for variants in question.items for variant in variants):
            return f"{words!r} vừa phải nói vừa không được nói; hãy bỏ một bên."
    return None


def _check_evidence(path: Path, number: int, evidence: Evidence, texts: Mapping[str, str]) -> None:
    text = texts.get(evidence.document_id)
    if text is None:
        known = ", ".join(sorted(texts)) or "không có văn bản nào"
        reason = f"văn bản {evidence.document_id!r} không có trong kho ({known}); hãy sửa document_id."
        raise UnknownEvidenceDocument(path, number, reason)
    for words in (*evidence.words, *filter(None, [evidence.under])):
        if normal(words) not in text:
            where = f"trong một đoạn nào của {evidence.document_id!r}"
            reason = f"không thấy {words!r} {where}; hãy chép lại đúng lời văn bản."
            raise EvidenceNotFound(path, number, reason)
