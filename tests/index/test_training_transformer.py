import json
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer
from typer.testing import CliRunner

from corpus.vietnamese import fold
from index.training.batches import tabulate
from index.training.cli import app, encoder
from index.training.data import Pair
from index.training.errors import DataError, RecipeError
from index.training.recipe import Recipe
from index.training.tokenizer import train_tokenizer, with_folded
from index.training.tokens import Bag, encode
from index.training.train import Step
from index.training.transformer import (
    Encoder,
    Shape,
    encode_texts,
    load_transformer,
    padded,
    save_transformer,
    vectors,
)
from index.training.transformer_train import Guessing, bring_together, guess_masked

CPU = torch.device("cpu")
_FEW = Recipe(batch_size=16, epochs=4, dimension=16, learning_rate=0.01, max_passage_tokens=24)


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """A title of three made-up words, and a text that holds them among common ones."""
    rng = random.Random(7)
    words = [consonant + vowel for consonant in ("b", "đ", "kh", "l", "tr") for vowel in ("à", "ế", "ị", "ồ", "ứ")]
    titles = [rng.sample(words, 3) for _ in range(64)]
    return [Pair(" ".join(title), " ".join([*title, *rng.choices(("và", "của"), k=9)])) for title in titles]


@pytest.fixture(scope="module")
def tokenizer(pairs: list[Pair]) -> Tokenizer:
    return train_tokenizer(list(with_folded(pair.positive for pair in pairs)), 300)


def tiny(tokenizer: Tokenizer) -> Encoder:
    return Encoder(Shape(tokenizer.get_vocab_size(), width=16, layers=1, heads=2, max_tokens=32), seed=3)


def moved(network: Encoder) -> Encoder:
    """Give the matrices that start at 0 other values, so that attention counts."""
    generator = torch.Generator().manual_seed(11)
    with torch.no_grad():
        for weights in network.parameters():
            weights += 0.3 * torch.randn(weights.shape, generator=generator)
    return network


def lowered(steps: list[Step]) -> bool:
    fifth = max(1, len(steps) // 5)
    first, last = ([step.loss for step in part] for part in (steps[:fifth], steps[-fifth:]))
    return bool(np.mean(last) < 0.9 * np.mean(first))


def test_before_the_first_step_a_text_is_the_mean_of_the_rows_it_started_from(tokenizer: Tokenizer) -> None:
    rows = torch.randn((tokenizer.get_vocab_size(), 16), generator=torch.Generator().manual_seed(1))
    network = Encoder(Shape(tokenizer.get_vocab_size(), width=16, layers=2, heads=2), seed=3, rows=rows)
    expected = rows[tokenizer.encode("bà đế").ids].mean(dim=0)
    found = encode_texts(network, tokenizer, ["bà đế"], CPU)[0]
    np.testing.assert_allclose(found, expected / expected.norm(), atol=1e-5)


def test_what_a_text_is_run_beside_does_not_change_its_vector(tokenizer: Tokenizer) -> None:
    network = moved(tiny(tokenizer))
    texts = ["bà", "bà đế của và lị", "", "và của và của"]
    together = encode_texts(network, tokenizer, texts, CPU)
    alone = np.concatenate([encode_texts(network, tokenizer, [text], CPU) for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), [1, 1, 0, 1], atol=1e-5)


def test_the_order_of_words_counts_once_attention_does(tokenizer: Tokenizer) -> None:
    first, second = encode_texts(moved(tiny(tokenizer)), tokenizer, ["bà đế lị", "lị đế bà"], CPU)
    assert first @ second < 0.999


def test_a_long_text_is_cut(tokenizer: Tokenizer) -> None:
    first, second = encode_texts(moved(tiny(tokenizer)), tokenizer, ["bà " * 32, "bà " * 32 + "đế"], CPU)
    np.testing.assert_allclose(first, second, atol=1e-6)


def test_lists_are_filled_up_to_the_longest() -> None:
    ids, mask = padded(Bag(np.array([4, 5, 6], dtype=np.int32), np.array([0, 1, 1, 3])), filler=9)
    assert ids.tolist() == [[4, 9], [9, 9], [5, 6]]
    assert mask.tolist() == [[True, False], [False, False], [True, True]]


def test_training_on_pairs_lowers_the_loss_and_is_repeatable(pairs: list[Pair], tokenizer: Tokenizer) -> None:
    table = tabulate(pairs, tokenizer)
    first, second = tiny(tokenizer), tiny(tokenizer)
    steps: list[Step] = []
    bring_together(first, table, _FEW, CPU, steps.append)
    bring_together(second, table, _FEW, CPU, lambda _step: None)
    assert [step.number for step in steps] == list(range(1, 17))
    assert lowered(steps)
    assert all(torch.equal(a, b) for a, b in zip(first.parameters(), second.parameters(), strict=True))
    assert first.blocks[0].attended.weight.abs().max() > 0


def test_guessing_masked_words_lowers_the_loss(pairs: list[Pair], tokenizer: Tokenizer) -> None:
    texts = [pair.positive for pair in pairs]
    lines = encode(tokenizer, [*texts, *map(fold, texts)])
    network, steps = tiny(tokenizer), list[Step]()
    recipe = Guessing(epochs=8, block_tokens=16, batch_blocks=8, learning_rate=0.02)
    guess_masked(network, lines, recipe, CPU, steps.append)
    assert lowered(steps)
    hidden = network.tokens.weight[network.filler]
    assert hidden.abs().max() > 0.05  # the row of what is masked was learnt


def test_too_little_text_to_guess_from_is_said(tokenizer: Tokenizer) -> None:
    with pytest.raises(RecipeError, match="256 tokens"):
        guess_masked(tiny(tokenizer), encode(tokenizer, ["bà", "ba"]), Guessing(), CPU, lambda _step: None)


def test_a_saved_model_gives_the_same_vectors(tokenizer: Tokenizer, tmp_path: Path) -> None:
    network = moved(tiny(tokenizer))
    save_transformer(tmp_path, network, tokenizer, {"seed": 3})
    loaded, pieces = load_transformer(tmp_path)
    texts = ["bà đế", "của lị"]
    cosines = (encode_texts(network, tokenizer, texts, CPU) * encode_texts(loaded, pieces, texts, CPU)).sum(axis=1)
    assert cosines == pytest.approx([1, 1], abs=1e-4)
    assert json.loads((tmp_path / "transformer.json").read_text())["recipe"] == {"seed": 3}


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"transformer\.json"):
        load_transformer(tmp_path)


