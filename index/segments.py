"""A segment: documents indexed together, and never changed afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.cutting import Cutter
from index.dense import DenseIndex
from index.embedding import EmbeddingModel, unit_rows
from index.passage import Passage
from index.passage_files import ArrangedPassages, StoredPassages, dump_passages
from index.postings import Bags, Postings
from index.search_texts import SearchText
from index.tuning import Cut, FieldSpec, Part, Tuning

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""

STAGE_WORDS = "Tách từ"
STAGE_VECTORS = "Tính vectơ"

DENSE = "dense.faiss"
_POSTINGS = ".postings"
_BATCH = 256
_BLOCK = 4096
"""Passages cut at a time: their tokens are in memory, those of the passages before are postings already."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Passages with all that finds them."""

    id: str
    passages: Sequence[Passage]
    """Document by document, in document order."""
    postings: tuple[Postings, ...]
    """One a field of the tuning, in its order."""
    dense: DenseIndex


def build_segment(
    segment_id: str,
    passages: Sequence[Passage],
    texts: Sequence[SearchText],
    model: EmbeddingModel,
    tuning: Tuning,
    progress: Progress,
) -> Segment:
    """Index the passages in memory, in their order.

    :param texts: what the words of each passage are taken from, in the passages' order; vectors are of the passages
        as they are written, for a mark more or less hardly moves them.
    """
    written, contexts = [passage.text for passage in passages], [passage.context for passage in passages]
    vectors = _vectors(written, contexts, model, tuning.dense_context, progress)
    postings = _postings(texts, tuning.fields, progress)
    return Segment(segment_id, passages, postings, DenseIndex.build(vectors))


def join_segments(segment_id: str, parts: Sequence[tuple[Segment, NDArray[np.bool_]]]) -> Segment:
    """Return one segment of what is kept of several, without cutting a text or encoding it again.

    :param parts: each segment with which of its passages are kept, (n,).
    """
    owners = [np.full(int(kept.sum()), number, dtype=np.int32) for number, (_, kept) in enumerate(parts)]
    numbers = [np.flatnonzero(kept).astype(np.int32) for _, kept in parts]
    fields = zip(*(segment.postings for segment, _ in parts), strict=True)
    return Segment(
        id=segment_id,
        passages=ArrangedPassages(
            [segment.passages for segment, _ in parts], np.concatenate(owners), np.concatenate(numbers)
        ),
        postings=tuple(
            Postings.joined(
                [one if kept.all() else one.of(kept) for one, (_, kept) in zip(postings, parts, strict=True)]
            )
            for postings in fields
        ),
        dense=DenseIndex.build(
            np.concatenate([segment.dense.vectors(np.flatnonzero(kept)) for segment, kept in parts])
        ),
    )


def save_segment(segment: Segment, folder: Path, tuning: Tuning) -> None:
    """Write the segment's files into the folder."""
    dump_passages(segment.passages, folder)
    for spec, postings in zip(tuning.fields, segment.postings, strict=True):
        postings.save(folder / f"{spec.name}{_POSTINGS}")
    segment.dense.save(folder / DENSE)


def load_segment(segment_id: str, folder: Path, size: int, tuning: Tuning) -> Segment:
    """Map the segment of ``size`` passages that :func:`save_segment` wrote.

    :raises IndexCorrupt: a file is missing or not what it should be.
    """
    return Segment(
        id=segment_id,
        passages=StoredPassages.load(folder, size),
        postings=tuple(Postings.load(folder / f"{spec.name}{_POSTINGS}", size) for spec in tuning.fields),
        dense=DenseIndex.load(folder / DENSE, size),
    )


def _postings(texts: Sequence[SearchText], fields: Sequence[FieldSpec], progress: Progress) -> tuple[Postings, ...]:
    cutter = Cutter()
    blocks: list[list[Postings]] = [[] for _ in fields]
    for start in range(0, max(len(texts), 1), _BLOCK):
        stop = min(start + _BLOCK, len(texts))
        for spec, done in zip(fields, blocks, strict=True):
            done.append(Postings.count(_bags(cutter, spec, texts[start:stop])))
        progress(STAGE_WORDS, stop, len(texts))
    return tuple(Postings.joined(done) if len(done) > 1 else done[0] for done in blocks)


def _bags(cutter: Cutter, spec: FieldSpec, texts: Sequence[SearchText]) -> Bags:
    if spec.part is Part.TEXT:
        return _cut(cutter, spec.cut, [text.text for text in texts])
    contexts = _cut(cutter, spec.cut, [text.context for text in texts])
    if spec.part is Part.CONTEXT:
        return contexts
    return contexts.beside(_cut(cutter, spec.cut, [text.text for text in texts]))


def _cut(cutter: Cutter, cut: Cut, texts: Sequence[str]) -> Bags:
    # The passages of a section share their context, and papers repeat lines: each text is cut once.
    distinct = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    places = np.fromiter((distinct[text] for text in texts), dtype=np.int64, count=len(texts))
    return cutter.bags(cut, list(distinct)).picked(places)


def _vectors(
    texts: Sequence[str], contexts: Sequence[str], model: EmbeddingModel, share: float, progress: Progress
) -> NDArray[np.float32]:
    """Return a vector a passage: its text's, drawn towards its context's.

    Encoded apart, because a long context in one text with a short paragraph would drown it.
    """
    distinct = list(dict.fromkeys(contexts))
    place = {context: number for number, context in enumerate(distinct)}
    rows = _encode([*texts, *distinct], model, progress)
    own, around = rows[: len(texts)], rows[len(texts) :]
    return unit_rows(own + np.float32(share) * around[[place[context] for context in contexts]])


def _encode(texts: Sequence[str], model: EmbeddingModel, progress: Progress) -> NDArray[np.float32]:
    rows = np.zeros((len(texts), model.dimension), dtype=np.float32)
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        rows[start : start + len(batch)] = model.encode_passages(batch)
        progress(STAGE_VECTORS, start + len(batch), len(texts))
    return rows
