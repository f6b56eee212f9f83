"""What in a text is a syllable that may get diacritics, and what must stay as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from corpus.vietnamese import fold


class TokenKind(Enum):
    """What a token is to the restorer."""

    PLAIN = auto()
    """A syllable in plain letters: may get diacritics."""
    MARKED = auto()
    """A syllable with at least one diacritic: as meant."""
    NUMBER = auto()
    BOUNDARY = auto()
    """A mark that ends a clause."""
    FIXED = auto()
    """Part of a document number, an abbreviation, an address or a foreign word."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text; ``text[start:start + len(text)]``."""

    text: str
    start: int
    kind: TokenKind


_TOKEN = re.compile(r"[^\W\d_]+|\d+|[.;:?!()\[\]\"“”…]")
_CHUNK = re.compile(r"[^\s,;:?!()\[\]\"“”…]+")
_SYLLABLE = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_LETTERS = re.compile("[a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]+")
_LONGEST_SYMBOL = 3
"""Letters of a syllable that may be part of a symbol: "DU" in "KH/DU", not "nguoi" in "GRDP/nguoi"."""
_SHORTEST_CAPITAL_RUN = 6


def could_be_vietnamese(syllable: str) -> bool:
    """Say whether a lower-case syllable has Vietnamese letters and the shape of a Vietnamese syllable."""
    return bool(_LETTERS.fullmatch(syllable)) and bool(_SYLLABLE.fullmatch(fold(syllable)))


def tokens(text: str, is_syllable: Callable[[str], bool]) -> list[Token]:
    """Return the tokens of an NFC text in order.

    :param is_syllable: tells of a folded word whether it is the plain form of a known syllable.
    """
    fixed = _fixed_spans(text, is_syllable)
    found = [Token(m.group(), m.start(), _kind(m.group(), is_syllable)) for m in _TOKEN.finditer(text)]
    found = [_as_fixed(token) if _inside(token, fixed) else token for token in found]
    return _without_lone_capitals(found)


def _kind(word: str, is_syllable: Callable[[str], bool]) -> TokenKind:
    if not word[0].isalpha():
        return TokenKind.NUMBER if word[0].isdecimal() else TokenKind.BOUNDARY
    if not word.isascii():
        return TokenKind.MARKED
    return TokenKind.PLAIN if is_syllable(word.lower()) else TokenKind.FIXED


def _as_fixed(token: Token) -> Token:
    return Token(token.text, token.start, TokenKind.FIXED) if token.text[0].isalpha() else token


def _inside(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)


def _fixed_spans(text: str, is_syllable: Callable[[str], bool]) -> list[tuple[int, int]]:
    return [m.span() for m in _CHUNK.finditer(text) if _is_symbol(m.group(), is_syllable)]


def _is_symbol(chunk: str, is_syllable: Callable[[str], bool]) -> bool:
    """Say whether the chunk is a document number ("57-NQ/TW", "/KH-UBND", "kh/du") or an address."""
    if "@" in chunk or "://" in chunk or chunk.lower().startswith("www."):
        return True
    numbered = any(letter.isdecimal() for letter in chunk)
    if not numbered and "/" not in chunk:
        return False
    pieces = re.findall(r"[^\W\d_]+", chunk)
    if numbered:
        return bool(pieces)
    syllables = [piece for piece in pieces if is_syllable(fold(piece))]
    if any(len(piece) > _LONGEST_SYMBOL for piece in syllables):
        return False
    return len(syllables) < len(pieces) or any(piece.isupper() for piece in pieces)


def _without_lone_capitals(found: list[Token]) -> list[Token]:
    """Fix capital words ("DU") of a text in small letters; a row of them ("TAN MINH") is words all the same."""
    words = [token for token in found if token.kind in (TokenKind.PLAIN, TokenKind.MARKED)]
    if not any(letter.islower() for token in found for letter in token.text):
        return found
    lone = {token.start for token in _lone_capitals(words)}
    return [_as_fixed(token) if token.start in lone and token.kind is TokenKind.PLAIN else token for token in found]


def _lone_capitals(words: list[Token]) -> Iterator[Token]:
    for capital, run in groupby(words, key=lambda token: token.text.isupper() and len(token.text) > 1):
        row = list(run)
        if capital and (len(row) == 1 or sum(len(token.text) for token in row) < _SHORTEST_CAPITAL_RUN):
            yield from row
