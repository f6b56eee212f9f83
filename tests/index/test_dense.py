from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import dense
from index.dense import DenseIndex
from index.embedding import unit_rows
from index.errors import IndexCorrupt

RANDOM = np.random.default_rng(7)
VECTORS = unit_rows(RANDOM.normal(size=(200, 16)).astype(np.float32))
QUERIES = unit_rows(RANDOM.normal(size=(20, 16)).astype(np.float32))
scopes = st.sets(st.integers(0, 199)) | st.none()


def nearest(number, depth, among):
    allowed = np.arange(200) if among is None else among
    return allowed[np.argsort(-(VECTORS[allowed] @ QUERIES[number]), kind="stable")][:depth].tolist()


def positions(chosen):
    return None if chosen is None else np.array(sorted(chosen), dtype=np.int64)


@given(st.integers(0, 19), st.integers(1, 300), scopes)
def test_the_nearest_are_those_of_plain_arithmetic(number, depth, chosen):
    among = positions(chosen)
    index = DenseIndex.build(VECTORS)
    assert index.kind == "flat"
    assert index.nearest(QUERIES[number], depth, among).tolist() == nearest(number, depth, among)


@pytest.fixture
def graph(monkeypatch):
    """An index large enough for a graph, at a size that a test can bear."""
    monkeypatch.setattr(dense, "EXACT_UP_TO", 20)
    return DenseIndex.build(VECTORS, 20)


@pytest.mark.parametrize("depth", [1, 10, 100, 300])
def test_a_graph_finds_what_plain_arithmetic_finds(graph, depth):
    assert graph.kind.startswith("hnsw")
    for number in range(20):
        found = graph.nearest(QUERIES[number], depth, None).tolist()
        wanted = nearest(number, depth, None)
        assert len(found) == len(set(found)) == len(wanted)
        assert len(set(found) & set(wanted)) >= 0.95 * len(wanted)


def test_a_scope_neither_leaks_nor_starves_in_a_graph(graph):
    random = np.random.default_rng(1)
    for size in (0, 1, 5, 20, 21, 60, 150, 199):
        for number in range(20):
            among = np.sort(random.choice(200, size, replace=False))
            found = graph.nearest(QUERIES[number], 50, among).tolist()
            wanted = nearest(number, 50, among)
            assert set(found) <= set(among.tolist())
            assert len(found) == len(set(found)) == len(wanted)
            if size <= 20:
                assert found == wanted


def test_a_saved_graph_answers_the_same(graph, tmp_path):
    graph.save(tmp_path / "dense")
    loaded = DenseIndex.load(tmp_path / "dense", 200)
    assert loaded.kind == graph.kind
    for among in (None, np.arange(100), np.arange(10)):
        assert loaded.nearest(QUERIES[0], 9, among).tolist() == graph.nearest(QUERIES[0], 9, among).tolist()
    assert (loaded.vectors(np.arange(200)) == VECTORS).all()


def test_similarities_are_inner_products():
    places = np.array([5, 3, 199], dtype=np.int64)
    found = DenseIndex.build(VECTORS).similarities(QUERIES[0], places)
    assert np.allclose(found, VECTORS[places] @ QUERIES[0], atol=1e-6)
    assert DenseIndex.build(VECTORS).similarities(QUERIES[0], places[:0]).size == 0


@given(st.lists(st.integers(0, 199), min_size=1, max_size=40))
def test_a_similarity_does_not_depend_on_what_else_is_asked_for(places):
    index = DenseIndex.build(VECTORS)
    together = index.similarities(QUERIES[0], np.array(places, dtype=np.int64))
    assert together.tolist() == [index.similarities(QUERIES[0], np.array([place]))[0] for place in places]


def test_a_saved_index_answers_the_same(tmp_path):
    built = DenseIndex.build(VECTORS)
    built.save(tmp_path / "dense")
    loaded = DenseIndex.load(tmp_path / "dense", 200)
    assert (loaded.nearest(QUERIES[0], 9, None) == built.nearest(QUERIES[0], 9, None)).all()
    assert (len(loaded), loaded.dimension) == (200, 16)


def test_an_index_without_vectors_finds_nothing(tmp_path):
    DenseIndex.build(VECTORS[:0]).save(tmp_path / "dense")
    loaded = DenseIndex.load(tmp_path / "dense", 0)
    assert loaded.nearest(QUERIES[0], 3, None).size == 0
    assert loaded.vectors(np.arange(0)).shape == (0, 16)


def test_a_broken_file_and_a_wrong_size_are_refused(tmp_path):
    (tmp_path / "broken").write_bytes(b"no index")
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        DenseIndex.load(tmp_path / "broken", 200)
    DenseIndex.build(VECTORS).save(tmp_path / "dense")
    with pytest.raises(IndexCorrupt, match="199"):
        DenseIndex.load(tmp_path / "dense", 199)
