"""The commands ``tokenizer``, ``train``, ``transformer`` and ``measure``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import torch
import typer
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from index.training.batches import tabulate
from index.training.data import find, read_benchmark, read_lines, read_pairs
from index.training.errors import TrainingError
from index.training.measure import Encode, Figures, Floats, measure
from index.training.recipe import Recipe
from index.training.save import save_model
from index.training.tokenizer import train_tokenizer, with_folded
from index.training.train import Step, train
from index.training.transformer import SHAPE_FILE, encode_texts, load_transformer
from index.training.transformer_cli import transformer_command

app = typer.Typer(help="Make and measure the shipped embedding model.", add_completion=False)
app.command("transformer")(transformer_command)

_MONO_EVERY = 7
_TELL_EVERY = 20
_BENCHMARKS = ("viquad_dev", "alqac2023_private", "zalo_legal_test")
_STANDARD = Recipe()

DataOption = Annotated[Path, typer.Option("--data", help="Folder of pairs, mono text and eval sets.")]
OutOption = Annotated[Path, typer.Option("--out", help="File or folder to write.")]


def _fail(error: TrainingError) -> typer.Exit:
    typer.echo(str(error), err=True)
    return typer.Exit(1)


@app.command("tokenizer")
def tokenizer_command(
    data: DataOption,
    out: OutOption,
    vocabulary: Annotated[int, typer.Option(help="Pieces at most.")] = 30_000,
) -> None:
    """Learn the pieces from a seventh of mono.txt and all queries; write tokenizer.json to --out."""
    try:
        lines = read_lines(find(data, "mono.txt"), every=_MONO_EVERY)
        queries = (pair.query for pair in read_pairs(find(data, "pairs.jsonl")))
        texts = [*with_folded(lines), *with_folded(queries)]
    except TrainingError as error:
        raise _fail(error) from error
    out.parent.mkdir(parents=True, exist_ok=True)
    train_tokenizer(texts, vocabulary).save(str(out))
    typer.echo(f"{out}: learnt from {len(texts)} lines")


def _tell(step: Step) -> None:
    if step.number % _TELL_EVERY == 0 or step.number == step.total:
        typer.echo(f"step {step.number}/{step.total}: loss {step.loss:.3f}")


@app.command("train")
def train_command(
    data: DataOption,
    tokenizer: Annotated[Path, typer.Option(help="tokenizer.json of the first command.")],
    out: OutOption,
    epochs: Annotated[int, typer.Option(help="Times each pair is shown.")] = _STANDARD.epochs,
    learning_rate: Annotated[float, typer.Option(help="Height of Adam's step.")] = _STANDARD.learning_rate,
    query_span_share: Annotated[float, typer.Option(help="Share 0 to 1.")] = _STANDARD.query_span_share,
    query_frame_share: Annotated[float, typer.Option(help="Share 0 to 1.")] = _STANDARD.query_frame_share,
    dimension: Annotated[int, typer.Option(help="Components of a vector.")] = _STANDARD.dimension,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = _STANDARD.seed,
    limit: Annotated[int | None, typer.Option(help="Use only the first pairs, for a trial.")] = None,
) -> None:
    """Train on pairs.jsonl and write the model folder to --out."""
    try:
        recipe = replace(
            _STANDARD,
            epochs=epochs,
            learning_rate=learning_rate,
            query_span_share=query_span_share,
            query_frame_share=query_frame_share,
            dimension=dimension,
            seed=seed,
        )
        pairs = read_pairs(find(data, "pairs.jsonl"))[:limit]
    except TrainingError as error:
        raise _fail(error) from error
    pieces = Tokenizer.from_file(str(tokenizer))
    rows = train(tabulate(pairs, pieces), pieces, recipe, _tell)
    save_model(out, pieces, rows, recipe)
    typer.echo(f"{out}: {rows.shape[0]} rows of {rows.shape[1]}")


def encoder(folder: Path, device: str = "cpu") -> Encode:
    """Return how a model folder, static or a transformer, turns texts into rows of length 1, float32."""
    if (folder / SHAPE_FILE).is_file():
        network, tokenizer = load_transformer(folder)
        there = torch.device(device)
        network.to(there)
        return lambda texts: encode_texts(network, tokenizer, texts, there)
    # Sums of half-precision rows lose digits, and a text without tokens would give NaN.
    model = SentenceTransformer(str(folder), device="cpu").float()

    def encode(texts: Sequence[str]) -> Floats:
        return np.asarray(model.encode(list(texts), show_progress_bar=False), dtype=np.float32)

    return encode


def table(figures: Iterable[Figures]) -> str:
    """Return the figures as a Markdown table."""
    rows = (
        f"| {each.benchmark} | {'without diacritics' if each.stripped else 'as written'} | {each.queries} "
        f"| {each.hit_at_1:.3f} | {each.hit_at_10:.3f} | {each.mrr_at_10:.3f} |"
        for each in figures
    )
    head = ("| benchmark | queries | number | hit@1 | hit@10 | MRR@10 |", "|---|---|--:|--:|--:|--:|")
    return "\n".join((*head, *rows))


@app.command("measure")
def measure_command(
    model: Annotated[Path, typer.Argument(help="Model folder.")],
    data: DataOption,
    benchmark: Annotated[
        list[str] | None, typer.Option(help="Folder under eval/; may be repeated. Default: three of them.")
    ] = None,
    device: Annotated[str, typer.Option(help="cpu or cuda; a static model runs on cpu.")] = "cpu",
) -> None:
    """Print hit@1, hit@10 and MRR@10 on the benchmarks, queries with and without diacritics."""
    try:
        encode = encoder(model, device)
        pairs = [measure(read_benchmark(data / "eval" / name), encode) for name in benchmark or _BENCHMARKS]
    except TrainingError as error:
        raise _fail(error) from error
    typer.echo(table(figures for pair in pairs for figures in pair))
