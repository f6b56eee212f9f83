"""Bringing the index up to date beside the one in use, and switching over in one rename.

What is written is a folder aside, synced, and renamed into its place; nothing that is in use is ever changed. A build
that dies leaves the pointer alone, so the old index goes on serving; the next build clears up.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.errors import IndexBusy, IndexCorrupt, IndexFailure, IndexStale
from index.manifest import (
    SCHEMA,
    DocumentMark,
    Manifest,
    SegmentManifest,
    fingerprint,
    libraries,
    load_manifest,
    mark_document,
    segment_id,
)
from index.passages import passages
from index.segments import Progress
from index.store import (
    POINTER,
    SEGMENTS,
    VERSIONS,
    check_segment,
    current_version,
    place_documents,
    read_manifest,
    version_folder,
)
from index.tuning import Tuning
from index.writing import ASIDE, VersionWriter, sync

_LOCK = "build.lock"


def build_index(
    documents: Sequence[Document], model: EmbeddingModel, folder: Path, progress: Progress, fresh: bool = False
) -> Manifest:
    """Make the index in use one of exactly these documents; only those that are new or changed are indexed.

    The order of the documents does not matter. The version used before is kept, older ones are removed. Segments that
    turn out to be damaged are made anew.

    :param progress: called with a stage's name (in Vietnamese), what is done and what there is to do.
    :param fresh: index every document anew, into one segment; what was removed is then gone from the disk too, as soon
        as no version kept has it.
    :raises IndexBusy: another process is building in the folder.
    :raises ValueError: two documents have the same id.
    """
    by_id = {document.id: document for document in documents}
    if len(by_id) < len(documents):
        raise ValueError("expected a different id for each document, found one twice")
    for kind in (VERSIONS, SEGMENTS):
        (folder / kind).mkdir(parents=True, exist_ok=True)
    with _only_builder(folder):
        plan = _plan([mark_document(by_id[name], passages(by_id[name])) for name in sorted(by_id)], model)
        manifest = None if fresh else _sound(folder, plan.version)
        if manifest is None:
            writer = VersionWriter(folder, plan, by_id, model, progress)
            manifest = writer.write([] if fresh else _present(folder, plan))
        previous = current_version(folder)
        _switch(folder, plan.version)
        _remove_old(folder, keep={plan.version, previous} if previous != plan.version else None)
        return manifest


def _plan(marks: Sequence[DocumentMark], model: EmbeddingModel) -> Manifest:
    """Return the manifest as far as it is known before the work, segments missing."""
    manifest = Manifest(
        schema=SCHEMA,
        version="",
        built_at="",
        documents=tuple(marks),
        passages=sum(mark.passages for mark in marks),
        tuning=Tuning(),
        libraries=libraries(),
        model=model.fingerprint,
        dimension=model.dimension,
        segments=(),
    )
    return replace(manifest, version=fingerprint(asdict(manifest)))


def _sound(folder: Path, version: str) -> Manifest | None:
    """Return the manifest of a version that is there already and whole."""
    home = version_folder(folder, version)
    if not home.exists():
        return None
    try:
        manifest = load_manifest(home)
        place_documents(manifest, [check_segment(folder, mark, set()) for mark in manifest.segments])
    except (IndexCorrupt, IndexStale):
        return None
    return manifest


def _present(folder: Path, plan: Manifest) -> list[SegmentManifest]:
    """Return the segments of the index in use that are whole and would come out the same today."""
    try:
        marks = read_manifest(folder).segments
    except IndexFailure:
        return []
    found = []
    for mark in marks:
        try:
            segment = check_segment(folder, mark, set())
        except IndexFailure:
            continue
        if segment.id == segment_id(plan, segment.documents):
            found.append(segment)
    return found


def _switch(folder: Path, version: str) -> None:
    fresh = folder / f"{POINTER}.new"
    fresh.write_text(f"{version}\n", encoding="utf-8")
    sync(fresh)
    fresh.replace(folder / POINTER)
    sync(folder)


def _remove_old(folder: Path, keep: set[str | None] | None) -> None:
    """Remove what dead builds left, every version not in ``keep`` where it is given, and the segments of no version."""
    for home in (folder / VERSIONS).iterdir():
        if home.name.startswith(ASIDE) or (keep is not None and home.name not in keep):
            shutil.rmtree(home, ignore_errors=True)
    used: set[str] = set()
    for home in (folder / VERSIONS).iterdir():
        with suppress(IndexFailure):  # of another schema or broken: nothing can be reading it with profit
            used.update(mark.id for mark in load_manifest(home).segments)
    for home in (folder / SEGMENTS).iterdir():
        if home.name not in used:
            shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _only_builder(folder: Path) -> Iterator[None]:
    # The system lets go of the lock when the process ends, however it ends.
    with (folder / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexBusy(
                f"Một tiến trình khác đang dựng chỉ mục trong {folder}. Chờ xong rồi chạy lại `hoidap index build`."
            ) from error
        yield
