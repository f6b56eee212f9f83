"""Everyday words for what papers call otherwise: "rác" is "chất thải rắn sinh hoạt"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rag.topic import tokens

_FILE = Path(__file__).parent / "data" / "everyday_words.txt"
_MOST = 4
"""A question is read in no more other wordings than this."""

Placed = tuple[str, int]
"""A word of the topic and its place in the question, in words."""


@dataclass(frozen=True, slots=True)
class EverydayWords:
    """Groups of phrases that mean the same."""

    groups: tuple[tuple[tuple[str, ...], ...], ...]

    @classmethod
    def read(cls, text: str) -> EverydayWords:
        """Return the groups of a text: one a line, phrases apart by ";", lines that begin with "#" left out."""
        lines = (line.strip() for line in text.splitlines())
        groups = (
            tuple(dict.fromkeys(tuple(tokens(phrase)) for phrase in line.split(";")))
            for line in lines
            if line and not line.startswith("#")
        )
        return cls(tuple(groups))

    def wordings(self, words: Sequence[Placed], known: Callable[[tuple[str, ...]], bool]) -> list[list[Placed]]:
        """Return the other wordings of a topic, at most four, the topic itself not among them.

        :param words: the words of the topic in order.
        :param known: whether any paper has these words one after another; no other phrase is put in.
        """
        found: list[list[Placed]] = []
        said = {word for word, _ in words}
        for group in self.groups:
            if not any(phrase[0] in said for phrase in group):
                continue
            phrase = _longest_inside(group, words)
            if phrase is None:
                continue
            others = [other for other in group if other != phrase and known(other)]
            # The wordings so far are read in these words as well: a question may have two such phrases.
            for before in [list(words), *found]:
                found.extend(_with(before, phrase, other) for other in others)
        return [wording for wording in found if wording != list(words)][:_MOST]


@cache
def shipped_everyday_words() -> EverydayWords:
    """Return the groups that come with the product."""
    return EverydayWords.read(_FILE.read_text(encoding="utf-8"))


def _longest_inside(group: Sequence[tuple[str, ...]], words: Sequence[Placed]) -> tuple[str, ...] | None:
    """Return the longest phrase of the group that stands in the topic."""
    inside = (phrase for phrase in group if next(_places(phrase, words), None) is not None)
    return max(inside, key=len, default=None)


def _places(phrase: Sequence[str], words: Sequence[Placed]) -> Iterator[int]:
    """Yield where the phrase's words follow each other directly."""
    size = len(phrase)
    for start in range(len(words) - size + 1):
        run = words[start : start + size]
        if all(word == want for (word, _), want in zip(run, phrase, strict=True)) and _is_unbroken(run):
            yield start


def _is_unbroken(run: Sequence[Placed]) -> bool:
    return run[-1][1] - run[0][1] == len(run) - 1


def _with(words: Sequence[Placed], phrase: tuple[str, ...], other: tuple[str, ...]) -> list[Placed]:
    """Return the topic with one phrase put in another's place; words behind it move along."""
    start = next(_places(phrase, words), None)
    if start is None:
        return list(words)
    first, behind = words[start][1], words[start + len(phrase) :]
    moved = len(other) - len(phrase)
    said = {word for word, _ in (*words[:start], *behind)}
    new = [(word, first + index) for index, word in enumerate(other) if word not in said]
    return [*words[:start], *new, *((word, place + moved) for word, place in behind)]
