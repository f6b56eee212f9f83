"""Which syllables look alike, and how often a paper misreads a letter."""

from __future__ import annotations

import math

import numpy as np
import pytest

from index.lookalikes import Lookalikes, Rates, letters_of

SYLLABLES = ("", "", "", "cấp", "cập", "cáp", "hiện", "một", "dựng", "theo", "cấm", "ngành")
LOOKALIKES = Lookalikes(SYLLABLES, range(3, len(SYLLABLES)))


def alike(written: str) -> dict[str, float]:
    readings = LOOKALIKES.of(written)
    rates = Rates.before_any_paper().log_rates(readings.confusions)
    return {SYLLABLES[number]: rate for number, rate in zip(readings.ids.tolist(), rates.tolist(), strict=True)}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("câp", {"cấp", "cập", "cáp"}),
        ("cấp", {"cập", "cáp"}),
        ("biện", {"hiện"}),
        ("rnột", {"một"}),
        ("đựng", {"dựng"}),
        ("théo", {"theo"}),
        ("cäp", {"cấp", "cập", "cáp"}),
        ("xyz", set()),
        ("", set()),
    ],
)
def test_syllables_that_look_alike(written, meant):
    assert set(alike(written)) == meant


def test_marks_are_misread_more_easily_than_shapes():
    assert alike("câp")["cấp"] == pytest.approx(math.log(1e-3))
    assert alike("biện")["hiện"] == pytest.approx(math.log(1e-4))


def test_rates_follow_what_the_paper_misreads():
    readings = LOOKALIKES.of("câp")
    key = int(readings.confusions[readings.ids.tolist().index(3)][0])
    letters = letters_of(["cấp"], np.array([500]))
    seen = Rates.learnt(letters, np.array([key] * 99))
    # (99 times + 500 times the rate before any paper) of (500 letters + the 500 that rate is worth)
    expected = (99 + 500 * 1e-3) / (500 + 500)
    assert seen.log_rates(readings.confusions)[readings.ids.tolist().index(3)] == pytest.approx(math.log(expected))
    never = Rates.learnt(letters, np.zeros(0, dtype=np.int64))
    assert never.log_rates(np.array([[key, 0]]))[0] == pytest.approx(math.log(0.5e-3))


def test_a_paper_adds_its_own_syllables():
    more = LOOKALIKES.extended([*SYLLABLES, "cặp"], [len(SYLLABLES)])
    assert {(*SYLLABLES, "cặp")[n] for n in more.of("câp").ids.tolist()} == {"cấp", "cập", "cáp", "cặp"}
    assert set(alike("câp")) == {"cấp", "cập", "cáp"}
