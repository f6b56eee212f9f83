"""A run on disk: ``<folder>/<time>-<fingerprint>/``.

::

    manifest.json     what was asked of what (eval.identity), and when it began
    cases.jsonl       a line a question, in the order asked (eval.cases)
    timings.jsonl     how long each took: the one thing that two runs of the same code do not share
    summary.json      the figures (eval.summary); there once the run is whole

A run that broke off goes on where it stopped: each case is on disk before the next question is asked.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from pydantic import TypeAdapter

from eval.asking import Outcome
from eval.cases import CASE_JSON, TIMING_JSON, Case, Timing
from eval.errors import RunUnfinished, RunUnreadable
from eval.files import replace_bytes
from eval.identity import Identity
from eval.summary import SUMMARY_JSON, Summary

SCHEMA = 1
"""Number of the layout, raised when it changes."""

MANIFEST, CASES, TIMINGS, SUMMARY = "manifest.json", "cases.jsonl", "timings.jsonl", "summary.json"


@dataclass(frozen=True, slots=True)
class RunManifest:
    """What a run is of."""

    schema: int
    fingerprint: str
    started_at: datetime
    asked: int
    """Questions that the whole run asks."""
    identity: Identity


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run, as read back."""

    path: Path
    manifest: RunManifest
    cases: tuple[Case, ...]
    timings: tuple[Timing, ...]
    summary: Summary


_MANIFEST_JSON = TypeAdapter(RunManifest)


class RunWriter:
    """Writes one run down, case by case."""

    def __init__(self, path: Path, done: Sequence[Outcome], cases: TextIOWrapper, timings: TextIOWrapper) -> None:
        """Keep the open files; :func:`written_run` makes it."""
        self.path = path
        self.done = tuple(done)
        """What a run that broke off had asked already."""
        self._cases = cases
        self._timings = timings

    def add(self, outcome: Outcome) -> None:
        """Write a question down before the next is asked."""
        for file, line in (
            (self._timings, TIMING_JSON.dump_json(outcome.timing)),
            (self._cases, CASE_JSON.dump_json(outcome.case)),
        ):
            file.write(line.decode() + "\n")
            file.flush()

    def finish(self, summary: Summary) -> None:
        """Write the figures: from now on the run is whole."""
        replace_bytes(self.path / SUMMARY, SUMMARY_JSON.dump_json(summary, indent=2) + b"\n")


@contextmanager
def written_run(identity: Identity, asked: int, folder: Path) -> Iterator[RunWriter]:
    """Open the unfinished run of this identity that nobody is at, or else a new one.

    :raises OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob(f"*-{identity.fingerprint}*"), reverse=True):
        if not _is_of(path, identity):
            continue
        with _files(path) as (cases, timings):
            # Looked at again under the lock: whoever was at it may have finished since.
            if _is_ours(cases) and not (path / SUMMARY).exists():
                yield RunWriter(path, _kept(path, cases, timings), cases, timings)
                return
    path, started_at = _new_folder(identity, folder)
    with _files(path) as (cases, timings):
        fcntl.flock(cases, fcntl.LOCK_EX)
        # The manifest last: what has none is nobody's to go on with.
        manifest = RunManifest(SCHEMA, identity.fingerprint, started_at, asked, identity)
        (path / MANIFEST).write_bytes(_MANIFEST_JSON.dump_json(manifest, indent=2) + b"\n")
        yield RunWriter(path, (), cases, timings)


def _is_of(path: Path, identity: Identity) -> bool:
    """Say whether the folder is an unfinished run of this identity."""
    if (path / SUMMARY).exists():
        return False
    try:
        manifest = _MANIFEST_JSON.validate_json((path / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return manifest.schema == SCHEMA and manifest.identity == identity


def load_run(path: Path) -> Run:
    """Read a run back.

    :raises RunUnfinished: it broke off.
    :raises RunUnreadable: it is not a run, or one of another layout.
    """
    try:
        manifest = _MANIFEST_JSON.validate_json((path / MANIFEST).read_bytes())
        if manifest.schema != SCHEMA:
            raise RunUnreadable(path, f"cần lượt chạy dạng {SCHEMA}, đây là dạng {manifest.schema}; hãy chạy lại.")
        cases = tuple(CASE_JSON.validate_json(line) for line in _lines(path / CASES))
        timings = tuple(TIMING_JSON.validate_json(line) for line in _lines(path / TIMINGS))
        if not (path / SUMMARY).exists():
            raise RunUnfinished(path, len(cases), manifest.asked)
        if not len(cases) == len(timings) == manifest.asked:
            found = f"{len(cases)} câu trả lời và {len(timings)} số đo thời gian"
            raise RunUnreadable(path, f"cần đủ {manifest.asked} câu nhưng thấy {found}; hãy chạy lại.")
        return Run(path, manifest, cases, timings, SUMMARY_JSON.validate_json((path / SUMMARY).read_bytes()))
    except (OSError, ValueError) as error:
        raise RunUnreadable(path, f"tệp của lượt chạy bị hỏng hoặc thiếu ({type(error).__name__}).") from error


def find_run(name: str, folder: Path) -> Path:
    """Return a run by its path or its name inside ``folder``.

    :raises RunUnreadable: there is none.
    """
    for path in (Path(name), folder / name):
        if (path / MANIFEST).is_file():
            return path
    known = ", ".join(sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}"))[-5:]) or "không có lượt nào"
    raise RunUnreadable(Path(name), f"không phải thư mục của một lượt chạy; gần đây trong {folder}: {known}.")


def _new_folder(identity: Identity, folder: Path) -> tuple[Path, datetime]:
    """Return a folder that nobody else has, and the time in its name."""
    number = 1
    while True:
        started_at = datetime.now(UTC)
        name = f"{started_at:%Y%m%dT%H%M%S}-{identity.fingerprint}"
        path = folder / (name if number == 1 else f"{name}-{number}")
        try:
            path.mkdir()
        except FileExistsError:
            number += 1
            continue
        return path, started_at


@contextmanager
def _files(path: Path) -> Iterator[tuple[TextIOWrapper, TextIOWrapper]]:
    with (
        (path / CASES).open("a+", encoding="utf-8") as cases,
        (path / TIMINGS).open("a+", encoding="utf-8") as timings,
    ):
        yield cases, timings


def _is_ours(cases: TextIOWrapper) -> bool:
    try:
        fcntl.flock(cases, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _kept(path: Path, cases: TextIOWrapper, timings: TextIOWrapper) -> list[Outcome]:
    """Return what is whole of a run that broke off, and cut away what comes after it."""
    case_lines, timing_lines = _lines(path / CASES), _lines(path / TIMINGS)
    kept: list[Outcome] = []
    for case, timing in zip(case_lines, timing_lines, strict=False):
        try:
            kept.append(Outcome(CASE_JSON.validate_json(case), TIMING_JSON.validate_json(timing)))
        except ValueError:
            break
    for file, lines in ((cases, case_lines), (timings, timing_lines)):
        file.truncate(sum(len(line) + 1 for line in lines[: len(kept)]))
    return kept


def _lines(path: Path) -> list[bytes]:
    """Return the lines that were written to their end; as bytes, for the last may be torn inside a letter."""
    return path.read_bytes().split(b"\n")[:-1]
