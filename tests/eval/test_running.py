from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from eval_samples import (
    COMMUNE,
    IDENTITY,
    INCOME,
    NUMBER,
    ONLINE,
    REFUSAL,
    UNSEEN,
    WARD,
    Told,
    answered,
    cite,
    documents_in,
    refused,
)

from eval.errors import NothingToRun, RunUnfinished, RunUnreadable
from eval.judging import Papers
from eval.questions import Evidence
from eval.running import run
from eval.runs import CASES, MANIFEST, SUMMARY, TIMINGS, find_run, load_run, written_run

PAPERS = Papers(documents_in(UNSEEN))
RIGHT = answered("82% [1]", cite(WARD, ONLINE))
QUESTIONS = [NUMBER, replace(NUMBER, id="n2"), REFUSAL]
REPLIES = [RIGHT, ValueError("vỡ"), refused()]


def go(folder, replies=REPLIES, questions=QUESTIONS, identity=IDENTITY):
    told, done = Told(*replies), []
    with written_run(identity, len(questions), folder) as writer:
        run(questions, told, PAPERS, writer, done.append)
    return writer.path, told, done


def test_a_run_is_read_back_as_it_was(tmp_path):
    path, _, done = go(tmp_path / "runs")
    kept = load_run(path)
    assert done == [0, 1, 2, 3]
    assert path.name.endswith(IDENTITY.fingerprint)
    assert kept.manifest.identity == IDENTITY
    assert [case.question for case in kept.cases] == QUESTIONS
    assert kept.cases[0].reply.citations == RIGHT.citations
    assert kept.cases[1].error == "ValueError: vỡ"
    assert [timing.id for timing in kept.timings] == ["n1", "n2", "r1"]
    assert (kept.summary.total.right, kept.summary.answers.errors) == (2, 1)


def test_two_runs_of_the_same_are_the_same_but_for_the_clock(tmp_path):
    first, _, _ = go(tmp_path)
    again, _, _ = go(tmp_path, [replace(reply, answer_id="x", conversation_id="y") if reply is RIGHT else reply
                                for reply in REPLIES])  # fmt: skip
    assert first != again
    for name in (CASES, SUMMARY):
        assert (first / name).read_bytes() == (again / name).read_bytes()


class Broken(BaseException):
    """What no assistant may swallow: the power goes."""


@pytest.mark.parametrize("torn", ["", '{"question":'])
def test_a_run_that_broke_off_goes_on_where_it_stopped(tmp_path, torn):
    whole, _, _ = go(tmp_path / "whole")
    folder = tmp_path / "broken"
    told = Told(*REPLIES[:2])
    told.steps, steps = None, told.steps

    def until(question, *rest):
        if not told.replies:
            raise Broken
        return steps(question, *rest)

    told.steps = until
    with pytest.raises(Broken), written_run(IDENTITY, 3, folder) as writer:
        run(QUESTIONS, told, PAPERS, writer, lambda _: None)
    with (writer.path / CASES).open("a") as file:
        file.write(torn)
    with pytest.raises(RunUnfinished, match="2/3"):
        load_run(writer.path)
    path, asked, done = go(folder, REPLIES[2:])
    assert path == writer.path
    assert [question for question, *_ in asked.asked] == [REFUSAL.question]
    assert done == [2, 3]
    for name in (CASES, SUMMARY):
        assert (path / name).read_bytes() == (whole / name).read_bytes()
    assert len(load_run(path).timings) == 3


def test_a_case_whose_time_was_not_written_is_asked_again(tmp_path):
    path, _, _ = go(tmp_path)
    (path / SUMMARY).unlink()
    lines = (path / TIMINGS).read_text().splitlines(keepends=True)
    (path / TIMINGS).write_text("".join(lines[:1]))
    resumed, told, _ = go(tmp_path, REPLIES[1:])
    assert resumed == path
    assert len(told.asked) == 2
    assert len(load_run(path).cases) == 3


def test_another_identity_or_one_at_work_is_not_gone_on_with(tmp_path):
    path, _, _ = go(tmp_path)
    (path / SUMMARY).unlink()
    other, _, _ = go(tmp_path, identity=replace(IDENTITY, code="c2"))
    assert other != path
    with written_run(IDENTITY, 3, tmp_path) as at_work:
        assert at_work.path == path
        beside, told, _ = go(tmp_path)
        assert beside != path
        assert len(told.asked) == 3


