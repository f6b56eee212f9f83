from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_papers import paper, silent

from index import store
from index.builder import build_index
from index.embedding import HashingModel
from index.errors import (
    IndexBusy,
    IndexCorrupt,
    IndexFailure,
    IndexMissing,
    IndexStale,
    ModelMismatch,
)
from index.manifest import load_segment_manifest
from index.passage_files import StoredPassages, dump_passages
from index.passages import passages
from index.search import STAGE_VECTORS, STAGE_WORDS, LocalIndex, SearchQuery
from index.store import current_version, open_index, read_manifest, verify_index
from index.writing import STAGE_FILES

MODEL = HashingModel()
FIRST = paper("a", ["Tỷ lệ hộ nghèo dưới 0,5%.", "Chính quyền số\u2028và kinh tế số."], commune="xã Y")
SECOND = paper("b", ["Thực hiện Nghị quyết số 57-NQ/TW."])
QUERY = SearchQuery("hộ nghèo", "ho ngheo")


@pytest.fixture
def folder(tmp_path):
    build_index([FIRST, SECOND], MODEL, tmp_path, silent)
    return tmp_path


def home(folder) -> Path:
    return store.version_folder(folder, current_version(folder))


def test_an_opened_index_answers_as_the_built_one(folder):
    manifest = read_manifest(folder)
    opened = open_index(folder, MODEL)
    built = LocalIndex.build(manifest.version, opened.passages, MODEL, manifest.tuning, silent)
    assert opened.search(QUERY, 5) == built.search(QUERY, 5)
    assert opened.version == manifest.version == current_version(folder)
    assert [passage.id for passage in opened.passages] == ["a-0", "a-1", "b-0"]
    assert opened.passages[1].text == FIRST.paragraphs[1].text


def test_the_manifest_says_what_was_built_from_what(folder):
    manifest = read_manifest(folder)
    assert [(mark.id, mark.passages) for mark in manifest.documents] == [("a", 2), ("b", 1)]
    assert (manifest.passages, manifest.model, manifest.dimension) == (3, MODEL.fingerprint, 64)
    (mark,) = manifest.segments
    segment = load_segment_manifest(folder / "segments" / mark.id)
    written = {path.name for path in (folder / "segments" / mark.id).iterdir()}
    assert {one.name for one in segment.files} == written - {"manifest.json"}
    assert not [name for name in written if name.endswith((".pkl", ".pickle"))]
    assert (segment.id, segment.documents, segment.vectors) == (mark.id, manifest.documents, "flat")


def test_every_stage_tells_its_progress_to_the_end(tmp_path):
    last = {}
    build_index([FIRST], MODEL, tmp_path, lambda stage, done, total: last.update({stage: done == total}))
    assert last == {STAGE_VECTORS: True, STAGE_WORDS: True, STAGE_FILES: True}


def test_the_same_build_is_the_same_version_and_is_kept(folder):
    before = (home(folder) / "manifest.json").read_bytes()
    build_index([SECOND, FIRST], MODEL, folder, silent)
    assert (home(folder) / "manifest.json").read_bytes() == before


changed = replace(FIRST, text=FIRST.text + ".")
other_reading = replace(FIRST, paragraphs=FIRST.paragraphs[:1])


@pytest.mark.parametrize("documents", [[FIRST], [changed, SECOND], [other_reading, SECOND]])
def test_other_documents_are_another_version(folder, documents):
    before = current_version(folder)
    assert build_index(documents, MODEL, folder, silent).version != before
    assert verify_index(folder, documents, MODEL) == []


def test_another_model_is_another_version(folder):
    before = current_version(folder)
    assert build_index([FIRST, SECOND], HashingModel(32), folder, silent).version != before


def test_two_documents_of_one_id_are_refused(tmp_path):
    with pytest.raises(ValueError, match="different id"):
        build_index([FIRST, FIRST], MODEL, tmp_path, silent)


def test_no_documents_make_an_empty_index(tmp_path):
    build_index([], MODEL, tmp_path, silent)
    assert open_index(tmp_path, MODEL).search(QUERY, 3) == []


def test_nothing_built_is_said(tmp_path):
    assert current_version(tmp_path) is None
    with pytest.raises(IndexMissing, match="hoidap index build"):
        open_index(tmp_path, MODEL)
    assert len(verify_index(tmp_path, [FIRST], MODEL)) == 1


def test_another_model_is_refused(folder):
    with pytest.raises(ModelMismatch, match="hoidap index build"):
        open_index(folder, HashingModel(32))
    assert len(verify_index(folder, [FIRST, SECOND], HashingModel(32))) == 1


def edit_manifest(folder, **fields):
    path = home(folder) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")


@pytest.mark.parametrize(
    "fields",
    [{"schema": 0}, {"libraries": [{"name": "bm25s", "version": "0"}]}, {"tuning": {"k1": 9.0}}],
)
def test_an_index_of_another_schema_tuning_or_library_is_stale(folder, fields):
    edit_manifest(folder, **fields)
    with pytest.raises(IndexStale, match="hoidap index build"):
        open_index(folder, MODEL)


def test_an_unknown_schema_is_stale_whatever_else_it_holds(folder):
    (home(folder) / "manifest.json").write_text('{"schema": 99}', encoding="utf-8")
    with pytest.raises(IndexStale):
        open_index(folder, MODEL)
    build_index([FIRST, SECOND], MODEL, folder, silent)
    assert verify_index(folder, [FIRST, SECOND], MODEL) == []