@pytest.mark.parametrize("wrong", [{"layers": 0}, {"width": 30, "heads": 4}])
def test_a_shape_out_of_range_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(RecipeError, match=next(iter(wrong))):
        Shape(10, **wrong)


def test_rows_of_another_size_are_refused() -> None:
    with pytest.raises(RecipeError, match=r"\(10, 16\).*\(9, 16\)"):
        Encoder(Shape(10, width=16, layers=1, heads=2), seed=1, rows=torch.zeros(9, 16))


def test_a_gradient_reaches_every_weight_that_pairs_use(tokenizer: Tokenizer) -> None:
    network = moved(tiny(tokenizer))
    vectors(network, encode(tokenizer, ["bà đế", "lị"]), CPU)[:, 0].sum().backward()
    assert all(weights.grad is not None and weights.grad.abs().sum() > 0 for weights in network.parameters())


def test_the_command_writes_a_model_that_can_be_measured(
    pairs: list[Pair], tokenizer: Tokenizer, tmp_path: Path
) -> None:
    (tmp_path / "pairs.jsonl").write_text(
        "".join(json.dumps({"query": pair.query, "positive": pair.positive}) + "\n" for pair in pairs), encoding="utf-8"
    )
    (tmp_path / "mono.txt").write_text("\n".join(pair.positive * 2 for pair in pairs), encoding="utf-8")
    tokenizer.save(str(tmp_path / "pieces.json"))
    folders = {"--data": tmp_path, "--out": tmp_path / "model", "--tokenizer": tmp_path / "pieces.json"}
    sizes = {"--width": 16, "--layers": 1, "--heads": 2, "--guess-epochs": 1, "--guess-batch": 2, "--epochs": 1}
    arguments = [str(part) for option in (folders | sizes | {"--batch": 16}).items() for part in option]
    result = CliRunner().invoke(app, ["transformer", *arguments])
    assert result.exit_code == 0, result.output
    rows = encoder(tmp_path / "model")([pairs[0].positive, pairs[1].positive])
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert (tmp_path / "model" / "guessed" / "model.safetensors").is_file()


def test_a_start_that_is_no_static_model_is_said(tokenizer: Tokenizer, tmp_path: Path) -> None:
    tokenizer.save(str(tmp_path / "pieces.json"))
    paths = ["--data", str(tmp_path), "--out", str(tmp_path / "out"), "--tokenizer", str(tmp_path / "pieces.json")]
    result = CliRunner().invoke(app, ["transformer", *paths, "--start", str(tmp_path)])
    assert result.exit_code == 1
    assert "static model" in result.output
