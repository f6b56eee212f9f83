"""Runs of letters and digits that are several words written as one, or a word with a digit for a letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

import numpy as np

from corpus.vietnamese import comparable
from index.syllable_lattice import TripleScorer
from index.syllable_ngrams import BOUNDARY, ID_LIMIT, NUMBER, UNKNOWN, NGramCounts, find
from index.syllable_tokens import TokenKind, could_be_vietnamese, tokens

_RUN = re.compile(r"(?<![^\W_])(?<![@_])(?<![^\W\d_][-–/&.'’])[^\W_]{2,28}(?![^\W_])(?![@_&'’]|[-–/](?!\d)|\.[^\W_])")
"""A run that is not part of a document number or an address; a number of it may begin or end a date or period."""
_WORD_NUMBER = re.compile(r"([^\W\d_]{2,})(\d{1,4})")
_NUMBER_WORD = re.compile(r"(\d{1,4})([^\W\d_]{2,})")
_DIGIT = re.compile(r"\D*\d\D*")
_LETTERS_FOR = {"0": "o", "1": "lit", "5": "s", "6": "b", "9": "g"}
"""Letters that a scanner reads as a digit."""
_WORDS_OF_ONE_LETTER = frozenset("ýở")
_SHORTEST = 4
"""Letters of the shortest run that is taken apart."""
_MOST_PARTS = 4
_MOST_WAYS = 64
_USUAL = 500.0
"""Times in the general text (30 million syllables) of a word that may stand in a run with digits."""
_TOGETHER = 20.0
"""Times there of two neighbours, before a run without any diacritic is read as them: it may be a foreign word."""
_GLUED = -7.0
"""Log rate of two words being written as one."""
_STRANGE_MARKED, _STRANGE_PLAIN = -40.0, -25.0
"""Log chance of a run being a word that nobody knows; with Vietnamese letters it hardly ever is."""
_CONTEXT = 40
"""Letters before and after a run that are looked at: more than two syllables."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to read a run."""

    text: str
    ids: tuple[int, ...]
    """Of its syllables; none where it stands whatever is around it."""


