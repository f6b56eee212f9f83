"""A paper, an assistant that has read it, and the service on a loopback port."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import httpx
import pytest
import uvicorn

from api.app import create_app
from api.fakes import MemoryLibrary, ScriptedAssistant, ScriptedIndexDesk, ScriptedParts
from api.settings import Settings
from corpus.model import (
    Cell,
    Column,
    ColumnRole,
    Document,
    Metadata,
    Paragraph,
    ParagraphKind,
    Section,
    Signer,
    Table,
    TableRow,
)
from rag.answer import Answer, AnswerStatus, Citation, Timings

QUESTION = "Ai chủ trì trồng cây?"
HOSTILE = "<script>document.title='hỏng'</script><img src=x onerror=\"document.title='hỏng'\">"
PARTS = (
    (ParagraphKind.LETTERHEAD, "ỦY BAN NHÂN DÂN XÃ HOA MẪU\nSố: 7/KH-UBND"),
    (ParagraphKind.TITLE, "KẾ HOẠCH\ntrồng cây năm 2030"),
    (ParagraphKind.HEADING, "I. MỤC TIÊU"),
    (ParagraphKind.BODY, "Trồng 1.500 cây xanh trước ngày 30/6/2030, mỗi thôn ít nhất 100 cây."),
    (ParagraphKind.HEADING, "II. NHIỆM VỤ"),
    (ParagraphKind.HEADING, "1. Phân công"),
    (ParagraphKind.ITEM, "- Hội Phụ nữ xã chủ trì trồng cây; các thôn phối hợp."),
    (ParagraphKind.BODY, HOSTILE),
    (ParagraphKind.TABLE_HEADER, "Nhiệm vụ\nChủ trì"),
    (ParagraphKind.TABLE_ROW, "Chuẩn bị cây giống\nPhòng Kinh tế"),
    (ParagraphKind.TABLE_ROW, "Nghiệm thu\nVăn phòng"),
    (ParagraphKind.SIGNATURE, "CHỦ TỊCH\nNguyễn Mẫu"),
)
DOCUMENT_ID = "ke-hoach-mau"


def _text() -> str:
    return "\n\n".join(words for _, words in PARTS)


def _paragraphs() -> tuple[Paragraph, ...]:
    text, found, at = _text(), [], 0
    for index, (kind, words) in enumerate(PARTS):
        start = text.index(words, at)
        at = start + len(words)
        path = ("II. NHIỆM VỤ", "1. Phân công") if index > 4 else ("I. MỤC TIÊU",) if index > 1 else ()
        section = {2: "s0", 3: "s0", 4: "s1"}.get(index, "s2" if index > 4 else None)
        found.append(Paragraph(f"{DOCUMENT_ID}-p{index}", index, kind, start, at, words, section, path))
    return tuple(found)


def _cell(row: Paragraph, column: int) -> Cell:
    words = row.text.split("\n")[column]
    start = row.start + row.text.index(words)
    return Cell(column, start, start + len(words), words)


def sample_document() -> Document:
    paragraphs = _paragraphs()
    ids = [paragraph.id for paragraph in paragraphs]
    rows = [paragraph for paragraph in paragraphs if paragraph.kind is ParagraphKind.TABLE_ROW]
    return Document(
        id=DOCUMENT_ID,
        metadata=Metadata(
            title="Kế hoạch trồng cây năm 2030",
            kind="Kế hoạch",
            abstract="trồng cây năm 2030",
            number="7/KH-UBND",
            symbol="KH-UBND",
            issuer="Ủy ban nhân dân xã Hoa Mẫu",
            commune="xã Hoa Mẫu",
            place="Hoa Mẫu",
            issued_on=date(2030, 1, 15),
            issued_text="ngày 15 tháng 01 năm 2030",
            signer=Signer("Nguyễn Mẫu", "CHỦ TỊCH", None, ids[11]),
            recipients=("Như trên",),
        ),
        text=_text(),
        sections=(
            Section("s0", "I.", "MỤC TIÊU", 0, None, ids[2]),
            Section("s1", "II.", "NHIỆM VỤ", 0, None, ids[4]),
            Section("s2", "1.", "Phân công", 1, "s1", ids[5]),
        ),
        paragraphs=paragraphs,
        tables=(
            Table(
                "t0",
                "Phân công nhiệm vụ",
                (Column("Nhiệm vụ", ColumnRole.TASK), Column("Chủ trì", ColumnRole.LEAD)),
                tuple(TableRow(row.id, (_cell(row, 0), _cell(row, 1))) for row in rows),
            ),
        ),
    )


def cite(document: Document, label: int, index: int, quote: str) -> Citation:
    paragraph = document.paragraphs[index]
    start = paragraph.start + paragraph.text.index(quote)
    metadata = document.metadata
    return Citation(
        label=label,
        document_id=document.id,
        document_title=metadata.title,
        document_number=metadata.number,
        issuer=metadata.issuer,
        issued_on=metadata.issued_on,
        section_path=paragraph.section_path,
        paragraph_id=paragraph.id,
        paragraph=paragraph.text,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def sample_answer(document: Document) -> Answer:
    return Answer(
        answer_id="",
        conversation_id="",
        question=QUESTION,
        understood_question="Cơ quan nào chủ trì trồng cây ở xã Hoa Mẫu?",
        status=AnswerStatus.ANSWERED,
        answer="Hội Phụ nữ xã chủ trì trồng cây [1]. Việc liên quan:\n- Phòng Kinh tế chuẩn bị cây giống [2].",
        citations=(cite(document, 1, 6, "Hội Phụ nữ xã chủ trì trồng cây"), cite(document, 2, 9, "Phòng Kinh tế")),
        notices=("Hai đoạn nói khác nhau về thời hạn.",),
        confidence=0.91,
        index_version="scripted",
        timings_ms=Timings(12.5, 1.0, 8.0, 3.5),
    )


@pytest.fixture
def document() -> Document:
    return sample_document()


@pytest.fixture
def answer(document) -> Answer:
    return sample_answer(document)


@pytest.fixture
def hostile_answer(document) -> Answer:
    """An answer whose every word tries to be markup."""
    citation = cite(document, 1, 7, HOSTILE[:20])
    return replace(
        sample_answer(document),
        question=HOSTILE,
        understood_question=HOSTILE + "?",
        answer=f"{HOSTILE} [1]",
        citations=(replace(citation, document_title=HOSTILE, section_path=(HOSTILE, HOSTILE)),),
        notices=(HOSTILE,),
    )


@pytest.fixture
def assistant(answer, hostile_answer) -> ScriptedAssistant:
    return ScriptedAssistant([answer, hostile_answer])


@pytest.fixture
def library(document) -> MemoryLibrary:
    return MemoryLibrary([document])


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def desk() -> ScriptedIndexDesk:
    return ScriptedIndexDesk()


@pytest.fixture
def parts(assistant, library, desk) -> ScriptedParts:
    return ScriptedParts(assistant, library, desk)


@contextmanager
def serving(app) -> Iterator[str]:
    """Serve an app on a free loopback port; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started:
        assert thread.is_alive(), "the server ended before it began"
        assert time.monotonic() < deadline, "the server did not begin in 20 s"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


@pytest.fixture
def serve():
    """How to serve an app of other parts: ``with serve(app) as address``."""
    return serving


@pytest.fixture
def address(assistant, library, settings) -> Iterator[str]:
    with serving(create_app(assistant, library, settings)) as found:
        yield found


@pytest.fixture
def client(address) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address) as found:
        yield found
