"""The index on disk: plain named files, a manifest, and a pointer to the version in use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.search import PassageIndex
from index.tuning import Tuning


@dataclass(frozen=True, slots=True)
class DocumentMark:
    """A document as it was when the index was built."""

    id: str
    sha256: str
    """Of its text in UTF-8."""
    passages: int


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file of the index as it was written."""

    name: str
    """Relative to the version's folder, with forward slashes."""
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LibraryMark:
    """A library that the index's content or format depends on."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from, and by what."""

    schema: int
    version: str
    """Fingerprint of documents, passages, tuning, libraries and model; not of the time."""
    built_at: str
    """ISO 8601, UTC."""
    documents: tuple[DocumentMark, ...]
    passages: int
    tuning: Tuning
    libraries: tuple[LibraryMark, ...]
    model: str
    """The embedding model's fingerprint."""
    dimension: int
    files: tuple[FileMark, ...]


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the index in use.

    :raises IndexMissing: nothing has been built in the folder.
    :raises IndexCorrupt: the manifest cannot be read.
    :raises IndexStale: the manifest is of another schema.
    """
    raise NotImplementedError


def current_version(folder: Path) -> str | None:
    """Return the version in use, None where nothing has been built: cheap, to notice a new build."""
    raise NotImplementedError


def open_index(folder: Path, model: EmbeddingModel) -> PassageIndex:
    """Return the index in use, memory-mapped.

    :raises IndexMissing: nothing has been built in the folder.
    :raises IndexStale: built with another schema, tuning or library version.
    :raises IndexCorrupt: a file is gone or changed.
    :raises ModelMismatch: built with another embedding model.
    """
    raise NotImplementedError


def verify_index(folder: Path, documents: Sequence[Document], model: EmbeddingModel) -> list[str]:
    """Return what is wrong with the index as an index of these documents; empty where all is well."""
    raise NotImplementedError
