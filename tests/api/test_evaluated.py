"""The set-up as the evaluation is given it, over the real parts."""

import inspect
import shutil
import subprocess

import pytest
from tiny_models import save_cross_encoder

from api.assembly import AssembledParts
from api.evaluated import EvaluatedSetup
from api.feedback import FeedbackBook
from api.service import Exchange
from api.settings import Settings
from eval.office import Office, RatedAnswer
from index.errors import IndexStale
from index.store import current_version
from rag.answer import Answer


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The manifest of a set-up that had none, and its data."""
    data_dir = tmp_path_factory.mktemp("evaluated")
    return EvaluatedSetup(lambda: Settings(data_dir=data_dir)).manifest(), data_dir


@pytest.fixture
def settings(made, tmp_path):
    shutil.copytree(made[1], tmp_path / "var")
    return Settings(data_dir=tmp_path / "var")


@pytest.fixture
def setup(settings):
    return EvaluatedSetup(lambda: settings)


def public(of):
    return {name for name, _ in inspect.getmembers(of, inspect.isfunction) if not name.startswith("_")}


def test_it_is_all_that_the_evaluation_asks_for():
    assert public(EvaluatedSetup) == public(Office)
    for name in public(Office):
        wanted = inspect.signature(getattr(Office, name)).parameters
        assert inspect.signature(getattr(EvaluatedSetup, name)).parameters == wanted


def test_settings_are_read_when_a_part_is_asked_for():
    def never():
        raise AssertionError("asked too early")

    EvaluatedSetup(never)


def test_a_missing_index_is_built(made, setup, settings):
    manifest, _ = made
    assert manifest.version == current_version(settings.data_dir / "index")
    assert manifest == setup.manifest()
    assert {mark.id for mark in manifest.documents} == {document.id for document in setup.documents()}
    assert setup.model().fingerprint == manifest.model


def test_what_is_asked_is_kept_nowhere(setup, settings):
    before = sorted(path.name for path in settings.data_dir.iterdir())
    *_, first = setup.assistant().steps("Ai ký kế hoạch?", None, None)
    assert isinstance(first, Answer)
    assert first.index_version == setup.manifest().version
    assert sorted(path.name for path in settings.data_dir.iterdir()) == before


def test_a_reranker_counts_in_the_version_that_runs_are_told_apart_by(setup, settings, tmp_path):
    folder = save_cross_encoder(tmp_path / "cross")
    reranked = EvaluatedSetup(lambda: settings.model_copy(update={"reranker_model": str(folder)}))
    *_, answer = reranked.assistant().steps("Ai ký kế hoạch?", None, None)
    assert answer.index_version == reranked.manifest().version != setup.manifest().version


def test_an_index_of_other_documents_is_refused(setup, settings):
    library = AssembledParts().library(settings)
    library.remove(setup.documents()[0].id)
    with pytest.raises(IndexStale):
        setup.assistant()


def test_ratings_come_with_what_the_evaluation_reads(setup, settings):
    book = FeedbackBook(settings.data_dir / "feedback.jsonl")
    book.add("1", "down", "sai", Exchange(("trước",), "Ai ký?", "Không có."))
    (rated,) = setup.rated_down()
    for name in [name for name in vars(RatedAnswer) if not name.startswith("_")]:
        assert getattr(rated, name)
    assert (rated.turns, rated.question, rated.answer, rated.comment) == (("trước",), "Ai ký?", "Không có.", "sai")


def test_the_command_runs_on_the_same_set_up_from_any_folder(setup, settings, tmp_path):
    AssembledParts().library(settings).remove(setup.documents()[0].id)
    left = {document.id for document in EvaluatedSetup(lambda: settings).documents()}
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "api").mkdir(parents=True)
    (elsewhere / "api" / "__init__.py").write_text("raise SystemExit('another api')", encoding="utf-8")
    done = subprocess.run(
        [*setup.command(), "documents", "list"],
        cwd=elsewhere,
        capture_output=True,
        check=False,
        timeout=120,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert left == {word for word in done.stdout.split() if word in left}
