import json
import lzma
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from typer.testing import CliRunner

from corpus.vietnamese import comparable, fold
from index.embedding import StaticModel
from index.training.batches import epoch, tabulate
from index.training.cli import app
from index.training.data import Pair, read_benchmark, read_pairs
from index.training.errors import DataError, RecipeError
from index.training.frames import QUESTION_FRAMES
from index.training.recipe import Recipe
from index.training.save import save_model
from index.training.tokenizer import train_tokenizer, with_folded
from index.training.tokens import Bag, encode
from index.training.train import Step, loss_of, train

_CONSONANTS = ("b", "đ", "g", "kh", "l", "m", "ngh", "ph", "th", "tr")
_VOWELS = ("à", "ạ", "ế", "ị", "ồ", "ộ", "ứ", "ự", "ơ", "ấ")
_FEW = Recipe(batch_size=32, epochs=2, dimension=32)


def synthetic_pairs(count: int = 200) -> list[Pair]:
    """A title of four made-up words, and a text that holds them among a hundred common ones."""
    rng = random.Random(5)
    words = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
    pairs = []
    for _ in range(count):
        title = rng.sample(words, 4)
        text = [*title, *rng.choices(("và", "của", "các", "được"), k=20)]
        rng.shuffle(text)
        pairs.append(Pair(" ".join(title), " ".join(text)))
    return pairs


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return synthetic_pairs()


@pytest.fixture(scope="module")
def tokenizer(pairs: list[Pair]) -> Tokenizer:
    return train_tokenizer(list(with_folded(text for pair in pairs for text in (pair.query, pair.positive))), 500)


def ignore(_step: Step) -> None:
    """Progress that nobody watches."""


