"""What decides what comes out of a run, and its fingerprint: the same in, the same out."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

import corpus
import index
import rag
from eval.questions import question_files
from eval.splits import Split
from index.store import DocumentMark, LibraryMark, Manifest
from index.tuning import Tuning

_SHOWN = 12
"""Digits of a fingerprint that name a folder."""
_JUDGES = ("ablation", "asking", "cases", "judging", "matching", "questions", "splits")
"""The modules of this package that decide what is asked and what is right."""
_APART = {"documents", "models", "__pycache__"}
"""Folders of a package with fingerprints of their own, or none."""


@dataclass(frozen=True, slots=True)
class QuestionFileMark:
    """A question file as it was asked."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Identity:
    """All that the answers and their judgement depend on."""

    index_version: str
    documents: tuple[DocumentMark, ...]
    configuration: Tuning
    model: str
    """The embedding model's fingerprint."""
    libraries: tuple[LibraryMark, ...]
    python: str
    code: str
    """Fingerprint of the packages that read, find, answer and judge."""
    questions: tuple[QuestionFileMark, ...]
    group: str | None
    """The slice, kind or set chosen; None for all."""
    split: Split | None
    variant: str
    """What was left out of the product, by :mod:`eval.ablation`; empty for the product as it is."""

    @property
    def fingerprint(self) -> str:
        """Return the first digits of the SHA-256 of all of it."""
        return hashlib.sha256(_IDENTITY_JSON.dump_json(self)).hexdigest()[:_SHOWN]


_IDENTITY_JSON = TypeAdapter(Identity)


def identity_of(manifest: Manifest, questions: Path, group: str | None, split: Split | None) -> Identity:
    """Return the identity of a run of these questions with the index of the manifest.

    :raises OSError: a question file cannot be read.
    """
    here = Path(__file__).parent
    judges = [here / f"{name}.py" for name in _JUDGES]
    packages = [Path(package.__path__[0]) for package in (corpus, index, rag)]
    return Identity(
        index_version=manifest.version,
        documents=manifest.documents,
        configuration=manifest.tuning,
        model=manifest.model,
        libraries=manifest.libraries,
        python=platform.python_version(),
        code=_fingerprint([*judges, *(path for package in packages for path in _sources(package))], here.parent),
        questions=tuple(QuestionFileMark(path.name, _digest(path)) for path in question_files(questions)),
        group=group,
        split=split,
        variant="",
    )


def _sources(package: Path) -> Iterator[Path]:
    for path in package.rglob("*"):
        if path.is_file() and not _APART.intersection(path.relative_to(package).parts):
            yield path


def _fingerprint(paths: Sequence[Path], root: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(root).as_posix()} {_digest(path)}\n".encode())
    return digest.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
