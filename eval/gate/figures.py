"""The claimed figures as a table in a document, between two marks, so that nobody types them twice."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from eval.gate.claims import Claim, ClaimedRun, Unit
from eval.marked import around

BEGIN, END = "<!-- figures:begin -->", "<!-- figures:end -->"


class Language(StrEnum):
    """What a document is written in."""

    ENGLISH = "en"
    VIETNAMESE = "vi"


_HEADS = {
    Language.ENGLISH: ("figure", "measured", "the gate asks for"),
    Language.VIETNAMESE: ("số liệu", "đo được", "ngưỡng phải đạt"),
}


def language_of(path: Path) -> Language:
    """Return the language a document's name tells: "README.vi.md" is Vietnamese."""
    return Language.VIETNAMESE if ".vi" in path.suffixes else Language.ENGLISH


def with_figures(path: Path, claims: Sequence[ClaimedRun]) -> str:
    """Return the document's text with its table as the claims have it.

    :raises NoMarks: the document cannot be read, or the marks are missing.
    """
    before, after = around(path, BEGIN, END)
    return f"{before}{BEGIN}\n{figures_table(claims, language_of(path))}{END}{after}"


def figures_table(claims: Sequence[ClaimedRun], language: Language) -> str:
    """Return the claims as Markdown, one table a run."""
    return "\n".join(_run(claimed, language) for claimed in claims)


def _run(claimed: ClaimedRun, language: Language) -> str:
    says = claimed.vi if language is Language.VIETNAMESE else claimed.en
    lines = [f"{says} (`{claimed.command}`):", "", f"| {' | '.join(_HEADS[language])} |", "|---|--:|--:|"]
    for claim in claimed.figures:
        name = claim.vi if language is Language.VIETNAMESE else claim.en
        value, floor = (told(claim, mark, language) for mark in (claim.value, claim.floor))
        lines.append(f"| {name} | {value} | {floor} |")
    return "\n".join([*lines, ""])


def told(claim: Claim, mark: float, language: Language) -> str:
    """Return a figure as people of the language write it."""
    if claim.unit is Unit.COUNT:
        return f"{mark:.0f}"
    if claim.unit is Unit.MILLISECONDS:
        return f"{mark:.0f} ms"
    decimals = f"{mark:.3f}" if claim.unit is Unit.SCORE else f"{mark * 100:.1f}"
    if language is Language.VIETNAMESE:
        decimals = decimals.replace(".", ",")
    if claim.unit is Unit.SCORE:
        return decimals
    return f"{decimals}%" if language is Language.VIETNAMESE else f"{decimals} %"
