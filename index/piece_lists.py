"""From texts to the numbers of their pieces, for models that add up a vector a piece."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

WORD = r"\p{L}[\p{L}\p{M}]*|\p{N}{1,4}|[^\s\p{L}\p{N}]"
"""What the shipped tokenizer cuts text into before it looks for pieces: a word, up to 4 digits, or a mark."""

_MOST_RUNS = 1 << 18
"""Runs of characters remembered at most; they take about 60 MB then."""
_LETTERWISE = {"NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "BertNormalizer"}
_AT_SPACES = {"Whitespace", "WhitespaceSplit", "BertPreTokenizer"}


@dataclass(frozen=True, slots=True)
class PieceLists:
    """The pieces of several texts, one list after another; list i is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]
    """One more than there are texts; the first is 0, the last the number of ids."""


class PieceReader:
    """Cuts texts into pieces. Safe to share between threads.

    Where the tokenizer never looks across a space, each run of characters between spaces is spelled and cut once
    and remembered: a text then costs a look-up a word. Another tokenizer is given whole texts.
    """

    def __init__(self, tokenizer: Tokenizer, spelled: Callable[[str], str]) -> None:
        """Take a tokenizer without padding.

        :param spelled: the spelling that the tokenizer was trained on; it changes a run the same way in any text.
        """
        self._tokenizer = tokenizer
        self._spelled = spelled
        self._apart = cuts_at_spaces(tokenizer)
        self._known: dict[str, Sequence[int]] = {}

    def read(self, texts: Sequence[str]) -> PieceLists:
        """Return the pieces of each text."""
        runs = [text.split() for text in texts] if self._apart else [[text] for text in texts]
        known = self._with(set().union(*runs))
        lists = [list(chain.from_iterable(map(known.__getitem__, of_text))) for of_text in runs]
        offsets = np.fromiter(accumulate(map(len, lists), initial=0), np.int64, len(lists) + 1)
        return PieceLists(np.fromiter(chain.from_iterable(lists), np.int32, offsets[-1]), offsets)

    def _with(self, runs: set[str]) -> dict[str, Sequence[int]]:
        """Return a dictionary that has all these runs."""
        # Another thread may put a fresh dictionary in place meanwhile: this call goes on with its own.
        known = self._known if self._apart else {}
        new = [run for run in runs if run not in known]
        if len(known) + len(new) > _MOST_RUNS:
            known, new = {}, list(runs)
        if new:
            spelled = [self._spelled(run) for run in new]
            encodings = self._tokenizer.encode_batch_fast(spelled, add_special_tokens=False)
            known.update(zip(new, (tuple(encoding.ids) for encoding in encodings), strict=True))
        if self._apart:
            self._known = known
        return known


def cuts_at_spaces(tokenizer: Tokenizer) -> bool:
    """Return whether the pieces of a text are surely those of its runs between spaces, one after another."""
    steps = json.loads(tokenizer.to_str())
    normalizers = _members(steps["normalizer"], "normalizers")
    cutters = _members(steps["pre_tokenizer"], "pretokenizers")
    return (
        steps["truncation"] is None
        and all(len(token["content"].split()) == 1 for token in steps["added_tokens"])
        and all(step["type"] in _LETTERWISE for step in normalizers)
        and any(map(_cuts_at_spaces, cutters[:1]))
    )


def _members(step: Any, members: str) -> list[Any]:  # noqa: ANN401 -- what a JSON file holds
    """Return a step of a tokenizer's file, or the steps that it is a sequence of."""
    if step is None:
        return []
    if step["type"] != "Sequence":
        return [step]
    return [part for member in step[members] for part in _members(member, members)]


def _cuts_at_spaces(step: Any) -> bool:  # noqa: ANN401 -- what a JSON file holds
    if step["type"] != "Split":
        return step["type"] in _AT_SPACES
    return bool(step["pattern"] == {"Regex": WORD} and step["behavior"] == "Removed" and step["invert"])
