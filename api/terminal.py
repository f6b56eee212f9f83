"""How commands speak: results on stdout, everything else on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from api.service import Progress

NARROWEST_PIPE = 120
"""Columns where there is no terminal whose width to go by."""


def out() -> Console:
    """Return stdout, for results."""
    return Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else NARROWEST_PIPE)


def say(words: str, style: str = "") -> None:
    """Write a line for people on stderr."""
    console = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
    console.print(Text(words, style=style))


def fail(words: str) -> None:
    """Write why the work failed on stderr."""
    say(f"Lỗi: {words}", "bold red")


def write(text: str) -> None:
    """Write text for programs on stdout, to the letter."""
    sys.stdout.write(text + "\n")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Give what reports progress: a bar on a terminal, a line for each stage elsewhere."""
    if not sys.stderr.isatty():
        yield _stage_lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with RichProgress(*columns, console=Console(stderr=True)) as bar:
        tasks = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield report


def _stage_lines() -> Progress:
    said: set[str] = set()

    def report(stage: str, done: int, total: int) -> None:
        if done >= total and stage not in said:
            said.add(stage)
            say(f"{stage}: {total}")

    return report
