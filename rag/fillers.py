"""Words of a question that neither ask nor name anything: greetings, politeness, where to look."""

from __future__ import annotations

import re

from corpus.vietnamese import fold

FILLERS = re.compile(
    r"\bben(?= _)|\bmot nam\b|"
    r"\b(?:o|trong|tai) (?:phan|muc|nhom) (?:chi tieu(?: cu the)?|nhiem vu|muc tieu(?: tong quat)?|giai phap|"
    r"to chuc thuc hien)\b|\b(?:hang|moi|tung) nam\b|"
    r"^\W*(?:the con|con|vay con|the thi|vay thi|the)\b|\bla [a-z]+ (?:gi|nao)\W*$|"
    r"^\W*(?:(?:em|ad|admin|anh|chi|ban|bac|thay|co) oi\b,? ?)?(?:(?:cho )?(?:em|e|minh|toi) (?:cho )?hoi"
    r"(?: (?:chut|ti|ty|cai|nhanh|xiu))?|hoi (?:chut|ti|ty|cai|nhanh|xiu)|cho xin)\b|"
    r"^\W*(?:em|ad|admin|anh|chi|ban|bac|thay|co) oi\b|\b(?:cai|ben) nao(?: (?:truoc|sau|som|muon|hon))?\b|"
    r"\b(?:cho (?:toi|em|minh|anh|chi|hoi|biet)|xin (?:cho )?(?:hoi|biet)|cho hoi|xin chao|lam on|vui long|"
    r"giup (?:toi|em|"
    r"minh)|hay (?:cho|neu)|"
    r"(?:co )?(?:noi|neu|ghi|de cap|nhac)(?: den| toi)? (?:nhung |dieu )?gi ve(?: viec)?|"
    r"toi thieu|toi da|it nhat|du kien|"
    r"toi (?:muon|can) (?:biet|hoi)|co (?:phai|dung)|nhu the nao|the nao|ra sao|thi sao|la gi|la ai|la bao|nhung gi|"
    r"theo (?:van ban|tai lieu|ke hoach nay|chuong trinh nay)|duoc (?:giao|phan cong|quy dinh|xac dinh|neu|"
    r"dat ra|de ra)|"
    r"phan cong(?: thuc hien)?|(?:trong )?(?:tai lieu|van ban)|(?:tren )?dia ban|liet ke|ke ten|tra loi|"
    r"nhiem vu|cong viec|cong tac|(?:trong |tai |o )?(?:cac )?phu luc(?! \d)|"
    r"xem lai|dat ra|noi den|o dau|tai sao|vi sao|phan tram|phan dau|trong (?:ke hoach|chuong trinh|van ban|"
    r"tai lieu) nay)\b|"
    r"\bkhong\s*\??$|"
    r"(?:\b(?:a|nhe|nha|voi|vs|v|vay|nhi|the|day|ah|ad|mn|moi nguoi|a oi|oi)\s*)+[?!.]*$|[?!.]+$"
)
"""Left out wherever they stand; matched without diacritics."""
SMALL_TALK = re.compile(
    r"^\W*(?:(?:xin )?chao\b.{0,20}|(?:xin )?cam on\b.{0,25}|hello|hi|alo|tam biet\b.{0,15}|ok(?:e|ay)?|vang|"
    r"da|tot lam|"
    r"ban (?:la ai|ten gi|lam duoc gi|khoe khong))\W*$"
)
"""A whole question that looks nothing up."""
_ALL = r"(?:mn|mng|m\.n|moi nguoi|ca nha|cac bac)"
_TO_ALL = re.compile(
    rf"^\W*(?:cho\s+)?{_ALL}\b(?:\s+(?:oi|a))?(?=\W)|(?:\s+(?:v|z|vay|the|nhi|nha|a))*\s+{_ALL}(?:\s+(?:oi|a))?\W*$"
)
"""Those a question in a chat is put to, at its beginning or end."""
_PARTICLES = re.compile(r"(?:\s+(?:ạ|nhỉ|nha|nhé|vậy|thế|hả|z|zậy))+\W*$")
"""What ends a question in a chat; read as typed, because "sửa nhà" is no "sửa nha"."""
_HOW_MANY = re.compile(r"(?<!bao )(?<!\w)(?:nhiu|nhiêu)(?!\w)", re.IGNORECASE)


def asks_in_full(question: str) -> str:
    """Return the question with the "bao" that chats leave out: "nhiu %" is "bao nhiêu %"."""
    return _HOW_MANY.sub("bao nhiêu", question)


def without_chat(question: str) -> str:
    """Return the question without those it is put to ("mn ơi", "… v mn"): their letters mean something else in papers.

    A question of nothing else stays as it is.

    :param question: composed (NFC).
    """
    match = _TO_ALL.search(fold(question))
    # In capitals it is an abbreviation of the papers: "trường MN".
    if match is None or "MN" in question[match.start() : match.end()]:
        match = _PARTICLES.search(question.lower())
    if match is None:
        return question
    said = f"{question[: match.start()]} {question[match.end() :]}".strip()
    return said if len(said.split()) > 1 else question
