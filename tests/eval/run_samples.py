"""Runs to compare and to report on, made without asking anything."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from eval_samples import IDENTITY, UNSEEN, Told, documents_in

from eval.asking import Outcome, ask
from eval.cases import Case, Timing
from eval.judging import Papers
from eval.runs import SCHEMA, Run, RunManifest, written_run
from eval.splits import Split, split_of
from eval.summary import summarize

PAPERS = Papers(documents_in(UNSEEN))


def topic(split: Split) -> str:
    """A topic of the split."""
    return next(name for name in (f"topic-{number}" for number in count()) if split_of(name) is split)


DEV, HELD_OUT = topic(Split.DEV), topic(Split.HELD_OUT)


def case(question, reply) -> Case:
    return ask(question, Told(*[reply] * (len(question.turns) + 1)), PAPERS).case


def made_run(cases, identity=IDENTITY, path=Path("runs/mau")) -> Run:
    """A whole run of the cases; the first took 10 ms, each further one 10 ms more."""
    manifest = RunManifest(SCHEMA, identity.fingerprint, datetime(2026, 3, 1, 20, 5, tzinfo=UTC), len(cases), identity)
    return Run(path, manifest, tuple(cases), timings(cases), summarize(cases))


def kept_run(cases, folder: Path, identity=IDENTITY) -> Path:
    """Write a whole run down and return its folder."""
    with written_run(identity, len(cases), folder) as writer:
        for one, timing in zip(cases, timings(cases), strict=True):
            writer.add(Outcome(one, timing))
        writer.finish(summarize(cases))
    return writer.path


def timings(cases) -> tuple[Timing, ...]:
    return tuple(Timing(one.question.id, 10.0 * number) for number, one in enumerate(cases, 1))


def named(base, number, /, **changed):
    return replace(base, id=f"q{number}", **changed)
