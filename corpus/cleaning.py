"""From raw text to clean lines: letters composed, markup and layout residue removed, words untouched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.vietnamese import D_LOOKALIKES, LOWER, UPPER, nfc

# Emphasis left by a converter ("**Mục tiêu:**", "*** Phân công**"); "(*)" is a footnote mark and "5*3" a product.
_EMPHASIS = re.compile(r"(\(\*{1,3}\)|(?<=\d) ?\* ?(?=\d))|\*+|`+|(?<!\w)_{1,3}(?=[^\s_])|(?<=[^\s_])_{1,3}(?!\w)")
_TAG = re.compile(r"</?(?:b|i|u|em|strong|center|sup|sub)>|(<br\s*/?>)", re.IGNORECASE)
_ESCAPED = re.compile(r"(?<!\\)\\+([*_#.\-()\[\]~>|!+`])")
_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u3000]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_RULE = re.compile(r"^[\s\-–—_=~.•*]{2,}$|^[*_\-–—]$")
_PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*(?P<dashed>\d{1,3})\s*[-–—]?|(?:trang|page)\s*:?\s*(?P<named>\d{1,3})(?:\s*(?:/|of)\s*\d{1,3})?|"
    r"(?P<bare>\d{1,3})(?:\s*/\s*\d{1,3}|\s*[-–])?)$",
    re.IGNORECASE,
)
_COLUMN_GAP = re.compile(r" {3,}|\t+")
_BARE_LABEL = re.compile(
    r"^(?:[-–—+•●▪*]|(?:\d{1,2}|[IVX]{1,5}|[a-zđA-HĐ])[.)/]|\d{1,2}(?:\.\d{1,2}){1,3}\.?|\(\d{1,2}\))$"
)
_BLANK_AFTER = re.compile(r"(?:\bSố\s?:?|\b(?:[Nn]gày|tháng|năm))$")
_GOES_ON = re.compile(rf"^[{LOWER},.;:)/…]")
_MARKDOWN_HEADING = re.compile(r"^\s{0,3}(?P<marks>#{1,6})\s+(?P<words>\S.*?)\s*#*\s*$")
_PIPE_ROW = re.compile(r"^\|.*\|$|^\|.*[^|\s]$")
_PIPE_RULE = re.compile(r"^\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?$")
_WORDS_A_PAGE = 60
"""A page holds at least this many words; fewer between two numbers, and they are no page numbers."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source that holds words."""

    text: str
    gap_before: bool
    """An empty line, rule or page break stands before it."""
    page_break_before: bool
    """A form feed or page number stands before it."""
    may_be_page_number: bool
    """It looks like a page number; only its surroundings tell."""
    level: int = 0
    """Level of a markdown heading, 1 to 6; 0 for any other line."""
    column: int = 0
    """How many columns stand left of it on its line."""
    source: str = ""
    """The whole line as it stands in the source, at its first column only: tables are told by what stands where."""
    cells: tuple[str, ...] = ()
    """Cells of a row whose columns the source itself parts, by "|" or tabs; empty for any other line."""


def _clean_once(raw: str) -> str:
    text = _INVISIBLE.sub("", nfc(raw)).translate(D_LOOKALIKES)
    text = _TAG.sub(lambda tag: " " if tag[1] else "", _ESCAPED.sub(r"\1", text))
    return _SPACES.sub(" ", _EMPHASIS.sub(lambda mark: mark[1] or "", text)).strip()


def clean_line(raw: str) -> str:
    """Return the line composed (NFC), without emphasis marks, with single spaces. Idempotent."""
    text = raw
    while (cleaned := _clean_once(text)) != text:
        text = cleaned
    return text


def _one_column(left: str, right: str) -> bool:
    """Say whether a wide gap parts no columns: an indented label, a blank to fill in, a justified line."""
    return bool(_BARE_LABEL.match(left) or _BLANK_AFTER.search(left[-8:]) or _GOES_ON.match(right))


