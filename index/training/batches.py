"""From pairs to batches: which words of which pair are shown as query and as passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.vietnamese import comparable, fold
from index.training.data import Pair
from index.training.frames import QUESTION_FRAMES
from index.training.recipe import Recipe
from index.training.tokens import Bag, Ints, encode

_SHORTEST_SPAN = 5
_LONGEST_SPAN = 24


@dataclass(frozen=True, slots=True)
class PairTable:
    """All pairs as tokens, each with and without diacritics."""

    bag: Bag
    """Four stretches of ``len(self)`` lists: queries, queries folded, passages, passages folded. Then two of frames."""
    query_groups: Ints
    """Equal numbers where queries are the same text."""
    passage_groups: Ints

    def __len__(self) -> int:
        return len(self.query_groups)


@dataclass(frozen=True, slots=True)
class Batch:
    """Query i belongs to passage i."""

    queries: Bag
    passages: Bag
    same: NDArray[np.bool_]
    """[i, j], i ≠ j: pairs i and j share a text, so neither may serve as a wrong answer to the other."""


def _groups(texts: Sequence[str]) -> Ints:
    numbers: dict[str, int] = {}
    return np.fromiter((numbers.setdefault(text, len(numbers)) for text in texts), np.int64, len(texts))


def tabulate(pairs: Sequence[Pair], tokenizer: Tokenizer) -> PairTable:
    """Return the pairs as tokens; texts are brought to comparable form first."""
    queries = [comparable(pair.query) for pair in pairs]
    passages = [comparable(pair.positive) for pair in pairs]
    frames = [comparable(frame) for frame in QUESTION_FRAMES]
    texts = [*queries, *map(fold, queries), *passages, *map(fold, passages), *frames, *map(fold, frames)]
    return PairTable(encode(tokenizer, texts), _groups(queries), _groups(passages))


def _query_bag(table: PairTable, pairs: Ints, recipe: Recipe, rng: np.random.Generator) -> Bag:
    folded = rng.random(len(pairs)) < recipe.query_folded_share
    span = rng.random(len(pairs)) < recipe.query_span_share
    rows = pairs + len(table) * (folded + 2 * span)
    starts = table.bag.offsets[rows]
    available = table.bag.lengths()[rows]
    wanted = rng.integers(_SHORTEST_SPAN, _LONGEST_SPAN + 1, len(pairs))
    lengths = np.minimum(available, np.where(span, wanted, recipe.max_query_tokens))
    # A title is read from its first word; a span may begin anywhere it fits.
    room = np.where(span, available - lengths, 0)
    starts = starts + rng.integers(0, room + 1)
    if not recipe.query_frame_share:
        return table.bag.take(starts, lengths)
    framed = rng.random(len(pairs)) < recipe.query_frame_share
    frames = 4 * len(table) + rng.integers(0, len(QUESTION_FRAMES), len(pairs)) + len(QUESTION_FRAMES) * folded
    # Each query is two runs, its words and then its frame's; the order of words does not count.
    both = table.bag.take(
        np.column_stack([starts, table.bag.offsets[frames]]).ravel(),
        np.column_stack([lengths, table.bag.lengths()[frames] * framed]).ravel(),
    )
    return Bag(both.ids, both.offsets[::2])


def _passage_bag(table: PairTable, pairs: Ints, recipe: Recipe, rng: np.random.Generator) -> Bag:
    folded = rng.random(len(pairs)) < recipe.passage_folded_share
    return table.bag.rows(pairs + len(table) * (2 + folded), recipe.max_passage_tokens)


def _same(table: PairTable, pairs: Ints) -> NDArray[np.bool_]:
    query, passage = table.query_groups[pairs], table.passage_groups[pairs]
    same: NDArray[np.bool_] = (query[:, None] == query) | (passage[:, None] == passage)
    np.fill_diagonal(same, False)
    return same


def epoch(table: PairTable, recipe: Recipe, rng: np.random.Generator) -> Iterator[Batch]:
    """Yield every pair once, shuffled, in batches of about equal size."""
    order = rng.permutation(len(table))
    for pairs in np.array_split(order, batches_per_epoch(table, recipe)):
        yield Batch(
            queries=_query_bag(table, pairs, recipe, rng),
            passages=_passage_bag(table, pairs, recipe, rng),
            same=_same(table, pairs),
        )


def batches_per_epoch(table: PairTable, recipe: Recipe) -> int:
    """Return how many batches one epoch has, at least 1."""
    return max(1, round(len(table) / recipe.batch_size))
