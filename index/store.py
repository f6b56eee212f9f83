"""The index on disk: segments, versions that say which of them make an index, and a pointer to the version in use.

::

    <folder>/current                                the version in use, one line
    <folder>/versions/<version>/manifest.json       its documents and segments
    <folder>/segments/<segment>/manifest.json       its documents and files
                                passages.jsonl      with passages.offsets
                                <field>.postings
                                dense.faiss
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.errors import REBUILD, IndexCorrupt, IndexFailure, IndexMissing, IndexStale, ModelMismatch
from index.manifest import (
    MANIFEST,
    SCHEMA,
    DocumentMark,
    FileMark,
    LibraryMark,
    Manifest,
    SegmentManifest,
    SegmentMark,
    libraries,
    load_manifest,
    load_segment_manifest,
    mark_document,
    mark_file,
)
from index.passages import passages
from index.search import LocalIndex, PassageIndex
from index.segments import Segment, load_segment
from index.tuning import Tuning

__all__ = [
    "SCHEMA",
    "DocumentMark",
    "FileMark",
    "LibraryMark",
    "Manifest",
    "current_version",
    "open_index",
    "read_manifest",
    "verify_index",
]

POINTER = "current"
VERSIONS = "versions"
SEGMENTS = "segments"


def current_version(folder: Path) -> str | None:
    """Return the version in use, None where nothing has been built: cheap, to notice a new build."""
    try:
        return (folder / POINTER).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def version_folder(folder: Path, version: str) -> Path:
    """Return where the manifest of a version lies."""
    return folder / VERSIONS / version


def segment_folder(folder: Path, segment: str) -> Path:
    """Return where the files of a segment lie."""
    return folder / SEGMENTS / segment


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


def open_index(folder: Path, model: EmbeddingModel, previous: PassageIndex | None = None) -> PassageIndex:
    """Return the index in use, memory-mapped.

    :param previous: an index opened from the folder before; the segments that both have are taken over from it, neither
        read nor checked again.
    :raises IndexMissing: nothing has been built in the folder.
    :raises IndexStale: built with another schema, tuning or library version.
    :raises IndexCorrupt: a file is gone or changed.
    :raises ModelMismatch: built with another embedding model.
    """
    opened = previous.segments if isinstance(previous, LocalIndex) else ()
    while True:
        version = current_version(folder)
        try:
            return _open(folder, model, opened)
        except IndexCorrupt:
            # Two builds may have come and gone since the pointer was read, and taken the files with them.
            if current_version(folder) == version:
                raise


def _open(folder: Path, model: EmbeddingModel, opened: Sequence[Segment]) -> PassageIndex:
    manifest = read_manifest(folder)
    check_setting(manifest, model)
    parts = [check_segment(folder, mark, {segment.id for segment in opened}) for mark in manifest.segments]
    places = place_documents(manifest, parts)
    at_hand = {segment.id: segment for segment in opened}
    segments = [
        at_hand.get(part.id)
        or load_segment(part.id, segment_folder(folder, part.id), _count(part.documents), manifest.tuning)
        for part in parts
    ]
    documents = [(mark.id, mark.passages) for mark in manifest.documents]
    return LocalIndex(manifest.version, segments, places, documents, model, manifest.tuning)


def verify_index(folder: Path, documents: Sequence[Document], model: EmbeddingModel) -> list[str]:
    """Return what is wrong with the index as an index of these documents; empty where all is well.

    Each problem is a sentence in Vietnamese for the operator.
    """
    try:
        manifest = read_manifest(folder)
        open_index(folder, model)
    except IndexFailure as error:
        return [str(error)]
    return [f"{problem} {REBUILD}." for problem in _differences(manifest, documents)]


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


def check_segment(folder: Path, mark: SegmentMark, trusted: set[str]) -> SegmentManifest:
    """Return the manifest of a segment; size and content of every file of it are those of the building.

    :param trusted: segments whose files are not looked at, because they are open.
    :raises IndexCorrupt: a file is gone or changed.
    """
    home = segment_folder(folder, mark.id)
    try:
        spelled = (home / MANIFEST).read_bytes()
    except OSError as error:
        raise IndexCorrupt(f"Thiếu tệp chỉ mục {home / MANIFEST}: {error}. {REBUILD}.") from error
    check_file(home, FileMark(MANIFEST, len(spelled), mark.sha256))
    manifest = load_segment_manifest(home)
    for built in () if mark.id in trusted else manifest.files:
        check_file(home, built)
    return manifest


def check_file(home: Path, built: FileMark) -> None:
    """Check size and content of a file of the index.

    :raises IndexCorrupt: it is gone or changed.
    """
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


def place_documents(manifest: Manifest, parts: Sequence[SegmentManifest]) -> list[NDArray[np.int64]]:
    """Return, for each segment, the place of each of its passages in the index; -1 where its document was removed.

    :raises IndexCorrupt: the segments do not hold the manifest's documents, each once.
    """
    firsts: dict[DocumentMark, int] = {}
    size = 0
    for document in manifest.documents:
        firsts[document] = size
        size += document.passages
    places = []
    for mark, part in zip(manifest.segments, parts, strict=True):
        removed = set(mark.removed)
        begins = [-1 if one.id in removed else firsts.pop(one, None) for one in part.documents]
        if None in begins:
            raise IndexCorrupt(f"Phần {part.id} của chỉ mục có văn bản ngoài bảng kê. {REBUILD}.")
        places.append(_spread(begins, [one.passages for one in part.documents]))
    if firsts:
        raise IndexCorrupt(f"Không phần nào của chỉ mục có {', '.join(one.id for one in firsts)}. {REBUILD}.")
    return places


def _spread(begins: Sequence[int | None], counts: Sequence[int]) -> NDArray[np.int64]:
    sizes = np.asarray(counts, dtype=np.int64)
    first = np.repeat(np.asarray(begins, dtype=np.int64), sizes)
    inside = np.arange(len(first)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.where(first < 0, -1, first + inside)


def _count(documents: Sequence[DocumentMark]) -> int:
    return sum(mark.passages for mark in documents)


def hash_manifest(home: Path) -> str:
    """Return the SHA-256 of the manifest in a segment's folder."""
    return sha256((home / MANIFEST).read_bytes()).hexdigest()


def _spell(marks: Sequence[LibraryMark]) -> str:
    return ", ".join(f"{mark.name} {mark.version}" for mark in marks)


def _differences(manifest: Manifest, documents: Sequence[Document]) -> Iterator[str]:
    built = {mark.id: mark for mark in manifest.documents}
    present = {document.id: document for document in documents}
    for name in sorted(built.keys() - present.keys()):
        yield f"Chỉ mục còn văn bản {name} không có trong danh mục."
    for name, document in sorted(present.items()):
        if name not in built:
            yield f"Văn bản {name} chưa có trong chỉ mục."
            continue
        mark = mark_document(document, passages(document))
        if mark.sha256 != built[name].sha256:
            yield f"Văn bản {name} đã thay đổi sau khi dựng chỉ mục."
        elif mark != built[name]:
            yield f"Đoạn của văn bản {name} trong chỉ mục khác với cách đọc hiện nay."
