"""Writing a version of the index: the segments that are not there yet, and then its manifest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.errors import IndexFailure
from index.manifest import (
    SCHEMA,
    DocumentMark,
    Manifest,
    SegmentManifest,
    SegmentMark,
    dump_manifest,
    dump_segment_manifest,
    load_segment_manifest,
    mark_file,
    segment_id,
)
from index.planning import Source, plan_segments
from index.search_texts import read_papers
from index.segments import Progress, Segment, build_segment, join_segments, load_segment, save_segment
from index.store import check_file, hash_manifest, segment_folder, version_folder

STAGE_FILES = "Ghi tệp"
ASIDE = ".aside-"
"""How the names of folders begin that are being written."""


class VersionWriter:
    """Writes one version."""

    def __init__(
        self,
        folder: Path,
        plan: Manifest,
        documents: Mapping[str, Document],
        model: EmbeddingModel,
        progress: Progress,
    ) -> None:
        """Keep what the version is made of.

        :param plan: the version's manifest, segments missing.
        :param documents: its documents by their ids.
        """
        self._folder = folder
        self._plan = plan
        self._documents = documents
        self._model = model
        self._progress = progress

    def write(self, present: Sequence[SegmentManifest]) -> Manifest:
        """Write what the version lacks and return its manifest.

        :param present: the segments that can be taken over.
        """
        groups = plan_segments(present, self._plan.documents)
        marks = []
        for done, group in enumerate(groups, 1):
            marks.append(self._segment(group))
            self._progress(STAGE_FILES, done, len(groups) + 1)
        built_at = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = replace(self._plan, built_at=built_at, segments=tuple(marks))
        _put(version_folder(self._folder, manifest.version), lambda aside: dump_manifest(manifest, aside))
        self._progress(STAGE_FILES, len(groups) + 1, len(groups) + 1)
        return manifest

    def _segment(self, group: tuple[Source, ...]) -> SegmentMark:
        """Return the mark of a group's segment, which is written where it is not there."""
        if len(group) == 1 and group[0].segment is not None and group[0].stays:
            home = segment_folder(self._folder, group[0].segment.id)
            return SegmentMark(home.name, hash_manifest(home), group[0].removed)
        documents = tuple(mark for source in group for mark in source.documents)
        home = segment_folder(self._folder, segment_id(self._plan, documents))
        if not _whole(home):
            parts = [self._part(source) for source in group]
            new = len(parts) == 1 and group[0].segment is None
            segment = parts[0][0] if new else join_segments(home.name, parts)
            _put(home, lambda aside: self._save(segment, documents, aside))
        return SegmentMark(home.name, hash_manifest(home), ())

    def _part(self, source: Source) -> tuple[Segment, NDArray[np.bool_]]:
        """Return a source's segment with which of its passages live on."""
        if source.segment is not None:
            removed = set(source.removed)
            counts = [mark.passages for mark in source.segment.documents]
            home = segment_folder(self._folder, source.segment.id)
            segment = load_segment(home.name, home, sum(counts), self._plan.tuning)
            return segment, np.repeat([mark.id not in removed for mark in source.segment.documents], counts)
        found, texts = read_papers(self._documents[mark.id] for mark in source.documents)
        name = segment_id(self._plan, source.documents)
        segment = build_segment(name, found, texts, self._model, self._plan.tuning, self._progress)
        return segment, np.ones(len(found), dtype=bool)

    def _save(self, segment: Segment, documents: tuple[DocumentMark, ...], aside: Path) -> None:
        save_segment(segment, aside, self._plan.tuning)
        files = tuple(mark_file(aside, path) for path in sorted(aside.iterdir()))
        dump_segment_manifest(SegmentManifest(SCHEMA, segment.id, documents, segment.dense.kind, files), aside)


def _whole(home: Path) -> bool:
    """Return whether a segment is there and undamaged; a build that died before switching over may have left it."""
    try:
        manifest = load_segment_manifest(home)
        for built in manifest.files:
            check_file(home, built)
    except IndexFailure:
        return False
    return manifest.id == home.name


def _put(home: Path, write: Callable[[Path], None]) -> None:
    """Make a folder that is either there with all that is written into it, or not there."""
    with TemporaryDirectory(dir=home.parent, prefix=ASIDE, ignore_cleanup_errors=True) as scratch:
        aside = Path(scratch) / home.name
        aside.mkdir()
        write(aside)
        for path in aside.iterdir():
            sync(path)
        sync(aside)
        if home.exists():  # found broken: nothing can be reading it with profit
            home.rename(Path(scratch) / "broken")
        aside.rename(home)
    sync(home.parent)


def sync(path: Path) -> None:
    """Wait until a file or a folder's list of names is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
