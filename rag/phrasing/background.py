"""Work that is waited for until a moment, whatever it is doing then."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
_GRACE_S = 0.25
"""How long work that was called off may take to let go of its connection."""


class BackgroundLoop:
    """An event loop in a thread of its own. Safe to share between threads.

    Work in it can be called off at any point where it waits, in the middle of a byte that does not come; a time-out
    of a socket begins anew with each byte.
    """

    def __init__(self) -> None:
        """Start the loop; it ends with the process or by :meth:`close`."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="hoidap-phrasing", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, T], seconds: float) -> T:
        """Return what the work returns.

        :raises TimeoutError: it is not done after so many seconds; it is called off.
        """
        future: Future[T] = asyncio.run_coroutine_threadsafe(asyncio.wait_for(work, seconds), self._loop)
        try:
            return future.result(seconds + _GRACE_S)
        except TimeoutError:
            future.cancel()
            raise

    def close(self) -> None:
        """Call off what is still at work and stop the loop; nothing may be run any more."""
        asyncio.run_coroutine_threadsafe(_wind_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _wind_up() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.wait(others, timeout=_GRACE_S) if others else None
    await asyncio.get_running_loop().shutdown_asyncgens()
    # One more turn, in which closed connections are let go of.
    await asyncio.sleep(0)
