"""People named in a paper and the posts they are named with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.bodies import PERSON_NAME
from corpus.model import Document, Fact, FactKind, Paragraph, ParagraphKind
from corpus.vietnamese import UPPER, fold

_WITH_POST = re.compile(
    rf"(?:[Đđ]ồng chí|[Ôô]ng|[Bb]à|[Đđ]/c)\s+(?P<name>{PERSON_NAME.pattern})\s*(?:[-–,]|\()\s*"
    rf"(?P<post>[{UPPER}][^.;:)\n]{{3,160}}?)(?=\s+(?:chỉ đạo|phụ trách|chủ trì|làm |trực tiếp|tham mưu|ký)|[.;)]|,?$)"
)
_POST_WORD = re.compile(
    r"^(?:pho )?(?:bi thu|chu tich|chanh|giam doc|truong|chu nhiem|thu truong|vien truong|pho|uy vien|chi huy|"
    r"hieu truong|thuong truc|dang uy vien|can bo|cong chuc|ke toan|to truong)\b"
)
_PARTY = re.compile(r"^(?:pho )?bi thu|uy vien")


def people(document: Document) -> Iterator[Fact]:
    """Yield the people named with a post, the signer among them."""
    for paragraph in document.paragraphs:
        if paragraph.kind is not ParagraphKind.SIGNATURE:
            yield from _in_text(document, paragraph)
    yield from _signer(document)


def _in_text(document: Document, paragraph: Paragraph) -> Iterator[Fact]:
    for match in _WITH_POST.finditer(paragraph.text):
        post = match["post"].strip(" ,-–")
        if not _POST_WORD.match(fold(post)):
            continue
        start, end = paragraph.start + match.start("name"), paragraph.start + match.end("post")
        yield Fact(
            FactKind.PERSON, post, match["name"], document.id, paragraph.id, start, end, paragraph.id
        )  # fmt: skip


def signer_post(document: Document) -> str | None:
    """Return the signer's post with the body it is of: "Bí thư Đảng ủy xã …", "Chủ tịch Ủy ban nhân dân xã …".

    A secretary is one of the Party committee ("Đảng ủy") whichever of its organs the paper is issued for.
    """
    signer, metadata = document.metadata.signer, document.metadata
    if signer is None or signer.post is None:
        return None
    post = re.sub(r"^Phó (\w)", lambda match: f"Phó {match[1].upper()}", signer.post.capitalize())
    issuer = re.sub(r"^(?:Phó )?(?:Chủ tịch|Bí thư|Giám đốc|Chánh Văn phòng)\s+", "", metadata.issuer or "")
    if _PARTY.match(fold(post)):
        issuer = re.sub(r"^Ban (?:Chấp hành Đảng bộ|Thường vụ Đảng ủy|Chấp hành|Thường vụ)\b", "Đảng ủy", issuer)
    return f"{post} {issuer}".strip() if not fold(post).endswith(fold(issuer) or "\0") else post


def _signer(document: Document) -> Iterator[Fact]:
    signer = document.metadata.signer
    post = signer_post(document)
    if signer is None or post is None:
        return
    paragraph = document.paragraph(signer.paragraph_id)
    at = paragraph.start + paragraph.text.rindex(signer.name)
    yield Fact(
        FactKind.PERSON, post, signer.name, document.id, paragraph.id, at, at + len(signer.name), paragraph.id
    )  # fmt: skip
