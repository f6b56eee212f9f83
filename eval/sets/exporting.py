"""A run as a workbook: what was answered, from where, and the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.cases import Case, reasons
from eval.metrics.latency import latency
from eval.runs import Run
from eval.sets.columns import NO, VARIANT, YES, Heading, name_of
from eval.sets.writing import Cell, Share, Sheet, SheetColumn
from eval.splits import Split
from eval.summary import Figure
from rag.answer import AnswerStatus, Citation

STATUSES = {
    AnswerStatus.ANSWERED: "đã trả lời",
    AnswerStatus.NO_ANSWER: "không tìm thấy",
    AnswerStatus.NEEDS_CLARIFICATION: "hỏi lại cho rõ",
}
FAILED = "lỗi"
"""In place of a status where the question ended in an error."""
RIGHT, WRONG = "Đúng", "Sai"
SPLITS = {Split.DEV: "để chỉnh (dev)", Split.HELD_OUT: "để dành (held-out)"}
_RESULT_COLUMNS = (
    SheetColumn(Heading.ID.value, 12),
    SheetColumn("Bộ câu hỏi", 14),
    SheetColumn("Phần", 14),
    SheetColumn(Heading.KIND.value, 16),
    SheetColumn(Heading.SLICES.value, 16),
    SheetColumn("Cuộc hỏi", 40),
    SheetColumn("Câu hỏi được hiểu là", 40),
    SheetColumn("Kết thúc", 16),
    SheetColumn("Câu trả lời", 60),
    SheetColumn("Lưu ý", 30),
    SheetColumn("Đúng/Sai", 10),
    SheetColumn("Vì sao sai", 40),
    SheetColumn("Độ chắc chắn", 10),
    SheetColumn(Heading.ANSWERABLE.value, 10),
    SheetColumn(Heading.ITEMS.value, 36),
    SheetColumn(Heading.FORBIDDEN.value, 26),
    SheetColumn("Mili giây", 10),
)
_SOURCE_COLUMNS = (
    SheetColumn(Heading.ID.value, 12),
    SheetColumn("Nhãn", 8),
    SheetColumn("Mã văn bản", 26),
    SheetColumn("Văn bản", 40),
    SheetColumn("Số, ký hiệu", 16),
    SheetColumn("Cơ quan ban hành", 30),
    SheetColumn("Ngày ban hành", 14),
    SheetColumn("Đề mục", 40),
    SheetColumn("Đoạn", 70),
    SheetColumn("Trích nguyên văn", 50),
)
_FIGURE_COLUMNS = (
    SheetColumn("Phần", 24),
    SheetColumn("Mục", 44),
    SheetColumn("Số câu", 10),
    SheetColumn("Đúng", 10),
    SheetColumn("Giá trị", 14),
)


def run_sheets(run: Run, split: Split | None) -> tuple[Sheet, ...]:
    """Return the sheets "Kết quả", "Nguồn" and "Tổng hợp"; ``split`` limits the first two, None for all questions."""
    cases = tuple(case for case in run.cases if split is None or case.question.split is split)
    times = {timing.id: timing.milliseconds for timing in run.timings}
    return (
        Sheet("Kết quả", _RESULT_COLUMNS, tuple(_result(case, times.get(case.question.id)) for case in cases)),
        Sheet("Nguồn", _SOURCE_COLUMNS, tuple(_source(*cited) for cited in _cited(cases))),
        Sheet("Tổng hợp", _FIGURE_COLUMNS, tuple(_figures(run))),
    )


def _result(case: Case, milliseconds: float | None) -> tuple[Cell, ...]:
    question, reply = case.question, case.reply
    return (
        question.id,
        question.set_name,
        SPLITS[question.split],
        name_of(question.kind),
        ", ".join(question.slices),
        "\n".join((*question.turns, question.question)),
        reply.understood_question if reply else None,
        STATUSES[reply.status] if reply else FAILED,
        reply.answer if reply else None,
        "\n".join(reply.notices) if reply else None,
        RIGHT if case.verdict.right else WRONG,
        "\n".join(reasons(case)),
        reply.confidence if reply else None,
        YES if question.answerable else NO,
        "\n".join(VARIANT.join(variants) for variants in question.items),
        "\n".join(question.forbidden),
        milliseconds,
    )


def _cited(cases: Sequence[Case]) -> Iterator[tuple[str, Citation]]:
    for case in cases:
        for citation in case.reply.citations if case.reply else ():
            yield case.question.id, citation


def _source(question_id: str, citation: Citation) -> tuple[Cell, ...]:
    return (
        question_id,
        citation.label,
        citation.document_id,
        citation.document_title,
        citation.document_number,
        citation.issuer,
        citation.issued_on,
        " › ".join(citation.section_path),
        citation.paragraph,
        citation.quote,
    )


def _figures(run: Run) -> Iterator[tuple[Cell, ...]]:
    identity, summary = run.manifest.identity, run.summary
    yield "Lượt chạy", "Bắt đầu lúc (UTC)", None, None, f"{run.manifest.started_at:%d/%m/%Y %H:%M}"
    yield "Lượt chạy", "Dấu của lượt", None, None, run.manifest.fingerprint
    yield "Lượt chạy", "Chỉ mục", None, None, identity.index_version
    yield "Lượt chạy", "Bộ câu hỏi", None, None, ", ".join(mark.name for mark in identity.questions)
    parts: tuple[tuple[str, Sequence[Figure]], ...] = (
        ("Tỷ lệ đúng", (summary.total, summary.answerable, summary.must_refuse)),
        ("Theo phần", summary.by_split),
        ("Theo bộ câu hỏi", summary.by_set),
        ("Theo loại câu hỏi", summary.by_kind),
        ("Theo lát", summary.by_slice),
    )
    for part, figures in parts:
        for figure in figures:
            yield part, figure.group, figure.asked, figure.right, Share(figure.share)
    yield from _other_figures(run)


def _other_figures(run: Run) -> Iterator[tuple[Cell, ...]]:
    answers, refusals, retrieval = run.summary.answers, run.summary.refusals, run.summary.retrieval
    times = latency(run.timings)
    values: tuple[tuple[str, str, Cell], ...] = (
        ("Câu trả lời", "Ý nói đủ", Share(answers.items_found_share)),
        ("Câu trả lời", "Đoạn dẫn trúng", Share(answers.citation_precision)),
        ("Câu trả lời", "Căn cứ được dẫn", Share(answers.citation_recall)),
        ("Câu trả lời", "Trích đúng nguyên văn", Share(answers.exact_quote_share)),
        ("Câu trả lời", "Số câu nhầm xã", answers.scope_errors),
        ("Câu trả lời", "Số câu từ chối oan", answers.refused_wrongly),
        ("Câu trả lời", "Số câu trả lời điều văn bản không có", answers.answered_wrongly),
        ("Câu trả lời", "Số câu lỗi", answers.errors),
        ("Câu trả lời", "Độ dài trung bình (ký tự)", round(answers.mean_length, 1)),
        ("Từ chối", "Từ chối đúng", Share(refusals.precision)),
        ("Từ chối", "Từ chối đủ", Share(refusals.recall)),
        *(("Tìm căn cứ", f"Có trong {at.k} đoạn đầu", Share(at.recall)) for at in retrieval.recall),
        ("Tìm căn cứ", "MRR@10", round(retrieval.mrr_at_10, 4)),
        ("Tìm căn cứ", "nDCG@10", round(retrieval.ndcg_at_10, 4)),
        ("Độ chắc chắn", "Lệch trung bình so với tỷ lệ đúng", round(run.summary.calibration.error, 4)),
        ("Thời gian", "Mili giây mỗi câu, một nửa số câu không quá", times.p50),
        ("Thời gian", "Mili giây mỗi câu, 99 % số câu không quá", times.p99),
    )
    for part, name, value in values:
        yield part, name, None, None, value
