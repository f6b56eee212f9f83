"""What an index and its segments say of themselves, and the marks by which documents and files are known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version as library_version
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.model import Document
from index.errors import REBUILD, IndexCorrupt, IndexStale
from index.passage import Passage
from index.tuning import Tuning

SCHEMA = 3
"""Number of the layout and of the analysis; raised whenever either changes."""

MANIFEST = "manifest.json"

_ID_LENGTH = 16
_LIBRARIES = ("faiss-cpu", "underthesea", "underthesea_core")


@dataclass(frozen=True, slots=True)
class DocumentMark:
    """A document as it was when it was indexed."""

    id: str
    sha256: str
    """Of its text in UTF-8."""
    passages: int
    digest: str = ""
    """Of its passages and of what is searched of them; empty in runs written down before it was kept."""


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file of the index as it was written."""

    name: str
    """Relative to its segment's folder."""
    size: int
    """Bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class LibraryMark:
    """A library that the index's content or format depends on."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class SegmentManifest:
    """What a segment holds."""

    schema: int
    id: str
    """Fingerprint of the documents' marks and of all that what was made of them depends on."""
    documents: tuple[DocumentMark, ...]
    """In the order of the passages."""
    vectors: str
    """How the vectors are searched, with the numbers it was built with."""
    files: tuple[FileMark, ...]


@dataclass(frozen=True, slots=True)
class SegmentMark:
    """A segment as it takes part in a version."""

    id: str
    sha256: str
    """Of its manifest."""
    removed: tuple[str, ...]
    """Ids of its documents that take no part."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index was built from, and by what."""

    schema: int
    version: str
    """Fingerprint of documents, tuning, libraries and model; not of the time nor of the segments."""
    built_at: str
    """ISO 8601, UTC."""
    documents: tuple[DocumentMark, ...]
    """By id, which is the order of the index's passages."""
    passages: int
    tuning: Tuning
    libraries: tuple[LibraryMark, ...]
    model: str
    """The embedding model's fingerprint."""
    dimension: int
    segments: tuple[SegmentMark, ...]


@dataclass(frozen=True, slots=True)
class _Schema:
    """The part of a manifest that every schema has."""

    schema: int


_Kind = TypeVar("_Kind", Manifest, SegmentManifest)

_SCHEMA_JSON = TypeAdapter(_Schema)
_MANIFEST_JSON = TypeAdapter(Manifest)
_SEGMENT_JSON = TypeAdapter(SegmentManifest)
_PASSAGES_JSON = TypeAdapter(list[Passage])


def load_manifest(home: Path) -> Manifest:
    """Return the manifest in a version's folder.

    :raises IndexCorrupt: it is gone or cannot be read.
    :raises IndexStale: it is of another schema.
    """
    return _parsed(home / MANIFEST, _MANIFEST_JSON)


def load_segment_manifest(home: Path) -> SegmentManifest:
    """Return the manifest in a segment's folder; errors as for :func:`load_manifest`."""
    return _parsed(home / MANIFEST, _SEGMENT_JSON)


def dump_manifest(manifest: Manifest, home: Path) -> None:
    """Write the manifest into a version's folder."""
    (home / MANIFEST).write_bytes(_MANIFEST_JSON.dump_json(manifest, indent=2) + b"\n")


def dump_segment_manifest(manifest: SegmentManifest, home: Path) -> None:
    """Write the manifest into a segment's folder."""
    (home / MANIFEST).write_bytes(_SEGMENT_JSON.dump_json(manifest, indent=2) + b"\n")


def segment_id(plan: Manifest, documents: Sequence[DocumentMark]) -> str:
    """Return the fingerprint of a segment: of its documents, and of what is made of them by this code and model.

    Weights that only search depends on are left out: changing them leaves the segments as they are.
    """
    return fingerprint(
        [
            plan.schema,
            sorted(spec.name for spec in plan.tuning.fields),
            plan.tuning.dense_context,
            [asdict(mark) for mark in plan.libraries],
            plan.model,
            plan.dimension,
            [asdict(mark) for mark in documents],
        ]
    )


def fingerprint(parts: object) -> str:
    """Return a name for what can be spelled in JSON."""
    spelled = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(spelled.encode()).hexdigest()[:_ID_LENGTH]


def mark_document(document: Document, found: Sequence[Passage]) -> DocumentMark:
    """Return what identifies the document and its passages; what is searched of them follows from these."""
    digest = hashlib.sha256(_PASSAGES_JSON.dump_json(list(found))).hexdigest()
    return DocumentMark(document.id, hashlib.sha256(document.text.encode()).hexdigest(), len(found), digest)


def mark_file(home: Path, path: Path) -> FileMark:
    """Return size and hash of a file under a folder.

    :raises OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    return FileMark(name=path.relative_to(home).as_posix(), size=size, sha256=digest)


def libraries() -> tuple[LibraryMark, ...]:
    """Return the installed versions of the libraries that an index depends on."""
    return tuple(LibraryMark(name, library_version(name)) for name in _LIBRARIES)


def _parsed(path: Path, adapter: TypeAdapter[_Kind]) -> _Kind:
    try:
        spelled = path.read_bytes()
        schema = _SCHEMA_JSON.validate_json(spelled).schema
        if schema != SCHEMA:
            raise IndexStale(f"Cần chỉ mục kiểu {SCHEMA}, đang có kiểu {schema}. {REBUILD}.")
        return adapter.validate_json(spelled)
    except (OSError, ValidationError) as error:
        raise IndexCorrupt(f"Không đọc được {path}: {error}. {REBUILD}.") from error
