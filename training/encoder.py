"""Trains the encoder of the judge: texts with facts and a pretrained MiniLM → ``kg/data/encoder``.

    python -m training.encoder FOLDER... --base MINILM [--cases tests/cases] [--held training/data/held.txt]
        [--start kg/data/encoder/encoder.onnx] [--epochs 10] -o kg/data/encoder

FOLDER is as for ``training.flows``. MINILM is a folder with ``model.safetensors`` and ``tokenizer.json`` of a six-layer BERT of
width 384 (all-MiniLM-L6-v2, Apache-2.0). LAYERS of its layers are kept and trained further, together with the heads of
``kg.extractors.flows.encoder``, on the same examples as the features: each pair of sides at each anchor, right or wrong, and
the stage of the right ones (``training.items``, ``training.network``). The result is one ONNX file (``training.exporting``).

Texts whose names ``--held`` lists are not learnt from: by these ``training.flows --held`` learns how much to trust the network.
``--start`` goes on from an encoder that was trained before. In half of the windows, chosen anew in each epoch, countries are
swapped for others (``training.swaps``), and in all of them some wordpieces are hidden.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from kg import ontology
from training import flows
from training.exporting import export, restore
from training.items import Item, Reader, batches, stack
from training.network import Network
from training.swaps import Countries

LAYERS = (0, 2, 4)  # of the pretrained six, that are kept
EPOCHS = 10
RATE, HEAD_RATE = 1e-4, 1e-3  # peaks of the learning rates, which rise for a twelfth of the steps and fall to a fiftieth
WORDPIECES = 1024  # a batch
HIDDEN_SHARE = 0.05  # of wordpieces, that the network has to do without
MASK = "[MASK]"


def train(network: Network, read: Callable[[random.Random], list[Item]], mask: int, epochs: int, seed: int = 0) -> None:
    """Train a network; ``read`` gives what is learnt from, for each epoch anew, ``mask`` stands for hidden wordpieces."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network.train()
    body = [p for name, p in network.named_parameters() if not name.startswith("heads.") and p.requires_grad]
    rules = [{"params": body, "lr": RATE}, {"params": list(network.heads.parameters()), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(rules, weight_decay=0.01)
    steps = epochs * len(batches(read(chance), WORDPIECES))
    rising = max(1, steps // 12)
    slowing = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: share_of_rate(step, steps, rising))
    begun = time.monotonic()
    for epoch in range(epochs):
        losses = []
        for batch in batches(read(chance), WORDPIECES, chance):
            item = stack(batch)
            loss = network.loss(item, hide(torch.from_numpy(item.words), mask))
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            slowing.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {sum(losses) / len(losses):.4f}, {time.monotonic() - begun:.0f} s", flush=True)
    network.eval()


def share_of_rate(step: int, steps: int, rising: int) -> float:
    """The learning rate at a step, as a share of its peak: a straight line up, half a cosine down."""
    if step < rising:
        return step / rising
    return 0.02 + 0.49 * (1 + math.cos(math.pi * min(1.0, (step - rising) / max(1, steps - rising))))


def hide(words: Tensor, mask: int) -> Tensor:
    """Wordpieces with some of them hidden; never the first of a window, nor what fills it up."""
    hidden = (torch.rand(words.shape) < HIDDEN_SHARE) & (words > 0)
    hidden[:, 0] = False
    return words.masked_fill(hidden, mask)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cases", type=Path, default=None, help="folder of cases to learn from as well")
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained network")
    parser.add_argument("--held", type=Path, help="names of the texts not to learn from, one a line")
    parser.add_argument("--start", type=Path, help="an encoder to go on from")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    pieces = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    pieces.no_padding()  # which the file asks for, to 128 pieces a text
    pieces.no_truncation()
    lessons = list(flows.read_lessons(options.folders, options.cases))
    held = set(options.held.read_text(encoding="utf-8").split()) if options.held is not None else set()
    taught = [x for x in lessons if x.article.id not in held]
    print(f"{len(lessons)} texts, {len(lessons) - len(taught)} left out", flush=True)
    named = {side.actor.name for x in lessons for side in x.sheet.sides}
    reader = Reader(pieces, Countries(ontology.load(), named))
    torch.manual_seed(0)
    network = Network(options.base, LAYERS)
    if options.start is not None:
        restore(network, options.start)
    train(network, lambda chance: reader.read(taught, chance), pieces.token_to_id(MASK), options.epochs)
    options.output.mkdir(parents=True, exist_ok=True)
    export(network, options.output / "encoder.onnx")
    pieces.save(str(options.output / "tokenizer.json"))


if __name__ == "__main__":
    main()
