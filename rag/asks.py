"""What kind of thing a question asks for, told by the words that ask, where a rule can tell.

Patterns are matched on the question without diacritics, so that they read "ai chủ trì" and "ai chu tri"
alike. The words that ask are not words that name the topic: their places are handed back to be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from rag.asking_words import COUNTED, GAP, HOW_MANY, PAPER, POST, SIGNS, UNIT, WHEN, WHO
from rag.fillers import FILLERS, SMALL_TALK


class Ask(StrEnum):
    """What is asked for."""

    LEAD = "lead"
    PARTNER = "partner"
    DIRECTOR = "director"
    TASKS = "tasks"
    """What a body is to do: the assignment asked from its other end."""
    SIGNER = "signer"
    PERSON = "person"
    POST = "post"
    RECIPIENTS = "recipients"
    PAPER_NUMBER = "paper_number"
    PAPER_DATE = "paper_date"
    PAPER_ISSUER = "paper_issuer"
    PAPER_SUBJECT = "paper_subject"
    PAPER = "paper"
    START = "start"
    END = "end"
    WHEN = "when"
    FREQUENCY = "frequency"
    RESOURCES = "resources"
    GOAL = "goal"
    NUMBER = "number"
    COMPARE = "compare"
    PLACES = "places"
    """Which communes have it."""
    SUMMARY = "summary"
    LIST = "list"
    CONTENT = "content"
    SMALL_TALK = "small_talk"
    """Thanks, greetings: nothing to look up."""


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds asked for, the surest first, and where the asking words stand."""

    kinds: tuple[Ask, ...]
    spans: tuple[Span, ...]


