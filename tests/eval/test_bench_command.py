import json
import re

import pytest
import typer
from bench_samples import CORPUS, QRELS, QUERIES, Scripted, write_set
from typer.testing import CliRunner

from eval.bench.command import add_to
from eval.bench.marks import SETS_TABLE
from eval.bench.stock_peers import INSTALLING, StockPeer, StockPeers
from index.embedding import SHIPPED_MODEL, HashingModel

BEGIN, END = SETS_TABLE.begin, SETS_TABLE.end
RANKING = ("hit@1", "hit@10", "MRR@10", "nDCG@10", "recall@100")
SPEED = ("build_seconds", "passages_per_second", "query_p50_ms", "query_p99_ms", "resident_mb")


@pytest.fixture
def bench(monkeypatch):
    # Whatever is installed: what the extra's peers do is tested by itself.
    monkeypatch.setattr("eval.bench.stock_peers.is_installed", lambda _: False)
    app = typer.Typer()
    loaded = []

    @app.callback()
    def group():
        """Several commands, as in the product."""

    def model():
        loaded.append(True)
        return HashingModel()

    add_to(app, model)

    def invoke(*arguments):
        return CliRunner().invoke(app, ["bench", *map(str, arguments)])

    invoke.loaded = loaded
    return invoke


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.xz"])
def test_one_set_is_told_as_one_json_object(bench, tmp_path, suffix):
    result = bench(write_set(tmp_path / "small", suffix=suffix), "--json")
    assert result.exit_code == 0
    record = json.loads(result.stdout)
    assert (record["set"], record["questions"], record["passages"]) == ("small", 2, 3)
    assert [record[name] for name in RANKING] == [1, 1, 1, 1, 1]
    assert set(SPEED) <= record.keys()
    assert record["build_seconds"] > 0
    assert "peers" not in record


def test_figures_computed_by_hand(bench, tmp_path):
    # Each question is the whole of one entry and wants others: of q1 nothing comes first, of q2 one of two does.
    entries = [{"_id": f"e{n}", "text": text} for n, text in enumerate(("đường làng", "trạm y tế", "chợ quê"))]
    queries = [{"_id": "q1", "text": "đường làng"}, {"_id": "q2", "text": "trạm y tế"}]
    qrels = [("q1", "e1"), ("q1", "e2"), ("q2", "e1"), ("q2", "e2")]
    folder = write_set(tmp_path / "s", entries, queries, [{"query_id": q, "doc_id": d, "score": 1} for q, d in qrels])
    record = json.loads(bench(folder, "--json", "--peers").stdout)
    dense = next(peer for peer in record["peers"] if peer["retriever"] == "dense")
    # All three entries are ranked by the vectors: wanted are ranks 2 and 3, and ranks 1 and 2 or 3.
    assert dense["hit@1"] == 0.5
    assert dense["hit@10"] == 1
    assert dense["MRR@10"] == pytest.approx((1 / 2 + 1) / 2)
    assert dense["recall@100"] == 1
    # Words find the very entry and nothing else.
    bm25 = next(peer for peer in record["peers"] if peer["retriever"] == "bm25")
    assert bm25["hit@10"] == 0.5
    assert bm25["recall@100"] == 0.25
    assert bm25["nDCG@10"] == pytest.approx(1 / (1 + 0.6309) / 2, abs=1e-4)


def test_accents_of_the_questions_are_stripped_and_not_of_the_corpus(bench, tmp_path):
    queries = [{"_id": "q", "text": "Đường thôn"}]
    qrels = [{"query_id": "q", "doc_id": "road", "score": 1}]
    folder = write_set(tmp_path / "small", queries=queries, qrels=qrels)
    found = {}
    for arguments in ([], ["--strip-accents"]):
        record = json.loads(bench(folder, "--json", "--peers", *arguments).stdout)
        assert record["strip_accents"] is bool(arguments)
        found[bool(arguments)] = {one["retriever"]: one["hit@10"] for one in (record, *record["peers"])}
    assert found[False] == dict.fromkeys(found[False], 1)
    assert found[True]["bm25"] == 0
    assert found[True]["hoidap"] == found[True]["bm25-no-accents"] == 1


def test_a_folder_of_sets_is_measured_set_by_set(bench, tmp_path):
    write_set(tmp_path / "b")
    write_set(tmp_path / "a", suffix=".jsonl.xz")
    result = bench(tmp_path, "--json")
    assert [record["set"] for record in json.loads(result.stdout)["sets"]] == ["a", "b"]
    assert result.stderr.splitlines()[0].startswith("a, hoidap: dựng ")
    assert len(bench.loaded) == 1


