"""Building an index beside the one in use, and switching over in one rename.

A build that dies leaves the pointer alone, so the old index goes on serving; the next build clears up.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.errors import IndexBusy, IndexCorrupt, IndexStale
from index.passage import Passage
from index.passages import passages
from index.search import LocalIndex, Progress
from index.store import (
    PASSAGES,
    POINTER,
    SCHEMA,
    VERSIONS,
    Manifest,
    check_files,
    current_version,
    dump_manifest,
    dump_passages,
    libraries,
    load_manifest,
    mark_document,
    mark_file,
    version_folder,
)
from index.tuning import Tuning

STAGE_FILES = "Ghi tệp"

_LOCK = "build.lock"
_ASIDE = ".aside-"
_VERSION_LENGTH = 16


def build_index(documents: Sequence[Document], model: EmbeddingModel, folder: Path, progress: Progress) -> Manifest:
    """Build an index of the documents and make it the one in use; a sound one of the same version is kept.

    The order of the documents does not matter. The version used before is kept, older ones are removed.

    :param progress: called with a stage's name (in Vietnamese), what is done and what there is to do.
    :raises IndexBusy: another process is building in the folder.
    :raises ValueError: two documents have the same id.
    """
    ordered = sorted(documents, key=lambda document: document.id)
    if len({document.id for document in ordered}) < len(ordered):
        raise ValueError("expected a different id for each document, found one twice")
    (folder / VERSIONS).mkdir(parents=True, exist_ok=True)
    with _only_builder(folder):
        plan, found = _plan(ordered, model)
        home = version_folder(folder, plan.version)
        manifest = _sound(home) or _write(plan, found, model, home, progress)
        previous = current_version(folder)
        _switch(folder, plan.version)
        _remove_old(folder, keep={plan.version, previous} if previous != plan.version else None)
        return manifest


def _plan(documents: Sequence[Document], model: EmbeddingModel) -> tuple[Manifest, list[Passage]]:
    """Return the manifest as far as it is known before the work, files missing, and the passages."""
    by_document = [passages(document) for document in documents]
    found = [passage for group in by_document for passage in group]
    manifest = Manifest(
        schema=SCHEMA,
        version="",
        built_at="",
        documents=tuple(mark_document(*pair) for pair in zip(documents, map(len, by_document), strict=True)),
        passages=len(found),
        tuning=Tuning(),
        libraries=libraries(),
        model=model.fingerprint,
        dimension=model.dimension,
        files=(),
    )
    return replace(manifest, version=_fingerprint(manifest, found)), found


def _fingerprint(manifest: Manifest, found: Sequence[Passage]) -> str:
    # The passages count beside the texts: another way of reading the same text is another index.
    parts = [asdict(manifest), [asdict(passage) for passage in found]]
    spelled = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(spelled.encode()).hexdigest()[:_VERSION_LENGTH]


def _sound(home: Path) -> Manifest | None:
    """Return the manifest of a version that is there already and whole."""
    if not home.exists():
        return None
    try:
        manifest = load_manifest(home)
        check_files(manifest, home)
    except (IndexCorrupt, IndexStale):
        return None
    return manifest


def _write(plan: Manifest, found: Sequence[Passage], model: EmbeddingModel, home: Path, progress: Progress) -> Manifest:
    with TemporaryDirectory(dir=home.parent, prefix=_ASIDE, ignore_cleanup_errors=True) as scratch:
        fresh = Path(scratch) / home.name
        fresh.mkdir()
        LocalIndex.build(plan.version, found, model, plan.tuning, progress).save(fresh)
        dump_passages(found, fresh / PASSAGES)
        files = sorted(path for path in fresh.rglob("*") if path.is_file())
        marks = []
        for done, path in enumerate(files, 1):
            _sync(path)
            marks.append(mark_file(fresh, path))
            progress(STAGE_FILES, done, len(files))
        manifest = replace(plan, built_at=datetime.now(UTC).isoformat(timespec="seconds"), files=tuple(marks))
        dump_manifest(manifest, fresh)
        _sync(fresh)
        if home.exists():  # found broken: nothing can be reading it with profit
            home.rename(Path(scratch) / "broken")
        fresh.rename(home)
    _sync(home.parent)
    return manifest


def _switch(folder: Path, version: str) -> None:
    fresh = folder / f"{POINTER}.new"
    fresh.write_text(f"{version}\n", encoding="utf-8")
    _sync(fresh)
    fresh.replace(folder / POINTER)
    _sync(folder)


def _remove_old(folder: Path, keep: set[str | None] | None) -> None:
    """Remove what dead builds left and, where ``keep`` is given, every version not in it."""
    for path in (folder / VERSIONS).iterdir():
        if path.name.startswith(_ASIDE) or (keep is not None and path.name not in keep):
            shutil.rmtree(path, ignore_errors=True)


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


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
