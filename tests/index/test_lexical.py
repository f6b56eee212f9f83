from __future__ import annotations

from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_papers import silent

from index.errors import IndexCorrupt
from index.lexical import Field, LexicalIndex
from index.tuning import Tuning

tokens = st.sampled_from(["a", "b", "c", "d", "e"])
bags = st.lists(st.lists(tokens, max_size=8), min_size=1, max_size=12)


def reference(collection, query, k1, b):
    size = len(collection)
    mean = sum(len(bag) for bag in collection) / size
    scores = []
    for bag in collection:
        score = 0.0
        for token in set(query):
            holders = sum(token in other for other in collection)
            rarity = log(1 + (size - holders + 0.5) / (holders + 0.5))
            count = bag.count(token)
            if count:
                score += rarity * count / (count + k1 * (1 - b + b * len(bag) / mean))
        scores.append(score)
    return scores


@given(bags, st.lists(tokens | st.just("unknown"), max_size=5), st.floats(0.1, 3), st.floats(0, 1))
def test_a_field_scores_as_bm25_is_defined(collection, query, k1, b):
    found = Field.build(collection, k1, b).scores(query)
    assert np.allclose(found, reference(collection, query, k1, b), atol=1e-4)


@given(bags, st.lists(tokens, max_size=5))
def test_a_saved_field_scores_the_same(tmp_path_factory, collection, query):
    folder = tmp_path_factory.mktemp("field") / "words"
    built = Field.build(collection, 1.2, 0.75)
    built.save(folder)
    assert (Field.load(folder, len(collection)).scores(query) == built.scores(query)).all()


def build(texts, contexts, tuning=None):
    return LexicalIndex.build(texts, contexts, tuning or Tuning(), silent)


def test_the_sum_of_the_fields_is_weighted():
    texts = ["phát triển kinh tế", "giảm nghèo"]
    contexts = ["giảm nghèo", "kinh tế"]
    plain = build(texts, contexts, Tuning(stripped=0.0, context=0.0)).scores(["giảm", "nghèo"], ["giam"])
    assert plain[0] == 0.0 < plain[1]
    around = build(texts, contexts, Tuning(stripped=0.0, context=0.5)).scores(["giảm", "nghèo"], ["giam"])
    assert 0.0 < around[0] < around[1] == plain[1]


def test_a_field_without_weight_is_silent():
    texts, contexts = ["giảm nghèo"], ["giảm nghèo"]
    assert build(texts, contexts, Tuning(stripped=0.0)).scores([], ["giam", "ngheo"]).tolist() == [0.0]
    assert build(texts, contexts, Tuning(words=0.0)).scores(["giảm", "nghèo"], []).tolist() == [0.0]
    assert build(texts, contexts).scores([], ["giam"])[0] > 0.0 < build(texts, contexts).scores(["giảm"], [])[0]


def test_a_question_without_diacritics_finds_by_the_stripped_field():
    index = build(["phát triển kinh tế", "giảm nghèo bền vững"], ["", ""])
    scores = index.scores(["giam", "ngheo"], ["giam", "ngheo"])
    assert scores[0] == 0.0 < scores[1]


def test_two_syllables_in_a_row_count_more_than_apart():
    index = build(["hộ nghèo ở xã", "nghèo hộ ở xã"], ["", ""])
    scores = index.scores([], ["ho", "ngheo"])
    assert scores[0] > scores[1] > 0.0


def test_progress_is_told_for_every_text():
    told = []
    LexicalIndex.build(["một", "hai"], ["", ""], Tuning(), lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]


def test_two_builds_write_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        build(["phát triển kinh tế", "giảm nghèo"], ["", "kinh tế"]).save(tmp_path / name)
    written = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(written) == 20
    for path in written:
        assert (tmp_path / "one" / path).read_bytes() == (tmp_path / "two" / path).read_bytes()


def test_a_saved_index_scores_the_same(tmp_path):
    built = build(["phát triển kinh tế", "giảm nghèo"], ["", ""])
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path, 2, Tuning())
    query = (["giảm", "nghèo", "kinh_tế"], ["giam", "ngheo"])
    assert (loaded.scores(*query) == built.scores(*query)).all()


def test_a_broken_field_and_a_wrong_size_are_refused(tmp_path):
    Field.build([["a"], ["b"]], 1.2, 0.75).save(tmp_path / "words")
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        Field.load(tmp_path / "words", 3)
    (tmp_path / "words" / "vocab.index.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        Field.load(tmp_path / "words", 2)
