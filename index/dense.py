"""Search by meaning: inner product over a segment's vectors in FAISS, exact below some size, by a graph above it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.errors import REBUILD, IndexCorrupt

EXACT_UP_TO = 200_000
"""Vectors that are compared one by one, in about 10 ms a question; more are searched through a graph (HNSW)."""

_NEIGHBOURS = 16
"""Edges of a vector in the graph, twice as many in its lowest layer."""
_BREADTH_BUILDING = 80
_BREADTH = 500
"""Vectors looked at around the best while searching, at least; more where only some may be found."""

# Its stubs know neither what a graph stores nor the parameters of one search.
_faiss: Any = faiss

# A question is one query: FAISS's threads only wait for each other, 17 ms instead of 1 on a busy machine with
# 20,000 vectors. Several questions at once run on the threads of the service.
faiss.omp_set_num_threads(1)


class DenseIndex:
    """A segment's vectors, by position. Safe to search from several threads."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 -- one of the kinds of FAISS
        self._index = index
        self._graph = isinstance(index, faiss.IndexHNSW)
        self._exact = _faiss.downcast_index(index.storage) if self._graph else index

    @classmethod
    def build(cls, vectors: NDArray[np.float32], exact_up_to: int = EXACT_UP_TO) -> Self:
        """Index the rows, (n, dimension), in their order."""
        size, dimension = vectors.shape
        if size > exact_up_to:
            index = _faiss.IndexHNSWFlat(dimension, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _BREADTH_BUILDING
        else:
            index = _faiss.IndexFlatIP(dimension)
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
    def kind(self) -> str:
        """Return how the vectors are searched, with the numbers that were chosen for it."""
        return f"hnsw {_NEIGHBOURS} {_BREADTH_BUILDING} {_BREADTH}" if self._graph else "flat"

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        return int(self._index.d)

    def nearest(self, query: NDArray[np.float32], depth: int, among: NDArray[np.int64] | None) -> NDArray[np.int64]:
        """Return the positions of the ``depth`` vectors nearest to the query, (dimension,), nearest first.

        Through the graph a few of them may be others that are nearly as near. Where it finds too few, and where no more
        take part than are compared one by one, the answer is exact.

        :param among: only these positions take part; None for all.
        """
        size = len(self) if among is None else len(among)
        wanted = min(depth, size)
        if wanted == 0:
            return np.zeros(0, dtype=np.int64)
        selector = None if among is None else self._selector(among)
        if self._graph and size > EXACT_UP_TO:
            breadth = max(_BREADTH, 2 * depth) * len(self) // size
            found = self._found(query, wanted, self._index, _faiss.SearchParametersHNSW(efSearch=breadth, sel=selector))
            if len(found) == wanted:
                return found
        return self._found(query, wanted, self._exact, _faiss.SearchParameters(sel=selector))

    def _selector(self, among: NDArray[np.int64]) -> Any:  # noqa: ANN401
        mask = np.zeros(len(self), dtype=bool)
        mask[among] = True
        return _faiss.IDSelectorBitmap(np.packbits(mask, bitorder="little"))

    @staticmethod
    def _found(
        query: NDArray[np.float32],
        wanted: int,
        index: Any,  # noqa: ANN401
        parameters: Any,  # noqa: ANN401
    ) -> NDArray[np.int64]:
        _, found = index.search(query[np.newaxis], wanted, params=parameters)
        return np.asarray(found[0][found[0] >= 0], dtype=np.int64)

    def vectors(self, positions: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the vectors at the positions, (n, dimension)."""
        if len(positions) == 0:
            return np.zeros((0, self.dimension), dtype=np.float32)
        return np.asarray(self._index.reconstruct_batch(positions), dtype=np.float32)

    def similarities(self, query: NDArray[np.float32], positions: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the inner product of the query, (dimension,), with each of the vectors at the positions.

        A vector gives the same number whichever others are asked for, to the last bit; a matrix product does not.
        """
        rows = self.vectors(positions).astype(np.float64)
        return np.asarray((rows * query).sum(axis=1))
