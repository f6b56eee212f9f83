"""Learns the kind of a question and its asking words from questions in which both are marked.

Multinomial logistic regression for the kind, binary for each word (scikit-learn); how well it does is measured on
topics left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from corpus.vietnamese import fold
from eval.errors import MalformedQuestion
from rag.asks import Ask
from rag.kinds import KINDS, Weights, Word, asking_features, kind_features, words_in

_LEAST_KIND, _LEAST_ASKING = 3, 2
"""Questions and words that a feature must be seen in to count."""
_KIND_SLACK, _ASKING_SLACK = 60.0, 3.0
"""How far the weights may go (``C`` of scikit-learn); the best of 10, 30, 60, 100 and 1, 3, 10 on topics left out."""
_NEVER = -30.0
"""Where a kind starts that no question has."""
_OPEN, _CLOSE = "[]"


@dataclass(frozen=True, slots=True)
class Marked:
    """A question to learn from."""

    topic: str
    """Questions of one topic are never learnt from and tested on at the same time."""
    kinds: tuple[Ask, ...]
    """What is asked for, the main kind first."""
    text: str
    """Without the brackets; "_" for a place."""
    asking: frozenset[int]
    """Places of the letters that stood in brackets: they ask."""

    @property
    def words(self) -> list[Word]:
        """Return the words, folded."""
        return words_in(fold(self.text))


def read_marked(path: Path) -> list[Marked]:
    """Return the questions of a file: "# topic" lines, and under each "kind+kind: question with [asking words]".

    :raises MalformedQuestion: a line is neither, names a kind that there is not, or leaves a bracket open; no question.
    :raises OSError: the file cannot be read.
    """
    found: list[Marked] = []
    topic = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("# "):
            topic = line[2:]
        elif line and not line.startswith("#"):
            try:
                found.append(_marked(topic, line))
            except ValueError as error:
                raise MalformedQuestion(path, number, str(error)) from error
    if not found:
        raise MalformedQuestion(path, None, "không có câu hỏi nào")
    return found


def _marked(topic: str, line: str) -> Marked:
    named, colon, question = line.partition(": ")
    if not topic or not colon:
        raise ValueError("cần dòng “# chủ đề” ở trên, rồi “loại: câu hỏi có [từ để hỏi] trong ngoặc vuông”")
    kinds = named.split("+")
    if unknown := [kind for kind in kinds if kind not in set(Ask)]:
        raise ValueError(f"không có loại {', '.join(unknown)}; các loại: {', '.join(Ask)}")
    letters: list[str] = []
    asking: set[int] = set()
    inside = False
    for letter in question:
        if letter in (_OPEN, _CLOSE):
            if inside is (letter == _OPEN):
                raise ValueError("ngoặc vuông phải mở rồi đóng, không lồng nhau")
            inside = not inside
            continue
        if inside:
            asking.add(len(letters))
        letters.append(letter)
    if inside:
        raise ValueError("thiếu ngoặc vuông đóng")
    return Marked(topic, tuple(Ask(kind) for kind in kinds), "".join(letters), frozenset(asking))


def learn_kinds(questions: Sequence[Marked], source: bytes) -> Weights:
    """Return the weights learnt from the questions.

    :param source: the file that they stand in; its hash goes with the weights.
    """
    kind_names, kind_weights = _learn_kind(questions)
    asking_names, asking_weights = _learn_asking(questions)
    return Weights(kind_names, kind_weights, asking_names, asking_weights, sha256(source).hexdigest())


def _learn_kind(questions: Sequence[Marked]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    rows = [kind_features(question.words) for question in questions]
    names = _seen(chain.from_iterable(rows), _LEAST_KIND)
    # A question for two things is two questions of half the weight.
    meant = [(i, kind) for i, question in enumerate(questions) for kind in question.kinds]
    model = LogisticRegression(C=_KIND_SLACK, max_iter=500)
    model.fit(
        _table([rows[i] for i, _ in meant], names),
        [KINDS.index(kind) for _, kind in meant],
        sample_weight=[1 / len(questions[i].kinds) for i, _ in meant],
    )
    weights = np.zeros((len(names) + 1, len(KINDS)), dtype=np.float32)
    weights[-1] = _NEVER
    weights[:-1, model.classes_] = model.coef_.T
    weights[-1, model.classes_] = model.intercept_
    return names, weights


def _learn_asking(questions: Sequence[Marked]) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    rows: list[tuple[str, ...]] = []
    asks: list[bool] = []
    for question in questions:
        for word, features in zip(question.words, asking_features(question.words), strict=True):
            if word.is_open:
                rows.append(features)
                asks.append(word.start in question.asking)
    names = _seen(chain.from_iterable(rows), _LEAST_ASKING)
    model = LogisticRegression(C=_ASKING_SLACK, max_iter=500)
    model.fit(_table([dict.fromkeys(row, 1.0) for row in rows], names), asks)
    return names, np.append(model.coef_[0], model.intercept_).astype(np.float32)


def _seen(features: Iterable[str], least: int) -> tuple[str, ...]:
    """Return the features seen often enough, in an order that does not depend on that of the questions."""
    return tuple(sorted(feature for feature, count in Counter(features).items() if count >= least))


def _table(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> csr_matrix:
    columns = {name: column for column, name in enumerate(names)}
    cells = [(i, columns[name], value) for i, row in enumerate(rows) for name, value in row.items() if name in columns]
    at, column, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((values, (at, column)), shape=(len(rows), len(names)))
