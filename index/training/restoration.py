"""Counts the syllables of general text for ``index.restoration``: ``python -m index.training.restoration``.

Reads ``mono.txt`` (one paragraph a line) and the queries of ``pairs.jsonl`` from the data folder, and the forms
of question shipped with the package; holds some lines out, with every clause that stands in them; writes the
table and says how many syllables of the held-out lines it restores.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from heapq import nsmallest
from itertools import product
from pathlib import Path
from time import perf_counter
from typing import Annotated

import numpy as np
import typer

from corpus.vietnamese import comparable, fold, nfc
from index.restoration import DiacriticsRestorer
from index.syllable_ngrams import (
    BOUNDARY,
    FIRST_SYLLABLE,
    NUMBER,
    UNKNOWN,
    DiscountedModel,
    Ints,
    NGramCounts,
    trigram_worth,
)
from index.syllable_table import SyllableTable, write_table
from index.syllable_tokens import could_be_vietnamese
from index.training.data import find, read_lines, read_pairs
from index.training.errors import TrainingError

_DATA = Path(__file__).parents[1] / "data"
_CLAUSE_END = re.compile(r'[.;:?!()\[\]"“”…]+')
_WORD = re.compile(r"[^\W\d_]+|\d+")
_ALTERNATIVES = re.compile(r"\{([^{}]*)\}")
_LEAST_SYLLABLE = 5
"""Sightings that make a spelling a syllable and not a slip."""
_FORM_WEIGHT = 3
"""Times each form of question counts: general text hardly ever asks."""
_SHORTEST_HELD = 40
_SHORT_CLAUSE = 3
"""Words up to which a repeated clause counts every time: it is a phrase, not a copied paragraph."""


@dataclass(slots=True)
class _Words:
    """Words as numbers, clause by clause; repeated long clauses once, held-out clauses never."""

    held: frozenset[str]
    numbers: dict[str, int] = field(default_factory=dict)
    row: array[int] = field(default_factory=lambda: array("i"))
    _seen: set[bytes] = field(default_factory=set)

    def add(self, text: str) -> None:
        for words in _clauses(text):
            clause = " ".join(words)
            if len(words) > _SHORT_CLAUSE:
                mark = blake2b(clause.encode(), digest_size=8).digest()
                if mark in self._seen:
                    continue
                self._seen.add(mark)
            if clause not in self.held:
                self.add_clause(words)

    def add_clause(self, words: Sequence[str]) -> None:
        self.row.append(BOUNDARY)
        for word in words:
            number = self.numbers.setdefault(word, len(self.numbers) + FIRST_SYLLABLE)
            self.row.append(NUMBER if word[0].isdecimal() else number)


def _clauses(text: str) -> Iterator[list[str]]:
    for clause in _CLAUSE_END.split(nfc(text).lower().replace("ð", "đ")):
        words = _WORD.findall(clause)
        if words:
            yield words


def question_forms(lines: Iterable[str]) -> Iterator[str]:
    """Write out the forms of question: one text for each choice among the ``{a|b}`` of a line."""
    for line in lines:
        if line.strip() and not line.startswith("#"):
            parts = _ALTERNATIVES.split(line)
            choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
            for choice in product(*choices):
                yield " ".join("".join(choice).split())


def held_out(lines: Iterable[str], how_many: int) -> list[str]:
    """Return the lines whose hash is lowest: the same ones whatever the order of the file."""
    long = {line for line in lines if len(line) > _SHORTEST_HELD}
    return nsmallest(how_many, long, key=lambda line: blake2b(line.encode(), digest_size=8).digest())


def count(words: _Words, trigrams: int) -> SyllableTable:
    """Return the table of all syllables and bigrams and of the trigrams that tell most."""
    spelled = ["", "", "", *words.numbers]
    syllables, ids = _vocabulary(spelled, np.frombuffer(words.row, dtype=np.int32))
    counts = NGramCounts.of_ids(ids, len(syllables) + FIRST_SYLLABLE)
    if counts.trigrams.size > trigrams:
        worth = trigram_worth(DiscountedModel.of(counts))
        kept = worth >= np.partition(worth, -trigrams)[-trigrams]
        counts = replace(counts, trigram_keys=counts.trigram_keys[kept], trigrams=counts.trigrams[kept])
    return SyllableTable(tuple(syllables), counts)


def _vocabulary(spelled: Sequence[str], row: Ints) -> tuple[list[str], Ints]:
    """Return the syllables, commonest first, and the row in their ids.

    A word that no other spelling competes with and that has no diacritic needs no restoring, and is left out.
    """
    seen = np.bincount(row, minlength=len(spelled))
    totals: dict[str, int] = {}
    alike = [comparable(word) for word in spelled]
    for word, times in zip(alike, seen.tolist(), strict=True):
        totals[word] = totals.get(word, 0) + times
    likely = [w for w, times in totals.items() if times >= _LEAST_SYLLABLE and could_be_vietnamese(w)]
    marked = {fold(word) for word in likely if word != fold(word)}
    syllables = sorted((w for w in likely if fold(w) in marked), key=lambda w: (-totals[w], w))
    ids = {word: number for number, word in enumerate(syllables, FIRST_SYLLABLE)}
    renumbered = np.array([ids.get(word, UNKNOWN) for word in alike], dtype=np.int64)
    renumbered[BOUNDARY], renumbered[NUMBER] = BOUNDARY, NUMBER
    return syllables, renumbered[row]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well a restorer does on texts whose diacritics were taken away."""

    syllables: int
    right: int
    milliseconds: float
    """For one text."""


