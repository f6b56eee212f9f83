"""From the question as typed to what it asks, alone and in a conversation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rag_papers import BEN_SOI, BEN_SOI_KH, DONG_MAY, DONG_MAY_CTR, DONG_MAY_KH, IDS

from corpus.vietnamese import fold
from rag.asks import Ask
from rag.following import Said, said
from rag.paper_numbers import names_number
from rag.understood import Understood


@pytest.fixture
def turns(office):
    """How to understand the questions of one conversation; gives what the last one asks."""

    def of(
        *questions: str, answer: str = "", people: tuple[str, ...] = (), allowed: frozenset[str] | None = None
    ) -> Understood:
        last = None
        for question in questions:
            understood = office.understand(question, last, allowed)
            last = Said(understood, answer, people)
        return understood

    return of


@pytest.mark.parametrize(
    ("glued", "parted"),
    [
        ("ai chủtrì vệsinh ở xãĐồng Mây?", "ai chủ trì vệ sinh ở xã Đồng Mây?"),
        ("mục tiêu trồngchè năm2030", "mục tiêu trồng chè năm 2030"),
    ],
)
def test_glued_words_are_understood_as_the_parted_ones(office, glued, parted):
    one, other = office.understand(glued), office.understand(parted)
    assert (one.scope.document_ids, one.asks, one.topic) == (other.scope.document_ids, other.asks, other.topic)


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("Thu nhập bình quân đầu người năm 2030 là bao nhiêu?", {"2030"}),
        ("giai đoạn 2026 - 2028 trồng chè", {"2026", "2028"}),
        ("trồng 2100 cây, 1850 cây, 20300 cây", set()),
        ("trồng chè", set()),
    ],
)
def test_years_are_read_and_are_no_topic(office, question, years):
    found = office.understand(question)
    assert found.years == years
    assert not years & {*found.topic.words}


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Nghị quyết số 14-NQ/TU ban hành ngày nào?", ("14-NQ/TU",)),
        ("Kế hoạch số 41 / KH-UBND về việc gì", ("41/KH-UBND",)),
        ("Luật số 68/2020/QH14 nói gì", ("68/2020/QH14",)),
        ("Nghị quyết 14 nói về gì?", ("14",)),
        ("nghị quyết số 14 của ai", ("14",)),
        ("quyết định 318/QĐ-UBND và chỉ thị 22-CT/TU", ("318/QĐ-UBND", "22-CT/TU")),
        ("kế hoạch 30% hộ nghèo", ()),
        ("giảm 1,4%/năm", ()),
        ("ngày 20/01/2026", ()),
        ("trồng 140 ha", ()),
        ("giai đoạn 2026-2030", ()),
    ],
)
def test_numbers_of_papers_are_read(office, question, numbers):
    assert office.understand(question).paper_numbers == numbers


@pytest.mark.parametrize("question", ["nghi quyet so 14-NQ/TU cua ai", "nghi quyet 14 cua ai"])
def test_numbers_of_papers_are_read_without_diacritics(office, question):
    found = office.understand(question)
    assert names_number("14-NQ/TU", found.paper_numbers)
    assert found.asks[0] is Ask.PAPER_ISSUER


@pytest.mark.parametrize(
    ("text", "numbers", "named"),
    [
        ("Nghị quyết số 14-NQ/TU của tỉnh", ("14-NQ/TU",), True),
        ("Nghị quyết số 14 - NQ/TU", ("14-nq/tu",), True),
        ("Nghị quyết số 114-NQ/TU", ("14-NQ/TU",), False),
        ("Nghị quyết số 14-NQ/TUV", ("14-NQ/TU",), False),
        ("Nghị quyết số 14-NQ/TU", ("14",), True),
        ("Nghị quyết số 114-NQ/TU", ("14",), False),
        ("Chỉ thị số 04-CT/TW", ("4",), True),
        ("trồng 14 ha", ("14",), False),
        ("Nghị quyết số 14-NQ/TU", (), False),
        ("Nghị quyết số 14-NQ/TU", ("22-CT/TU", "14"), True),
    ],
)
def test_a_text_names_a_paper_by_its_whole_number_or_the_leading_one(text, numbers, named):
    assert names_number(text, numbers) is named


def test_a_paper_of_ours_named_by_number_is_the_only_one_in_scope(office):
    assert office.understand("Kế hoạch số 41/KH-UBND về việc gì?").scope.document_ids == {DONG_MAY_KH}
    assert office.understand("Chương trình 17-CTr/ĐU về việc gì?").scope.document_ids == {DONG_MAY_CTR}


@pytest.mark.parametrize(
    "question",
    ["ai chu tri vung che o dong may", "Ai chủ trì vùng chè ở Đồng Mây?", "AI CHỦ TRÌ VÙNG CHÈ Ở ĐỒNG MÂY"],
)
def test_spelling_does_not_change_what_is_asked(office, question):
    found = office.understand(question)
    assert found.asks == (Ask.LEAD,)
    assert [fold(word) for word in found.topic.words] == ["vung", "che"]
    assert found.scope.communes == (DONG_MAY,)
    assert found.scope.document_ids == {DONG_MAY_CTR, DONG_MAY_KH}
    assert found.question == question


def test_a_plain_question_gets_its_diacritics_and_one_with_them_keeps_its_own(office):
    plain = office.understand("ai chu tri phat trien vung che sach")
    assert plain.text == "ai chủ trì phát triển vùng chè sạch"
    typed = office.understand("Ai chủ trì phát triển vùng chế sạch?")
    assert "chế sạch" in typed.text
    slip = office.understand("Ai chủ trì phát triễn vùng chẻ sạch?")
    assert "phát triển vùng chè sạch" in slip.text


def test_abbreviations_are_spelled_out_and_the_unit_word_is_no_topic(office):
    found = office.understand("UBND xã Đồng Mây phối hợp với ai?")
    assert "Ủy ban nhân dân" in found.text
    assert "xã" not in found.topic.words
    assert "hội" in office.understand("phát triển văn hóa xã hội").topic.words


def test_the_kind_of_paper_is_named_only_where_one_in_scope_is_of_it(office):
    assert office.understand("Ai ký kế hoạch của phường Bến Sỏi?").scope.kind == "Kế hoạch"
    assert office.understand("Ai ký chương trình hành động của phường Bến Sỏi?").scope.kind is None


def test_a_question_of_asking_words_only_has_no_topic(office):
    assert office.understand("Ai chủ trì?").topic.is_empty
    assert office.understand("Ai chủ trì ở xã Đồng Mây?").topic.is_empty


FIRST = "Ai chủ trì xây dựng bến thuyền du lịch ở Đồng Mây?"


def test_a_follow_up_takes_over_topic_and_commune(turns):
    found = turns(FIRST, "ai phối hợp?")
    assert found.asks[0] is Ask.PARTNER
    assert {"bến", "thuyền"} <= {*found.topic.words}
    assert found.scope.communes == (DONG_MAY,)
    assert found.scope.document_ids == {DONG_MAY_CTR, DONG_MAY_KH}
    assert "bến thuyền" in found.text
    assert DONG_MAY in found.text


@pytest.mark.parametrize("question", ["việc đó bao giờ xong?", "viec do bao gio xong", "bao giờ xong?"])
def test_that_task_is_the_task_asked_about_before(turns, question):
    found = turns(FIRST, question)
    assert found.asks[0] is Ask.END
    assert {"bến", "thuyền"} <= {*found.topic.words}
    assert found.scope.communes == (DONG_MAY,)


@pytest.mark.parametrize(
    "question", ["còn xã kia thì sao?", "con xa kia thi sao", "còn phường Bến Sỏi?", "thế ở Bến Sỏi?"]
)
def test_the_other_commune_is_asked_the_same(turns, question):
    found = turns("Tỷ lệ hộ nghèo của Đồng Mây là bao nhiêu?", question)
    assert found.asks[0] is Ask.NUMBER
    assert {"hộ", "nghèo"} <= {*found.topic.words}
    assert found.scope.communes == (BEN_SOI,)
    assert found.scope.document_ids == {BEN_SOI_KH}


def test_a_follow_up_about_an_unknown_commune_stays_unknown(turns):
    found = turns(FIRST, "còn xã Thượng Lâm?")
    assert found.scope.unknown_place == "xã Thượng Lâm"


def test_a_question_of_its_own_takes_over_the_place_and_says_so(turns):
    found = turns(FIRST, "Mặt đường phố đi bộ dài bao nhiêu?")
    assert "thuyền" not in found.topic.words
    assert found.scope.communes == (DONG_MAY,)
    assert found.text.endswith(f"({DONG_MAY})?")


@pytest.mark.parametrize("question", ["Hộ nghèo của xã kia còn bao nhiêu?", "ho ngheo cua xa kia con bao nhieu"])
def test_the_other_commune_is_never_the_one_just_asked_about(turns, question):
    found = turns(FIRST, question)
    assert DONG_MAY not in found.scope.communes
    assert found.scope.communes == (BEN_SOI,)


def test_who_holds_a_post_takes_over_the_place_and_not_the_task(turns):
    found = turns(FIRST, "bí thư là ai?")
    assert found.asks[0] is Ask.PERSON
    assert found.topic.is_empty
    assert found.scope.communes == (DONG_MAY,)


def test_that_task_stays_the_task_after_a_side_question(office):
    first = office.understand(FIRST)
    side = office.understand("Kinh phí bao nhiêu tỷ đồng?", said(first, "", (), None))
    last = said(side, "", (), said(first, "", (), None))
    found = office.understand("Việc đó bao giờ xong?", last)
    assert {"bến", "thuyền"} <= {*found.topic.words}


@pytest.mark.parametrize(
    "question", ["Xã nào có phố đi bộ?", "Mặt đường phố đi bộ ở các xã dài bao nhiêu?", "So sánh phố đi bộ"]
)
def test_a_question_that_looks_beyond_takes_no_place_over(turns, question):
    found = turns(FIRST, question)
    assert found.scope.communes == ()
    assert found.scope.document_ids == frozenset(IDS)


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("Chương trình hành động số 12-CTr/TU thực hiện Nghị quyết số 14-NQ/TU.", ("12-CTr/TU",)),
        ("Chương trình số 1-CTr/TU và chương trình số 2-CTr/TU.", ("14-NQ/TU",)),
        ("", ("14-NQ/TU",)),
    ],
)
def test_that_paper_is_the_one_the_answer_named_or_else_the_one_asked_about(turns, answer, numbers):
    found = turns("Nghị quyết 14-NQ/TU nói gì?", "chương trình đó ban hành ngày nào?", answer=answer)
    assert found.paper_numbers == numbers
    assert found.asks[0] is Ask.PAPER_DATE
    assert numbers[0] in found.text


def test_a_commune_named_in_the_follow_up_replaces_the_one_before(turns):
    assert turns(FIRST, "Ai ký kế hoạch của phường Bến Sỏi?").scope.communes == (BEN_SOI,)


def test_that_person_is_whom_the_last_answer_named(turns):
    found = turns("Ai chỉ đạo xây bến thuyền?", "Đồng chí đó giữ chức vụ gì?", people=("Lục Văn Bằng",))
    assert "Lục Văn Bằng" in found.text


def test_a_follow_up_stays_inside_the_papers_allowed(turns):
    allowed = frozenset({DONG_MAY_KH, BEN_SOI_KH})
    assert turns(FIRST, "ai phối hợp?", allowed=allowed).scope.document_ids == {DONG_MAY_KH}
    assert turns(FIRST, "còn xã kia thì sao?", allowed=frozenset({DONG_MAY_KH})).scope.document_ids == frozenset()


PIECES = st.sampled_from(
    ("ai chủ trì", "bến thuyền", "ở Đồng Mây", "còn xã kia", "việc đó", "2030", "14-NQ/TU", "bao nhiêu", "đồng chí đó",
     "xã Thượng Lâm", "kế hoạch", "UBND", "…", "hộ nghèo", "khi nào", "Bến Sỏi", "?")
)  # fmt: skip
QUESTIONS = st.one_of(st.lists(PIECES, max_size=6).map(" ".join), st.text(max_size=40))


@settings(deadline=None, max_examples=60)
@given(QUESTIONS, QUESTIONS, st.one_of(st.none(), st.frozensets(st.sampled_from(IDS))))
def test_whatever_is_asked_is_understood_as_something_in_scope(office, first, second, allowed):
    previous = office.understand(first)
    found = office.understand(second, Said(previous, "", ("Nông Thị Sâm",)), allowed)
    assert found.asks
    assert found.question == second
    assert found.scope.document_ids <= (frozenset(IDS) if allowed is None else allowed)
    topic = found.topic
    assert len(topic.weights) == len(topic.words)
    assert len(topic.adjacent) == max(0, len(topic.words) - 1)
    assert all(weight > 0 for weight in topic.weights)
