"""Charts as SVG to stand inside a page: the same figures give the same bytes, and no two charts share an id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from io import StringIO

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from eval.metrics.calibration import ConfidenceBin
from eval.metrics.latency import Latency
from eval.metrics.retrieval import RecallAt
from eval.report.words import decimal, milliseconds, percent

_INCHES = (4.7, 3.2)
"""Wide enough for its words, narrow enough to be read on a phone at the page's own letter size."""
_INK, _SOFT, _LINE, _ACCENT, _ALARM = "#20262b", "#565f65", "#d6d3c9", "#1f5a52", "#9b2c25"
_NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_SIZE = re.compile(r' (?:width|height)="[^"]*"')
_STYLE_SHEET = re.compile(r"\s*<defs>\s*<style[^>]*>.*?</style>\s*</defs>", re.DOTALL)
_REFERENCE = re.compile(r'(\bid="|href="#|url\(#)')
_SMALL = 9
_LOW = 0.12
"""Shares up to here have no room for words below them."""
_MOST_BARS = 24
_BIN_STEPS = (0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Widths in milliseconds that a bar of the histogram may have."""


def recall_chart(recall: Sequence[RecallAt]) -> str:
    """Return the share of the wanted evidence among the first k passages, over k."""
    places = range(len(recall))
    shares = [at.recall for at in recall]
    with _chart("recall") as (figure, axes):
        axes.plot(places, shares, color=_ACCENT, marker="o", linewidth=2)
        for place, share in zip(places, shares, strict=True):
            _label(axes, percent(share), (place, share))
        axes.set_xticks(list(places), [str(at.k) for at in recall])
        axes.set_xlim(-0.4, len(recall) - 0.6)
        axes.set_xlabel("Số đoạn đầu được xét")
        _shares(axes, "Căn cứ tìm thấy")
        told = "; ".join(f"trong {at.k} đoạn đầu: {percent(at.recall)}" for at in recall)
        return _svg(figure, "recall", f"Biểu đồ căn cứ tìm thấy, {told}.")


def reliability_chart(bins: Sequence[ConfidenceBin]) -> str:
    """Return the share of right answers over their confidence, with the line on which both are the same."""
    most = max(one.answers for one in bins)
    with _chart("reliability") as (figure, axes):
        axes.plot([0, 1], [0, 1], color=_SOFT, linestyle="--", linewidth=1.2)
        axes.annotate("khớp hoàn toàn", (0.17, 0.09), fontsize=_SMALL, color=_SOFT)
        at, right = [one.confidence for one in bins], [one.right for one in bins]
        axes.plot(at, right, color=_ACCENT, linewidth=1.5)
        axes.scatter(at, right, s=[24 + 120 * one.answers / most for one in bins], color=_ACCENT, zorder=3)
        for one in bins:
            _label(axes, str(one.answers), (one.confidence, one.right))
        axes.set_xlim(0, 1.06)
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.0%}"))
        axes.set_xlabel("Độ tin cậy đã nêu")
        _shares(axes, "Thực tế đúng")
        told = "; ".join(f"nêu {percent(b.confidence)}: đúng {percent(b.right)} của {b.answers} câu" for b in bins)
        return _svg(figure, "reliability", f"Biểu đồ độ tin cậy, {told}.")


def latency_chart(times: Sequence[float], figures: Latency) -> str:
    """Return how many questions took how long, up to the 99th percentile, in milliseconds."""
    edges = _edges(figures.p99)
    with _chart("latency") as (figure, axes):
        axes.hist(times, edges, color=_ACCENT, edgecolor="white", linewidth=0.6)
        for name, value, style in (("p50", figures.p50, "-"), ("p99", figures.p99, "--")):
            axes.axvline(value, color=_ALARM, linestyle=style, linewidth=1.4)
            axes.annotate(
                name, (value, 1.01), xycoords=("data", "axes fraction"), ha="center", fontsize=_SMALL, color=_ALARM
            )
        axes.set_xlim(0, edges[-1])
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: decimal(value, 0)))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True, steps=[1, 2, 5, 10]))
        axes.set_xlabel("Mili giây một câu")
        axes.set_ylabel("Số câu")
        axes.grid(axis="y")
        told = f"một nửa số câu xong trong {milliseconds(figures.p50)}, 99% xong trong {milliseconds(figures.p99)}"
        return _svg(figure, "latency", f"Biểu đồ thời gian trả lời: {told}.")


def _edges(p99: float) -> list[float]:
    step = next((step for step in _BIN_STEPS if p99 / step <= _MOST_BARS), max(p99, 1.0) / _MOST_BARS)
    return [float(edge) for edge in np.arange(0, p99 + step, step)] if p99 else [0.0, step]


@contextmanager
def _chart(name: str) -> Iterator[tuple[Figure, Axes]]:
    """Give an empty figure to be drawn and saved inside, in the page's style and with ids made from its name."""
    style = matplotlib.rc_context(
        {
            "svg.fonttype": "none",
            "svg.hashsalt": name,
            "font.family": "DejaVu Sans",
            "font.size": 10,
            "text.color": _INK,
            "axes.labelcolor": _INK,
            "axes.edgecolor": _SOFT,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "xtick.color": _INK,
            "ytick.color": _INK,
            "grid.color": _LINE,
        }
    )
    with style:
        figure = Figure(figsize=_INCHES, layout="constrained")
        figure.patch.set_alpha(0)
        axes = figure.add_subplot()
        axes.patch.set_alpha(0)
        yield figure, axes


def _label(axes: Axes, words: str, at: tuple[float, float]) -> None:
    """Write beside a point: below it, where a rising line leaves room, but above one that lies near the axis."""
    offset, edge = ((3, -8), "top") if at[1] > _LOW else ((0, 8), "bottom")
    axes.annotate(words, at, offset, textcoords="offset points", ha="left", va=edge, fontsize=_SMALL)


def _shares(axes: Axes, label: str) -> None:
    axes.set_ylim(0, 1.05)
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0%", "25%", "50%", "75%", "100%"])
    axes.set_ylabel(label)
    axes.grid(axis="y")


def _svg(figure: Figure, name: str, told: str) -> str:
    """Return the figure as one element of a page; ``name`` parts its ids from those of the page's other charts."""
    file = StringIO()
    figure.savefig(file, format="svg", metadata=_NO_METADATA)
    text = file.getvalue()
    text = _STYLE_SHEET.sub("", text[text.index("<svg") :], count=1)
    text = _REFERENCE.sub(rf"\g<1>{name}-", text)
    head, body = text.split(">", 1)
    title = f'<title id="{name}-title">{escape(told)}</title>'
    # Matplotlib would say how lines join in a style sheet, which in a page would be the whole page's.
    style = "stroke-linejoin: round; stroke-linecap: butt"
    return f'{_SIZE.sub("", head)} role="img" aria-labelledby="{name}-title" style="{style}">{title}{body}'.strip()
