"""Texts that no office writes must not stall the service that reads them."""

import time
from contextlib import suppress

import pytest

from corpus.errors import EmptyDocument
from corpus.reader import read_document

LIMIT_SECONDS = 20
"""Generous for a busy machine; a pass over the text that grows with its square takes minutes."""


@pytest.mark.parametrize(
    "raw",
    [
        "STT Nội dung\nĐơn vị chủ trì\n1\n" * 3000, "TT\n" * 8000, "| a " * 20_000 + "|\n", "\\" * 50_000,
        "*(" * 50_000,
        "1\n" * 20_000, "a\tb\tc\n" * 10_000, "XÃ Tân " * 30_000, "- a\n" * 20_000, "Nơi nhận:\n" * 5000,
        "a b " * 200_000, "Điều 1. \n1. a\n" * 4000, " " * 200_000 + "a", "x" + "\t" * 200_000 + "y",
    ],
    ids=lambda raw: repr(raw[:12]),
)  # fmt: skip
def test_reading_time_does_not_grow_with_the_square_of_the_length(raw):
    began = time.monotonic()
    with suppress(EmptyDocument):
        read_document("dai", raw)
    assert time.monotonic() - began < LIMIT_SECONDS
