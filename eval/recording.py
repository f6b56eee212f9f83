"""Keeps a run on disk: ``<folder>/<time>-<index version>/`` with ``cases.jsonl`` and ``summary.json``."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TypeAlias

from eval.running import Case, Figure, RunReport

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
_UNSAFE = re.compile(r"[^\w.-]+")


def write_run(report: RunReport, folder: Path) -> Path:
    """Write the run to a new folder inside ``folder`` and return it.

    :raises OSError: the folder cannot be written, or is there already.
    """
    name = f"{report.started_at:%Y%m%dT%H%M%S}-{_UNSAFE.sub('_', report.index_version)[:40]}"
    run_folder = folder / name
    run_folder.mkdir(parents=True)
    lines = (json.dumps(_case(case), ensure_ascii=False) + "\n" for case in report.cases)
    (run_folder / "cases.jsonl").write_text("".join(lines), encoding="utf-8")
    summary = json.dumps(_summary(report), ensure_ascii=False, indent=2) + "\n"
    (run_folder / "summary.json").write_text(summary, encoding="utf-8")
    return run_folder


def _case(case: Case) -> dict[str, Json]:
    verdict, question, answer = case.verdict, case.question, case.answer
    record: dict[str, Json] = {
        "id": question.id,
        "turns": list(question.turns),
        "question": question.question,
        "kind": question.kind.value,
        "slices": list(question.slices),
        "answerable": question.answerable,
        "verdict": {key: _plain(value) for key, value in asdict(verdict).items()},
        "error": case.error,
        "milliseconds": round(case.milliseconds, 2),
    }
    if answer is not None:
        record |= {
            "understood_question": answer.understood_question,
            "status": answer.status.value,
            "answer": answer.answer,
            "notices": list(answer.notices),
            "confidence": answer.confidence,
            "citations": [
                {"document_id": c.document_id, "paragraph_id": c.paragraph_id, "quote": c.quote}
                for c in answer.citations
            ],
        }
    return record


def _plain(value: object) -> Json:
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value if isinstance(value, bool) else str(value)


def _summary(report: RunReport) -> dict[str, Json]:
    return {
        "started_at": report.started_at.isoformat(),
        "index_version": report.index_version,
        "total": _figure(report.total),
        "answerable": _figure(report.answerable),
        "must_refuse": _figure(report.must_refuse),
        "by_kind": {figure.group: _figure(figure) for figure in report.by_kind},
        "by_slice": {figure.group: _figure(figure) for figure in report.by_slice},
        "wrong_place": report.wrong_place,
        "refused_wrongly": report.refused_wrongly,
        "answered_wrongly": report.answered_wrongly,
        "errors": report.errors,
        "inexact_quotes": report.inexact_quotes,
        "p50_ms": round(report.p50_ms, 2),
        "p99_ms": round(report.p99_ms, 2),
    }


def _figure(figure: Figure) -> Json:
    return {"asked": figure.asked, "right": figure.right, "share": round(figure.share, 4)}
