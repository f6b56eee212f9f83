"""Several arrays in one file, read back memory-mapped."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import REBUILD, IndexCorrupt

_ALIGNMENT = 64

AnyArray = NDArray[Any]


def write_arrays(path: Path, arrays: Sequence[AnyArray]) -> None:
    """Write the arrays one after the other, each as numpy writes it, aligned for direct use."""
    with path.open("wb") as file:
        for array in arrays:
            file.write(bytes(-file.tell() % _ALIGNMENT))
            np.lib.format.write_array(file, np.ascontiguousarray(array), allow_pickle=False)


def map_arrays(path: Path, kinds: Sequence[type[np.generic]]) -> list[AnyArray]:
    """Return the arrays of a file that :func:`write_arrays` wrote, read-only and memory-mapped.

    :param kinds: the type of each array's numbers.
    :raises IndexCorrupt: the file is missing, or holds other arrays than these.
    """
    found: list[AnyArray] = []
    try:
        with path.open("rb") as file:
            whole = np.memmap(path, dtype=np.uint8, mode="r") if path.stat().st_size else np.zeros(0, np.uint8)
            for kind in kinds:
                file.seek(-file.tell() % _ALIGNMENT, 1)
                np.lib.format.read_magic(file)
                shape, _, dtype = np.lib.format.read_array_header_1_0(file)
                if dtype != np.dtype(kind) or len(shape) != 1:
                    raise ValueError(f"expected a row of {np.dtype(kind)}, found {shape} of {dtype}")
                start, size = file.tell(), dtype.itemsize * shape[0]
                if start + size > len(whole):
                    raise ValueError(f"expected {start + size} bytes, found {len(whole)}")
                found.append(whole[start : start + size].view(np.ndarray).view(dtype))
                file.seek(start + size)
    except (OSError, ValueError) as error:
        raise IndexCorrupt(f"Không đọc được {path}: {error}. {REBUILD}.") from error
    return found
