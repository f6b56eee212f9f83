"""The command line: what it prints, where, and how it ends."""

import json

import pytest
from typer.testing import CliRunner

from api.cli import build_app, hoist, run
from api.fakes import ScriptedAssistant, ScriptedIndexDesk, ScriptedParts
from api.service import IndexState
from index.errors import IndexStale

QUESTION = "Ai chủ trì trồng cây?"


@pytest.fixture
def hoidap(parts, tmp_path, capsys):
    """Run a command line; gives the exit status, stdout and stderr."""

    def invoke(*arguments, using=None):
        status = run(["--data-dir", str(tmp_path / "var"), *arguments], using or parts)
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return status, captured.out, captured.err

    return invoke


def parts_of(assistant, library, desk=None):
    return ScriptedParts(assistant, library, desk or ScriptedIndexDesk())


def test_ask_prints_answer_sources_and_notices(hoidap):
    status, out, err = hoidap("ask", QUESTION)
    assert (status, err) == (0, "")
    assert "Hội Phụ nữ xã chủ trì trồng cây [1]" in out
    assert "Hiểu là: Cơ quan nào chủ trì trồng cây ở xã Hoa Mẫu?" in out
    table = out[out.index("Nguồn") :]
    for words in ("[1]", "[2]", "7/KH-UBND", "NHIỆM VỤ", "Phòng Kinh tế"):
        assert words in table
    assert "Hai đoạn nói khác nhau về thời hạn." in out


def test_ask_json_prints_exactly_the_answer_object(hoidap, document):
    status, out, err = hoidap("ask", QUESTION, "--json")
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert "Hội Phụ nữ" in out
    assert answer["citations"][0]["url"] == f"/documents/{document.id}#{document.paragraphs[6].id}"
    assert answer["citations"][0]["issued_on"] == "2030-01-15"


def test_no_answer_is_not_a_failure(hoidap):
    status, out, err = hoidap("ask", "Giá vàng?")
    assert (status, err) == (0, "")
    assert "Không tìm thấy" in out


def test_markup_in_words_is_printed_as_it_is(hoidap, hostile_answer):
    status, out, _ = hoidap("ask", hostile_answer.question)
    assert status == 0
    assert "<script>" in out


def test_ask_is_kept_to_a_document(hoidap, assistant, document):
    assert hoidap("ask", "a", "--document", document.id)[0] == 0
    assert assistant.asked[0].document_ids == frozenset({document.id})
    status, out, err = hoidap("ask", "a", "--document", "khong-co")
    assert (status, out) == (1, "")
    assert "khong-co" in err
    assert len(assistant.asked) == 1


@pytest.mark.parametrize("question", ["", "  ", "á" * 2001, "\udcff"])
def test_a_question_that_cannot_be_asked_fails_before_anything_is_loaded(hoidap, assistant, question):
    status, out, err = hoidap("ask", question)
    assert (status, out) == (1, "")
    assert "Câu hỏi" in err
    assert assistant.asked == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "a", "b"),
        ("ask", "a", "--batch", "{file}", "--out", "{out}"),
        ("ask", "--batch", "{file}"),
        ("ask", "--out", "{out}"),
        ("ask", "--batch", "{file}", "--out", "{file}"),
        ("ask", "--batch", "{out}", "--out", "{out}"),
        ("ask", "a", "--khong-co"),
        ("khong-co",),
        ("documents", "show"),
        ("documents", "add", "{out}"),
        ("serve", "--port", "70000"),
        ("serve", "--workers", "0"),
    ],
)
def test_wrong_usage_ends_with_2(hoidap, tmp_path, arguments):
    file = tmp_path / "in.jsonl"
    file.write_text("", encoding="utf-8")
    filled = [part.format(file=file, out=tmp_path / "missing.jsonl") for part in arguments]
    status, out, err = hoidap(*filled)
    assert (status, out) == (2, "")
    assert err


def test_a_known_failure_is_one_message(hoidap, library):
    broken = ScriptedAssistant(failure=IndexStale("Chỉ mục đã cũ. Hãy chạy `hoidap index build`."))
    status, out, err = hoidap("ask", "a", using=parts_of(broken, library))
    assert (status, out) == (1, "")
    assert "hoidap index build" in err


def test_an_unforeseen_failure_is_one_message_too(hoidap, library):
    status, out, err = hoidap("ask", "a", using=parts_of(ScriptedAssistant(failure=ValueError("lạ")), library))
    assert (status, out) == (1, "")
    assert err.strip() == "Lỗi: ValueError: lạ"


