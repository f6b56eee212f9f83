from __future__ import annotations

import json
import shutil

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from index.analysis import embedding_text
from index.embedding import HashingModel, SentenceTransformerModel, StaticModel, load_model
from index.errors import ModelUnusable

TEXTS = [
    "Tỷ lệ hộ nghèo đa chiều đến năm 2030 dưới 0,5%",
    "phát triển kinh tế số",
    "Phát triển kinh tế số",
    "hoà bình",
    "nghèo",
    "?",
    "",
]


def tiny_tokenizer():
    syllables = sorted({syllable for text in TEXTS for syllable in embedding_text(text).split()})
    tokenizer = Tokenizer(
        models.WordLevel({token: number for number, token in enumerate(["[UNK]", *syllables])}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.enable_padding(length=12)
    return tokenizer


@pytest.fixture(scope="module")
def static_folder(tmp_path_factory):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = tiny_tokenizer()
    weights = np.random.default_rng(3).normal(size=(tokenizer.get_vocab_size(), 24)).astype(np.float32)
    folder = tmp_path_factory.mktemp("static")
    SentenceTransformer(modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu").save(
        str(folder), create_model_card=False
    )
    return folder


@pytest.fixture(scope="module")
def subfolder_folder(static_folder, tmp_path_factory):
    folder = tmp_path_factory.mktemp("subfolder")
    module = folder / "0_StaticEmbedding"
    module.mkdir()
    for name in ("model.safetensors", "tokenizer.json"):
        shutil.copy(static_folder / name, module / name)
    shutil.copy(static_folder / "config_sentence_transformers.json", folder)
    modules = json.loads((static_folder / "modules.json").read_text(encoding="utf-8"))
    modules[0]["path"] = module.name
    (folder / "modules.json").write_text(json.dumps(modules), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def transformer_folder(tmp_path_factory):
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    raw = tmp_path_factory.mktemp("bert")
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=tiny_tokenizer(), unk_token="[UNK]", pad_token="[UNK]")
    tokenizer.save_pretrained(raw)
    config = BertConfig(
        vocab_size=len(tokenizer), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )
    BertModel(config).save_pretrained(raw)
    folder = tmp_path_factory.mktemp("transformer")
    bert = Transformer(str(raw))
    SentenceTransformer(
        modules=[bert, Pooling(16)],
        device="cpu",
        prompts={"query": "phát triển ", "document": ""},
    ).save(str(folder), create_model_card=False)
    return folder


@pytest.fixture(params=["static", "subfolder", "transformer", "hashing"])
def model(request):
    if request.param == "hashing":
        return HashingModel()
    return load_model(str(request.getfixturevalue(f"{request.param}_folder")))


def test_contract_rows_of_length_1_in_the_order_of_the_texts(model):
    for encode in (model.encode_passages, model.encode_queries):
        rows = encode(TEXTS)
        assert rows.dtype == np.float32
        assert rows.shape == (len(TEXTS), model.dimension)
        lengths = np.linalg.norm(rows, axis=1)
        assert np.all(np.isclose(lengths, 1.0, atol=1e-5) | (lengths == 0.0))
        assert np.isclose(lengths[:5], 1.0, atol=1e-5).all()
        assert np.allclose(rows[1], encode(TEXTS[1:2])[0], atol=1e-5)
        assert not np.allclose(rows[0], rows[1], atol=1e-3)


def test_contract_no_texts_no_rows(model):
    assert model.encode_passages([]).shape == (0, model.dimension)
    assert model.encode_queries([]).shape == (0, model.dimension)


def test_contract_fingerprint_is_steady(model):
    assert model.fingerprint == model.fingerprint
    assert len(model.fingerprint) > 8


def test_a_static_model_gives_what_sentence_transformers_gives(static_folder):
    from sentence_transformers import SentenceTransformer

    wanted = SentenceTransformer(str(static_folder), device="cpu").encode(
        [embedding_text(text) for text in TEXTS], normalize_embeddings=True
    )
    found = StaticModel.load(static_folder).encode_passages(TEXTS)
    assert np.allclose(found, wanted, atol=1e-5)


def test_the_right_implementation_is_chosen(static_folder, subfolder_folder, transformer_folder):
    assert isinstance(load_model(str(static_folder)), StaticModel)
    assert isinstance(load_model(str(subfolder_folder)), StaticModel)
    assert isinstance(load_model(str(transformer_folder)), SentenceTransformerModel)


def test_a_static_model_reads_tone_styles_alike(static_folder):
    rows = StaticModel.load(static_folder).encode_queries(["HOÀ bình", "hòa bình"])
    assert (rows[0] == rows[1]).all()


def test_a_model_of_sentence_transformers_gets_its_prompts(transformer_folder):
    model = SentenceTransformerModel(str(transformer_folder))
    asked = model.encode_queries(["kinh tế số"])
    assert np.allclose(asked, model.encode_passages(["phát triển kinh tế số"]), atol=1e-5)
    assert not np.allclose(asked, model.encode_passages(["kinh tế số"]), atol=1e-3)


@pytest.mark.parametrize("stored", [np.float16, np.int8])
def test_small_weights_are_widened(static_folder, tmp_path, stored):
    folder = tmp_path / "small"
    shutil.copytree(static_folder, folder)
    weights = load_file(static_folder / "model.safetensors")["embedding.weight"]
    scaled = weights / np.abs(weights).max() * 127
    save_file({"embedding.weight": scaled.round().astype(stored)}, folder / "model.safetensors")
    small, wide = StaticModel.load(folder), StaticModel.load(static_folder)
    assert np.allclose(small.encode_passages(TEXTS), wide.encode_passages(TEXTS), atol=0.05)
    assert small.fingerprint != wide.fingerprint


def test_fingerprints_follow_the_files_and_the_weights(static_folder, transformer_folder, tmp_path):
    assert StaticModel.load(static_folder).fingerprint == load_model(str(static_folder)).fingerprint
    folder = tmp_path / "other"
    shutil.copytree(transformer_folder, folder)
    before = SentenceTransformerModel(str(folder)).fingerprint
    assert before == SentenceTransformerModel(str(transformer_folder)).fingerprint
    weights = load_file(folder / "model.safetensors")
    name = sorted(weights)[0]
    save_file({**weights, name: weights[name] + 1}, folder / "model.safetensors", {"format": "pt"})
    assert SentenceTransformerModel(str(folder)).fingerprint != before


def broken(folder, name, content):
    (folder / name).write_bytes(content) if content is not None else (folder / name).unlink()


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}"])
def test_missing_and_broken_files_are_named(static_folder, tmp_path, name, content):
    folder = tmp_path / "broken"
    shutil.copytree(static_folder, folder)
    broken(folder, name, content)
    with pytest.raises(ModelUnusable, match=name):
        StaticModel.load(folder)


def test_weights_of_another_tokenizer_are_refused(static_folder, tmp_path):
    folder = tmp_path / "mixed"
    shutil.copytree(static_folder, folder)
    save_file({"embedding.weight": np.ones((2, 24), np.float32)}, folder / "model.safetensors")
    with pytest.raises(ModelUnusable, match=r"\(2, 24\)"):
        StaticModel.load(folder)


def test_a_tensor_of_another_name_is_refused(static_folder, tmp_path):
    folder = tmp_path / "renamed"
    shutil.copytree(static_folder, folder)
    save_file({"weight": np.ones((2, 24), np.float32)}, folder / "model.safetensors")
    with pytest.raises(ModelUnusable, match=r"embedding\.weight"):
        StaticModel.load(folder)


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelUnusable):
        StaticModel.load(tmp_path)
    with pytest.raises(ModelUnusable):
        load_model(str(tmp_path))