def test_training_lowers_the_loss_and_is_repeatable(pairs: list[Pair], tokenizer: Tokenizer) -> None:
    table = tabulate(pairs, tokenizer)
    steps: list[Step] = []
    recipe = Recipe(batch_size=50, epochs=15, dimension=32)
    rows = train(table, tokenizer, recipe, steps.append)
    assert [step.number for step in steps] == list(range(1, steps[0].total + 1))
    first, last = steps[: len(steps) // 5], steps[-len(steps) // 5 :]
    assert np.mean([step.loss for step in last]) < 0.9 * np.mean([step.loss for step in first])
    assert torch.equal(rows, train(table, tokenizer, recipe, ignore))
    assert rows.shape == (tokenizer.get_vocab_size(), 32)


def test_the_saved_folder_gives_the_trained_vectors(pairs: list[Pair], tokenizer: Tokenizer, tmp_path: Path) -> None:
    rows = train(tabulate(pairs, tokenizer), tokenizer, _FEW, ignore)
    save_model(tmp_path, tokenizer, rows, _FEW)
    found = StaticModel.load(tmp_path).encode_passages([pairs[0].positive])[0]
    expected = rows.numpy()[tokenizer.encode(comparable(pairs[0].positive)).ids].mean(axis=0)
    assert found @ expected / np.linalg.norm(expected) == pytest.approx(1, abs=1e-4)
    assert json.loads((tmp_path / "training.json").read_text())["seed"] == _FEW.seed


def test_the_same_texts_give_the_same_pieces_and_no_piece_spans_two_syllables(pairs: list[Pair]) -> None:
    texts = [f"{pair.query} xã Ủy-ban 2026" for pair in pairs]
    first, second = (train_tokenizer(texts, 150) for _ in range(2))
    assert first.to_str() == second.to_str()
    assert not any(" " in piece for piece in first.get_vocab())


def test_the_tokenizer_sees_text_without_diacritics() -> None:
    texts = list(with_folded(["Phòng Văn hoá"] * 3))
    assert texts.count("phòng văn hóa") == 3
    assert texts.count("phong van hoa") == 1


def test_pairs_that_share_a_text_are_no_wrong_answers_to_each_other(tokenizer: Tokenizer) -> None:
    shared = [Pair("bà lạ", "thế"), Pair("Bà Lạ", "mị"), Pair("trồ", "mị"), Pair("gự", "phấ")]
    recipe = Recipe(batch_size=4, query_span_share=0)
    (batch,) = epoch(tabulate(shared, tokenizer), recipe, np.random.default_rng(1))
    assert int(batch.same.sum()) == 4  # (0, 1) and (1, 2), both ways round
    assert not batch.same.diagonal().any()


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_folded_queries_are_shown_in_their_share(pairs: list[Pair], tokenizer: Tokenizer, share: float) -> None:
    recipe = Recipe(batch_size=200, query_folded_share=share, query_span_share=0, query_frame_share=0)
    (batch,) = epoch(tabulate(pairs, tokenizer), recipe, np.random.default_rng(1))
    shown = {
        tuple(batch.queries.ids[a:b]) for a, b in zip(batch.queries.offsets, batch.queries.offsets[1:], strict=False)
    }
    change = fold if share else str
    expected = {tuple(tokenizer.encode(change(comparable(pair.query))).ids) for pair in pairs}
    assert shown == expected


def test_spans_are_runs_of_the_passage(pairs: list[Pair], tokenizer: Tokenizer) -> None:
    recipe = Recipe(
        batch_size=200, query_folded_share=0, passage_folded_share=0, query_span_share=1, query_frame_share=0
    )
    (batch,) = epoch(tabulate(pairs, tokenizer), recipe, np.random.default_rng(1))
    for number in range(len(batch.queries)):
        span = batch.queries.rows(np.array([number]), 99).ids.tolist()
        passage = batch.passages.rows(np.array([number]), 99).ids.tolist()
        assert 0 < len(span) <= 24
        assert any(passage[at : at + len(span)] == span for at in range(len(passage)))


@pytest.mark.parametrize("folded", [0.0, 1.0])
def test_a_framed_query_is_its_own_words_and_then_a_question_s(
    pairs: list[Pair], tokenizer: Tokenizer, folded: float
) -> None:
    recipe = Recipe(batch_size=200, query_folded_share=folded, query_span_share=0, query_frame_share=1)
    (batch,) = epoch(tabulate(pairs, tokenizer), recipe, np.random.default_rng(1))
    change = fold if folded else str

    def pieces(text: str) -> tuple[int, ...]:
        return tuple(tokenizer.encode(change(comparable(text))).ids)

    titles, frames = ({*map(pieces, texts)} for texts in ([pair.query for pair in pairs], QUESTION_FRAMES))
    for number in range(len(batch.queries)):
        shown = tuple(batch.queries.rows(np.array([number]), 99).ids)
        assert any(shown[:at] in titles and shown[at:] in frames for at in range(1, len(shown)))


def test_frames_are_shown_in_their_share(pairs: list[Pair], tokenizer: Tokenizer) -> None:
    table = tabulate(pairs, tokenizer)
    bare, half, all_framed = (
        next(epoch(table, Recipe(batch_size=200, query_frame_share=share), np.random.default_rng(1))).queries
        for share in (0.0, 0.5, 1.0)
    )
    longer = (half.lengths() > bare.lengths()).mean()
    assert 0.3 < longer < 0.7
    assert (all_framed.lengths() > bare.lengths()).all()


def test_the_gradient_of_row_sums_is_that_of_an_embedding_bag(pairs: list[Pair], tokenizer: Tokenizer) -> None:
    recipe = Recipe(batch_size=200)
    (batch,) = epoch(tabulate(pairs, tokenizer), recipe, np.random.default_rng(1))
    rows = torch.randn((tokenizer.get_vocab_size(), 8), generator=torch.Generator().manual_seed(2), requires_grad=True)
    loss_of(rows, batch, 15.0).backward()
    bag = torch.nn.EmbeddingBag.from_pretrained(rows.detach().clone(), freeze=False, mode="mean")
    queries, passages = (
        torch.nn.functional.normalize(
            bag(torch.from_numpy(each.ids.astype(np.int64)), torch.from_numpy(each.offsets[:-1]))
        )
        for each in (batch.queries, batch.passages)
    )
    scores = (queries @ passages.T * 15.0).masked_fill(torch.from_numpy(batch.same), -torch.inf)
    right = torch.arange(len(scores))
    cross_entropy = torch.nn.functional.cross_entropy
    ((cross_entropy(scores, right) + cross_entropy(scores.T, right)) / 2).backward()
    assert torch.allclose(rows.grad, bag.weight.grad, atol=1e-6)


@given(st.lists(st.lists(st.integers(0, 9), max_size=6), min_size=1, max_size=8), st.integers(1, 7), st.randoms())
def test_a_bag_gives_back_its_lists(lists: list[list[int]], limit: int, order: random.Random) -> None:
    offsets = np.cumsum([0, *map(len, lists)])
    bag = Bag(np.array([i for each in lists for i in each], dtype=np.int32), offsets)
    rows = [order.randrange(len(lists)) for _ in range(5)]
    taken = bag.rows(np.array(rows), limit)
    cut = [taken.ids[a:b].tolist() for a, b in zip(taken.offsets, taken.offsets[1:], strict=False)]
    assert cut == [lists[row][:limit] for row in rows]


def test_no_text_is_an_empty_bag(tokenizer: Tokenizer) -> None:
    assert len(encode(tokenizer, [])) == 0
    assert encode(tokenizer, ["", "bà"]).lengths().tolist() == [0, 1]


@pytest.mark.parametrize(
    "wrong", [{"query_folded_share": 30.0}, {"batch_size": 0}, {"epochs": 0}, {"warmup_share": -0.1}]
)
def test_a_recipe_out_of_range_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(RecipeError, match=next(iter(wrong))):
        Recipe(**wrong)  # type: ignore[arg-type]


def test_a_line_without_its_fields_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"query": "a", "positive": "b"}\n{"query": "a"}\n', encoding="utf-8")
    with pytest.raises(DataError, match="line 2"):
        read_pairs(path)


