"""The index on disk: plain named files, a manifest, and a pointer to the version in use.

::

    <folder>/current                        the version in use, one line
    <folder>/versions/<version>/manifest.json
                                passages.jsonl
                                dense.faiss
                                lexical/<field>/…
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version as library_version
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.errors import (
    REBUILD,
    IndexCorrupt,
    IndexFailure,
    IndexMissing,
    IndexStale,
    ModelMismatch,
)
from index.passage import Passage
from index.passages import passages
from index.search import LocalIndex, PassageIndex
from index.tuning import Tuning

SCHEMA = 1
"""Number of the layout and of the analysis; raised whenever either changes."""

POINTER = "current"
VERSIONS = "versions"
MANIFEST = "manifest.json"
PASSAGES = "passages.jsonl"

_LIBRARIES = ("bm25s", "faiss-cpu", "underthesea", "underthesea_core")


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
    """Bytes."""
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


@dataclass(frozen=True, slots=True)
class _Schema:
    """The part of a manifest that every schema has."""

    schema: int


_SCHEMA_JSON = TypeAdapter(_Schema)
_MANIFEST_JSON = TypeAdapter(Manifest)
_PASSAGE_JSON = TypeAdapter(Passage)


def current_version(folder: Path) -> str | None:
    """Return the version in use, None where nothing has been built: cheap, to notice a new build."""
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def version_folder(folder: Path, version: str) -> Path:
    """Return where the files of a version lie."""
    return folder / VERSIONS / version


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of the index in use.

    :raises IndexMissing: nothing has been built in the folder.
    :raises IndexCorrupt: the manifest is gone or cannot be read.
    :raises IndexStale: it is of another schema.
    """
    version = current_version(folder)
    if version is None:
        raise IndexMissing(f"Chưa có chỉ mục trong {folder}. {REBUILD}.")
    return load_manifest(version_folder(folder, version))


def load_manifest(home: Path) -> Manifest:
    """Return the manifest in a version's folder.

    :raises IndexCorrupt: it is gone or cannot be read.
    :raises IndexStale: it is of another schema.
    """
    try:
        spelled = (home / MANIFEST).read_bytes()
        schema = _SCHEMA_JSON.validate_json(spelled).schema
        if schema != SCHEMA:
            raise IndexStale(f"Cần chỉ mục kiểu {SCHEMA}, đang có kiểu {schema}. {REBUILD}.")
        return _MANIFEST_JSON.validate_json(spelled)
    except (OSError, ValidationError) as error:
        raise IndexCorrupt(f"Không đọc được {home / MANIFEST}: {error}. {REBUILD}.") from error


def dump_manifest(manifest: Manifest, home: Path) -> None:
    """Write the manifest into a version's folder."""
    (home / MANIFEST).write_bytes(_MANIFEST_JSON.dump_json(manifest, indent=2) + b"\n")


def open_index(folder: Path, model: EmbeddingModel) -> PassageIndex:
    """Return the index in use, memory-mapped.

    :raises IndexMissing: nothing has been built in the folder.
    :raises IndexStale: built with another schema, tuning or library version.
    :raises IndexCorrupt: a file is gone or changed.
    :raises ModelMismatch: built with another embedding model.
    """
    while True:
        version = current_version(folder)
        try:
            return _open(folder, model)
        except IndexCorrupt:
            # Two builds may have come and gone since the pointer was read, and taken the files with them.
            if current_version(folder) == version:
                raise


def _open(folder: Path, model: EmbeddingModel) -> PassageIndex:
    manifest = read_manifest(folder)
    check_setting(manifest, model)
    home = version_folder(folder, manifest.version)
    check_files(manifest, home)
    return LocalIndex.load(manifest.version, load_passages(home), model, manifest.tuning, home)


def verify_index(folder: Path, documents: Sequence[Document], model: EmbeddingModel) -> list[str]:
    """Return what is wrong with the index as an index of these documents; empty where all is well.

    Each problem is a sentence in Vietnamese for the operator.
    """
    try:
        manifest = read_manifest(folder)
        check_setting(manifest, model)
        home = version_folder(folder, manifest.version)
        check_files(manifest, home)
        stored = load_passages(home)
    except IndexFailure as error:
        return [str(error)]
    return [f"{problem} {REBUILD}." for problem in _differences(manifest, stored, documents)]


