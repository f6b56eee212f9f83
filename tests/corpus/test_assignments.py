"""Who does what with whom, read out of small papers."""

import pytest

from corpus.facts import facts
from corpus.model import FactKind
from corpus.reader import read_document

HEAD = (
    "ỦY BAN NHÂN DÂN\nXÃ SUỐI LỚN\n\nSố: 12/QĐ-UBND\nSuối Lớn, ngày 03 tháng 4 năm 2026\n\n"
    "QUYẾT ĐỊNH\nBan hành Quy chế chợ\n\n"
)
TAIL = "\n\nĐiều 5. Hiệu lực\nQuyết định có hiệu lực ngay.\n"


def stated(body, kind):
    paper = read_document("suoi-lon", HEAD + body)
    found = [fact for fact in facts(paper) if fact.kind is kind]
    for fact in found:
        assert 0 <= fact.start < fact.end <= len(paper.text)
    return [(fact.value, fact.subject) for fact in found]


def test_what_follows_a_bodys_first_clause_is_that_bodys_too():
    body = (
        "I. TỔ CHỨC THỰC HIỆN\n1. Cơ quan giúp việc\n"
        "- Ban Quản lý chợ theo dõi việc thu phí; lập sổ theo dõi từng quý và công khai tại chợ.\n"
    )
    assert ("Ban Quản lý chợ", "lập sổ theo dõi từng quý và công khai tại chợ.") in stated(body, FactKind.DUTY)


def test_a_body_named_later_keeps_its_own():
    body = (
        "I. TỔ CHỨC THỰC HIỆN\n1. Cơ quan giúp việc\n"
        "- Ban Quản lý chợ theo dõi việc thu phí; Công an xã giữ gìn trật tự tại chợ.\n"
    )
    assert all("trật tự" not in subject for _, subject in stated(body, FactKind.DUTY))


@pytest.mark.parametrize(
    "title", ["Trách nhiệm của Phòng Kinh tế", "Nhiệm vụ của Phòng Kinh tế", "Trách nhiệm Phòng Kinh tế"]
)
def test_a_section_of_a_bodys_responsibility_lists_its_duties(title):
    body = f"Điều 4. {title}\nThẩm định kinh phí sửa chữa chợ hằng năm.{TAIL}"
    assert ("Phòng Kinh tế", "Thẩm định kinh phí sửa chữa chợ hằng năm.") in stated(body, FactKind.DUTY)


def test_a_section_of_responsibility_of_nobody_in_particular_is_no_bodys():
    body = (
        "Điều 4. Trách nhiệm chung\nThẩm định kinh phí sửa chữa chợ hằng năm.\n\nĐiều 5. Hiệu lực\nCó hiệu lực ngay.\n"
    )
    assert stated(body, FactKind.DUTY) == []


def test_whom_somebody_works_with_is_a_partner():
    body = (
        "Điều 4. Trách nhiệm của Phòng Kinh tế\n"
        "Chủ trì, phối hợp với Công an xã và Đoàn Thanh niên kiểm tra việc thu phí tại chợ.\n\n"
        "Điều 5. Hiệu lực\nQuyết định có hiệu lực ngay.\n"
    )
    (partner,) = stated(body, FactKind.PARTNER)
    assert partner == ("Công an xã và Đoàn Thanh niên", "kiểm tra việc thu phí tại chợ")


def test_working_with_the_people_names_no_body():
    body = (
        "Điều 4. Trách nhiệm của Phòng Kinh tế\nChủ trì, phối hợp với người dân kiểm tra việc thu phí.\n\n"
        "Điều 5. Hiệu lực\nQuyết định có hiệu lực ngay.\n"
    )
    assert stated(body, FactKind.PARTNER) == []
