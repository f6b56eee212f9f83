"""Figures that a question holds places against: "xã nào đạt 100 %", "nơi nào đặt dưới 5 %"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from corpus.vietnamese import fold

_NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?"
_CONDITION = re.compile(
    r"(?<!khong )\b(?:(?P<at_least>it nhat|toi thieu|khong duoi|tu)|"
    r"(?P<more>tren|hon|vuot(?: qua)?|cao hon|nhieu hon|lon hon)|(?P<less>duoi|thap hon|it hon|chua (?:den|toi|dat))|"
    r"(?P<at_most>khong qua|toi da)|(?P<equal>dat|dung|la|bang|du))(?: muc)? "
    rf"(?P<figure>{_NUMBER}) ?(?P<share>%|phan tram)?"
    r"(?:\s?[a-z]+)??(?P<up>\s?tro len)?(?P<down>\s?tro xuong)?"
)
_YEAR = re.compile(r"(?:19|20)\d{2}")
Bound = tuple[float, float]
"""A figure, and 1 for "more than" it, -1 for "less"."""
_HOLDS: Mapping[str, Callable[[Bound, Bound, Bound], bool]] = {
    "at_least": lambda low, _, figure: low >= figure,
    "more": lambda low, _, figure: low > figure,
    "less": lambda _, high, figure: high < figure,
    "at_most": lambda _, high, figure: high <= figure,
    "equal": lambda low, high, figure: low == high == figure,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """What a figure is to be."""

    kind: str
    """A key of the comparisons: "at_least", "more", "less", "at_most" or "equal"."""
    figure: float
    start: int
    end: int
    """Where the question says it."""

    def holds(self, low: tuple[float, ...], high: tuple[float, ...]) -> bool:
        """Say whether everything from ``low`` to ``high``, each (figure, beyond it or not), is as asked."""
        return _HOLDS[self.kind]((low[0], low[1]), (high[0], high[1]), (self.figure, 0.0))


def condition(text: str) -> Condition | None:
    """Return the first figure that the text holds things against; None where it names none."""
    for match in _CONDITION.finditer(fold(text)):
        if _YEAR.fullmatch(match["figure"]):
            continue
        said = next(name for name in _HOLDS if match[name])
        kind = "at_least" if match["up"] else "at_most" if match["down"] else said
        figure = float(match["figure"].replace(".", "").replace(",", "."))
        return Condition(kind, figure, match.start(), match.end())
    return None
