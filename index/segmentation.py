"""Underthesea's word segmentation of many texts at once: the same model and the same words, worked out in arrays.

The model is a conditional random field of two labels: a syllable begins a word or goes on with one. What a run of one,
two or three syllables adds to the labels around it never changes, so it is looked up in tables; the best labels
(Viterbi) hang together only where that leaves them open.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from underthesea_core import CRFFeaturizer  # type: ignore[import-untyped]

from index.crf_file import UnknownModel, read_crf

Numbers = NDArray[np.int64]
Run = tuple[str, ...]

BEFORE, AFTER = 0, 1
"""The numbers of what stands before a text and after it; a line has as many of each as the model looks away."""
REACH = 2
_UNKNOWN = 2
"""First of four numbers of syllables that the model does not know: plus 1 for digits, plus 2 for titles."""
_KNOWN = 6
_LONGEST = 3
_BEGINS, _GOES_ON = "B-W", "I-W"
_FLAGS = ("isdigit", "istitle", "is_in_dict")
_TEMPLATE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](?:\.(lower|istitle|isdigit|is_in_dict))?")


@dataclass(frozen=True, slots=True)
class _Template:
    """One kind of attribute: what is said of which run of syllables around the one to be labelled."""

    spelled: str
    first: int
    """Where the run begins, counted from the syllable."""
    size: int
    says: str
    """One of the flags; "lower" or nothing where the run itself is told."""

    @classmethod
    def read(cls, spelled: str) -> Self:
        """Read a template such as "T[-1,0].lower".

        :raises UnknownModel: it is of another kind.
        """
        found = _TEMPLATE.fullmatch(spelled)
        if found is None:
            raise UnknownModel(f"expected a template such as T[-1,0].lower, found {spelled}")
        first, last = int(found[1]), int(found[2] or found[1])
        size = last - first + 1
        if not 1 <= size <= _LONGEST or first < -REACH or last > REACH or (found[3] == "isdigit" and size > 1):
            raise UnknownModel(f"expected at most {_LONGEST} syllables at most {REACH} away, found {spelled}")
        return cls(spelled, first, size, found[3] or "")


class _Syllables:
    """The syllables that the model knows, by number."""

    def __init__(self, known: Iterable[str]) -> None:
        names = sorted(known)  # numbered the same on each run
        self._featurizer = CRFFeaturizer(["T[0].isdigit", "T[0].istitle"], set())
        self.names = dict(zip(names, range(_KNOWN, _KNOWN + len(names)), strict=True))
        flags = [(False, False)] * _UNKNOWN + [(False, False), (True, False), (False, True), (True, True)]
        flags += [self._flags(name) for name in names]
        self.digits, self.titles = (np.asarray(column) for column in zip(*flags, strict=True))

    def number(self, syllable: str) -> int:
        """Return the syllable's number; one that the model does not know is known by what it looks like."""
        known = self.names.get(syllable)
        if known is not None:
            return known
        digit, title = self._flags(syllable)
        return _UNKNOWN + digit + 2 * title

    def _flags(self, syllable: str) -> tuple[bool, bool]:
        digit, title = self._featurizer.process([[[syllable]]])[0][0]
        return digit.endswith("True"), title.endswith("True")


class _Runs:
    """What the runs of one size add to the labels around them."""

    def __init__(self, size: int, model: _Model) -> None:
        """Make the table: a row for each run that the model knows, and four for those that it does not."""
        own = [one for one in model.templates if one.size == size]
        self.firsts = sorted({one.first for one in own})
        self._size = size
        self._titles = model.syllables.titles
        names = model.syllables.names
        alone = {(syllable,) for syllable in names}
        known = [run for run in model.words | model.told.keys() | alone if len(run) == size]
        numbers = np.asarray([[names[syllable] for syllable in run] for run in known], dtype=np.int64)
        numbers = numbers.reshape(-1, size)
        in_words = np.asarray([run in model.words for run in known], dtype=bool)
        if size == 1:  # a syllable alone is at least known by what it looks like
            numbers = np.append(numbers, np.arange(_UNKNOWN, _KNOWN)[:, np.newaxis], axis=0)
            in_words = np.append(in_words, np.zeros(_KNOWN - _UNKNOWN, dtype=bool))
        digits = model.syllables.digits[numbers].all(axis=1) & (size == 1)
        looks = np.asarray(
            [
                [model.worth(own, first, str(digit), str(title), str(word)) for first in self.firsts]
                for digit, title, word in product((False, True), repeat=3)
            ]
        )
        rows = looks[4 * digits + 2 * self._titles[numbers].all(axis=1) + in_words]
        for row, run in enumerate(known):
            for first, weight in model.told.get(run, ()):
                rows[row, self.firsts.index(first)] += weight
        beyond = [[model.worth(own, first, *[value] * 4) for first in self.firsts] for value in ("BOS", "EOS")]
        keys = self._keys_of(numbers.T)
        order = np.argsort(keys)
        self._keys = np.append(keys[order], np.iinfo(np.int64).max)  # no run has this key
        self._rows = np.concatenate([rows[order], looks[[0, 2]], np.asarray(beyond)])

    def worth(self, line: Numbers) -> NDArray[np.float64]:
        """Return what each run of the line adds, (runs, firsts), by where it begins."""
        count = len(line) - self._size + 1
        run = [line[start : start + count] for start in range(self._size)]
        keys = self._keys_of(run)
        row = np.searchsorted(self._keys, keys)
        unknown = np.flatnonzero(self._keys[row] != keys)
        plain, _, before, after = range(len(self._rows) - 4, len(self._rows))
        row[unknown] = plain + np.logical_and.reduce([self._titles[part[unknown]] for part in run])
        row[run[-1] == AFTER] = after
        row[run[0] == BEFORE] = before
        return np.asarray(self._rows[row])

    def _keys_of(self, run: Sequence[Numbers] | Numbers) -> Numbers:
        keys = np.zeros(len(run[0]), dtype=np.int64)
        for part in run:
            keys = keys * len(self._titles) + part
        return keys


