"""The settings of a set-up: the one place that reads (and, for worker processes, writes) the environment."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.errors import SettingsInvalid

PREFIX = "HOIDAP_"


def default_data_dir() -> Path:
    """Return ``var`` beside the virtual environment that runs, or in the working folder without one."""
    if sys.prefix != sys.base_prefix:
        return Path(sys.prefix).parent / "var"
    return Path("var")


class Settings(BaseSettings):
    """Everything that can be set, each as ``HOIDAP_<NAME>`` in the environment."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    data_dir: Path = Field(
        default_factory=default_data_dir, description="Folder of all state: registry, index, feedback."
    )
    embedding_model: str | None = Field(
        default=None, description="Folder or sentence-transformers id; the shipped model where unset."
    )
    reranker_model: str | None = Field(
        default=None, description="Folder or id of a cross-encoder that orders the best hits again; none where unset."
    )
    llm: str | None = Field(
        default=None,
        pattern=r"^(?:ollama|openai):\S+$",
        description="Language model that words answers, as ollama:MODEL or openai:MODEL; none where unset.",
    )
    llm_base_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s@]+$",
        description="Address of its server; has to be set for openai, http://127.0.0.1:11434 for ollama where unset.",
    )
    llm_api_key: SecretStr | None = Field(default=None, description="Key that the server asks for.")
    llm_timeout_seconds: float = Field(
        default=20.0, gt=0, le=120, description="Seconds that an answer waits for its wording, all in all."
    )
    host: str = Field(default="127.0.0.1", min_length=1, description="Address to serve on.")
    port: int = Field(default=8000, ge=0, le=65_535, description="Port to serve on; 0 lets the system choose.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that serve.")
    max_question_chars: int = Field(default=2000, ge=1, le=2000, description="Longest question, in code points.")
    max_body_bytes: int = Field(default=65_536, ge=1024, description="Largest request body, in bytes.")
    answer_threads: int = Field(default=4, ge=1, le=256, description="Questions answered at once, a process.")
    conversation_minutes: int = Field(
        default=240, ge=1, le=240, description="Minutes after its last question that a conversation is kept."
    )
    max_conversation_turns: int = Field(default=20, ge=1, description="Questions kept of a conversation.")


def load_settings(
    data_dir: Path | None = None,
    host: str | None = None,
    port: int | None = None,
    workers: int | None = None,
) -> Settings:
    """Return the settings of the environment, with the options given on the command line in their place.

    :raises SettingsInvalid: a value cannot be used; the detail names each such setting.
    """
    options: dict[str, Any] = {"data_dir": data_dir, "host": host, "port": port, "workers": workers}
    given = {name: value for name, value in options.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsInvalid("settings_invalid", _say(error)) from error


def _say(error: ValidationError) -> str:
    parts = [
        f"{PREFIX}{'_'.join(str(part) for part in item['loc']).upper()} = {item['input']!r} ({item['msg']})"
        for item in error.errors()
    ]
    return "Thiết lập không dùng được: " + "; ".join(parts) + "."


def export_settings(settings: Settings) -> None:
    """Hand the settings to processes started from this one, through the environment."""
    for name, value in settings.model_dump(exclude_none=True).items():
        shown = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        os.environ[PREFIX + name.upper()] = shown
