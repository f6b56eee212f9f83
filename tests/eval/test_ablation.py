"""A part that is left out must show: in the figures, at the gate, and against a run that has it."""

import pytest
from eval_samples import IDENTITY, UNSEEN, documents_in

from eval.ablation import Kit, variants
from eval.gate.checking import Standing, check
from eval.gate.claims import Claim, ClaimedRun
from eval.judging import Papers
from eval.questions import chosen, load_questions
from eval.running import run
from eval.runs import load_run, written_run
from index.embedding import load_model
from index.passages import passages
from index.search import LocalIndex
from index.tuning import Tuning
from rag.pipeline import Pipeline


@pytest.fixture(scope="module")
def kit():
    return Kit(documents_in(UNSEEN), load_model(None))


@pytest.fixture(scope="module")
def measure(kit, tmp_path_factory):
    known = {variant.name: variant for variant in variants()}

    def run_variant(name, group):
        asked = chosen(load_questions(UNSEEN, kit.documents), group, None)
        with written_run(IDENTITY, len(asked), tmp_path_factory.mktemp(name)) as writer:
            run(asked, known[name].assemble(kit), Papers(kit.documents), writer, lambda _: None)
        return load_run(writer.path)

    return run_variant


def test_the_full_variant_is_the_product(kit, measure):
    found = [passage for document in kit.documents for passage in passages(document)]
    product = Pipeline.over(LocalIndex.build("ablation", found, kit.model, Tuning(), lambda *_: None), kit.documents)
    for case in measure("full", "chat").cases:
        if not case.question.turns:
            answer = product.answer(case.question.question)
            assert (case.reply.answer, case.reply.citations) == (answer.answer, answer.citations)


def test_restoration_left_out_is_caught_by_the_gate(measure):
    full, planted = (measure(name, "no_diacritics") for name in ("full", "no-restoration"))
    share = full.summary.total.share
    claim = Claim("total.share", "right", "đúng", value=share, floor=share - 0.05)
    claimed = [ClaimedRun("mau", "Sample", "Mẫu", "hoidap eval run", (claim,))]
    (before,), (after,) = check(claimed, lambda _: full), check(claimed, lambda _: planted)
    assert before.standing is Standing.OK
    assert after.standing is Standing.FAIL


@pytest.mark.parametrize(
    ("name", "group"), [("no-facts", "who_leads"), ("no-scope", "refuse"), ("no-abbreviations", "abbreviation")]
)
def test_a_part_left_out_costs_what_it_is_for(measure, name, group):
    assert measure(name, group).summary.total.right < measure("full", group).summary.total.right


@pytest.mark.parametrize("name", ["no-headings", "no-dense"])
def test_what_is_left_out_of_the_index_is_not_searched(measure, name):
    full, without = (measure(variant, "plain") for variant in ("full", name))
    assert without.summary.retrieval.mrr_at_10 != full.summary.retrieval.mrr_at_10