def measure(restorer: DiacriticsRestorer, texts: Sequence[str]) -> Figures:
    """Take the diacritics away, restore, and compare word by word in one tone style."""
    total = right = 0
    started = perf_counter()
    restored = [restorer.restore(fold(nfc(text))) for text in texts]
    took = perf_counter() - started
    for text, back in zip(texts, restored, strict=True):
        meant, got = _WORD.findall(comparable(text)), _WORD.findall(comparable(back))
        pairs = [(a, b) for a, b in zip(meant, got, strict=True) if not a[0].isdecimal()]
        total += len(pairs)
        right += sum(a == b for a, b in pairs)
    return Figures(total, right, 1000 * took / max(len(texts), 1))


def _read(data: Path, held: Sequence[str], lines: Iterable[str]) -> _Words:
    words = _Words(frozenset(" ".join(clause) for line in held for clause in _clauses(line)))
    apart = frozenset(held)
    for line in lines:
        if line not in apart:
            words.add(line)
    for pair in read_pairs(find(data, "pairs.jsonl")):
        words.add(pair.query)
    with (_DATA / "question_forms.txt").open(encoding="utf-8") as forms:
        for form in question_forms(forms):
            for _ in range(_FORM_WEIGHT):
                words.add_clause(form.split())
    return words


def train(
    data: Annotated[Path, typer.Option("--data", help="Folder of mono.txt and pairs.jsonl, plain or .xz.")],
    out: Annotated[Path, typer.Option("--out", help="File to write.")] = _DATA / "syllables.npz",
    trigrams: Annotated[int, typer.Option(help="Trigrams to keep at most.")] = 1_500_000,
    held: Annotated[int, typer.Option(help="Lines to hold out and measure on.")] = 2_000,
) -> None:
    """Count, write the table, measure it on the lines held out."""
    try:
        lines = [line.strip() for line in read_lines(find(data, "mono.txt"))]
        apart = held_out(lines, held)
        words = _read(data, apart, lines)
    except TrainingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    table = count(words, trigrams)
    write_table(table, out)
    figures = measure(DiacriticsRestorer.load(out), apart)
    typer.echo(
        f"{out}: {len(table.syllables)} syllables, {table.counts.bigrams.size} bigrams, "
        f"{table.counts.trigrams.size} trigrams, {out.stat().st_size / 1e6:.1f} MB"
    )
    typer.echo(
        f"{len(apart)} lines held out: {figures.right / max(figures.syllables, 1):.2%} of {figures.syllables} "
        f"syllables right, {figures.milliseconds:.2f} ms a line"
    )


if __name__ == "__main__":
    typer.run(train)
