"""The end of a paper: who signed, as what, for whom; and who receives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.cleaning import Line
from corpus.headwords import AUTHORITY, is_post, is_upper, name_of, opens_behalf, without_behalf
from corpus.joining import glue
from corpus.labels import LabelStyle, labelled
from corpus.vietnamese import fold

_RECIPIENTS = re.compile(r"^noi (?:nhan|gui)\s*:?$|^noi (?:nhan|gui)\s*:")
_SIGNED = re.compile(r"^[(\[]?\s*(?:đã ký|ký tên|ký, đóng dấu|ký và đóng dấu|ký, ghi rõ họ tên).*$", re.IGNORECASE)
_LAST_RECIPIENT = re.compile(r"^[-–+• ]*luu\b")
_BULLETS = "-–—+•● "
_FAR = 40
"""Signature and recipients begin within this many lines of each other."""
_NEAR_END = 8


@dataclass(frozen=True, slots=True)
class ClosingPart:
    """A run of lines of the closing that belong together."""

    is_recipients: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing's parts in the order of the paper, and what they say."""

    parts: tuple[ClosingPart, ...]
    recipients: tuple[str, ...]
    name: str | None
    name_line: str | None
    """The line the name stands on, with rank or degree."""
    post: str | None
    on_behalf_of: str | None


NO_CLOSING = Closing((), (), None, None, None, None)


def opens_closing(text: str) -> bool:
    """Say whether a line opens the closing: "Nơi nhận:" or the signature's first line."""
    return bool(_RECIPIENTS.match(fold(text))) or (is_upper(text) and opens_behalf(text))


def _is_signature(text: str) -> bool:
    return is_upper(text) and (opens_behalf(text) or is_post(text))


def find_closing(lines: Sequence[Line]) -> tuple[int, int] | None:
    """Return where the closing begins and ends, searched from the end; None where there is none.

    A post in capitals above a name closes a paper that has neither "Nơi nhận" nor "T/M". What follows the
    closing (a list, a regulation that the paper issues) begins past its end.
    """
    opened = [i for i, line in enumerate(lines) if opens_closing(line.text)]
    if opened:
        begin = next(i for i in opened if opened[-1] - i < _FAR)
        while begin > 0 and _is_signature(lines[begin - 1].text):
            begin -= 1
        return begin, _closing_end(lines, begin, opened[-1])
    for i in range(len(lines) - 2, max(-1, len(lines) - _NEAR_END), -1):
        if is_upper(lines[i].text) and is_post(lines[i].text):
            return i, len(lines)
    return None


def _closing_end(lines: Sequence[Line], begin: int, last_opened: int) -> int:
    """Return the index past the closing: where a title, chapter or table begins after name and recipients."""
    named = listed = False
    for i in range(begin, len(lines)):
        line = lines[i]
        if (named or listed) and i > last_opened and _begins_annex(line, named):
            return i
        named = named or name_of(line.text) is not None
        listed = listed or bool(_LAST_RECIPIENT.match(fold(line.text)))
    return len(lines)


def _begins_annex(line: Line, named: bool) -> bool:
    if line.cells or line.level:
        return True
    if not line.gap_before:
        return False
    found = labelled(line.text)
    if found is not None:
        return found.style <= LabelStyle.NUMBER
    upper = is_upper(line.text) and len(line.text.split()) >= 2
    return (
        upper and not (_is_signature(line.text) or opens_closing(line.text)) and (named or name_of(line.text) is None)
    )


def _name_at(lines: Sequence[str]) -> int | None:
    """Return the index of the signer's name: the last one below a signature line, or else the last one."""
    named = [i for i, text in enumerate(lines) if name_of(text) is not None and not _RECIPIENTS.match(fold(text))]
    signs = [i for i, text in enumerate(lines) if _is_signature(text)]
    below = [i for i in named if signs and i > signs[0]]
    found = below or named
    return found[-1] if found else None


def read_closing(lines: Sequence[str], side_by_side: bool) -> Closing:
    """Read the lines of a closing, in whatever order signature and recipients stand.

    :param side_by_side: recipients and signature share lines; the recipients' column is read first, whole.
    """
    parts: list[tuple[bool, list[str]]] = []
    name_at = _name_at(lines)
    for position, text in enumerate(lines):
        signs = _is_signature(text) or position == name_at or bool(_SIGNED.match(text))
        goes_on = bool(parts) and not parts[-1][0] and is_upper(text) and text[0] not in _BULLETS
        is_recipients = not (signs or goes_on)
        if parts and parts[-1][0] == is_recipients:
            parts[-1][1].append(text)
        else:
            parts.append((is_recipients, [text]))
    if side_by_side:
        parts = [(kind, [text for of, texts in parts if of is kind for text in texts]) for kind in (True, False)]
        parts = [part for part in parts if part[1]]
    signature = [
        text for is_recipients, texts in parts if not is_recipients for text in texts if not _SIGNED.match(text)
    ]
    name_line = lines[name_at] if name_at is not None else None
    post, behalf = _post_and_body([text for text in signature if text != name_line])
    return Closing(
        parts=tuple(ClosingPart(kind, tuple(_entries(texts) if kind else texts)) for kind, texts in parts),
        recipients=tuple(
            entry.lstrip(_BULLETS).rstrip(" ;,.")
            for kind, texts in parts
            if kind
            for entry in _entries(texts)
            if not _RECIPIENTS.fullmatch(fold(entry).rstrip())
        ),
        name=name_of(name_line) if name_line is not None else None,
        name_line=name_line,
        post=post,
        on_behalf_of=behalf,
    )


def _post_and_body(signature: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the post signed as, and the body (or post) signed for: "T/M BAN THƯỜNG VỤ", "BÍ THƯ"."""
    upper = [text for text in signature if is_upper(text)]
    behalf = [without_behalf(text) for text in upper if opens_behalf(text)]
    plain = [text for text in upper if not opens_behalf(text)]
    posts = [text for text in plain if not AUTHORITY.match(fold(text)) or is_post(text)]
    body_rest = [text for text in plain if text not in posts]
    post = posts[-1] if posts else (behalf[-1] if len(behalf) > 1 else None)
    return post, " ".join([behalf[0], *body_rest]) if behalf else None


def _entries(lines: Sequence[str]) -> list[str]:
    """Return the recipients' lines with wrapped ones joined; "Nơi nhận:" stays a line of its own."""
    entries: list[str] = []
    for text in lines:
        opens = not entries or text[0] in _BULLETS or bool(_RECIPIENTS.match(fold(text)))
        if opens or _RECIPIENTS.fullmatch(fold(entries[-1]).rstrip()):
            entries.append(text)
        else:
            entries[-1] = glue(entries[-1], text)
    return entries
