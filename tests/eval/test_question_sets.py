"""The question sets themselves: sound, and wide enough to mean something."""

from collections import Counter

import pytest
from eval_samples import BLIND, SHIPPED, UNSEEN, documents_in

from corpus.vietnamese import fold
from eval.matching import contains
from eval.questions import SHIPPED_QUESTIONS, QuestionKind, load_questions
from eval.splits import Split

SETS = {
    "shipped": (SHIPPED_QUESTIONS, SHIPPED),
    "unseen": (UNSEEN, UNSEEN),
    "blind": (BLIND, BLIND),
}


@pytest.fixture(params=SETS)
def questions_and_documents(request):
    path, folder = SETS[request.param]
    documents = documents_in(folder)
    return load_questions(path, documents), documents


def test_evidence_stands_in_one_paragraph_under_its_heading(questions_and_documents):
    questions, documents = questions_and_documents
    paragraphs = {document.id: document.paragraphs for document in documents}
    lost = [
        (question.id, words)
        for question in questions
        for evidence in question.evidence
        for words in evidence.words
        if not any(
            contains(p.text, words)
            and (evidence.under is None or any(contains(heading, evidence.under) for heading in p.section_path))
            for p in paragraphs[evidence.document_id]
        )
    ]
    assert not lost


def test_a_question_without_diacritics_has_none(questions_and_documents):
    questions, _ = questions_and_documents
    bare = [q.question for q in questions if "no_diacritics" in q.slices]
    assert len(bare) > 5
    assert [text for text in bare if text.lower() != fold(text)] == []


def test_a_follow_up_has_something_to_follow(questions_and_documents):
    questions, _ = questions_and_documents
    assert [q.id for q in questions if q.kind is QuestionKind.FOLLOW_UP and not q.turns] == []


def test_nothing_wanted_is_forbidden(questions_and_documents):
    questions, _ = questions_and_documents
    clashes = [
        (q.id, words)
        for q in questions
        for words in q.forbidden
        for item in q.items
        if any(contains(v, words) for v in item)
    ]
    assert clashes == []


def test_the_shipped_set_covers_what_users_ask():
    questions = load_questions(SHIPPED_QUESTIONS, documents_in(SHIPPED))
    slices = Counter(name for question in questions for name in question.slices)
    kinds = Counter(question.kind for question in questions)
    documents = Counter(e.document_id for question in questions for e in question.evidence)
    assert len(questions) >= 400
    assert slices["appendix"] >= 40
    assert kinds[QuestionKind.REFUSE] >= 60
    assert slices["near_miss"] >= 40
    assert sum(len(question.turns) > 1 for question in questions) >= 5
    assert 0.25 < sum(q.split is Split.HELD_OUT for q in questions) / len(questions) < 0.45
    assert min(slices[name] for name in ("no_diacritics", "half_accented", "chat", "typo", "abbreviation")) >= 30
    assert min(kinds.values()) >= 8
    assert set(kinds) == set(QuestionKind)
    assert documents.keys() == {document.id for document in documents_in(SHIPPED)}
    assert min(documents.values()) >= 20


def test_the_unseen_papers_are_of_places_the_shipped_ones_never_name():
    shipped = " ".join(document.text for document in documents_in(SHIPPED))
    places = [document.metadata.commune for folder in (UNSEEN, BLIND) for document in documents_in(folder)]
    assert len(places) == 9
    assert [place for place in places if contains(shipped, place.split(" ", 1)[1])] == []


def test_no_two_questions_on_the_same_words_are_parted_by_the_split():
    questions = load_questions(SHIPPED_QUESTIONS, documents_in(SHIPPED))
    wanted = [(e.document_id, w, question) for question in questions for e in question.evidence for w in e.words]
    parted = {
        tuple(sorted((one.id, other.id)))
        for document, words, one in wanted
        for where, around, other in wanted
        if document == where and one.split is not other.split and contains(around, words)
    }
    assert parted == set()
