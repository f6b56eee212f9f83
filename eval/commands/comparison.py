"""How a comparison of two runs is told on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from eval.cases import Case, reasons
from eval.changes import Change, Part
from eval.comparing import (
    SIGNIFICANT,
    Comparison,
    GroupedBy,
    LeftOut,
    Moved,
    Pair,
    Reason,
    Score,
    ScoreChange,
    Side,
    Tally,
    Unseen,
)

_LONGEST = 20
"""Letters of a value that is shown whole; of a longer one, a fingerprint, the first are enough."""
_SHOWN = 12
_PARTS = {
    Part.INDEX: "chỉ mục",
    Part.DOCUMENTS: "văn bản",
    Part.CONFIGURATION: "cấu hình",
    Part.MODEL: "mô hình",
    Part.LIBRARIES: "thư viện",
    Part.PYTHON: "Python",
    Part.CODE: "mã nguồn",
    Part.QUESTIONS: "tệp câu hỏi",
    Part.GROUP: "lát được chọn",
    Part.SPLIT: "phần được chọn",
    Part.VARIANT: "biến thể",
}
_SCORES = {
    Score.ITEMS_FOUND: "ý nói đủ",
    Score.EVIDENCE_CITED: "căn cứ được dẫn",
    Score.RECIPROCAL_RANK: "nghịch đảo thứ hạng căn cứ",
}
_GROUPINGS = {GroupedBy.SPLIT: "phần", GroupedBy.KIND: "loại", GroupedBy.SLICE: "lát"}
_REASONS = {
    Reason.ONLY_BEFORE: "chỉ có ở A",
    Reason.ONLY_AFTER: "chỉ có ở B",
    Reason.CHANGED: "cùng mã nhưng đã đổi lời hỏi hoặc đáp án",
}


def show(comparison: Comparison, console: Console, in_full: bool) -> None:
    """Write a comparison; ``in_full`` shows mended questions as broken ones are, not in a line each."""
    console.print(_sides(comparison.before, comparison.after))
    console.print(_changes(comparison.changes))
    for line in _left_out(comparison.left_out):
        console.print(Text(line))
    console.print(Text(_turned(comparison.tally)))
    console.print(Text(_verdict_on_answers(comparison.tally), style="bold"))
    console.print(_scores(comparison.scores))
    if comparison.moved:
        console.print(_moved(comparison.moved))
    _show_pairs(comparison, console, in_full)
    for line in _unseen(comparison.unseen):
        console.print(Text(line))


def _show_pairs(comparison: Comparison, console: Console, in_full: bool) -> None:
    if comparison.broken:
        console.print(Text(f"\nĐúng ở A, sai ở B: {len(comparison.broken)} câu", style="bold"))
    for pair in comparison.broken:
        console.print(_side_by_side("✗", pair))
    if comparison.mended:
        console.print(Text(f"\nSai ở A, đúng ở B: {len(comparison.mended)} câu", style="bold"))
    for pair in comparison.mended:
        console.print(_side_by_side("✓", pair) if in_full else Text(_line("✓", pair)))


def _sides(before: Side, after: Side) -> Table:
    table = _table("Hai lượt chạy", ["Lượt", "Thư mục", "Dấu"], ["Số câu", "Đúng", "Tỷ lệ", "Trong các câu so được"])
    for name, side in (("A", before), ("B", after)):
        whole, paired = side.total, side.paired
        shared = f"{paired.right}/{paired.asked} ({paired.share:.1%})"
        counts = (str(whole.asked), str(whole.right), f"{whole.share:.1%}", shared)
        table.add_row(name, str(side.path), side.fingerprint, *counts)
    return table


def _changes(changes: Sequence[Change]) -> Table | Text:
    if not changes:
        return Text("Hai lượt cùng văn bản, cấu hình, mô hình, thư viện, mã nguồn và câu hỏi.")
    table = _table("Hai lượt khác nhau ở", ["Phần", "Tên", "A", "B"], [])
    for change in changes:
        table.add_row(_PARTS[change.part], change.name, _value(change.before), _value(change.after))
    return table


def _value(value: str | None) -> str:
    if value is None:
        return "–"
    return value if len(value) <= _LONGEST else value[:_SHOWN]


def _left_out(left_out: Sequence[LeftOut]) -> Iterator[str]:
    for reason, words in _REASONS.items():
        ids = [one.id for one in left_out if one.reason is reason]
        if ids:
            yield f"Không so {len(ids)} câu {words}: {', '.join(ids)}."


def _turned(tally: Tally) -> str:
    total = tally.wins + tally.ties + tally.losses
    return (
        f"So {total} câu, B với A: {tally.wins} câu tốt lên, {tally.ties} câu như cũ (cùng đúng hoặc cùng sai), "
        f"{tally.losses} câu hỏng đi."
    )


def _verdict_on_answers(tally: Tally) -> str:
    return f"Đúng/sai: {_verdict(tally.p, tally.wins - tally.losses)} (p {_p(tally.p)}, kiểm định McNemar chính xác)."


def _verdict(p: float, difference: float) -> str:
    if p >= SIGNIFICANT:
        return "chưa đủ bằng chứng là khác nhau"
    return "B tốt hơn A, khó có thể do ngẫu nhiên" if difference > 0 else "B kém hơn A, khó có thể do ngẫu nhiên"


def _p(p: float) -> str:
    return f"= {p:.3f}" if p >= 0.001 else "< 0.001"


def _scores(scores: Sequence[ScoreChange]) -> Table:
    title = "Điểm từng câu, 0 đến 1 (kiểm định hoán vị theo cặp)"
    table = _table(title, ["Điểm"], ["Số câu", "A", "B", "Chênh", "p"])
    table.add_column("Kết luận")
    for one in scores:
        figures = (f"{one.before:.3f}", f"{one.after:.3f}", f"{one.difference:+.3f}", _p(one.p))
        table.add_row(_SCORES[one.score], str(one.questions), *figures, _verdict(one.p, one.difference))
    return table


def _moved(moved: Sequence[Moved]) -> Table:
    table = _table("Nhóm có tỷ lệ đúng thay đổi", ["Theo", "Nhóm"], ["Số câu", "A", "B", "Chênh (điểm %)"])
    for one in moved:
        figures = (f"{one.before:.1%}", f"{one.after:.1%}", f"{one.difference * 100:+.1f}")
        table.add_row(_GROUPINGS[one.by], one.group, str(one.questions), *figures)
    return table


def _side_by_side(mark: str, pair: Pair) -> Table:
    table = Table(title=_line(mark, pair), title_justify="left", show_lines=True, expand=True)
    for name, case in (("A", pair.before), ("B", pair.after)):
        table.add_column(f"{name}: {'đúng' if case.verdict.right else 'sai'}", ratio=1, overflow="fold")
    table.add_row(_said(pair.before), _said(pair.after))
    table.add_row(_cited(pair.before), _cited(pair.after))
    table.add_row("\n".join(reasons(pair.before)), "\n".join(reasons(pair.after)))
    return table


def _line(mark: str, pair: Pair) -> str:
    return f"{mark} {pair.after.question.id} [{pair.after.question.kind.value}] {pair.after.asked}"


def _said(case: Case) -> str:
    return f"{case.reply.status.value}: {case.reply.answer}" if case.reply is not None else "(không có câu trả lời)"


def _cited(case: Case) -> str:
    citations = case.reply.citations if case.reply is not None else ()
    return "\n".join(f"[{one.label}] {one.document_id}: “{one.quote}”" for one in citations) or "(không dẫn nguồn)"


def _unseen(unseen: Sequence[Unseen]) -> Iterator[str]:
    if unseen:
        kinds = "; ".join(f"{one.kind}: {one.broken} hỏng, {one.mended} tốt lên" for one in unseen)
        yield f"\nCâu của phần để dành chỉ được đếm (xem bằng --show-held-out): {kinds}."


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for name in words:
        table.add_column(name, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right")
    return table
