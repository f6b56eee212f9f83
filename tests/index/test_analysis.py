from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vietnamese import comparable, fold
from index.analysis import Analyzer, embedding_text

ANALYZER = Analyzer()
vietnamese = st.text(alphabet="aăâđêôơưáạảòóõụỹ bcghknrtx0159 .,;:%-–/()\"“”_\n'", max_size=60)


def test_words_of_several_syllables_are_one_token():
    assert ANALYZER.words("Phát triển kinh tế - xã hội.") == ["phát_triển", "kinh_tế", "xã_hội"]


def test_the_two_tone_styles_and_letters_give_the_same_words():
    assert ANALYZER.words("Ðảng uỷ xã hoà bình") == ANALYZER.words("Đảng ủy xã hòa bình")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("đạt 13,5% trở lên", {"13,5%", "13,5"}),
        ("đạt 13,5 % trở lên", {"13,5%", "13,5"}),
        ("Nghị quyết số 57-NQ/TW", {"57-nq-tw", "57", "nq", "tw"}),
        ("ngày 02/4/2026", {"2-4-2026", "2", "4", "2026"}),
        ("giai đoạn 2026–2030", {"2026-2030", "2026", "2030"}),
        ("1.000 hộ", {"1.000"}),
        ("tổ VH-XH", {"vh", "xh"}),
    ],
)
def test_numbers_and_document_numbers_are_tokens(text, wanted):
    assert wanted <= set(ANALYZER.words(text))


def test_a_date_is_the_same_with_and_without_leading_zeros():
    assert ANALYZER.words("02/04/2026") == ANALYZER.words("2/4/2026")
    assert ANALYZER.words("0,5%") == ["0,5%", "0,5"]


def test_syllables_keep_diacritics_and_stripped_drops_them():
    assert ANALYZER.syllables("Đạt 08% Hoà") == ["đạt", "8%", "hòa"]
    assert ANALYZER.stripped("Đạt 08% Hoà") == ["dat", "8%", "hoa"]


@given(vietnamese)
def test_tokens_are_never_empty_nor_only_punctuation(text):
    for token in [*ANALYZER.words(text), *ANALYZER.syllables(text), *ANALYZER.stripped(text)]:
        assert any(letter.isalnum() for letter in token)
        assert " " not in token


@given(vietnamese)
def test_syllables_and_stripped_tell_the_same_syllables(text):
    assert len(ANALYZER.syllables(text)) == len(ANALYZER.stripped(text))


@given(vietnamese)
def test_no_letter_is_lost_between_words_and_syllables(text):
    # Without diacritics, because the segmentation moves a misplaced tone ("tòan" → "toàn").
    words = {part for word in ANALYZER.words(text) for part in fold(word).replace("-", "_").split("_")}
    assert words >= {syllable for syllable in ANALYZER.stripped(text) if syllable.isalpha()}


def test_a_misplaced_tone_is_the_same_word():
    assert ANALYZER.words("hòan thành") == ANALYZER.words("hoàn thành")


@given(st.text(max_size=40))
def test_any_text_can_be_cut(text):
    assert ANALYZER.words(text) == ANALYZER.words(comparable(text))
    assert embedding_text(embedding_text(text)) == embedding_text(text)


def test_segmentation_loads_neither_torch_nor_transformers_and_hides_nothing_afterwards():
    program = (
        "import sys; from index.analysis import Analyzer; Analyzer().words('kinh tế');"
        "sys.exit(any(name in sys.modules for name in ('torch', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
