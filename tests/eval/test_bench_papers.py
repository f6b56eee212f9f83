from dataclasses import replace

import pytest
from bench_samples import silent
from eval_samples import (
    COMMUNE,
    INCOME,
    NUMBER,
    ONLINE,
    REFUSAL,
    UNSEEN,
    WARD,
    Told,
    answered,
    cite,
    document,
    documents_in,
)

from eval.bench.paper_retrievers import Conversing, OverPieces, ProductOnPapers
from eval.bench.papers import DEPTH, Group, Proofs, measurable, measure_on_papers
from eval.bench.pieces import Span, as_paragraphs, as_passages
from eval.bench.retrievers import ProductRetriever
from eval.errors import NothingToRun
from eval.questions import Evidence
from index.embedding import HashingModel

PAPERS = documents_in(UNSEEN)
BOTH = replace(NUMBER, id="b1", evidence=(*NUMBER.evidence, Evidence(COMMUNE, (INCOME,), None)), all_evidence=True)
PLAIN = replace(NUMBER, id="p1", question="ty le ho so nop truc tuyen cua phuong", slices=("no_diacritics",))


def span(document_id, words, before=0, after=0):
    """Return where the words stand, and so many code points about them."""
    text = document(document_id).text
    start = text.index(words)
    return Span(document_id, start - before, start + len(words) + after)


NOWHERE = Span(WARD, 0, 10)
HERE, THERE = span(WARD, ONLINE), span(COMMUNE, INCOME)


class Scripted:
    """Finds what it is told to, whatever the question; the rankings in turn."""

    def __init__(self, *rankings):
        self.name = "scripted"
        self.asked = []
        self._rankings = rankings

    def build(self, _documents, progress):
        progress("Dựng", 1, 1)
        return self

    def after(self, turns):
        return lambda question, k: self._found(turns, question)[:k]

    def _found(self, turns, question):
        self.asked.append((tuple(turns), question))
        return self._rankings[(len(self.asked) - 2) % len(self._rankings)]  # the first only warms up


def measured(questions, *rankings, clock=None):
    scripted = Scripted(*rankings)
    proofs = Proofs(PAPERS, questions)
    arguments = {} if clock is None else {"clock": clock}
    found = measure_on_papers(scripted, PAPERS, questions, proofs, silent, **arguments)
    return {group.group: group for group in found.groups}, scripted, found


def test_a_span_proves_evidence_whose_words_stand_in_it_whatever_else_does():
    proofs = Proofs(PAPERS, [NUMBER])
    (evidence,) = NUMBER.evidence
    assert proofs.proves(HERE, evidence)
    assert proofs.proves(span(WARD, ONLINE, 50, 50), evidence)
    assert not proofs.proves(replace(HERE, end=HERE.end - 1), evidence)
    assert not proofs.proves(NOWHERE, evidence)
    assert not proofs.proves(replace(HERE, document_id=COMMUNE), evidence)


def test_words_that_stand_twice_count_under_their_heading_only():
    paper = document(WARD)
    paragraph = next(p for p in paper.paragraphs if ONLINE in p.text)
    under = Evidence(WARD, (ONLINE,), paragraph.section_path[-1])
    elsewhere = Evidence(WARD, (ONLINE,), "đề mục không có")
    proofs = Proofs(PAPERS, [replace(NUMBER, evidence=(under, elsewhere))])
    assert proofs.proves(HERE, under)
    assert not proofs.proves(HERE, elsewhere)


def test_figures_of_one_evidence_computed_by_hand():
    # Found first, found sixth, not found: the same three for both ways of typing.
    questions = [replace(NUMBER, id=f"n{n}") for n in range(3)]
    groups, _, _ = measured(questions, [HERE], [NOWHERE] * 5 + [HERE], [NOWHERE])
    figures = groups[Group.ALL].figures
    assert (figures.hit_at_1, figures.hit_at_5, figures.hit_at_10) == pytest.approx((1 / 3, 1 / 3, 2 / 3))
    assert (figures.recall_at_5, figures.recall_at_10) == pytest.approx((1 / 3, 2 / 3))
    assert figures.reciprocal_rank_at_10 == pytest.approx((1 + 1 / 6) / 3)


def test_where_all_evidence_is_wanted_half_of_it_is_half_the_recall():
    groups, _, _ = measured([BOTH], [NOWHERE, HERE, *[NOWHERE] * 4, THERE])
    figures = groups[Group.ALL].figures
    assert (figures.hit_at_1, figures.hit_at_5) == (0, 1)
    assert (figures.recall_at_5, figures.recall_at_10) == (0.5, 1)
    assert figures.reciprocal_rank_at_10 == 0.5


def test_no_more_than_ten_spans_are_looked_at():
    class Talkative(Scripted):
        def after(self, turns):
            return lambda question, _: self._found(turns, question)

    questions = [NUMBER]
    talkative = Talkative([NOWHERE] * DEPTH + [HERE])
    found = measure_on_papers(talkative, PAPERS, questions, Proofs(PAPERS, questions), silent)
    assert found.groups[0].figures.hit_at_10 == 0


