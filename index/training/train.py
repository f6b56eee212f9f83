"""The training loop: mean of token rows, in-batch negatives in both directions, Adam."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.sparse import csr_array
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from corpus.vietnamese import fold
from index.training.batches import Batch, PairTable, batches_per_epoch, epoch
from index.training.recipe import Recipe
from index.training.tokens import Bag

_ROW_SCALE = 0.1
_BARE_SHARE = 0.5
_ADAM_BETAS = (0.9, 0.98)


@dataclass(frozen=True, slots=True)
class Step:
    """Where a run stands."""

    number: int
    """Steps done, from 1."""
    total: int
    loss: float


def rarity(table: PairTable, vocabulary: int) -> NDArray[np.float64]:
    """Return for each token how much it tells: ln(1 + all tokens / (1 + times it stands)), above 0."""
    counts = np.bincount(table.bag.ids, minlength=vocabulary)
    return np.asarray(np.log1p(len(table.bag.ids) / (1 + counts)), dtype=np.float64)


def first_rows(tokenizer: Tokenizer, weights: NDArray[np.float64], recipe: Recipe) -> Tensor:
    """Return the rows to start from, [vocabulary, dimension] float32.

    A random direction for each token plus that of its form without diacritics, as long as the token is rare:
    before the first step this already finds passages by shared words, and "phong" already lies near "phòng".
    """
    vocabulary = tokenizer.get_vocab()
    rng = np.random.default_rng(recipe.seed)
    directions = rng.standard_normal((len(vocabulary), recipe.dimension))
    bare = np.arange(len(vocabulary))
    for token, number in vocabulary.items():
        bare[number] = vocabulary.get(fold(token), number)
    blended = directions + _BARE_SHARE * directions[bare]
    blended /= np.linalg.norm(blended, axis=1, keepdims=True)
    rows = blended * weights[:, None] * _ROW_SCALE * np.sqrt(recipe.dimension)
    return torch.from_numpy(rows.astype(np.float32))


class _RowSums(torch.autograd.Function):
    """The sum of the rows of each list: counts [lists, vocabulary] times rows.

    With scipy's sparse product, forward and backward take a sixth of the time of ``torch.nn.EmbeddingBag``.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, counts: csr_array) -> Tensor:  # noqa: ANN401 -- torch gives it no public type
        ctx.counts = counts
        return torch.from_numpy(counts @ rows.numpy())

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:  # noqa: ANN401
        return torch.from_numpy(ctx.counts.T.tocsr() @ gradients[0].numpy()), None


def _vectors(rows: Tensor, bag: Bag) -> Tensor:
    ones = np.ones(len(bag.ids), dtype=np.float32)
    # sum_duplicates works in place, and the bag must stay as it is.
    counts = csr_array((ones, bag.ids, bag.offsets), shape=(len(bag), len(rows)), copy=True)
    counts.sum_duplicates()
    sums: Tensor = _RowSums.apply(rows, counts)  # type: ignore[no-untyped-call]
    return functional.normalize(sums)


def loss_of(rows: Tensor, batch: Batch, scale: float) -> Tensor:
    """Return the mean of two cross-entropies: each query picks its passage, each passage its query."""
    cosines = _vectors(rows, batch.queries) @ _vectors(rows, batch.passages).T
    scores = (cosines * scale).masked_fill(torch.from_numpy(batch.same), -torch.inf)
    right = torch.arange(len(scores))
    return (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2


def rate_at(step: int, total: int, height: float, warmup_share: float) -> float:
    """Return the learning rate of a step, from 1: it rises to its height in the share of warm-up and falls to 0."""
    warmup = max(1, round(total * warmup_share))
    share = step / warmup if step <= warmup else (total - step) / max(1, total - warmup)
    return height * share


def train(table: PairTable, tokenizer: Tokenizer, recipe: Recipe, on_step: Callable[[Step], None]) -> Tensor:
    """Return the trained rows, [vocabulary, dimension] float32.

    The same table, recipe and number of threads give the same rows on the same machine.
    """
    rows = nn.Parameter(first_rows(tokenizer, rarity(table, tokenizer.get_vocab_size()), recipe))
    optimizer = torch.optim.Adam([rows], lr=recipe.learning_rate, betas=_ADAM_BETAS, fused=True)
    rng = np.random.default_rng(recipe.seed)
    total = batches_per_epoch(table, recipe) * recipe.epochs
    number = 0
    for _ in range(recipe.epochs):
        for batch in epoch(table, recipe, rng):
            number += 1
            optimizer.param_groups[0]["lr"] = rate_at(number, total, recipe.learning_rate, recipe.warmup_share)
            optimizer.zero_grad()
            loss = loss_of(rows, batch, recipe.scale)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            on_step(Step(number, total, float(loss.detach())))
    return rows.detach()
