"""Words that ask, as pieces of patterns over questions without diacritics."""

from __future__ import annotations

WHO = (
    r"(?:nhung |cac )?(?:ai|(?:co quan|don vi|bo phan|to chuc|phong ban|phong|ban nganh|cap|nguoi|dong chi|"
    r"can bo|chi bo)(?: chuyen mon)? nao|don vi gi|co quan gi)"
)
PAPER = (
    r"(?:nghi quyet|ket luan|chi thi|quyet dinh|chuong trinh(?: hanh dong)?|ke hoach|quy dinh|van ban|cong van|"
    r"thong bao|huong dan|de an|luat|nghi dinh|thong tu|to trinh|quy che|nghi dinh)"
)
POST = (
    r"(?:pho )?(?:bi thu|chu tich|chanh van phong|truong (?:phong|ban|cong an|thon|tram)|giam doc|chu nhiem|"
    r"chi huy truong|don truong|truong don|vien truong|hieu truong|ke toan truong|to truong|to pho|"
    r"doi truong|truong doan|thu ky)"
)
SIGNS = (
    r"(?<!dinh )(?<!nhiem )(?<!thoi )(?<!hoc )(?<!so )(?<!the )(?<!chu )k[yi]"
    r"(?! (?:cam ket|ket|hop dong|giao uoc|thoa thuan))"
)
UNIT = r"(?:xa|phuong|dia phuong|noi|don vi|ben)"
COUNTED = (
    r"(?:phan tram|%|ha|ty|trieu|mo hinh|san pham|doanh nghiep|ho|truong|thon|lao dong|hop tac|noi dung|"
    r"to chuc|nhiem vu|"
    r"chi tieu|lan|nguoi|co so|diem|tram|tieu chi|cai|con|don vi|hang muc)"
)
MAY = rf"may(?! {COUNTED})"
WHEN = (
    r"(?:khi nao|bao gio|luc nao|(?:tu |nhung )?(?:may gio|gio nao)|"
    r"(?:tu |trong |vao |den )?(?:nam|quy|thang|ngay|thoi gian) "
    rf"(?:nao|{MAY}|bao nhieu(?! {COUNTED})))"
)
HOW_MANY = (
    r"(?<!so )(?<!thu )(?<!dieu )(?<!khoan )(?<!muc )(?<!nam )(?<!thang )(?<!ngay )"
    r"(?:\d{1,2}|hai|ba|bon|sau|bay|tam|chin|muoi)"
)
"""How many things are asked for, and no number that something bears."""
GAP = "[^?,]"
"""Words of the topic may stand here; a comma ends what asks."""
