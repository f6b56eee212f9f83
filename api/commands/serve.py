"""``hoidap serve``: the HTTP service."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from api.commands.state import State, state_of
from api.errors import PortUnusable
from api.service import IndexState
from api.settings import export_settings, load_settings
from api.terminal import progress_bar, say

Host = Annotated[str | None, typer.Option("--host", help="Địa chỉ lắng nghe, mặc định 127.0.0.1.")]
Port = Annotated[int | None, typer.Option("--port", min=0, max=65_535, help="Cổng, mặc định 8000.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, max=64, help="Số tiến trình, mặc định 1.")]


def serve(context: typer.Context, host: Host = None, port: Port = None, workers: Workers = None) -> None:
    """Mở trang hỏi đáp và giao diện HTTP."""
    state = state_of(context)
    settings = load_settings(state.settings.data_dir, host, port, workers)
    listener = bind(settings.host, settings.port)
    with listener:
        if settings.workers == 1:
            _serve_here(State(state.parts, settings), listener)
        else:
            _serve_by_workers(State(state.parts, settings), listener)


def bind(host: str, port: int) -> socket.socket:
    """Return a socket bound to the address, before anything slow is loaded.

    :raises PortUnusable: the port is taken, or the address is not one of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        raise PortUnusable(
            "port_unusable",
            f"Không mở được {host}:{port} ({error.strerror or error}). Cổng có thể đang được dùng: "
            "hãy chọn cổng khác bằng --port.",
        ) from error
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"


def _serve_here(state: State, listener: socket.socket) -> None:
    import uvicorn

    from api.app import create_app

    assistant = state.parts.assistant(state.settings)
    app = create_app(assistant, state.parts.library(state.settings), state.settings)
    say(f"Hỏi đáp văn bản: {address_of(listener)} (Ctrl+C để dừng)")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
    server.run(sockets=[listener])


def _serve_by_workers(state: State, listener: socket.socket) -> None:
    import uvicorn

    desk = state.parts.index(state.settings)
    if desk.status().state is IndexState.MISSING:
        # Once, before the workers begin: each would build it.
        with progress_bar() as progress:
            desk.build(progress)
    export_settings(state.settings)
    host, port = listener.getsockname()[:2]
    say(f"Hỏi đáp văn bản: {address_of(listener)}, {state.settings.workers} tiến trình (Ctrl+C để dừng)")
    # The workers' parent binds for itself; this socket has shown that it can.
    listener.close()
    uvicorn.run(
        "api.assembly:worker_app",
        factory=True,
        host=host,
        port=port,
        workers=state.settings.workers,
        log_level="warning",
        server_header=False,
    )
