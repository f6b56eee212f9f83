"""Building an index beside the one in use, and switching over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.model import Document
from index.embedding import EmbeddingModel
from index.store import Manifest

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, what is done and what there is to do."""


def build_index(
    documents: Sequence[Document], model: EmbeddingModel, folder: Path, progress: Progress
) -> Manifest:
    """Build an index of the documents and make it the one in use; a sound one of the same version is kept.

    :raises IndexBusy: another process is building in the folder.
    """
    raise NotImplementedError
