"""Offers the questions that readers rated "down" as candidates for a question set; a person fills the answers in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.errors import MalformedQuestion
from eval.office import RatedAnswer
from eval.questions import question_files
from eval.sets.columns import COLUMNS, REVIEW_COLUMNS, Heading, alike
from eval.sets.errors import KnownSetUnusable
from eval.sets.template import guide_sheet, question_sheet
from eval.sets.writing import Cell, Sheet

_ID_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that was answered badly, as its reader found."""

    turns: tuple[str, ...]
    question: str
    answer: str
    """The last one that was rated down."""
    comments: tuple[str, ...]
    times: int
    last: str
    """When it was last rated down, ISO 8601."""

    @property
    def id(self) -> str:
        """Return an id that the same question has at every harvest."""
        digest = hashlib.sha256("\n".join(conversation_key(self.turns, self.question)).encode()).hexdigest()
        return f"gop-y-{digest[:_ID_DIGITS]}"


@dataclass(frozen=True, slots=True)
class _KnownQuestion:
    question: str
    turns: tuple[str, ...] = ()


_KNOWN_JSON = TypeAdapter(_KnownQuestion)


def conversation_key(turns: Sequence[str], question: str) -> tuple[str, ...]:
    """Return what two askings have in common that differ in case, diacritics, spaces or punctuation only.

    The earlier questions are part of it: "ai phối hợp?" asks something else after each.
    """
    return tuple(alike(words) for words in (*turns, question))


def known_questions(paths: Iterable[Path]) -> frozenset[tuple[str, ...]]:
    """Return the keys of the questions of these question files, or folders of them.

    Only questions are read: evidence whose document is gone since is no hindrance.

    :raises KnownSetUnusable: a folder holds no question file, or there is none.
    :raises MalformedQuestion: a line is not a question.
    """
    return frozenset(key for path in paths for file in _files(path) for key in _keys(file))


def candidates(rated: Iterable[RatedAnswer], known: frozenset[tuple[str, ...]]) -> tuple[Candidate, ...]:
    """Return each question once, in the order first rated down; those known are left out."""
    found: dict[tuple[str, ...], Candidate] = {}
    for one in rated:
        key = conversation_key(one.turns, one.question)
        if key in known or not key[-1]:
            continue
        said = (one.comment.strip(),) if one.comment and one.comment.strip() else ()
        before = found.get(key)
        if before is None:
            found[key] = Candidate(tuple(one.turns), one.question, one.answer, said, 1, one.at)
        else:
            comments = tuple(dict.fromkeys((*before.comments, *said)))
            found[key] = replace(before, answer=one.answer, comments=comments, times=before.times + 1, last=one.at)
    return tuple(found.values())


def candidate_sheets(found: Sequence[Candidate]) -> tuple[Sheet, ...]:
    """Return the candidates in the template's form, what only a person can know left empty, and the guide."""
    return question_sheet((*COLUMNS, *REVIEW_COLUMNS), [_row(one) for one in found]), guide_sheet()


def _row(candidate: Candidate) -> tuple[Cell, ...]:
    cells: dict[Heading, Cell] = {
        Heading.ID: candidate.id,
        Heading.QUESTION: candidate.question,
        # A line is a question there.
        Heading.TURNS: "\n".join(" ".join(turn.split()) for turn in candidate.turns),
        Heading.ANSWERED: candidate.answer,
        Heading.COMMENT: "\n".join(candidate.comments),
        Heading.TIMES: candidate.times,
        Heading.LAST: _day(candidate.last),
    }
    return tuple(cells.get(column.heading) for column in (*COLUMNS, *REVIEW_COLUMNS))


def _day(at: str) -> str:
    try:
        return f"{datetime.fromisoformat(at):%d/%m/%Y}"
    except ValueError:
        return at


def _files(path: Path) -> tuple[Path, ...]:
    files = question_files(path)
    if not files or not all(file.is_file() for file in files):
        raise KnownSetUnusable(path)
    return files


def _keys(file: Path) -> list[tuple[str, ...]]:
    keys = []
    for number, line in enumerate(file.read_bytes().split(b"\n"), 1):
        if line.strip():
            try:
                known = _KNOWN_JSON.validate_json(line)
            except ValidationError as error:
                raise MalformedQuestion(file, number, "dòng này không phải câu hỏi JSON; hãy sửa --known.") from error
            keys.append(conversation_key(known.turns, known.question))
    return keys
