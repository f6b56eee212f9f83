"""The shipped documents and the invented forms read as they were checked by eye (golden/CHECKED.md)."""

import json
import re
from collections import Counter

import pytest
from golden_views import FORMS, GOLDEN, SHIPPED_IDS, VIEWS, form, form_view, rows_view, shipped
from papers import assert_sound, words_of

MEND = "read the difference against the source, then: scripts/golden"


@pytest.mark.parametrize("suffix", VIEWS)
@pytest.mark.parametrize("document_id", SHIPPED_IDS)
def test_a_shipped_document_reads_as_checked(document_id, suffix):
    expected = (GOLDEN / f"{document_id}.{suffix}").read_text(encoding="utf-8")
    assert VIEWS[suffix](shipped(document_id)) == expected, MEND


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_invented_form_reads_as_checked(path):
    document = form(path)
    assert_sound(document)
    assert form_view(document) == (GOLDEN / "forms" / f"{path.stem}.txt").read_text(encoding="utf-8"), MEND


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_an_invented_form_keeps_its_words(path):
    """Columns may be read one after the other; only page numbers and repeated headers are left out."""
    document = form(path)
    raw = re.sub(r"<br>|\|", " ", path.read_bytes().decode("utf-8"))
    words = [word for word in words_of(raw) if re.search(r"\w", word)]
    read = [word for word in document.text.split() if re.search(r"\w", word)]
    assert Counter(read) - Counter(words) == Counter()
    headers = {word for table in document.tables for column in table.columns for word in column.title.split()}
    left = {word for word in Counter(words) - Counter(read) if not re.fullmatch(r"[\d/()-]+|Trang", word)}
    assert left <= headers


def test_every_golden_file_belongs_to_a_document():
    of_shipped = {f"{document_id}.{suffix}" for document_id in SHIPPED_IDS for suffix in VIEWS}
    assert {path.name for path in GOLDEN.iterdir() if path.is_file()} == of_shipped | {"CHECKED.md"}
    assert {path.stem for path in (GOLDEN / "forms").iterdir()} == {path.stem for path in FORMS}


def test_the_view_of_tables_is_json():
    assert all(isinstance(json.loads(rows_view(shipped(document_id))), list) for document_id in SHIPPED_IDS)
