"""The shipped counts of syllables: one ``.npz`` of plain arrays, read in about a tenth of a second.

Keys are sorted, so neighbours are stored as differences; counts are stored as steps of a logarithm, one byte
each, which is as exact as counts of a sample deserve. No pickle is read or written.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnusable
from index.syllable_ngrams import FIRST_SYLLABLE, Floats, Ints, NGramCounts

SCHEMA = 1
_STEPS = 14.0
"""Steps of one unit of natural logarithm: a count is kept to within 4 %."""
_LEVELS = np.exp(np.arange(256) / _STEPS).astype(np.float32)


@dataclass(frozen=True, slots=True)
class SyllableTable:
    """Syllables and their counts."""

    syllables: tuple[str, ...]
    """In the spelling of ``corpus.vietnamese.comparable``; the id of the first is ``FIRST_SYLLABLE``."""
    counts: NGramCounts

    @property
    def vocabulary(self) -> int:
        """Return how many ids there are, the three that are no syllable included."""
        return len(self.syllables) + FIRST_SYLLABLE


def write_table(table: SyllableTable, path: Path) -> None:
    """Write the table; the same table gives the same bytes."""
    counts = table.counts
    spelled = "\n".join(table.syllables).encode()
    arrays: dict[str, NDArray[np.generic]] = {
        "schema": np.array([SCHEMA]),
        "syllables": np.frombuffer(spelled, dtype=np.uint8),
        "unigrams": _levels(counts.unigrams),
        "bigrams": _levels(counts.bigrams),
        "trigrams": _levels(counts.trigrams),
        **_planes("bigram_steps", counts.bigram_keys),
        **_planes("trigram_steps", counts.trigram_keys),
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)


def read_table(path: Path) -> SyllableTable:
    """Read what ``write_table`` wrote.

    :raises ModelUnusable: the file is missing, cut short or of another schema.
    """
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as stored:
            found = int(stored["schema"][0])
            if found != SCHEMA:
                raise ModelUnusable(
                    f"Bảng âm tiết {path.name}: cần lược đồ {SCHEMA}, thấy {found}. Hãy cài lại hoidap."
                )
            syllables = tuple(stored["syllables"].tobytes().decode().split("\n"))
            counts = NGramCounts(
                _LEVELS[stored["unigrams"]].astype(np.float64),
                _sum_planes([stored[f"bigram_steps_{i}"] for i in range(_PLANES)]),
                _LEVELS[stored["bigrams"]],
                _sum_planes([stored[f"trigram_steps_{i}"] for i in range(_PLANES)]),
                _LEVELS[stored["trigrams"]],
            )
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise ModelUnusable(
            f"Không đọc được bảng âm tiết {path}: cần tệp .npz đã phát hành, gặp lỗi {error}. Hãy cài lại hoidap."
        ) from error
    return SyllableTable(syllables, counts)


_PLANES = 4


def _levels(counts: Floats) -> NDArray[np.uint8]:
    return np.clip(np.rint(_STEPS * np.log(np.maximum(counts, 1.0))), 0, 255).astype(np.uint8)


def _planes(name: str, keys: Ints) -> dict[str, NDArray[np.generic]]:
    """Return the differences of sorted keys byte by byte: the high bytes are nearly all zero and pack well."""
    steps = np.diff(keys, prepend=0)
    if steps.size and int(steps.max()) >> (8 * _PLANES):
        raise ValueError(f"steps between keys must fit {_PLANES} bytes; keep more bigrams")
    return {f"{name}_{i}": ((steps >> (8 * i)) & 255).astype(np.uint8) for i in range(_PLANES)}


def _sum_planes(planes: Sequence[NDArray[np.uint8]]) -> Ints:
    steps = np.zeros(planes[0].size, dtype=np.int64)
    for i, plane in enumerate(planes):
        steps += plane.astype(np.int64) << (8 * i)
    return np.cumsum(steps)
