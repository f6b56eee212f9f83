"""Texts as search reads them: what a scanner misread or ran together is mended, the paper itself is not.

What a paper misreads is learnt from that paper alone, so that adding another never changes how it is indexed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from corpus.vietnamese import comparable, fold, nfc
from index.analysis import Analyzer
from index.glued import Cutter
from index.lookalikes import Lookalikes
from index.noisy_channel import EDGE, NoisyChannel
from index.paper_counts import Doubts
from index.restoration import SHIPPED
from index.syllable_lattice import TripleScorer
from index.syllable_ngrams import (
    BOUNDARY,
    FIRST_SYLLABLE,
    ID_LIMIT,
    NUMBER,
    UNKNOWN,
    CollectionModel,
    DiscountedModel,
    Floats,
    Ints,
    NGramCounts,
)
from index.syllable_table import read_table
from index.syllable_tokens import Token, TokenKind, could_be_vietnamese, tokens

_LEAST_KNOWN = 60
"""Times in the general text (30 million syllables) below which nobody means a syllable."""
_OFTEN = 5
"""Times that a paper must write a syllable that the table lacks, before another may be a misreading of it."""
_CLEAR = 3.0
"""Log odds above which a syllable is taken for misread."""
_NAME = 6.0
"""Log odds more for a word with a capital inside a sentence: it may be a name."""
_ROUNDS = 2
"""Times that the misreadings are learnt from what was mended by those learnt before."""
_LEAST_LEARNT = 1000
"""Words of a paper below which it shows no habits of its own."""
_LEAST_MARKED = 0.3
"""Share of its words that a paper must write with marks to be mended."""
_RUN = re.compile(r"(?<![^\W_])(?!\d+(?![^\W_])|[A-ZĐƯƠÂ]{2,}(?![^\W_]))[^\W_]{2,}")
"""A run of letters and digits that is neither a number nor an abbreviation."""
_MOST_RUNS = 1 << 17
"""Runs remembered as known or strange."""
_MOST_PASSES = 10
"""A text changes in one or two: what is parted first gives its neighbours a context."""


class Mending:
    """What is known before any paper: the syllables, their chances and which of them look alike."""

    def __init__(self, syllables: Sequence[str], base: DiscountedModel) -> None:
        """Take the syllables by id, and the chances of general text."""
        usual = np.flatnonzero(base.counts.unigrams >= _LEAST_KNOWN).tolist()
        self._usual = frozenset(number for number in usual if number >= FIRST_SYLLABLE)
        self._syllables = tuple(syllables)
        self._base = base
        self._lookalikes = Lookalikes(self._syllables, sorted(self._usual))
        self._doubts = Doubts(self._syllables, base.counts)
        self._reader = _Reader.of_table(self._syllables)
        self._cutter = Cutter(self._reader.numbers, base.counts, self._usual)
        channel = NoisyChannel.before_any_paper(self._syllables, self._lookalikes, base)
        self._unlearnt = Mender(self._reader, self._cutter, base, channel)
        self._strange: dict[str, bool] = {}
        self._only_cutting = Mender(self._reader, self._cutter, base, None)

    @classmethod
    def load(cls, path: Path | None = None) -> Mending:
        """Read a table of counts, the shipped one by default.

        :raises ModelUnusable: the file is missing or not such a table.
        """
        table = read_table(SHIPPED if path is None else path)
        return cls(("", "", "", *table.syllables), DiscountedModel.of(table.counts))

    def is_doubtful(self, text: str) -> bool:
        """Say whether the text has a run of letters that no syllable is written as: worth the time of mending."""
        return any(self._is_strange(run) for run in _RUN.findall(nfc(text)))

    def _is_strange(self, run: str) -> bool:
        kept = self._strange.get(run)
        if kept is None:
            word = comparable(run)
            kept = word not in self._reader.numbers and not (word.isascii() and could_be_vietnamese(word))
            if len(self._strange) < _MOST_RUNS:
                self._strange[run] = kept
        return kept

    def learn(self, texts: Iterable[str]) -> Mender:
        """Return the mender of the paper that is made of these texts."""
        texts = [nfc(text) for text in texts]
        words = [word for text in texts for word in text.split()]
        if sum(not word.isascii() for word in words) < _LEAST_MARKED * len(words):
            return self._only_cutting
        if len(words) < _LEAST_LEARNT:
            return self._unlearnt
        reader = self._reader.copy()
        rows = [reader.row(self._cutter.cut(text, self._base)) for text in texts]
        written, needed = reader.flat(rows)
        own = self._own(written, reader.syllables)
        lookalikes = self._lookalikes.extended(reader.syllables, own)
        channel = NoisyChannel.before_any_paper(reader.syllables, lookalikes, self._base)
        channel = self._over(written, channel)
        for _ in range(_ROUNDS):
            meant = channel.settled(written, needed)
            channel = self._over(meant, replace(channel, rates=channel.rates_of(written, meant)))
        numbers = self._reader.numbers | {reader.syllables[number]: number for number in own}
        return Mender(reader, Cutter(numbers, self._base.counts, self._usual | set(own)), channel.scorer, channel)

    def _own(self, written: Ints, syllables: Sequence[str]) -> list[int]:
        """Return the ids of syllables that the table lacks and the paper writes often ("theo": it has one form)."""
        often = np.flatnonzero(np.bincount(written, minlength=len(syllables)) >= _OFTEN).tolist()
        return [n for n in often if n >= len(self._syllables) and could_be_vietnamese(syllables[n])]

    def _over(self, ids: Ints, channel: NoisyChannel) -> NoisyChannel:
        """Return the channel with the chances of a paper of these ids."""
        counts = self._doubts.without(NGramCounts.of_ids(ids, len(channel.syllables)), channel.syllables)
        scorer = CollectionModel.of(self._base, counts)
        return replace(channel, scorer=scorer, seen_pairs=(self._base.counts.bigram_keys, counts.bigram_keys))


class Mender:
    """Mends the texts of one paper, by what that paper was found to misread. Safe to share between threads."""

    def __init__(self, reader: _Reader, cutter: Cutter, scorer: TripleScorer, channel: NoisyChannel | None) -> None:
        """Take what was learnt; without a channel only glued words are parted."""
        self._reader = reader
        self._cutter = cutter
        self._scorer = scorer
        self._channel = channel
        self._analyzer = Analyzer()

    def mend(self, text: str) -> str:
        """Return the text in NFC with glued words parted and misread syllables as they were meant.

        Numbers, abbreviations, document numbers and words that no known syllables explain stay as they are.
        """
        return self.mend_all([text])[0]

    def mend_all(self, texts: Sequence[str]) -> list[str]:
        """Return the texts mended; together they take less time than one by one."""
        done = [nfc(text) for text in texts]
        unsettled = list(range(len(done)))
        for _ in range(_MOST_PASSES):
            if not unsettled:
                break
            fresh = self._corrected([self._cutter.cut(done[at], self._scorer) for at in unsettled])
            changed = [at for at, text in zip(unsettled, fresh, strict=True) if text != done[at]]
            for at, text in zip(unsettled, fresh, strict=True):
                done[at] = text
            unsettled = changed
        return done

    def for_search(self, texts: Sequence[str]) -> list[str]:
        """Return the texts mended; what is then no longer found as it was written stands below once more."""
        return [self._with_written(*pair) for pair in zip(texts, self.mend_all(texts), strict=True)]

    def _with_written(self, written: str, mended: str) -> str:
        if mended == nfc(written):
            return mended
        there = set(self._analyzer.syllables(mended))
        gone = [token for token in dict.fromkeys(self._analyzer.syllables(written)) if token not in there]
        return "\n".join([mended, " ".join(gone)]) if gone else mended

    def _corrected(self, texts: list[str]) -> list[str]:
        if self._channel is None:
            return texts
        reader = self._reader.copy()
        rows = [reader.row(text) for text in texts]
        written, needed = reader.flat(rows)
        meant = replace(self._channel, syllables=reader.syllables).settled(written, needed)
        done, start = [], EDGE
        for text, row in zip(texts, rows, strict=True):
            changed = np.flatnonzero(written[start : start + len(row)] != meant[start : start + len(row)]).tolist()
            spelled = [reader.syllables[int(meant[start + at])] for at in changed]
            done.append(_rewritten(text, [row[at] for at in changed], spelled))
            start += len(row) + EDGE
        return done


class _Reader:
    """From a text's tokens to ids; a syllable without one gets the next."""

    def __init__(self, syllables: list[str], numbers: dict[str, int], plain: frozenset[str], known: int) -> None:
        self.syllables = syllables
        self.numbers = numbers
        self._plain = plain
        self._known = known

    @classmethod
    def of_table(cls, syllables: Sequence[str]) -> _Reader:
        numbers = {syllable: number for number, syllable in enumerate(syllables) if syllable}
        return cls(list(syllables), numbers, frozenset(map(fold, syllables)), len(syllables))

    def copy(self) -> _Reader:
        return _Reader(self.syllables.copy(), self.numbers.copy(), self._plain, self._known)

    def row(self, text: str) -> list[Token]:
        """Return the tokens of a text."""
        return _without_specks(tokens(text, self._is_syllable), text)

    def flat(self, rows: Sequence[Sequence[Token]]) -> tuple[Ints, Floats]:
        """Return the ids of all rows, each between boundaries, and the log odds that a change needs at each place."""
        ids, needed = [BOUNDARY] * EDGE, [np.inf] * EDGE
        for row in rows:
            opening = True
            for token in row:
                number = self._number(token)
                ids.append(number)
                needed.append(self._odds(token, number, opening))
                opening = number == BOUNDARY
            ids.extend([BOUNDARY] * EDGE)
            needed.extend([np.inf] * EDGE)
        return np.array(ids, dtype=np.int64), np.array(needed)

    def _is_syllable(self, word: str) -> bool:
        # The table has no syllable that is written in one way only ("theo").
        return word in self._plain or could_be_vietnamese(word)

    def _number(self, token: Token) -> int:
        match token.kind:
            case TokenKind.NUMBER:
                return NUMBER
            case TokenKind.BOUNDARY:
                return BOUNDARY
            case TokenKind.FIXED:
                return UNKNOWN
        known = self.numbers.get(token.text.lower())
        if known is None:
            word = comparable(token.text)
            known = self.numbers.get(word, UNKNOWN)
            if known == UNKNOWN and len(self.syllables) < ID_LIMIT:
                known = self.numbers[word] = len(self.syllables)
                self.syllables.append(word)
        return known

    def _odds(self, token: Token, number: int, opening: bool) -> float:
        if number < FIRST_SYLLABLE or (number >= self._known and token.text.isascii()):
            return np.inf
        return _CLEAR if opening or token.text.islower() else _CLEAR + _NAME


def _without_specks(found: Sequence[Token], text: str) -> list[Token]:
    """Leave out marks between two letters ("tổ.chức"): a speck on the paper ends no clause."""
    return [
        token
        for token in found
        if token.kind is not TokenKind.BOUNDARY
        or not (text[token.start - 1 : token.start].isalpha() and text[token.start + 1 : token.start + 2].isalpha())
    ]


def _rewritten(text: str, changed: Sequence[Token], spelled: Sequence[str]) -> str:
    """Return the text with the changed tokens spelled anew, in the case they were written in."""
    pieces, end = [], 0
    for token, syllable in zip(changed, spelled, strict=True):
        pieces += [text[end : token.start], _in_case(syllable, token.text)]
        end = token.start + len(token.text)
    return "".join([*pieces, text[end:]])


def _in_case(syllable: str, written: str) -> str:
    if written.isupper() and len(written) > 1:
        return syllable.upper()
    return syllable.capitalize() if written[0].isupper() else syllable
