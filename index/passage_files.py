"""Passages on disk, read one at a time when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Self, overload

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from index.arrays import map_arrays, write_arrays
from index.errors import REBUILD, IndexCorrupt
from index.passage import Passage

PASSAGES = "passages.jsonl"
OFFSETS = "passages.offsets"

_PASSAGE_JSON = TypeAdapter(Passage)


def dump_passages(found: Iterable[Passage], folder: Path) -> None:
    """Write the passages into the folder, one JSON object a line, and where each line ends."""
    ends = [0]
    with (folder / PASSAGES).open("wb") as file:
        for passage in found:
            ends.append(ends[-1] + file.write(_PASSAGE_JSON.dump_json(passage) + b"\n"))
    write_arrays(folder / OFFSETS, [np.asarray(ends, dtype=np.int64)])


class _Passages(Sequence[Passage]):
    """Passages that are not all held in memory; equal to any sequence of equal passages."""

    @overload
    def __getitem__(self, place: int) -> Passage: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Passage, ...]: ...

    def __getitem__(self, place: int | slice) -> Passage | tuple[Passage, ...]:
        if isinstance(place, slice):
            return tuple(self._read(number) for number in range(*place.indices(len(self))))
        return self._read(range(len(self))[place])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def _read(self, number: int) -> Passage:
        raise NotImplementedError


class StoredPassages(_Passages):
    """The passages of a folder, memory-mapped."""

    def __init__(self, path: Path, spelled: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._path = path
        self._spelled = spelled
        self._ends = ends

    @classmethod
    def load(cls, folder: Path, size: int) -> Self:
        """Map the ``size`` passages that :func:`dump_passages` wrote.

        :raises IndexCorrupt: a file is missing or not what it should be.
        """
        (ends,) = map_arrays(folder / OFFSETS, [np.int64])
        path = folder / PASSAGES
        try:
            empty = path.stat().st_size == 0
            spelled = np.zeros(0, np.uint8) if empty else np.memmap(path, dtype=np.uint8, mode="r").view(np.ndarray)
        except (OSError, ValueError) as error:
            raise IndexCorrupt(f"Không đọc được {path}: {error}. {REBUILD}.") from error
        if len(ends) != size + 1 or ends[-1] != len(spelled):
            raise IndexCorrupt(
                f"Cần {size} đoạn trong {path}, thấy {len(ends) - 1} đoạn và {len(spelled)} byte. {REBUILD}."
            )
        return cls(path, spelled, ends)

    def __len__(self) -> int:
        return len(self._ends) - 1

    def _read(self, number: int) -> Passage:
        line = self._spelled[self._ends[number] : self._ends[number + 1]].tobytes()
        try:
            passage: Passage = _PASSAGE_JSON.validate_json(line)
        except ValidationError as error:
            raise IndexCorrupt(f"Không đọc được {self._path}, đoạn {number}: {error}. {REBUILD}.") from error
        return passage


class ArrangedPassages(_Passages):
    """Passages out of several sequences, in an order of their own."""

    def __init__(
        self, sources: Sequence[Sequence[Passage]], owners: NDArray[np.int32], numbers: NDArray[np.int32]
    ) -> None:
        """Take passage ``numbers[i]`` of source ``owners[i]`` as passage i."""
        self._sources = tuple(sources)
        self._owners = owners
        self._numbers = numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def _read(self, number: int) -> Passage:
        source = self._sources[int(self._owners[number])]
        return source[int(self._numbers[number])]