def check_setting(manifest: Manifest, model: EmbeddingModel) -> None:
    """Check that this code, these libraries and this model are those of the building.

    :raises IndexStale: the tuning or a library differs.
    :raises ModelMismatch: the model differs.
    """
    if manifest.tuning != Tuning():
        raise IndexStale(f"Chỉ mục dựng với tham số khác: {manifest.tuning}, cần {Tuning()}. {REBUILD}.")
    present = libraries()
    if manifest.libraries != present:
        raise IndexStale(f"Chỉ mục dựng bằng {_spell(manifest.libraries)}; đang cài {_spell(present)}. {REBUILD}.")
    if (manifest.model, manifest.dimension) != (model.fingerprint, model.dimension):
        raise ModelMismatch(
            f"Chỉ mục dựng bằng mô hình {manifest.model[:12]} ({manifest.dimension} chiều), "
            f"đang dùng {model.fingerprint[:12]} ({model.dimension} chiều). "
            f"{REBUILD}, hoặc chọn lại mô hình cũ."
        )


def check_files(manifest: Manifest, home: Path) -> None:
    """Check size and content of every file of the index.

    :raises IndexCorrupt: a file is gone or changed.
    """
    for built in manifest.files:
        try:
            found = mark_file(home, home / built.name)
        except OSError as error:
            raise IndexCorrupt(f"Thiếu tệp chỉ mục {home / built.name}: {error}. {REBUILD}.") from error
        if found != built:
            raise IndexCorrupt(
                f"Tệp chỉ mục {home / built.name} đã bị thay đổi: "
                f"cần {built.size} byte, sha256 {built.sha256[:12]}, "
                f"thấy {found.size} byte, sha256 {found.sha256[:12]}. {REBUILD}."
            )


def mark_file(home: Path, path: Path) -> FileMark:
    """Return size and hash of a file under a version's folder.

    :raises OSError: it cannot be read.
    """
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        size = file.tell()
    return FileMark(name=path.relative_to(home).as_posix(), size=size, sha256=digest)


def mark_document(document: Document, count: int) -> DocumentMark:
    """Return what identifies the document's text, with the number of its passages."""
    return DocumentMark(document.id, hashlib.sha256(document.text.encode()).hexdigest(), count)


def libraries() -> tuple[LibraryMark, ...]:
    """Return the installed versions of the libraries that an index depends on."""
    return tuple(LibraryMark(name, library_version(name)) for name in _LIBRARIES)


def _spell(marks: Sequence[LibraryMark]) -> str:
    return ", ".join(f"{mark.name} {mark.version}" for mark in marks)


def dump_passages(found: Sequence[Passage], path: Path) -> None:
    """Write the passages, one JSON object a line, in their order."""
    with path.open("wb") as file:
        file.writelines(_PASSAGE_JSON.dump_json(passage) + b"\n" for passage in found)


def load_passages(home: Path) -> tuple[Passage, ...]:
    """Return the passages of a version.

    :raises IndexCorrupt: the file is gone or a line is not a passage.
    """
    try:
        # As bytes: only "\n" ends a line, not the other line breaks that a text may hold.
        with (home / PASSAGES).open("rb") as file:
            return tuple(_PASSAGE_JSON.validate_json(line) for line in file)
    except (OSError, ValidationError) as error:
        raise IndexCorrupt(f"Không đọc được {home / PASSAGES}: {error}. {REBUILD}.") from error


def _differences(manifest: Manifest, stored: Sequence[Passage], documents: Sequence[Document]) -> Iterator[str]:
    built = {mark.id: mark for mark in manifest.documents}
    present = {document.id: document for document in documents}
    for name in sorted(built.keys() - present.keys()):
        yield f"Chỉ mục còn văn bản {name} không có trong danh mục."
    for name, document in sorted(present.items()):
        if name not in built:
            yield f"Văn bản {name} chưa có trong chỉ mục."
        elif mark_document(document, built[name].passages) != built[name]:
            yield f"Văn bản {name} đã thay đổi sau khi dựng chỉ mục."
        elif passages(document) != [passage for passage in stored if passage.document_id == name]:
            yield f"Đoạn của văn bản {name} trong chỉ mục khác với cách đọc hiện nay."
