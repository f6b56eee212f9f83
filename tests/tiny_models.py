"""Networks with random weights, small enough to be made in a test, saved as sentence-transformers saves them."""

from __future__ import annotations

import json

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

WORDS = (
    "query passage : hỏi đoạn a b c d e phát triển kinh tế số nông nghiệp trồng cây xanh xã thôn hội phụ nữ chủ trì "
    "kinh_tế nông_nghiệp phát_triển nông_thôn nghèo hòa bình ủy ban nhân dân văn bản kế hoạch"
)


def tiny_tokenizer():
    names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys(WORDS.split())]
    tokenizer = Tokenizer(models.WordLevel({name: number for number, name in enumerate(names)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return tokenizer


def _save(folder, network, max_length=None):
    from transformers import PreTrainedTokenizerFast

    limit = {} if max_length is None else {"model_max_length": max_length}
    PreTrainedTokenizerFast(
        tokenizer_object=tiny_tokenizer(),
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        **limit,
    ).save_pretrained(folder)
    network.save_pretrained(folder)


def _config(kind, **more):
    return kind(
        vocab_size=len(WORDS.split()) + 4,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        **more,
    )


def save_transformer(folder, prompts=None, positions=64, roberta=False, max_length=None):
    """A SentenceTransformer of two layers, 32 wide."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, RobertaConfig, RobertaModel

    torch.manual_seed(5)
    raw = folder / "raw"
    if roberta:
        network = RobertaModel(_config(RobertaConfig, max_position_embeddings=positions, pad_token_id=1))
    else:
        network = BertModel(_config(BertConfig, max_position_embeddings=positions))
    _save(raw, network, max_length)
    made = folder / "saved"
    SentenceTransformer(modules=[Transformer(str(raw)), Pooling(32)], device="cpu", prompts=prompts).save(
        str(made), create_model_card=False
    )
    return made


def save_cross_encoder(folder, labels=1):
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(7)
    config = _config(BertConfig, max_position_embeddings=64, num_labels=labels)
    network = BertForSequenceClassification(config)
    # Weights as small as they are drawn would give every pair nearly the same score.
    torch.nn.init.normal_(network.classifier.weight, std=1.0)
    _save(folder, network)
    return folder


def write_profile(folder, **fields):
    (folder / "hoidap.json").write_text(json.dumps(fields), encoding="utf-8")
