"""``hoidap ask``: one question, or a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.commands.state import state_of
from api.questions import checked_documents, checked_question
from rag.answer import Answer

Question = Annotated[str | None, typer.Argument(metavar="QUESTION", help="Câu hỏi, có dấu hay không dấu.")]
AsJson = Annotated[bool, typer.Option("--json", help="In nguyên đối tượng Answer dạng JSON.")]
Batch = Annotated[
    Path | None,
    typer.Option("--batch", metavar="IN.jsonl", exists=True, dir_okay=False, help="Tệp câu hỏi, mỗi dòng một JSON."),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="OUT.jsonl", dir_okay=False, help="Tệp kết quả của --batch.")
]
Conversation = Annotated[
    str | None, typer.Option("--conversation", metavar="ID", help="Hỏi tiếp cuộc hỏi này (conversation_id).")
]
Documents = Annotated[
    list[str] | None, typer.Option("--document", metavar="ID", help="Chỉ tìm trong văn bản này (lặp lại được).")
]


def ask(
    context: typer.Context,
    question: Question = None,
    as_json: AsJson = False,
    batch: Batch = None,
    out: Out = None,
    document: Documents = None,
    conversation: Conversation = None,
) -> None:
    """Hỏi một câu, hoặc cả tệp câu hỏi bằng --batch IN --out OUT."""
    _refuse_contradictions(question, as_json or conversation is not None, batch, out)
    state = state_of(context)
    # The registry is opened only where a paper is named.
    document_ids = checked_documents(document, state.parts.library(state.settings)) if document else None
    if batch is not None and out is not None:
        from api.batch import run_batch

        run_batch(state.parts.assistant(state.settings), batch, out, document_ids, state.settings.max_question_chars)
    elif question is not None:
        # Before the assistant is made: a refusal should not wait for a model to load.
        checked_question(question, state.settings.max_question_chars)
        answer = state.parts.assistant(state.settings).answer(question, conversation, document_ids)
        _print(answer, as_json)


def _refuse_contradictions(question: str | None, for_one: bool, batch: Path | None, out: Path | None) -> None:
    if batch is None and out is None:
        if question is None:
            raise typer.BadParameter('thiếu câu hỏi; gõ hoidap ask "…" hoặc dùng --batch IN --out OUT')
        return
    if batch is None or out is None:
        raise typer.BadParameter("--batch và --out phải đi cùng nhau")
    if question is not None or for_one:
        raise typer.BadParameter("--batch không đi cùng câu hỏi, --json hay --conversation")
    if out.exists() and out.samefile(batch):
        raise typer.BadParameter("--out phải là tệp khác với --batch")


def _print(answer: Answer, as_json: bool) -> None:
    if as_json:
        from api.schemas import AnswerOut
        from api.terminal import write

        write(AnswerOut.of(answer).model_dump_json(indent=2))
    else:
        from api.answer_text import print_answer

        print_answer(answer)
