"""What stands in a cell, as text: read the way a person sees it, written so that a sheet shows just that."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from corpus.vietnamese import nfc
from eval.sets.columns import NO, YES

MOST_IN_CELL = 32_767
"""UTF-16 code units that Excel takes in a cell."""
_CUT = "… [đã cắt bớt: ô chỉ chứa được 32.767 ký tự]"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for."""
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""Where Excel would read a character code (ECMA-376, ST_Xstring)."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that make a spreadsheet calculate."""
_SAID_AS_IS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].')
"""Parts of a number format that are no placeholders."""
_PLACES = re.compile(r"([0#?][0#?,]*)(?:\.([0#?]+))?")
_SIGNIFICANT = 15
"""Digits that a spreadsheet keeps of a number."""


def shown(value: object, number_format: str) -> str:
    """Return a cell's value as a person sees it in a Vietnamese spreadsheet.

    1.0 → "1"; 0.95 with format "0%" → "95%"; 78.5 → "78,5"; a date → "30/06/2030"; True → "có".
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, int | float):
        exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_SIGNIFICANT}g}")
        return _number(exact, number_format)
    if isinstance(value, datetime | date):
        return _date(value, number_format)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    return tidy(str(value).replace("_x000D_", "").replace("_x005F_", "_"))


def tidy(text: str) -> str:
    """Return text as typed, letters composed, line ends alike, nothing blank around it."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def printable(text: str) -> str:
    """Return the text with line ends alike and U+FFFD in place of what is no character of a text file."""
    return _ILLEGAL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\r", "\n"))


def writable(text: str) -> str:
    """Return the text as a cell of a workbook can hold it: printable; what is too long is cut, and says so."""
    text = _ESCAPE.sub("_x005F_", printable(text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * MOST_IN_CELL:
        return text
    # Half a surrogate pair at the cut is left out.
    return units[: 2 * (MOST_IN_CELL - len(_CUT))].decode("utf-16-le", errors="ignore") + _CUT


def is_formula_like(text: str) -> bool:
    """Return whether a spreadsheet would calculate text that begins so."""
    return text.startswith(_FORMULA)


def guarded(text: str) -> str:
    """Return text for a CSV file, an apostrophe before what a spreadsheet would calculate."""
    return f"'{text}" if is_formula_like(text) else text


def unguarded(text: str) -> str:
    """Return the text of :func:`guarded`."""
    return text[1:] if text.startswith("'") and is_formula_like(text[1:]) else text


def _number(value: Decimal, number_format: str) -> str:
    section = _SAID_AS_IS.sub("", number_format.partition(";")[0])
    places = _PLACES.search(section)
    is_percent = "%" in section
    value = value * 100 if is_percent else value
    if places is None or "E" in section.upper().replace("GENERAL", ""):
        return _spelled(value, grouped=False) + ("%" if is_percent else "")
    whole, fraction = places[1], places[2] or ""
    # A comma after the last digit counts in thousands.
    value = value.scaleb(-3 * (len(whole) - len(whole.rstrip(","))))
    value = value.quantize(Decimal(1).scaleb(-len(fraction)), ROUND_HALF_UP)
    spelled = _spelled(value, grouped="," in whole.rstrip(","), least=fraction.count("0"))
    return spelled + ("%" if is_percent else "")


def _spelled(value: Decimal, grouped: bool, least: int = 0) -> str:
    """Return a number with decimal comma, at least so many decimals, thousands parted by dots where grouped."""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0").ljust(least, "0")
    if grouped:
        whole = f"{int(whole):,}".replace(",", ".")
    sign = "-" if value < 0 and (whole.strip("0.") or fraction.strip("0")) else ""
    return f"{sign}{whole},{fraction}" if fraction else f"{sign}{whole}"


def _date(value: date, number_format: str) -> str:
    named = _SAID_AS_IS.sub("", number_format.partition(";")[0]).lower()
    if "y" in named and "d" not in named:
        return f"{value:%m/%Y}"
    spelled = f"{value:%d/%m/%Y}"
    if isinstance(value, datetime) and (value.hour or value.minute):
        spelled += f" {value:%H:%M}"
    return spelled
