"""Writing the folder that sentence-transformers loads, and the record of how it was made."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer
from torch import Tensor

from index.training.recipe import Recipe

RECORD = "training.json"
_MODULES = "modules.json"


def save_model(folder: Path, tokenizer: Tokenizer, rows: Tensor, recipe: Recipe) -> None:
    """Write tokenizer, rows (float16) and recipe to the folder, which is made if missing.

    Vectors come out with length 1. Half precision halves the folder and moves cosines by less than 0.001.
    """
    folder.mkdir(parents=True, exist_ok=True)
    static = StaticEmbedding(tokenizer, embedding_weights=rows.to(torch.float16))
    model = SentenceTransformer(modules=[static, Normalize()], device="cpu")
    model.save_pretrained(str(folder), create_model_card=False)
    _name_modules_for_all_versions(folder / _MODULES)
    (folder / RECORD).write_text(json.dumps(asdict(recipe), indent=2) + "\n", encoding="utf-8")


def _name_modules_for_all_versions(path: Path) -> None:
    # Version 6 writes where its classes now live; it still reads the older name, which version 5 needs.
    modules = json.loads(path.read_text(encoding="utf-8"))
    for module in modules:
        module["type"] = f"sentence_transformers.models.{module['type'].rpartition('.')[2]}"
    path.write_text(json.dumps(modules, indent=2) + "\n", encoding="utf-8")
