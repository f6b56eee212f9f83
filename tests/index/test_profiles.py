from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import ModelUnusable, RerankerUnusable
from index.profiles import (
    EMBEDDING_PROFILES,
    PROFILE_FILE,
    ModelProfile,
    RerankerProfile,
    embedding_profile,
    reranker_profile,
)


def profile(name, folder=Path("/nowhere")):
    return embedding_profile(name, folder, ModelUnusable)


@pytest.mark.parametrize(
    "name",
    [
        "intfloat/multilingual-e5-small",
        "/srv/models/multilingual-e5-small",
        "/cache/models--intfloat--multilingual-e5-small/snapshots/0123abc",
        "INTFLOAT/Multilingual-E5-Small",
    ],
)
def test_a_known_model_is_known_by_its_id_and_by_the_name_of_its_folder(name):
    found = profile(name)
    assert (found.query_prefix, found.passage_prefix) == ("query: ", "passage: ")
    assert (found.segment_words, found.max_length, found.dimension) == (False, 512, None)


def test_models_of_like_names_are_told_apart():
    assert profile("AITeamVN/Vietnamese_Embedding").segment_words is False
    assert profile("dangvantuan/vietnamese-embedding").segment_words is True
    assert profile("dangvantuan/vietnamese-embedding").max_length == 256


def test_no_two_known_models_have_one_folder_name():
    names = [known.name.rpartition("/")[2].lower() for known in EMBEDDING_PROFILES]
    assert len(names) == len(set(names))


def test_an_unknown_model_gets_no_prefix_of_ours_plain_syllables_and_512_tokens():
    assert profile("ai/do-khong-biet") == ModelProfile("do-khong-biet", None, None, False, 512, None)


def test_the_folder_itself_has_the_last_word_field_by_field(tmp_path):
    folder = tmp_path / "multilingual-e5-small"
    folder.mkdir()
    (folder / PROFILE_FILE).write_text('{"passage_prefix": "đoạn: ", "dimension": 64}', encoding="utf-8")
    found = profile(str(folder), folder)
    assert (found.query_prefix, found.passage_prefix, found.dimension) == ("query: ", "đoạn: ", 64)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{",
        '{"segment_word": true}',
        '{"max_length": 0}',
        '{"max_length": "256"}',
        '{"dimension": true}',
        '{"query_prefix": 1}',
    ],
)
def test_a_profile_that_cannot_be_read_is_refused_with_its_path_and_fields(tmp_path, content):
    (tmp_path / PROFILE_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ModelUnusable, match=r"query_prefix, passage_prefix, segment_words, max_length, dimension"):
        profile(str(tmp_path), tmp_path)
    with pytest.raises(ModelUnusable, match=PROFILE_FILE):
        profile(str(tmp_path), tmp_path)


def test_rerankers_have_profiles_of_their_own(tmp_path):
    assert reranker_profile("itdainb/PhoRanker", tmp_path, RerankerUnusable).segment_words
    unknown = reranker_profile(str(tmp_path), tmp_path, RerankerUnusable)
    assert unknown == RerankerProfile(tmp_path.name, False, 512)
    (tmp_path / PROFILE_FILE).write_text(json.dumps({"query_prefix": "hỏi: "}), encoding="utf-8")
    with pytest.raises(RerankerUnusable, match="query_prefix"):
        reranker_profile(str(tmp_path), tmp_path, RerankerUnusable)
