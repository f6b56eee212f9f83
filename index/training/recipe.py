"""The figures a training run is made from, in one place, so that a run can be repeated."""

from __future__ import annotations

from dataclasses import dataclass

from index.training.errors import RecipeError


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything besides the data that decides the weights."""

    seed: int = 13
    dimension: int = 512
    epochs: int = 3
    batch_size: int = 2048
    learning_rate: float = 0.05
    """Adam's step at its height, after warm-up; it falls linearly to 0."""
    warmup_share: float = 0.1
    scale: float = 15.0
    """Cosines are multiplied by this before the softmax."""
    query_folded_share: float = 0.3
    """Queries shown without diacritics, as they are often typed."""
    passage_folded_share: float = 0.1
    query_span_share: float = 0.4
    """Queries replaced by a run of words out of the passage itself, so that shared words keep counting."""
    query_frame_share: float = 0.5
    """Queries that get the words of a question beside their own."""
    max_query_tokens: int = 24
    max_passage_tokens: int = 384

    def __post_init__(self) -> None:
        shares = {
            "warmup_share": self.warmup_share,
            "query_folded_share": self.query_folded_share,
            "passage_folded_share": self.passage_folded_share,
            "query_span_share": self.query_span_share,
            "query_frame_share": self.query_frame_share,
        }
        for name, share in shares.items():
            if not 0 <= share <= 1:
                raise RecipeError(f"{name} must lie between 0 and 1, found {share}; give a share, not a percentage")
        counts = {
            "dimension": self.dimension,
            "epochs": self.epochs,
            "batch_size": self.batch_size,
            "max_query_tokens": self.max_query_tokens,
            "max_passage_tokens": self.max_passage_tokens,
        }
        for name, count in counts.items():
            if count < 1:
                raise RecipeError(f"{name} must be 1 or more, found {count}; give a whole number above 0")
