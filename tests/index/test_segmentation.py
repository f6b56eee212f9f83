"""The segmentation in arrays gives the words of the library it stands in for."""

from __future__ import annotations

import struct
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import analysis
from index.analysis import Analyzer
from index.crf_file import UnknownModel, read_crf
from index.segmentation import AFTER, BEFORE, REACH, WordSegmenter

PAPERS = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.txt"))
ANALYZER = Analyzer()
syllables = st.sampled_from(
    "nông nghiệp kinh tế xã hội ủy ban nhân dân đạt 13 , . ; ( ) công tác của và tại xyz wq 5% – “ h'mông v.v".split()
)


@pytest.mark.parametrize("path", PAPERS, ids=lambda path: path.stem)
def test_papers_are_cut_as_the_library_cuts_them(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    blocks = ["\n".join(lines[start : start + 40]) for start in range(0, len(lines), 40)]
    assert ANALYZER.words_of(blocks) == [ANALYZER.words(block) for block in blocks]


@given(st.lists(syllables, max_size=12).map(" ".join))
def test_any_syllables_are_cut_as_the_library_cuts_them(text):
    assert ANALYZER.words_of([text]) == [ANALYZER.words(text)]


@given(st.text(max_size=30))
def test_any_text_is_cut_as_the_library_cuts_it(text):
    assert ANALYZER.words_of([text]) == [ANALYZER.words(text)]


@given(st.lists(st.lists(syllables, max_size=6).map(" ".join), max_size=5))
def test_texts_cut_together_are_cut_as_each_alone(texts):
    assert ANALYZER.words_of(texts) == [ANALYZER.words(text) for text in texts]


@given(st.lists(st.floats(-3, 3), min_size=1, max_size=7), st.lists(st.floats(-2, 2), min_size=4, max_size=4))
def test_the_labels_are_the_best_of_all(leans, steps):
    """Against every sequence of labels, over any weights: where several are best, one of them is found."""
    segmenter = object.__new__(WordSegmenter)
    segmenter._steps = tuple(steps)
    line = np.array([BEFORE] * REACH + [9] * len(leans) + [AFTER] * REACH)
    found = segmenter._best(line, np.array([0.0] * REACH + leans + [0.0] * REACH))[REACH:-REACH]

    def score(labels):
        own = sum(lean for lean, begins in zip(leans, labels, strict=True) if begins)
        between = sum(steps[2 * (not one) + (not other)] for one, other in pairwise(labels))
        return own + between

    best = max(score([bool(number >> place & 1) for place in range(len(leans))]) for number in range(2 ** len(leans)))
    assert score(found.tolist()) == pytest.approx(best, abs=1e-9)


def test_a_file_that_is_no_model_is_refused(tmp_path):
    path = tmp_path / "models.bin"
    with pytest.raises(UnknownModel):
        read_crf(path, "B-W", "I-W")
    for content in (b"", b"lCRF", struct.pack("<4sI4s9I", b"lCRF", 48, b"FOMC", *[100] * 9), bytes(400)):
        path.write_bytes(content)
        with pytest.raises(UnknownModel):
            read_crf(path, "B-W", "I-W")
    with pytest.raises(UnknownModel):
        WordSegmenter(tmp_path)


def test_a_model_that_is_not_known_leaves_the_library_to_cut(monkeypatch):
    def unknown(_folder):
        raise UnknownModel("of another kind")

    analysis._chunks.cache_clear()
    monkeypatch.setattr(analysis, "WordSegmenter", unknown)
    try:
        assert Analyzer().words_of(["phát triển kinh tế"]) == [["phát_triển", "kinh_tế"]]
    finally:
        analysis._chunks.cache_clear()
