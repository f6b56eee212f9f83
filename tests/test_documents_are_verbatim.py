"""The shipped documents are the users' own papers: not one byte of them changes."""

import hashlib
import re
from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"
SUMS = {
    name: digest
    for digest, name in re.findall(
        r"^([0-9a-f]{64})  (\S+)$", (DOCUMENTS / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
}


def test_the_readme_has_a_sum_for_every_document_and_for_nothing_else():
    assert set(SUMS) == {path.name for path in DOCUMENTS.iterdir()} - {"README.md"}
    assert len(SUMS) == 5


@pytest.mark.parametrize("name", sorted(SUMS))
def test_the_document_is_byte_for_byte_as_supplied(name):
    assert hashlib.sha256((DOCUMENTS / name).read_bytes()).hexdigest() == SUMS[name]
