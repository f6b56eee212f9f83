"""The gate: the product, run as its users run it, is as good as it claims to be."""

import sys
from pathlib import Path

import pytest

from eval.gate.checking import Standing, check
from eval.gate.claims import SHIPPED_CLAIMS, load_claims
from eval.gate.rerun import rerun

ROOT = Path(__file__).parents[2]
CLAIMS = load_claims(SHIPPED_CLAIMS)


@pytest.fixture(scope="module")
def hoidap(tmp_path_factory):
    return [sys.executable, "-m", "api", "--data-dir", str(tmp_path_factory.mktemp("data"))]


@pytest.mark.parametrize("claimed", CLAIMS, ids=[claimed.name for claimed in CLAIMS])
def test_no_figure_is_below_its_floor(claimed, hoidap, monkeypatch):
    monkeypatch.chdir(ROOT)
    checked = check([claimed], lambda one: rerun(one, hoidap))
    assert [(one.claim.metric, one.measured) for one in checked if one.standing is Standing.FAIL] == []


def test_the_gate_asks_for_what_matters_most():
    asked = {(claimed.name, claim.metric): claim.floor for claimed in CLAIMS for claim in claimed.figures}
    for name in ("dev", "held-out", "unseen", "blind"):
        assert asked[name, "answers.inexact_quotes"] == 0
        assert asked[name, "answers.errors"] == 0
        assert asked[name, "by_kind.refuse.share"] >= 0.97
    assert asked["dev", "answers.scope_errors"] == 0
