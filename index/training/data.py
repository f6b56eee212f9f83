"""Reading the files to train and to measure on: ``.jsonl`` / ``.txt``, plain or ``.xz``, UTF-8."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from index.training.errors import DataError


@dataclass(frozen=True, slots=True)
class Pair:
    """A query and a text that answers it."""

    query: str
    positive: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A query or a passage of a benchmark."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Passages, queries, and which passages answer which query."""

    name: str
    passages: tuple[Entry, ...]
    queries: tuple[Entry, ...]
    relevant: frozenset[tuple[str, str]]
    """(query id, passage id)."""


def find(folder: Path, stem: str) -> Path:
    """Return the file of that name in the folder, plain or ``.xz``.

    :raises DataError: neither is there.
    """
    for candidate in (folder / stem, folder / f"{stem}.xz"):
        if candidate.is_file():
            return candidate
    raise DataError(f"expected {stem} or {stem}.xz in {folder}, found neither; give the folder with --data")


@contextmanager
def _open(path: Path) -> Iterator[TextIO]:
    if path.suffix == ".xz":
        with lzma.open(path, "rt", encoding="utf-8") as lines:
            yield lines
    else:
        with path.open(encoding="utf-8") as lines:
            yield lines


def read_lines(path: Path, *, every: int = 1) -> Iterator[str]:
    """Yield each ``every``-th line without its line break."""
    with _open(path) as lines:
        for number, line in enumerate(lines):
            if number % every == 0:
                yield line.rstrip("\n")


def _records(path: Path, fields: tuple[str, ...], optional: str | None = None) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(read_lines(path), start=1):
        try:
            record = json.loads(line)
            extra = () if optional is None else (str(record.get(optional) or ""),)
            yield (*(str(record[field]) for field in fields), *extra)
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
            expected = ", ".join(fields)
            raise DataError(f"{path}, line {number}: expected a JSON object with {expected}; mend the line") from error


def read_pairs(path: Path) -> list[Pair]:
    """Return the pairs of a file with ``query`` and ``positive`` on each line.

    :raises DataError: a line lacks one of them.
    """
    return [Pair(query, positive) for query, positive in _records(path, ("query", "positive"))]


def _passages(path: Path) -> Iterator[Entry]:
    for key, text, title in _records(path, ("_id", "text"), optional="title"):
        yield Entry(key, f"{title}\n{text}" if title else text)


def read_benchmark(folder: Path) -> Benchmark:
    """Return the benchmark in a folder of ``corpus``, ``queries`` and ``qrels``.

    A passage's title is put before its text. Queries that no passage answers are left out.

    :raises DataError: a file is missing or a line lacks a field.
    """
    qrels = _records(find(folder, "qrels.jsonl"), ("query_id", "doc_id", "score"))
    relevant = frozenset((query, passage) for query, passage, score in qrels if float(score) > 0)
    asked = {query for query, _ in relevant}
    queries = (Entry(key, text) for key, text in _records(find(folder, "queries.jsonl"), ("_id", "text")))
    return Benchmark(
        name=folder.name,
        passages=tuple(_passages(find(folder, "corpus.jsonl"))),
        queries=tuple(query for query in queries if query.id in asked),
        relevant=relevant,
    )
