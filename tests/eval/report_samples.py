"""A run with something of everything that a report can show."""

from dataclasses import replace

from eval_samples import COMMUNE, IDENTITY, INCOME, NUMBER, ONLINE, REFUSAL, WARD, answered, cite, refused
from run_samples import DEV, HELD_OUT, case, made_run, named

from eval.questions import Evidence, QuestionKind
from eval.splits import Split
from index.store import DocumentMark

RIGHT = answered("Đạt 82% [1].", cite(WARD, ONLINE))
STRAY = answered("Đạt 5%\n- và <i>hơn</i> [1][2].", cite(WARD, ONLINE), cite(COMMUNE, INCOME))
LONG = "khôngcókhoảngtrắng" * 20
HOSTILE = '<script>document.title = "hỏng"</script>'
TWO_FACTS = (Evidence(WARD, (ONLINE, "82%"), "Chỉ tiêu"), Evidence(COMMUNE, (INCOME,), None))

QUESTIONS = (
    named(NUMBER, 1, topic=DEV),
    named(NUMBER, 2, topic=DEV, question=f"Phường {HOSTILE} đạt bao nhiêu?", turns=("Câu mở đầu?",), forbidden=("5%",)),
    named(NUMBER, 3, topic=DEV, question=LONG, evidence=TWO_FACTS, all_evidence=True, slices=("plain", "cua_rieng")),
    named(REFUSAL, 4, topic=DEV, question="Thời tiết ngày mai?", clarify=True, forbidden=()),
    named(NUMBER, 5, topic=DEV, question="Câu gây lỗi?", may_refuse=True, kind=QuestionKind.LIST),
    named(NUMBER, 6, topic=HELD_OUT, question="Câu để dành sai?", kind=QuestionKind.WHO_SIGNS),
    named(NUMBER, 7, topic=HELD_OUT, question="Câu để dành đúng?"),
)
REPLIES = (
    RIGHT,
    replace(STRAY, understood_question="Tỷ lệ của phường?", notices=("Hai đoạn nói khác nhau.",), confidence=0.55),
    refused(),
    RIGHT,
    ValueError("vỡ"),
    refused(),
    RIGHT,
)
EVERY = frozenset(Split)
ONLY_DEV = frozenset({Split.DEV})


def sample_cases():
    return [case(question, reply) for question, reply in zip(QUESTIONS, REPLIES, strict=True)]


def sample_run():
    documents = (DocumentMark(WARD, "1" * 64, 1234), DocumentMark(COMMUNE, "2" * 64, 56))
    return made_run(sample_cases(), replace(IDENTITY, documents=documents, variant="no-dense"))
