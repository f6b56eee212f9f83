"""Search by meaning: exact inner product over the passages' vectors, in FAISS."""

from __future__ import annotations

from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import REBUILD, IndexCorrupt

# A question is one query: FAISS's threads only wait for each other, 17 ms instead of 1 on a busy machine with
# 20,000 vectors. Several questions at once run on the threads of the service.
faiss.omp_set_num_threads(1)


class DenseIndex:
    """The passages' vectors, by position. Safe to search from several threads."""

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: NDArray[np.float32]) -> Self:
        """Index the rows, (n, dimension), in their order."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path, size: int) -> Self:
        """Read an index of ``size`` vectors, memory-mapped.

        :raises IndexCorrupt: the file is not an index of FAISS, or of another size.
        """
        try:
            index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexCorrupt(f"Không đọc được các vectơ trong {path}: {error}. {REBUILD}.") from error
        if index.ntotal != size:
            raise IndexCorrupt(f"Cần {size} vectơ trong {path}, thấy {index.ntotal}. {REBUILD}.")
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index to one file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        return int(self._index.d)

    def nearest(self, query: NDArray[np.float32], depth: int, among: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return the positions of the ``depth`` vectors nearest to the query, (dimension,), nearest first.

        :param among: only these positions take part; None for all.
        """
        size = len(self) if among is None else len(among)
        if size == 0:
            return np.zeros(0, dtype=np.int64)
        scope = None
        if among is not None:
            # FAISS keeps a bare pointer to the selector: this name holds it until the search is over.
            selector = faiss.IDSelectorBatch(among)
            scope = faiss.SearchParameters()
            scope.sel = selector
        _, found = self._index.search(query[np.newaxis], min(depth, size), params=scope)
        return np.asarray(found[0][found[0] >= 0], dtype=np.int64)

    def similarities(self, query: NDArray[np.float32], positions: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the inner product of the query, (dimension,), with each of the vectors at the positions."""
        if len(positions) == 0:
            return np.zeros(0)
        rows = self._index.reconstruct_batch(positions)
        return np.asarray(rows @ query, dtype=np.float64)
