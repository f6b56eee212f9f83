"""``hoidap eval learn``: how the passages found are put in order, learnt from a question set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from eval.commands.options import QuestionSet
from eval.commands.progress import done_bar
from eval.commands.terminal import remarks, results, told_plainly
from eval.judging import Papers
from eval.office import Office
from eval.questions import SHIPPED_QUESTIONS, load_questions
from eval.splits import Split

if TYPE_CHECKING:
    from eval.learning import Learnt

WriteTo = Annotated[
    Path | None, typer.Option("--write", metavar="FILE", help="Ghi các trọng số vào tệp JSON (rag/data/ranking.json).")
]


def add_to(app: typer.Typer, office: Office) -> None:
    """Register the command."""

    @app.command("learn")
    def _learn(questions: QuestionSet = SHIPPED_QUESTIONS, write_to: WriteTo = None) -> None:
        """Học trọng số xếp hạng đoạn từ các câu hỏi "dev" có căn cứ; câu "held-out" không được dùng."""
        # Here, not above: it brings the whole product in, which no other command of this group needs at once.
        from eval.ablation import Kit, unranked
        from eval.learning import best_learnt, examples, write_weights

        with told_plainly():
            documents = office.documents()
            known = [q for q in load_questions(questions, documents) if q.split is Split.DEV and q.evidence]
            with done_bar("Đọc các câu hỏi", len(known)) as report_done:
                found = examples(known, *unranked(Kit(documents, office.model())), Papers(documents), report_done)
            learnt = best_learnt(found)
            results().print(_table(learnt))
            remarks().print(Text(_remark(learnt, len(found), len(known))))
            if write_to is not None:
                write_weights(learnt.weights, write_to)
                remarks().print(Text(f"Đã ghi {write_to}."))


def _table(learnt: Learnt) -> Table:
    from rag.ranking import FEATURES

    table = Table(title="Trọng số xếp hạng đoạn", title_justify="left")
    table.add_column("Đặc trưng", no_wrap=True)
    table.add_column("Trọng số", justify="right")
    for weight, name in sorted(zip(learnt.weights, FEATURES, strict=True), key=lambda pair: -abs(pair[0])):
        table.add_row(name, f"{weight:+.3f}")
    return table


def _remark(learnt: Learnt, found: int, known: int) -> str:
    return (
        f"{found} trong {known} câu hỏi có căn cứ trong các đoạn tìm được. Kiểm tra chéo với mức phạt "
        f"{learnt.penalty:g}: căn cứ đứng đầu {learnt.hit_at_1:.1%}, trong 5 đoạn đầu {learnt.hit_at_5:.1%}."
    )