class Cutter:
    """Takes apart what is written as one. Safe to share between threads."""

    def __init__(self, numbers: Mapping[str, int], counts: NGramCounts, usual: frozenset[int]) -> None:
        """Take the syllables by their spelling, their counts, and the ids of those that a run may be made of."""
        self._numbers = numbers
        self._counts = counts
        self._usual = usual
        self._ways: Callable[[str], tuple[_Way, ...]] = lru_cache(maxsize=1 << 16)(self._found_ways)

    def cut(self, text: str, scorer: TripleScorer) -> str:
        """Return the NFC text with the runs taken apart that are surely several words ("nhândân", "năm2025")."""
        pieces, end = [], 0
        for match in _RUN.finditer(text):
            run = match[0]
            if run.lower() in self._numbers:
                continue
            ways = self._ways(run)
            if ways:
                chosen = self._chosen(text, match, ways, scorer)
                pieces += [text[end : match.start()], chosen]
                end = match.end()
        return "".join([*pieces, text[end:]]) if pieces else text

    def _found_ways(self, run: str) -> tuple[_Way, ...]:
        if run.isdecimal() or comparable(run) in self._numbers:
            return ()
        if any(letter.isdecimal() for letter in run):
            return self._with_digits(run)
        if len(run) < _SHORTEST or could_be_vietnamese(comparable(run)) or (run.isascii() and not run.islower()):
            return ()
        is_plain = run.isascii() or run.isupper()
        cuts = (parts for parts in self._parts(run) if len(parts) > 1)
        sound = (parts for parts in cuts if not is_plain or self._all_together(parts))
        return tuple(_Way(" ".join(parts), tuple(map(self._id, parts))) for parts in islice(sound, _MOST_WAYS))

    def _with_digits(self, run: str) -> tuple[_Way, ...]:
        for pattern in (_WORD_NUMBER, _NUMBER_WORD):
            match = pattern.fullmatch(run)
            if match and self._stands_by_numbers(match):
                return (_Way(" ".join(match.groups()), ()),)
        if not _DIGIT.fullmatch(run) or not run[1:].islower() or (run.isascii() and len(run) < _SHORTEST):
            return ()
        place = next(at for at, letter in enumerate(run) if letter.isdecimal())
        if len(run) == 2 and run[0] != "1":
            return ()
        meant = [run[:place] + letter + run[place + 1 :] for letter in _LETTERS_FOR.get(run[place], "")]
        return tuple(_Way(word, (self._id(word),)) for word in meant if self._times(word) >= _USUAL)

    def _stands_by_numbers(self, match: re.Match[str]) -> bool:
        is_first = match[2].isdecimal()
        word = match[1] if is_first else match[2]
        if not word[1:].islower() or self._times(word) < _USUAL:
            return False
        pair = (self._id(word), NUMBER) if is_first else (NUMBER, self._id(word))
        return self._times_together(*pair) >= _TOGETHER

    def _parts(self, run: str, most: int = _MOST_PARTS) -> Iterator[list[str]]:
        """Yield the ways to cut a run into usual syllables."""
        if self._is_part(run):
            yield [run]
        if most == 1:
            return
        for cut in range(1, len(run)):
            if self._is_part(run[:cut]):
                for rest in self._parts(run[cut:], most - 1):
                    yield [run[:cut], *rest]

    def _is_part(self, word: str) -> bool:
        if len(word) == 1 and word.lower() not in _WORDS_OF_ONE_LETTER:
            return False
        return (word[1:].islower() or word[1:] == "" or word.isupper()) and self._id(word) in self._usual

    def _all_together(self, parts: Sequence[str]) -> bool:
        ids = [self._id(part) for part in parts]
        return all(self._times_together(*pair) >= _TOGETHER for pair in pairwise(ids))

    def _id(self, word: str) -> int:
        return self._numbers.get(comparable(word), UNKNOWN)

    def _times(self, word: str) -> float:
        number = self._id(word)
        known = UNKNOWN < number < self._counts.unigrams.size
        return float(self._counts.unigrams[number]) if known else 0.0

    def _times_together(self, first: int, second: int) -> float:
        at = int(find(self._counts.bigram_keys, np.array([first * ID_LIMIT + second]))[0])
        return float(self._counts.bigrams[at]) if at >= 0 else 0.0

    def _chosen(self, text: str, match: re.Match[str], ways: Sequence[_Way], scorer: TripleScorer) -> str:
        """Return the likeliest way at this place, the run itself where none is likely."""
        before = self._ids_of(text[max(0, match.start() - _CONTEXT) : match.start()])[-2:]
        after = self._ids_of(text[match.end() : match.end() + _CONTEXT])[:2]
        if not ways[0].ids:
            return ways[0].text
        best, chosen = max(
            (self._fit([*before, *way.ids, *after], scorer) + (len(way.ids) - 1) * _GLUED, way.text) for way in ways
        )
        strange = _STRANGE_PLAIN if match[0].isascii() else _STRANGE_MARKED
        return chosen if best > self._fit([*before, UNKNOWN, *after], scorer) + strange else match[0]

    def _ids_of(self, text: str) -> list[int]:
        found = [self._token_id(token.text, token.kind) for token in tokens(text, could_be_vietnamese)]
        return [BOUNDARY, BOUNDARY, *found, BOUNDARY, BOUNDARY]

    def _token_id(self, word: str, kind: TokenKind) -> int:
        if kind is TokenKind.NUMBER:
            return NUMBER
        return BOUNDARY if kind is TokenKind.BOUNDARY else self._id(word)

    @staticmethod
    def _fit(ids: Sequence[int], scorer: TripleScorer) -> float:
        row = np.array(ids, dtype=np.int64)
        left = np.arange(row.size - 2)
        return float(np.log(scorer.chances(row[:-1], row[1:], left, left + 1)).sum())
