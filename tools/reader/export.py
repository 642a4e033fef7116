"""From trained weights to what ships: the encoder as ONNX with 8-bit weights, beside its heads and vocabulary."""

from __future__ import annotations

import shutil
import sys
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoModel
from whole import base


class _States(nn.Module):
    """The encoder alone: pieces to states."""

    def __init__(self, encoder: nn.Module) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        return found


def export(out: Path) -> None:
    """Write encoder.onnx and encoder.int8.onnx into the folder of the weights."""
    saved = torch.load(out / "encoder.pt", weights_only=True)
    encoder = AutoModel.from_pretrained(base(), attn_implementation="eager", add_pooling_layer=False)
    encoder.load_state_dict(saved["encoder"])
    with torch.no_grad():
        marks = saved["marks"]
        encoder.embeddings.word_embeddings.weight[1 : len(marks)] = marks[1:]
    encoder.eval()
    ids = torch.ones(2, 9, dtype=torch.long)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _States(encoder),
            (ids, torch.ones_like(ids)),
            str(out / "encoder.onnx"),
            input_names=["ids", "mask"],
            output_names=["states"],
            dynamic_axes={"ids": {0: "b", 1: "t"}, "mask": {0: "b", 1: "t"}, "states": {0: "b", 1: "t"}},
            dynamo=False,
            opset_version=17,
        )
    quantize_dynamic(
        out / "encoder.onnx", out / "encoder.int8.onnx", weight_type=QuantType.QInt8, per_channel=True
    )
    shutil.copy(base() / "tokenizer.json", out / "tokenizer.json")


if __name__ == "__main__":
    export(Path(sys.argv[1]))