def test_groups_are_told_apart_and_stripping_takes_earlier_turns_too():
    follow_up = replace(NUMBER, id="f1", turns=("Phường có đề án gì?",), question="Tỷ lệ đó?")
    groups, scripted, _ = measured([follow_up, PLAIN], [HERE], [NOWHERE], [NOWHERE], [HERE])
    assert [(group, told.questions) for group, told in groups.items()] == [
        (Group.ALL, 2),
        (Group.TYPED_PLAIN, 1),
        (Group.STRIPPED, 2),
    ]
    assert groups[Group.TYPED_PLAIN].figures.hit_at_1 == 0
    assert groups[Group.STRIPPED].figures.hit_at_1 == 0.5
    assert scripted.asked[1:] == [
        (("Phường có đề án gì?",), "Tỷ lệ đó?"),
        ((), PLAIN.question),
        (("Phuong co de an gi?",), "Ty le do?"),
        ((), PLAIN.question),
    ]


def test_a_group_without_questions_is_left_out():
    groups, _, _ = measured([NUMBER], [HERE])
    assert list(groups) == [Group.ALL, Group.STRIPPED]


def test_only_building_and_the_question_itself_are_timed():
    # Building takes 2 s; the questions as typed 10 and 20 ms, stripped 30 and 40.
    readings = iter([0, 2, 10, 10.010, 20, 20.020, 30, 30.030, 40, 40.040])
    groups, _, found = measured([NUMBER, PLAIN], [HERE], clock=lambda: next(readings))
    assert found.build_seconds == 2
    assert groups[Group.ALL].p50_ms == pytest.approx(15)
    assert groups[Group.TYPED_PLAIN].p50_ms == pytest.approx(20)
    assert groups[Group.STRIPPED].p99_ms == pytest.approx(39.9)


def test_only_questions_that_can_be_answered_are_measured():
    assert measurable([REFUSAL, NUMBER]) == (NUMBER,)
    with pytest.raises(NothingToRun, match="evidence"):
        measurable([REFUSAL])


def test_earlier_turns_are_answered_in_one_conversation_and_the_question_is_not_read():
    first = replace(answered("Có [1]", cite(WARD, ONLINE)), conversation_id="k1")
    told = Told(first, replace(first, conversation_id="k2"), answered("82% [1]", cite(WARD, ONLINE)))
    ask = Conversing(told, PAPERS).after(("một", "hai"))
    assert [(question, conversation) for question, conversation, _ in told.asked] == [("một", None), ("hai", "k1")]
    paragraph = next(p for p in document(WARD).paragraphs if ONLINE in p.text)
    assert ask("ba", 5) == (Span(WARD, paragraph.start, paragraph.end),)
    assert told.asked[-1][:2] == ("ba", "k2")
    told.replies = [answered("82%", cite(WARD, ONLINE), cite(COMMUNE, INCOME))]
    assert len(ask("ba", 1)) == 1


class Recording:
    """A retriever of texts that keeps what it is given and asked, and finds the last piece first."""

    name = "recording"

    def build(self, corpus, _progress):
        self.corpus = corpus
        self.asked = []
        return self

    def search(self, query, k):
        self.asked.append((query, k))
        return [entry.id for entry in self.corpus[::-1]][:k]


def test_pieces_are_told_as_their_spans_and_turns_stand_before_the_question():
    recording = Recording()
    searcher = OverPieces("any", recording, as_paragraphs).build(PAPERS[:2], silent)
    paragraphs = [(d.id, p) for d in PAPERS[:2] for p in d.paragraphs]
    assert [entry.whole for entry in recording.corpus] == [p.text for _, p in paragraphs]
    name, last = paragraphs[-1]
    assert searcher.after(("Một?", "Hai?"))("Ba?", 1) == (Span(name, last.start, last.end),)
    assert recording.asked == [("Một? Hai? Ba?", 1)]


@pytest.mark.parametrize("cut", [as_paragraphs, as_passages])
def test_a_piece_is_the_text_of_its_span(cut):
    for paper in PAPERS:
        assert [paper.text[piece.span.start : piece.span.end] for piece in cut(paper)] == [p.text for p in cut(paper)]
    assert any(piece.title for piece in as_passages(PAPERS[0]))


def test_chunks_are_spans_of_the_paper_that_overlap_and_leave_no_word_out():
    pytest.importorskip("langchain_text_splitters")
    from eval.bench.pieces import CHUNK_SIZE, as_chunks

    for paper in PAPERS:
        chunks = as_chunks(paper)
        assert [paper.text[piece.span.start : piece.span.end] for piece in chunks] == [piece.text for piece in chunks]
        assert all(len(piece.text) <= CHUNK_SIZE for piece in chunks)
        covered = [False] * len(paper.text)
        for piece in chunks:
            covered[piece.span.start : piece.span.end] = [True] * len(piece.text)
        left = "".join(letter for letter, known in zip(paper.text, covered, strict=True) if not known)
        assert not left.strip()


@pytest.mark.parametrize(
    "retriever",
    [
        ProductOnPapers(HashingModel()),
        OverPieces("hoidap-search", ProductRetriever(HashingModel()), as_passages),
    ],
    ids=lambda retriever: retriever.name,
)
def test_the_product_finds_the_evidence_of_its_papers(retriever):
    questions = [replace(NUMBER, question="Tỷ lệ hồ sơ nộp trực tuyến của phường Đông Xuyên?"), PLAIN]
    found = measure_on_papers(retriever, PAPERS, questions, Proofs(PAPERS, questions), silent)
    assert [told.figures.hit_at_10 for told in found.groups] == [1, 1, 1]
    assert found.build_seconds > 0
