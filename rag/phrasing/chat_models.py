"""Chat models by name, of a server that the office names: Ollama, or any with OpenAI's interface."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from importlib import import_module

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from rag.errors import LanguageModelUnusable

_SEED = 20
_CONTEXT = 8192
"""Tokens; Ollama's own default cuts a long prompt without a word."""
_NO_KEY = "none"
"""Servers of one's own want no key, and the client will not start without one."""


class Provider(StrEnum):
    """Whose interface the server speaks."""

    OLLAMA = "ollama"
    OPENAI = "openai"


@dataclass(frozen=True, slots=True)
class ChatModelSpec:
    """Which model, and where it runs."""

    provider: Provider
    model: str
    base_url: str
    timeout_s: float
    """Seconds that one wait for the network may take; the writer bounds the whole."""
    api_key: SecretStr | None = field(default=None, repr=False)


def open_chat_model(spec: ChatModelSpec) -> BaseChatModel:
    """Return the model; nothing is sent until it is asked.

    It asks once, takes no way through a proxy and follows no redirection: what it is asked goes to that server only.

    :raises LanguageModelUnusable: the provider's packages are not installed, or it does not take the key or address.
    """
    key = spec.api_key.get_secret_value() if spec.api_key else ""
    if not (key.isascii() and key.isprintable()):
        raise LanguageModelUnusable(
            f"{spec.provider}:{spec.model}: expected an API key of printable ASCII letters, found others",
            "Khóa của máy chủ mô hình ngôn ngữ có ký tự không dùng được. Hãy kiểm tra HOIDAP_LLM_API_KEY.",
        )
    try:
        # By name: without the provider's package, init_chat_model looks for another one of the same kind.
        import_module(f"langchain_{spec.provider}")
        return _ollama(spec) if spec.provider is Provider.OLLAMA else _openai(spec)
    except ImportError as error:
        raise LanguageModelUnusable(
            f"expected the packages for {spec.provider}:{spec.model}, found none ({error}): pip install 'hoidap[llm]'",
            f"Chưa cài gói cho mô hình ngôn ngữ {spec.provider}:{spec.model}. Hãy chạy: pip install 'hoidap[llm]'.",
        ) from error
    except Exception as error:
        # What the client says of its settings names them all, the key too; neither it nor its cause goes further.
        raise LanguageModelUnusable(
            f"{spec.provider}:{spec.model} cannot be set up ({type(error).__name__}); check address and name",
            f"Không thiết lập được mô hình ngôn ngữ {spec.provider}:{spec.model}. Hãy kiểm tra HOIDAP_LLM và "
            "HOIDAP_LLM_BASE_URL.",
        ) from None


def _ollama(spec: ChatModelSpec) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    bearer = {"Authorization": f"Bearer {spec.api_key.get_secret_value()}"} if spec.api_key else {}
    return init_chat_model(
        spec.model,
        model_provider=spec.provider.value,
        base_url=spec.base_url,
        temperature=0.0,
        seed=_SEED,
        num_ctx=_CONTEXT,
        reasoning=False,
        client_kwargs={
            "timeout": spec.timeout_s,
            "trust_env": False,
            "follow_redirects": False,
            "headers": bearer,
        },
    )


def _openai(spec: ChatModelSpec) -> BaseChatModel:
    from langchain.chat_models import init_chat_model
    from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

    return init_chat_model(
        spec.model,
        model_provider=spec.provider.value,
        base_url=spec.base_url,
        api_key=spec.api_key or SecretStr(_NO_KEY),
        temperature=0.0,
        seed=_SEED,
        max_retries=0,
        timeout=spec.timeout_s,
        openai_proxy="",
        stream_usage=False,
        use_responses_api=False,
        http_client=DefaultHttpxClient(trust_env=False, follow_redirects=False),
        http_async_client=DefaultAsyncHttpxClient(trust_env=False, follow_redirects=False),
    )
