"""The command ``transformer``: masked-language training, then pairs, then the model folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import torch
import typer
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor

from corpus.vietnamese import comparable, fold
from index.training.batches import batches_per_epoch, tabulate
from index.training.data import find, read_lines, read_pairs
from index.training.errors import DataError, TrainingError
from index.training.recipe import Recipe
from index.training.tokens import encode
from index.training.train import Step
from index.training.transformer import Encoder, Shape, save_transformer
from index.training.transformer_train import Guessing, bring_together, guess_masked

_TELL_EVERY = 20
_SHORTEST_LINE = 40
_STATIC_ROWS = "embedding.weight"
_GUESSED = "guessed"
_SHAPE = Shape(vocabulary=1)
_GUESSING = Guessing()


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to train, and on what."""

    data: Path
    out: Path
    guessing: Guessing
    recipe: Recipe
    device: torch.device
    pairs_every: int
    lines_every: int


def _tell(stage: str, step: Step) -> None:
    if step.number % _TELL_EVERY == 0 or step.number == step.total:
        typer.echo(f"{stage}, step {step.number}/{step.total}: loss {step.loss:.3f}")


def _static_rows(folder: Path) -> Tensor:
    try:
        rows: Tensor = load_file(str(folder / "model.safetensors"))[_STATIC_ROWS]
    except (OSError, KeyError) as error:
        raise DataError(f"expected a static model with {_STATIC_ROWS} in {folder}, found none: {error}") from error
    return rows.float()


def _both_ways(lines: Sequence[str]) -> list[str]:
    plain = [comparable(line) for line in lines]
    return [*plain, *map(fold, plain)]


def _train(plan: _Plan, encoder: Encoder, tokenizer: Tokenizer) -> None:
    """Train in place; a checkpoint is written after the first stage and after each epoch of pairs."""
    record: dict[str, object] = {"pairs": asdict(plan.recipe), "pairs_every": plan.pairs_every}
    if plan.guessing.epochs:
        record |= {"guessing": asdict(plan.guessing), "lines_every": plan.lines_every}
        read = read_lines(find(plan.data, "mono.txt"), every=plan.lines_every)
        lines = encode(tokenizer, _both_ways([line for line in read if len(line) >= _SHORTEST_LINE]))
        guess_masked(encoder, lines, plan.guessing, plan.device, lambda step: _tell("guessing", step))
        save_transformer(plan.out / _GUESSED, encoder, tokenizer, record)
    table = tabulate(read_pairs(find(plan.data, "pairs.jsonl"))[:: plan.pairs_every], tokenizer)
    per_epoch = batches_per_epoch(table, plan.recipe)

    def on_step(step: Step) -> None:
        _tell("pairs", step)
        if step.number % per_epoch == 0:
            save_transformer(plan.out, encoder, tokenizer, record)

    bring_together(encoder, table, plan.recipe, plan.device, on_step)


def transformer_command(
    data: Annotated[Path, typer.Option("--data", help="Folder of pairs, mono text and eval sets.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write.")],
    tokenizer: Annotated[Path, typer.Option(help="tokenizer.json of the first command.")],
    start: Annotated[Path | None, typer.Option(help="Static model of that tokenizer, to start from its rows.")] = None,
    width: Annotated[int, typer.Option(help="Components of a state and of a vector.")] = _SHAPE.width,
    layers: Annotated[int, typer.Option(help="Blocks of attention.")] = _SHAPE.layers,
    heads: Annotated[int, typer.Option(help="Heads of a block.")] = _SHAPE.heads,
    guess_epochs: Annotated[int, typer.Option(help="Masked-language epochs; 0 for none.")] = _GUESSING.epochs,
    guess_batch: Annotated[int, typer.Option(help="Blocks of text a step.")] = _GUESSING.batch_blocks,
    guess_rate: Annotated[float, typer.Option(help="Height of AdamW's rate there.")] = _GUESSING.learning_rate,
    epochs: Annotated[int, typer.Option(help="Times each pair is shown.")] = 6,
    batch: Annotated[int, typer.Option(help="Pairs a step.")] = 2048,
    learning_rate: Annotated[float, typer.Option(help="Height of AdamW's rate on pairs.")] = 5e-4,
    passage_tokens: Annotated[int, typer.Option(help="Tokens read of a passage in training.")] = _SHAPE.max_tokens,
    pairs_every: Annotated[int, typer.Option(help="Use each n-th pair only, for a trial.")] = 1,
    lines_every: Annotated[int, typer.Option(help="Use each n-th line only, for a trial.")] = 1,
    device: Annotated[str, typer.Option(help="cpu or cuda.")] = "cpu",
    seed: Annotated[int, typer.Option(help="Of everything random.")] = _GUESSING.seed,
) -> None:
    """Train a small transformer on mono.txt and pairs.jsonl and write its folder to --out."""
    try:
        pieces = Tokenizer.from_file(str(tokenizer))
        shape = Shape(pieces.get_vocab_size(), width, layers, heads)
        plan = _Plan(
            data=data,
            out=out,
            guessing=Guessing(seed=seed, epochs=guess_epochs, batch_blocks=guess_batch, learning_rate=guess_rate),
            recipe=Recipe(
                seed=seed,
                dimension=width,
                epochs=epochs,
                batch_size=batch,
                learning_rate=learning_rate,
                max_passage_tokens=passage_tokens,
                query_frame_share=0,
            ),
            device=torch.device(device),
            pairs_every=pairs_every,
            lines_every=lines_every,
        )
        encoder = Encoder(shape, seed, None if start is None else _static_rows(start)).to(plan.device)
        _train(plan, encoder, pieces)
    except TrainingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    size = sum(weights.numel() for weights in encoder.parameters())
    typer.echo(f"{out}: {size / 1e6:.1f} million weights")
