"""The claimed figures, as they stand in ``eval/expected.yaml``."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from eval.gate.errors import ClaimsUnreadable, UnknownClaim

SHIPPED_CLAIMS = Path(__file__).parents[1] / "expected.yaml"

_STRICT = ConfigDict(extra="forbid")


class Unit(StrEnum):
    """What a figure counts."""

    SHARE = "share"
    """0 to 1."""
    COUNT = "count"
    SCORE = "score"
    """0 to 1, told with three decimals rather than in percent."""
    MILLISECONDS = "ms"


class Better(StrEnum):
    """Which way a figure gets better."""

    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True, slots=True, config=_STRICT)
class Claim:
    """One figure that is claimed."""

    metric: str
    """Where a run has it, by :func:`eval.gate.lookup.figure_at`."""
    en: str
    """What it is, for README.md."""
    vi: str
    """What it is, for README.vi.md and the terminal."""
    value: float
    """As measured when it was claimed."""
    floor: float
    """The worst that passes; the most, where lower is better."""
    unit: Unit = Unit.SHARE
    better: Better = Better.HIGHER


@dataclass(frozen=True, slots=True, config=_STRICT)
class ClaimedRun:
    """Figures that one command makes."""

    name: str
    en: str
    vi: str
    command: Annotated[str, Field(pattern=r"^hoidap eval run\b")]
    """Run in the project's folder."""
    figures: Annotated[tuple[Claim, ...], Field(min_length=1)]
    papers: tuple[str, ...] = ()
    """Patterns of papers that are first added to a throw-away set-up; with none the set-up is the one in use."""


@dataclass(frozen=True, slots=True, config=_STRICT)
class _File:
    runs: Annotated[tuple[ClaimedRun, ...], Field(min_length=1)]


_FILE = TypeAdapter(_File)


def load_claims(path: Path) -> tuple[ClaimedRun, ...]:
    """Read the claims.

    :raises ClaimsUnreadable: the file cannot be read or understood.
    """
    try:
        runs = _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8"))).runs
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ClaimsUnreadable(path, f"cần tệp YAML UTF-8 nhưng không đọc được ({error}).") from error
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise ClaimsUnreadable(path, f"không đúng dạng: {faults}.") from error
    for run in runs:
        for claim in run.figures:
            if ahead(claim, claim.value, claim.floor) < 0:
                reason = (
                    f"{run.name}, {claim.metric}: ngưỡng {claim.floor} khắt khe hơn chính số công bố {claim.value}."
                )
                raise ClaimsUnreadable(path, reason)
    return runs


def ahead(claim: Claim, measured: float, mark: float) -> float:
    """Return how much better a figure is than a mark; negative where it is worse."""
    return measured - mark if claim.better is Better.HIGHER else mark - measured


def named(claims: tuple[ClaimedRun, ...], names: list[str]) -> tuple[ClaimedRun, ...]:
    """Return the runs of these names; all where none is named.

    :raises UnknownClaim: a name is not among them.
    """
    known = [run.name for run in claims]
    if unknown := [name for name in names if name not in known]:
        raise UnknownClaim(unknown, known)
    return tuple(run for run in claims if not names or run.name in names)
