"""From text to the tokens that are matched: the same for passages and questions.

Numbers, dates and document numbers are tokens too, whole and in parts: people ask for "57-NQ/TW" and for
"nghị quyết 57".
"""

from __future__ import annotations

import importlib
import logging
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.vietnamese import comparable, fold, nfc
from index.crf_file import UnknownModel
from index.segmentation import AFTER, BEFORE, REACH, WordSegmenter

LOG = logging.getLogger("hoidap.index")

# A run of letters and digits, decimal points inside numbers, parts joined by "-" or "/", and a per cent sign.
_RUN = r"(?:[^\W_]|(?<=\d)[.,](?=\d))+"
_DASHES = "-–—/"
_CHAIN = re.compile(rf"{_RUN}(?:[{_DASHES}]{_RUN})*%?")
_PART = re.compile(rf"{_RUN}%?")
_SPACE_BEFORE_PERCENT = re.compile(r"(?<=\d)\s+(?=%)")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_DASH = re.compile(f"[{_DASHES}]")
_WORD = re.compile(r"[^\W\d_]")
_NO_WORD = re.compile(r"\W+")

_MODEL = "models/ws_crf_vlsp2013_20230727"
"""The folder of underthesea's model for words, in its package."""
_REMEMBERED = 1 << 17
_BEFORE_TEXT, _AFTER_TEXT = (BEFORE,) * REACH, (AFTER,) * REACH


def embedding_text(text: str) -> str:
    """Return the spelling that the shipped embedding model is trained on and fed with."""
    return comparable(text)


def segmented_text(text: str) -> str:
    """Return the text with the syllables of each word joined by "_", as models after PhoBERT are fed; case kept."""
    if not _WORD.search(text):
        return text
    return " ".join(word.replace(" ", "_") for word in _segmenter()(text))


@cache
def _segmenter() -> Callable[[str], list[str]]:
    """Return underthesea's word segmentation, loaded on first use."""
    segment: Callable[[str], list[str]] = _imported("underthesea").word_tokenize
    return segment


def _imported(name: str) -> Any:  # noqa: ANN401 -- underthesea has no types
    """Return a module of underthesea.

    Its ``__init__`` also imports the parts built on transformers and torch, each guarded by
    ``except ImportError``. Word segmentation needs none of them, and they cost seconds and hundreds of
    megabytes: while it is imported, transformers is made to look absent (None in ``sys.modules`` raises
    ImportError), unless something else has loaded it already.
    """
    hidden = "transformers" not in sys.modules
    if hidden:
        sys.modules["transformers"] = None  # type: ignore[assignment]
    try:
        return importlib.import_module(name)
    finally:
        if hidden:
            del sys.modules["transformers"]


def _chains(text: str) -> list[str]:
    return _CHAIN.findall(_SPACE_BEFORE_PERCENT.sub("", text))


def _has_digit(token: str) -> bool:
    return any(letter.isdigit() for letter in token)


def _parts(chain: str) -> list[str]:
    """Return a chain's parts, numbers without leading zeros: "08/4" and "8/4" are one date."""
    return [_LEADING_ZEROS.sub("", part) for part in _PART.findall(chain)]


def _codes(chain: str) -> list[str]:
    """Return the tokens of a chain with a digit: itself, its parts, and a percentage without its sign."""
    parts = _parts(chain)
    whole = ["-".join(parts)] if len(parts) > 1 else []
    bare = [part[:-1] for part in parts if part.endswith("%")]
    return [*whole, *parts, *bare]


@dataclass(frozen=True, slots=True)
class _Chunk:
    """What stands between two blanks, cut."""

    pieces: tuple[str, ...]
    """Syllables and punctuation marks."""
    numbers: tuple[int, ...]
    """Of the pieces, as the segmenter knows them."""
    codes: tuple[str, ...]


