"""Questions as people type them, spelled out: abbreviations, diacritics, typing mistakes."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Protocol

from rapidfuzz.distance import DamerauLevenshtein

from corpus.vietnamese import fold, nfc
from rag.collection import Collection

_SHORTEST = 4
"""Shorter words have too many neighbours to be mended."""


_ASKING = {
    "bao nhieu": "bao nhiêu", "the nao": "thế nào", "khi nao": "khi nào", "bao gio": "bao giờ", "o dau": "ở đâu",
    "la ai": "là ai", "la gi": "là gì", "ai": "ai", "do ai": "do ai", "nhung gi": "những gì", "nam nao": "năm nào",
    "ngay nao": "ngày nào", "co quan nao": "cơ quan nào", "don vi nao": "đơn vị nào", "phong nao": "phòng nào",
    "xa nao": "xã nào",
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

    def _supported(self, expansion: str) -> bool:
        words = fold(nfc(expansion)).split()
        if len(words) < 2:
            return all(self._collection.knows(word) for word in words)
        return all(self._collection.knows_pair(a, b) for a, b in pairwise(words))
