"""What can be concluded of several places side by side: who has the most, who is first, whether they agree."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from corpus.vietnamese import fold
from rag.asks import Ask
from rag.choosing import Choice, Finding
from rag.clauses import quantities
from rag.conditions import condition

_SUPERLATIVE = r"(?:\s+[a-z]+){0,5}?\s+(?:nhat|hon)\b"
_ASKED = (
    ("sooner", re.compile(rf"\b(?:som|nhanh){_SUPERLATIVE}|\btruoc(?: nhat| hon)?\W*$")),
    ("later", re.compile(rf"\b(?:muon|cham|tre){_SUPERLATIVE}")),
    ("less", re.compile(rf"\b(?:thap|it|nho|kem){_SUPERLATIVE}")),
    ("more", re.compile(rf"\b(?:cao|nhieu|lon|dong){_SUPERLATIVE}")),
)
"""Which end is asked for; the first that fits."""
_AGREE = re.compile(r"\b(?:(?:co )?(?:khac|giong)(?: nhau| biet)?|nhu nhau|bang nhau|trung nhau)\b")
_NUMBER = r"\d+(?:\.\d{3})*(?:,\d+)?"
_FIGURE = re.compile(
    rf"(?:\b(?P<bound>tren|hon|vuot|duoi) )?(?P<low>{_NUMBER})\s*%?(?:\s*(?:-|–|den)\s*(?P<high>{_NUMBER}))?\s*"
    r"(?P<unit>%|[a-z]+)?"
)
_NONE = re.compile(r"\bkhong (?:con|co|de)\b|\bxoa het\b")
_BEYOND = {"tren": 1.0, "hon": 1.0, "vuot": 1.0, "duoi": -1.0}
_BOUND = re.compile(r"\b(?:khong qua|toi da|it nhat|toi thieu|tro len|tro xuong|khoang)\b")
_DATE = re.compile(
    r"\b(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>(?:19|20)\d{2})\b|"
    r"\b(?:ngay (?P<day2>\d{1,2}) )?(?:thang )?(?P<month2>\d{1,2})(?:/| nam )(?P<year2>(?:19|20)\d{2})\b|"
    r"\bquy (?P<quarter>iv|i{1,3}|[1-4])(?:/| nam )(?P<year3>(?:19|20)\d{2})\b|"
    r"(?<![-–] )(?<![-–])\b(?P<year4>(?:19|20)\d{2})\b(?! ?[-–] ?(?:19|20)\d{2})"
)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_DATED = (Ask.START, Ask.END, Ask.WHEN, Ask.PAPER_DATE)
_COUNTED = (Ask.NUMBER, Ask.COMPARE, Ask.PLACES)
_NAMED = (Ask.LEAD, Ask.PARTNER, Ask.DIRECTOR, Ask.SIGNER, Ask.PERSON, Ask.PAPER_ISSUER)
ANY_UNIT = ""
"""The unit of "none", which is none of whatever is counted."""

OTHER_UNITS = "Các nơi nêu theo đơn vị khác nhau nên chưa so sánh được với nhau."
NOT_CLEAR = "Có nơi nêu nhiều giá trị khác nhau nên chưa kết luận được nơi nào hơn."
NONE_FITS = "Không thấy nơi nào nêu đúng mức được hỏi; các mức đã nêu được dẫn để đối chiếu."


class Verdict(StrEnum):
    """What is concluded, in the words of the answer."""

    MOST = "Cao nhất"
    LEAST = "Thấp nhất"
    MORE = "Cao hơn"
    FEWER = "Thấp hơn"
    FIRST = "Sớm nhất"
    LAST = "Muộn nhất"
    EQUAL = "Như nhau"
    UNEQUAL = "Khác nhau"
    FITS = "Đúng như mức hỏi"


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One line that ends a comparison."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    """What it rests on: of the places that have the most; of all places where they agree or do not."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What comes of holding places against each other."""

    conclusions: tuple[Conclusion, ...]
    notice: str | None = None
    """Why nothing can be concluded, for people; None where that needs no word."""


@dataclass(frozen=True, slots=True)
class _Measure:
    """What a place has: from … to …, both the same where it says one thing.

    A date is (year, month, day), 0 for what is left open; a figure is (value, 1 for "more than" it, -1 for "less").
    """

    low: tuple[float, ...]
    high: tuple[float, ...]
    unit: str


