"""The seam to the model that turns text into vectors, and its implementations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from corpus.vietnamese import nfc
from index.analysis import Analyzer, embedding_text, segmented_text
from index.errors import ModelUnusable
from index.local_models import find_model, limit_length, load_local, network_fingerprint
from index.piece_lists import PieceReader
from index.profiles import PROFILE_FILE, embedding_profile

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED_MODEL = Path(__file__).parent / "models" / "hoidap-static"
"""Folder of the model that is used when no other is named."""

_WEIGHTS = "model.safetensors"
_TOKENIZER = "tokenizer.json"
_MODULES = "modules.json"
_WEIGHTS_KEY = "embedding.weight"
_COPY_AGAIN = "Hãy chép lại trọn thư mục mô hình."
_BLOCK = 1 << 20


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
        """Return one row of length 1 a text, (n, dimension); a text without any token is all zeros."""
        ...

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the same for questions."""
        ...


class StaticModel:
    """A mean of token vectors: a ``StaticEmbedding`` of sentence-transformers, run without torch."""

    def __init__(self, tokenizer: Tokenizer, vectors: NDArray[np.float32], fingerprint: str) -> None:
        self._reader = PieceReader(tokenizer, embedding_text)
        self._vectors = vectors
        self._fingerprint = fingerprint

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the model in a folder saved by sentence-transformers.

        :raises ModelUnusable: not a static model's folder, or a file is missing or not in order.
        """
        module = _static_module(folder)
        if module is None:
            raise ModelUnusable(
                f"Cần một mô hình nhúng tĩnh trong {folder} ({_MODULES}, {_WEIGHTS}), không thấy. "
                "Hãy trỏ tới thư mục mô hình do sentence-transformers lưu."
            )
        try:
            weights = load_file(str(module / _WEIGHTS))[_WEIGHTS_KEY]
        except KeyError as error:
            raise ModelUnusable(
                f"Cần tensor {_WEIGHTS_KEY} trong {module / _WEIGHTS}, không thấy. {_COPY_AGAIN}"
            ) from error
        except (OSError, SafetensorError) as error:
            raise ModelUnusable(f"Không đọc được {module / _WEIGHTS}: {error}. {_COPY_AGAIN}") from error
        tokenizer = _read_tokenizer(module / _TOKENIZER)
        if weights.ndim != 2 or weights.shape[0] < tokenizer.get_vocab_size():
            raise ModelUnusable(
                f"Cần vectơ cho {tokenizer.get_vocab_size()} token trong {module / _WEIGHTS}, "
                f"thấy kích thước {weights.shape}. {_COPY_AGAIN}"
            )
        tokenizer.no_padding()
        return cls(tokenizer, np.ascontiguousarray(weights, dtype=np.float32), _files_fingerprint(folder))

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        return int(self._vectors.shape[1])

    @property
    def fingerprint(self) -> str:
        """Return a hash of the folder's files."""
        return self._fingerprint

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the texts' vectors, (n, dimension)."""
        return self._encode(texts)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the questions' vectors, (n, dimension)."""
        return self._encode(texts)

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        pieces = self._reader.read(texts)
        ones = np.ones(len(pieces.ids), dtype=np.float32)
        counts = csr_array((ones, pieces.ids, pieces.offsets), shape=(len(texts), len(self._vectors)))
        # A sum points where the mean does.
        return unit_rows(counts @ self._vectors)


