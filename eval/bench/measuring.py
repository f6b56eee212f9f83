"""Builds a retriever over a set, asks every question, and tells how well and how fast."""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from eval.bench.retrievers import Retriever, Searcher
from eval.bench.sets import RetrievalSet, without_accents
from eval.metrics.ranking import RankedQuery, RankingFigures, ranking_figures
from index.search import Progress

DEPTH = 100
"""Entries asked for a question, as many as the deepest figure looks at."""
STAGE_ASKING = "Hỏi"

Clock = Callable[[], float]
"""Seconds since whenever."""

_STATM = Path("/proc/self/statm")
_MEGABYTE = 1_000_000


class Typing(StrEnum):
    """How the questions are typed. The corpus is always as it is."""

    AS_WRITTEN = "as written"
    NO_ACCENTS = "no accents"


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions, asked in one way of typing."""

    typing: Typing
    figures: RankingFigures
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One retriever on one set."""

    retriever: str
    build_seconds: float
    """From the texts until a question can be asked."""
    passages_per_second: float
    resident_mb: float | None
    """Memory of the whole process after the last question, in 10^6 bytes, with whatever was measured before in it;
    None on a system that does not tell."""
    asked: tuple[Asked, ...]


def measure(
    retriever: Retriever,
    measured_set: RetrievalSet,
    typings: Sequence[Typing],
    progress: Progress,
    clock: Clock = time.perf_counter,
) -> Measured:
    """Build once, ask all questions in each way of typing.

    The first question is asked once more beforehand: what loads at the first question is no part of its time.
    """
    gc.collect()
    started = clock()
    searcher = retriever.build(measured_set.entries, progress)
    build_seconds = clock() - started
    searcher.search(measured_set.queries[0].text, DEPTH)
    asked = tuple(_ask(searcher, measured_set, typing, progress, clock) for typing in typings)
    size = len(measured_set.entries)
    return Measured(
        retriever=retriever.name,
        build_seconds=build_seconds,
        passages_per_second=size / build_seconds if build_seconds > 0 else 0.0,
        resident_mb=_resident_mb(),
        asked=asked,
    )


def _ask(searcher: Searcher, measured_set: RetrievalSet, typing: Typing, progress: Progress, clock: Clock) -> Asked:
    ranked, milliseconds = [], []
    for done, query in enumerate(measured_set.queries, 1):
        text = query.text if typing is Typing.AS_WRITTEN else without_accents(query.text)
        started = clock()
        found = searcher.search(text, DEPTH)
        milliseconds.append((clock() - started) * 1000)
        ranked.append(RankedQuery(query.id, found, query.relevant))
        progress(STAGE_ASKING, done, len(measured_set.queries))
    return Asked(
        typing=typing,
        figures=ranking_figures(ranked),
        p50_ms=float(np.percentile(milliseconds, 50)),
        p99_ms=float(np.percentile(milliseconds, 99)),
    )


def _resident_mb() -> float | None:
    try:
        pages = int(_STATM.read_text(encoding="ascii").split()[1])
    except OSError:
        return None
    return pages * os.sysconf("SC_PAGE_SIZE") / _MEGABYTE
