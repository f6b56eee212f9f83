from __future__ import annotations

from math import log

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from index_papers import passage, silent

from index.cutting import Cutter
from index.embedding import HashingModel
from index.lexical import LexicalIndex, Member
from index.postings import Bags, Postings
from index.search_texts import as_written
from index.segments import STAGE_WORDS, build_segment
from index.tuning import Cut, FieldSpec, Part, Tuning

# Words of one syllable; with a full stop between them none is joined to the next, so tokens can be counted by hand.
TOKENS = ["ba", "cá", "dê", "gà", "hổ"]
tokens = st.sampled_from(TOKENS)
bags = st.lists(st.lists(tokens, max_size=8), min_size=1, max_size=12)
PLAIN = (FieldSpec(Part.TEXT, Cut.WORDS, 1.0),)


def reference(collection, query, k1, b):
    size = len(collection)
    mean = sum(len(bag) for bag in collection) / size
    scores = []
    for bag in collection:
        score = 0.0
        for token in set(query):
            holders = sum(token in other for other in collection)
            rarity = log(1 + (size - holders + 0.5) / (holders + 0.5))
            count = bag.count(token)
            if count:
                score += rarity * count / (count + k1 * (1 - b + b * len(bag) / mean))
        scores.append(score)
    return scores


def indexed(collection, tuning):
    """The collection as one segment."""
    cut = Cutter().bags(Cut.WORDS, [". ".join(bag) for bag in collection])
    return LexicalIndex([Member((Postings.count(cut),), np.arange(len(collection)))], tuning)


@given(bags, st.lists(tokens | st.just("unknown"), max_size=5), st.floats(0.1, 3), st.floats(0, 1))
def test_a_field_scores_as_bm25_is_defined(collection, query, k1, b):
    found = indexed(collection, Tuning(k1=k1, b=b, fields=PLAIN)).scores(". ".join(query), "")
    assert np.allclose(found, reference(collection, query, k1, b), atol=1e-4)


@given(bags, st.lists(tokens, min_size=1, max_size=5))
def test_a_field_scores_as_the_library_bm25s_does(collection, query):
    numbers = [[TOKENS.index(token) for token in bag] for bag in collection]
    if not any(numbers):
        return
    library = bm25s.BM25(k1=1.2, b=0.75, method="lucene")
    library.index((numbers, {token: number for number, token in enumerate(TOKENS)}), show_progress=False)
    known = library.get_tokens_ids(list(dict.fromkeys(query)))
    found = indexed(collection, Tuning(fields=PLAIN)).scores(". ".join(query), "")
    assert np.allclose(found, library.get_scores_from_ids(known), atol=1e-4)


@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.lists(tokens, max_size=6)), min_size=1, max_size=15))
def test_scores_depend_on_what_takes_part_and_not_on_how_it_lies(rows):
    """Each row: the segment it lies in, whether it has been removed, its tokens."""
    cutter = Cutter()
    tuning = Tuning(fields=PLAIN)
    live = [bag for _, gone, bag in rows if not gone]
    members, place = [], 0
    order = []
    for number in range(3):
        own = [(gone, bag) for segment, gone, bag in rows if segment == number]
        places = []
        for gone, bag in own:
            places.append(-1 if gone else place)
            place += not gone
            if not gone:
                order.append(bag)
        cut = cutter.bags(Cut.WORDS, [". ".join(bag) for _, bag in own])
        members.append(Member((Postings.count(cut),), np.array(places, dtype=np.int64)))
    assert sorted(map(tuple, order)) == sorted(map(tuple, live))
    for query in ("ba", "ba. cá. dê", "gà. hổ. ba. cá"):
        apart = LexicalIndex(members, tuning).scores(query, "")
        whole = indexed(order, tuning).scores(query, "") if order else np.zeros(0)
        assert apart.tolist() == whole.tolist()  # to the last bit


