"""Embedding models other than the shipped one, as their profiles want them fed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from index_papers import paper, silent
from tiny_models import save_transformer, write_profile

from index.analysis import segmented_text
from index.builder import build_index
from index.embedding import SentenceTransformerModel, load_model
from index.errors import ModelMismatch, ModelUnusable
from index.search import SearchQuery
from index.store import open_index, verify_index

LONG = " ".join("a b c d e".split() * 8)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return save_transformer(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def prompted(tmp_path_factory):
    return save_transformer(tmp_path_factory.mktemp("prompted"), {"query": "hỏi : ", "passage": "đoạn : "})


@pytest.fixture
def copy(plain, tmp_path):
    return Path(shutil.copytree(plain, tmp_path / "copy"))


def spy(model, monkeypatch):
    """The texts that reach the tokenizer, prefix and all; a prefix alone is only counted there."""
    seen = []
    tokenize = model._model.tokenizer.__class__.__call__

    def told(self, text, *args, **kwargs):
        seen.extend([text] if isinstance(text, str) else text)
        return tokenize(self, text, *args, **kwargs)

    monkeypatch.setattr(model._model.tokenizer.__class__, "__call__", told)
    return seen


def close(some, others):
    return np.allclose(some, others, atol=1e-5)


def test_the_prefixes_of_the_profile_stand_before_the_texts(copy, monkeypatch):
    write_profile(copy, query_prefix="query : ", passage_prefix="passage : ")
    model = SentenceTransformerModel(str(copy))
    seen = spy(model, monkeypatch)
    asked, stored = model.encode_queries(["kinh tế"]), model.encode_passages(["kinh tế"])
    assert [text for text in seen if not text.endswith(": ")] == ["query : kinh tế", "passage : kinh tế"]
    assert not close(asked, stored)


def test_an_unknown_model_uses_its_own_prompts(plain, prompted):
    own, bare = SentenceTransformerModel(str(prompted)), SentenceTransformerModel(str(plain))
    assert close(own.encode_queries(["kinh tế"]), bare.encode_queries(["hỏi : kinh tế"]))
    assert close(own.encode_passages(["kinh tế"]), bare.encode_passages(["đoạn : kinh tế"]))
    assert close(bare.encode_queries(["kinh tế"]), bare.encode_passages(["kinh tế"]))


def test_a_prefix_said_to_be_empty_silences_the_model_s_own(plain, prompted, tmp_path):
    folder = Path(shutil.copytree(prompted, tmp_path / "silent"))
    write_profile(folder, query_prefix="", passage_prefix="")
    model, bare = SentenceTransformerModel(str(folder)), SentenceTransformerModel(str(plain))
    assert close(model.encode_queries(["kinh tế"]), bare.encode_queries(["kinh tế"]))
    assert close(model.encode_passages(["kinh tế"]), bare.encode_passages(["kinh tế"]))


def test_a_known_model_in_a_folder_is_fed_as_its_card_says(plain, tmp_path):
    folder = shutil.copytree(plain, tmp_path / "multilingual-e5-base")
    model, bare = load_model(str(folder)), load_model(str(plain))
    assert close(model.encode_queries(["a b"]), bare.encode_queries(["query: a b"]))
    assert close(model.encode_passages(["a b"]), bare.encode_passages(["passage: a b"]))


def test_words_are_joined_where_the_profile_says_so_prefixes_never(copy, monkeypatch):
    write_profile(copy, segment_words=True, query_prefix="phát triển : ")
    model = SentenceTransformerModel(str(copy))
    seen = spy(model, monkeypatch)
    model.encode_queries(["Kinh tế nông nghiệp."])
    assert [text for text in seen if not text.endswith(": ")] == ["phát triển : Kinh_tế nông_nghiệp ."]


def test_segmented_text_keeps_case_numbers_and_what_is_no_word():
    assert segmented_text("Kinh tế nông nghiệp năm 2030") == "Kinh_tế nông_nghiệp năm 2030"
    assert [segmented_text(text) for text in ("", "12,5 %", "…")] == ["", "12,5 %", "…"]


def test_no_more_tokens_are_read_than_the_profile_allows(copy):
    whole = SentenceTransformerModel(str(copy))
    write_profile(copy, max_length=7)
    short = SentenceTransformerModel(str(copy))
    # Seven tokens: five of the text between the two that frame it.
    assert close(short.encode_passages([LONG]), whole.encode_passages(["a b c d e"]))
    assert not close(whole.encode_passages([LONG]), whole.encode_passages(["a b c d e"]))


@pytest.mark.parametrize(("roberta", "read"), [(False, 12), (True, 10)])
def test_a_network_with_few_positions_is_not_fed_beyond_them(tmp_path, roberta, read):
    model = SentenceTransformerModel(str(save_transformer(tmp_path, positions=12, roberta=roberta)))
    long = "a b c d e a b c d e a b c d e".split()
    assert close(model.encode_passages([" ".join(long)]), model.encode_passages([" ".join(long[: read - 2])]))


def test_a_lower_limit_of_the_model_itself_is_kept(tmp_path):
    model = SentenceTransformerModel(str(save_transformer(tmp_path, max_length=5)))
    assert close(model.encode_passages([LONG]), model.encode_passages(["a b c"]))


def test_only_the_first_components_are_kept_where_the_profile_says_so(copy):
    whole = SentenceTransformerModel(str(copy)).encode_passages(["kinh tế"])
    write_profile(copy, dimension=8)
    model = SentenceTransformerModel(str(copy))
    cut = model.encode_passages(["kinh tế"])
    assert model.dimension == 8
    assert close(cut, whole[:, :8] / np.linalg.norm(whole[:, :8]))
    assert model.encode_queries([]).shape == (0, 8)


def test_more_components_than_there_are_are_refused(copy):
    write_profile(copy, dimension=33)
    with pytest.raises(ModelUnusable, match=r"33 chiều.* 32"):
        SentenceTransformerModel(str(copy))


@pytest.mark.parametrize(
    "change",
    [
        {"query_prefix": "query : "},
        {"passage_prefix": "x"},
        {"segment_words": True},
        {"max_length": 16},
        {"dimension": 8},
    ],
)
def test_another_profile_makes_the_old_index_refuse_with_the_command_that_rebuilds(copy, tmp_path, change):
    papers = [paper("một", ["phát triển kinh tế số", "trồng cây xanh"])]
    build_index(papers, load_model(str(copy)), tmp_path / "index", silent)
    assert open_index(tmp_path / "index", load_model(str(copy))).search(SearchQuery("cây", "cây"), 2)
    write_profile(copy, **change)
    changed = load_model(str(copy))
    with pytest.raises(ModelMismatch, match="hoidap index build"):
        open_index(tmp_path / "index", changed)
    assert "hoidap index build" in verify_index(tmp_path / "index", papers, changed)[0]
    build_index(papers, changed, tmp_path / "index", silent)
    assert open_index(tmp_path / "index", changed).search(SearchQuery("cây", "cây"), 2)


def test_another_tokenizer_is_another_model(copy):
    before = SentenceTransformerModel(str(copy)).fingerprint
    path = copy / "tokenizer.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"Lowercase"', '"NFKC"'), encoding="utf-8")
    assert SentenceTransformerModel(str(copy)).fingerprint != before


@pytest.mark.parametrize("name", ["BAAI/bge-m3", "chua-tai-ve", "/khong/co/thu/muc/nay", "a b"])
def test_a_model_that_is_not_here_is_refused_at_once_with_how_to_fetch_it(name, monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    # No connection may even be tried: tests/conftest.py fails the test that does.
    with pytest.raises(ModelUnusable) as caught:
        load_model(name)
    assert name in str(caught.value)
    assert f"hf download {name}" in str(caught.value)


def test_a_model_of_the_cache_is_found_by_its_id(plain, monkeypatch, tmp_path):
    home = tmp_path / "models--to-chuc--mo-hinh"
    shutil.copytree(plain, home / "snapshots" / ("0" * 40))
    (home / "refs").mkdir()
    (home / "refs" / "main").write_text("0" * 40, encoding="utf-8")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    model = load_model("to-chuc/mo-hinh")
    assert model.fingerprint == load_model(str(plain)).fingerprint


def test_a_folder_with_files_that_are_no_model_is_named(copy):
    (copy / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnusable, match=str(copy)):
        load_model(str(copy))
    (copy / "config.json").unlink()
    (copy / "modules.json").unlink()
    with pytest.raises(ModelUnusable, match=str(copy)):
        load_model(str(copy))


def test_several_threads_may_share_a_model(plain):
    model = SentenceTransformerModel(str(plain))
    texts = [" ".join(LONG.split()[:length]) for length in range(1, 33)]
    wanted = [model.encode_queries([text]) for text in texts]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda text: model.encode_queries([text]), texts))
    assert all(close(*pair) for pair in zip(found, wanted, strict=True))


def test_the_shipped_model_and_the_seams_load_no_torch():
    code = (
        "import sys, index.cross_encoder, index.reranking, index.store\n"
        "from index.embedding import load_model\n"
        "load_model(None).encode_queries(['kinh tế'])\n"
        "sys.exit(str(sorted({'torch', 'transformers', 'sentence_transformers'} & sys.modules.keys())))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr.strip() == "[]"
