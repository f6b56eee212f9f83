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

from eval.bench.marks import SETS_TABLE
from eval.bench.measuring import Measured, Typing, measure
from eval.bench.peers import model_peer, peers
from eval.bench.reporting import Provenance, SetReport, markdown_of
from eval.bench.retrievers import ProductRetriever, Retriever
from eval.bench.sets import read_set, set_folders
from eval.bench.stock_peers import StockPeer, StockPeers, stock_peers
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
    peer_texts: int
    """Texts of the largest set that a transformer among the peers has to read."""
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
        words += ["--peers", f"--peer-texts {self.peer_texts}"] if self.with_peers else []
        words += ["--model FOLDER"] if self.model_folder is not None else []
        return " ".join([*words, "--write FILE"])


@dataclass(frozen=True, slots=True)
class _LineUp:
    """Who is measured: ``first``, then the stock peers, which are loaded when their turn has come, then ``last``."""

    first: tuple[Retriever, ...]
    stock: StockPeers
    last: tuple[Retriever, ...]
    peer_texts: int

    def too_slow_for(self, texts: int) -> tuple[StockPeer, ...]:
        """Return the peers that would have to read more than they are given."""
        return tuple(peer for peer in self.stock.installed if peer.encodes and texts > self.peer_texts)

    def of(self, texts: int) -> Iterator[Retriever]:
        """Yield the retrievers of a set of so many texts, in their order."""
        yield from self.first
        slow = self.too_slow_for(texts)
        yield from (peer.make() for peer in self.stock.installed if peer not in slow)
        yield from self.last


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
        SETS_TABLE.check(order.write_to)
    others = () if order.model_folder is None else (model_peer(order.model_folder),)
    ours = model()
    line_up = _LineUp(
        first=(ProductRetriever(ours), *(peers(ours) if order.with_peers else ())),
        stock=asked_stock_peers(order.with_peers),
        last=others,
        peer_texts=order.peer_texts,
    )
    reports = tuple(_measured_set(folder, line_up, order.typings) for folder in folders)
    if order.write_to is not None:
        SETS_TABLE.write(order.write_to, markdown_of(reports, provenance_now(order.command, ours)))
        remarks().print(Text(f"Đã viết bảng vào {order.write_to}."))
    return reports


def asked_stock_peers(wanted: bool) -> StockPeers:
    """Return the stock peers, saying which of them are not installed; nobody where they are not wanted."""
    if not wanted:
        return StockPeers((), ())
    found = stock_peers()
    if found.remark is not None:
        remarks().print(Text(found.remark))
    return found


def provenance_now(command: str, model: EmbeddingModel) -> Provenance:
    """Return how figures come about that are measured here and today."""
    return Provenance(
        command=command,
        day=datetime.now(UTC).date(),
        machine=f"{os.cpu_count()} cores, Python {platform.python_version()}",
        model=model.fingerprint[:_FINGERPRINT_SHOWN],
    )


def _measured_set(folder: Path, line_up: _LineUp, typings: Sequence[Typing]) -> SetReport:
    measured_set = read_set(folder)
    texts = len(measured_set.entries)
    slow = tuple(peer.name for peer in line_up.too_slow_for(texts))
    if slow:
        remarks().print(Text(_too_many(measured_set.name, slow, line_up.peer_texts)))
    measured = []
    for retriever in line_up.of(texts):
        with progress_bar(f"{measured_set.name}, {retriever.name}") as progress:
            measured.append(measure(retriever, measured_set, typings, progress))
        remarks().print(Text(_remark(measured_set.name, measured[-1])))
    left_out = (*line_up.stock.missing, *slow)
    return SetReport(measured_set.name, texts, len(measured_set.queries), tuple(measured), left_out)


def _too_many(name: str, slow: Sequence[str], most: int) -> str:
    return f"{name}: không đo {', '.join(slow)} vì bộ có hơn {most} văn bản; muốn đo thì tăng --peer-texts."


def _remark(name: str, one: Measured) -> str:
    times = ", ".join(f"{asked.p50_ms:.2f} ms" for asked in one.asked)
    return f"{name}, {one.retriever}: dựng {one.build_seconds:.1f} s, mỗi câu p50 {times}"


@contextmanager
def progress_bar(says: str) -> Iterator[Progress]:
    """Show a bar for the stage that is on, on a terminal only."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=remarks(), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(says, total=None)
        yield lambda stage, done, total: bar.update(task, description=f"{says}: {stage}", completed=done, total=total)
