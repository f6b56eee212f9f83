"""A figure of a run by its name."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass

from eval.gate.errors import UnknownMetric
from eval.metrics.latency import Latency, latency
from eval.metrics.retrieval import RecallAt
from eval.runs import Run
from eval.summary import Figure, Summary


@dataclass(frozen=True, slots=True)
class _Measured:
    summary: Summary
    latency: Latency


def figure_at(run: Run, metric: str) -> float:
    """Return the figure at a path of names: ``total.share``, ``by_slice.chat.right``, ``retrieval.recall.10``.

    A path begins at :class:`eval.summary.Summary`, or at ``latency``; groups go by their name, recall by its rank.

    :raises UnknownMetric: the run has no such figure.
    """
    names = metric.split(".")
    found: object = _Measured(run.summary, latency(run.timings))
    for name in names if names[0] == "latency" else ["summary", *names]:
        children = _children(found)
        if name not in children:
            raise UnknownMetric(metric, name, children)
        found = children[name]
    if not isinstance(found, int | float):
        raise UnknownMetric(metric, f"{metric}.…", _children(found))
    return float(found)


def _children(found: object) -> dict[str, object]:
    if isinstance(found, tuple):
        return {_name(member): _value(member) for member in found}
    if is_dataclass(found):
        return {field.name: getattr(found, field.name) for field in fields(found)}
    return {}


def _name(member: object) -> str:
    if isinstance(member, Figure):
        return member.group
    return str(member.k) if isinstance(member, RecallAt) else ""


def _value(member: object) -> object:
    return member.recall if isinstance(member, RecallAt) else member
