"""The report of a run: one HTML page that needs nothing beside itself."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.metrics.latency import Latency, latency
from eval.metrics.retrieval import RetrievalFigures
from eval.report import words
from eval.report.charts import latency_chart, recall_chart, reliability_chart
from eval.report.views import Bars, facts, failures, lowest_first, rows, tile_groups, unseen
from eval.runs import Run
from eval.splits import Split
from eval.summary import CalibrationFigures

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(
    percent=words.percent,
    decimal=words.decimal,
    milliseconds=words.milliseconds,
    kind_name=words.kind_name,
    split_name=words.split_name,
    status_name=words.status_name,
)


def report_page(run: Run, shown: Collection[Split]) -> str:
    """Return the page; questions of splits that are not ``shown`` are only counted, by kind.

    The same run gives the same page.
    """
    summary, times = run.summary, latency(run.timings)
    failed = failures(run.cases, shown)
    return _TEMPLATES.get_template("report.html.j2").render(
        run=run,
        groups=tile_groups(summary, times),
        facts=facts(run),
        bars=(
            Bars("Theo phần", lowest_first(summary.by_split), words.split_name),
            Bars("Theo bộ câu hỏi", lowest_first(summary.by_set), lambda _: ""),
            Bars("Theo loại câu hỏi", lowest_first(summary.by_kind), words.kind_name),
            Bars("Theo lát", lowest_first(summary.by_slice), words.slice_name),
        ),
        charts=_charts(run, times),
        failures=failed,
        rows=rows(run.cases, failed, shown),
        unseen=unseen(run.cases, shown),
    )


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart with its heading and what to know of it."""

    title: str
    svg: Markup | None
    """None where there is nothing to draw."""
    says: str


def _charts(run: Run, times: Latency) -> tuple[Drawing, ...]:
    return _retrieval(run.summary.retrieval), _calibration(run.summary.calibration), _latency(run, times)


def _retrieval(figures: RetrievalFigures) -> Drawing:
    title = "Tìm thấy căn cứ"
    if not figures.questions:
        return Drawing(title, None, "Không có câu nào có căn cứ để tìm.")
    mrr, ndcg = words.decimal(figures.mrr_at_10, 3), words.decimal(figures.ndcg_at_10, 3)
    says = f"Trên {figures.questions} câu có căn cứ; MRR@10\N{NO-BREAK SPACE}{mrr}, nDCG@10\N{NO-BREAK SPACE}{ndcg}."
    return Drawing(title, _inline(recall_chart(figures.recall)), says)


def _calibration(figures: CalibrationFigures) -> Drawing:
    title = "Độ tin cậy"
    if not figures.bins:
        return Drawing(title, None, "Không có câu trả lời nào.")
    says = (
        "Số cạnh mỗi chấm là số câu trả lời; chấm nằm dưới đường chéo là nói quá chắc, trên đường chéo là quá dè dặt. "
        f"Lệch trung bình (ECE)\N{NO-BREAK SPACE}{words.decimal(figures.error, 3)}."
    )
    return Drawing(title, _inline(reliability_chart(figures.bins)), says)


def _latency(run: Run, times: Latency) -> Drawing:
    slower = sum(timing.milliseconds > times.p99 for timing in run.timings)
    says = f"p50 {words.milliseconds(times.p50)}, p99 {words.milliseconds(times.p99)}."
    if slower:
        says += f" {slower} câu lâu hơn p99, lâu nhất {words.milliseconds(times.most)}."
    found = [timing.milliseconds for timing in run.timings]
    return Drawing("Thời gian trả lời", _inline(latency_chart(found, times)), says)


def _inline(svg: str) -> Markup:
    # Matplotlib escapes what it writes, and the words are this package's own.
    return Markup(svg)
