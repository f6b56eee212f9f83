"""Spelling a question out: abbreviations, diacritics, slips; with fakes at both seams."""

from collections.abc import Callable

import pytest
from rag_papers import documents, written_out

from index.restoration import DiacriticsRestorer
from rag.collection import Collection
from rag.spelling import Expander, Restorer, Spelling


class ScriptedExpander:
    """Writes out what it was given, where the collection supports it."""

    def __init__(self, **full: str) -> None:
        self._full = full

    def expand(self, question: str, supported: Callable[[str], bool] | None = None) -> str:
        words = []
        for word in question.split(" "):
            full = self._full.get(word)
            words.append(full if full and (supported is None or supported(full)) else word)
        return " ".join(words)


class ScriptedRestorer:
    """Restores nothing; knows the syllables given."""

    def __init__(self, *syllables: str) -> None:
        self._syllables = frozenset(syllables)
        self.restored: list[tuple[str, str | None]] = []

    def restore(self, text: str, typed: str | None = None) -> str:
        self.restored.append((text, typed))
        return text

    def is_syllable(self, word: str) -> bool:
        return word in self._syllables


@pytest.fixture(scope="module")
def collection() -> Collection:
    return Collection(documents())


@pytest.fixture(params=["scripted", "shipped"])
def expander(request) -> Expander:
    return ScriptedExpander(UBND="Ủy ban nhân dân") if request.param == "scripted" else written_out()


@pytest.fixture(params=["scripted", "shipped"])
def restorer(request) -> Restorer:
    return ScriptedRestorer("chè", "chủ") if request.param == "scripted" else DiacriticsRestorer.load()


def test_an_expander_writes_out_what_the_papers_support(collection, expander):
    spelling = Spelling(collection, expander, ScriptedRestorer())
    assert spelling.expand("UBND chủ trì") == "Ủy ban nhân dân chủ trì"


def test_an_expander_leaves_a_question_without_abbreviations(collection, expander):
    spelling = Spelling(collection, expander, ScriptedRestorer())
    assert spelling.expand("trồng chè sạch") == "trồng chè sạch"


def test_a_restorer_keeps_the_length_and_knows_syllables(restorer):
    text = "ai chủ trì trồng chè"
    assert len(restorer.restore(text, text)) == len(text)
    assert restorer.is_syllable("chè")
    assert not restorer.is_syllable("chxè")


def test_an_abbreviation_whose_words_no_paper_has_stays(collection):
    expander = ScriptedExpander(KTXH="kinh tế xuyên hành tinh", R="rác", Q="quasar")
    spelling = Spelling(collection, expander, ScriptedRestorer())
    assert spelling.expand("KTXH R Q") == "KTXH rác Q"


def test_expanding_composes_letters(collection):
    spelling = Spelling(collection, ScriptedExpander(), ScriptedRestorer())
    assert spelling.expand("che\u0300") == "chè"


def test_the_restorer_is_told_what_was_typed(collection):
    restorer = ScriptedRestorer()
    Spelling(collection, ScriptedExpander(), restorer).restore("trong che", "trong che?")
    assert restorer.restored == [("trong che", "trong che?")]


@pytest.mark.parametrize(
    ("typed", "restored"),
    [
        ("che dat bao nhieu", "che dat bao nhiêu"),
        ("khi nao xong", "khi nào xong"),
        ("la ai", "là ai"),
        ("ra sao", "ra sao"),
        ("laai bao nhieux", "laai bao nhieux"),
    ],
)
def test_words_that_ask_are_restored_as_asking(collection, typed, restored):
    assert Spelling(collection, ScriptedExpander(), ScriptedRestorer()).restore(typed, typed) == restored


@pytest.mark.parametrize(
    ("word", "mended"),
    [
        ("thuyenf", "thuyen"),
        ("thuyne", "thuyen"),
        ("thuyen", "thuyen"),
        ("thuyền", "thuyền"),
        ("xzqwvk", "xzqwvk"),
        ("chx", "chx"),
        ("25.000", "25.000"),
        ("", ""),
    ],
)
def test_a_slip_is_mended_to_a_word_of_the_papers(collection, word, mended):
    assert Spelling(collection, ScriptedExpander(), ScriptedRestorer()).mend(word) == mended


def test_a_word_that_is_a_syllable_is_no_slip(collection):
    assert Spelling(collection, ScriptedExpander(), ScriptedRestorer("thuyến")).mend("thuyến") == "thuyến"
    assert Spelling(collection, ScriptedExpander(), ScriptedRestorer("thuyet")).mend("thuyet") == "thuyet"


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("ai trồngchè sạch?", "ai trồng chè sạch?"),
        ("ai chutri trongche", "ai chu tri trong che"),
        ("Trồngchè", "Trồng chè"),
        ("trồngxzq", "trồngxzq"),
        ("blockchain, internet", "blockchain, internet"),
        ("UBNDXA", "UBNDXA"),
        ("trongche@xa.vn 57-NQ/TRONGCHE", "trongche@xa.vn 57-NQ/TRONGCHE"),
        ("che\u0300 sa\u0323ch", "chè sạch"),
        ("", ""),
    ],
)
def test_glued_words_are_parted_into_words_that_the_papers_write_together(collection, typed, parted):
    assert Spelling(collection, ScriptedExpander(), DiacriticsRestorer.load()).parted(typed) == parted


def test_parting_again_changes_nothing(collection):
    spelling = Spelling(collection, ScriptedExpander(), DiacriticsRestorer.load())
    for paragraph in documents()[0].paragraphs:
        assert spelling.parted(paragraph.text) == paragraph.text
        once = spelling.parted(paragraph.text.replace(" ", "", 1))
        assert spelling.parted(once) == once
