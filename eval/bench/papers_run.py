"""Carries out what ``hoidap eval bench-papers`` was asked for: every retriever on the papers, then the table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.text import Text

from eval.bench.marks import PAPERS_TABLE
from eval.bench.paper_retrievers import OverPieces, PaperRetriever, ProductOnPapers
from eval.bench.papers import Group, MeasuredOnPapers, Proofs, measurable, measure_on_papers
from eval.bench.papers_reporting import PapersReport, markdown_of
from eval.bench.peers import peers
from eval.bench.pieces import as_paragraphs, as_passages
from eval.bench.retrievers import ProductRetriever
from eval.bench.run import asked_stock_peers, progress_bar, provenance_now
from eval.bench.stock_peers import StockPeers
from eval.commands.terminal import remarks
from eval.office import Office
from eval.questions import chosen, load_questions
from eval.splits import Split
from index.embedding import EmbeddingModel

SEARCH_ALONE = "hoidap-search"
"""The product's index asked with the question as it stands, of all papers: no scope, no abbreviations, no topic."""


@dataclass(frozen=True, slots=True)
class PapersOrder:
    """What to measure, and where to write it."""

    questions: Path
    group: str | None
    split: Split | None
    with_peers: bool
    write_to: Path | None
    """Document whose table is written anew."""

    @property
    def command(self) -> str:
        """Return the command line, without the names of this machine's files."""
        words = ["hoidap eval bench-papers"]
        words += [f"--slice {self.group}"] if self.group is not None else []
        words += [f"--split {self.split.value}"] if self.split is not None else []
        words += ["--peers"] if self.with_peers else []
        return " ".join([*words, "--write FILE"])


def carry_out(order: PapersOrder, office: Office) -> PapersReport:
    """Measure all that was ordered and return the figures.

    :raises EvaluationError: the questions or the document cannot be used; nothing was measured then.
    :raises index.errors.ModelUnusable: an embedding model's files are not in order.
    """
    documents = office.documents()
    questions = measurable(chosen(load_questions(order.questions, documents), order.group, order.split))
    if order.write_to is not None:
        PAPERS_TABLE.check(order.write_to)
    model = office.model()
    proofs = Proofs(documents, questions)
    stock = asked_stock_peers(order.with_peers)
    measured = []
    for retriever in _line_up(model, stock, order.with_peers):
        with progress_bar(retriever.name) as progress:
            measured.append(measure_on_papers(retriever, documents, questions, proofs, progress))
        remarks().print(Text(_remark(measured[-1])))
    report = PapersReport(len(documents), len(questions), tuple(measured), stock.missing)
    if order.write_to is not None:
        PAPERS_TABLE.write(order.write_to, markdown_of(report, provenance_now(order.command, model)))
        remarks().print(Text(f"Đã viết bảng vào {order.write_to}."))
    return report


def _line_up(model: EmbeddingModel, stock: StockPeers, with_peers: bool) -> Iterator[PaperRetriever]:
    """Yield the retrievers in their order; those of the stock peers are loaded when their turn has come."""
    yield ProductOnPapers(model)
    yield OverPieces(SEARCH_ALONE, ProductRetriever(model), as_passages)
    if with_peers:
        yield from (OverPieces(peer.name, peer, as_paragraphs) for peer in peers(model))
    for peer in stock.installed:
        yield OverPieces(peer.name, peer.make(), peer.cut)


def _remark(one: MeasuredOnPapers) -> str:
    p50 = next(found.p50_ms for found in one.groups if found.group is Group.ALL)
    return f"{one.retriever}: dựng {one.build_seconds:.1f} s, mỗi câu p50 {p50:.2f} ms"
