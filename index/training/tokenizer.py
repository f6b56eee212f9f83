"""Byte-pair pieces of syllables: Vietnamese syllables whole, rare names in parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tokenizers import Regex, Tokenizer
from tokenizers.models import BPE
from tokenizers.normalizers import NFC, Lowercase
from tokenizers.normalizers import Sequence as NormalizerSequence
from tokenizers.pre_tokenizers import Split
from tokenizers.trainers import BpeTrainer

from corpus.vietnamese import comparable, fold
from index.piece_lists import WORD

UNKNOWN = "[UNK]"

_FOLDED_EVERY = 3
_ALPHABET = 400


def with_folded(texts: Iterable[str]) -> Iterator[str]:
    """Yield each text in comparable form, and every third one without diacritics as well."""
    for number, text in enumerate(texts):
        plain = comparable(text)
        yield plain
        if number % _FOLDED_EVERY == 0:
            yield fold(plain)


def train_tokenizer(texts: Sequence[str], vocabulary: int) -> Tokenizer:
    """Return a tokenizer of at most ``vocabulary`` pieces; pieces never cross a syllable, number or mark.

    The same texts give the same pieces: the trainer breaks ties among letters by hash order, so the letters
    to keep are chosen here.
    """
    tokenizer = Tokenizer(BPE(unk_token=UNKNOWN, fuse_unk=True))
    tokenizer.normalizer = NormalizerSequence([NFC(), Lowercase()])
    tokenizer.pre_tokenizer = Split(Regex(WORD), behavior="removed", invert=True)
    counts = Counter(letter for text in texts for letter in text if not letter.isspace())
    alphabet = sorted(sorted(counts, key=lambda letter: (-counts[letter], letter))[:_ALPHABET])
    trainer = BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=[UNKNOWN],
        initial_alphabet=alphabet,
        limit_alphabet=len(alphabet),
        min_frequency=2,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer
