"""``hoidap eval learn-kinds``: what a question asks for and which of its words ask, learnt from marked questions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from eval.commands.terminal import remarks, results, told_plainly

if TYPE_CHECKING:
    from eval.kind_measuring import Measured

_KINDS = Path(__file__).parents[1] / "kinds"
SHIPPED_KINDS = _KINDS / "questions.txt"
"""The questions that the shipped model is learnt from."""
HELD_BACK_KINDS = _KINDS / "held_back.txt"
"""Questions that nothing is ever learnt from."""

MarkedQuestions = Annotated[
    Path, typer.Option("--questions", metavar="F", help="Tệp câu hỏi đã đánh dấu; mặc định là tệp kèm theo.")
]
WriteTo = Annotated[
    Path | None, typer.Option("--write", metavar="FILE", help="Ghi các trọng số vào tệp .npz (rag/data/kinds.npz).")
]


def add_to(app: typer.Typer) -> None:
    """Register the command."""

    @app.command("learn-kinds")
    def _learn_kinds(questions: MarkedQuestions = SHIPPED_KINDS, write_to: WriteTo = None) -> None:
        """Học loại câu hỏi và từ để hỏi từ câu đã đánh dấu; đo trên chủ đề để riêng và trên câu không dùng để học."""
        # Here, not above: scikit-learn is slow to import, and no other command needs it.
        from eval.files import replace_bytes
        from eval.kind_learning import learn_kinds, read_marked
        from eval.kind_measuring import cross_validated, measured
        from rag.kinds import KindModel, packed

        with told_plainly():
            marked = read_marked(questions)
            weights = learn_kinds(marked, questions.read_bytes())
            left_out = cross_validated(marked)
            results().print(_table("Mỗi chủ đề đoán bằng mô hình học từ chủ đề khác", left_out))
            results().print(_table(HELD_BACK_KINDS.name, measured(read_marked(HELD_BACK_KINDS), KindModel(weights))))
            results().print(_by_kind(left_out))
            if write_to is not None:
                replace_bytes(write_to, packed(weights))
                remarks().print(Text(f"Đã ghi {write_to}."))


def _table(title: str, found: Measured) -> Table:
    caption = f"{found.questions} câu hỏi; lệch độ tin cậy của mô hình {found.calibration_error:.3f}"
    table = Table(title=title, caption=caption, title_justify="left", caption_justify="left")
    for column in ("", "Đúng loại", "Từ để hỏi: đúng", "đủ"):
        table.add_column(column, no_wrap=True)
    for name, score in (("luật", found.rules), ("mô hình", found.model), ("cả hai", found.both)):
        figures = (score.accuracy, score.asking_precision, score.asking_recall)
        table.add_row(name, *(f"{figure:.1%}" for figure in figures))
    return table


def _by_kind(found: Measured) -> Table:
    table = Table(title="F1 từng loại (chủ đề để riêng)", title_justify="left")
    for column in ("Loại", "luật", "mô hình", "cả hai"):
        table.add_column(column, no_wrap=True)
    scores = [dict(score.f1) for score in (found.rules, found.model, found.both)]
    for kind in dict.fromkeys(kind for score in scores for kind in score):
        table.add_row(kind.value, *(f"{score.get(kind, 0.0):.2f}" for score in scores))
    return table
