import json
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer

from corpus.vietnamese import comparable, fold
from index.embedding import SHIPPED_MODEL, StaticModel

_LARGEST = 40 * 1024 * 1024
_SENTENCES = (
    "Ủy ban nhân dân xã tổ chức lấy ý kiến nhân dân về quy hoạch sử dụng đất",
    "Nâng cao chất lượng khám bệnh, chữa bệnh tại trạm y tế",
    "Hồ sơ đăng ký kết hôn gồm những giấy tờ gì",
    "Thu ngân sách nhà nước trên địa bàn tăng bình quân mỗi năm",
    "Phát triển chăn nuôi lợn và gia cầm theo hướng an toàn sinh học",
    "Bồi dưỡng lý luận chính trị cho đảng viên mới",
    "Xây dựng trường học đạt chuẩn quốc gia",
    "Trồng rừng phòng hộ ven biển để chống xói lở",
    "Đội bóng giành chức vô địch sau loạt sút luân lưu",
    "Lắp đặt camera giám sát an ninh trật tự ở các thôn",
)


@pytest.fixture(scope="module")
def shipped() -> SentenceTransformer:
    return SentenceTransformer(str(SHIPPED_MODEL), device="cpu").float()


def vectors(model: SentenceTransformer, texts: list[str]) -> NDArray[np.float32]:
    return np.asarray(model.encode([comparable(text) for text in texts], show_progress_bar=False))


def test_the_folder_gives_unit_vectors_of_its_dimension(shipped: SentenceTransformer) -> None:
    rows = vectors(shipped, list(_SENTENCES))
    recipe = json.loads((SHIPPED_MODEL / "training.json").read_text(encoding="utf-8"))
    assert rows.shape == (len(_SENTENCES), recipe["dimension"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(_SENTENCES)), abs=1e-5)


def test_half_precision_as_loaded_is_close_to_full(shipped: SentenceTransformer) -> None:
    half = SentenceTransformer(str(SHIPPED_MODEL), device="cpu")
    long = " ".join(_SENTENCES * 20)
    rows = vectors(half, [*_SENTENCES, long]).astype(np.float32)
    assert (rows * vectors(shipped, [*_SENTENCES, long])).sum(axis=1) == pytest.approx(1, abs=2e-3)


def test_the_product_computes_the_same_vectors_without_torch(shipped: SentenceTransformer) -> None:
    rows = StaticModel.load(SHIPPED_MODEL).encode_passages(_SENTENCES)
    assert np.abs(rows - vectors(shipped, list(_SENTENCES))).max() < 1e-5


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        (
            "Người đứng đầu Ủy ban nhân dân xã",
            "Chủ tịch xã lãnh đạo công tác của Ủy ban nhân dân",
            "Loài chim này làm tổ trên cây cao",
        ),
        (
            "Thủ tục cấp giấy chứng nhận quyền sử dụng đất",
            "Hồ sơ đề nghị cấp sổ đỏ nộp tại văn phòng đăng ký đất đai",
            "Bộ phim được công chiếu lần đầu năm 1998",
        ),
        (
            "Phòng bệnh cho trẻ em bằng vắc xin",
            "Tiêm chủng mở rộng tại trạm y tế",
            "Thuế giá trị gia tăng đối với hàng nhập khẩu",
        ),
    ],
)
def test_a_related_sentence_is_nearer_than_an_unrelated_one(
    shipped: SentenceTransformer, text: str, near: str, far: str
) -> None:
    asked, related, unrelated = vectors(shipped, [text, near, far])
    assert asked @ related > asked @ unrelated + 0.1


def test_a_sentence_typed_without_diacritics_is_nearest_to_its_twin(shipped: SentenceTransformer) -> None:
    stripped = vectors(shipped, [fold(sentence) for sentence in _SENTENCES])
    scores = stripped @ vectors(shipped, list(_SENTENCES)).T
    assert scores.argmax(axis=1).tolist() == list(range(len(_SENTENCES)))
    others = scores[~np.eye(len(_SENTENCES), dtype=bool)]
    assert scores.diagonal().min() > others.max()


def test_the_folder_stays_small_enough_for_the_repository() -> None:
    files = [path for path in Path(SHIPPED_MODEL).rglob("*") if path.is_file()]
    assert {"model.safetensors", "tokenizer.json", "modules.json", "training.json"} <= {path.name for path in files}
    assert sum(path.stat().st_size for path in files) <= _LARGEST