def files(folder):
    """Every file that an index in use is made of, its pointer apart."""
    found = [home(folder) / "manifest.json"]
    for mark in read_manifest(folder).segments:
        found += (folder / "segments" / mark.id).iterdir()
    return sorted(found)


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_every_damaged_file_is_noticed_and_a_build_mends_it(folder, damage):
    assert len(files(folder)) == 8
    for path in files(folder):
        content = path.read_bytes()
        if damage == "remove":
            path.unlink()
        else:
            path.write_bytes(
                content[:-1] + bytes([content[-1] ^ 1]) if damage == "flip" else content[: len(content) // 2]
            )
        if path.parent == home(folder) and damage == "flip":
            continue
        with pytest.raises(IndexCorrupt, match="hoidap index build") as caught:
            open_index(folder, MODEL)
        assert path.name in str(caught.value)
        assert len(verify_index(folder, [FIRST, SECOND], MODEL)) == 1
        build_index([FIRST, SECOND], MODEL, folder, silent)
        assert verify_index(folder, [FIRST, SECOND], MODEL) == []


@pytest.mark.parametrize("documents", [[], [0], [0, 1, 0]])
def test_a_manifest_that_its_segments_do_not_bear_out_is_refused(folder, documents):
    marks = json.loads((home(folder) / "manifest.json").read_text(encoding="utf-8"))["documents"]
    edit_manifest(folder, documents=[marks[number] | {"digest": "x"} if number else marks[0] for number in documents])
    with pytest.raises(IndexCorrupt, match="hoidap index build"):
        open_index(folder, MODEL)


def test_verify_names_each_document_that_differs(folder):
    third = paper("c", ["Mới."])
    assert [line.split(".")[0] for line in verify_index(folder, [changed, third], MODEL)] == [
        "Chỉ mục còn văn bản b không có trong danh mục",
        "Văn bản a đã thay đổi sau khi dựng chỉ mục",
        "Văn bản c chưa có trong chỉ mục",
    ]
    assert "cách đọc" in verify_index(folder, [other_reading, SECOND], MODEL)[0]


def test_every_message_names_the_command(folder):
    assert all("`hoidap index build`" in line for line in verify_index(folder, [], MODEL))


def test_the_version_before_is_kept_and_older_ones_go(folder):
    versions = [current_version(folder)]
    for number in range(3):
        versions.append(build_index([paper("n", [f"bản {number}"])], MODEL, folder, silent).version)
    assert {path.name for path in (folder / "versions").iterdir()} == set(versions[-2:])


def test_an_open_index_goes_on_serving_after_newer_builds(folder):
    opened = open_index(folder, MODEL)
    before = opened.search(QUERY, 3)
    for number in range(2):
        build_index([paper("n", [f"bản {number}"])], MODEL, folder, silent)
    assert opened.search(QUERY, 3) == before


def test_a_failed_build_leaves_nothing_behind(folder):
    before = current_version(folder)

    def fail(*_progress):
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        build_index([FIRST], MODEL, folder, fail)
    assert [path.name for path in (folder / "versions").iterdir()] == [before]
    assert not [path for path in (folder / "segments").iterdir() if path.name.startswith(".")]
    assert current_version(folder) == before
    build_index([FIRST, SECOND], MODEL, folder, silent)
    assert len(list((folder / "segments").iterdir())) == 1


def test_only_one_builds_at_a_time(folder):
    refused = []

    def meanwhile(*_progress):
        try:
            build_index([SECOND], MODEL, folder, silent)
        except IndexBusy as error:
            refused.append(str(error))

    build_index([FIRST], MODEL, folder, meanwhile)
    assert refused
    assert all("hoidap index build" in message for message in refused)


def test_readers_never_see_half_an_index(tmp_path):
    first = build_index([FIRST], MODEL, tmp_path, silent).version
    seen, failed, stop = set(), [], threading.Event()

    def read():
        while not stop.is_set():
            try:
                seen.add(open_index(tmp_path, MODEL).version)
            except IndexFailure as error:
                failed.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    built = {build_index([paper("n", [f"bản {number % 2}"])], MODEL, tmp_path, silent).version for number in range(6)}
    stop.set()
    reader.join()
    assert not failed
    assert seen <= built | {first}
    assert seen


def test_an_index_replaced_while_it_is_opened_is_opened_anew(folder, monkeypatch):
    begun = []
    check = store.check_segment

    def replaced_meanwhile(*arguments):
        if not begun:
            begun.append(current_version(folder))
            for number in range(2):
                build_index([paper("n", [f"bản {number}"])], MODEL, folder, silent)
        return check(*arguments)

    monkeypatch.setattr(store, "check_segment", replaced_meanwhile)
    assert open_index(folder, MODEL).version == current_version(folder) != begun[0]


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_passages_come_back_as_they_went(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("passages")
    wanted = passages(paper("a", texts))
    dump_passages(wanted, folder)
    stored = StoredPassages.load(folder, len(wanted))
    assert list(stored) == wanted
    assert stored == wanted
    assert wanted == stored
    assert stored[-1] == wanted[-1]
    assert stored[1:] == tuple(wanted[1:])
    assert stored != wanted[1:]
    with pytest.raises(IndexError):
        stored[len(wanted)]


def test_the_pointer_is_the_only_way_in(folder):
    (folder / "current").unlink()
    with pytest.raises(IndexMissing):
        read_manifest(folder)
