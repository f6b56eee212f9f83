from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.arrays import map_arrays, write_arrays
from index.cutting import Cutter
from index.errors import IndexCorrupt
from index.postings import Bags, Postings
from index.tuning import Cut

bags = st.lists(st.lists(st.integers(0, 6), max_size=8), max_size=10)


def bagged(rows):
    tokens = np.array([token for row in rows for token in row], dtype=np.uint64)
    return Bags(tokens, np.array([len(row) for row in rows], dtype=np.int64))


def counted(rows):
    return Postings.count(bagged(rows))


def same(one, other):
    return all(
        getattr(one, name).tolist() == getattr(other, name).tolist()
        for name in ("tokens", "starts", "passages", "counts", "lengths")
    )


@given(bags)
def test_every_token_is_counted_where_it_stands(rows):
    postings = counted(rows)
    starts, ends = postings.spans(np.arange(8, dtype=np.uint64))
    for token, start, end in zip(range(8), starts, ends, strict=True):
        found = dict(zip(postings.passages[start:end].tolist(), postings.counts[start:end].tolist(), strict=True))
        assert found == {place: count for place, row in enumerate(rows) if (count := Counter(row)[token])}
    assert postings.lengths.tolist() == [len(row) for row in rows]


@given(st.lists(bags, min_size=1, max_size=4))
def test_joined_postings_are_those_of_all_bags_at_once(parts):
    assert same(Postings.joined([counted(rows) for rows in parts]), counted([row for rows in parts for row in rows]))


@given(bags, st.lists(st.booleans(), min_size=10, max_size=10))
def test_postings_of_some_are_as_if_the_others_had_never_been(rows, stays):
    kept = np.array(stays[: len(rows)], dtype=bool)
    assert same(counted(rows).of(kept), counted([row for row, stay in zip(rows, kept, strict=True) if stay]))


@given(bags, st.lists(st.integers(0, 9), max_size=6))
def test_bags_are_picked_in_the_order_asked_for(rows, places):
    wanted = [place for place in places if place < len(rows)]
    picked = bagged(rows).picked(np.array(wanted, dtype=np.int64))
    assert same(Postings.count(picked), counted([rows[place] for place in wanted]))


@given(bags)
def test_saved_postings_come_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("postings") / "field"
    counted(rows).save(path)
    assert same(Postings.load(path, len(rows)), counted(rows))


def test_a_count_beyond_its_type_stops_at_the_top():
    postings = counted([[3] * 70_000])
    assert (postings.counts.tolist(), postings.lengths.tolist()) == ([65_535], [70_000])


def test_what_is_no_file_of_postings_is_refused(tmp_path):
    path = tmp_path / "field"
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        Postings.load(path, 0)
    counted([[1], [2]]).save(path)
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        Postings.load(path, 3)
    path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        Postings.load(path, 2)
    write_arrays(path, [np.zeros(2, np.int64)])
    with pytest.raises(IndexCorrupt, match="uint64"):
        Postings.load(path, 2)
    path.write_bytes(b"")
    with pytest.raises(IndexCorrupt):
        map_arrays(path, [np.int64])


def test_pairs_are_tokens_of_their_own_and_know_their_order():
    cutter = Cutter()
    one, other, alone = (set(cutter.bags(Cut.STRIPPED, [text]).tokens.tolist()) for text in ("a b", "b a", "a"))
    assert (len(one), len(other), len(alone)) == (3, 3, 1)
    assert len(one & other) == 2
    assert cutter.bags(Cut.STRIPPED, ["a b c", "", "a"]).lengths.tolist() == [5, 0, 1]


@given(st.lists(st.text(alphabet="abc ", max_size=8), max_size=6), st.sampled_from(Cut))
def test_texts_cut_together_are_cut_as_each_alone(texts, cut):
    cutter = Cutter()
    together = cutter.bags(cut, texts)
    alone = [Cutter().bags(cut, [text]).tokens.tolist() for text in texts]
    assert sorted(together.tokens.tolist()) == sorted(token for bag in alone for token in bag)
    assert together.lengths.tolist() == [len(bag) for bag in alone]


pair = st.tuples(st.lists(st.integers(0, 9), max_size=4), st.lists(st.integers(0, 9), max_size=4))


@given(st.lists(pair, max_size=6))
def test_bags_beside_each_other_are_one_bag_a_text(rows):
    both = bagged([first for first, _ in rows]).beside(bagged([second for _, second in rows]))
    expected = bagged([[*first, *second] for first, second in rows])
    assert both.tokens.tolist() == expected.tokens.tolist()
    assert both.lengths.tolist() == expected.lengths.tolist()


def test_bags_of_different_texts_do_not_go_together():
    with pytest.raises(ValueError, match="as many bags"):
        bagged([[1]]).beside(bagged([]))
