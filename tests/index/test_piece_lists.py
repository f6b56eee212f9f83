import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from corpus.vietnamese import comparable
from index import piece_lists
from index.embedding import SHIPPED_MODEL
from index.piece_lists import WORD, PieceReader, cuts_at_spaces

SHIPPED = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json"))
SYLLABLES = st.sampled_from(["Hoà", "bình,", "57-NQ/TW", "uỷ", "ban", "Ðảng", "2026", "nghèo.", "«x»", "\u0301a"])
# Python counts U+001C to U+001F as spaces; the tokenizer does not.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1c\x1d\x1e\x1f"), max_size=30)


def lists(reader, texts):
    read = reader.read(texts)
    assert read.offsets[0] == 0
    assert read.offsets[-1] == len(read.ids)
    return [read.ids[a:b].tolist() for a, b in zip(read.offsets, read.offsets[1:], strict=False)]


def whole(tokenizer, text):
    return tokenizer.encode(comparable(text), add_special_tokens=False).ids


def with_steps(normalizer, pre_tokenizer):
    tokenizer = Tokenizer(models.WordLevel({"[UNK]": 0, "a": 1, "b": 2, "a b": 3}, unk_token="[UNK]"))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    if pre_tokenizer is not None:
        tokenizer.pre_tokenizer = pre_tokenizer
    return tokenizer


@given(st.lists(st.one_of(TEXTS, st.lists(SYLLABLES).map(" \n".join)), max_size=4))
def test_the_pieces_are_those_of_the_whole_texts(texts):
    assert lists(PieceReader(SHIPPED, comparable), texts) == [whole(SHIPPED, text) for text in texts]


def test_a_run_is_spelled_once():
    spelled = []

    def note(text):
        spelled.append(text)
        return comparable(text)

    reader = PieceReader(SHIPPED, note)
    first = lists(reader, ["hoà bình hoà", "bình"])
    assert lists(reader, ["hoà bình hoà", "bình"]) == first
    assert sorted(spelled) == ["bình", "hoà"]


def test_what_is_remembered_is_bounded_and_forgotten_runs_are_read_again(monkeypatch):
    monkeypatch.setattr(piece_lists, "_MOST_RUNS", 3)
    reader = PieceReader(SHIPPED, comparable)
    for text in ("một hai", "ba bốn", "một năm sáu bảy tám", "hai"):
        assert lists(reader, [text]) == [whole(SHIPPED, text)]
        assert len(reader._known) <= max(3, len(text.split()))


def test_threads_read_the_same(monkeypatch):
    monkeypatch.setattr(piece_lists, "_MOST_RUNS", 20)
    reader = PieceReader(SHIPPED, comparable)
    texts = [f"thôn {number} xã {number % 7} mục {number % 3}" for number in range(60)]
    expected = [whole(SHIPPED, text) for text in texts]
    wrong = []

    def ask(order):
        for at in order:
            if lists(reader, [texts[at]]) != [expected[at]]:
                wrong.append(at)

    threads = [
        threading.Thread(target=ask, args=(np.random.default_rng(seed).permutation(len(texts)),)) for seed in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@pytest.mark.parametrize(
    ("normalizer", "pre_tokenizer", "apart"),
    [
        (None, pre_tokenizers.Whitespace(), True),
        (normalizers.NFC(), pre_tokenizers.BertPreTokenizer(), True),
        (None, pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation()]), True),
        (normalizers.Lowercase(), pre_tokenizers.Split(Regex(WORD), "removed", invert=True), True),
        (None, None, False),
        (None, pre_tokenizers.Punctuation(), False),
        (None, pre_tokenizers.Metaspace(), False),
        (None, pre_tokenizers.Split(Regex(WORD), "isolated", invert=True), False),
        (normalizers.Replace(" ", ""), pre_tokenizers.Whitespace(), False),
        (
            normalizers.Sequence([normalizers.NFC(), normalizers.Prepend("a")]),
            pre_tokenizers.Whitespace(),
            False,
        ),
    ],
)
def test_only_a_tokenizer_that_cuts_at_spaces_is_given_runs(normalizer, pre_tokenizer, apart):
    assert cuts_at_spaces(with_steps(normalizer, pre_tokenizer)) is apart


def test_a_tokenizer_that_cuts_texts_short_or_knows_phrases_is_given_whole_texts():
    short, phrases = (with_steps(None, pre_tokenizers.Whitespace()) for _ in range(2))
    short.enable_truncation(2)
    phrases.add_tokens(["a b"])
    assert not cuts_at_spaces(short)
    assert not cuts_at_spaces(phrases)
    assert lists(PieceReader(short, str), ["a b a", "b"]) == [[1, 2], [2]]


def test_a_tokenizer_that_looks_across_spaces_is_given_whole_texts():
    reader = PieceReader(with_steps(None, None), str)
    assert lists(reader, ["a b", "a", "b"]) == [[3], [1], [2]]
