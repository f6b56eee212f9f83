"""What stands around every request: security headers, the body's size, and the last catch of errors."""

from __future__ import annotations

import logging
from collections.abc import Mapping

from fastapi import HTTPException
from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.failures import UNEXPECTED, Failure
from api.problems import HTTP_FAILURES, problem_response

SECURITY_HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
LOG = logging.getLogger("hoidap.api")


class Guard:
    """ASGI middleware, the outermost of ours."""

    def __init__(self, app: ASGIApp, max_body_bytes: int) -> None:
        self._app = app
        self._limit = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._limit)
        if exchange.declared(scope) > self._limit:
            await exchange.fail(scope, HTTP_FAILURES[413])
            return
        try:
            await self._app(scope, exchange.receive, exchange.send)
        except ClientDisconnect:
            return
        except Exception:
            LOG.exception("unexpected error in %s %s", scope["method"], scope["path"])
            await exchange.fail(scope, UNEXPECTED)


class _Exchange:
    """One request and its response, as they pass."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._limit = limit
        self._received = 0
        self._started = False

    @staticmethod
    def declared(scope: Scope) -> int:
        """Return the body's size in bytes as the request declares it, 0 where it does not."""
        value = dict(scope["headers"]).get(b"content-length", b"0")
        return int(value) if value.isdigit() else 0

    async def receive(self) -> Message:
        """Pass on a part of the body.

        :raises HTTPException: 413, with this part the body is larger than a request may be.
        """
        message = await self._receive()
        self._received += len(message.get("body", b""))
        if self._received > self._limit:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        """Pass on a part of the response, with the security headers."""
        if message["type"] == "http.response.start":
            self._started = True
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await self._send(message)

    async def fail(self, scope: Scope, failure: Failure) -> None:
        """Answer with a problem, unless the response is on its way already."""
        if self._started:
            return
        # The rest of a body that is refused is never read, so the connection cannot be used again.
        await problem_response(failure, {"connection": "close"})(scope, self._receive, self.send)
