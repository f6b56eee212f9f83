"""How long questions take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.cases import Timing


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds a question; 0 where nothing was asked."""

    p50: float
    p90: float
    p99: float
    most: float


def latency(timings: Sequence[Timing]) -> Latency:
    """Return the percentiles, interpolated between the two nearest questions."""
    if not timings:
        return Latency(0.0, 0.0, 0.0, 0.0)
    found = np.percentile([timing.milliseconds for timing in timings], [50, 90, 99, 100])
    p50, p90, p99, most = (round(float(value), 2) for value in found)
    return Latency(p50, p90, p99, most)
