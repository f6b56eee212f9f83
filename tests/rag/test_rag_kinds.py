"""What was learnt of kinds and asking words, and its file."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.vietnamese import fold
from rag.asks import Ask
from rag.kinds import (
    KINDS,
    KINDS_FILE,
    KindModel,
    Weights,
    asking_features,
    kind_features,
    packed,
    shipped_kinds,
    weights_in,
    words_in,
)

MODEL = shipped_kinds()
TOY = Weights(
    kind_features=("bao", "~ai "),
    kind_weights=np.array([[0.0] * 25 + [127.0], [1.0] + [0.0] * 25, [0.0] * 26], dtype=np.float32),
    asking_features=("0 ai",),
    asking_weights=np.array([4.0, -2.0], dtype=np.float32),
    questions="f" * 64,
)


def test_words_have_places_and_numbers_set_aside():
    words = words_in("ai lo _____ nam 2.030, 30%")
    assert [word.text for word in words] == ["ai", "lo", "_", "nam", "0", "0", "%"]
    assert [word.is_open for word in words] == [True, True, False, True, False, False, False]
    assert (words[2].start, words[2].end) == (6, 11)


def test_features_are_words_pairs_and_runs_of_letters():
    found = kind_features(words_in("ai lo"))
    assert {"^", "ai", "lo", "$", "^ ai", "ai lo", "lo $", "~ ai", "~ai ", "~ lo", "~i lo"} <= set(found)
    assert sum(value**2 for feature, value in found.items() if feature[0] != "~") == pytest.approx(1.0)
    assert sum(value**2 for feature, value in found.items() if feature[0] == "~") == pytest.approx(0.25)
    first, second = asking_features(words_in("ai lo"))
    assert "-1 ^" in first and "+1 lo" in first and "-1 ai lo" in second and "+1 $" in second


@settings(deadline=None)
@given(st.one_of(st.text(max_size=80).map(fold), st.text("_ 0a%.,", max_size=30)))
def test_any_text_has_a_distribution_over_the_kinds(text):
    words = words_in(text)
    chances = MODEL.chances(words)
    assert {kind for kind, _ in chances} == {*Ask}
    assert sum(chance for _, chance in chances) == pytest.approx(1.0, abs=1e-4)
    assert [chance for _, chance in chances] == sorted((chance for _, chance in chances), reverse=True)
    assert chances == MODEL.chances(words)
    asking = MODEL.asking(words)
    assert len(asking) == len(words)
    assert all(0.0 <= chance <= 1.0 for chance in asking)
    assert all(chance == 0.0 for word, chance in zip(words, asking, strict=True) if not word.is_open)


def test_weights_are_read_as_they_were_packed(tmp_path):
    path = tmp_path / "kinds.npz"
    path.write_bytes(packed(TOY))
    read = weights_in(path)
    assert (read.kind_features, read.asking_features, read.questions) == (("bao", "~ai "), ("0 ai",), "f" * 64)
    assert np.allclose(read.kind_weights, TOY.kind_weights, atol=0.01)
    assert np.allclose(read.asking_weights, TOY.asking_weights, atol=4 / 127)
    assert packed(read) == packed(TOY), "what is packed twice is the same"
    model = KindModel(read)
    assert model.chances(words_in("bao"))[0][0] is KINDS[-1]
    assert model.asking(words_in("ai 5")) == pytest.approx([1 / (1 + np.exp(-2)), 0.0], abs=0.01)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"{}"])
def test_another_file_is_refused(tmp_path, content):
    path = tmp_path / "kinds.npz"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="learn-kinds"):
        weights_in(path)


def test_weights_for_other_kinds_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "kinds.npz"
    monkeypatch.setattr("rag.kinds.KINDS", KINDS[1:])
    path.write_bytes(packed(TOY))
    monkeypatch.undo()
    with pytest.raises(ValueError, match="learn them anew"):
        weights_in(path)


def test_the_shipped_file_is_small():
    assert KINDS_FILE.stat().st_size <= 300_000