class SentenceTransformerModel:
    """Any model of sentence-transformers on this machine, by folder or id. Loads torch."""

    def __init__(self, name_or_folder: str) -> None:
        """Load the model with its profile.

        :raises ModelUnusable: it is not on this machine, its files are not in order, or its profile does not fit.
        """
        folder = find_model(name_or_folder)
        self._model: SentenceTransformer = load_local(
            name_or_folder, folder, _sentence_transformer, "mô hình nhúng", ModelUnusable
        )
        profile = embedding_profile(name_or_folder, folder or Path(name_or_folder), ModelUnusable)
        length = limit_length(self._model, profile.max_length)
        self._model.truncate_dim = profile.dimension or self._model.truncate_dim
        self._query_prefix = self._prefix(profile.query_prefix, "query")
        self._passage_prefix = self._prefix(profile.passage_prefix, "document", "passage", "corpus")
        self._segment_words = profile.segment_words
        # A fast tokenizer is set up anew at each call and refuses a second caller meanwhile.
        self._lock = Lock()
        self._dimension = int(self._rows(self._model.encode_query, ["a"], "").shape[1])
        if self._dimension < (profile.dimension or 0):
            raise ModelUnusable(
                f"Hồ sơ của mô hình {profile.name} cần {profile.dimension} chiều, mô hình chỉ có {self._dimension}. "
                f"Hãy sửa mục dimension trong {PROFILE_FILE} của thư mục mô hình."
            )
        self._fingerprint = network_fingerprint(
            self._model,
            self._query_prefix,
            self._passage_prefix,
            self._segment_words,
            length,
            self._dimension,
        )

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Return a hash of weights, tokenizer, prefixes, word segmentation, length and dimension."""
        return self._fingerprint

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the texts' vectors, (n, dimension)."""
        return self._rows(self._model.encode_document, texts, self._passage_prefix)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the questions' vectors, (n, dimension)."""
        return self._rows(self._model.encode_query, texts, self._query_prefix)

    def _prefix(self, given: str | None, *roles: str) -> str:
        """Return the prefix given, or the model's own prompt for the first of the roles that has one."""
        if given is not None:
            return given
        prompts: dict[str, str] = self._model.prompts
        return next((prompts[role] for role in (*roles, self._model.default_prompt_name) if prompts.get(role)), "")

    def _rows(self, encode: Callable[..., object], texts: Sequence[str], prefix: str) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self._dimension), dtype=np.float32)
        spelled = [nfc(text) for text in texts]
        if self._segment_words:
            spelled = [segmented_text(text) for text in spelled]
        with self._lock:
            rows = encode(spelled, prompt=prefix, show_progress_bar=False)
        return unit_rows(np.asarray(rows, dtype=np.float32))


class HashingModel:
    """Counts of syllables without diacritics, hashed: the fake for tests; the same on every machine."""

    def __init__(self, dimension: int = 64) -> None:
        self._dimension = dimension
        self._analyzer = Analyzer()

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        return self._dimension

    @property
    def fingerprint(self) -> str:
        """Return a name made of the dimension, the only thing the vectors depend on."""
        return f"hashing-{self._dimension}"

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the texts' vectors, (n, dimension)."""
        rows = np.zeros((len(texts), self._dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for token in self._analyzer.stripped(text):
                digest = hashlib.blake2b(token.encode(), digest_size=8).digest()
                row[int.from_bytes(digest, "big") % self._dimension] += 1.0
        return unit_rows(rows)

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the questions' vectors, (n, dimension)."""
        return self.encode_passages(texts)


def load_model(name_or_folder: str | None) -> EmbeddingModel:
    """Return the embedding model: the shipped one for None, that of a folder, or the cached one of an id.

    :raises ModelUnusable: it is not on this machine, or its files are not a model's.
    """
    if name_or_folder is None:
        return StaticModel.load(SHIPPED_MODEL)
    folder = find_model(name_or_folder)
    if folder is not None and _static_module(folder) is not None:
        return StaticModel.load(folder)
    return SentenceTransformerModel(name_or_folder)


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    lengths[lengths == 0.0] = 1.0
    return np.asarray(rows / lengths, dtype=np.float32)


def _static_module(folder: Path) -> Path | None:
    """Return the folder of a model's static embedding; None where the model is of another kind."""
    try:
        modules = json.loads((folder / _MODULES).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    # A model with more modules than the embedding and a normalisation computes something else.
    match modules:
        case [{"type": str(kind), "path": str(path)}] if kind.endswith(".StaticEmbedding"):
            return folder / path
        case [{"type": str(kind), "path": str(path)}, {"type": str(last)}] if kind.endswith(
            ".StaticEmbedding"
        ) and last.endswith(".Normalize"):
            return folder / path
    return None


def _read_tokenizer(path: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower, for a missing file as for a broken one
        raise ModelUnusable(f"Không đọc được {path}: {error}. {_COPY_AGAIN}") from error


def _files_fingerprint(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".json", ".safetensors"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    return digest.hexdigest()


def _sentence_transformer(folder: str) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer  # torch: seconds, and only wanted here

    return SentenceTransformer(folder, device="cpu", local_files_only=True)