class _Chunks(dict[str, _Chunk]):
    """Each chunk cut once: papers are made of few different ones, and what stands beside a chunk does not matter."""

    def __init__(self) -> None:
        self._pieces: Callable[[str], list[str]] = _imported(
            "underthesea.pipeline.word_tokenize.regex_tokenize"
        ).tokenize
        folder = Path(_imported("underthesea.pipeline.word_tokenize").__file__).parent
        self.segmenter = WordSegmenter(folder / _MODEL)

    def __missing__(self, spelled: str) -> _Chunk:
        plain = comparable(spelled)
        codes = tuple(code for chain in _chains(plain) if _has_digit(chain) for code in _codes(chain))
        pieces = self._pieces(_CHAIN.sub(lambda match: _prose(match.group()), plain))
        chunk = _Chunk(tuple(pieces), tuple(map(self.segmenter.number, pieces)), codes)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[spelled] = chunk
        return chunk


class _Words(dict[str, str]):
    """Each word in the form of a token, empty where it is punctuation only."""

    def __missing__(self, pieces: str) -> str:
        token = _NO_WORD.sub("_", pieces).strip("_") if _WORD.search(pieces) else ""
        if len(self) >= _REMEMBERED:
            self.clear()
        self[pieces] = token
        return token


@cache
def _chunks() -> _Chunks | None:
    """Return the cutting of chunks; None where the installed model is not one that can be read here."""
    try:
        return _Chunks()
    except UnknownModel:
        LOG.warning("underthesea's model is of an unknown kind: words are segmented the slow way", exc_info=True)
        return None


class Analyzer:
    """Cuts text into tokens. What it remembers changes no result; safe to share between threads."""

    def __init__(self) -> None:
        self._words = _Words()

    def words(self, text: str) -> list[str]:
        """Return the words, lower case in one spelling, syllables of one word joined with "_".

        Punctuation is dropped. The tokens of numbers, dates and document numbers come after the words;
        the separators of a chain are one in them: "57-NQ/TW" gives "57-nq-tw", "57", "nq" and "tw".
        """
        plain = _SPACE_BEFORE_PERCENT.sub("", comparable(text))
        codes = [code for chain in _chains(plain) if _has_digit(chain) for code in _codes(chain)]
        prose = _CHAIN.sub(lambda match: _prose(match.group()), plain)
        found = _segmenter()(prose) if _WORD.search(prose) else []
        return [*(token for word in found if (token := self._words[word])), *codes]

    def words_of(self, texts: Sequence[str]) -> list[list[str]]:
        """Return the words of each text: for many texts.

        They are cut by tables, some forty times as fast as by the library, and take half a second more to load than the
        library, which a single question need not wait for.
        """
        known = _chunks()
        if known is None:
            return [self.words(text) for text in texts]
        line: list[int] = []
        pieces: list[str] = []
        spans: list[tuple[int, int, list[str]]] = []
        for text in texts:
            chunks = [known[spelled] for spelled in _SPACE_BEFORE_PERCENT.sub("", nfc(text)).split()]
            line += _BEFORE_TEXT
            start = len(pieces)
            for chunk in chunks:
                line += chunk.numbers
                pieces += chunk.pieces
            line += _AFTER_TEXT
            spans.append((start, len(pieces), [code for chunk in chunks for code in chunk.codes]))
        numbers = np.asarray(line, dtype=np.int64)
        begins = known.segmenter.begins(numbers)[numbers > AFTER]
        return [[*self._joined(pieces[start:end], begins[start:end]), *codes] for start, end, codes in spans]

    def _joined(self, pieces: Sequence[str], begins: NDArray[np.bool_]) -> Iterator[str]:
        """Yield the tokens of the words that the pieces make up; the first of a text begins one, whatever was found."""
        starts = [0, *(np.flatnonzero(begins[1:]) + 1).tolist(), len(pieces)] if pieces else []
        for start, end in pairwise(starts):
            if token := self._words[" ".join(pieces[start:end])]:
                yield token

    def syllables(self, text: str) -> list[str]:
        """Return the syllables and numbers in order, lower case in one spelling."""
        return [part for chain in _chains(comparable(text)) for part in _parts(chain)]

    def stripped(self, text: str) -> list[str]:
        """Return the syllables and numbers in order, lower case without diacritics."""
        return [part for chain in _chains(fold(nfc(text))) for part in _parts(chain)]


def _prose(chain: str) -> str:
    # What holds a digit is cut by rule; joined letters ("kinh tế-xã hội", "VH-XH") are words of their own.
    return " " if _has_digit(chain) else _DASH.sub(" ", chain)
