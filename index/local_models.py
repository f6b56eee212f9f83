"""Models of sentence-transformers that lie on this machine; nothing is ever downloaded."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from index.errors import IndexFailure

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

_Loaded = TypeVar("_Loaded")


def find_model(name: str) -> Path | None:
    """Return the folder of a model: the one named, or the cached one of an id; None where there is neither.

    The libraries are asked with a folder only: given an id they look for it on the network, even when told not to.
    """
    folder = Path(name)
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(name, local_files_only=True))
    except (OSError, ValueError):  # not in the cache; not the form of an id
        return None


def load_local(
    name: str, folder: Path | None, load: Callable[[str], _Loaded], what: str, error: type[IndexFailure]
) -> _Loaded:
    """Return what ``load`` makes of the folder.

    :param name: as the model is set: an id or a folder.
    :param folder: where it was found, None where it was not.
    :param what: what kind of model is expected, in Vietnamese.
    :param error: raised where there is no folder, or it does not hold such a model.
    """
    if folder is None:
        raise error(
            f"Không thấy {what} {name!r} trên máy này: không có thư mục nào như vậy, cũng chưa được tải về trước. "
            f"Phần mềm không tự tải mô hình. Hãy chạy `hf download {name}` trên máy này, hoặc "
            f"`hf download {name} --local-dir THƯ_MỤC` trên máy có mạng, chép thư mục sang rồi đặt đường dẫn của nó "
            "thay cho tên."
        )
    try:
        return load(str(folder))
    except Exception as cause:  # configuration, weights and tokenizer each fail in their own way
        raise error(
            f"Cần {what} của sentence-transformers trong {folder}, không nạp được: {cause}. "
            "Hãy kiểm tra đường dẫn hoặc tải lại trọn mô hình. Mô hình đòi chạy mã riêng kèm theo "
            "(trust_remote_code) không dùng được."
        ) from cause


def limit_length(network: SentenceTransformer | CrossEncoder, most: int) -> int | None:
    """Have the network read ``most`` tokens of a text, or fewer where it has no positions for so many.

    Tokenizers often do not know how many positions the network was built with, and it fails on a text beyond them.

    :returns: the limit; None for a network that has no need of one, as a mean of token vectors.
    """
    if network.max_seq_length == math.inf:
        return None
    limit = min([most, network.max_seq_length or most, *_positions(network)])
    network.max_seq_length = limit
    return limit


def _positions(network: SentenceTransformer | CrossEncoder) -> Iterator[int]:
    for name, module in network.named_modules():
        if name.endswith("position_embeddings") and hasattr(module, "num_embeddings"):
            # Models after RoBERTa begin to count behind the place of their padding.
            yield module.num_embeddings - (0 if module.padding_idx is None else module.padding_idx + 1)


def network_fingerprint(network: SentenceTransformer | CrossEncoder, *settings: object) -> str:
    """Return a hash of a network's weights, its tokenizer and the settings it is used with."""
    import torch

    digest = hashlib.sha256(json.dumps(settings).encode())
    tokenizer = getattr(network.tokenizer, "backend_tokenizer", network.tokenizer)
    if hasattr(tokenizer, "to_str"):  # a tokenizer in Python has no such text
        digest.update(tokenizer.to_str().encode())
    for name, tensor in sorted(network.state_dict().items()):
        digest.update(f"{name} {tensor.dtype} {tuple(tensor.shape)}".encode())
        digest.update(tensor.contiguous().view(-1).view(torch.uint8).numpy().data)
    return digest.hexdigest()
