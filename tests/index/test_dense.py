from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dense import DenseIndex
from index.embedding import unit_rows
from index.errors import IndexCorrupt

RANDOM = np.random.default_rng(7)
VECTORS = unit_rows(RANDOM.normal(size=(200, 16)).astype(np.float32))
QUERIES = unit_rows(RANDOM.normal(size=(20, 16)).astype(np.float32))


@given(st.integers(0, 19), st.integers(1, 300), st.sets(st.integers(0, 199)) | st.none())
def test_the_nearest_are_those_of_plain_arithmetic(number, depth, chosen):
    among = None if chosen is None else np.array(sorted(chosen), dtype=np.int64)
    found = DenseIndex.build(VECTORS).nearest(QUERIES[number], depth, among)
    allowed = np.arange(200) if among is None else among
    exact = allowed[np.argsort(-(VECTORS[allowed] @ QUERIES[number]), kind="stable")][:depth]
    assert found.tolist() == exact.tolist()


def test_similarities_are_inner_products():
    positions = np.array([5, 3, 199], dtype=np.int64)
    found = DenseIndex.build(VECTORS).similarities(QUERIES[0], positions)
    assert np.allclose(found, VECTORS[positions] @ QUERIES[0], atol=1e-6)
    assert DenseIndex.build(VECTORS).similarities(QUERIES[0], positions[:0]).size == 0


def test_a_saved_index_answers_the_same(tmp_path):
    built = DenseIndex.build(VECTORS)
    built.save(tmp_path / "dense")
    loaded = DenseIndex.load(tmp_path / "dense", 200)
    assert (loaded.nearest(QUERIES[0], 9, None) == built.nearest(QUERIES[0], 9, None)).all()
    assert (len(loaded), loaded.dimension) == (200, 16)


def test_an_index_without_vectors_finds_nothing(tmp_path):
    DenseIndex.build(VECTORS[:0]).save(tmp_path / "dense")
    assert DenseIndex.load(tmp_path / "dense", 0).nearest(QUERIES[0], 3, None).size == 0


def test_a_broken_file_and_a_wrong_size_are_refused(tmp_path):
    (tmp_path / "broken").write_bytes(b"no index")
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        DenseIndex.load(tmp_path / "broken", 200)
    DenseIndex.build(VECTORS).save(tmp_path / "dense")
    with pytest.raises(IndexCorrupt, match="199"):
        DenseIndex.load(tmp_path / "dense", 199)
