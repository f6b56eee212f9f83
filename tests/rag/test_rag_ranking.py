from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_papers import BEN_SOI_KH, DONG_MAY_CTR, DONG_MAY_KH, Office, documents, pipeline_over

from corpus.model import ParagraphKind
from corpus.reader import read_document
from index.passage import Hit
from rag.asks import Ask
from rag.pipeline import Retrieved
from rag.ranking import FEATURES, Ranker, shipped_weights, weights_in
from rag.retrieving import Retriever
from rag.traits import traits_of


@pytest.fixture(scope="module")
def ranker(office: Office) -> Ranker:
    return Ranker(office.collection, shipped_weights())


@pytest.fixture(scope="module")
def retriever(office: Office, ranker: Ranker) -> Retriever:
    return Retriever(office.index, office.collection, ranker)


def paragraphs(kind: ParagraphKind):
    return [p for document in documents() for p in document.paragraphs if p.kind is kind]


def test_every_paragraph_has_traits(office):
    assert set(traits_of(office.collection)) == {p.id for d in documents() for p in d.paragraphs}


def test_the_parts_of_a_paper_state_what_they_are_for(office):
    traits = traits_of(office.collection)
    assert all(Ask.SIGNER in traits[p.id].states for p in paragraphs(ParagraphKind.SIGNATURE))
    assert all(Ask.RECIPIENTS in traits[p.id].states for p in paragraphs(ParagraphKind.RECIPIENT))
    letterheads = {ask for p in paragraphs(ParagraphKind.LETTERHEAD) for ask in traits[p.id].states}
    assert letterheads == {Ask.PAPER_NUMBER, Ask.PAPER_DATE, Ask.PAPER_ISSUER}


def test_facts_say_what_their_paragraph_states(office):
    traits = traits_of(office.collection)
    for paper in office.collection.papers:
        for fact in paper.facts:
            stated = traits[fact.paragraph_id].stated
            assert any(thing.about == office.collection.words_in(fact.subject) for thing in stated)


@pytest.mark.parametrize("question", ["Ai ký kế hoạch của phường Bến Sỏi?", "ai ky van ban cua xa Dong May"])
def test_who_signs_is_looked_for_in_the_signatures(office, retriever, question):
    best = retriever.retrieve(office.understand(question))[0]
    assert best.passage.kind is ParagraphKind.SIGNATURE


def test_a_paper_s_own_number_is_looked_for_in_its_letterhead(office, retriever):
    best = retriever.retrieve(office.understand("Kế hoạch của phường Bến Sỏi số bao nhiêu?"))[0]
    assert (best.passage.document_id, best.passage.kind) == (BEN_SOI_KH, ParagraphKind.LETTERHEAD)


def test_only_papers_in_scope_are_handed_on(office, retriever):
    found = retriever.retrieve(office.understand("Ai ký kế hoạch của phường Bến Sỏi?"))
    assert {hit.passage.document_id for hit in found} == {BEN_SOI_KH}
    found = retriever.retrieve(office.understand("ai chủ trì vệ sinh môi trường ở xã Đồng Mây"))
    assert {hit.passage.document_id for hit in found} <= {DONG_MAY_CTR, DONG_MAY_KH}


def test_nothing_is_looked_for_in_an_unknown_place(office, retriever):
    assert retriever.retrieve(office.understand("Ai ký kế hoạch của xã Phú Lộc?")) == []


WORDS = st.sampled_from(["ai", "ký", "chủ trì", "kế hoạch", "vệ sinh", "bao nhiêu", "Đồng Mây", "mục tiêu", "57"])


@settings(deadline=None, max_examples=30)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_ranking_orders_and_loses_nothing(office, ranker, retriever, words):
    understood = office.understand(" ".join(words))
    candidates = retriever.candidates(understood)
    assert len({hit.passage.id for hit in candidates}) == len(candidates)
    ranked = ranker.rank(understood, candidates)
    assert sorted(hit.passage.id for hit in ranked) == sorted(hit.passage.id for hit in candidates)
    rows = ranker.features(understood, candidates)
    assert all(len(row) == len(FEATURES) for row in rows)
    assert all(-0.01 <= value <= 2.0 for row in rows for value in row)


def test_the_weights_decide(office, retriever):
    understood = office.understand("Kế hoạch của phường Bến Sỏi nói gì?")
    hits = retriever.candidates(understood)
    by_score = Ranker(office.collection, {"fused": 1.0}).rank(understood, hits)
    fused = {hit.passage.id: hit.score for hit in hits}
    assert [fused[hit.passage.id] for hit in by_score] == sorted(fused.values(), reverse=True)
    assert (by_score[0].score, by_score[-1].score) == (1.0, 0.0)
    longest = Ranker(office.collection, {"length": 1.0}).rank(understood, hits)[0]
    assert len(longest.passage.text) == max(len(hit.passage.text) for hit in hits) or len(longest.passage.text) >= 600


def test_equal_passages_stay_in_the_order_given(office, retriever):
    understood = office.understand("Kế hoạch của phường Bến Sỏi nói gì?")
    hits: list[Hit] = retriever.candidates(understood)
    ranked = Ranker(office.collection, {}).rank(understood, hits)
    assert [hit.passage for hit in ranked] == [hit.passage for hit in hits]


def test_stating_paragraphs_are_named_once(ranker):
    found = ranker.stating([DONG_MAY_KH, DONG_MAY_CTR], [Ask.SIGNER, Ask.SIGNER])
    signed = [p.id for p in paragraphs(ParagraphKind.SIGNATURE) if not p.id.startswith(BEN_SOI_KH)]
    assert sorted(found) == sorted(signed)


def test_weights_of_other_features_are_refused(tmp_path):
    path = tmp_path / "ranking.json"
    path.write_text(json.dumps({"fused": 1.0}), encoding="utf-8")
    with pytest.raises(ValueError, match="a weight for each of"):
        weights_in(path)
    assert set(shipped_weights()) == set(FEATURES)


DRAFT = """KẾ HOẠCH
về chăm sóc cây xanh

I. NHIỆM VỤ
- Các thôn trồng và chăm sóc cây xanh dọc các tuyến đường trục thôn, mỗi năm trồng mới 200 cây.
- Các thôn vận động hội viên thu gom lá rụng, giữ sạch gốc cây vào sáng thứ bảy hằng tuần.
II. KINH PHÍ
- Các thôn vận động hội viên thu gom lá rụng, giữ sạch gốc cây vào sáng thứ bảy hằng tuần.
"""


@pytest.fixture
def twins():
    """A plan, the same plan spelled another way, and one with another figure."""
    heads = "ỦY BAN NHÂN DÂN\nXÃ ĐỒNG MÂY\n\nĐồng Mây, ngày 02 tháng 3 năm 2026\n\n"
    texts = {
        "ban-dau": heads + DRAFT,
        "ban-sau": heads + DRAFT.replace("hằng tuần", "hàng tuần").replace("mỗi năm", "mỗi  năm"),
        "ban-khac": heads + DRAFT.replace("200 cây", "300 cây"),
    }
    return [read_document(name, text) for name, text in texts.items()]


def test_what_is_said_twice_under_one_heading_is_handed_on_once(twins):
    retrieved = next(s for s in pipeline_over(twins).steps("cây xanh xã Đồng Mây") if isinstance(s, Retrieved))
    texts = [hit.passage.text for hit in retrieved.hits]
    assert sum("thu gom lá rụng" in text for text in texts) == 2, "once for each heading"
    assert sum("200 cây" in text for text in texts) == 1
    assert sum("300 cây" in text for text in texts) == 1, "another figure is another statement"
