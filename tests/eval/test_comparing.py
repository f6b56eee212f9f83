from dataclasses import replace

import pytest
from eval_samples import COMMUNE, IDENTITY, INCOME, NUMBER, ONLINE, REFUSAL, WARD, answered, cite, refused
from hypothesis import given
from hypothesis import strategies as st
from run_samples import DEV, HELD_OUT, case, made_run, named

from eval.changes import Change, Part, changes
from eval.comparing import COMPARISON_JSON, GroupedBy, LeftOut, Moved, Reason, Score, Unseen, compare
from eval.questions import Evidence, QuestionKind
from eval.splits import Split
from index.store import DocumentMark, LibraryMark

RIGHT = answered("82% [1]", cite(WARD, ONLINE))
WRONG = answered("5% [1]", cite(WARD, ONLINE))
EVERY = frozenset(Split)
IN_DEV, KEPT = replace(NUMBER, topic=DEV), replace(NUMBER, topic=HELD_OUT)


def runs(questions, before, after):
    pair = [[case(q, r) for q, r in zip(questions, replies, strict=True)] for replies in (before, after)]
    return made_run(pair[0]), made_run(pair[1])


def ids(pairs):
    return [pair.after.question.id for pair in pairs]


def test_a_run_against_itself_is_all_ties():
    run = made_run([case(NUMBER, RIGHT), case(named(NUMBER, 2), WRONG), case(REFUSAL, refused())])
    found = compare(run, run, EVERY)
    assert (found.tally.wins, found.tally.ties, found.tally.losses, found.tally.p) == (0, 3, 0, 1.0)
    assert [(score.difference, score.p) for score in found.scores] == [(0.0, 1.0)] * 3
    assert (found.changes, found.left_out, found.moved) == ((), (), ())
    assert (found.broken, found.mended, found.unseen) == ((), (), ())


def test_wins_ties_and_losses_are_of_the_second_run():
    questions = [named(IN_DEV, number) for number in range(4)]
    found = compare(*runs(questions, [RIGHT, WRONG, WRONG, RIGHT], [WRONG, RIGHT, RIGHT, RIGHT]), EVERY)
    assert (found.tally.wins, found.tally.ties, found.tally.losses) == (2, 1, 1)
    assert ids(found.broken) == ["q0"]
    assert ids(found.mended) == ["q1", "q2"]
    assert (found.before.total.right, found.after.total.right) == (2, 3)
    assert found.after.paired.share == 0.75
    assert found.broken[0].before.reply.answer == "82% [1]"
    assert found.broken[0].after.reply.answer == "5% [1]"


def test_six_wins_and_no_loss_are_more_than_chance():
    questions = [named(IN_DEV, number) for number in range(6)]
    tally = compare(*runs(questions, [WRONG] * 6, [RIGHT] * 6), EVERY).tally
    assert tally.p == pytest.approx(2 / 64)


def test_scores_are_means_over_the_questions_that_have_them():
    both = (Evidence(WARD, (ONLINE,), None), Evidence(COMMUNE, (INCOME,), None))
    two = replace(IN_DEV, id="two", evidence=both, all_evidence=True, items=(("82%",), ("hằng năm",)))
    before = made_run([case(two, RIGHT), case(REFUSAL, refused()), case(named(NUMBER, 3), RIGHT)])
    worse = replace(case(two, refused()), evidence_ranks=(4, None))
    after = made_run([worse, case(REFUSAL, refused()), case(named(NUMBER, 3), RIGHT)])
    figures = {score.score: score for score in compare(before, after, EVERY).scores}
    items, cited, rank = (figures[score] for score in Score)
    assert (items.questions, items.before, items.after) == (2, 0.75, 0.5)  # one of two items; a refusal says none
    assert (cited.questions, cited.before, cited.after) == (2, 0.75, 0.5)
    assert (rank.questions, rank.before, rank.after) == (2, 1.0, 0.625)  # (1/4 + 1) / 2
    assert rank.difference == -0.375
    assert {score.p for score in figures.values()} == {1.0}  # one question alone can differ by chance


def test_scores_without_a_question_that_has_them_are_nothing():
    run = made_run([case(REFUSAL, refused())])
    assert [(s.questions, s.before, s.after, s.p) for s in compare(run, run, EVERY).scores] == [(0, 0.0, 0.0, 1.0)] * 3


def test_groups_that_moved_are_told_largest_change_first():
    chat = replace(REFUSAL, id="c", topic=DEV, slices=("chat",))
    questions = [named(IN_DEV, 0), named(IN_DEV, 1), named(IN_DEV, 2), named(IN_DEV, 3), chat]
    found = compare(*runs(questions, [RIGHT] * 4 + [RIGHT], [WRONG] + [RIGHT] * 3 + [refused()]), EVERY)
    # dev: 4 of 5 before and after, so it did not move.
    assert found.moved == (
        Moved(GroupedBy.KIND, "refuse", 1, 0.0, 1.0, 1.0),
        Moved(GroupedBy.SLICE, "chat", 1, 0.0, 1.0, 1.0),
        Moved(GroupedBy.KIND, "number", 4, 1.0, 0.75, -0.25),
        Moved(GroupedBy.SLICE, "plain", 4, 1.0, 0.75, -0.25),
    )