_RULES: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (Ask.COMPARE, (
        r"so sanh|doi chieu|(?:co )?khac (?:nhau|gi|biet)|(?:co )?giong nhau|chenh lech|so voi(?= (?:xa |phuong )?_)",
        rf"{UNIT} (?:cao|thap|nhieu|it|lon|nho|som|muon) nhat",
        rf"{UNIT} nao{GAP}{{0,60}}?(?:cao|thap|nhieu|it|lon|nho|nhanh|cham|som|muon){GAP}{{0,30}}?(?:nhat|hon)",
    )),
    (Ask.PLACES, (r"(?:(?:nhung|cac) )?(?:xa|phuong|dia phuong) nao",)),
    (Ask.LIST, (r"(?:bao )?gom (?:co )?(?:nhung )?(?:ai|gi|cac|nhung|nao)|co (?:nhung )?ai",)),
    (Ask.SUMMARY, (
        r"(?:tom tat|tom luoc|khai quat)(?: (?:giup|gium|ho|cho)(?: (?:toi|em|e|minh|mk|anh|chi))?)?"
        r"(?: (?:cac |nhung )?(?:phan|muc|noi dung|y))?|noi dung chinh|y chinh|diem chinh",
    )),
    (Ask.SIGNER, (
        r"(?:duoc )?k[yi] (?:va )?(?:thay mat|tm|thua lenh|thua uy quyen|uy quyen)(?: (?:cho )?(?:ai|"
        r"(?:co quan|to chuc|don vi|cap) nao))?",
        rf"(?:do )?{WHO}{GAP}{{0,25}}?{SIGNS}(?: ten| duyet| ban hanh)?|nguoi ky(?: ten)?(?: la)?(?: ai)?",
        rf"{SIGNS}(?: ten)?{GAP}{{0,40}}?(?:la |boi )ai|chu ky cua ai|{SIGNS} (?:nhung |cac )?{PAPER} (?:nao|gi)",
    )),
    (Ask.RECIPIENTS, (
        r"noi nhan(?: de (?:bao cao|biet|thuc hien|chi dao))?",
        r"(?:gui|chuyen)(?: cho| den| toi)? (?:nhung )?(?:ai|noi nao|co quan nao|don vi nao|nhung dau)",
    )),
    (Ask.POST, (
        r"(?:giu|lam) (?:chuc(?: vu| danh)?|nhiem vu) (?:gi|nao)|(?:chuc(?: vu| danh)?|cuong vi)(?: la)? gi",
    )),
    (Ask.PERSON, (
        rf"{POST}{GAP}{{0,80}}?(?:la ai|ten (?:la )?gi|ten (?:la )?ai|la (?:dong chi|ong|ba) nao|ai)",
        rf"(?:ai|dong chi nao|ong nao|ba nao) (?:dang |hien )?(?:la|lam|giu chuc(?: vu)?) {POST}",
        rf"(?:ten|ho ten|ho va ten)(?: cua)?(?: dong chi| ong| ba)? {POST}",
    )),
    (Ask.PAPER_ISSUER, (
        rf"(?:do )?(?:{WHO}|cua ai){GAP}{{0,25}}?(?:da )?(?:ban hanh|phe duyet)",
        rf"{PAPER}{GAP}{{0,80}}?(?:la )?cua (?:ai|co quan nao|cap nao|don vi nao)",
    )),
    (Ask.PAPER_NUMBER, (
        r"so(?= va ngay\b)|so (?:ky )?hieu|ky hieu|(?<!do )(?:mang )?so (?:may|bao nhieu|nao|gi)|"
        r"so van ban|so cua (?:van ban|ke hoach|chuong trinh)",
    )),
    (Ask.PAPER_DATE, (
        rf"(?:ban hanh|ky|ra doi|co) {WHEN}|ngay (?:ban hanh|ky)|(?<=so va )ngay",
        rf"{PAPER}{GAP}{{0,60}}?ngay (?:nao|may|bao nhieu)",
    )),
    (Ask.TASKS, (
        r"(?:duoc giao|giao cho|chu tri|phu trach|chi dao|tham muu)(?: lam| thuc hien| chu tri)? (?:nhung|cac|may) "
        r"[a-z ,]{1,30}?(?:gi|nao)",
    )),
    (Ask.PAPER, (rf"(?:theo |can cu |thuc hien )?(?:nhung |cac )?{PAPER} (?:nao|gi)",)),
    (Ask.DIRECTOR, (
        rf"(?:do |giao (?:cho )?)?{WHO}{GAP}{{0,25}}?(?:truc tiep )?(?:chi dao|phu trach)(?: chung)?|"
        rf"nguoi (?:chi dao|phu trach)",
    )),
    (Ask.PARTNER, (
        rf"{WHO}{GAP}{{0,30}}?(?:phoi hop|gop suc|cung lam)|phoi hop{GAP}{{0,40}}?(?:la |voi |gom |co )?{WHO}",
        r"(?:co quan|don vi|bo phan)(?: nao)? phoi hop",
    )),
    (Ask.TASKS, (
        r"(?:nhung |cac |may )?(?:nhiem vu|viec|cong viec|trach nhiem) (?:gi|nao)(?: do| thuoc| duoc giao)?",
        r"(?:chu tri|phu trach|dam nhan|lam|phoi hop|thuc hien) (?:nhung )?(?:viec |nhiem vu |mo hinh |"
        r"noi dung )?(?:gi|nao)",
        r"(?:nhung |cac )?(?:mo hinh|noi dung|nhiem vu|viec) nao (?:do|thuoc)|chiu trach nhiem gi|"
        r"nhiem vu cua|trach nhiem cua",
        r"(?:duoc giao|phai lam) (?:nhung )?(?:nhiem vu |viec )?gi",
    )),
    (Ask.LEAD, (
        rf"(?:do |giao (?:cho )?|thuoc (?:ve )?)?{WHO}{GAP}{{0,30}}?(?:chu tri|tham muu|dau moi|"
        rf"chiu trach nhiem|dam nhan)",
        r"(?:co quan|don vi|bo phan)(?: nao)? (?:chu tri|tham muu|dau moi|thuc hien|chiu trach nhiem)(?: thuc hien)?",
        rf"(?:do |giao (?:cho )?|thuoc (?:trach nhiem |ve )?(?:cua )?)?{WHO}(?: (?:lo|lam|thuc hien|to chuc|"
        rf"duoc giao|phai|se))?",
        r"chu tri|do so nao",
    )),
    (Ask.RESOURCES, (
        rf"nguon (?:luc|kinh phi|von|tien)(?: thuc hien)?(?:{GAP}{{0,80}}?(?:lay |co |huy dong )(?:tu|o) "
        r"(?:dau|nguon nao))?|"
        r"kinh phi(?: thuc hien)?(?![^?,]*\bbao nhieu\b)|tien (?:o |lay |tu )dau|lay tu dau|ngan sach nao",
    )),
    (Ask.FREQUENCY, (
        rf"bao lau(?:{GAP}{{0,40}}?(?:mot|1) lan)?|dinh ky (?:bao lau|khi nao|the nao|may)|may (?:thang|nam|quy|"
        r"lan)(?: mot lan| 1 lan)?|tan suat",
    )),
    (Ask.START, (
        rf"(?:bat dau|trien khai|khoi cong)(?: thuc hien)? {WHEN}|{WHEN}{GAP}{{0,30}}?(?:bat dau|trien khai)",
        r"thoi gian (?:trien khai|bat dau)",
    )),
    (Ask.END, (
        rf"(?:hoan thanh|xong|ket thuc|dat duoc) {WHEN}|{WHEN}{GAP}{{0,40}}?(?:hoan thanh|xong|ket thuc)",
        r"thoi (?:gian|han) hoan thanh|(?:thoi han|han chot|han cuoi)(?: la)?(?: khi nao| bao gio)?",
    )),
    (Ask.WHEN, (
        r"(?:(?:nam|den|vao) )*(?:19|20)\d\d,? (?:hay|hoac)(?: la)?(?: (?:nam|den|vao))* (?:19|20)\d\d",
        rf"(?:truoc )?{WHEN}(?: den {WHEN})?|(?:giai doan|thoi diem) (?:nao|may)|thoi gian thuc hien|"
        rf"thoi gian(?: la)?(?: bao lau)?$",
    )),
    (Ask.GOAL, (
        r"muc (?:tieu|dich)(?: chung| tong quat| cu the)?(?: cua)?|(?:^|muc dich,? )yeu cau cua",
        r"(?:de )?(?:nham|huong (?:toi|den))(?: dat)?(?: duoc)?(?: muc dich| dieu| cai| ket qua)? gi|"
        r"(?:nham )?de lam gi|de dat(?: duoc)? (?:dieu |cai )?gi",
    )),
    (Ask.NUMBER, (
        r"\d[\d.,]*\d?(?: ?%| phan tram)?,? (?:hay|hoac)(?: la)? \d[\d.,]*(?: ?%| phan tram)?",
        r"^so(?= (?!hoa|hieu|ky|lieu|van ban)[a-z])",
        rf"bao nhieu(?: phan tram| %| tien| cai| phan)?|may (?={COUNTED})|may phan tram|(?:la |dat )?(?:muc )?may",
        r"(?<!cac )(?<!nhung )(?<!tat )(?<!nhom )chi tieu(?: ve)?(?![^?,]*\b(?:gom|la gi|nhung gi)\b)|"
        r"t[yi] le(?: ve)?|so luong|"
        r"(?:xin |lay )?so lieu(?: ve)?|toc do|"
        r"muc (?:tang|giam|dat|ho tro|chi|thu|phi|phat|thuong|von|vay|dong gop|phu cap)(?! tieu)|"
        r"dat bao|(?:den )?muc (?:nao|bao nhieu)",
    )),
    (Ask.LIST, (
        r"(?:bao )?gom (?:co )?(?:nhung )?(?:gi|ai|cac|nao)|(?:bao )?gom nhung|liet ke|ke ten|ke ra|"
        r"neu (?:cac|nhung)|nhung gi",
        rf"(?:nhung|cac|{HOW_MANY}) {GAP}{{1,60}}?(?:nao|gi)",
        r"(?:mo hinh|tuyen(?: duong)?|linh vuc|khau|cong doan) nao|"
        r"co (?:nhung )?gi|co nhung",
    )),
)  # fmt: skip
_OF_NUMBERED: tuple[tuple[Ask, tuple[str, ...]], ...] = (
    (Ask.GOAL, (r"muc (?:tieu|dich)(?: chung| tong quat| cu the)?(?: cua)?",)),
    (Ask.WHEN, (rf"(?<=hieu luc )(?:thi hanh )?(?:ke )?(?:tu |den )?{WHEN}",)),
    (Ask.PAPER_SUBJECT, (r"^\W*(?:noi dung|trich yeu)(?: chinh)?(?: cua)?",)),
    (Ask.PAPER_DATE, (rf"(?:(?:duoc )?(?:ban hanh|ky|ra doi) )?(?:vao )?{WHEN}|ngay (?:ban hanh|ky)",)),
    (Ask.PAPER_SUBJECT, (
        r"(?:ve|phe duyet|ban hanh) (?:viec |noi dung |van de |linh vuc |chuyen |cai )?gi|"
        r"(?:noi|ban|viet|de cap)(?: ve| den| toi)? (?:chuyen |viec |dieu |van de |noi dung )?gi|(?:,|va) noi dung\W*$|"
        r"quy dinh (?:dieu |ve )?gi|(?:noi dung|ten)(?: la)? gi|la gi",
    )),
    (Ask.PAPER_ISSUER, (rf"(?:do )?(?:{WHO}|cua ai) (?:da )?(?:ban hanh|ra)|cua (?:ai|{WHO})|"
        rf"ban hanh boi (?:ai|{WHO})",)),
)  # fmt: skip
"""What may be asked of a document that the question names by its number."""


