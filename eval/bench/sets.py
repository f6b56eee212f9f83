"""Reads a retrieval set: texts, questions, and which texts answer which question."""

from __future__ import annotations

import json
import lzma
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, TypeVar

from corpus.vietnamese import D_LOOKALIKES, nfc
from eval.bench.errors import MalformedLine, NoRetrievalSet, RepeatedId, SetFileMissing, UnjudgedQuery, UnknownId

_CORPUS, _QUERIES, _QRELS = "corpus", "queries", "qrels"
_FILES = (_CORPUS, _QUERIES, _QRELS)
_EXPECTED = "corpus, queries và qrels (.jsonl hoặc .jsonl.xz)"
_PLAIN_D = str.maketrans("đĐ", "dD")


@dataclass(frozen=True, slots=True)
class CorpusEntry:
    """A text that may be found."""

    id: str
    title: str
    """Empty where it has none."""
    text: str

    @property
    def whole(self) -> str:
        """Return the title and the text in one, for retrievers that know no title."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True, slots=True)
class Query:
    """A question and what answers it."""

    id: str
    text: str
    relevant: frozenset[str]
    """Ids of entries, at least one."""


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """A set to measure retrieval on; at least one entry and one question."""

    name: str
    entries: tuple[CorpusEntry, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    path: Path
    number: int
    record: dict[str, object]

    def text(self, field: str) -> str:
        """Return the field's text, which may be empty."""
        value = self.record.get(field)
        if not isinstance(value, str):
            raise self.malformed(f"cần trường {field!r} là chuỗi, thấy {value!r}")
        return value

    def key(self, field: str) -> str:
        """Return the field's id."""
        value = self.record.get(field)
        if isinstance(value, bool) or not isinstance(value, str | int) or value == "":
            raise self.malformed(f"cần trường {field!r} là mã (chuỗi hoặc số nguyên), thấy {value!r}")
        return str(value)

    def malformed(self, reason: str) -> MalformedLine:
        """Return the error of this line."""
        return MalformedLine(self.path, self.number, f"{reason}; hãy sửa dòng này.")


def set_folders(folder: Path) -> tuple[Path, ...]:
    """Return the folder itself where it holds a set, else its folders that do, by name.

    One file of a set is enough to count, so that a missing other one is told and not passed over.

    :raises NoRetrievalSet: there is no such folder, or neither it nor a folder in it holds a set.
    """
    if not folder.is_dir():
        raise NoRetrievalSet(f"Không có thư mục {folder}. Cần một thư mục có {_EXPECTED}, hoặc thư mục chứa chúng.")
    if _holds_any(folder):
        return (folder,)
    found = tuple(sorted(path for path in folder.iterdir() if path.is_dir() and _holds_any(path)))
    if not found:
        raise NoRetrievalSet(
            f"Trong {folder} và các thư mục con không thấy bộ dữ liệu nào. Mỗi bộ là một thư mục có {_EXPECTED}."
        )
    return found


def read_set(folder: Path) -> RetrievalSet:
    """Read the set in a folder. A text answers a question where its judgement's score is above 0.

    :raises SetFileMissing: one of the three files is missing.
    :raises MalformedLine: a file is empty or cannot be read, or a line lacks a field.
    :raises RepeatedId: two texts or two questions have the same id.
    :raises UnknownId: a judgement names what is not there.
    :raises UnjudgedQuery: no text is said to answer a question.
    """
    corpus, queries, qrels = (_file(folder, stem) for stem in _FILES)
    entries = _by_id(corpus, _entry)
    asked = _by_id(queries, _question)
    relevant: dict[str, set[str]] = {key: set() for key in asked}
    for line in _lines(qrels):
        query, entry = line.key("query_id"), line.key("doc_id")
        if query not in asked:
            raise UnknownId(qrels, line.number, f"query_id {query!r} không có trong {queries.name}.")
        if entry not in entries:
            raise UnknownId(qrels, line.number, f"doc_id {entry!r} không có trong {corpus.name}.")
        if _score(line) > 0:
            relevant[query].add(entry)
    return RetrievalSet(
        name=folder.resolve().name,
        entries=tuple(entries.values()),
        queries=tuple(_query(key, line, relevant[key], qrels) for key, line in asked.items()),
    )


def without_accents(text: str) -> str:
    """Return the text as typed without diacritics, letters in the case they were: "Đảng ủy" → "Dang uy"."""
    letters = unicodedata.normalize("NFD", text.translate(D_LOOKALIKES))
    return nfc("".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_PLAIN_D))


def _file(folder: Path, stem: str) -> Path:
    found = _found(folder, stem)
    if found is None:
        raise SetFileMissing(folder, None, f"thiếu {stem}.jsonl (hoặc {stem}.jsonl.xz); một bộ cần {_EXPECTED}.")
    return found


def _found(folder: Path, stem: str) -> Path | None:
    candidates = (folder / f"{stem}.jsonl", folder / f"{stem}.jsonl.xz")
    return next((path for path in candidates if path.is_file()), None)


def _holds_any(folder: Path) -> bool:
    return any(_found(folder, stem) for stem in _FILES)


_Kept = TypeVar("_Kept")


def _by_id(path: Path, keep: Callable[[_Line], _Kept]) -> dict[str, _Kept]:
    """Return what is kept of each line under its id, in their order."""
    kept: dict[str, _Kept] = {}
    for line in _lines(path):
        key = line.key("_id")
        if key in kept:
            raise RepeatedId(path, line.number, f"mã {key!r} đã có ở một dòng trước; hãy đặt mã khác.")
        kept[key] = keep(line)
    if not kept:
        raise MalformedLine(path, None, "cần ít nhất một dòng, thấy tệp rỗng.")
    return kept


def _entry(line: _Line) -> CorpusEntry:
    title = "" if line.record.get("title") is None else line.text("title")
    return CorpusEntry(line.key("_id"), title, line.text("text"))


def _question(line: _Line) -> _Line:
    if not line.text("text").strip():
        raise line.malformed("câu hỏi để trống")
    return line


def _query(key: str, line: _Line, relevant: set[str], qrels: Path) -> Query:
    if not relevant:
        reason = f"câu hỏi {key!r} không có văn bản nào được đánh giá là đúng trong {qrels.name}."
        raise UnjudgedQuery(line.path, line.number, reason)
    return Query(key, line.text("text"), frozenset(relevant))


def _score(line: _Line) -> float:
    score = line.record.get("score")
    if isinstance(score, bool) or not isinstance(score, int | float):
        raise line.malformed(f"cần trường 'score' là số, thấy {score!r}")
    return float(score)


def _lines(path: Path) -> Iterator[_Line]:
    number = 0
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _parsed(path, number, line)
    except (OSError, EOFError, UnicodeDecodeError, lzma.LZMAError) as error:
        raise MalformedLine(path, number + 1, f"không đọc tiếp được tệp JSON Lines UTF-8 ({error}).") from error


def _open(path: Path) -> TextIO:
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8")
    return path.open(encoding="utf-8")


def _parsed(path: Path, number: int, line: str) -> _Line:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise MalformedLine(path, number, f"cần một đối tượng JSON trên mỗi dòng ({error}).") from error
    if not isinstance(record, dict):
        raise MalformedLine(path, number, f"cần một đối tượng JSON trên mỗi dòng, thấy {type(record).__name__}.")
    return _Line(path, number, record)