def test_a_missing_benchmark_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"qrels\.jsonl"):
        read_benchmark(tmp_path)


def _write_jsonl(path: Path, records: list[dict[str, object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8") as out:
        out.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_the_three_commands_work_one_after_another(pairs: list[Pair], tmp_path: Path) -> None:
    data, model = tmp_path / "data", tmp_path / "model"
    _write_jsonl(data / "pairs.jsonl.xz", [{"query": p.query, "positive": p.positive} for p in pairs])
    (data / "mono.txt").write_text("\n".join(pair.positive for pair in pairs), encoding="utf-8")
    small = data / "eval" / "small"
    _write_jsonl(small / "corpus.jsonl.xz", [{"_id": f"c{i}", "text": p.positive} for i, p in enumerate(pairs)])
    _write_jsonl(small / "queries.jsonl.xz", [{"_id": f"q{i}", "text": p.query} for i, p in enumerate(pairs)])
    _write_jsonl(
        small / "qrels.jsonl.xz",
        [{"query_id": f"q{i}", "doc_id": f"c{i}", "score": 1} for i in range(len(pairs))],
    )
    runner = CliRunner()
    pieces = str(tmp_path / "tokenizer.json")
    few = ["--epochs", "2", "--dimension", "64", "--query-frame-share", "0.2"]
    for command in (
        ["tokenizer", "--data", str(data), "--out", pieces],
        ["train", "--data", str(data), "--tokenizer", pieces, "--out", str(model), *few],
        ["measure", str(model), "--data", str(data), "--benchmark", "small"],
    ):
        result = runner.invoke(app, command)
        assert result.exit_code == 0, result.output
    recipe = json.loads((model / "training.json").read_text())
    assert (recipe["epochs"], recipe["dimension"], recipe["query_frame_share"]) == (2, 64, 0.2)
    written, stripped = (line.split("|") for line in result.output.splitlines()[2:])
    assert written[1].strip() == "small"
    assert float(written[5]) > 0.8
    assert stripped[2].strip() == "without diacritics"


def test_a_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["tokenizer", "--data", str(tmp_path), "--out", str(tmp_path / "t.json")])
    assert result.exit_code == 1
    assert "mono.txt" in result.output
    assert "Traceback" not in result.output
