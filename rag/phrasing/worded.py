"""The pipeline with a writer behind it: what was found is worded anew, where the wording can be proved."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from dataclasses import replace

from rag.answer import Answer, AnswerStatus
from rag.errors import UnfaithfulAnswer
from rag.phrasing.checking import flaw
from rag.phrasing.form import tidied
from rag.phrasing.writer import Unused, Writer
from rag.pipeline import Asked, Pipeline, Retrieved
from rag.verifying import LABEL, check

LOG = logging.getLogger("hoidap.rag")
WORDED = "Câu trả lời được mô hình ngôn ngữ diễn đạt lại và đã được đối chiếu với nguyên văn."
NOT_WORDED = "Lời văn của mô hình ngôn ngữ không được dùng ({why}); đây là câu trả lời trích từ văn bản."
_WHY = {
    Unused.TIMED_OUT: "quá thời gian chờ",
    Unused.FAILED: "máy chủ mô hình lỗi hoặc ngắt giữa chừng",
    Unused.EMPTY: "mô hình không trả lời",
    Unused.TOO_LONG: "quá dài",
    Unused.FORM: "có ký hiệu hoặc đường dẫn lạ",
    Unused.LANGUAGE: "không phải tiếng Việt",
    Unused.LABEL: "dẫn nguồn không có",
    Unused.UNLABELLED: "có câu không dẫn nguồn",
    Unused.FIGURE: "có con số không có trong nguồn",
    Unused.NAME: "có tên người không có trong nguồn",
    Unused.QUOTE: "trích sai nguyên văn",
    Unused.ADDED: "thêm nội dung không có trong nguồn",
    Unused.ORDER: "ghép sai ý của nguồn",
    Unused.LOST: "bỏ sót nội dung",
}


class WordedPipeline:
    """Answers as the pipeline does, in a writer's words where these say the same. Safe to share between threads.

    Only what was answered is worded. What a conversation remembers is the answer as it was found, so a follow-up
    does not depend on the writer.
    """

    def __init__(self, pipeline: Pipeline, writer: Writer) -> None:
        """Put the writer behind the pipeline."""
        self._pipeline = pipeline
        self._writer = writer

    def answer(
        self, question: str, conversation_id: str | None = None, document_ids: frozenset[str] | None = None
    ) -> Answer:
        """Return the answer; parameters and errors as of ``Pipeline.answer``."""
        return self._worded(self._pipeline.answer(question, conversation_id, document_ids))

    def steps(
        self, question: str, conversation_id: str | None = None, document_ids: frozenset[str] | None = None
    ) -> Iterator[Asked | Retrieved | Answer]:
        """Yield the steps to the answer, the answer last; parameters and errors as of ``Pipeline.steps``."""
        for step in self._pipeline.steps(question, conversation_id, document_ids):
            yield self._worded(step) if isinstance(step, Answer) else step

    def _worded(self, answer: Answer) -> Answer:
        if answer.status is not AnswerStatus.ANSWERED:
            return answer
        began = time.perf_counter()
        written = self._proved(answer)
        spent = (time.perf_counter() - began) * 1000
        timings = replace(answer.timings_ms, total=round(answer.timings_ms.total + spent, 3))
        if isinstance(written, Answer):
            return replace(written, timings_ms=timings)
        LOG.info("the language model's wording is not used: %s", written)
        notices = (*answer.notices, NOT_WORDED.format(why=_WHY[written]))
        return replace(answer, notices=notices, timings_ms=timings)

    def _proved(self, answer: Answer) -> Answer | Unused:
        """Return the answer in the writer's words, proved like any answer, or why it cannot be."""
        written = self._writer.write(answer)
        if isinstance(written, Unused):
            return written
        text = tidied(written)
        collection, people = self._pipeline.collection, self._pipeline.people
        if found := flaw(text, answer, collection, people):
            return found
        used = {int(label) for label in LABEL.findall(text)}
        citations = tuple(citation for citation in answer.citations if citation.label in used)
        worded = replace(answer, answer=text, citations=citations, notices=(*answer.notices, WORDED))
        try:
            check(worded, collection, people)
        except UnfaithfulAnswer:
            return Unused.FIGURE
        return worded
