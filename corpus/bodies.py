"""Telling names of bodies (committees, departments, units) and of people from other words."""

from __future__ import annotations

import re

from corpus.vietnamese import LOWER, UPPER, fold

_HEADS = (
    "ban chap hanh", "ban thuong vu", "ban xay dung", "ban chi huy", "ban chi dao", "ban quan ly", "ban giam sat",
    "ban thanh tra", "ban van hoa", "ban kinh te", "ban phap che", "ban cong tac", "ban to chuc", "ban tuyen giao",
    "ban dan van", "ban chqs", "ban bien tap", "ban dai dien", "ban noi chinh", "uy ban", "ubnd", "ubkt", "ubmttq",
    "mttq", "hdnd", "hoi", "phong", "so", "dang uy", "dang bo", "chi bo", "chi,? dang bo", "cap uy", "chi uy",
    "van phong", "trung tam", "cong an", "doan", "mat tran", "tram", "truong", "nha truong", "thuong truc",
    "to cong", "to giup", "to tham muu", "to chuc (?:dang|chinh tri)", "hop tac xa",
    "htx", "dai truyen thanh", "quan su", "bch", "btv",
    "co quan", "don vi", "cong chuc", "lanh dao (?:ubnd|uy ban|dang uy|cac|xa|phuong|phong|dia phuong)", "thon",
    "benh vien", "ngan hang", "chu tich", "pho chu tich", "bi thu", "pho bi thu", "chanh van phong", "giam doc",
    "chi huy", "lien doan", "thue", "kho bac", "vien", "bo phan", "cuc", "chi cuc", "thanh uy", "huyen uy", "tinh uy",
    "quoc hoi", "chinh phu", "bo chinh tri", "ban bi thu", "toa an", "dong chi", "cac phong", "cac ban", "cac to chuc",
)  # fmt: skip
"""Words that open the name of a body or post, folded."""
_BODY = re.compile(rf"^(?:cac |tung |toan the |giao )?(?:{'|'.join(_HEADS)})\b")
_NAME = rf"[{UPPER}][{LOWER}]+(?: [{UPPER}][{LOWER}]*){{1,4}}"
PERSON_NAME = re.compile(_NAME)


def is_body(text: str) -> bool:
    """Say whether the words begin like the name of a body or post."""
    return bool(_BODY.match(fold(text.strip(' “"-'))))