def column_pieces(physical: str) -> list[str]:
    """Return the columns that stand side by side on a line, cut at its wide gaps, clean."""
    pieces: list[str] = []
    for piece in map(clean_line, _COLUMN_GAP.split(physical.strip())):
        if piece and pieces and _one_column(pieces[-1], piece):
            pieces[-1] = f"{pieces[-1]} {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _cells_of(physical: str) -> tuple[str, ...]:
    """Return the cells of a row parted by "|" or by at least two tabs; empty for any other line."""
    stripped = physical.strip()
    if _PIPE_ROW.match(stripped):
        return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", stripped.strip("|")))
    if physical.count("\t") >= 2:
        return tuple(cell.strip() for cell in physical.rstrip("\r\n").split("\t"))
    return ()


def _lines_of(physical: str, gap: bool, page_break: bool) -> Iterator[Line]:
    """Give the lines that one physical line makes."""
    if heading := _MARKDOWN_HEADING.match(physical):
        yield Line(clean_line(heading["words"]), True, page_break, False, level=len(heading["marks"]))
        return
    cells = _cells_of(physical)
    if len(cells) >= 2 and any(clean_line(cell) for cell in cells):
        yield Line(clean_line(" ".join(cells)), gap, page_break, False, cells=cells)
        return
    source = nfc(physical).expandtabs().rstrip()
    for column, text in enumerate(column_pieces(physical)):
        yield Line(
            text, gap, page_break, bool(_PAGE_NUMBER.match(text)), column=column, source="" if column else source
        )
        gap = page_break = False


def clean_lines(raw: str) -> list[Line]:
    """Return the lines of a paper that hold words, in order; columns set side by side become lines."""
    lines: list[Line] = []
    gap = page_break = False
    for physical in raw.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\f").split("\n"):
        if "\f" in physical:
            gap = page_break = True
            physical = physical.replace("\f", " ")
        if _PIPE_RULE.match(physical.strip()) and "|" in physical:
            continue
        found = [line for line in _lines_of(physical, gap, page_break) if line.text]
        if not found or _RULE.match(" ".join(line.text for line in found)):
            gap = True
            continue
        lines += found
        gap = found[-1].level > 0
        page_break = False
    return lines


def _page_of(line: Line) -> tuple[int, bool] | None:
    """Return the number of a line that looks like a page number, and whether its form alone tells."""
    match = _PAGE_NUMBER.match(line.text) if line.may_be_page_number else None
    if match is None:
        return None
    return int(match["dashed"] or match["named"] or match["bare"]), match["bare"] is None


def without_page_numbers(lines: list[Line]) -> list[Line]:
    """Return the lines without page numbers; the line after one is marked as after a page break.

    Page numbers count up, with a page's words between them; figures of a table do not.
    """
    kept: list[Line] = []
    pending = False
    last_page, words = 0, 0
    for position, line in enumerate(lines):
        found = _page_of(line)
        if found is not None and _is_page_number(lines, position, found, last_page, words):
            last_page, words, pending = found[0], 0, True
            continue
        words += len(line.text.split())
        kept.append(replace(line, gap_before=True, page_break_before=True) if pending else line)
        pending = False
    return kept


def _is_page_number(lines: list[Line], position: int, found: tuple[int, bool], last_page: int, words: int) -> bool:
    line = lines[position]
    following = lines[position + 1] if position + 1 < len(lines) else None
    number, form_tells = found
    at_break = line.page_break_before or (following is not None and following.page_break_before)
    alone = line.gap_before and (following is None or following.gap_before)
    if at_break or (form_tells and alone):
        return True
    pages = number - last_page
    if alone:
        return pages > 0 and words >= _WORDS_A_PAGE * min(pages, 3)
    # No empty line tells: only the very next number, far enough from the last one.
    return (form_tells or pages == 1 or (last_page == 0 and number == 2)) and words >= 2 * _WORDS_A_PAGE


def opens_upper(text: str) -> bool:
    """Say whether the text begins with a Vietnamese capital, quotation marks aside."""
    return bool(re.match(rf"[“\"'(]*[{UPPER}]", text))
