"""Reads the weights of a conditional random field with two labels from a file in CRFsuite's format."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_RECORD = np.dtype([("kind", "<u4"), ("source", "<u4"), ("target", "<u4"), ("weight", "<f8")])
_STATE = 0
_COUNTS_AT, _OFFSETS_AT = 20, 28


class UnknownModel(Exception):
    """The file is not a model that can be read here."""


@dataclass(frozen=True, slots=True)
class CrfWeights:
    """The weights of two labels."""

    attributes: Mapping[str, float]
    """What an attribute adds to the first label over the second."""
    steps: NDArray[np.float64]
    """(2, 2) what a step adds, by the label it comes from and the label it goes to."""


def read_crf(path: Path, first: str, second: str) -> CrfWeights:
    """Return the weights of a model of these two labels.

    :raises UnknownModel: the file cannot be read, or is of another format or of other labels.
    """
    try:
        content = path.read_bytes()
        magic, _, kind = struct.unpack_from("<4sI4s", content)
        labels_count, attributes_count = struct.unpack_from("<2I", content, _COUNTS_AT)
        features_at, labels_at, attributes_at = struct.unpack_from("<3I", content, _OFFSETS_AT)
        (size,) = struct.unpack_from("<I", content, features_at + 8)
        records = np.frombuffer(content, _RECORD, size, features_at + 12)
        labels = list(_strings(content, labels_at, labels_count))
        attributes = list(_strings(content, attributes_at, attributes_count))
    except (OSError, struct.error, ValueError) as error:
        raise UnknownModel(f"expected a model of CRFsuite in {path}: {error}") from error
    if (magic, kind) != (b"lCRF", b"FOMC") or sorted(labels) != sorted([first, second]):
        raise UnknownModel(f"expected a model of {first} and {second}, found {kind!r} of {labels}")
    one, other = labels.index(first), labels.index(second)
    state = records[records["kind"] == _STATE]
    signed = np.where(state["target"] == one, state["weight"], -state["weight"])
    sums = np.bincount(state["source"], weights=signed, minlength=attributes_count)
    between = records[records["kind"] != _STATE]
    steps = np.zeros((2, 2))
    steps[between["source"], between["target"]] = between["weight"]
    return CrfWeights(dict(zip(attributes, sums.tolist(), strict=True)), steps[np.ix_([one, other], [one, other])])


def _strings(content: bytes, start: int, count: int) -> Iterator[str]:
    """Yield the strings of a constant database (CQDB) by their numbers."""
    (backward,) = struct.unpack_from("<I", content, start + 20)
    for offset in np.frombuffer(content, "<u4", count, start + backward).tolist():
        _, size = struct.unpack_from("<2I", content, start + offset)
        begin = start + offset + 8
        yield content[begin : begin + size - 1].decode()  # without the closing zero