def test_questions_of_one_run_only_are_left_out_and_told():
    before = made_run([case(named(NUMBER, 1), RIGHT), case(named(NUMBER, 2), RIGHT)])
    after = made_run([case(named(NUMBER, 3), WRONG), case(named(NUMBER, 2), RIGHT)])
    found = compare(before, after, EVERY)
    assert found.left_out == (LeftOut("q1", Reason.ONLY_BEFORE), LeftOut("q3", Reason.ONLY_AFTER))
    assert (found.tally.ties, found.before.paired.asked, found.after.total.asked) == (1, 1, 2)


@pytest.mark.parametrize(
    "changed",
    [
        {"question": "Tỷ lệ hồ sơ trực tuyến?"},
        {"turns": ("Phường nào?",)},
        {"items": (("82%",),)},
        {"evidence": (Evidence(WARD, ("82%",), None),)},
        {"forbidden": ()},
        {"may_refuse": True},
    ],
)
def test_one_id_for_two_questions_is_not_compared(changed):
    found = compare(made_run([case(NUMBER, RIGHT)]), made_run([case(replace(NUMBER, **changed), WRONG)]), EVERY)
    assert found.left_out == (LeftOut("n1", Reason.CHANGED),)
    assert (found.tally.losses, found.after.paired.asked) == (0, 0)


def test_a_question_that_is_only_grouped_otherwise_is_compared_in_its_new_groups():
    moved = replace(IN_DEV, slices=("chat",), kind=QuestionKind.LIST, set_name="khac")
    found = compare(made_run([case(KEPT, RIGHT)]), made_run([case(moved, WRONG)]), EVERY)
    assert {(one.by, one.group) for one in found.moved} == {
        (GroupedBy.SPLIT, "dev"),
        (GroupedBy.KIND, "list"),
        (GroupedBy.SLICE, "chat"),
    }
    assert found.broken[0].before.question == moved


def test_questions_held_out_are_counted_by_kind_and_not_shown():
    signs = replace(KEPT, id="s", kind=QuestionKind.WHO_SIGNS)
    questions = [named(IN_DEV, 0), named(KEPT, 1), named(KEPT, 2), signs]
    pair = runs(questions, [RIGHT, RIGHT, WRONG, RIGHT], [WRONG, WRONG, RIGHT, WRONG])
    found = compare(*pair, frozenset({Split.DEV}))
    assert (ids(found.broken), ids(found.mended)) == (["q0"], [])
    assert found.unseen == (Unseen("number", 1, 1), Unseen("who_signs", 1, 0))
    assert found.tally.losses == 3
    everything = compare(*pair, EVERY)
    assert (ids(everything.broken), ids(everything.mended), everything.unseen) == (["q0", "q1", "s"], ["q2"], ())


def test_identities_are_told_apart_field_by_field():
    before = replace(
        IDENTITY,
        documents=(DocumentMark("a", "1" * 64, 3), DocumentMark("b", "2" * 64, 3)),
        libraries=(LibraryMark("faiss-cpu", "1.9"),),
    )
    after = replace(
        before,
        documents=(DocumentMark("b", "3" * 64, 3), DocumentMark("c", "4" * 64, 3)),
        libraries=(LibraryMark("faiss-cpu", "1.10"),),
        configuration=replace(IDENTITY.configuration, dense=0.5),
        code="c2",
        split=Split.DEV,
        variant="no-dense",
    )
    assert changes(before, before) == ()
    assert changes(before, after) == (
        Change(Part.DOCUMENTS, "a", "1" * 64, None),
        Change(Part.DOCUMENTS, "b", "2" * 64, "3" * 64),
        Change(Part.DOCUMENTS, "c", None, "4" * 64),
        Change(Part.CONFIGURATION, "dense", str(IDENTITY.configuration.dense), "0.5"),
        Change(Part.LIBRARIES, "faiss-cpu", "1.9", "1.10"),
        Change(Part.CODE, "", "c1", "c2"),
        Change(Part.SPLIT, "", None, "dev"),
        Change(Part.VARIANT, "", None, "no-dense"),
    )


ANSWERS = {"right": RIGHT, "wrong": WRONG, "refused": refused()}


@given(st.lists(st.tuples(st.sampled_from(sorted(ANSWERS)), st.sampled_from(sorted(ANSWERS))), max_size=8))
def test_turning_the_runs_round_turns_the_comparison_round(replies):
    questions = [named(IN_DEV, number) for number in range(len(replies))]
    before, after = runs(questions, [ANSWERS[a] for a, _ in replies], [ANSWERS[b] for _, b in replies])
    there, back = compare(before, after, EVERY), compare(after, before, EVERY)
    assert (there.tally.wins, there.tally.losses) == (back.tally.losses, back.tally.wins)
    assert there.tally.p == back.tally.p
    assert there.tally.wins + there.tally.ties + there.tally.losses == len(replies)
    assert ids(there.broken) == ids(back.mended)
    assert [(s.score, s.difference, s.p) for s in there.scores] == [(s.score, -s.difference, s.p) for s in back.scores]
    assert COMPARISON_JSON.validate_json(COMPARISON_JSON.dump_json(there)) == there
