"""``hoidap eval bench``: retrieval on public sets, and beside it what others would build."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from eval.commands.terminal import results, told_plainly

if TYPE_CHECKING:
    from eval.bench.reporting import SetReport
    from index.embedding import EmbeddingModel

_PIPE_WIDTH = 140
"""Columns where there is no terminal whose width to go by: what the widest table takes."""
_PEER_TEXTS = 5_000
"""What a transformer of six layers encodes in minutes on two cores."""

SetsFolder = Annotated[
    Path,
    typer.Argument(
        metavar="DIR",
        help="Thư mục có corpus, queries, qrels (.jsonl hoặc .jsonl.xz), hoặc thư mục chứa nhiều bộ như thế.",
    ),
]
StripAccents = Annotated[bool, typer.Option("--strip-accents", help="Bỏ dấu các câu hỏi (không bỏ dấu văn bản).")]
AsJson = Annotated[bool, typer.Option("--json", help="In một đối tượng JSON.")]
WithPeers = Annotated[bool, typer.Option("--peers", help="Đo cả các cách tìm kiếm thông dụng, trong cùng lượt chạy.")]
PeerTexts = Annotated[
    int,
    typer.Option(
        "--peer-texts", metavar="N", min=1, help="Bộ có hơn N văn bản thì không đo các mô hình transformer của --peers."
    ),
]
ModelFolder = Annotated[
    Path | None,
    typer.Option("--model", metavar="FOLDER", help="Đo thêm một mô hình sentence-transformers có trên máy."),
]
WriteTo = Annotated[
    Path | None,
    typer.Option(
        "--write", metavar="FILE", help="Viết lại bảng số liệu trong tệp Markdown; hỏi cả có dấu lẫn không dấu."
    ),
]


def add_to(app: typer.Typer, model: Callable[[], EmbeddingModel]) -> None:
    """Register the command. ``model`` gives the product's embedding model, once a command asks for it."""

    @app.command("bench")
    def _bench(
        folder: SetsFolder,
        strip_accents: StripAccents = False,
        as_json: AsJson = False,
        with_peers: WithPeers = False,
        peer_texts: PeerTexts = _PEER_TEXTS,
        model_folder: ModelFolder = None,
        write_to: WriteTo = None,
    ) -> None:
        """Đo khâu tìm kiếm trên bộ dữ liệu công khai: dựng chỉ mục tạm, hỏi mọi câu, in số liệu."""
        # Here, not above: it brings in all of the index, which not every command of the group needs.
        from eval.bench.run import Order, carry_out

        if write_to is not None and strip_accents:
            raise typer.BadParameter("--write đã đo cả câu hỏi không dấu; hãy bỏ --strip-accents.")
        order = Order(folder, strip_accents, with_peers, peer_texts, model_folder, write_to)
        with told_plainly():
            reports = carry_out(order, model)
        if as_json:
            _write_json(reports, folder)
        else:
            _print_tables(reports)


def _write_json(reports: tuple[SetReport, ...], folder: Path) -> None:
    from eval.bench.reporting import json_of
    from eval.bench.sets import set_folders

    sys.stdout.write(json_of(reports, in_a_list=set_folders(folder) != (folder,)) + "\n")


def _print_tables(reports: tuple[SetReport, ...]) -> None:
    from eval.bench.reporting import table_of

    for report in reports:
        results(_PIPE_WIDTH).print(table_of(report))