def test_a_line_torn_inside_a_letter_is_cut_away(tmp_path):
    path, _, _ = go(tmp_path)
    (path / SUMMARY).unlink()
    whole = (path / CASES).read_bytes().split(b"\n")
    at = whole[1].rindex("vỡ".encode()) + 2  # amid the two bytes of a letter
    (path / CASES).write_bytes(whole[0] + b"\n" + whole[1][:at])
    resumed, told, _ = go(tmp_path, REPLIES[1:])
    assert resumed == path
    assert len(told.asked) == 2
    assert len(load_run(path).cases) == 3


def test_what_comes_after_a_spoilt_line_is_asked_again(tmp_path):
    path, _, _ = go(tmp_path)
    (path / SUMMARY).unlink()
    whole = (path / CASES).read_bytes().split(b"\n")
    (path / CASES).write_bytes(b"\n".join([whole[0], b"\0\0\0", *whole[2:]]))
    _, told, _ = go(tmp_path, REPLIES[1:])
    assert len(told.asked) == 2


def test_a_folder_without_a_sound_manifest_is_nobodys_to_go_on_with(tmp_path):
    path, _, _ = go(tmp_path)
    (path / SUMMARY).unlink()
    (path / MANIFEST).write_bytes(b"")
    other, told, _ = go(tmp_path)
    assert other != path
    assert len(told.asked) == 3


@pytest.mark.parametrize("name", [CASES, TIMINGS])
def test_a_run_that_lacks_lines_is_refused(tmp_path, name):
    path, _, _ = go(tmp_path)
    (path / name).write_bytes((path / name).read_bytes().split(b"\n")[0] + b"\n")
    with pytest.raises(RunUnreadable, match="3"):
        load_run(path)


def test_runs_that_start_together_never_share_a_folder(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        paths = list(pool.map(lambda _: go(tmp_path)[0], range(24)))
    assert len(set(paths)) == 24
    for path in paths:
        assert len(load_run(path).cases) == 3


def test_no_question_is_no_run(tmp_path):
    with pytest.raises(NothingToRun):
        go(tmp_path, [], [])


def test_the_fingerprint_is_of_all_that_matters():
    changed = [
        replace(IDENTITY, code="c2"),
        replace(IDENTITY, index_version="v2"),
        replace(IDENTITY, group="chat"),
        replace(IDENTITY, variant="no-dense"),
        replace(IDENTITY, configuration=replace(IDENTITY.configuration, dense=0.45)),
    ]
    assert len({IDENTITY.fingerprint, *(identity.fingerprint for identity in changed)}) == 6
    assert replace(IDENTITY).fingerprint == IDENTITY.fingerprint


def test_a_run_is_found_by_path_or_name(tmp_path):
    path, _, _ = go(tmp_path)
    assert find_run(str(path), tmp_path / "elsewhere") == path
    assert find_run(path.name, tmp_path) == path
    with pytest.raises(RunUnreadable, match=path.name):
        find_run("gone", tmp_path)


@pytest.mark.parametrize("name", [MANIFEST, CASES, SUMMARY])
def test_a_damaged_run_is_refused(tmp_path, name):
    path, _, _ = go(tmp_path)
    (path / name).write_text("{}\n")
    with pytest.raises(RunUnreadable, match=path.name):
        load_run(path)


def test_a_run_of_another_layout_is_refused(tmp_path):
    path, _, _ = go(tmp_path)
    manifest = (path / MANIFEST).read_text().replace('"schema": 1', '"schema": 99')
    (path / MANIFEST).write_text(manifest)
    with pytest.raises(RunUnreadable, match="99"):
        load_run(path)


def test_stray_evidence_is_kept_too(tmp_path):
    both = replace(NUMBER, evidence=(Evidence(WARD, (ONLINE,), None), Evidence(COMMUNE, (INCOME,), None)))
    path, _, _ = go(tmp_path, [RIGHT], [both])
    (kept,) = load_run(path).cases
    assert kept.evidence_ranks == (1, None)
    assert kept.verdict.evidence_cited == (True, False)
