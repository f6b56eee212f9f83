"""The HTTP door, put together from its parts."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from api.deps import Services
from api.errors import ApiError
from api.feedback import feedback_book
from api.guard import Guard
from api.metrics import Measured, Metrics
from api.pages import STATIC
from api.problems import install_problems
from api.routes import ask, documents, feedback, operations, pages
from api.service import Assistant, Library
from api.settings import Settings
from corpus.errors import CorpusError
from index.errors import IndexFailure
from rag.errors import RagError

LOG = logging.getLogger("hoidap.api")
KNOWN_ERRORS: tuple[type[Exception], ...] = (ApiError, CorpusError, IndexFailure, RagError)


def create_app(assistant: Assistant, library: Library, settings: Settings) -> FastAPI:
    """Return the application that serves the chat, the documents and the HTTP interface."""
    metrics = Metrics()
    app = FastAPI(
        title="Hỏi đáp văn bản",
        summary="Trả lời câu hỏi bằng tiếng Việt trên chính văn bản của cơ quan, dẫn nguồn từng chữ.",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.services = Services(
        assistant=assistant,
        library=library,
        settings=settings,
        metrics=metrics,
        feedback=feedback_book(settings),
        threads=anyio.CapacityLimiter(settings.answer_threads),
    )
    for part in (ask, documents, feedback, operations, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    install_problems(app, KNOWN_ERRORS)
    app.add_middleware(Measured, metrics=metrics)
    # Added last, so outermost: it also sees what goes wrong in the others.
    app.add_middleware(Guard, max_body_bytes=settings.max_body_bytes)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    services: Services = app.state.services
    readiness = await services.work(services.assistant.readiness)
    if not readiness.ready:
        LOG.warning("serving without a usable index: %s", readiness.reason)
    yield
