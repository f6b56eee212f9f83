"""Settings come from the environment and the command line, and from nowhere else."""

import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from api.errors import SettingsInvalid
from api.settings import Settings, default_data_dir, export_settings, load_settings


def test_defaults():
    settings = load_settings()
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.embedding_model is None
    assert settings.reranker_model is None
    assert settings.max_question_chars == 2000
    assert (settings.llm, settings.llm_base_url, settings.llm_api_key) == (None, None, None)


def test_a_key_is_never_shown(monkeypatch):
    monkeypatch.setenv("HOIDAP_LLM_API_KEY", "khoa-bi-mat")
    monkeypatch.setenv("HOIDAP_LLM", "sai")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    assert "khoa-bi-mat" not in caught.value.detail
    monkeypatch.setenv("HOIDAP_LLM", "ollama:mo-hinh")
    settings = load_settings()
    assert settings.llm_api_key is not None
    assert "khoa-bi-mat" not in f"{settings!r}{settings}{settings.model_dump_json()}"


def test_state_lies_beside_the_virtual_environment(monkeypatch):
    monkeypatch.setattr(sys, "prefix", "/somewhere/.venv")
    assert default_data_dir() == Path("/somewhere/var")
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    assert default_data_dir() == Path("var")


def test_options_stand_above_the_environment(monkeypatch):
    monkeypatch.setenv("HOIDAP_PORT", "9001")
    monkeypatch.setenv("HOIDAP_HOST", "0.0.0.0")
    monkeypatch.setenv("HOIDAP_DATA_DIR", "")
    settings = load_settings(port=9002)
    assert (settings.host, settings.port) == ("0.0.0.0", 9002)
    assert settings.data_dir == default_data_dir()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "x"),
        ("PORT", "-1"),
        ("WORKERS", "0"),
        ("MAX_QUESTION_CHARS", "2001"),
        ("LLM", "gpt"),
        ("LLM", "other:model"),
        ("LLM", "ollama:"),
        ("LLM_BASE_URL", "127.0.0.1:8080"),
        ("LLM_TIMEOUT_SECONDS", "0"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(monkeypatch, name, value):
    monkeypatch.setenv(f"HOIDAP_{name}", value)
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    assert f"HOIDAP_{name}" in caught.value.detail
    assert value in caught.value.detail


def test_worker_processes_get_the_same_settings(monkeypatch, tmp_path):
    for name in Settings.model_fields:
        monkeypatch.setenv(f"HOIDAP_{name.upper()}", "")
    monkeypatch.setenv("HOIDAP_RERANKER_MODEL", "to-chuc/mo-hinh")
    monkeypatch.setenv("HOIDAP_LLM", "openai:mo-hinh")
    monkeypatch.setenv("HOIDAP_LLM_API_KEY", "khoa-bi-mat")
    settings = load_settings(tmp_path, "127.0.0.2", 8123, 3)
    assert settings.reranker_model == "to-chuc/mo-hinh"
    assert settings.llm_api_key == SecretStr("khoa-bi-mat")
    export_settings(settings)
    assert load_settings() == settings
