"""A bar of what is done, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from eval.commands.terminal import remarks


@contextmanager
def done_bar(says: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show a bar; what it yields is told how many are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=remarks(), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(says, total=total)
        yield lambda done: progress.update(task, completed=done)
