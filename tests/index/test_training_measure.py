import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.training.cli import table
from index.training.data import Benchmark, Entry
from index.training.measure import DEPTH, Floats, measure, top

_LETTERS = "abcdefghijklmnopqrstuvwxyzđ"


def by_first_letter(texts: list[str]) -> Floats:
    """One axis a letter; "đ" is not "d", so stripped queries miss it."""
    rows = np.zeros((len(texts), len(_LETTERS)), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[_LETTERS.index(text[0])] = 1
    return rows


BENCHMARK = Benchmark(
    name="letters",
    passages=(Entry("1", "Ao"), Entry("2", "Bò"), Entry("3", "Đò"), Entry("4", "ba")),
    queries=(Entry("q", "an"), Entry("r", "bé"), Entry("s", "đi")),
    relevant=frozenset({("q", "1"), ("r", "4"), ("s", "3")}),
)


def test_hits_are_counted_by_rank_with_and_without_diacritics() -> None:
    written, stripped = measure(BENCHMARK, by_first_letter)
    # "bé" meets "Bò" first and its own passage second.
    assert written.hit_at_1 == pytest.approx(2 / 3)
    assert written.hit_at_10 == 1
    assert written.mrr_at_10 == pytest.approx((1 + 1 / 2 + 1) / 3)
    # "di" is like no passage: all tie, and "Đò" comes third by number.
    assert stripped.hit_at_1 == pytest.approx(1 / 3)
    assert stripped.mrr_at_10 == pytest.approx((1 + 1 / 2 + 1 / 3) / 3)
    assert (written.stripped, stripped.stripped, written.queries) == (False, True, 3)


def test_a_query_whose_passage_is_too_far_down_counts_nothing() -> None:
    crowd = tuple(Entry(str(number), "an") for number in range(DEPTH))
    far = Benchmark("far", (*crowd, Entry("right", "bé")), (Entry("q", "an"),), frozenset({("q", "right")}))
    written, _ = measure(far, by_first_letter)
    assert (written.hit_at_1, written.hit_at_10, written.mrr_at_10) == (0, 0, 0)


@given(st.integers(1, 40), st.integers(1, 12), st.integers(0, 2**31))
def test_top_is_the_head_of_a_full_sort(count: int, depth: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    passages = rng.standard_normal((count, 3)).astype(np.float32)
    queries = rng.standard_normal((4, 3)).astype(np.float32)
    expected = np.argsort(-(queries @ passages.T), axis=1, kind="stable")[:, :depth]
    assert np.array_equal(top(queries, passages, depth), expected)


def test_the_table_is_markdown_with_a_row_for_each_figure() -> None:
    lines = table(measure(BENCHMARK, by_first_letter)).splitlines()
    assert len(lines) == 4
    assert lines[2] == "| letters | as written | 3 | 0.667 | 1.000 | 0.833 |"
