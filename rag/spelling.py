"""Questions as people type them, spelled out: abbreviations, diacritics, typing mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein

from corpus.vietnamese import fold, nfc
from index.syllable_tokens import could_be_vietnamese
from rag.collection import Collection
from rag.topic import tokens

_SHORTEST = 4
"""Shorter words have too many neighbours to be mended."""
_RUN = re.compile(r"(?<![\w@./-])[^\W_]{5,28}(?![\w@/-]|\.\w)")
"""A run of letters and digits that may be several words."""
_PART = re.compile(r"[^\W\d_]+|\d+")
_MOST_PARTS = 5


_ASKING = {
    "bao nhieu": "bao nhiêu", "the nao": "thế nào", "khi nao": "khi nào", "bao gio": "bao giờ", "o dau": "ở đâu",
    "la ai": "là ai", "la gi": "là gì", "ai": "ai", "do ai": "do ai", "nhung gi": "những gì", "nam nao": "năm nào",
    "ngay nao": "ngày nào", "co quan nao": "cơ quan nào", "don vi nao": "đơn vị nào", "phong nao": "phòng nào",
    "xa nao": "xã nào", "bao nhieu ha": "bao nhiêu ha", "may ha": "mấy ha",
}  # fmt: skip
"""Words that ask, typed plain: in a question they mean this, whatever is likelier elsewhere."""
_ASKING_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(_ASKING, key=len, reverse=True))})\b")


class Expander(Protocol):
    """Expands abbreviations; :class:`index.abbreviations.Abbreviations` is one."""

    def expand(self, question: str, supported: Callable[[str], bool] | None = None) -> str:
        """Return the question with abbreviations spelled out."""
        ...


class Restorer(Protocol):
    """Restores diacritics; :class:`index.restoration.DiacriticsRestorer` is one."""

    def restore(self, text: str, typed: str | None = None) -> str:
        """Return the text with diacritics; ``typed`` is what was typed before expansion."""
        ...

    def is_syllable(self, word: str) -> bool:
        """Say whether the word is a Vietnamese syllable as it is spelled."""
        ...


class Spelling:
    """Spells a question out the way the collection writes."""

    def __init__(self, collection: Collection, expander: Expander, restorer: Restorer) -> None:
        """Keep the collection's words for mending typing mistakes."""
        self._collection = collection
        self._expander = expander
        self._restorer = restorer
        self._vocabulary = [word for word in collection.vocabulary() if word.isalpha() and len(word) >= _SHORTEST - 1]

    def parted(self, question: str) -> str:
        """Return the question composed (NFC) with glued words parted: "môhình", "chuyendoiso", "năm2025".

        Only a run that no paper has is taken apart, and only into words that the papers write one after another.
        """
        return _RUN.sub(lambda match: self._parted_run(match[0]), nfc(question))

    def expand(self, question: str) -> str:
        """Return the question composed (NFC) with abbreviations spelled out, diacritics as typed."""
        return self._expander.expand(nfc(question), self._supported)

    def restore(self, text: str, question: str) -> str:
        """Return the expanded text with diacritics where the question was typed without."""
        letters = list(self._restorer.restore(text, question))
        for match in _ASKING_WORDS.finditer(text.lower()):
            if text[match.start() : match.end()] != "AI":
                letters[match.start() : match.end()] = _ASKING[match[0]]
        return "".join(letters)

    def mend(self, word: str, before: str = "") -> str:
        """Return the word, or the collection's nearest one where no paper has it and one edit leads there.

        :param before: the word before it; a short word is mended only into one that the papers write after that.
        """
        folded = fold(word)
        if not folded.isalpha() or self._collection.knows(folded) or self.is_syllable(word):
            return word
        near = [
            candidate
            for candidate in self._vocabulary
            if abs(len(candidate) - len(folded)) <= 1
            and DamerauLevenshtein.distance(candidate, folded, score_cutoff=1) <= 1
        ]
        beside = [candidate for candidate in near if self._collection.knows_pair(fold(before), candidate)]
        chosen = beside or (near if len(folded) >= _SHORTEST else [])
        return chosen[0] if chosen else word

    def is_syllable(self, word: str) -> bool:
        """Say whether the word is a Vietnamese syllable as it is spelled."""
        return self._restorer.is_syllable(word)

    def _parted_run(self, run: str) -> str:
        folded = fold(run)
        whole = run.isupper() or run.isdecimal() or self._collection.knows(folded)
        if whole or could_be_vietnamese(folded) or self.is_syllable(run):
            return run
        pieces = _PART.findall(run)
        for most in range(max(2, len(pieces)), _MOST_PARTS + 1):
            ways = list(self._ways(pieces, most, ""))
            if ways:
                # As few words as will do; where two ways are as good, nobody knows which was meant.
                return " ".join(ways[0]) if len(ways) == 1 else run
        return run

    def _ways(self, pieces: list[str], most: int, before: str) -> Iterator[list[str]]:
        """Yield the ways to cut the pieces into at most so many words, each written by the papers after the last."""
        if not pieces:
            yield []
            return
        if most < len(pieces):
            return
        first, rest = pieces[0], pieces[1:]
        for end in range(2, len(first) + 1) if first.isalpha() else (len(first),):
            word, left = first[:end], first[end:]
            if self._is_word(word) and (not before or self._collection.knows_pair(_key(before), _key(word))):
                for further in self._ways([left, *rest] if left else rest, most - 1, word):
                    yield [word, *further]

    def _is_word(self, word: str) -> bool:
        return self._collection.knows(_key(word)) and (word.isascii() or self.is_syllable(word))

    def _supported(self, expansion: str) -> bool:
        words = fold(nfc(expansion)).split()
        if len(words) < 2:
            return all(self._collection.knows(word) for word in words)
        return all(self._collection.knows_pair(a, b) for a, b in pairwise(words))


def _key(word: str) -> str:
    """Return the word as the collection looks it up."""
    return fold(" ".join(tokens(word)))
