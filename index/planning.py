"""Which segments an index of some documents is made of, given those that are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.manifest import DocumentMark, SegmentManifest

MOST_SEGMENTS = 8
"""A question is asked of each segment: few keep it fast, and many keep the additions small."""
MOST_DEAD = 0.2
"""Share of a segment's passages that may have been removed before it is written anew without them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Documents that go on living: all or some of a segment's, or the new ones."""

    segment: SegmentManifest | None
    """None for documents that are not indexed yet."""
    documents: tuple[DocumentMark, ...]
    """In the segment's order."""

    @property
    def size(self) -> int:
        """Return the passages that go on living."""
        return sum(mark.passages for mark in self.documents)

    @property
    def stays(self) -> bool:
        """Return whether the segment can be kept as it is."""
        if self.segment is None:
            return False
        whole = sum(mark.passages for mark in self.segment.documents)
        return whole - self.size <= MOST_DEAD * whole

    @property
    def removed(self) -> tuple[str, ...]:
        """Return the ids of the segment's documents that do not."""
        if self.segment is None:
            return ()
        live = {mark.id for mark in self.documents}
        return tuple(mark.id for mark in self.segment.documents if mark.id not in live)


def plan_segments(present: Sequence[SegmentManifest], wanted: Sequence[DocumentMark]) -> list[tuple[Source, ...]]:
    """Return what each segment of the new index is put together from, smallest first.

    A group of one source that stays is that segment, as it is. Every wanted document is in one group. The sizes of the
    groups grow by more than double each time two have to become one, so that a passage is rewritten few times however
    many documents are added one by one.
    """
    missing = {mark.id: mark for mark in wanted}
    sources = []
    for segment in present:
        live = tuple(mark for mark in segment.documents if missing.get(mark.id) == mark)
        for mark in live:
            del missing[mark.id]
        if live:
            sources.append(Source(segment, live))
    if missing or not sources:
        sources.append(Source(None, tuple(missing.values())))
    groups: list[tuple[Source, ...]] = [(source,) for source in sources]
    while len(groups) > MOST_SEGMENTS:
        groups.sort(key=_size)
        taken, total = 2, _size(groups[0]) + _size(groups[1])
        while taken < len(groups) and _size(groups[taken]) <= total:
            total += _size(groups[taken])
            taken += 1
        groups = [tuple(source for group in groups[:taken] for source in group), *groups[taken:]]
    return sorted(groups, key=_size)


def _size(group: tuple[Source, ...]) -> int:
    return sum(source.size for source in group)
