from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_papers import passage
from tiny_models import save_cross_encoder, write_profile

from index.cross_encoder import CrossEncoderReranker
from index.errors import RerankerUnusable
from index.passage import Hit
from index.reranking import OverlapReranker, RerankedIndex, RerankTuning, passage_text, reranked_version
from index.search import InMemoryIndex, SearchQuery

PASSAGES = (
    passage("một", 0, "trồng cây xanh", "Kế hoạch\nxã a"),
    passage("một", 1, "phát triển kinh tế số"),
    passage("hai", 0, "hội phụ nữ chủ trì trồng cây"),
    passage("hai", 1, "cây"),
)
QUESTION = SearchQuery("hội phụ nữ trồng cây xanh", "hoi phu nu trong cay xanh")


@pytest.fixture(scope="module")
def cross_encoder_folder(tmp_path_factory):
    return save_cross_encoder(tmp_path_factory.mktemp("cross"))


@pytest.fixture(params=["overlap", "cross-encoder"])
def reranker(request):
    if request.param == "overlap":
        return OverlapReranker()
    return CrossEncoderReranker(str(request.getfixturevalue("cross_encoder_folder")))


class Given:
    """Scores written down, and what was asked of them."""

    fingerprint = "given"

    def __init__(self, *scores):
        self.given = scores
        self.asked = []

    def scores(self, question, passages):
        self.asked.append((question, tuple(passages)))
        return np.asarray(self.given[: len(passages)], dtype=np.float64)


class Found:
    """An index that finds the same passages, in the order given, with scores going down from 1."""

    version = "v1"

    def __init__(self, count):
        self.passages = tuple(passage("d", number, f"đoạn {number}") for number in range(count))

    def search(self, _query, k, _document_ids=None):
        hits = [Hit(found, 1.0 - number / 100, float(number), 0.5) for number, found in enumerate(self.passages)]
        return hits[:k]


def ids(hits):
    return [int(hit.passage.id.rpartition("-")[2]) for hit in hits]


def test_contract_a_finite_score_a_passage_in_their_order(reranker):
    texts = [passage_text(found) for found in PASSAGES]
    scores = reranker.scores(QUESTION.text, texts)
    assert scores.shape == (4,)
    assert scores.dtype == np.float64
    assert np.isfinite(scores).all()
    assert len(set(np.round(scores, 6))) > 1
    assert np.allclose(reranker.scores(QUESTION.text, texts[::-1])[::-1], scores, atol=1e-5)
    assert np.allclose(reranker.scores(QUESTION.text, texts[2:3]), scores[2], atol=1e-5)


def test_contract_no_passages_no_scores(reranker):
    assert reranker.scores(QUESTION.text, []).shape == (0,)


def test_contract_the_fingerprint_is_steady(reranker):
    assert reranker.fingerprint == reranker.fingerprint
    assert reranker.fingerprint


def test_contract_a_reranked_index_keeps_what_is_found(reranker):
    plain = InMemoryIndex(PASSAGES)
    index = RerankedIndex(plain, reranker)
    assert index.passages == PASSAGES
    assert index.version not in ("", plain.version)
    before, after = plain.search(QUESTION, 4), index.search(QUESTION, 4)
    assert {hit.passage.id for hit in after} == {hit.passage.id for hit in before}
    assert [hit.score for hit in after] == [hit.score for hit in before]
    assert index.search(QUESTION, 4) == after
    assert {hit.passage.document_id for hit in index.search(QUESTION, 4, frozenset({"hai"}))} == {"hai"}
    assert index.search(QUESTION, 4, frozenset()) == []
    with pytest.raises(ValueError, match="at least 1"):
        index.search(QUESTION, 0)


def test_the_fake_counts_shared_syllables():
    scores = OverlapReranker().scores("trồng cây xanh đi", ["Trong cay", "XANH", "kinh tế", ""])
    assert scores.tolist() == [0.5, 0.25, 0.0, 0.0]
    assert OverlapReranker().scores("?", ["a"]).tolist() == [0.0]


def test_the_order_is_a_mix_of_search_and_reranker_worked_out_by_hand():
    # Stretched over the three hits the search says 1, .5, 0; the reranker says 0, .8, 1.
    reranker = Given(-2.0, 2.0, 3.0)
    orders = {
        weight: ids(RerankedIndex(Found(3), reranker, RerankTuning(weight=weight)).search(QUESTION, 3))
        for weight in (0.0, 0.3, 0.55, 0.75, 1.0)
    }
    # 0.3: .70, .59, .30 · 0.55: .45, .665, .55 · 0.75: .25, .725, .75
    assert orders == {0.0: [0, 1, 2], 0.3: [0, 1, 2], 0.55: [1, 2, 0], 0.75: [2, 1, 0], 1.0: [2, 1, 0]}


def test_scores_stay_with_their_ranks_and_the_parts_with_their_passages():
    hits = RerankedIndex(Found(3), Given(0.0, 0.0, 1.0), RerankTuning(weight=1.0)).search(QUESTION, 3)
    assert [(hit.score, hit.lexical) for hit in hits] == [(1.0, 2.0), (0.99, 0.0), (0.98, 1.0)]


