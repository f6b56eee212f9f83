"""What Prometheus may ask of a process: counts and durations, never words."""

from __future__ import annotations

import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rag.answer import Answer

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The figures of one application, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "hoidap_http_requests", "Requests served.", ("method", "route", "status"), registry=self._registry
        )
        self._duration = Histogram(
            "hoidap_http_request_seconds",
            "Seconds to serve a request.",
            ("method", "route"),
            buckets=SECONDS,
            registry=self._registry,
        )
        self._in_flight = Gauge("hoidap_http_requests_in_flight", "Requests being served.", registry=self._registry)
        self._answers = Counter(
            "hoidap_answers", "Questions answered, by how they ended.", ("status",), registry=self._registry
        )
        self._answering = Histogram(
            "hoidap_answer_seconds", "Seconds to find an answer.", buckets=SECONDS, registry=self._registry
        )
        self._feedback = Counter("hoidap_feedback", "Ratings received.", ("rating",), registry=self._registry)
        self._ready = Gauge("hoidap_ready", "1 where questions can be answered.", registry=self._registry)

    def request_began(self) -> None:
        """Count a request in."""
        self._in_flight.inc()

    def request_ended(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request out; ``route`` is the pattern, so that ids make no new series."""
        self._in_flight.dec()
        self._requests.labels(method, route, str(status)).inc()
        self._duration.labels(method, route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.status.value).inc()
        self._answering.observe(answer.timings_ms.total / 1000)

    def rated(self, rating: str) -> None:
        """Count a rating."""
        self._feedback.labels(rating).inc()

    def exposition(self, ready: bool) -> bytes:
        """Return the figures in Prometheus's text format."""
        self._ready.set(1 if ready else 0)
        return generate_latest(self._registry)


class Measured:
    """ASGI middleware that counts and times requests."""

    METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        statuses: list[int] = []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
            await send(message)

        began = time.perf_counter()
        self._metrics.request_began()
        try:
            await self._app(scope, receive, watch)
        finally:
            method = scope["method"] if scope["method"] in self.METHODS else "other"
            status = statuses[0] if statuses else 500
            self._metrics.request_ended(method, _route(scope), status, time.perf_counter() - began)


def _route(scope: Scope) -> str:
    route = scope.get("route")
    return str(getattr(route, "path", "unmatched"))
