"""A retrieval set small enough to see through, and parts that stand in for real ones."""

import json
import lzma

from eval.bench.sets import CorpusEntry, Query, RetrievalSet

CORPUS = (
    {"_id": "budget", "title": "Ngân sách xã", "text": "Thu ngân sách năm 2025 đạt chín tỷ đồng."},
    {"_id": "school", "title": "Giáo dục", "text": "Trường mầm non trung tâm đạt chuẩn quốc gia."},
    {"_id": "road", "title": None, "text": "Đường liên thôn dài bốn cây số."},
)
QUERIES = (
    {"_id": "q1", "text": "Thu ngân sách đạt bao nhiêu?", "answers": ["chín tỷ đồng"]},
    {"_id": "q2", "text": "Trường mầm non nào đạt chuẩn quốc gia?"},
)
QRELS = (
    {"query_id": "q1", "doc_id": "budget", "score": 1},
    {"query_id": "q1", "doc_id": "road", "score": 0},
    {"query_id": "q2", "doc_id": "school", "score": 1},
)
SMALL = RetrievalSet(
    name="small",
    entries=tuple(CorpusEntry(line["_id"], line["title"] or "", line["text"]) for line in CORPUS),
    queries=(
        Query("q1", QUERIES[0]["text"], frozenset({"budget"})),
        Query("q2", QUERIES[1]["text"], frozenset({"school"})),
    ),
)


def silent(*_progress):
    """Progress that nobody watches."""


def write_set(folder, corpus=CORPUS, queries=QUERIES, qrels=QRELS, suffix=".jsonl"):
    """Write a set; lines may be given as text to be malformed, None leaves a file out."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, lines in (("corpus", corpus), ("queries", queries), ("qrels", qrels)):
        if lines is not None:
            write_lines(folder / f"{stem}{suffix}", lines)
    return folder


def write_lines(path, lines):
    text = "".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines)
    path.write_bytes(lzma.compress(text.encode()) if path.suffix == ".xz" else text.encode())


class Scripted:
    """Finds what it is told to, whatever the question: the rankings in turn."""

    def __init__(self, *rankings, name="scripted"):
        self.name = name
        self.asked = []
        self._rankings = rankings

    def build(self, corpus, progress):
        progress("Dựng", len(corpus), len(corpus))
        return self

    def search(self, query, k):
        self.asked.append(query)
        ranking = self._rankings[(len(self.asked) - 2) % len(self._rankings)]  # the first question only warms up
        return list(ranking[:k])
