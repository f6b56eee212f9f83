"""Words that name no matter: what can be said in many other ways and tells little when it is missing."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "light_words.txt"


@cache
def light_words() -> frozenset[str]:
    """Return the words that come with the product, one syllable each, in small letters."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