class _Model:
    """What is read of a model."""

    def __init__(self, folder: Path) -> None:
        weights = read_crf(folder / "models.bin", _BEGINS, _GOES_ON)
        self.steps = weights.steps
        self._attributes = weights.attributes
        self.templates = [_Template.read(spelled) for spelled in _unpickled(folder / "features.bin")]
        self.words = {run for word in _unpickled(folder / "dictionary.bin") if (run := _run(word))}
        self.told: dict[Run, list[tuple[int, float]]] = {}
        """What is said of a run itself: how far from the syllable it begins, and what that adds."""
        telling = {one.spelled: one for one in self.templates if one.says not in _FLAGS}
        for attribute, weight in weights.attributes.items():
            spelled, _, value = attribute.partition("=")
            if (one := telling.get(spelled)) and (run := _run(value)) and len(run) == one.size:
                self.told.setdefault(run, []).append((one.first, weight))
        self.syllables = _Syllables({syllable for run in self.words | self.told.keys() for syllable in run})

    def worth(
        self, templates: Sequence[_Template], first: int, digit: str, title: str, word: str, run: str | None = None
    ) -> float:
        """Return what the flags of a run add that begins so far from a syllable; or ends of the text, as a run."""
        values = {"isdigit": digit, "istitle": title, "is_in_dict": word, "": run, "lower": run}
        return sum(
            self._attributes.get(f"{one.spelled}={values[one.says]}", 0.0) for one in templates if one.first == first
        )


class WordSegmenter:
    """Says which syllables begin a word; they are in lower case. Safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Read a model of underthesea.

        :raises UnknownModel: its features or its format are not those known here.
        """
        try:
            model = _Model(folder)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError) as error:
            raise UnknownModel(f"expected a model of underthesea in {folder}: {error}") from error
        self.number = model.syllables.number
        self._tables = [_Runs(size, model) for size in range(1, _LONGEST + 1)]
        (both, opens), (closes, neither) = model.steps.tolist()
        self._steps = both, opens, closes, neither

    def begins(self, line: Numbers) -> NDArray[np.bool_]:
        """Return which syllables of a line begin a word, (n,), where what stands for the ends of texts does not count.

        :param line: the numbers of the syllables of texts, each with two ``BEFORE`` before and two ``AFTER`` after it.
        """
        if len(line) < 2 * REACH + 1:
            return np.zeros(len(line), dtype=bool)
        lean = np.zeros(len(line))
        stop = len(line) - REACH
        for table in self._tables:
            worth = table.worth(line)
            for column, first in enumerate(table.firsts):
                lean[REACH:stop] += worth[REACH + first : stop + first, column]
        return self._best(line, lean)

    def _best(self, line: Numbers, lean: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Return the best labels (Viterbi), of two: only the difference of their scores counts.

        ``lean`` is how much more a syllable's own attributes give for beginning a word. What the step from the syllable
        before adds to that lies between two bounds, and reaches one of them where that syllable is sure by itself.
        """
        both, opens, closes, neither = self._steps
        after_begin, after_going_on = both - opens, closes - neither
        low, _, high = sorted((after_begin, 0.0, after_going_on))
        turns = closes - both, neither - opens, 0.0
        begins: NDArray[np.bool_] = lean + low > max(turns)
        sure = begins | (lean + high < min(turns)) | (line <= AFTER)
        open_places = np.flatnonzero(~sure).tolist()
        scores: dict[int, float] = {}
        for place in open_places:
            before = place - 1
            if line[before] == BEFORE:
                step = 0.0
            elif before in scores:
                step = max(scores[before] + both, closes) - max(scores[before] + opens, neither)
            else:
                step = after_begin if begins[before] else after_going_on
            scores[place] = float(lean[place]) + step
        for place in reversed(open_places):
            turn = 0.0 if line[place + 1] == AFTER else closes - both if begins[place + 1] else neither - opens
            begins[place] = scores[place] > turn
        return begins


def _unpickled(path: Path) -> Iterable[str]:
    """Return the strings of a file of the installed library, which reads it in the same way itself."""
    with path.open("rb") as file:
        strings: Iterable[str] = pickle.load(file)
    return strings


def _run(value: str) -> Run | None:
    """Return the syllables of a run in lower case; None where it is in capitals or longer than the model looks."""
    if value.count(" ") >= _LONGEST or value != value.lower():
        return None
    run = tuple(value.split(" "))
    return None if "" in run else run
