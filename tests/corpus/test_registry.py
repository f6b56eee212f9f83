import json
from pathlib import Path

import pytest
from golden_views import SHIPPED_IDS

from corpus.errors import DuplicateDocument, EmptyDocument, RegistryCorrupt, UnknownDocument, UnreadableDocument
from corpus.registry import Registry

PAPER = "KẾ HOẠCH\n\nTrồng cây xanh\n\nI. MỤC TIÊU\n\nTrồng 500 cây.\n"


@pytest.fixture
def data(tmp_path):
    return tmp_path / "dữ liệu"


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "Kế hoạch Số 45 (bản 2).TXT"
    path.write_text(PAPER, encoding="utf-8")
    return path


def ids(data):
    return [entry.id for entry in Registry.open(data).list()]


def test_a_new_registry_lists_the_shipped_documents_and_writes_nothing(data):
    registry = Registry.open(data)
    assert [entry.id for entry in registry.list()] == SHIPPED_IDS
    assert all(entry.shipped for entry in registry.list())
    assert [document.id for document in registry.documents()] == SHIPPED_IDS
    assert not data.exists()


def test_an_added_paper_is_there_after_a_restart_without_its_source_file(data, paper):
    entry = Registry.open(data).add(paper)
    paper.unlink()
    assert entry.id == "ke-hoach-so-45-ban-2"
    assert ids(data) == sorted([*SHIPPED_IDS, entry.id])
    assert Registry.open(data).document(entry.id).metadata.abstract == "Trồng cây xanh"


def test_a_byte_order_mark_and_windows_line_ends_are_read(data, tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + PAPER.replace("\n", "\r\n").encode())
    entry = Registry.open(data).add(path)
    assert Registry.open(data).document(entry.id).metadata.kind == "Kế hoạch"


def test_replacing_keeps_the_id_and_drops_the_old_file(data, paper):
    registry = Registry.open(data)
    old = registry.add(paper)
    paper.write_text(PAPER.replace("500", "700"), encoding="utf-8")
    new = registry.replace(old.id, paper)
    assert new.id == old.id
    assert not old.path.exists()
    assert "700" in Registry.open(data).document(old.id).text


def test_a_shipped_document_can_be_replaced_and_removed_and_its_file_stays(data, paper):
    registry = Registry.open(data)
    shipped = registry.list()[0]
    registry.replace(shipped.id, paper)
    assert "500" in Registry.open(data).document(shipped.id).text
    registry.remove(shipped.id)
    assert shipped.id not in ids(data)
    assert shipped.path.exists()


def test_removing_takes_the_stored_file_away(data, paper):
    registry = Registry.open(data)
    entry = registry.add(paper)
    registry.remove(entry.id)
    assert not entry.path.exists()
    assert ids(data) == SHIPPED_IDS


def test_the_same_id_or_the_same_content_is_refused(data, paper, tmp_path):
    registry = Registry.open(data)
    registry.add(paper)
    with pytest.raises(DuplicateDocument, match="replace"):
        registry.add(paper)
    copy = tmp_path / "khác.md"
    copy.write_bytes(paper.read_bytes())
    with pytest.raises(DuplicateDocument, match="ke-hoach-so-45-ban-2"):
        registry.add(copy)


@pytest.mark.parametrize("call", ["document", "remove"])
def test_an_unknown_id_is_named_with_what_is_known(data, call):
    with pytest.raises(UnknownDocument, match=SHIPPED_IDS[0]):
        getattr(Registry.open(data), call)("khong-co")


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.pdf", b"%PDF-1.7", UnreadableDocument),
        ("a", b"x", UnreadableDocument),
        ("a.txt", "kế hoạch".encode("utf-16"), UnreadableDocument),
        ("a.txt", b" \n \f ", EmptyDocument),
    ],
)
def test_a_file_that_is_no_paper_is_refused_and_leaves_nothing(data, tmp_path, name, content, error):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(error) as caught:
        Registry.open(data).add(path)
    assert caught.value.detail
    assert not data.exists()


def test_a_missing_file_is_refused(data, tmp_path):
    with pytest.raises(UnreadableDocument):
        Registry.open(data).add(tmp_path / "khong-co.txt")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"documents": [{"id": "a"}]}', '{"documents": 3}'])
def test_a_broken_registry_file_is_named_not_overwritten(data, content):
    data.mkdir()
    file = data / "registry.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(RegistryCorrupt, match=r"registry\.json"):
        Registry.open(data)
    assert file.read_text(encoding="utf-8") == content


@pytest.mark.parametrize("change", ["add", "replace", "remove"])
def test_a_crash_before_the_new_registry_is_in_place_leaves_the_old_one(data, paper, tmp_path, monkeypatch, change):
    registry = Registry.open(data)
    entry = registry.add(paper)
    before = (data / "registry.json").read_bytes()
    other = tmp_path / "khac.txt"
    other.write_text(PAPER.replace("500", "900"), encoding="utf-8")

    def crash(*_):
        raise OSError("no power")

    actions = {
        "add": lambda: registry.add(other),
        "replace": lambda: registry.replace(entry.id, other),
        "remove": lambda: registry.remove(entry.id),
    }
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        with pytest.raises(OSError, match="no power"):
            actions[change]()
    assert (data / "registry.json").read_bytes() == before
    assert Registry.open(data).document(entry.id).text == registry.document(entry.id).text
    assert "500" in registry.document(entry.id).text
    actions[change]()  # the next try is not hindered by what the crash left
    assert (data / "registry.json").read_bytes() != before


def test_the_registry_file_is_plain_json_with_relative_paths(data, paper):
    entry = Registry.open(data).add(paper)
    rows = {row["id"]: row for row in json.loads((data / "registry.json").read_text(encoding="utf-8"))["documents"]}
    assert rows[entry.id] == {
        "id": entry.id, "path": f"documents/{entry.path.name}", "sha256": entry.sha256, "shipped": False,
    }  # fmt: skip
