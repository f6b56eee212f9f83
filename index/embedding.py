"""The seam to the model that turns text into vectors, and its implementations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from corpus.vietnamese import nfc
from index.analysis import Analyzer, embedding_text
from index.errors import ModelUnusable

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
        self._tokenizer = tokenizer
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
        spelled = [embedding_text(text) for text in texts]
        encodings = self._tokenizer.encode_batch_fast(spelled, add_special_tokens=False)
        rows = np.zeros((len(spelled), self.dimension), dtype=np.float32)
        for row, encoding in zip(rows, encodings, strict=True):
            if encoding.ids:
                row[:] = self._vectors[encoding.ids].mean(axis=0)
        return unit_rows(rows)


class SentenceTransformerModel:
    """Any model of sentence-transformers, by folder or name. Loads torch."""

    def __init__(self, name_or_folder: str) -> None:
        from sentence_transformers import SentenceTransformer  # torch: seconds, and only wanted here

        try:
            self._model: SentenceTransformer = SentenceTransformer(name_or_folder, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelUnusable(
                f"Cần một mô hình sentence-transformers ở {name_or_folder!r}, không nạp được: {error}. "
                "Hãy trỏ tới thư mục mô hình có trên máy."
            ) from error
        self._fingerprint = _weights_fingerprint(self._model)

    @property
    def dimension(self) -> int:
        """Return the number of components of a vector."""
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            return int(self.encode_queries(["a"]).shape[1])
        return int(dimension)

    @property
    def fingerprint(self) -> str:
        """Return a hash of the weights and prompts."""
        return self._fingerprint

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the texts' vectors, (n, dimension), with the model's own prompt for documents."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._model.encode_document([nfc(text) for text in texts], show_progress_bar=False)
        return unit_rows(np.asarray(rows, dtype=np.float32))

    def encode_queries(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the questions' vectors, (n, dimension), with the model's own prompt for queries."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        rows = self._model.encode_query([nfc(text) for text in texts], show_progress_bar=False)
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
    """Return the embedding model: the shipped one for None, a folder's, or one of sentence-transformers.

    :raises ModelUnusable: there is no such folder or its files are not a model's.
    """
    if name_or_folder is None:
        return StaticModel.load(SHIPPED_MODEL)
    folder = Path(name_or_folder)
    if _static_module(folder) is not None:
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


def _weights_fingerprint(model: SentenceTransformer) -> str:
    import torch

    digest = hashlib.sha256(json.dumps(model.prompts, sort_keys=True).encode())
    for name, tensor in sorted(model.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.contiguous().view(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
