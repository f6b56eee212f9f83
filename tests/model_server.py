"""A model server on a loopback port that answers, or misbehaves, as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Server:
    address: str
    reply: Reply
    paths: list[str] = field(default_factory=list)
    bodies: list[dict] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    seconds: float = 0.0
    """How long the one who asked had to wait, as the test measured it."""


def head(handler: BaseHTTPRequestHandler, kind: str, status: int = 200, length: int | None = None) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.send_header("Connection", "close")
    handler.end_headers()


def event(text: str | None, finish: str | None = None) -> bytes:
    delta = {} if text is None else {"role": "assistant", "content": text}
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "thử", "choices": [choice]}
    return b"data: " + json.dumps(chunk).encode() + b"\n\n"


def saying(text: str, finish: str | None = "stop") -> Reply:
    """Streams the text as OpenAI's interface does, a few letters an event."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        head(handler, "text/event-stream")
        for start in range(0, len(text), 40):
            handler.wfile.write(event(text[start : start + 40]))
        handler.wfile.write((event(None, finish) if finish else b"") + b"data: [DONE]\n\n")

    return reply


def saying_as_ollama(text: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        head(handler, "application/x-ndjson")
        for start in range(0, len(text), 40):
            line = {"model": "thử", "message": {"role": "assistant", "content": text[start : start + 40]}}
            handler.wfile.write(json.dumps({**line, "done": False}).encode() + b"\n")
        last = {"model": "thử", "message": {"role": "assistant", "content": ""}, "done": True, "done_reason": "stop"}
        handler.wfile.write(json.dumps(last).encode() + b"\n")

    return reply


@contextmanager
def serving_model(reply: Reply) -> Iterator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.paths.append(self.path)
            server.bodies.append(json.loads(body))
            server.keys.append(self.headers.get("Authorization"))
            with suppress(BrokenPipeError, ConnectionResetError):  # it hangs up on what takes too long
                server.reply(self)

        def log_message(self, *_words: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}", reply)
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
