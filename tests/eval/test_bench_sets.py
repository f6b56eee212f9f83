import lzma

import pytest
from bench_samples import CORPUS, QRELS, QUERIES, SMALL, write_lines, write_set
from hypothesis import given
from hypothesis import strategies as st

from eval.bench.errors import (
    BenchError,
    MalformedLine,
    NoRetrievalSet,
    RepeatedId,
    SetFileMissing,
    UnjudgedQuery,
    UnknownId,
)
from eval.bench.sets import CorpusEntry, read_set, set_folders, without_accents
from eval.errors import EvaluationError


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.xz"])
def test_a_set_is_read_plain_or_packed(tmp_path, suffix):
    assert read_set(write_set(tmp_path / "small", suffix=suffix)) == SMALL


def test_files_of_both_kinds_may_stand_together(tmp_path):
    folder = write_set(tmp_path / "small", corpus=None)
    write_lines(folder / "corpus.jsonl.xz", CORPUS)
    assert read_set(folder) == SMALL


def test_blank_lines_are_passed_over_and_numbers_may_be_ids(tmp_path):
    folder = write_set(
        tmp_path / "s",
        corpus=['{"_id": 7, "text": "Đường"}', "", "  "],
        queries=['{"_id": 1, "text": "đường"}'],
        qrels=['{"query_id": 1, "doc_id": 7, "score": 0.5}'],
    )
    read = read_set(folder)
    assert read.entries == (CorpusEntry("7", "", "Đường"),)
    assert read.queries[0].relevant == {"7"}


def test_an_entry_in_one_text_begins_with_its_title():
    assert CorpusEntry("a", "Điều 1", "Phạm vi").whole == "Điều 1\nPhạm vi"
    assert CorpusEntry("a", "", "Phạm vi").whole == "Phạm vi"


def test_a_folder_of_sets_gives_them_by_name_and_passes_over_other_folders(tmp_path):
    (tmp_path / "notes").mkdir()
    second, first = write_set(tmp_path / "b"), write_set(tmp_path / "a", suffix=".jsonl.xz")
    assert set_folders(tmp_path) == (first, second)
    assert set_folders(first) == (first,)


def test_a_folder_with_one_file_of_a_set_counts_so_that_the_rest_is_missed(tmp_path):
    folder = write_set(tmp_path / "half", queries=None, qrels=None)
    assert set_folders(tmp_path) == (folder,)
    with pytest.raises(SetFileMissing, match=r"half: thiếu queries\.jsonl"):
        read_set(folder)


def test_where_there_is_no_set_it_is_said_what_is_expected(tmp_path):
    for folder in (tmp_path, tmp_path / "gone"):
        with pytest.raises(NoRetrievalSet, match="corpus, queries và qrels") as caught:
            set_folders(folder)
        assert str(folder) in str(caught.value)


BUDGET, ASKED, JUDGED = CORPUS[0], QUERIES[0], QRELS[0]


@pytest.mark.parametrize(
    ("changed", "error", "where", "says"),
    [
        ({"corpus": [BUDGET, "{"]}, MalformedLine, "corpus.jsonl, dòng 2", "JSON"),
        ({"corpus": ["[1]"]}, MalformedLine, "corpus.jsonl, dòng 1", "thấy list"),
        ({"corpus": [{"_id": "a"}]}, MalformedLine, "corpus.jsonl, dòng 1", "'text'"),
        ({"corpus": [{"text": "a"}]}, MalformedLine, "corpus.jsonl, dòng 1", "'_id'"),
        ({"corpus": [{"_id": "", "text": "a"}]}, MalformedLine, "corpus.jsonl, dòng 1", "'_id'"),
        ({"corpus": [{"_id": True, "text": "a"}]}, MalformedLine, "corpus.jsonl, dòng 1", "'_id'"),
        ({"corpus": [{"_id": "a", "title": 1, "text": "a"}]}, MalformedLine, "corpus.jsonl, dòng 1", "'title'"),
        ({"corpus": []}, MalformedLine, "corpus.jsonl", "tệp rỗng"),
        ({"corpus": [BUDGET, "", BUDGET]}, RepeatedId, "corpus.jsonl, dòng 3", "'budget'"),
        ({"queries": [ASKED, ASKED]}, RepeatedId, "queries.jsonl, dòng 2", "'q1'"),
        ({"queries": [{"_id": "q1", "text": " "}]}, MalformedLine, "queries.jsonl, dòng 1", "để trống"),
        ({"qrels": [JUDGED, {**JUDGED, "query_id": "q9"}]}, UnknownId, "qrels.jsonl, dòng 2", "'q9'"),
        ({"qrels": [{**JUDGED, "doc_id": "sea"}]}, UnknownId, "qrels.jsonl, dòng 1", "'sea'"),
        ({"qrels": [{**JUDGED, "score": "1"}]}, MalformedLine, "qrels.jsonl, dòng 1", "'score'"),
        ({"qrels": [JUDGED]}, UnjudgedQuery, "queries.jsonl, dòng 2", "'q2'"),
        ({"qrels": [JUDGED, {**QRELS[2], "score": 0}]}, UnjudgedQuery, "queries.jsonl, dòng 2", "qrels.jsonl"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_line(tmp_path, changed, error, where, says):
    kept = {"queries": [ASKED], "qrels": [JUDGED]} if "corpus" in changed else {}
    with pytest.raises(error) as caught:
        read_set(write_set(tmp_path / "s", **(kept | changed)))
    assert f"{tmp_path / 's' / where}: " in str(caught.value)
    assert says in str(caught.value)


def test_a_file_that_breaks_off_or_is_not_utf8_is_told(tmp_path):
    folder = write_set(tmp_path / "s", suffix=".jsonl.xz")
    packed = folder / "corpus.jsonl.xz"
    packed.write_bytes(packed.read_bytes()[:-20])
    with pytest.raises(MalformedLine, match=r"corpus\.jsonl\.xz, dòng"):
        read_set(folder)
    packed.write_bytes(b"no archive")
    with pytest.raises(MalformedLine, match=r"corpus\.jsonl\.xz, dòng 1"):
        read_set(folder)
    packed.write_bytes(lzma.compress("Đường".encode("utf-16")))
    with pytest.raises(MalformedLine, match=r"corpus\.jsonl\.xz, dòng 1"):
        read_set(folder)


def test_every_error_is_one_of_the_evaluation():
    assert issubclass(BenchError, EvaluationError)
    assert all(issubclass(error, BenchError) for error in (NoRetrievalSet, MalformedLine, UnjudgedQuery))


def test_accents_are_stripped_and_nothing_else():
    assert without_accents("Đảng ủy xã Hòa Lạc: 57-NQ/TW?") == "Dang uy xa Hoa Lac: 57-NQ/TW?"
    assert without_accents("Ðo\u0302\u0300ng") == "Dong"


@given(st.text())
def test_stripping_twice_is_stripping_once(text):
    stripped = without_accents(text)
    assert without_accents(stripped) == stripped
    assert "đ" not in stripped.lower()
