"""Adding and removing documents: the same answers as a fresh build, and never a half-made index."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from index_papers import paper, silent

from index.builder import build_index
from index.embedding import HashingModel
from index.manifest import DocumentMark, SegmentManifest, load_segment_manifest
from index.planning import MOST_SEGMENTS, plan_segments
from index.search import SearchQuery
from index.store import open_index, read_manifest, segment_folder, verify_index

MODEL = HashingModel()
WORDS = ["hộ nghèo", "kinh tế số", "xã", "57-NQ/TW", "nông nghiệp", "chính quyền"]
QUERIES = [SearchQuery(text, text) for text in ("hộ nghèo xã", "57 kinh tế", "nong nghiep", "?")]

texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), max_size=4)
steps = st.lists(st.dictionaries(st.sampled_from("abcdefgh"), st.none() | texts, max_size=4), min_size=1, max_size=8)


def built(documents, folder):
    build_index(documents, MODEL, folder, silent)
    return open_index(folder, MODEL)


@settings(max_examples=25)
@given(steps)
def test_an_index_is_that_of_its_documents_whatever_its_history(tmp_path_factory, changes):
    folder, fresh = tmp_path_factory.mktemp("grown"), tmp_path_factory.mktemp("fresh")
    papers = {}
    for change in changes:
        for name, content in change.items():
            papers.pop(name, None)
            if content is not None:
                papers[name] = paper(name, content)
        grown = built(list(papers.values()), folder)
    build_index(list(papers.values()), MODEL, fresh, silent, fresh=True)
    anew = open_index(fresh, MODEL)
    assert grown.version == anew.version
    assert grown.passages == anew.passages
    assert verify_index(folder, list(papers.values()), MODEL) == []
    for query in QUERIES:
        for scope in (None, frozenset("abc"), frozenset()):
            assert grown.search(query, 3, scope) == anew.search(query, 3, scope)
            assert grown.search(query, 50, scope) == anew.search(query, 50, scope)


def home(folder, number=0):
    return segment_folder(folder, read_manifest(folder).segments[number].id)


def test_an_addition_touches_no_segment_that_is_there(tmp_path):
    papers = [paper(name, ["hộ nghèo", "kinh tế"] * 3) for name in "abcd"]
    built(papers, tmp_path)
    (before,) = read_manifest(tmp_path).segments
    stamps = {path: path.stat().st_mtime_ns for path in home(tmp_path).iterdir()}
    built([*papers, paper("e", ["nông nghiệp"])], tmp_path)
    assert [len(load_segment_manifest(home(tmp_path, number)).documents) for number in (0, 1)] == [1, 4]
    assert before in read_manifest(tmp_path).segments
    assert stamps == {path: path.stat().st_mtime_ns for path in home(tmp_path, 1).iterdir()}


def test_a_removed_document_is_found_no_more_and_comes_back(tmp_path):
    papers = [paper(name, [f"hộ nghèo {name}"]) for name in "abcdefgh"]
    whole = built(papers, tmp_path)
    less = built(papers[1:], tmp_path)
    assert [mark.removed for mark in read_manifest(tmp_path).segments] == [("a",)]
    assert "a" not in {hit.passage.document_id for hit in less.search(QUERIES[0], 50)}
    again = built(papers, tmp_path)
    assert again.version == whole.version
    assert [mark.removed for mark in read_manifest(tmp_path).segments] == [()]


def test_a_changed_document_is_found_by_its_new_words_only(tmp_path):
    papers = [paper(name, ["kinh tế"]) for name in "abcdefgh"]
    built(papers, tmp_path)
    changed = built([paper("a", ["nông nghiệp"]), *papers[1:]], tmp_path)
    (hit,) = [hit for hit in changed.search(SearchQuery("nông nghiệp", "x"), 50) if hit.lexical > 0]
    assert hit.passage.document_id == "a"
    assert len([passage for passage in changed.passages if passage.document_id == "a"]) == 1


def test_what_is_mostly_removed_is_written_anew_without_it(tmp_path):
    papers = [paper(name, ["hộ nghèo"]) for name in "abcd"]
    built(papers, tmp_path)
    built(papers[:2], tmp_path)
    assert read_manifest(tmp_path).segments[0].removed == ()
    assert len(load_segment_manifest(home(tmp_path)).documents) == 2


def test_a_fresh_build_puts_everything_into_one_segment(tmp_path):
    papers = [paper(name, ["hộ nghèo"]) for name in "abcd"]
    for number in range(1, 5):
        grown = built(papers[:number], tmp_path)
    assert len(read_manifest(tmp_path).segments) > 1
    build_index(papers, MODEL, tmp_path, silent, fresh=True)
    assert len(read_manifest(tmp_path).segments) == 1
    assert open_index(tmp_path, MODEL).search(QUERIES[0], 9) == grown.search(QUERIES[0], 9)


def test_other_weights_leave_the_segments_as_they_are(tmp_path, monkeypatch):
    papers = [paper("a", ["hộ nghèo"])]
    first = built(papers, tmp_path).version
    from index import builder, store, tuning

    heavier = replace(tuning.Tuning(), dense=0.5)
    for module in (builder, store):
        monkeypatch.setattr(module, "Tuning", lambda: heavier)
    segments = read_manifest(tmp_path).segments
    assert built(papers, tmp_path).version != first
    assert read_manifest(tmp_path).segments == segments


def test_segments_of_no_version_kept_are_removed(tmp_path):
    for number in range(4):
        built([paper("n", [f"bản {number}"])], tmp_path)
    kept = {mark.id for mark in read_manifest(tmp_path).segments}
    present = {path.name for path in (tmp_path / "segments").iterdir()}
    assert kept < present
    assert len(present) == 2


def test_the_next_index_takes_over_what_is_open(tmp_path, monkeypatch):
    papers = [paper(name, ["hộ nghèo"] * 5) for name in "ab"]
    opened = built(papers, tmp_path)
    build_index([*papers, paper("c", ["xã"])], MODEL, tmp_path, silent)
    from index import store

    checked = []
    check = store.check_file
    monkeypatch.setattr(store, "check_file", lambda home, mark: checked.append(mark.name) or check(home, mark))
    following = open_index(tmp_path, MODEL, opened)
    assert opened.segments[0] in following.segments
    assert sorted(checked).count("dense.faiss") == 1
    assert following.search(QUERIES[0], 50) == open_index(tmp_path, MODEL).search(QUERIES[0], 50)


def marks(*sizes):
    return tuple(DocumentMark(f"{number}", "", size, "") for number, size in enumerate(sizes))


@given(st.lists(st.integers(0, 300), max_size=60))
def test_segments_stay_few_and_every_document_is_in_one(sizes):
    wanted = marks(*sizes)
    present = []
    for count in range(1, len(wanted) + 1):
        groups = plan_segments(present, wanted[:count])
        present = [
            SegmentManifest(2, str(number), tuple(mark for source in group for mark in source.documents), "flat", ())
            for number, group in enumerate(groups)
        ]
        assert len(groups) <= MOST_SEGMENTS
        held = [mark for segment in present for mark in segment.documents]
        assert sorted(held, key=lambda mark: int(mark.id)) == list(wanted[:count])


def test_a_passage_is_rewritten_few_times_however_many_additions():
    written, present = 0, []
    wanted = marks(*[10] * 500)
    for count in range(1, 501):
        groups = plan_segments(present, wanted[:count])
        written += sum(source.size for group in groups for source in group if len(group) > 1 or source.segment is None)
        present = [
            SegmentManifest(2, str(number), tuple(mark for source in group for mark in source.documents), "flat", ())
            for number, group in enumerate(groups)
        ]
    assert written < 6 * 5000


KILLED = """
import os, shutil, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from index_papers import paper, silent
from index.builder import build_index
from index.embedding import HashingModel
from index.store import current_version, verify_index

