"""How a model wants its text: prefixes, words joined or not, how long, how many components."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, ClassVar, TypeVar

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from index.errors import IndexFailure

PROFILE_FILE = "hoidap.json"
"""In a model's folder: the fields that differ from what is known or assumed of the model."""

_Count = Annotated[int, Field(ge=1)]
_CACHED = "models--"


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What an embedding model of sentence-transformers is fed with."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    name: str
    """Id of the model, or the folder's name."""
    query_prefix: str | None = None
    """Written before a question; None for the prompt in the model's own configuration, or nothing without one."""
    passage_prefix: str | None = None
    """The same before a passage."""
    segment_words: bool = False
    """Whether the syllables of a word are joined by "_" first, as PhoBERT was trained."""
    max_length: _Count = 512
    """Tokens read of a text; the model's own limit where that is lower."""
    dimension: _Count | None = None
    """Components kept, the first ones, of a model trained to be cut (Matryoshka); None for all."""


@dataclass(frozen=True, slots=True)
class RerankerProfile:
    """What a cross-encoder is fed with."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid", strict=True)

    name: str
    """Id of the model, or the folder's name."""
    segment_words: bool = False
    """Whether the syllables of a word are joined by "_" first."""
    max_length: _Count = 512
    """Tokens read of question and passage together; the model's own limit where that is lower."""


# From the models' cards. What a card leaves to the model's own configuration is left to it here too. Models that read
# thousands of tokens get 1024: more than a paragraph has, and little enough for the memory of a small machine.
EMBEDDING_PROFILES = (
    ModelProfile("BAAI/bge-m3", max_length=1024),
    ModelProfile("AITeamVN/Vietnamese_Embedding", max_length=1024),
    ModelProfile("bkai-foundation-models/vietnamese-bi-encoder", segment_words=True, max_length=256),
    # Its card says 512, but PhoBERT has positions for 256 tokens.
    ModelProfile("dangvantuan/vietnamese-embedding", segment_words=True, max_length=256),
    # Of PhoBERT too, but trained on plain syllables.
    ModelProfile("keepitreal/vietnamese-sbert", max_length=256),
    ModelProfile("hiieu/halong_embedding"),
    ModelProfile("intfloat/multilingual-e5-small", "query: ", "passage: "),
    ModelProfile("intfloat/multilingual-e5-base", "query: ", "passage: "),
    ModelProfile("intfloat/multilingual-e5-large", "query: ", "passage: "),
    ModelProfile("sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2", max_length=128),
)
RERANKER_PROFILES = (
    RerankerProfile("BAAI/bge-reranker-v2-m3", max_length=1024),
    RerankerProfile("AITeamVN/Vietnamese_Reranker", max_length=1024),
    RerankerProfile("itdainb/PhoRanker", segment_words=True, max_length=256),
)

_Profile = TypeVar("_Profile", ModelProfile, RerankerProfile)


def embedding_profile(name: str, folder: Path, error: type[IndexFailure]) -> ModelProfile:
    """Return how an embedding model wants its text.

    A model that nobody described gets no prefix but its own, plain syllables and 512 tokens.

    :param name: as the model is set: an id or a folder.
    :param folder: where its files lie; a ``hoidap.json`` in it has the last word.
    :param error: raised where that file is not in order.
    """
    known = _known(name, EMBEDDING_PROFILES) or ModelProfile(_short(name))
    return _described(known, TypeAdapter(ModelProfile), folder, error)


def reranker_profile(name: str, folder: Path, error: type[IndexFailure]) -> RerankerProfile:
    """Return how a cross-encoder wants its text; arguments as for :func:`embedding_profile`."""
    known = _known(name, RERANKER_PROFILES) or RerankerProfile(_short(name))
    return _described(known, TypeAdapter(RerankerProfile), folder, error)


def _known(name: str, profiles: Iterable[_Profile]) -> _Profile | None:
    """Return the profile of the model with this id, or whose copy this folder is by its name."""
    for profile in profiles:
        if profile.name.lower() == name.lower() or _short(profile.name).lower() == _short(name).lower():
            return profile
    return None


def _short(name: str) -> str:
    """Return the last part of an id or path; of a folder in the cache of Hugging Face that of the id."""
    parts = Path(name).parts
    cached = [part for part in parts if part.startswith(_CACHED)]
    return cached[-1].rpartition("--")[2] if cached else Path(name).name


def _described(known: _Profile, adapter: TypeAdapter[_Profile], folder: Path, error: type[IndexFailure]) -> _Profile:
    path = folder / PROFILE_FILE
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict):
            raise ValueError(f"{type(told).__name__}")
        return adapter.validate_json(json.dumps({**asdict(known), **told}))
    except FileNotFoundError:
        return known
    except (OSError, ValueError) as cause:
        fields = ", ".join(list(asdict(known))[1:])
        raise error(
            f"Cần một đối tượng JSON với các mục {fields} trong {path}, không đọc được: {_short_words(cause)}. "
            "Hãy sửa tệp hoặc xóa nó đi."
        ) from cause


def _short_words(cause: Exception) -> str:
    if isinstance(cause, ValidationError):
        return "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in cause.errors())
    return str(cause)
