"""The doors over the real registry, index and pipeline."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from model_server import saying, serving_model
from pydantic import SecretStr
from tiny_models import save_cross_encoder, save_transformer

from api.app import create_app
from api.assembly import AssembledParts, index_folder
from api.cli import run
from api.errors import SettingsInvalid
from api.service import IndexState
from api.settings import Settings
from index.errors import IndexCorrupt, IndexStale, ModelMismatch
from index.store import POINTER, current_version
from rag.answer import AnswerStatus
from rag.errors import QuestionRejected

PAPER = """ỦY BAN NHÂN DÂN
XÃ HOA MẪU
Số: 7/KH-UBND

Hoa Mẫu, ngày 15 tháng 01 năm 2030

KẾ HOẠCH
Trồng cây năm 2030

I. PHÂN CÔNG

1. Hội Liên hiệp Phụ nữ xã chủ trì trồng cây; các thôn phối hợp.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Data of a set-up whose first question has been asked."""
    data_dir = tmp_path_factory.mktemp("built")
    AssembledParts().assistant(Settings(data_dir=data_dir))
    return data_dir


@pytest.fixture
def set_up(built, tmp_path):
    """Settings of a copy of that set-up, free to change."""
    shutil.copytree(built, tmp_path / "var")
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def parts():
    return AssembledParts()


@pytest.fixture
def paper(tmp_path):
    path = tmp_path / "hoa-mau.txt"
    path.write_text(PAPER, encoding="utf-8")
    return path


def progress(stage, done, total):
    assert 0 <= done <= total, stage


def test_a_missing_index_is_built_with_a_word_on_stderr(parts, tmp_path, capsys):
    settings = Settings(data_dir=tmp_path / "new")
    assert parts.index(settings).status().state is IndexState.MISSING
    parts.assistant(settings)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Chưa có chỉ mục" in captured.err
    summary = parts.index(settings).status()
    assert summary.state is IndexState.READY
    assert summary.passages == sum(document.passages for document in summary.documents)


def test_answers_prove_themselves_over_http(parts, set_up, serve):
    library = parts.library(set_up)
    with serve(create_app(parts.assistant(set_up), library, set_up)) as address:
        suggestions = httpx.get(f"{address}/api/suggestions").json()["suggestions"]
        assert suggestions
        answered = 0
        for question in suggestions:
            answer = httpx.post(f"{address}/api/ask", json={"question": question}, timeout=60).json()
            answered += answer["status"] == "answered"
            for citation in answer["citations"]:
                document = httpx.get(f"{address}/api/documents/{citation['document_id']}").json()
                assert document["text"][citation["start"] : citation["end"]] == citation["quote"]
                page = httpx.get(address + citation["url"].partition("#")[0]).text
                assert f'id="{citation["paragraph_id"]}"' in page
        assert answered == len(suggestions)


def test_every_document_page_has_every_paragraph_once(parts, set_up, serve):
    library = parts.library(set_up)
    with serve(create_app(parts.assistant(set_up), library, set_up)) as address:
        for document in library.documents():
            page = httpx.get(f"{address}/documents/{document.id}").text
            for paragraph in document.paragraphs:
                assert page.count(f'id="{paragraph.id}"') == 1, paragraph.id


def test_documents_added_or_removed_make_the_index_stale(parts, set_up, paper):
    desk = parts.index(set_up)
    entry = parts.library(set_up).add(paper)
    assert desk.status().state is IndexState.STALE
    assert desk.verify()
    with pytest.raises(IndexStale, match=entry.id):
        parts.assistant(set_up)
    desk.build(progress)
    assert desk.status().state is IndexState.READY
    parts.library(set_up).remove(entry.id)
    assert desk.status().state is IndexState.STALE


def test_a_damaged_index_is_refused(parts, set_up):
    files = sorted(index_folder(set_up).rglob("*"), key=lambda path: path.stat().st_size if path.is_file() else 0)
    with files[-1].open("ab") as damaged:
        damaged.write(b"x")
    assert parts.index(set_up).status().state is IndexState.CORRUPT
    with pytest.raises(IndexCorrupt):
        parts.assistant(set_up)


def test_a_service_takes_up_a_new_index_while_it_answers(parts, set_up, paper):
    assistant = parts.assistant(set_up)
    question = "Ai chủ trì trồng cây ở xã Hoa Mẫu?"
    before = assistant.answer(question)
    assert all(citation.document_id != "hoa-mau" for citation in before.citations)
    parts.library(set_up).add(paper)
    assert assistant.readiness().ready
    parts.index(set_up).build(progress)
    deadline = time.monotonic() + 60
    while assistant.readiness().index_version == before.index_version:
        assert time.monotonic() < deadline, "the new index was not taken up in 60 s"
        time.sleep(0.05)
    after = assistant.answer(question, before.conversation_id)
    assert after.status is AnswerStatus.ANSWERED
    assert [citation.document_id for citation in after.citations] == ["hoa-mau"]


def test_a_new_index_that_cannot_be_used_leaves_the_old_one_answering(parts, set_up):
    assistant = parts.assistant(set_up)
    (index_folder(set_up) / POINTER).write_text("gone", encoding="utf-8")
    deadline = time.monotonic() + 30
    while assistant.readiness().ready:
        assert time.monotonic() < deadline, "the broken index was not noticed in 30 s"
        time.sleep(0.05)
    assert "hỏng" in (assistant.readiness().reason or "")
    assert assistant.answer("Ai ký kế hoạch?").answer


def test_a_conversation_goes_on_in_another_process(parts, set_up):
    document = next(paper for paper in parts.library(set_up).documents() if paper.metadata.signer)
    place, kind = document.metadata.commune, (document.metadata.kind or "").lower()
    one = parts.assistant(set_up)
    first = one.answer(f"Ai ký {kind} của {place}?")
    expected = one.answer("chức vụ gì?", first.conversation_id)
    again = one.answer(f"Ai ký {kind} của {place}?")
    found = parts.assistant(set_up).answer("chức vụ gì?", again.conversation_id)
    assert found.understood_question == expected.understood_question
    assert found.answer == expected.answer
    with pytest.raises(QuestionRejected) as caught:
        one.answer("chức vụ gì?", "made-up")
    assert caught.value.code == "unknown_conversation"


def test_no_model_words_answers_unless_one_is_set(parts, settings):
    assert parts.writer(settings) is None


def test_the_address_of_a_model_is_never_guessed_except_for_ollama(parts, settings):
    with pytest.raises(SettingsInvalid, match="HOIDAP_LLM_BASE_URL"):
        parts.writer(settings.model_copy(update={"llm": "openai:mo-hinh"}))
    writer = parts.writer(settings.model_copy(update={"llm": "ollama:mo-hinh:7b"}))
    assert (writer._model.model, writer._model.base_url) == ("mo-hinh:7b", "http://127.0.0.1:11434")
    writer.close()


def test_a_model_that_is_set_words_answers_and_earlier_turns_are_not_asked_of_it(parts, set_up):
    document = next(paper for paper in parts.library(set_up).documents() if paper.metadata.signer)
    question = f"Ai ký {(document.metadata.kind or '').lower()} của {document.metadata.commune}?"
    plain = parts.assistant(set_up).answer(question)
    with serving_model(saying(plain.answer)) as server:
        model = {"llm": "openai:mo-hinh", "llm_base_url": f"{server.address}/v1", "llm_api_key": SecretStr("khoa")}
        worded = set_up.model_copy(update=model)
        answer = parts.assistant(worded).answer(question)
        assert (server.keys, server.bodies[0]["model"]) == (["Bearer khoa"], "mo-hinh")
        assert answer.answer == plain.answer
        assert answer.citations == plain.citations
        assert answer.index_version == plain.index_version
        assert "mô hình ngôn ngữ" in answer.notices[-1]
        after = parts.assistant(worded).answer(question, answer.conversation_id)
        assert after.status is AnswerStatus.ANSWERED
        assert len(server.bodies) == 2, "once an answer: the conversation's first turn is followed without the model"


def test_a_reranker_is_part_of_the_version_and_the_index_is_not_loaded_again(parts, set_up, tmp_path):
    reranked = set_up.model_copy(update={"reranker_model": str(save_cross_encoder(tmp_path / "cross"))})
    assistant = parts.assistant(reranked)
    loaded = assistant._current()
    plain, answer = parts.assistant(set_up).answer("Ai ký kế hoạch?"), assistant.answer("Ai ký kế hoạch?")
    assert answer.index_version == assistant.readiness().index_version != plain.index_version
    assert plain.index_version == current_version(index_folder(set_up))
    assert answer.status is AnswerStatus.ANSWERED
    assert assistant._current() is loaded
    assert assistant._loading is None


def test_another_model_refuses_the_old_index_until_it_is_built_again(parts, set_up, tmp_path, paper):
    changed = set_up.model_copy(update={"embedding_model": str(save_transformer(tmp_path / "bert"))})
    with pytest.raises(ModelMismatch, match="hoidap index build"):
        parts.assistant(changed)
    assert parts.index(changed).status().state is IndexState.STALE
    library = parts.library(changed)
    entry = library.add(paper)
    for document in library.documents():
        if document.id != entry.id:
            library.remove(document.id)
    parts.index(changed).build(progress)
    assert parts.assistant(changed).answer("Ai chủ trì trồng cây?").status is AnswerStatus.ANSWERED


@pytest.mark.parametrize("setting", ["HOIDAP_EMBEDDING_MODEL", "HOIDAP_RERANKER_MODEL"])
def test_a_model_that_is_not_here_ends_the_command_with_how_to_fetch_it(parts, set_up, monkeypatch, capsys, setting):
    monkeypatch.setenv(setting, "to-chuc/chua-tai-ve")
    assert run(["ask", "Ai ký kế hoạch?", "--data-dir", str(set_up.data_dir)], parts) == 1
    assert "hf download to-chuc/chua-tai-ve" in capsys.readouterr().err.replace("\n", " ")


def rate(address, answer_id, comment):
    body = {"answer_id": answer_id, "rating": "down", "comment": comment}
    return httpx.post(f"{address}/api/feedback", json=body).status_code


def test_a_rating_knows_its_question_whichever_process_takes_it(parts, set_up, serve):
    ask = {"question": "Ai ký kế hoạch?"}
    library = parts.library(set_up)
    with serve(create_app(parts.assistant(set_up), library, set_up)) as address:
        first = httpx.post(f"{address}/api/ask", json=ask, timeout=60).json()
        follow_up = {"question": "chức vụ gì?", "conversation_id": first["conversation_id"]}
        streamed = httpx.post(f"{address}/api/ask/stream", json=follow_up, timeout=60).text
        second = json.loads(streamed.rpartition("event: answer\ndata: ")[2])
        assert rate(address, first["answer_id"], "thiếu") == 204
    with serve(create_app(parts.assistant(set_up), library, set_up)) as address:
        assert rate(address, second["answer_id"], "sai") == 204
        assert rate(address, "khong-co", None) == 204
        (set_up.data_dir / "conversations.sqlite").write_bytes(b"broken" * 1000)
        assert rate(address, second["answer_id"], "muộn") == 204
    entries = (set_up.data_dir / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(entry) for entry in entries]
    assert [(entry["comment"], entry["question"], entry["turns"], entry["answer"]) for entry in kept] == [
        ("thiếu", "Ai ký kế hoạch?", [], first["answer"]),
        ("sai", "chức vụ gì?", ["Ai ký kế hoạch?"], second["answer"]),
        (None, None, None, None),
        ("muộn", None, None, None),
    ]


def test_the_evaluation_stands_under_its_name(parts, capsys):
    assert run(["eval", "--help"], parts) == 0
    assert "run" in capsys.readouterr().out


def test_the_command_itself(set_up):
    command = [sys.executable, "-c", "from api.cli import main; main()"]
    question = "Ai ký kế hoạch?"
    done = subprocess.run(
        [*command, "ask", question, "--json", "--data-dir", str(set_up.data_dir)],
        cwd=Path(__file__).parents[2],
        env={"LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["question"] == question
