"""What kind of thing a question asks for, told by the words that ask.

Patterns are matched on the question without diacritics, so that they read "ai chủ trì" and "ai chu tri"
alike. The words that ask are not words that name the topic: their places are handed back to be left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


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
    SUMMARY = "summary"
    LIST = "list"
    CONTENT = "content"


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds asked for, the surest first, and where the asking words stand."""

    kinds: tuple[Ask, ...]
    spans: tuple[Span, ...]


_WHO = (
    r"(?:nhung |cac )?(?:ai|(?:co quan|don vi|bo phan|to chuc|phong ban|phong|ban nganh|ban|noi|cap|nguoi|dong chi|can bo|"
    r"ben|chi bo|vi)(?: chuyen mon)? nao|don vi gi|co quan gi)"
)
_PAPER = (
    r"(?:nghi quyet|ket luan|chi thi|quyet dinh|chuong trinh(?: hanh dong)?|ke hoach|quy dinh|van ban|cong van|thong bao|"
    r"huong dan|de an|luat|nghi dinh|thong tu|bao cao|to trinh)"
)
_POST = (
    r"(?:pho )?(?:bi thu|chu tich|chanh van phong|truong (?:phong|ban|cong an|thon|tram)|giam doc|chu nhiem|"
    r"chi huy truong|vien truong|hieu truong|ke toan truong)"
)
_NOT_SIGN = r"(?<!dinh )(?<!nhiem )(?<!thoi )(?<!hoc )(?<!so )(?<!the )(?<!chu )"
_RULES: tuple[tuple[Ask, str], ...] = (
    (Ask.COMPARE, r"so sanh|doi chieu|khac (?:nhau|gi|biet)|giong nhau|chenh lech"),
    (Ask.COMPARE, r"(?:xa|phuong|dia phuong|noi|don vi) nao[^?]{0,60}?(?:cao|thap|nhieu|it|lon|nho|nhanh|cham|som|muon) (?:nhat|hon)"),
    (Ask.COMPARE, r"(?:nhung|cac) (?:xa|phuong|dia phuong) nao|(?:xa|phuong|dia phuong) nao"),
    (Ask.SUMMARY, r"tom tat|tom luoc|khai quat|noi dung chinh|y chinh|diem chinh"),
    (Ask.SIGNER, rf"(?:do )?{_WHO}[^?]{{0,25}}?{_NOT_SIGN}\bky\b(?: ten| duyet| ban hanh)?|nguoi ky(?: ten)?(?: la)?(?: ai)?"),
    (Ask.SIGNER, rf"{_NOT_SIGN}\bky\b(?: ten)?[^?]{{0,40}}?(?:la |boi )ai|chu ky cua ai"),
    (Ask.RECIPIENTS, r"noi nhan|(?:gui|chuyen)(?: cho| den| toi)? (?:nhung )?(?:ai|noi nao|co quan nao|don vi nao|nhung dau)"),
    (Ask.POST, r"(?:giu|lam) (?:chuc(?: vu| danh)?|nhiem vu) (?:gi|nao)|(?:chuc(?: vu| danh)?|cuong vi)(?: la)? gi"),
    (Ask.PERSON, rf"{_POST}[^?]{{0,80}}?(?:la ai|ten (?:la )?gi|ten (?:la )?ai|la (?:dong chi|ong|ba) nao|\bai\b)"),
    (Ask.PERSON, rf"(?:ai|dong chi nao|ong nao|ba nao) (?:dang |hien )?(?:la|lam|giu chuc(?: vu)?) {_POST}"),
    (Ask.PERSON, rf"(?:ten|ho ten|ho va ten)(?: cua)?(?: dong chi| ong| ba)? {_POST}"),
    (Ask.PAPER_ISSUER, rf"(?:do )?(?:{_WHO}|cua ai) (?:da )?(?:ban hanh|ra|phe duyet)|(?:ban hanh|phe duyet) boi (?:ai|co quan nao)|"
                       rf"{_PAPER}[^?]{{0,80}}?(?:la )?cua (?:ai|co quan nao|cap nao|don vi nao)"),
    (Ask.PAPER_NUMBER, r"so (?:ky )?hieu|ky hieu|(?:mang )?so (?:may|bao nhieu|nao|gi)\b|so van ban|so cua (?:van ban|ke hoach|chuong trinh)"),
    (Ask.PAPER_DATE, r"(?:ban hanh|ky|ra doi|co)(?: vao| tu)? (?:ngay|thang|nam|khi|luc|hom) (?:nao|may|bao nhieu|gi)|"
                     r"(?:ban hanh|ky)(?: vao| tu)? (?:bao gio)|ngay (?:ban hanh|ky)|"
                     rf"{_PAPER}[^?]{{0,60}}?ngay (?:nao|may|bao nhieu)"),
    (Ask.PAPER_SUBJECT, rf"{_PAPER} (?:so )?\d[^?]{{0,80}}?(?:ve (?:viec |noi dung |van de )?gi|noi (?:ve )?(?:dieu )?gi|quy dinh (?:dieu )?gi|la gi|"
                        r"noi dung (?:la )?gi|ten (?:la )?gi)"),
    (Ask.PAPER, rf"(?:theo |can cu |thuc hien )?(?:nhung |cac )?{_PAPER} (?:nao|gi)\b"),
    (Ask.DIRECTOR, rf"(?:do |giao (?:cho )?)?{_WHO}[^?]{{0,25}}?(?:chi dao|phu trach)|nguoi (?:chi dao|phu trach)"),
    (Ask.DIRECTOR, r"(?:chi dao|phu trach) (?:la )?(?:ai|dong chi nao)|duoc giao chi dao"),
    (Ask.PARTNER, rf"{_WHO}[^?]{{0,30}}?phoi hop|phoi hop[^?]{{0,40}}?(?:la |voi |gom |co )?{_WHO}|(?:co quan|don vi|bo phan)(?: nao)? phoi hop"),
    (Ask.TASKS, r"(?:nhung |cac |may )?(?:nhiem vu|viec|cong viec|mo hinh|noi dung|trach nhiem) (?:gi|nao)(?: do| thuoc| duoc giao)?|"
                r"(?:chu tri|phu trach|dam nhan|lam|phoi hop|thuc hien) (?:nhung )?(?:viec |nhiem vu |mo hinh |noi dung )?(?:gi|nao)\b|"
                r"nhiem vu cua|trach nhiem (?:cua|gi)|(?:duoc giao|phai lam) (?:nhung )?(?:nhiem vu |viec )?gi"),
    (Ask.LEAD, rf"(?:do |giao (?:cho )?|thuoc (?:ve )?)?{_WHO}[^?]{{0,30}}?(?:chu tri|tham muu|dau moi|chiu trach nhiem|dam nhan|chinh)"),
    (Ask.LEAD, rf"(?:chu tri|tham muu|dau moi|chiu trach nhiem|thuc hien)(?: thuc hien)?(?: la| gom)? {_WHO}"),
    (Ask.LEAD, r"(?:co quan|don vi|bo phan)(?: nao)? (?:chu tri|tham muu|dau moi|thuc hien|chiu trach nhiem)(?: thuc hien)?"),
    (Ask.LEAD, rf"(?:do |giao (?:cho )?|thuoc (?:trach nhiem |ve )?(?:cua )?)?{_WHO}(?: (?:lo|lam|thuc hien|trien khai|to chuc|duoc giao|phai|se))?"),
    (Ask.LEAD, r"^(?:co quan )?chu tri\b|\bchu tri$"),
    (Ask.RESOURCES, r"nguon (?:luc|kinh phi|von|tien)(?: thuc hien)?|kinh phi(?: thuc hien)?|tien (?:o |lay |tu )dau|lay tu dau|ngan sach nao"),
    (Ask.FREQUENCY, r"bao lau(?: mot lan| 1 lan)?|dinh ky (?:bao lau|khi nao|the nao|may)|may (?:thang|nam|quy|lan)(?: mot lan| 1 lan)?|tan suat"),
    (Ask.START, r"(?:bat dau|trien khai|khoi cong)(?: thuc hien)?(?: tu)?(?: vao)? (?:khi nao|bao gio|luc nao|thoi gian nao|(?:tu )?(?:nam|quy|thang|ngay) (?:nao|may))|"
                r"(?:khi nao|bao gio|luc nao|nam nao|quy nao|thang nao)[^?]{0,30}?(?:bat dau|trien khai)|thoi gian (?:trien khai|bat dau)"),
    (Ask.END, r"(?:hoan thanh|xong|ket thuc|dat duoc)(?: vao| truoc| trong| den)? (?:khi nao|bao gio|luc nao|(?:nam|quy|thang|ngay) (?:nao|may))|"
              r"(?:khi nao|bao gio|luc nao|nam nao|quy nao|thang nao)[^?]{0,40}?(?:hoan thanh|xong|ket thuc)|thoi (?:gian|han) hoan thanh|"
              r"(?:thoi han|han chot|han cuoi|deadline)(?: la)?(?: khi nao| bao gio)?"),
    (Ask.WHEN, r"khi nao|bao gio|luc nao|(?:vao |den |tu |trong |truoc )?(?:ngay|thang|nam|quy|giai doan|thoi diem|thoi gian) (?:nao|may)|"
               r"thoi gian(?: thuc hien)?(?: la)?(?: bao lau)?$|thoi gian thuc hien"),
    (Ask.GOAL, r"muc (?:tieu|dich)(?: chung| tong quat| cu the)?(?: cua)?"),
    (Ask.NUMBER, r"bao nhieu(?: phan tram| %)?|may (?=(?:phan tram|%|ha|ty|trieu|mo hinh|san pham|doanh nghiep|ho|truong|thon|lao dong|hop tac|"
                 r"noi dung|to chuc|nhiem vu|chi tieu|lan|nguoi|co so|diem|tram|tieu chi|cai|con|don vi|hang muc)\b)|may phan tram|"
                 r"(?:la |dat )?(?:muc )?may\b|chi tieu (?:ve )?|ty le(?: ve)?|so luong|toc do|muc (?:tang|giam|dat)|dat bao"),
    (Ask.LIST, r"(?:bao )?gom (?:co )?(?:nhung )?(?:gi|ai|cac |nao)?|(?:nhung|cac) [^?]{1,60}? (?:nao|gi)\b|liet ke|ke ten|ke ra|neu (?:cac|nhung)|"
               r"nhung gi|co (?:nhung )?(?:gi|cac)"),
)  # fmt: skip
_GAP = re.compile(r"\[\^\?\]\{(\d+),(\d+)\}\?")
_COMPILED = tuple((kind, re.compile(_GAP.sub(r"([^?]{\1,\2}?)", pattern))) for kind, pattern in _RULES)
"""The rules with every gap ("[^?]{0,25}?") made a group: what stands in a gap is topic."""
_FILLERS = re.compile(
    r"\b(?:cho (?:toi|em|minh|anh|chi|hoi|biet)|xin (?:cho )?(?:hoi|biet)|lam on|vui long|giup (?:toi|em|minh)|hay (?:cho|neu)|"
    r"toi (?:muon|can) (?:biet|hoi)|co (?:phai|dung)|nhu the nao|the nao|ra sao|thi sao|la gi|la ai|la bao|nhung gi|"
    r"theo (?:van ban|tai lieu|ke hoach nay|chuong trinh nay)|duoc (?:giao|phan cong|quy dinh|xac dinh|neu|dat ra|de ra)|"
    r"phan cong(?: thuc hien)?|o dau|tai sao|vi sao|phan tram|a$|nhe$|voi a$|vay$|nhi$)\b|[?!.]+$"
)


def find_asks(folded: str) -> Asked:
    """Return what the question asks for; CONTENT where no asking words are found.

    :param folded: the question without diacritics, names of places already blanked out.
    """
    kinds: list[Ask] = []
    spans: list[Span] = []
    for kind, pattern in _COMPILED:
        match = pattern.search(folded)
        if match is None:
            continue
        if any(start < match.end() and match.start() < end for start, end in spans):
            continue
        kinds.append(kind)
        spans.extend(_asking_parts(match))
    spans.extend(match.span() for match in _FILLERS.finditer(folded))
    return Asked(tuple(dict.fromkeys(kinds)) or (Ask.CONTENT,), tuple(spans))


def _asking_parts(match: re.Match[str]) -> list[Span]:
    """Return the match without its gaps: of "bí thư Đảng ủy xã là ai" the words between stay topic."""
    parts: list[Span] = []
    start = match.start()
    for group in range(1, (match.lastindex or 0) + 1):
        if match.group(group):
            parts.append((start, match.start(group)))
            start = match.end(group)
    return [*parts, (start, match.end())]
