"""``hoidap eval``: the command line of this package, made around the set-up that the caller hands in."""

from __future__ import annotations

import typer

from eval.bench.command import add_to as add_bench
from eval.bench.papers_command import add_to as add_bench_papers
from eval.commands import ablate, check, compare, learn, learn_kinds, report, run, sets
from eval.office import Office


def make_app(office: Office) -> typer.Typer:
    """Return ``hoidap eval``. Each part of the set-up is made when a command asks for it."""
    app = typer.Typer(help="Đo chất lượng trả lời trên bộ câu hỏi.", no_args_is_help=True)

    @app.callback()
    def _group() -> None:
        """Đo chất lượng trả lời trên bộ câu hỏi."""

    run.add_to(app, office)
    compare.add_to(app)
    report.add_to(app)
    check.add_to(app, office)
    ablate.add_to(app, office)
    learn.add_to(app, office)
    learn_kinds.add_to(app)
    sets.add_to(app, office)
    add_bench(app, office.model)
    add_bench_papers(app, office)
    return app