def test_a_bad_setting_is_named(hoidap, monkeypatch):
    monkeypatch.setenv("HOIDAP_PORT", "tám nghìn")
    status, _, err = hoidap("documents", "list")
    assert status == 1
    assert "HOIDAP_PORT" in err


def test_help_lists_every_command(parts):
    result = CliRunner().invoke(build_app(parts), ["--help"])
    assert result.exit_code == 0
    for command in ("ask", "index", "documents", "serve", "eval"):
        assert command in result.output


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["ask", "a", "--data-dir", "d"], ["--data-dir", "d", "ask", "a"]),
        (["index", "--data-dir=d", "build"], ["--data-dir=d", "index", "build"]),
        (["ask", "--", "--data-dir", "d"], ["ask", "--", "--data-dir", "d"]),
        (["ask", "a", "--data-dir"], ["--data-dir", "ask", "a"]),
        ([], []),
    ],
)
def test_the_global_option_may_stand_anywhere(given, expected):
    assert hoist(given) == expected


def test_data_dir_reaches_the_parts(parts, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("HOIDAP_DATA_DIR", str(tmp_path / "environment"))
    run(["documents", "list"], parts)
    run(["documents", "list", "--data-dir", str(tmp_path / "option")], parts)
    assert [settings.data_dir.name for settings in parts.settings] == ["environment", "option"]
    assert capsys.readouterr().err == ""


def test_documents_list_show_facts(hoidap, document):
    status, out, _ = hoidap("documents", "list")
    assert status == 0
    assert document.id in out
    assert "2030-01-15" in out
    status, out, _ = hoidap("documents", "show", document.id)
    assert status == 0
    for words in ("Nguyễn Mẫu, CHỦ TỊCH", "MỤC TIÊU", document.paragraphs[7].text, "Phân công nhiệm vụ", "Nghiệm thu"):
        assert words in out
    for paragraph in document.paragraphs:
        assert paragraph.id in out
    status, out, _ = hoidap("documents", "facts", document.id)
    assert status == 0
    for words in ("Chủ trì, thực hiện", "Chỉ tiêu, số liệu", "cây xanh", "1.500", "mỗi thôn", "≥"):
        assert words in out


def test_documents_change(hoidap, library, document, tmp_path):
    file = tmp_path / "moi.txt"
    file.write_text("KẾ HOẠCH", encoding="utf-8")
    assert hoidap("documents", "add", str(file))[0] == 0
    assert [entry.id for entry in library.list()] == [document.id, "moi"]
    status, _, err = hoidap("documents", "add", str(file))
    assert status == 1
    assert "moi" in err
    assert hoidap("documents", "replace", "moi", str(file))[0] == 0
    assert hoidap("documents", "remove", "moi")[0] == 0
    assert [entry.id for entry in library.list()] == [document.id]
    for command in (("remove", "moi"), ("show", "moi"), ("facts", "moi"), ("replace", "moi", str(file))):
        status, out, err = hoidap("documents", *command)
        assert (status, out) == (1, "")
        assert "moi" in err


def test_index_build_and_status(hoidap, desk):
    status, out, err = hoidap("index", "build")
    assert (status, out, desk.builds) == (0, "", 1)
    assert "2 đoạn" in err
    status, _, err = hoidap("index", "build", "--if-stale")
    assert (status, desk.builds) == (0, 1)
    status, out, _ = hoidap("index", "status")
    assert status == 0
    assert "sẵn sàng" in out
    assert "- mau: 2 đoạn" in out


@pytest.mark.parametrize("state", [IndexState.MISSING, IndexState.STALE, IndexState.CORRUPT])
def test_if_stale_builds_what_is_not_ready(hoidap, assistant, library, state):
    desk = ScriptedIndexDesk(state)
    parts = parts_of(assistant, library, desk)
    status, out, _ = hoidap("index", "status", using=parts)
    assert status == 1
    assert "không dùng được" in out
    assert hoidap("index", "build", "--if-stale", using=parts)[0] == 0
    assert desk.builds == 1
    assert hoidap("index", "status", using=parts)[0] == 0


def test_index_verify(hoidap, assistant, library):
    assert hoidap("index", "verify")[0] == 0
    faulty = parts_of(assistant, library, ScriptedIndexDesk(faults=("thiếu tệp a", "sai tệp b")))
    status, out, err = hoidap("index", "verify", using=faulty)
    assert (status, out) == (1, "")
    assert "thiếu tệp a" in err
    assert "sai tệp b" in err
