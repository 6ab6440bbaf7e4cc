"""The network of the encoder while it learns: a BERT of a few layers, and what its words make of anchors, sides and speakers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.numpy import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from kg.extractors.flows.encoder import SHARED, SPOKEN, STAGES, VOICES, WIDTH
from training.items import Item

HIDDEN, HEADS = 384, 12
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
STAGE_WEIGHT = 0.6  # of a stage's loss beside a pair's
VOICE_WEIGHTS = {"says": 0.5, "denies": 1.0}  # of the losses of whose word it is and who denies it, which few do
SIDES = ("giver", "taker")
NEVER = -1e9


class Layer(nn.Module):
    """A layer of BERT (Devlin et al. 2019): each word looks at all others, then thinks about what it saw."""

    def __init__(self) -> None:
        super().__init__()
        self.attend = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.up = nn.Linear(HIDDEN, 4 * HIDDEN)
        self.down = nn.Linear(4 * HIDDEN, HIDDEN)
        self.norm1, self.norm2 = (nn.LayerNorm(HIDDEN, 1e-12) for _ in range(2))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, hidden: Tensor) -> Tensor:
        size, length, _ = x.shape
        parts = self.attend(x).view(size, length, 3, HEADS, HIDDEN // HEADS).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(*parts, attn_mask=hidden).transpose(1, 2).reshape(size, length, HIDDEN)
        x = self.norm1(x + self.dropout(self.out(y)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))

    def take(self, raw: dict[str, Any], name: str) -> None:
        """Begin with the weights of a pretrained layer."""
        joined = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        for kind in ("weight", "bias"):
            _set(getattr(self.attend, kind), np.concatenate([raw[f"{part}.{kind}"] for part in joined]))
            _set(getattr(self.out, kind), raw[f"{name}.attention.output.dense.{kind}"])
            _set(getattr(self.up, kind), raw[f"{name}.intermediate.dense.{kind}"])
            _set(getattr(self.down, kind), raw[f"{name}.output.dense.{kind}"])
            _set(getattr(self.norm1, kind), raw[f"{name}.attention.output.LayerNorm.{kind}"])
            _set(getattr(self.norm2, kind), raw[f"{name}.output.LayerNorm.{kind}"])


class Network(nn.Module):
    """The layers kept of a pretrained BERT, whose word vectors stay as they are, and the heads behind them."""

    def __init__(self, base: Path, kept: Sequence[int]) -> None:
        super().__init__()
        raw = load_file(base / "model.safetensors")
        vectors = torch.tensor(raw["embeddings.word_embeddings.weight"])
        self.word = nn.Embedding.from_pretrained(vectors, freeze=True)
        places = raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0]
        self.position = nn.Parameter(torch.tensor(places))
        self.norm = nn.LayerNorm(HIDDEN, 1e-12)
        _set(self.norm.weight, raw["embeddings.LayerNorm.weight"])
        _set(self.norm.bias, raw["embeddings.LayerNorm.bias"])
        self.layers = nn.ModuleList(Layer() for _ in kept)
        for layer, source in zip(self.layers, kept, strict=True):
            layer.take(raw, f"encoder.layer.{source}")
        self.heads = nn.ParameterDict(_heads())

    def encoded(self, words: Tensor, mask: Tensor) -> Tensor:
        """Wordpieces (batch, length) → vectors in context (batch, length, HIDDEN)."""
        x = F.dropout(self.norm(self.word(words) + self.position[: words.shape[1]]), DROPOUT, self.training)
        hidden = torch.zeros(mask.shape[0], 1, 1, mask.shape[1]).masked_fill(~mask[:, None, None], NEVER)
        for layer in self.layers:
            x = layer(x, hidden)
        return x

    def forward(
        self, words: Tensor, mask: Tensor, anchors: Tensor, mentions: Tensor, spoken: Tensor
    ) -> tuple[Tensor, Tensor, list[Tensor]]:
        """Log-odds (batch, anchors, sides + 1, sides + 1) of a flow from one side to another, 0 being nobody; stages' scores; …

        …, and of each of VOICES (batch, anchors, speakers + 1).
        """
        heads = self.heads
        with torch.autocast("cpu", torch.bfloat16):
            x = self.encoded(words, mask)
        x = x.float()
        batch = torch.arange(len(x))
        anchor = self._made("anchor", x[batch[:, None], anchors])
        named = mentions >= 0
        far = ~named.any(-1)
        nobody, elsewhere = (anchor @ heads[f"{k}_w"] + heads[f"{k}_b"] for k in ("nobody", "far"))
        first = mentions[..., 0].clamp(min=0)
        odds: list[Tensor] = []
        shares: list[Tensor] = []
        told: list[Tensor] = []
        for n, side in enumerate(SIDES):
            made = self._made(side, x)
            # Every anchor with every word, of which only those at mentions are taken: cheaper than taking vectors.
            fit = torch.einsum("bad,bld->bal", anchor @ heads[f"{side}_sought"], made) / 8
            fit = fit + (made @ heads[f"{side}_alone"])[:, None]
            fit = torch.gather(fit, 2, mentions.clamp(min=0).flatten(2)).view(mentions.shape)
            score = torch.where(far, elsewhere[..., n, None], torch.logsumexp(fit.masked_fill(~named, NEVER), -1))
            odds.append(torch.cat([nobody[..., n, None], score], -1))
            for part, found in (("shared", shares), ("stage", told)):
                taken = (made @ heads[f"{side}_{part}"])[batch[:, None, None], first]
                found.append(F.pad(taken.masked_fill(far[..., None], 0.0), (0, 0, 1, 0)))
        shared = anchor @ heads["shared_w"] + heads["shared_b"]
        pairs = (anchor @ heads["flow_w"] + heads["flow_b"])[..., None, None] + odds[0][..., None] + odds[1][..., None, :]
        pairs = pairs + torch.einsum("back,baek->bace", shares[0] * shared[:, :, None], shares[1])
        stages = (anchor @ heads["stage_w"] + heads["stage_b"])[..., None, None, :]
        stages = stages + told[0][..., None, :] + told[1][..., None, :, :]
        return pairs, stages, self._voices(x, anchor, spoken)

    def _made(self, role: str, x: Tensor) -> Tensor:
        return F.dropout(F.gelu(x @ self.heads[f"{role}_w"] + self.heads[f"{role}_b"]), HEAD_DROPOUT, self.training)

    def _voices(self, x: Tensor, anchor: Tensor, spoken: Tensor) -> list[Tensor]:
        talk = self._made("speaker", x)
        silent = anchor @ self.heads["silent_w"] + self.heads["silent_b"]
        rows, (_, speakers, utterances) = anchor.shape[1], spoken.shape
        looked = spoken.clamp(min=0).flatten(1)[:, None].expand(-1, rows, -1)
        found = []
        for n, voice in enumerate(VOICES):
            fit = torch.einsum("bad,bld->bal", anchor @ self.heads[f"{voice}_sought"], talk) / 8
            fit = fit + (talk @ self.heads["speaker_alone"])[..., n][:, None]
            fit = torch.gather(fit, 2, looked).view(-1, rows, speakers, utterances)
            odds = torch.logsumexp(fit.masked_fill(spoken[:, None] < 0, NEVER), -1)
            found.append(torch.cat([silent[..., n, None], odds], -1))
        return found

    def loss(self, item: Item, words: Tensor) -> Tensor:
        """How wrong the network is about a batch (see ``items.stack``), an anchor; ``words`` are its wordpieces."""
        anchors, mentions, spoken, right, stages, voices = map(torch.from_numpy, item[1:])
        pairs, told, heard = self(words, words > 0, anchors, mentions, spoken)
        known = right >= 0
        wrong = (F.binary_cross_entropy_with_logits(pairs, (right == 1).float(), reduction="none") * known).sum()
        picked = torch.gather(F.log_softmax(told, -1), -1, stages.clamp(min=0)[..., None])[..., 0]
        wrong = wrong - STAGE_WEIGHT * (picked * (stages >= 0)).sum()
        for n, (voice, odds) in enumerate(zip(VOICES, heard, strict=True)):
            true = voices[:, n]
            missed = torch.logsumexp(odds, -1) - torch.logsumexp(odds.masked_fill(~true, NEVER), -1)
            wrong = wrong + VOICE_WEIGHTS[voice] * (missed * true.any(-1)).sum()
        return wrong / max(1, int(known.any(-1).any(-1).sum()))


def _set(parameter: nn.Parameter, values: Any) -> None:
    with torch.no_grad():
        parameter.copy_(torch.tensor(np.asarray(values)))


def _heads() -> dict[str, nn.Parameter]:
    """What is learnt from nothing: for anchors, sides and speakers what each seeks in the others, and what each is alone."""

    def made(rows: int, columns: int, scale: float = 1.0) -> nn.Parameter:
        return nn.Parameter(torch.randn(rows, columns) * scale / math.sqrt(rows))

    def flat(*size: int, value: float = 0.0) -> nn.Parameter:
        return nn.Parameter(torch.full(size, value))

    wide, told, voices = 2 * WIDTH, len(STAGES), len(VOICES)
    found = {"anchor_w": made(HIDDEN, wide), "anchor_b": flat(wide)}
    for side in SIDES:
        found |= {f"{side}_w": made(HIDDEN, WIDTH), f"{side}_b": flat(WIDTH), f"{side}_alone": flat(WIDTH)}
        found |= {f"{side}_sought": made(wide, WIDTH, 0.3), f"{side}_shared": made(WIDTH, SHARED, 0.3)}
        found |= {f"{side}_stage": made(WIDTH, told, 0.3)}
    found |= {"far_w": flat(wide, 2), "far_b": flat(2, value=-1.0), "nobody_w": flat(wide, 2), "nobody_b": flat(2)}
    found |= {"flow_w": flat(wide), "flow_b": flat(value=-2.0), "stage_w": made(wide, told, 0.3), "stage_b": flat(told)}
    found |= {"speaker_w": made(HIDDEN, SPOKEN), "speaker_b": flat(SPOKEN), "speaker_alone": flat(SPOKEN, voices)}
    found |= {f"{voice}_sought": made(wide, SPOKEN, 0.3) for voice in VOICES}
    found |= {"silent_w": flat(wide, voices), "silent_b": flat(voices, value=1.0)}
    return found | {"shared_w": made(wide, SHARED, 0.3), "shared_b": flat(SHARED, value=0.3)}