def _compiled(rules: tuple[tuple[Ask, tuple[str, ...]], ...]) -> tuple[tuple[Ask, re.Pattern[str]], ...]:
    """Compile the rules with every gap made a group: what stands in a gap is topic, not asking."""
    gap = re.compile("(" + re.escape(GAP) + r"\{\d+,\d+\}\?)")
    return tuple(
        (ask, re.compile("(?<![a-z])(?:" + gap.sub(r"(\1)(?<![a-z])", pattern) + ")(?![a-z])"))
        for ask, patterns in rules
        for pattern in patterns
    )


_OF_PAPER = re.compile(rf"\b(?:{PAPER}|hieu|bao cao|giay to)\b")
_SEVERAL_PAPERS = re.compile(rf"\b(?:nhung|cac) (?!van ban){PAPER} (?:nao|gi)\b")
_BODY_IN_CHARGE = re.compile(
    rf"\b(?:co quan|don vi|bo phan|to chuc|phong ban|phong|ban nganh|ben) (?:nao|gi)\b{GAP}{{0,25}}?\bphu trach\b"
)
_WHO_ASKED = re.compile(rf"\b{WHO}\b")
_COMPILED = _compiled(_RULES)
_COMPILED_OF_NUMBERED = _compiled(_OF_NUMBERED)


