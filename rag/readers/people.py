"""Who signs, who holds a post, what post somebody holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from corpus.facts.people import signer_post
from corpus.model import Fact, FactKind, ParagraphKind
from corpus.vietnamese import comparable, fold
from index.passage import Hit
from rag.asks import Ask
from rag.collection import Collection, Paper
from rag.evidence import Evidence, Quote
from rag.scope import Scope
from rag.topic import Words, coverage
from rag.understood import Understood
from rag.wording import capital

_ROLE = re.compile(
    r"\b(?P<deputy>pho )?(?P<role>bi thu|chu tich|chanh van phong|truong phong|truong ban|truong cong an|truong thon|"
    r"truong tram|don truong|truong don|giam doc|chu nhiem|chi huy truong|hieu truong|ke toan truong|"
    r"to truong|to pho|doi truong|truong doan|thu ky|uy vien)(?P<standing> thuong truc)?\b"
)
_BODY_NAMES = (("ubnd", "uy ban nhan dan"), ("hdnd", "hoi dong nhan dan"), ("ubkt", "uy ban kiem tra"),
               ("mttq", "mat tran to quoc"))  # fmt: skip
_NOT_OF_BODY = frozenset(
    "xa phuong thi tran dac khu la ai ten gi dong chi ong ba cua ten hien nay o tai viet nam".split()
)

Post = tuple[str, frozenset[str]]
"""A role ("pho bi thu") and the words of the body it is of."""


_HIGHER = frozenset("thanh pho tinh huyen quan trung uong quoc bo".split())
"""Words of bodies above a commune's: their officers are not the commune's."""
_OF_COMMITTEE = frozenset("uy ban nhan dan".split())
_USUAL = {"chu tich": _OF_COMMITTEE, "pho chu tich": _OF_COMMITTEE}
"""The body meant where none is named: a commune's chairman is that of its people's committee."""


class PeopleReader:
    """Answers about signers, posts and people."""

    def __init__(self, collection: Collection) -> None:
        """Keep the collection."""
        self._collection = collection

    def read(self, understood: Understood, hits: Sequence[Hit]) -> list[Evidence]:
        """Return signers and people with their posts; the hits are not needed."""
        del hits
        found: list[Evidence] = []
        papers = [p for p in self._collection.papers if p.id in understood.scope.document_ids]
        if Ask.SIGNER in understood.asks:
            signed = _signed_by(papers, understood) or self._titled(_of_kind(papers, understood.scope), understood)
            found.extend(e for paper in signed for e in _signer(paper))
        if Ask.PERSON in understood.asks:
            asked = _asked_posts(understood)
            found.extend(e for paper in papers for e in _holders(self._collection, paper, asked))
        for paper in papers:
            found.extend(_named(paper, understood))
        return found

    def _titled(self, papers: list[Paper], understood: Understood) -> list[Paper]:
        """Return the papers whose titles have the topic best; all where a place is named or no title has much of it."""
        covered = [coverage(understood.topic, self._collection.words_about(paper.id)) for paper in papers]
        best = max(covered, default=0.0)
        if understood.scope.is_named or best < _TITLED:
            return papers
        return [paper for paper, share in zip(papers, covered, strict=True) if share >= best - _AS_WELL]


_TITLED, _AS_WELL = 0.6, 0.1
"""Share of the topic that a title must have to be the one meant, and how much less another may have."""


def _of_kind(papers: list[Paper], scope: Scope) -> list[Paper]:
    """Return the papers of the kind named; of several places named, all those of one that has none of it."""
    of_kind = [p for p in papers if scope.kind is None or p.document.metadata.kind == scope.kind]
    if len(scope.communes) < 2:
        return of_kind
    places = {p.place for p in of_kind}
    return [p for p in papers if p in of_kind or p.place not in places]


def _signed_by(papers: list[Paper], understood: Understood) -> list[Paper]:
    """Return the papers whose signer the question names."""
    question = fold(understood.text)
    signers = [(paper, paper.document.metadata.signer) for paper in papers]
    return [paper for paper, signer in signers if signer is not None and fold(signer.name) in question]


def _signer(paper: Paper) -> Iterable[Evidence]:
    """Return who signed the paper, as what and for whom, proved by the signature block."""
    signer, document = paper.document.metadata.signer, paper.document
    if signer is None:
        return
    post = signer_post(document)
    yield Evidence(
        document_id=document.id,
        ask=Ask.SIGNER,
        statement=f"{signer.name}{f', {post},' if post else ''} ký {_named_paper(paper)}{_on_behalf(paper)}",
        brief=signer.name,
        key=fold(signer.name),
        quotes=_block_quotes(paper),
        score=0.95,
    )


def _on_behalf(paper: Paper) -> str:
    """Return for whom the paper was signed, in the letters of the issuer where it is the issuer's name."""
    metadata = paper.document.metadata
    body = metadata.signer.on_behalf_of if metadata.signer is not None else None
    if not body:
        return ""
    issuer = metadata.issuer or ""
    named = issuer[: len(body)] if fold(issuer).startswith(fold(body)) else body.capitalize()
    return f", thay {named}" if _ROLE.match(fold(named)) else f", thay mặt {named}"


