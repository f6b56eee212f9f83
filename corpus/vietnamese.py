"""Vietnamese letters: one spelling for comparing, without touching what is shown.

Everything here maps a string to a string and is idempotent. ``fold`` and ``comparable`` keep the length of
an NFC string, code point for code point, so that a position found in folded text is one in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

D_LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "Ɖ": "Đ"})
"""For ``str.translate``: letters of other alphabets that look like "Đ", as "Đ"."""
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _letters(vowels: str) -> str:
    toned = (unicodedata.normalize("NFC", vowel + tone) for vowel in vowels for tone in ("", *_TONES))
    return "".join(letter for letter in toned if len(letter) == 1)


LOWER = "a-zđ" + _letters("aăâeêioôơuưy")
"""Vietnamese small letters, for use inside a regular expression's brackets."""
UPPER = "A-ZĐ" + _letters("AĂÂEÊIOÔƠUƯY")
"""Vietnamese capitals, for use inside a regular expression's brackets."""
_SYLLABLE = re.compile(r"[^\W\d_]+", re.UNICODE)


def nfc(text: str) -> str:
    """Return the text with every letter composed (NFC)."""
    return unicodedata.normalize("NFC", text)


def _fold_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    return {"đ": "d", "Đ": "D"}.get(base, base)


class _FoldTable(dict[int, str]):
    """A translation table that works out each letter once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code).translate(D_LOOKALIKES)
        folded = _fold_letter(letter)
        lowered = folded.lower()
        value = lowered if len(lowered) == 1 else folded
        self[code] = value
        return value


_FOLD = _FoldTable()


def fold(text: str) -> str:
    """Return NFC text in lower case without diacritics, the same number of code points.

    "Phòng Văn hoá" → "phong van hoa"; "Ð" and "Đ" both give "d".
    """
    return text.translate(_FOLD)


_NEW_STYLE_TONE = re.compile(rf"([oO])([aAeE])([{_TONES}])(?![^\W\d_])|([uU])([yY])([{_TONES}])(?![^\W\d_])")


@lru_cache(maxsize=1 << 15)
def _unify_tone(word: str) -> str:
    # Kept, because the same few thousand syllables make up all papers and questions.
    decomposed = unicodedata.normalize("NFD", word)
    lowered = decomposed.lower()
    if lowered.startswith("qu") and len(lowered) > 2 and lowered[2] == "y":
        return word
    moved = _NEW_STYLE_TONE.sub(
        lambda m: (m.group(1) + m.group(3) + m.group(2)) if m.group(1) else (m.group(4) + m.group(6) + m.group(5)),
        decomposed,
    )
    return unicodedata.normalize("NFC", moved)


def one_tone_style(text: str) -> str:
    """Return NFC text with tones of open oa, oe, uy on the first vowel ("hoà" → "hòa", "uỷ" → "ủy").

    Syllables that end in a consonant ("hoàn", "huỳnh") and "quý" are the same in both styles and stay.
    """
    return _SYLLABLE.sub(lambda m: _unify_tone(m.group()), text)


def comparable(text: str) -> str:
    """Return NFC text lower-cased, "Ð" as "Đ", one tone style: equal where only spelling style differs."""
    return one_tone_style(nfc(text).translate(D_LOOKALIKES).lower())


_OPEN_Y = re.compile(r"(?<![^\W\d_])([hklmstHKLMST])([yỳýỷỹỵYỲÝỶỸỴ])(?![^\W\d_])")
_Y_TO_I = str.maketrans("yỳýỷỹỵYỲÝỶỸỴ", "iìíỉĩịIÌÍỈĨỊ")


def one_i_style(text: str) -> str:
    """Return NFC text with "y" as "i" where both are written: "kỳ" → "kì", "tỷ" → "tỉ". Keeps the length."""
    return _OPEN_Y.sub(lambda match: match[1] + match[2].translate(_Y_TO_I), text)


def syllables(text: str) -> list[str]:
    """Return the runs of letters in the text, in order."""
    return _SYLLABLE.findall(text)