def build(texts, contexts, fields=None):
    pairs = enumerate(zip(texts, contexts, strict=True))
    found = [passage("a", number, text, context) for number, (text, context) in pairs]
    tuning = Tuning() if fields is None else Tuning(fields=fields)
    segment = build_segment("s", found, as_written(found), HashingModel(), tuning, silent)
    return LexicalIndex([Member(segment.postings, np.arange(len(found)))], tuning)


def words(weight=1.0, part=Part.TEXT):
    return FieldSpec(part, Cut.WORDS, weight)


def stripped(weight=1.0, part=Part.TEXT):
    return FieldSpec(part, Cut.STRIPPED, weight)


def test_the_sum_of_the_fields_is_weighted():
    texts = ["phát triển kinh tế", "giảm nghèo"]
    contexts = ["giảm nghèo", "kinh tế"]
    plain = build(texts, contexts, (words(),)).scores("giảm nghèo", "")
    assert plain[0] == 0.0 < plain[1]
    around = build(texts, contexts, (words(), words(0.5, Part.CONTEXT))).scores("giảm nghèo", "")
    assert 0.0 < around[0] < around[1] == plain[1]
    twice = build(texts, contexts, (words(2.0),)).scores("giảm nghèo", "")
    assert twice[1] == pytest.approx(2 * plain[1])


def test_text_and_headings_in_one_field_count_alike():
    whole = (FieldSpec(Part.WHOLE, Cut.WORDS, 1.0),)
    inside, above = build(["giảm nghèo. bền vững", "bền vững"], ["", "giảm nghèo"], whole).scores("giảm nghèo", "")
    assert inside == pytest.approx(above) and inside > 0.0
    plain = build(["giảm nghèo. bền vững"], [""], (words(),)).scores("giảm nghèo", "")
    assert build(["bền vững"], ["giảm nghèo"], whole).scores("giảm nghèo", "") == pytest.approx(plain)


def test_a_field_without_weight_is_silent():
    texts, contexts = ["giảm nghèo"], [""]
    assert build(texts, contexts, (words(), stripped(0.0))).scores("", "giam ngheo").tolist() == [0.0]
    assert build(texts, contexts, (words(0.0), stripped())).scores("giảm nghèo", "").tolist() == [0.0]
    assert build(texts, contexts).scores("", "giam")[0] > 0.0 < build(texts, contexts).scores("giảm", "")[0]


def test_syllables_know_their_diacritics():
    scores = build(["ba ma", "bá má"], ["", ""], (FieldSpec(Part.TEXT, Cut.SYLLABLES, 1.0),)).scores("bá", "ba")
    assert scores[0] == 0.0 < scores[1]


def test_a_question_without_diacritics_finds_by_the_stripped_field():
    scores = build(["phát triển kinh tế", "giảm nghèo bền vững"], ["", ""]).scores("giam ngheo", "giam ngheo")
    assert scores[0] == 0.0 < scores[1]


def test_two_syllables_in_a_row_count_more_than_apart():
    scores = build(["hộ nghèo ở xã", "nghèo hộ ở xã"], ["", ""], (stripped(),)).scores("", "ho ngheo")
    assert scores[0] > scores[1] > 0.0


def test_a_common_token_adds_the_same_the_second_time():
    index = build(["xã Tân Minh", "xã", "huyện"], ["", "", ""])
    assert index.scores("xã", "xa").tolist() == index.scores("xã", "xa").tolist()


def test_progress_is_told_to_the_end():
    told = []
    found = [passage("a", 0, "một"), passage("a", 1, "hai")]
    build_segment("s", found, as_written(found), HashingModel(), Tuning(), lambda *step: told.append(step))
    assert told[-1] == (STAGE_WORDS, 2, 2)


def test_no_bags_no_scores():
    nothing = Postings.count(Bags(np.zeros(0, np.uint64), np.zeros(0, np.int64)))
    assert LexicalIndex([Member((nothing,), np.arange(0))], Tuning(fields=PLAIN)).scores("ba", "").size == 0