def test_only_the_first_hits_are_read_again_and_more_than_were_asked_for():
    reranker = Given(0.0, 0.0, 9.0)
    index = RerankedIndex(Found(5), reranker, RerankTuning(depth=3, weight=1.0))
    assert ids(index.search(QUESTION, 1)) == [2]
    assert ids(index.search(QUESTION, 5)) == [2, 0, 1, 3, 4]
    assert [texts for _, texts in reranker.asked] == [("đoạn 0", "đoạn 1", "đoạn 2")] * 2


def test_the_question_is_read_with_its_diacritics_and_the_passage_with_its_headings():
    reranker = Given(0.0, 1.0, 2.0)
    RerankedIndex(InMemoryIndex(PASSAGES[:2]), reranker).search(SearchQuery("cây số", "cay so"), 2)
    assert reranker.asked == [("cây số", ("Kế hoạch\nxã a\ntrồng cây xanh", "phát triển kinh tế số"))]


def test_one_hit_or_none_needs_no_reranker():
    reranker = Given()
    assert ids(RerankedIndex(Found(1), reranker).search(QUESTION, 3)) == [0]
    assert RerankedIndex(Found(0), reranker).search(QUESTION, 3) == []
    assert reranker.asked == []


@given(
    scores=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12),
    depth=st.integers(1, 12),
    k=st.integers(1, 14),
    weight=st.floats(0, 1),
)
def test_a_reranked_search_is_a_search(scores, depth, k, weight):
    plain = Found(len(scores))
    hits = RerankedIndex(plain, Given(*scores), RerankTuning(depth, weight)).search(QUESTION, k)
    assert len(hits) == min(k, len(scores))
    assert len(set(ids(hits))) == len(hits)
    assert [hit.score for hit in hits] == [hit.score for hit in plain.search(QUESTION, k)]


def test_the_version_follows_index_reranker_and_tuning():
    fake, given_ = OverlapReranker(), Given()
    versions = {
        reranked_version("v1", fake),
        reranked_version("v2", fake),
        reranked_version("v1", given_),
        reranked_version("v1", fake, RerankTuning(depth=7)),
    }
    assert len(versions) == 4
    assert RerankedIndex(Found(1), fake).version == reranked_version("v1", fake, RerankTuning())


def test_a_cross_encoder_gives_what_sentence_transformers_gives(cross_encoder_folder):
    from sentence_transformers import CrossEncoder
    from torch.nn import Identity

    texts = [found.text for found in PASSAGES]
    wanted = CrossEncoder(str(cross_encoder_folder), device="cpu").predict(
        [(QUESTION.text, text) for text in texts], activation_fn=Identity()
    )
    found = CrossEncoderReranker(str(cross_encoder_folder)).scores(QUESTION.text, texts)
    assert np.allclose(found, wanted, atol=1e-5)


def test_a_cross_encoder_s_profile_is_used_and_is_part_of_its_fingerprint(cross_encoder_folder, tmp_path):
    folder = Path(shutil.copytree(cross_encoder_folder, tmp_path / "copy"))
    plain = CrossEncoderReranker(str(folder))
    assert plain.fingerprint == CrossEncoderReranker(str(cross_encoder_folder)).fingerprint
    write_profile(folder, segment_words=True)
    joined = CrossEncoderReranker(str(folder))
    assert np.allclose(joined.scores("kinh tế", ["nông nghiệp"]), plain.scores("kinh_tế", ["nông_nghiệp"]), atol=1e-5)
    assert not np.allclose(joined.scores("kinh tế", ["nông nghiệp"]), plain.scores("kinh tế", ["nông nghiệp"]))
    write_profile(folder, max_length=6)
    short = CrossEncoderReranker(str(folder))
    # Six tokens: one of the question and two of the passage between the three that frame them.
    assert np.allclose(short.scores("a", ["b c d e d e"]), plain.scores("a", ["b c"]), atol=1e-5)
    assert len({plain.fingerprint, joined.fingerprint, short.fingerprint}) == 3


def test_a_text_beyond_the_network_s_positions_is_cut(cross_encoder_folder):
    scores = CrossEncoderReranker(str(cross_encoder_folder)).scores("a b", ["c d e " * 200])
    assert np.isfinite(scores).all()


def test_a_classifier_of_several_labels_is_refused(tmp_path):
    with pytest.raises(RerankerUnusable, match="cho 3"):
        CrossEncoderReranker(str(save_cross_encoder(tmp_path, labels=3)))


def test_a_reranker_that_is_not_here_is_refused_at_once_with_how_to_fetch_it(monkeypatch, tmp_path):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    with pytest.raises(RerankerUnusable, match="hf download BAAI/bge-reranker-v2-m3"):
        CrossEncoderReranker("BAAI/bge-reranker-v2-m3")
    with pytest.raises(RerankerUnusable, match="không nạp được"):
        CrossEncoderReranker(str(tmp_path))


def test_several_threads_may_share_a_cross_encoder(cross_encoder_folder):
    reranker = CrossEncoderReranker(str(cross_encoder_folder))
    questions = [" ".join("a b c d e".split()[:length]) for length in range(1, 6)] * 4
    texts = [found.text for found in PASSAGES]
    wanted = [reranker.scores(question, texts) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda question: reranker.scores(question, texts), questions))
    assert np.allclose(found, wanted, atol=1e-5)
