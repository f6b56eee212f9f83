import sys
from dataclasses import replace

import pytest
from eval_samples import IDENTITY, NUMBER, ONLINE, REFUSAL, UNSEEN, WARD, Told, answered, cite, documents_in, refused

from eval.errors import NoMarks
from eval.gate.checking import Standing, check
from eval.gate.claims import SHIPPED_CLAIMS, Better, Claim, ClaimedRun, Unit, load_claims, named
from eval.gate.errors import ClaimsUnreadable, CommandFailed, UnknownClaim, UnknownMetric
from eval.gate.figures import BEGIN, END, Language, figures_table, with_figures
from eval.gate.lookup import figure_at
from eval.gate.rerun import rerun
from eval.judging import Papers
from eval.running import run
from eval.runs import load_run, written_run

RIGHT = answered("82% [1]", cite(WARD, ONLINE))
RIGHTS = Claim("total.share", en="right", vi="đúng", value=0.6667, floor=0.6)
STRAYS = Claim("answers.scope_errors", en="strays", vi="nhầm xã", value=0, floor=1, unit=Unit.COUNT,
               better=Better.LOWER)  # fmt: skip
CLAIMED = ClaimedRun("mau", "Sample", "Mẫu", "hoidap eval run --split dev", (RIGHTS, STRAYS))


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """Three questions, two of them right."""
    questions = [NUMBER, replace(NUMBER, id="n2"), REFUSAL]
    with written_run(IDENTITY, 3, tmp_path_factory.mktemp("runs")) as writer:
        told = Told(RIGHT, refused(), refused())
        run(questions, told, Papers(documents_in(UNSEEN)), writer, lambda _: None)
    return load_run(writer.path)


@pytest.mark.parametrize(
    ("claim", "standing", "improved"),
    [
        (RIGHTS, Standing.OK, False),
        (replace(RIGHTS, value=0.6), Standing.OK, True),
        (replace(RIGHTS, value=0.7), Standing.CLOSE, False),
        (replace(RIGHTS, value=0.7, floor=0.6667), Standing.CLOSE, False),
        (replace(RIGHTS, value=0.8, floor=0.7), Standing.FAIL, False),
        (STRAYS, Standing.OK, False),
        (replace(STRAYS, value=1), Standing.OK, True),
        (replace(STRAYS, metric="total.asked", value=2, floor=3), Standing.CLOSE, False),
        (replace(STRAYS, metric="total.asked", value=1, floor=2), Standing.FAIL, False),
    ],
)
def test_a_figure_is_held_against_what_was_claimed(measured, claim, standing, improved):
    (checked,) = check([replace(CLAIMED, figures=(claim,))], lambda _: measured)
    assert (checked.standing, checked.improved) == (standing, improved)


def test_figures_go_by_their_path(measured):
    assert figure_at(measured, "by_slice.plain.asked") == 3
    assert figure_at(measured, "by_kind.number.share") == 0.5
    assert figure_at(measured, "retrieval.recall.10") == 0.5
    assert figure_at(measured, "refusals.precision") == 0.5
    assert figure_at(measured, "latency.p99") == pytest.approx(max(t.milliseconds for t in measured.timings), rel=0.1)


@pytest.mark.parametrize("metric", ["gone", "by_slice.chat.share", "total", "total.share.more", "retrieval.recall.7"])
def test_a_figure_that_runs_do_not_have_is_refused(measured, metric):
    with pytest.raises(UnknownMetric, match=metric.split(".")[-1]):
        figure_at(measured, metric)


CLAIMS_TEXT = """
runs:
  - name: mau
    en: Sample
    vi: Mẫu
    command: hoidap eval run --split dev
    figures:
      - {metric: total.share, en: right, vi: đúng, value: 0.5, floor: 0.4}
"""


def test_claims_are_read(tmp_path):
    path = tmp_path / "expected.yaml"
    path.write_text(CLAIMS_TEXT, encoding="utf-8")
    (claimed,) = load_claims(path)
    assert (claimed.name, claimed.figures[0].unit, claimed.figures[0].better) == ("mau", Unit.SHARE, Better.HIGHER)
    assert named((claimed,), []) == named((claimed,), ["mau"]) == (claimed,)
    with pytest.raises(UnknownClaim, match="mau"):
        named((claimed,), ["khac"])


@pytest.mark.parametrize(
    "text",
    [
        "runs: [",
        "runs: []",
        "",
        CLAIMS_TEXT.replace("floor: 0.4", "flor: 0.4"),
        CLAIMS_TEXT.replace("hoidap eval run", "rm -rf"),
        CLAIMS_TEXT.replace("value: 0.5", "value: half"),
        CLAIMS_TEXT.replace("floor: 0.4", "floor: 0.6"),
    ],
)
def test_claims_that_cannot_be_understood_are_refused(tmp_path, text):
    path = tmp_path / "expected.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ClaimsUnreadable, match="expected"):
        load_claims(path)


def test_a_command_is_run_in_a_process_of_its_own(tmp_path, measured):
    """A stand-in for the command line: it copies a kept run to where --out says."""
    script = tmp_path / "hoidap.py"
    script.write_text(
        "import shutil, sys\n"
        "a = sys.argv[1:]\n"
        f"assert a[:4] == ['eval', 'run', '--split', 'dev'], a\n"
        f"shutil.copytree({str(measured.path)!r}, a[a.index('--out') + 1] + '/made')\n"
    )
    found = rerun(CLAIMED, [sys.executable, str(script)])
    assert found.summary == measured.summary


@pytest.mark.parametrize("claimed", [CLAIMED, replace(CLAIMED, papers=("nowhere/*.txt",))])
def test_a_command_that_fails_is_told_with_its_last_words(claimed):
    with pytest.raises(CommandFailed, match=r"vỡ rồi|nowhere"):
        rerun(claimed, [sys.executable, "-c", "import sys; sys.stderr.write('vỡ rồi'); sys.exit(3)"])


def test_figures_are_written_between_their_marks(tmp_path):
    path = tmp_path / "README.md"
    path.write_text(f"trước\n{BEGIN}\ncũ\n{END}\nsau\n", encoding="utf-8")
    text = with_figures(path, [CLAIMED])
    assert text.startswith(f"trước\n{BEGIN}\nSample (`hoidap eval run --split dev`):")
    assert "| right | 66.7 % | 60.0 % |" in text
    assert "| strays | 0 | 1 |" in text
    assert text.endswith(f"{END}\nsau\n")
    assert "cũ" not in text
    path.write_text(text, encoding="utf-8")
    assert with_figures(path, [CLAIMED]) == text
    vietnamese = figures_table([CLAIMED], Language.VIETNAMESE)
    assert "| đúng | 66,7% | 60,0% |" in vietnamese


@pytest.mark.parametrize("text", ["", BEGIN, END, f"{END}{BEGIN}"])
def test_a_document_without_the_marks_is_refused(tmp_path, text):
    path = tmp_path / "README.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(NoMarks, match="figures:begin"):
        with_figures(path, [CLAIMED])


def test_no_claim_passes_below_its_floor():
    for claimed in load_claims(SHIPPED_CLAIMS):
        for claim in claimed.figures:
            ahead = claim.value - claim.floor if claim.better is Better.HIGHER else claim.floor - claim.value
            assert ahead >= 0, f"{claimed.name}: {claim.metric}"


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_documents_tell_the_claims_as_they_stand(name):
    path = SHIPPED_CLAIMS.parents[1] / name
    assert with_figures(path, load_claims(SHIPPED_CLAIMS)) == path.read_text(encoding="utf-8")
