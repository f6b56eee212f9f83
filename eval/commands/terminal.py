"""Where commands write: results to stdout, everything else to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.text import Text

from eval.errors import EvaluationError

PIPE_WIDTH = 120
"""Columns where there is no terminal whose width to go by."""


def results(pipe_width: int = PIPE_WIDTH) -> Console:
    """Return the console of what a command was asked for; ``pipe_width`` columns where there is no terminal."""
    width = None if sys.stdout.isatty() else pipe_width
    return Console(highlight=False, markup=False, emoji=False, width=width)


def remarks() -> Console:
    """Return the console of progress, remarks and errors."""
    return Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)


@contextmanager
def told_plainly() -> Iterator[None]:
    """Tell an expected failure in one line and end with status 1.

    :raises typer.Exit: the work failed.
    """
    try:
        yield
    except (EvaluationError, OSError) as error:
        remarks().print(Text(f"Lỗi: {error}", style="bold red"))
        raise typer.Exit(1) from error
