"""The seam to the model that turns text into vectors, and its implementations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class EmbeddingModel(Protocol):
    """Turns texts into vectors whose inner product says how near their meanings are."""

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        ...

    @property
    def fingerprint(self) -> str:
        """Return a hash that changes whenever the vectors may."""
        ...

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 a text, (n, dimension); a text without any known token is all zeros."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the same for questions."""
        ...


def load_model(name_or_folder: str | None) -> EmbeddingModel:
    """Return the embedding model: the shipped one for None, a folder's, or one of sentence-transformers.

    :raises ModelUnusable: there is no such folder or its files are not a model's.
    """
    raise NotImplementedError
