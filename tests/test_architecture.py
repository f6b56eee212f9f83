"""The shape of the code, read off its syntax tree."""

import ast
import re
import socket
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest

from corpus.vietnamese import fold, nfc

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "corpus": {"corpus"},
    "index": {"corpus", "index"},
    "rag": {"corpus", "index", "rag"},
    "api": {"corpus", "index", "rag", "api"},
    "eval": {"corpus", "index", "rag", "eval"},
}
SOURCES = {p.relative_to(ROOT).as_posix(): p for room in MAY_IMPORT for p in (ROOT / room).rglob("*.py")}
MODULES = sorted(SOURCES)
PRODUCT = [name for name in MODULES if not name.startswith("eval/")]
PAGES = sorted(p.relative_to(ROOT).as_posix() for p in (ROOT / "api").rglob("*") if p.suffix in {".html", ".js"})


def syntax_tree(name: str) -> ast.Module:
    return ast.parse(SOURCES[name].read_text(encoding="utf-8"))


def imports_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def environment_reads(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        used = {node.attr} if isinstance(node, ast.Attribute) else set()
        if isinstance(node, ast.ImportFrom):
            used = {alias.name for alias in node.names}
        if used & {"environ", "environb", "getenv", "getenvb"}:
            yield node.lineno


def strings_of(tree: ast.Module) -> Iterator[str]:
    """The strings that run; text that only explains (docstrings) may give examples of the genre."""
    explaining = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explaining:
            yield node.value


def plain(text: str) -> str:
    """Words without diacritics, case, punctuation or glue: "Lạc-Phượng", "lac_phuong" → " lac phuong "."""
    return " " + " ".join(re.findall(r"[^\W_]+", fold(nfc(text)))) + " "


@cache
def proper_names() -> set[str]:
    """Names of communes, people and numbered papers that stand in the shipped documents, as plain words."""
    found = set()
    for path in (ROOT / "corpus" / "documents").glob("*.txt"):
        text = nfc(path.read_text(encoding="utf-8")).strip()
        found |= set(re.findall(r"\d+ ?- ?[^\W\d_]+ ?/ ?[^\W\d_]+", text))
        capitalised = re.findall(r"(?:xã|thôn|thành phố|[Đđ]ồng chí|ủy) ((?:[^\W\d_]+ ?)+)", text)
        for words in [*(run.split() for run in capitalised), text.splitlines()[-1].split()]:
            name = list(takewhile(lambda word: word.istitle(), words))
            if 2 <= len(name) <= 4:
                found.add(" ".join(name))
    return {plain(name) for name in found}


@pytest.mark.parametrize("name", MODULES)
def test_imports_point_one_way(name):
    room = name.split("/")[0]
    used = {module.split(".")[0] for module in imports_of(syntax_tree(name))} & MAY_IMPORT.keys()
    assert not used - MAY_IMPORT[room], f"{name} may import from {sorted(MAY_IMPORT[room])} only"


@pytest.mark.parametrize("name", [name for name in MODULES if name != "api/settings.py"])
def test_only_the_settings_read_the_environment(name):
    assert not list(environment_reads(syntax_tree(name)))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_short_and_never_prints(name):
    tree = syntax_tree(name)
    assert not [n.lineno for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == "print"]
    assert len(SOURCES[name].read_text(encoding="utf-8").splitlines()) <= 300


def test_the_names_to_look_for_are_found_in_the_documents():
    names = proper_names()
    assert {" tan minh ", " nghi duong ", " vu duy sy ", " 08 ctr duub "} <= names
    assert len(names) > 20
    assert plain("Lạc-Phượng") == plain("lac_phuong") == " lac phuong "


@pytest.mark.parametrize("name", [*PRODUCT, *PAGES])
def test_the_product_knows_none_of_the_shipped_documents(name):
    texts = strings_of(syntax_tree(name)) if name in SOURCES else [(ROOT / name).read_text(encoding="utf-8")]
    words = "".join(plain(text) for text in texts)
    assert not sorted(known for known in proper_names() if known in words)


def test_tests_cannot_reach_the_network():
    with pytest.raises(pytest.fail.Exception, match="offline"), socket.socket() as outward:
        outward.connect(("192.0.2.1", 80))  # an address kept for documentation
    with pytest.raises(pytest.fail.Exception, match="offline"):
        socket.getaddrinfo("hoidap.invalid", 80)