def test_peers_that_are_not_installed_are_named_with_what_installs_them(bench, tmp_path):
    result = bench(write_set(tmp_path / "small"), "--peers", "--json")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == (
        "Không đo rank-bm25, langchain-minilm, txtai vì chưa cài thư viện; muốn đo thì chạy: " + INSTALLING
    )
    record = json.loads(result.stdout)
    assert record["left_out"] == ["rank-bm25", "langchain-minilm", "txtai"]
    assert [peer["retriever"] for peer in record["peers"]][-1] == "rrf-bm25-dense"
    assert "Không đo" not in bench(tmp_path / "small", "--json").stderr


def test_a_transformer_reads_no_larger_set_than_it_is_given(bench, tmp_path, monkeypatch):
    made = []

    def peer(name, encodes):
        def make():
            made.append(name)
            return Scripted(["budget"], name=name)

        return StockPeer(name, (), encodes, lambda _: [], make)

    stock = StockPeers((peer("quick", False), peer("slow", True)), ())
    monkeypatch.setattr("eval.bench.run.stock_peers", lambda: stock)
    folder = write_set(tmp_path / "small")
    record = json.loads(bench(folder, "--peers", "--json", "--peer-texts", 3).stdout)
    assert [peer["retriever"] for peer in record["peers"]][-2:] == ["quick", "slow"]
    assert "left_out" not in record
    made.clear()
    result = bench(folder, "--peers", "--json", "--peer-texts", 2)
    assert json.loads(result.stdout)["left_out"] == ["slow"]
    assert "small: không đo slow vì bộ có hơn 2 văn bản" in result.stderr
    assert made == ["quick"]  # what is left out is not loaded either


def test_people_get_a_table(bench, tmp_path):
    result = bench(write_set(tmp_path / "small"), "--peers")
    assert "small: 2 câu hỏi trên 3 đoạn" in result.stdout
    for head in (*RANKING, "dựng s", "đoạn/s", "p50 ms", "p99 ms", "RAM MB", "rrf-bm25-dense"):
        assert head in result.stdout


def test_another_model_stands_beside_the_products_own(bench, tmp_path):
    record = json.loads(bench(write_set(tmp_path / "small"), "--json", "--model", SHIPPED_MODEL).stdout)
    assert [peer["retriever"] for peer in record["peers"]] == ["dense hoidap-static"]


def test_the_table_of_a_document_is_written_with_both_ways_of_typing(bench, tmp_path):
    document = tmp_path / "benchmarks.md"
    document.write_text(f"before\n{BEGIN}\n{END}\nafter\n", encoding="utf-8")
    result = bench(write_set(tmp_path / "small"), "--write", document)
    assert result.exit_code == 0
    text = document.read_text(encoding="utf-8")
    assert text.startswith(f"before\n{BEGIN}\n`hoidap eval bench DIR --write FILE`, 20")
    assert text.endswith(f"{END}\nafter\n")
    assert re.search(r"\| small \| hoidap \|( 1\.000 \|){7} \d+\.\d \| \d+\.\d\d \|\n", text)
    assert {"như viết", "không dấu"} <= set(re.findall("như viết|không dấu", result.stdout))
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["gone"], "Không có thư mục"),
        (["empty"], "không thấy bộ dữ liệu nào"),
        (["small", "--model", "gone"], "mô hình"),
        (["small", "--write", "unmarked.md"], "bench:begin"),
        (["broken"], "qrels.jsonl, dòng 2"),
        (["."], "qrels.jsonl, dòng 2"),
    ],
)
def test_what_cannot_be_measured_is_said_before_anything_is_loaded(bench, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "unmarked.md").write_text("no marks", encoding="utf-8")
    write_set(tmp_path / "small")
    write_set(tmp_path / "broken", CORPUS, QUERIES, [QRELS[0], "{"])
    result = bench(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("Lỗi: ")
    assert says in result.stderr
    assert result.stdout == ""
    assert bench.loaded == []
    assert (tmp_path / "unmarked.md").read_text(encoding="utf-8") == "no marks"


def test_the_path_that_is_missing_is_named(bench, tmp_path):
    assert str(tmp_path / "gone") in bench(tmp_path / "gone").stderr


def test_writing_and_stripping_together_is_wrong_usage(bench, tmp_path):
    result = bench(write_set(tmp_path / "small"), "--strip-accents", "--write", tmp_path / "x.md")
    assert result.exit_code == 2
