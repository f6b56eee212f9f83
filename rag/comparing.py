"""Which place has the most or the least, where the figures found allow it to be said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.vietnamese import fold
from rag.choosing import Finding
from rag.clauses import quantities

_MOST = re.compile(r"\b(?:cao|nhieu|lon) (?:nhat|hon)\b")
_LEAST = re.compile(r"\b(?:thap|it|nho) (?:nhat|hon)\b")
_FIGURE = re.compile(r"(?P<figure>\d+(?:\.\d{3})*(?:,\d+)?)(?:\s*-\s*\d+(?:,\d+)?)?\s*(?P<unit>%|[a-z]+)?")


def extreme(question: str, findings: Sequence[Finding]) -> tuple[str, tuple[Finding, ...]] | None:
    """Return the words "Cao nhất" or "Thấp nhất" and the findings of the places that have it.

    None where the question asks for neither, fewer than two places have a figure, a place has several
    figures, their units differ, or all are equal.
    """
    folded = fold(question)
    most, least = _MOST.search(folded), _LEAST.search(folded)
    places = [finding.place for finding in findings]
    if not (most or least) or len(places) < 2 or len(set(places)) < len(places):
        return None
    figures = [_figure(finding.statement) for finding in findings]
    known = [figure for figure in figures if figure is not None]
    if len(known) < len(findings) or len({unit for _, unit in known}) > 1:
        return None
    best = (max if most else min)(value for value, _ in known)
    winners = tuple(f for f, figure in zip(findings, known, strict=True) if figure[0] == best)
    if len(winners) == len(findings):
        return None
    return ("Cao nhất" if most else "Thấp nhất"), winners


def _figure(statement: str) -> tuple[float, str] | None:
    """Return the one figure of a statement with its unit; of several, the one percentage."""
    found = [(match["figure"], match["unit"] or "") for match in _FIGURE.finditer(quantities(statement))]
    shares = [item for item in found if item[1] == "%"]
    chosen = shares if shares else found
    if len(chosen) != 1:
        return None
    figure, unit = chosen[0]
    return float(figure.replace(".", "").replace(",", ".")), unit
