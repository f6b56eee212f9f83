"""Runs the commands of claims as a person would: each a process of its own."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.gate.claims import ClaimedRun
from eval.gate.errors import CommandFailed
from eval.runs import MANIFEST, Run, load_run


def rerun(claimed: ClaimedRun, hoidap: Sequence[str]) -> Run:
    """Run a claim's command in a new folder and return what it measured.

    :param hoidap: the words that run the command line on the set-up in use.
    :raises CommandFailed: the command, or adding the papers it is about, ended with an error.
    """
    with TemporaryDirectory(prefix="hoidap-check-") as scratch:
        words = list(hoidap)
        if claimed.papers:
            words += ["--data-dir", str(Path(scratch) / "data")]
            _run(claimed.command, [*words, "documents", "add", *papers_of(claimed)])
        runs = Path(scratch) / "runs"
        _run(claimed.command, [*words, *shlex.split(claimed.command)[1:], "--out", str(runs)])
        (made,) = runs.glob(f"*/{MANIFEST}")
        return load_run(made.parent)


def papers_of(claimed: ClaimedRun) -> list[str]:
    """Return the papers that a claim's set-up gets.

    :raises CommandFailed: a pattern has none here.
    """
    papers: list[str] = []
    for pattern in claimed.papers:
        found = sorted(map(str, Path().glob(pattern)))
        if not found:
            reason = f"không có tệp nào khớp {pattern}; hãy chạy lệnh này trong thư mục của dự án"
            raise CommandFailed(claimed.command, 1, reason)
        papers += found
    return papers


def _run(command: str, words: Sequence[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise CommandFailed(command, done.returncode, done.stderr)