def find_asks(folded: str, *, of_numbered: bool = False) -> Asked:
    """Return what the rules find asked for; CONTENT where they find no asking words (:mod:`rag.asking` goes on).

    :param folded: the question without diacritics, names of places already blanked out.
    :param of_numbered: the question names a document by its number, so that it asks about that one.
    """
    if SMALL_TALK.match(folded):
        return Asked((Ask.SMALL_TALK,), ())
    kinds: list[Ask] = []
    spans: list[Span] = []
    for kind, pattern in (*(_COMPILED_OF_NUMBERED if of_numbered else ()), *_COMPILED):
        match = _first_free(pattern, folded, spans)
        if match is not None:
            kinds.append(kind)
            spans.extend(_asking_parts(match))
    kinds = _settled(kinds, folded, of_numbered=of_numbered)
    spans.extend(match.span() for match in FILLERS.finditer(folded))
    return Asked(tuple(dict.fromkeys(kinds)) or (Ask.CONTENT,), tuple(spans))


def _settled(kinds: list[Ask], folded: str, *, of_numbered: bool) -> list[Ask]:
    """Return the kinds without those that only a word of another one told, and with what they mean together."""
    if Ask.TASKS in kinds and not {Ask.LEAD, Ask.PARTNER, Ask.DIRECTOR}.isdisjoint(kinds) and _WHO_ASKED.search(folded):
        kinds = [kind for kind in kinds if kind is not Ask.TASKS]  # "nhiệm vụ" is only what somebody does
    if Ask.GOAL in kinds:
        kinds = [kind for kind in kinds if kind is not Ask.PAPER_SUBJECT]
    if Ask.PAPER in kinds and Ask.LIST not in kinds and _SEVERAL_PAPERS.search(folded):
        kinds.insert(kinds.index(Ask.PAPER), Ask.LIST)
    if Ask.DIRECTOR in kinds and Ask.LEAD not in kinds and _BODY_IN_CHARGE.search(folded):
        kinds = [Ask.LEAD if kind is Ask.DIRECTOR else kind for kind in kinds]  # a person directs, a body leads
    if not of_numbered and not _OF_PAPER.search(folded):
        kinds = [Ask.NUMBER if kind is Ask.PAPER_NUMBER else kind for kind in kinds]  # "đường số mấy"
    if Ask.PAPER_NUMBER in kinds:
        kinds = [kind for kind in kinds if kind is not Ask.NUMBER]  # "số hiệu là bao nhiêu" asks once
    if {Ask.PAPER_NUMBER, Ask.PAPER_ISSUER} & {*kinds} and "hieu luc" not in folded:  # not the day it bears
        kinds = [Ask.PAPER_DATE if kind is Ask.WHEN else kind for kind in kinds]
    return kinds


def _first_free(pattern: re.Pattern[str], folded: str, taken: list[Span]) -> re.Match[str] | None:
    """Return the first match that overlaps nothing taken."""
    match = pattern.search(folded)
    while match is not None and any(start < match.end() and match.start() < end for start, end in taken):
        match = pattern.search(folded, match.start() + 1)
    return match


def _asking_parts(match: re.Match[str]) -> list[Span]:
    """Return the match without its gaps: of "bí thư Đảng ủy xã là ai" the words between stay topic."""
    parts: list[Span] = []
    start = match.start()
    for group in range(1, (match.lastindex or 0) + 1):
        if match.group(group):
            parts.append((start, match.start(group)))
            start = match.end(group)
    return [*parts, (start, match.end())]
