"""Whether a difference between two runs over the same questions is more than chance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest, permutation_test

RESAMPLES = 9999
_BATCH = 1000
"""Resamples held in memory at once."""
_SEED = 20260101
_NOTHING = 1e-12
"""Differences up to here are rounding."""


def mcnemar_p(wins: int, losses: int) -> float:
    """Return the p of McNemar's exact test: how likely chance splits the questions that turned so unevenly or more.

    McNemar 1947, "Note on the sampling error of the difference between correlated proportions or percentages",
    Psychometrika 12(2), with the binomial distribution in place of its chi-squared approximation. 1 where no
    question turned.
    """
    turned = wins + losses
    return float(binomtest(wins, turned, 0.5).pvalue) if turned else 1.0


def sign_flip_p(differences: Sequence[float]) -> float:
    """Return the two-sided p of the paired permutation test: each difference might as well have had the other sign.

    Fisher 1935, "The Design of Experiments", section 21; for rankings Smucker, Allan, Carterette 2007, "A Comparison
    of Statistical Significance Tests for Information Retrieval Evaluation". All signs are tried where they are no
    more than 9999, else so many are drawn, the same ones each time. A difference of 0 has no sign and changes
    nothing; with fewer than two others every sign is as extreme, and p is 1.
    """
    signed = np.array([difference for difference in differences if abs(difference) > _NOTHING])
    if len(signed) < 2:
        return 1.0
    found = permutation_test(
        (signed,),
        np.sum,
        permutation_type="samples",
        n_resamples=RESAMPLES,
        batch=_BATCH,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)
