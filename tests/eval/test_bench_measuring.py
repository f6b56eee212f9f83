from itertools import count

import pytest
from bench_samples import SMALL, Scripted, silent

from eval.bench.measuring import DEPTH, STAGE_ASKING, Typing, measure

WRITTEN = (Typing.AS_WRITTEN,)
BOTH = (Typing.AS_WRITTEN, Typing.NO_ACCENTS)


def ticking(step=1.0):
    """A clock that moves on by a step each time it is read."""
    ticks = count()
    return lambda: next(ticks) * step


def test_figures_are_those_of_the_rankings():
    # q1 wants "budget", found second; q2 wants "school", not found.
    (asked,) = measure(Scripted(["road", "budget"], ["road"]), SMALL, WRITTEN, silent).asked
    assert asked.figures.hit_at_1 == 0
    assert asked.figures.hit_at_10 == 0.5
    assert asked.figures.reciprocal_rank_at_10 == 0.25
    assert asked.figures.ndcg_at_10 == pytest.approx(0.6309 / 2, abs=1e-4)
    assert asked.figures.recall_at_100 == 0.5


def test_a_question_for_which_nothing_is_found_counts_as_missed():
    (asked,) = measure(Scripted(["budget"], []), SMALL, WRITTEN, silent).asked
    assert asked.figures.hit_at_1 == 0.5
    assert asked.figures.recall_at_100 == 0.5


def test_each_way_of_typing_is_asked_after_one_building():
    scripted = Scripted(["budget"], ["school"], [], ["school"])
    written, plain = measure(scripted, SMALL, BOTH, silent).asked
    assert (written.typing, written.figures.hit_at_1) == (Typing.AS_WRITTEN, 1)
    assert (plain.typing, plain.figures.hit_at_1) == (Typing.NO_ACCENTS, 0.5)
    warm_up, *asked = scripted.asked
    assert warm_up == SMALL.queries[0].text
    assert asked == [
        "Thu ngân sách đạt bao nhiêu?",
        "Trường mầm non nào đạt chuẩn quốc gia?",
        "Thu ngan sach dat bao nhieu?",
        "Truong mam non nao dat chuan quoc gia?",
    ]


def test_times_are_read_off_the_clock_around_building_and_each_question():
    measured = measure(Scripted(["budget"]), SMALL, WRITTEN, silent, clock=ticking(0.5))
    assert measured.build_seconds == 0.5
    assert measured.passages_per_second == 6
    assert (measured.asked[0].p50_ms, measured.asked[0].p99_ms) == (500, 500)


def test_percentiles_lie_between_the_questions():
    readings = iter([0, 1, 10, 10.001, 20, 20.003])
    (asked,) = measure(Scripted(["budget"]), SMALL, WRITTEN, silent, clock=lambda: next(readings)).asked
    assert asked.p50_ms == pytest.approx(2)
    assert asked.p99_ms == pytest.approx(2.98)


def test_memory_is_that_of_the_process():
    measured = measure(Scripted([]), SMALL, WRITTEN, silent)
    assert measured.resident_mb is None or 10 < measured.resident_mb < 100_000


def test_progress_is_told_to_the_end():
    told = []
    measure(Scripted([]), SMALL, WRITTEN, lambda *step: told.append(step))
    assert told == [("Dựng", 3, 3), (STAGE_ASKING, 1, 2), (STAGE_ASKING, 2, 2)]


def test_as_deep_as_the_deepest_figure_is_asked():
    deepest = [f"x{number}" for number in range(DEPTH - 1)] + ["budget", "school"]
    (asked,) = measure(Scripted(deepest), SMALL, WRITTEN, silent).asked
    assert asked.figures.recall_at_100 == 0.5
