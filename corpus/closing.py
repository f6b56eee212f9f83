"""The end of a paper: who signed, as what, for whom; and who receives it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.vietnamese import LOWER, UPPER, fold

_RECIPIENTS = re.compile(r"^noi (?:nhan|gui)\s*:?$|^noi nhan\s*:")
_BEHALF = re.compile(rf"^(?:T/M|TM|T\.M|K/T|KT|T/L|TL|TUQ|Q)\.?[\s/.]\s*(?=[{UPPER}])")
_POST = re.compile(
    r"^(?:quyen |pho )?(?:bi thu|chu tich|chanh|giam doc|truong|chu nhiem|thu tuong|bo truong|hieu truong|thuong truc|"
    r"tong bi thu|uy vien|pho|pct|vien truong|chi huy)\b"
)
_NAME = re.compile(rf"^(?:[{UPPER}][{LOWER}]*\s+){{1,5}}[{UPPER}][{LOWER}]*$")
_SIGNED = re.compile(r"^\(?\s*(?:đã ký|ký tên|ký, đóng dấu|ký và đóng dấu).*$", re.IGNORECASE)


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
    post: str | None
    on_behalf_of: str | None


def _is_upper(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 3 and all(c.isupper() for c in letters)


def opens_closing(text: str) -> bool:
    """Say whether a line opens the closing: "Nơi nhận:" or the signature's first line."""
    return bool(_RECIPIENTS.match(fold(text))) or (_is_upper(text) and bool(_BEHALF.match(text)))


def _is_signature(text: str) -> bool:
    post_alone = _is_upper(text) and bool(_POST.match(fold(text)))
    return (_is_upper(text) and bool(_BEHALF.match(text))) or post_alone


def find_closing(lines: list[str]) -> int | None:
    """Return the index where the closing begins, searched from the end; None where there is none.

    A post in capitals above a name closes a paper that has neither "Nơi nhận" nor "T/M".
    """
    opened = [i for i, text in enumerate(lines) if opens_closing(text)]
    if opened:
        last = opened[-1]
        earlier = [i for i in opened if last - i < 40]
        return earlier[0]
    for i in range(len(lines) - 1, max(-1, len(lines) - 8), -1):
        if _is_upper(lines[i]) and _POST.match(fold(lines[i])) and i + 1 < len(lines):
            return i
    return None


def read_closing(lines: list[str]) -> Closing:
    """Read the lines of a closing, in whatever order signature and recipients stand."""
    parts: list[tuple[bool, list[str]]] = []
    name_at = next((i for i in range(len(lines) - 1, -1, -1) if _NAME.match(lines[i])), None)
    for position, text in enumerate(lines):
        signs = _is_signature(text) or position == name_at or bool(_SIGNED.match(text))
        goes_on = bool(parts) and not parts[-1][0] and _is_upper(text) and not text.startswith("-")
        is_recipients = not (signs or goes_on)
        if parts and parts[-1][0] == is_recipients:
            parts[-1][1].append(text)
        else:
            parts.append((is_recipients, [text]))
    signature = [text for is_recipients, texts in parts if not is_recipients for text in texts]
    behalf = [_BEHALF.sub("", text) for text in signature if _BEHALF.match(text)]
    posts = [text for text in signature if _is_upper(text) and not _BEHALF.match(text)]
    return Closing(
        parts=tuple(ClosingPart(kind, tuple(texts)) for kind, texts in parts),
        recipients=tuple(_recipients([t for kind, texts in parts if kind for t in texts])),
        name=lines[name_at] if name_at is not None else None,
        post=posts[-1] if posts else (behalf[-1] if len(behalf) > 1 else None),
        on_behalf_of=" ".join([behalf[0], *posts[:-1]]) if behalf else None,
    )


def _recipients(lines: list[str]) -> list[str]:
    """Return the entries of "Nơi nhận", wrapped ones joined, without dash and closing mark."""
    entries: list[str] = []
    for text in lines:
        if _RECIPIENTS.match(fold(text)):
            continue
        if text.startswith(("-", "–", "+", "•")) or not entries:
            entries.append(text.lstrip("-–+• "))
        else:
            entries[-1] = f"{entries[-1]} {text}"
    return [entry.rstrip(" ;,.") for entry in entries]