def _block_quotes(paper: Paper) -> tuple[Quote, ...]:
    """Return the quotes of the signature block: body, post and name, which a converter may have torn apart."""
    signer, document = paper.document.metadata.signer, paper.document
    if signer is None:
        return ()
    last = document.paragraph(signer.paragraph_id)
    end = last.start + last.text.rindex(signer.name) + len(signer.name)
    wanted = [words for words in (signer.on_behalf_of, signer.post) if words]
    if all(words in last.text for words in wanted):
        start = last.start + min([last.text.index(words) for words in wanted], default=last.text.rindex(signer.name))
        return (Quote(document.id, last.id, start, end),)
    name = Quote(document.id, last.id, end - len(signer.name), end)
    above = (p for p in document.paragraphs if p.kind is ParagraphKind.SIGNATURE and p.id != last.id)
    found = (p for p in above if any(words in p.text for words in wanted))
    return (*(Quote(document.id, p.id, p.start, p.end) for p in found), name)


def _named_paper(paper: Paper) -> str:
    return (paper.document.metadata.kind or "văn bản").lower()


def _spelled(text: str) -> str:
    folded = fold(comparable(text))
    for short, full in _BODY_NAMES:
        folded = re.sub(rf"\b{short}\b", full, folded)
    return folded


def _posts(text: str) -> list[Post]:
    """Return each post in the text as (role, the words of the body it is of)."""
    spelled = _spelled(text)
    roles = [*_ROLE.finditer(spelled)]
    posts: list[Post] = []
    for index, match in enumerate(roles):
        end = roles[index + 1].start() if index + 1 < len(roles) else len(spelled)
        words = frozenset(re.findall(r"[a-z]+", spelled[match.end() : end])) - _NOT_OF_BODY
        posts.append((f"{match['deputy'] or ''}{match['role']}{match['standing'] or ''}", words))
    return posts


def _without_places(words: frozenset[str], paper: Paper) -> frozenset[str]:
    place = paper.document.metadata.commune or ""
    return words - frozenset(fold(place).split())


def _asked_posts(understood: Understood) -> list[Post]:
    """Return the posts that the question names; of the words around them, those of the topic count."""
    topic = frozenset(re.findall(r"[a-z]+", _spelled(understood.topic.text)))
    return [(role, words & topic or _USUAL.get(role, frozenset())) for role, words in _posts(understood.text)]


def _holders(collection: Collection, paper: Paper, asked: list[Post]) -> Iterable[Evidence]:
    """Return the people who hold a post asked for; the body must be the one asked for, if one is."""
    for fact in _people(paper):
        held = _posts(fact.subject)
        around = collection.words_above(fact.paragraph_id) | collection.words(fact.paragraph_id)
        for role, body in asked:
            wanted = _without_places(body, paper)
            meant = (role, f"{role} thuong truc")
            if any(own in meant and _is_of(wanted, _without_places(of, paper), around) for own, of in held):
                yield _person_evidence(paper, fact, Ask.PERSON, 0.95 if wanted else 0.85)


def _is_of(wanted: frozenset[str], body: frozenset[str], around: Words) -> bool:
    """Say whether a post of this body is the one wanted; a post without a body is of what its section is about."""
    if not wanted:
        return not body & _HIGHER
    return wanted == body or (not body and wanted <= around.folded)


def _named(paper: Paper, understood: Understood) -> Iterable[Evidence]:
    """Return the post of a person whose full name the question has."""
    asks = {Ask.POST, Ask.PERSON, Ask.CONTENT, Ask.LEAD} & {*understood.asks}
    question = fold(understood.text)
    named = [f for f in _people(paper) if asks and re.search(rf"\b{re.escape(fold(f.value))}\b", question)]
    for name in dict.fromkeys(fold(fact.value) for fact in named):
        yield _with_every_post(paper, [fact for fact in named if fold(fact.value) == name])


def _with_every_post(paper: Paper, facts: Sequence[Fact]) -> Evidence:
    """Return one person's posts; one that another says more fully is left out."""
    fullest = sorted(facts, key=lambda fact: -len(fact.subject))
    kept: list[Fact] = []
    for fact in fullest:
        if not any(fold(fact.subject).split(" xa ")[0] in fold(other.subject) for other in kept):
            kept.append(fact)
    found = [_person_evidence(paper, fact, Ask.POST, 0.95) for fact in kept]
    posts = "; ".join(capital(fact.subject) for fact in kept)
    quotes = tuple(dict.fromkeys(quote for evidence in found for quote in evidence.quotes))
    return replace(found[0], statement=f"{kept[0].value} – {posts}", quotes=quotes)


def _people(paper: Paper) -> list[Fact]:
    return [fact for fact in paper.facts if fact.kind is FactKind.PERSON]


def _person_evidence(paper: Paper, fact: Fact, ask: Ask, score: float) -> Evidence:
    signer = paper.document.metadata.signer
    signs = signer is not None and fact.paragraph_id == signer.paragraph_id
    own = Quote(fact.document_id, fact.paragraph_id, fact.start, fact.end)
    return Evidence(
        document_id=fact.document_id,
        ask=ask,
        statement=f"{fact.value} – {capital(fact.subject)}",
        brief=fact.value,
        key=fold(fact.value),
        quotes=_block_quotes(paper) if signs else (own,),
        score=score,
    )
