"""A text with labels, cut into what each label stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.vietnamese import UPPER
from rag.verifying import LABEL

_LABELS = r"(?:\s*\[\d+\])+"
_LABEL_AFTER_STOP = re.compile(rf"([.!?…]+)({_LABELS})")
_STOP = re.compile(r"[.!?…]+\s+")
_NO_END = re.compile(rf"(?:^|[\s.(])(?:[{UPPER}]{{1,2}}|v)$|^\(?(?:[\d.]+|[IVX]+)$")
"""What stands before a full stop that ends no sentence: "TM.", "TP.", "v.v.", a line's number."""
_GROUP = re.compile(rf"({_LABELS})")
ITEM = "- "


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of a sentence and the labels that it rests on."""

    line: str
    """The line it stands in, without its bullet."""
    text: str
    """Without labels."""
    labels: tuple[str, ...]
    """As written; empty where the whole sentence has none."""
    is_head: bool
    """It ends with a colon and a list item follows."""


def claims(text: str) -> Iterator[Claim]:
    """Yield the claims of a text in order.

    A piece belongs to the labels right after it; what follows the last label of a sentence belongs to that one.
    """
    lines = text.split("\n")
    for number, line in enumerate(lines):
        introduces = line.rstrip().endswith(":") and "".join(lines[number + 1 : number + 2]).startswith(ITEM)
        whole = line.removeprefix(ITEM)
        parts = list(_sentences(whole))
        for place, sentence in enumerate(parts):
            yield from _claims_of(whole, sentence, introduces and place == len(parts) - 1)


def _sentences(line: str) -> Iterator[str]:
    line = _LABEL_AFTER_STOP.sub(r"\2\1", line)
    start = 0
    for stop in _STOP.finditer(line):
        if not _NO_END.search(line[start : stop.start()]):
            yield line[start : stop.end()].strip()
            start = stop.end()
    if line[start:].strip():
        yield line[start:].strip()


def _claims_of(line: str, sentence: str, is_head: bool) -> Iterator[Claim]:
    pieces = _GROUP.split(sentence)
    texts, groups = pieces[::2], [tuple(LABEL.findall(group)) for group in pieces[1::2]]
    if not groups:
        yield Claim(line, sentence, (), is_head)
        return
    for text, labels in zip(texts, groups, strict=False):
        yield Claim(line, text, labels, False)
    if texts[-1].strip(" .,;:!?…"):
        yield Claim(line, texts[-1], groups[-1], False)
