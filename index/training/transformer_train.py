"""Training the small transformer: words masked and guessed, then questions and passages brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.training.batches import Batch, PairTable, batches_per_epoch, epoch
from index.training.errors import RecipeError
from index.training.recipe import Recipe
from index.training.tokens import Bag, Ints
from index.training.train import Step, rate_at
from index.training.transformer import Encoder, vectors

_LONGEST_GRADIENT = 1.0
_ADAM_BETAS = (0.9, 0.98)
_WEIGHT_DECAY = 0.01
_ENDLESS = 1 << 40

OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Guessing:
    """Everything besides the text that decides the weights after masked-language training (Devlin et al. 2019)."""

    seed: int = 13
    epochs: int = 8
    block_tokens: int = 256
    """The text is cut into runs of this many tokens."""
    batch_blocks: int = 512
    learning_rate: float = 1e-3
    warmup_share: float = 0.05
    masked_share: float = 0.2
    folded_share: float = 0.2
    """Lines shown without diacritics."""

    def __post_init__(self) -> None:
        for name in ("warmup_share", "masked_share", "folded_share"):
            share = getattr(self, name)
            if not 0 <= share <= 1:
                raise RecipeError(f"{name} must lie between 0 and 1, found {share}; give a share, not a percentage")
        for name in ("block_tokens", "batch_blocks"):
            count = getattr(self, name)
            if count < 1:
                raise RecipeError(f"{name} must be 1 or more, found {count}; give a whole number above 0")


def bring_together(encoder: Encoder, table: PairTable, recipe: Recipe, device: torch.device, on_step: OnStep) -> None:
    """Train on pairs, in place: each query picks its passage among the batch, and the other way round.

    The loss is that of the static model. States are computed in bfloat16, vectors and loss in float32.
    """
    rng = np.random.default_rng(recipe.seed)
    batches = (batch for _ in range(recipe.epochs) for batch in epoch(table, recipe, rng))

    def losses() -> Iterator[Tensor]:
        for batch in batches:
            yield _pair_loss(encoder, batch, recipe.scale, device)

    total = batches_per_epoch(table, recipe) * recipe.epochs
    _descend(encoder, losses(), total, recipe.learning_rate, recipe.warmup_share, on_step)


def _pair_loss(encoder: Encoder, batch: Batch, scale: float, device: torch.device) -> Tensor:
    with torch.autocast(device.type, dtype=torch.bfloat16):
        queries, passages = vectors(encoder, batch.queries, device), vectors(encoder, batch.passages, device)
    same = torch.from_numpy(batch.same).to(device)
    scores = (queries @ passages.T * scale).masked_fill(same, -torch.inf)
    right = torch.arange(len(scores), device=device)
    return (functional.cross_entropy(scores, right) + functional.cross_entropy(scores.T, right)) / 2


def guess_masked(encoder: Encoder, lines: Bag, recipe: Guessing, device: torch.device, on_step: OnStep) -> None:
    """Train on running text, in place: some tokens are hidden, and guessed from the others.

    :param lines: the lines, and after them the same number without diacritics.
    :raises RecipeError: the text fills not one block.
    """
    rng = np.random.default_rng(recipe.seed)
    # Either form of a line may be drawn, so an epoch has at least this many blocks.
    fewest = int(np.minimum(*np.split(lines.lengths(), 2)).sum()) // recipe.block_tokens
    if fewest < 1:
        raise RecipeError(f"the text must fill a block of {recipe.block_tokens} tokens; give more text")
    steps = max(1, fewest // recipe.batch_blocks)
    norm = nn.RMSNorm(encoder.shape.width).to(device)

    def losses() -> Iterator[Tensor]:
        for _ in range(recipe.epochs):
            blocks = _blocks(lines, recipe, rng)
            for chosen in np.array_split(rng.permutation(len(blocks))[: steps * recipe.batch_blocks], steps):
                yield _guess_loss(encoder, norm, blocks[chosen], recipe.masked_share, rng, device)

    _descend(
        nn.ModuleList([encoder, norm]),
        losses(),
        steps * recipe.epochs,
        recipe.learning_rate,
        recipe.warmup_share,
        on_step,
    )


def _blocks(lines: Bag, recipe: Guessing, rng: np.random.Generator) -> Ints:
    """Return the lines in a new order, cut into blocks, [blocks, block_tokens]."""
    count = len(lines) // 2
    order = rng.permutation(count)
    rows = order + count * (rng.random(count) < recipe.folded_share)
    ids = lines.rows(rows, _ENDLESS).ids
    whole = len(ids) // recipe.block_tokens * recipe.block_tokens
    return ids[:whole].reshape(-1, recipe.block_tokens).astype(np.int64)


def _guess_loss(
    encoder: Encoder, norm: nn.Module, blocks: Ints, share: float, rng: np.random.Generator, device: torch.device
) -> Tensor:
    hidden = torch.from_numpy(rng.random(blocks.shape) < share).to(device)
    right = torch.from_numpy(blocks).to(device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        states = encoder(right.masked_fill(hidden, encoder.filler), None)[hidden]
        scores = functional.linear(norm(states), encoder.tokens.weight)
    return functional.cross_entropy(scores.float(), right[hidden])


def _descend(
    model: nn.Module, losses: Iterator[Tensor], total: int, height: float, warmup_share: float, on_step: OnStep
) -> None:
    """Take one AdamW step a loss; the rate rises to its height and falls to 0."""
    optimizer = torch.optim.AdamW(model.parameters(), lr=height, betas=_ADAM_BETAS, weight_decay=_WEIGHT_DECAY)
    for number, loss in enumerate(losses, 1):
        optimizer.param_groups[0]["lr"] = rate_at(number, total, height, warmup_share)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(model.parameters(), _LONGEST_GRADIENT)
        optimizer.step()
        on_step(Step(number, total, float(loss.detach())))
