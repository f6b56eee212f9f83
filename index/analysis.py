"""From text to the tokens that are matched: the same for passages and questions.

Numbers, dates and document numbers are tokens too, whole and in parts: people ask for "57-NQ/TW" and for
"nghị quyết 57".
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from functools import cache

from corpus.vietnamese import comparable, fold, nfc

# A run of letters and digits, decimal points inside numbers, parts joined by "-" or "/", and a per cent sign.
_RUN = r"(?:[^\W_]|(?<=\d)[.,](?=\d))+"
_DASHES = "-–—/"
_CHAIN = re.compile(rf"{_RUN}(?:[{_DASHES}]{_RUN})*%?")
_PART = re.compile(rf"{_RUN}%?")
_SPACE_BEFORE_PERCENT = re.compile(r"(?<=\d)\s+(?=%)")
_LEADING_ZEROS = re.compile(r"^0+(?=\d)")
_DASH = re.compile(f"[{_DASHES}]")
_WORD = re.compile(r"[^\W\d_]")


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
    """Return underthesea's word segmentation, loaded on first use.

    Its ``__init__`` also imports the parts built on transformers and torch, each guarded by
    ``except ImportError``. Word segmentation needs none of them, and they cost seconds and hundreds of
    megabytes: while it is imported, transformers is made to look absent (None in ``sys.modules`` raises
    ImportError), unless something else has loaded it already.
    """
    hidden = "transformers" not in sys.modules
    if hidden:
        sys.modules["transformers"] = None  # type: ignore[assignment]
    try:
        segment: Callable[[str], list[str]] = importlib.import_module("underthesea").word_tokenize
    finally:
        if hidden:
            del sys.modules["transformers"]
    return segment


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


class Analyzer:
    """Cuts text into tokens. Holds no state; safe to share between threads."""

    def words(self, text: str) -> list[str]:
        """Return the words, lower case in one spelling, syllables of one word joined with "_".

        Punctuation is dropped. The tokens of numbers, dates and document numbers come after the words;
        the separators of a chain are one in them: "57-NQ/TW" gives "57-nq-tw", "57", "nq" and "tw".
        """
        plain = _SPACE_BEFORE_PERCENT.sub("", comparable(text))
        codes = [code for chain in _chains(plain) if _has_digit(chain) for code in _codes(chain)]
        prose = _CHAIN.sub(lambda match: _prose(match.group()), plain)
        if not _WORD.search(prose):
            return codes
        tokens = (token for token in _segmenter()(prose) if _WORD.search(token))
        return [*(re.sub(r"\W+", "_", token).strip("_") for token in tokens), *codes]

    def syllables(self, text: str) -> list[str]:
        """Return the syllables and numbers in order, lower case in one spelling."""
        return [part for chain in _chains(comparable(text)) for part in _parts(chain)]

    def stripped(self, text: str) -> list[str]:
        """Return the syllables and numbers in order, lower case without diacritics."""
        return [part for chain in _chains(fold(nfc(text))) for part in _parts(chain)]


def _prose(chain: str) -> str:
    # What holds a digit is cut by rule; joined letters ("kinh tế-xã hội", "VH-XH") are words of their own.
    return " " if _has_digit(chain) else _DASH.sub(" ", chain)
