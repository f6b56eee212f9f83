"""The reranker that is a cross-encoder of sentence-transformers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import nfc
from index.analysis import segmented_text
from index.errors import RerankerUnusable
from index.local_models import find_model, limit_length, load_local, network_fingerprint
from index.profiles import reranker_profile

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class CrossEncoderReranker:
    """Any cross-encoder with one score on this machine, by folder or id. Loads torch."""

    def __init__(self, name_or_folder: str) -> None:
        """Load the model with its profile.

        :raises RerankerUnusable: it is not on this machine, its files are not in order, or it gives several scores.
        """
        folder = find_model(name_or_folder)
        self._model: CrossEncoder = load_local(
            name_or_folder, folder, _cross_encoder, "mô hình xếp hạng lại", RerankerUnusable
        )
        if self._model.num_labels != 1:
            raise RerankerUnusable(
                f"Cần mô hình xếp hạng lại cho một điểm, {name_or_folder!r} cho {self._model.num_labels}. "
                "Hãy chọn một CrossEncoder được huấn luyện để xếp hạng."
            )
        profile = reranker_profile(name_or_folder, folder or Path(name_or_folder), RerankerUnusable)
        length = limit_length(self._model, profile.max_length)
        self._segment_words = profile.segment_words
        # A fast tokenizer is set up anew at each call and refuses a second caller meanwhile.
        self._lock = Lock()
        self._fingerprint = network_fingerprint(self._model, self._segment_words, length)

    @property
    def fingerprint(self) -> str:
        """Return a hash of weights, tokenizer, word segmentation and length."""
        return self._fingerprint

    def scores(self, question: str, passages: Sequence[str]) -> NDArray[np.float64]:
        """Return the network's own scores (logits), (n,): a sigmoid would make all good ones 1.0 in float32."""
        if not passages:
            return np.zeros(0)
        from torch.nn import Identity

        asked, *read = [self._spelled(text) for text in (question, *passages)]
        with self._lock:
            scores = self._model.predict(
                [(asked, text) for text in read], activation_fn=Identity(), show_progress_bar=False
            )
        return np.asarray(scores, dtype=np.float64)

    def _spelled(self, text: str) -> str:
        return segmented_text(nfc(text)) if self._segment_words else nfc(text)


def _cross_encoder(folder: str) -> CrossEncoder:
    from sentence_transformers import CrossEncoder  # torch: seconds, and only wanted here

    return CrossEncoder(folder, device="cpu", local_files_only=True)
