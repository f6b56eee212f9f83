"""Carries out what ``hoidap eval bench`` was asked for: every retriever on every set, then the table."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.text import Text

from eval.bench.measuring import Measured, Typing, measure
from eval.bench.peers import model_peer, peers
from eval.bench.reporting import Provenance, SetReport, check_marks, markdown_of, write_table
from eval.bench.retrievers import ProductRetriever, Retriever
from eval.bench.sets import read_set, set_folders
from eval.commands.terminal import remarks
from index.embedding import EmbeddingModel
from index.search import Progress

_FINGERPRINT_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Order:
    """What to measure, and where to write it."""

    folder: Path
    """Of one set, or of folders of sets."""
    strip_accents: bool
    """Type the questions without accents; not looked at where a table is written, which wants both."""
    with_peers: bool
    model_folder: Path | None
    """Of one more embedding model to measure."""
    write_to: Path | None
    """Document whose table is written anew."""

    @property
    def typings(self) -> tuple[Typing, ...]:
        """Return the ways to type the questions, the one to show first."""
        if self.write_to is not None:
            return (Typing.AS_WRITTEN, Typing.NO_ACCENTS)
        return (Typing.NO_ACCENTS,) if self.strip_accents else (Typing.AS_WRITTEN,)

    @property
    def command(self) -> str:
        """Return the command line, without the names of this machine's folders."""
        words = ["hoidap eval bench DIR"]
        words += ["--peers"] if self.with_peers else []
        words += ["--model FOLDER"] if self.model_folder is not None else []
        return " ".join([*words, "--write FILE"])


def carry_out(order: Order, model: Callable[[], EmbeddingModel]) -> tuple[SetReport, ...]:
    """Measure all that was ordered and return the figures, a report a set.

    :param model: the product's embedding model, called once the input is found sound.
    :raises BenchError: a set, the folder of a model or the document cannot be used; nothing was measured then.
    :raises index.errors.ModelUnusable: an embedding model's files are not in order.
    """
    folders = set_folders(order.folder)
    for folder in folders:  # a slip in the last set is told now, not after hours
        read_set(folder)
    if order.write_to is not None:
        check_marks(order.write_to)
    others = () if order.model_folder is None else (model_peer(order.model_folder),)
    ours = model()
    retrievers = (ProductRetriever(ours), *(peers(ours) if order.with_peers else ()), *others)
    reports = tuple(_measured_set(folder, retrievers, order.typings) for folder in folders)
    if order.write_to is not None:
        provenance = Provenance(
            command=order.command,
            day=datetime.now(UTC).date(),
            machine=f"{os.cpu_count()} cores, Python {platform.python_version()}",
            model=ours.fingerprint[:_FINGERPRINT_SHOWN],
        )
        write_table(order.write_to, markdown_of(reports, provenance))
        remarks().print(Text(f"Đã viết bảng vào {order.write_to}."))
    return reports


def _measured_set(folder: Path, retrievers: Sequence[Retriever], typings: Sequence[Typing]) -> SetReport:
    measured_set = read_set(folder)
    measured = []
    for retriever in retrievers:
        with _progress(f"{measured_set.name}, {retriever.name}") as progress:
            measured.append(measure(retriever, measured_set, typings, progress))
        remarks().print(Text(_remark(measured_set.name, measured[-1])))
    return SetReport(measured_set.name, len(measured_set.entries), len(measured_set.queries), tuple(measured))


def _remark(name: str, one: Measured) -> str:
    times = ", ".join(f"{asked.p50_ms:.2f} ms" for asked in one.asked)
    return f"{name}, {one.retriever}: dựng {one.build_seconds:.1f} s, mỗi câu p50 {times}"


@contextmanager
def _progress(says: str) -> Iterator[Progress]:
    """Show a bar for the stage that is on, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=remarks(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(says, total=None)
        yield lambda stage, done, total: bar.update(task, description=f"{says}: {stage}", completed=done, total=total)
