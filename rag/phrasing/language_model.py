"""The writer that asks a language model."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import cast

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk

from rag.answer import Answer
from rag.phrasing.background import BackgroundLoop
from rag.phrasing.form import longest
from rag.phrasing.prompt import messages
from rag.phrasing.writer import Unused

LOG = logging.getLogger("hoidap.rag")
_ENDED = ("finish_reason", "done_reason")
"""How OpenAI's and Ollama's interfaces tell why the text ends."""
_CUT_OFF = frozenset({"length", "content_filter", "load", "unload"})


class LanguageModelWriter:
    """Has a chat model word answers, within a time and a length. Safe to share between threads."""

    def __init__(self, chat_model: BaseChatModel, timeout_s: float) -> None:
        """Keep the model.

        :param timeout_s: seconds from asking to the last word; what is not there by then is not waited for.
        """
        self._model = chat_model
        self._timeout_s = timeout_s
        self._background = BackgroundLoop()

    def write(self, answer: Answer) -> str | Unused:
        """Return the model's wording of the answer, or why there is none."""
        try:
            return self._background.run(self._ask(answer), self._timeout_s)
        except TimeoutError:
            return Unused.TIMED_OUT
        except Exception as error:
            # Each provider has its own errors; whatever went wrong, the answer is there without the model. What the
            # server said may repeat the question or the key, so only the kind of the error is written down.
            LOG.warning("the language model gave no wording: %s", type(error).__name__)
            return Unused.FAILED

    async def _ask(self, answer: Answer) -> str | Unused:
        bound = longest(answer.answer)
        whole: AIMessageChunk | None = None
        # Typed as an iterator it is a generator, and lets go of its connection when it is closed.
        chunks = cast("AsyncGenerator[AIMessageChunk, None]", self._model.astream(messages(answer)))
        async with aclosing(chunks) as stream:
            async for chunk in stream:
                whole = chunk if whole is None else whole + chunk
                if len(whole.text) > bound:
                    return Unused.TOO_LONG
        if whole is None:
            return Unused.EMPTY
        ended = next((whole.response_metadata[key] for key in _ENDED if key in whole.response_metadata), None)
        if ended is None or ended in _CUT_OFF:
            return Unused.FAILED
        return str(whole.text)

    def close(self) -> None:
        """Let go of the thread that asks; nothing may be written any more."""
        self._background.close()
