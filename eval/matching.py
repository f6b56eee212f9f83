"""Whether words stand in a text, seeing through spelling style, typography and line breaks but not through meaning."""

from __future__ import annotations

import re

from corpus.vietnamese import comparable

_LABEL = re.compile(r"\s*\[\d+\]")
_DASH = re.compile(r"\s*[-‐‑–—−]\s*")
_QUOTE = re.compile("[“”„‟‘’]")
_SPACE = re.compile(r"\s+")
_BEFORE_PERCENT = re.compile(r"\s+%")
_BEFORE = r"(?<!\w)(?<!\d[.,])"
_AFTER = r"(?!\w)(?![.,]\d)"


def normal(text: str) -> str:
    r"""Return the text in the one form that is compared: letters as by ``comparable``, no markdown asterisks.

    Runs of white space become one space, all dashes "-" without spaces about them ("57-\nNQ/TW", "2026 – 2030"),
    all quotation marks '"'. Idempotent.
    """
    text = comparable(text.replace("*", ""))
    text = _DASH.sub("-", _QUOTE.sub('"', text))
    return _BEFORE_PERCENT.sub("%", _SPACE.sub(" ", text)).strip()


def without_labels(answer: str) -> str:
    """Return an answer's text without the "[1]" that point to its citations."""
    return _LABEL.sub("", answer)


def states(text: str, words: str) -> bool:
    """Return whether the words stand in the text as whole words and numbers: "3%" is not in "13%" or "1,3%"."""
    return re.search(_BEFORE + re.escape(normal(words)) + _AFTER, normal(text)) is not None


def contains(text: str, words: str) -> bool:
    """Return whether the words stand in the text, be it inside a longer word."""
    return normal(words) in normal(text)
