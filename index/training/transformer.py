"""A small transformer that turns texts into vectors: token rows, blocks of attention, mean over tokens, length 1."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from index.training.errors import DataError, RecipeError
from index.training.measure import Floats
from index.training.tokens import Bag, encode

SHAPE_FILE = "transformer.json"
_WEIGHTS_FILE = "model.safetensors"
_TOKENIZER_FILE = "tokenizer.json"
_ROTARY_BASE = 10_000.0
_FIRST_SPREAD = 0.02
_WIDENING = 4
_TEXTS_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Shape:
    """What the weights' sizes follow from."""

    vocabulary: int
    """Tokens of the tokenizer; the model has one row more, for what is masked or filled up."""
    width: int = 384
    layers: int = 6
    heads: int = 6
    max_tokens: int = 256
    """Longer texts are cut."""

    def __post_init__(self) -> None:
        for name in ("vocabulary", "width", "layers", "heads", "max_tokens"):
            count = getattr(self, name)
            if count < 1:
                raise RecipeError(f"{name} must be 1 or more, found {count}; give a whole number above 0")
        if self.width % (2 * self.heads):
            raise RecipeError(
                f"width must be a multiple of twice the heads, found {self.width} and {self.heads}; change one of them"
            )


def _rotation(length: int, size: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Return cosines and sines of the rotary positions, [length, size / 2] each (Su et al. 2021, section 3.2)."""
    rates = _ROTARY_BASE ** (-torch.arange(0, size, 2, device=device) / size)
    angles = torch.outer(torch.arange(length, device=device), rates)
    return angles.cos(), angles.sin()


def _rotated(states: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    left, right = states.chunk(2, dim=-1)
    turned = torch.cat((left * cosines - right * sines, left * sines + right * cosines), dim=-1)
    return turned.to(states.dtype)


class _Block(nn.Module):
    """Attention, then two layers with GELU between; each reads normalised states and adds to them."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self._heads = shape.heads
        self.before_attention = nn.RMSNorm(shape.width)
        self.attend = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.attended = nn.Linear(shape.width, shape.width, bias=False)
        self.before_widening = nn.RMSNorm(shape.width)
        self.widen = nn.Linear(shape.width, _WIDENING * shape.width, bias=False)
        self.narrow = nn.Linear(_WIDENING * shape.width, shape.width, bias=False)

    def forward(self, states: Tensor, rotation: tuple[Tensor, Tensor], seen: Tensor | None) -> Tensor:
        count, length, width = states.shape
        parts = self.attend(self.before_attention(states)).view(count, length, 3, self._heads, width // self._heads)
        queries, keys, values = parts.permute(2, 0, 3, 1, 4).unbind()
        mixed = functional.scaled_dot_product_attention(
            _rotated(queries, *rotation), _rotated(keys, *rotation), values, attn_mask=seen
        )
        states = states + self.attended(mixed.transpose(1, 2).reshape(count, length, width))
        return states + self.narrow(functional.gelu(self.widen(self.before_widening(states))))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Token numbers to states, one a token.

    A block's last matrices start at 0, so at first the states are the token rows themselves: begun with the rows of
    a static model, the encoder gives that model's vectors before its first step.
    """

    def __init__(self, shape: Shape, seed: int, rows: Tensor | None = None) -> None:
        """Draw the weights.

        :param rows: [vocabulary, width] float32 to start the token rows from; None for random ones.
        :raises RecipeError: the rows have another size.
        """
        super().__init__()
        self.shape = shape
        self.tokens = nn.Embedding(shape.vocabulary + 1, shape.width)
        self.blocks = nn.ModuleList(_Block(shape) for _ in range(shape.layers))
        generator = torch.Generator().manual_seed(seed)
        for name, weights in self.named_parameters():
            if name.endswith(("attended.weight", "narrow.weight")):
                nn.init.zeros_(weights)
            elif weights.ndim == 2:
                nn.init.normal_(weights, std=_FIRST_SPREAD, generator=generator)
        if rows is not None:
            self._start_from(rows)

    def _start_from(self, rows: Tensor) -> None:
        expected = (self.shape.vocabulary, self.shape.width)
        if tuple(rows.shape) != expected:
            raise RecipeError(
                f"the rows to start from must be {expected}, found {tuple(rows.shape)}; use their tokenizer and width"
            )
        with torch.no_grad():
            self.tokens.weight[:-1] = rows

    @property
    def filler(self) -> int:
        """Return the number of the row that stands for what is masked or filled up."""
        return self.shape.vocabulary

    def forward(self, ids: Tensor, mask: Tensor | None) -> Tensor:
        """Return the states, [texts, length, width].

        :param ids: [texts, length] int64.
        :param mask: [texts, length], True where a token stands; None where one stands everywhere.
        """
        size = self.shape.width // self.shape.heads
        rotation = _rotation(ids.shape[1], size, ids.device)
        seen = None
        if mask is not None:
            # The first place is always seen: attention over nothing would give NaN for a text without tokens.
            seen = (mask | (torch.arange(ids.shape[1], device=ids.device) == 0))[:, None, None, :]
        states: Tensor = self.tokens(ids)
        for block in self.blocks:
            states = block(states, rotation, seen)
        return states


def padded(bag: Bag, filler: int) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return the lists as rows of equal length, and where their tokens stand, [lists, longest] each."""
    lengths = bag.lengths()
    mask = np.arange(max(1, lengths.max(initial=1))) < lengths[:, None]
    ids = np.full(mask.shape, filler, dtype=np.int64)
    ids[mask] = bag.ids
    return ids, mask


def vectors(encoder: Encoder, bag: Bag, device: torch.device) -> Tensor:
    """Return one row of length 1 a list, [lists, width] float32; a list without tokens gives zeros."""
    ids, mask = (torch.from_numpy(each).to(device, non_blocking=True) for each in padded(bag, encoder.filler))
    states = encoder(ids, mask).float()
    return functional.normalize((states * mask[..., None]).sum(dim=1))


def encode_texts(encoder: Encoder, tokenizer: Tokenizer, texts: Sequence[str], device: torch.device) -> Floats:
    """Return the vectors of texts in comparable form, [texts, width]; texts of like length are run together."""
    bag = encode(tokenizer, list(texts))
    rows = np.zeros((len(texts), encoder.shape.width), dtype=np.float32)
    order = np.argsort(bag.lengths(), kind="stable")
    with torch.inference_mode():
        for first in range(0, len(order), _TEXTS_AT_ONCE):
            chosen = order[first : first + _TEXTS_AT_ONCE]
            rows[chosen] = vectors(encoder, bag.rows(chosen, encoder.shape.max_tokens), device).cpu().numpy()
    return rows


def save_transformer(folder: Path, encoder: Encoder, tokenizer: Tokenizer, recipe: dict[str, object]) -> None:
    """Write weights (float16), tokenizer, shape and recipe to the folder, which is made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().cpu().half().contiguous() for name, value in encoder.state_dict().items()}
    save_file(weights, str(folder / _WEIGHTS_FILE))
    tokenizer.save(str(folder / _TOKENIZER_FILE))
    record = {"shape": asdict(encoder.shape), "recipe": recipe}
    (folder / SHAPE_FILE).write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def load_transformer(folder: Path) -> tuple[Encoder, Tokenizer]:
    """Read the folder that :func:`save_transformer` wrote; weights come back as float32 on the processor.

    :raises DataError: there is no such model in the folder.
    """
    try:
        shape = Shape(**json.loads((folder / SHAPE_FILE).read_text(encoding="utf-8"))["shape"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"expected a model's {SHAPE_FILE} in {folder}, found none that reads: {error}") from error
    encoder = Encoder(shape, seed=0)
    encoder.load_state_dict({name: value.float() for name, value in load_file(str(folder / _WEIGHTS_FILE)).items()})
    return encoder.eval(), Tokenizer.from_file(str(folder / _TOKENIZER_FILE))
