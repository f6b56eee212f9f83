"""What routes are given: the parts of the application, and a thread to do blocking work in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar, cast

import anyio
from anyio.to_thread import run_sync
from fastapi import Depends, Request

from api.feedback import FeedbackBook
from api.metrics import Metrics
from api.service import Assistant, Library
from api.settings import Settings

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Services:
    """The parts of one application."""

    assistant: Assistant
    library: Library
    settings: Settings
    metrics: Metrics
    feedback: FeedbackBook
    threads: anyio.CapacityLimiter
    """How many questions are worked on at once: more would only make each slower."""

    async def work(self, task: Callable[[], T]) -> T:
        """Do a question's blocking work in a thread, when one is free."""
        return await run_sync(task, limiter=self.threads)


def _services(request: Request) -> Services:
    return cast(Services, request.app.state.services)


ServicesDep = Annotated[Services, Depends(_services)]