start, before, after = Path(sys.argv[1]), sys.argv[3].split(), sys.argv[4]
model, sync = HashingModel(), os.fsync
papers = {name: paper(name, ["hộ nghèo", "kinh tế"]) for name in "abcdefghi"}
for number in range(1, len(before) + 1):
    build_index([papers[name] for name in "".join(before[:number])], model, start, silent)
old, steps = current_version(start), 0

def die(handle, at):
    global steps
    steps += 1
    if steps == at:
        os.kill(os.getpid(), 9)
    sync(handle)

for step in range(1, 60):
    folder = start.with_name(f"step-{step}")
    shutil.copytree(start, folder)
    child = os.fork()
    if child == 0:
        os.fsync = lambda handle: die(handle, step)
        build_index([papers[name] for name in after], model, folder, silent)
        os._exit(40)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    left = "".join(before) if current_version(folder) == old else after
    assert verify_index(folder, [papers[name] for name in left], model) == [], step
    if code == 40:
        assert after == left, step
        break
    assert code == -9, (step, code)
print(step)
"""


@pytest.mark.parametrize(
    ("before", "after", "least"),
    [
        pytest.param("a b c d e f g h", "abcdefghi", 15, id="segments are merged"),
        pytest.param("abcd", "ab", 15, id="a segment is written anew without what was removed"),
        pytest.param("abcdef", "abcde", 6, id="a document is removed"),
        pytest.param("abcdef", "abcdefg", 15, id="a document is added"),
    ],
)
def test_a_build_killed_at_any_step_leaves_the_last_good_index(tmp_path, before, after, least):
    command = [sys.executable, "-c", KILLED, str(tmp_path / "start"), str(Path(__file__).parent), before, after]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= least
