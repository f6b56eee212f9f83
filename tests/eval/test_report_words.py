from datetime import UTC, datetime

import pytest

from eval.questions import QuestionKind
from eval.report import words
from eval.splits import Split
from rag.answer import AnswerStatus


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(0.0, 0, "0"), (1234.5, 1, "1.234,5"), (0.0414, 3, "0,041"), (1_000_000, 0, "1.000.000"), (-0.5, 1, "-0,5")],
)
def test_numbers_have_a_decimal_comma(value, places, written):
    assert words.decimal(value, places) == written


def test_shares_and_times_are_written_out():
    assert (words.percent(0.9339), words.percent(1), words.percent(0)) == ("93,4%", "100,0%", "0,0%")
    assert [words.milliseconds(value) for value in (0.42, 9.94, 12.6)] == ["0,4 ms", "9,9 ms", "13 ms"]
    assert words.milliseconds(1520.2) == "1.520 ms"


def test_the_time_is_vietnams():
    assert words.moment(datetime(2026, 3, 1, 20, 5, tzinfo=UTC)) == "03:05 ngày 02/03/2026 (giờ Việt Nam)"


def test_every_kind_split_and_status_has_a_name():
    assert all(words.kind_name(kind.value) != kind.value for kind in QuestionKind)
    assert len({words.split_name(split.value) for split in Split}) == len(Split)
    assert len({words.status_name(status.value) for status in AnswerStatus}) == len(AnswerStatus)


def test_a_slice_of_ones_own_goes_by_its_own_name():
    assert words.slice_name("no_diacritics") == "gõ không dấu"
    assert words.slice_name("cua_rieng") == ""