def compare(question: str, choice: Choice, asks: tuple[Ask, ...] = ()) -> Compared:
    """Return what can be concluded of the places in a choice.

    :param question: as understood.
    :param asks: the kinds it asks for.
    """
    by_place: dict[str, list[Finding]] = {}
    for finding in choice.findings:
        by_place.setdefault(finding.place, []).append(finding)
    folded = fold(question)
    end = next((name for name, pattern in _ASKED if pattern.search(folded)), None)
    agreement = bool(_AGREE.search(folded)) and end is None
    wanted = condition(question) if Ask.PLACES in asks else None
    if len(by_place) < 2 and wanted is None:
        return Compared(())
    if choice.ask in _NAMED:
        return _agreement(by_place, _same_keys(by_place)) if agreement else Compared(())
    dated = choice.ask in _DATED or end in ("sooner", "later")
    if not dated and choice.ask not in _COUNTED:
        return Compared(())
    measures = {place: _measure(findings, dated=dated) for place, findings in by_place.items()}
    known = {place: measure for place, measure in measures.items() if measure is not None}
    if wanted is not None and not dated:
        fit = [place for place, measure in known.items() if wanted.holds(measure.low, measure.high)]
        findings = tuple(finding for place in fit for finding in by_place[place])
        return Compared((Conclusion(Verdict.FITS, findings),)) if fit else Compared((), NONE_FITS)
    if len(known) < len(by_place):
        return Compared(())
    if len({measure.unit for measure in known.values()} - {ANY_UNIT}) > 1:
        return Compared((), OTHER_UNITS)
    same = len({(m.low, m.high) for m in known.values()}) == 1
    if same or agreement:
        bounds = {frozenset(_BOUND.findall(fold(finding.statement))) for finding in choice.findings}
        return Compared(()) if same and len(bounds) > 1 else _agreement(by_place, same)
    return _ranked(end, by_place, known, dated=dated)


def _ranked(
    end: str | None, by_place: dict[str, list[Finding]], known: dict[str, _Measure], *, dated: bool
) -> Compared:
    """Return who has the most or the least, as asked; both where only a comparison was asked for."""
    ends = {"more": (True,), "later": (True,), "less": (False,), "sooner": (False,)}.get(end or "", (True, False))
    if len(known) == 2:
        ends = ends[:1]
    conclusions: list[Conclusion] = []
    for most in ends:
        winners = _winners(known, most=most)
        if not winners:
            return Compared((), NOT_CLEAR)
        findings = tuple(finding for place in winners for finding in by_place[place])
        conclusions.append(Conclusion(_verdict(most=most, dated=dated, two=len(known) == 2), findings))
    return Compared(tuple(conclusions))


def _winners(known: dict[str, _Measure], *, most: bool) -> list[str]:
    """Return the places that surely have the most (or the least); none where one with several values might."""
    if most:
        best = max(measure.low for measure in known.values())
        unsure = any(m.low < best < m.high for m in known.values())
        found = [place for place, m in known.items() if m.low == best]
    else:
        best = min(measure.high for measure in known.values())
        unsure = any(m.low < best < m.high for m in known.values())
        found = [place for place, m in known.items() if m.high == best]
    return [] if unsure else found


def _verdict(*, most: bool, dated: bool, two: bool) -> Verdict:
    if dated:
        return Verdict.LAST if most else Verdict.FIRST
    if two:
        return Verdict.MORE if most else Verdict.FEWER
    return Verdict.MOST if most else Verdict.LEAST


def _agreement(by_place: dict[str, list[Finding]], same: bool) -> Compared:
    findings = tuple(finding for found in by_place.values() for finding in found)
    return Compared((Conclusion(Verdict.EQUAL if same else Verdict.UNEQUAL, findings),))


def _same_keys(by_place: dict[str, list[Finding]]) -> bool:
    return len({frozenset(finding.key for finding in findings) for findings in by_place.values()}) == 1


def _measure(findings: Iterable[Finding], *, dated: bool) -> _Measure | None:
    """Return what a place has, over everything said of it; None where one statement cannot be measured."""
    found = [_date(f.statement) if dated else _figure(f.statement) for f in findings]
    known = [measure for measure in found if measure is not None]
    units = {measure.unit for measure in known} - {ANY_UNIT}
    if len(known) < len(found) or len(units) > 1:
        return None
    return _Measure(min(m.low for m in known), max(m.high for m in known), next(iter(units), ANY_UNIT))


def _date(statement: str) -> _Measure | None:
    """Return the one date of a statement."""
    found = {_numbers(match) for match in _DATE.finditer(fold(statement))}
    if len(found) != 1:
        return None
    date = found.pop()
    return _Measure(date, date, unit="")


def _numbers(match: re.Match[str]) -> tuple[float, float, float]:
    year = match["year"] or match["year2"] or match["year3"] or match["year4"]
    month = match["month"] or match["month2"] or 3 * _QUARTERS.get(match["quarter"] or "", 0)
    return float(year), float(month), float(match["day"] or match["day2"] or 0)


def _figure(statement: str) -> _Measure | None:
    """Return the one figure of a statement with its unit; of several, the one percentage."""
    said = quantities(statement)
    found = [_measured(match) for match in _FIGURE.finditer(said)]
    if not found and _NONE.search(said):
        return _Measure((0.0, 0.0), (0.0, 0.0), ANY_UNIT)
    shares = [measure for measure in found if measure.unit == "%"]
    chosen = shares if shares else found
    return chosen[0] if len(chosen) == 1 else None


def _measured(match: re.Match[str]) -> _Measure:
    beyond = _BEYOND.get(match["bound"] or "", 0.0)
    low, high = (_value(match["low"]), beyond), (_value(match["high"] or match["low"]), beyond)
    return _Measure(low, high, "%" if "%" in match[0] else match["unit"] or "")


def _value(figure: str) -> float:
    return float(figure.replace(".", "").replace(",", "."))
