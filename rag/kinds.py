"""The kind of a question and the words that ask, as learnt from questions whose asking words are marked.

Two linear models over short runs of words and letters of the folded question. They are learnt by
``hoidap eval learn-kinds`` and stand in ``data/kinds.npz``; reading them needs numpy only.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rag.asks import Ask

KINDS_FILE = Path(__file__).parent / "data" / "kinds.npz"
KINDS = tuple(Ask)
"""The order of the columns."""
_WORD = re.compile(r"[^\W\d_]+|_+|\d[\d.,/]*|%")
_LETTERS = (3, 4)
"""Lengths of the runs of letters: they see through slips ("fối hợp")."""
_LETTERS_SHARE = 0.5
"""What all runs of letters weigh together beside all runs of words."""

Vector = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the folded question; "0" stands for any number, "_" for any place."""

    text: str
    start: int
    end: int

    @property
    def is_open(self) -> bool:
        """Say whether it may ask or name the topic: numbers and places do neither."""
        return self.text[0].isalpha()


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt. The last row of each array is added to every question or word."""

    kind_features: tuple[str, ...]
    kind_weights: Vector
    """(features + 1, kinds)"""
    asking_features: tuple[str, ...]
    asking_weights: Vector
    """(features + 1,)"""
    questions: str
    """SHA-256 of the question file that they were learnt from."""


def words_in(folded: str) -> list[Word]:
    """Return the words of a question without diacritics, places blanked out by "_"."""
    return [Word(_plain(match[0]), *match.span()) for match in _WORD.finditer(folded)]


def _plain(word: str) -> str:
    if word[0] == "_":
        return "_"
    return "0" if word[0].isdigit() else word


def kind_features(words: Sequence[Word]) -> dict[str, float]:
    """Return what the kind is told by: words, pairs of neighbours, runs of letters; of unit length, letters of half."""
    texts = ["^", *(word.text for word in words), "$"]
    runs = {*texts, *(f"{one} {two}" for one, two in pairwise(texts))}
    line = f" {' '.join(texts[1:-1])} "
    letters = {f"~{line[i : i + n]}" for n in _LETTERS for i in range(len(line) - n + 1)}
    found = dict.fromkeys(runs, 1 / math.sqrt(len(runs)))
    found.update(dict.fromkeys(letters, _LETTERS_SHARE / math.sqrt(len(letters) or 1)))
    return found


def asking_features(words: Sequence[Word]) -> Iterator[tuple[str, ...]]:
    """Yield for each word what tells whether it asks: itself and its two neighbours on either side."""
    texts = ["^", "^", *(word.text for word in words), "$", "$"]
    for i in range(2, len(texts) - 2):
        before2, before, own, after, after2 = texts[i - 2 : i + 3]
        yield (
            f"0 {own}", f"-1 {before}", f"+1 {after}", f"-2 {before2}", f"+2 {after2}",
            f"-1 {before} {own}", f"0 {own} {after}", f"-2 {before2} {before}", f"+1 {after} {after2}",
            f"-1 {before} {own} {after}",
        )  # fmt: skip


class KindModel:
    """Tells how likely each kind is, and which words ask. Safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        """Keep the weights, ready to look up."""
        self._weights = weights.kind_weights
        self._rows = {feature: row for row, feature in enumerate(weights.kind_features)}
        *asking, self._asking_bias = weights.asking_weights.tolist()
        self._asking: dict[str, float] = dict(zip(weights.asking_features, asking, strict=True))

    def chances(self, words: Sequence[Word]) -> tuple[tuple[Ask, float], ...]:
        """Return every kind with its chance, the likeliest first; together they are 1."""
        found = [(self._rows[f], value) for f, value in kind_features(words).items() if f in self._rows]
        scores = self._weights[-1].copy()
        if found:
            rows, values = zip(*found, strict=True)
            scores += np.array(values, dtype=np.float32) @ self._weights[list(rows)]
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        return tuple((KINDS[i], float(chances[i])) for i in np.argsort(-chances, kind="stable"))

    def asking(self, words: Sequence[Word]) -> list[float]:
        """Return for each word the chance that it asks and names nothing; 0 for numbers and places."""
        sums = (sum(self._asking.get(f, 0.0) for f in features) for features in asking_features(words))
        return [
            1 / (1 + math.exp(-total - self._asking_bias)) if word.is_open else 0.0
            for word, total in zip(words, sums, strict=True)
        ]


def shipped_kinds() -> KindModel:
    """Return the model that comes with the product."""
    return KindModel(weights_in(KINDS_FILE))


def weights_in(path: Path) -> Weights:
    """Return the weights in a file.

    :raises ValueError: the file is of another make, or was learnt for other kinds.
    :raises OSError: it cannot be read.
    """
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as read:
            names = json.loads(bytes(read["names"]))
            kind, asking = (read[f"{part}_steps"] * read[f"{part}_worth"] for part in ("kind", "asking"))
    except (BadZipFile, KeyError, EOFError, ValueError) as error:
        raise ValueError(f"expected in {path} weights as `hoidap eval learn-kinds` writes them: {error}") from error
    if names["kinds"] != list(KINDS):
        raise ValueError(f"expected in {path} weights for {list(KINDS)}, found {names['kinds']}; learn them anew")
    return Weights(tuple(names["kind"]), kind, tuple(names["asking"]), asking[:, 0], names["questions"])


def packed(weights: Weights) -> bytes:
    """Return the bytes of a file for :func:`weights_in`: each weight a byte, in steps of its column's largest / 127."""
    names = {
        "kinds": KINDS,
        "kind": weights.kind_features,
        "asking": weights.asking_features,
        "questions": weights.questions,
    }
    arrays = {"names": np.frombuffer(json.dumps(names).encode(), dtype=np.uint8)}
    for part, table in (("kind", weights.kind_weights), ("asking", weights.asking_weights[:, None])):
        worth = np.maximum(np.abs(table).max(axis=0), 1e-6).astype(np.float32) / 127
        arrays[f"{part}_worth"], arrays[f"{part}_steps"] = worth, np.round(table / worth).astype(np.int8)
    file = BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()
