import pytest

from eval.files import replace_text


def test_a_file_is_replaced_whole_and_its_folder_made(tmp_path):
    path = tmp_path / "new" / "a.html"
    replace_text(path, "một\r\nhai\n")
    replace_text(path, "ba\n")
    assert path.read_bytes() == b"ba\n"
    assert [file.name for file in path.parent.iterdir()] == ["a.html"]


def test_what_was_there_stays_where_writing_fails(tmp_path):
    path = tmp_path / "a.html"
    replace_text(path, "cũ")
    with pytest.raises(UnicodeEncodeError):
        replace_text(path, "\ud800")
    assert path.read_text(encoding="utf-8") == "cũ"
    assert [file.name for file in tmp_path.iterdir()] == ["a.html"]
