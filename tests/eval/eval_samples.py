"""Papers, citations and answers to judge."""

from dataclasses import replace
from functools import cache
from pathlib import Path

from corpus.model import Document, ParagraphKind
from corpus.reader import read_document
from eval.identity import Identity
from eval.questions import Evidence, Question, QuestionKind
from index.passage import Hit, Passage
from index.tuning import Tuning
from rag.answer import Answer, AnswerStatus, Citation, Timings
from rag.pipeline import Retrieved

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "corpus" / "documents"
UNSEEN = ROOT / "tests" / "fixtures" / "unseen"
BLIND = ROOT / "tests" / "fixtures" / "blind"
WARD, COMMUNE = "dong-xuyen-kh-ho-so-so", "vinh-khe-ctr-ven-song"


@cache
def documents_in(folder: Path) -> tuple[Document, ...]:
    paths = sorted(folder.glob("*.txt"))
    return tuple(read_document(path.stem, path.read_text(encoding="utf-8")) for path in paths)


def document(document_id: str) -> Document:
    return next(d for d in (*documents_in(UNSEEN), *documents_in(SHIPPED)) if d.id == document_id)


def cite(document_id: str, words: str) -> Citation:
    """Cite the first paragraph that holds the words, quoting just them."""
    source = document(document_id)
    paragraph = next(p for p in source.paragraphs if words in p.text)
    start = paragraph.start + paragraph.text.index(words)
    return Citation(
        label=1,
        document_id=document_id,
        document_title=source.metadata.title,
        document_number=source.metadata.number,
        issuer=source.metadata.issuer,
        issued_on=source.metadata.issued_on,
        section_path=paragraph.section_path,
        paragraph_id=paragraph.id,
        paragraph=paragraph.text,
        quote=words,
        start=start,
        end=start + len(words),
    )


def answered(text: str, *citations: Citation) -> Answer:
    return Answer(
        answer_id="a1",
        conversation_id="c1",
        question="?",
        understood_question="?",
        status=AnswerStatus.ANSWERED,
        answer=text,
        citations=citations,
        notices=(),
        confidence=0.9,
        index_version="v1",
        timings_ms=Timings(total=1.0, understand=0.0, retrieve=0.0, read=1.0),
    )


def refused(text: str = "Các văn bản không có thông tin này.", status: AnswerStatus = AnswerStatus.NO_ANSWER) -> Answer:
    return replace(answered(text), status=status)


class Told:
    """Answers as it was told, in order, having found what is cited; an exception is raised."""

    def __init__(self, *replies):
        self.replies = list(replies)
        self.asked = []

    def steps(self, question, conversation_id=None, document_ids=None):
        self.asked.append((question, conversation_id, document_ids))
        reply = self.replies.pop(0)
        if isinstance(reply, Exception):
            raise reply
        yield Retrieved(tuple(hit(citation.document_id, citation.paragraph_id) for citation in reply.citations))
        yield reply


def hit(document_id: str, paragraph_id: str) -> Hit:
    return Hit(Passage(paragraph_id, document_id, ParagraphKind.BODY, "", ""), 1.0, 1.0, 1.0)


ONLINE = "Tỷ lệ hồ sơ nộp trực tuyến đạt từ 82% trở lên"
INCOME = "Thu nhập bình quân đầu người đạt 78,5 triệu đồng/người/năm"

NUMBER = Question(
    id="n1",
    topic="ho-so-so",
    set_name="mau",
    turns=(),
    question="Tỷ lệ hồ sơ nộp trực tuyến của phường?",
    kind=QuestionKind.NUMBER,
    slices=("plain",),
    answerable=True,
    evidence=(Evidence(WARD, (ONLINE,), None),),
    all_evidence=False,
    items=(("82%", "82 phần trăm"),),
    forbidden=("58%",),
    clarify=False,
    may_refuse=False,
)
REFUSAL = replace(
    NUMBER, id="r1", kind=QuestionKind.REFUSE, answerable=False, evidence=(), items=(), forbidden=("82%",)
)
IDENTITY = Identity(
    index_version="v1",
    documents=(),
    configuration=Tuning(),
    model="m1",
    libraries=(),
    python="3",
    code="c1",
    questions=(),
    group=None,
    split=None,
    variant="",
)
