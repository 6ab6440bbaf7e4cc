"""Trains the encoder of the judge: texts with facts and a pretrained MiniLM → ``kg/data/encoder``.

    python -m training.encoder FOLDER... --base MINILM [--cases tests/cases] [--held held.txt] -o kg/data/encoder

FOLDER is as for ``training.flows``. MINILM is a folder with ``model.safetensors`` and ``tokenizer.json`` of a six-layer BERT of
width 384 (all-MiniLM-L6-v2, Apache-2.0). LAYERS of its layers are kept and trained further, together with the heads of
``kg.extractors.flows.encoder``, on the same examples as the features: each pair of sides at each anchor, right or wrong, and
the stage of the right ones. The result is one ONNX file, its matrices in eight bits.

``--fold K --folds N --held FILE`` leaves every Nth article out, from the Kth on, and keeps their names: from these
``training.flows --held`` learns how much to trust the network. In half of the windows, chosen anew in each epoch, countries are
swapped for others (``training.swaps``).

Needs jax, optax, safetensors, tokenizers, onnx and onnxruntime beside what training.flows needs.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import onnx
import optax
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from kg import ontology
from kg.extractors import flows as kg_flows
from kg.extractors.flows import encoder as runtime
from kg.extractors.flows import windows
from kg.extractors.flows.encoder import LONGEST, MENTIONS, SHARED, SPOKEN, STAGES, UTTERANCES, VOICES, WIDTH
from kg.extractors.flows.sheet import Sheet
from training import flows
from training.flows import Place
from training.swaps import Countries

LAYERS = (0, 2, 4)  # of the pretrained six, that are kept
HIDDEN, HEADS = 384, 12
EPOCHS = 6
MOST_TIMES = 2  # that a text is read in an epoch, even if it counts more often
RATE, HEAD_RATE = 1e-4, 1.2e-3  # peaks of the learning rates, which rise for a twelfth of the steps and fall to nothing
DROPOUT, HEAD_DROPOUT = 0.1, 0.2
WORDPIECES = 2048  # a batch
STAGE_WEIGHT = 0.6  # of a stage's loss beside a pair's
VOICE_WEIGHTS = {"says": 0.5, "denies": 1.0}  # of the losses of whose word it is and who denies it, which few do
# Sizes that texts are filled up to, so that few programs are compiled: wordpieces, anchors, sides, speakers.
SHAPES = ((72, 8, 10, 12), (200, 24, 16, 20), (320, 36, 22, 30), (LONGEST, 48, 28, 40))
OPSET = 17

Arrays = dict[str, Any]


@dataclass(slots=True)
class Item:
    """One window, filled up to one of SHAPES: wordpieces, anchors, mentions of sides, labels of pairs (-1: none), stages, …

    …, places of speakers, and which of them (the first is nobody) are right for each anchor as each of VOICES, none if unknown.
    """

    shape: tuple[int, int, int, int]
    arrays: tuple[Any, ...]
    places: list[Place]
    columns: list[dict[str, int]]  # for each anchor the column of each side, 0 for nobody


class Reader:
    """Makes items of lessons: the windows as the runtime cuts them, with countries swapped if there is ``chance``."""

    def __init__(self, pieces: Tokenizer, countries: Countries) -> None:
        self.pieces = pieces
        self.countries = countries
        self._marks = [pieces.token_to_id(t) for t in (runtime.BEGIN, runtime.END, runtime.UNKNOWN)]

    def read(self, lessons: Iterable[flows.Lesson], chance: random.Random | None = None) -> list[Item]:
        """The windows of lessons, as often as they count."""
        times = ((lesson, min(lesson.times, MOST_TIMES)) for lesson in lessons)
        return [item for lesson, often in times for _ in range(often) for item in self.windows(lesson, chance)]

    def spell(self, words: list[str], chance: random.Random | None) -> tuple[list[int], list[int]]:
        """The wordpieces of words, and where each word begins; one of several words in the place of one begins with its last."""
        begin, end, unknown = self._marks
        spelled = [(word,) for word in words] if chance is None else self.countries.swap(words, chance)
        flat = self.pieces.encode_batch([part for parts in spelled for part in parts], add_special_tokens=False)
        encoded = iter(flat)
        ids, starts = [begin], []
        for parts in spelled:
            starts.append(min(len(ids), LONGEST - 2))
            for _ in parts:
                starts[-1] = min(len(ids), LONGEST - 2)
                ids.extend(next(encoded).ids or [unknown])
        return [*ids[: LONGEST - 1], end], starts

    def windows(self, article: flows.Lesson, chance: random.Random | None) -> Iterator[Item]:
        """The windows of one article."""
        sheet = article.sheet
        for window in windows.find(sheet.sentences):
            inside = [
                place
                for place in article.places
                if window.first <= place.entry.sentence < window.last and place.entry.anchor.item is not None
            ]
            if not inside:
                continue
            ids, starts = self.spell(window.words(sheet.doc), chance)
            spoken = kg_flows.in_window(sheet, window)
            heard = {
                name: [starts[at] for at in found] for name, found in kg_flows.heard_in(sheet, window, spoken).items()
            }
            for first in range(0, len(inside), SHAPES[-1][1]):
                yield fill(sheet, inside[first : first + SHAPES[-1][1]], window, ids, starts, heard)


def fill(
    sheet: Sheet,
    places: list[Place],
    window: windows.Window,
    ids: list[int],
    starts: list[int],
    heard: dict[str, list[int]],
) -> Item:
    """Some anchors of one window as arrays."""
    most = max(len(place.entry.candidates) for place in places)
    fitting = (
        s for s in SHAPES if len(ids) <= s[0] and len(places) <= s[1] and most <= s[2] and len(heard) <= s[3]
    )
    shape = length, rows, sides, speakers = next(fitting, SHAPES[-1])
    words = np.zeros(length, np.int32)
    words[: len(ids)] = ids
    mask = np.arange(length) < len(ids)
    anchors = np.zeros(rows, np.int32)
    mentions = np.full((rows, sides, MENTIONS), -1, np.int32)
    right = np.full((rows, sides + 1, sides + 1), -1, np.int8)
    stages = np.full((rows, sides + 1, sides + 1), -1, np.int8)
    spoken = np.full((speakers, UTTERANCES), -1, np.int32)
    speaks = {"": 0}
    for n, (name, found) in enumerate(list(heard.items())[:speakers]):
        speaks[name] = n + 1
        spoken[n, : len(found)] = found
    voices = np.zeros((len(VOICES), rows, speakers + 1), np.bool_)
    columns = []
    for row, place in enumerate(places):
        for n, voice in enumerate(VOICES):
            for name in place.voices.get(voice, frozenset()) & speaks.keys():
                voices[n, row, speaks[name]] = True
        token = place.entry.anchor.token
        anchors[row] = starts[token - window.start + window.title]
        at, near = {"": 0}, kg_flows.nearest(sheet, place.entry, window)
        for column, name in enumerate(list(place.entry.candidates)[:sides]):
            at[name] = column + 1
            mentions[row, column, : len(near[name])] = [starts[found] for found in near[name]]
        for pair, label in place.labels.items():
            if pair[0] in at and pair[1] in at and label is not None:
                right[row, at[pair[0]], at[pair[1]]] = label
        for pair, stage in place.stages.items():
            if pair[0] in at and pair[1] in at:
                stages[row, at[pair[0]], at[pair[1]]] = STAGES.index(stage)
        columns.append(at)
    return Item(shape, (words, mask, anchors, mentions, right, stages, spoken, voices), places, columns)


def begin(base: Path, seed: int) -> tuple[Any, dict[str, Arrays]]:
    """The pretrained word vectors, which stay as they are, and the parameters to train."""
    raw = load_file(base / "model.safetensors")
    network: Arrays = {
        "position": raw["embeddings.position_embeddings.weight"] + raw["embeddings.token_type_embeddings.weight"][0],
        "norm.w": raw["embeddings.LayerNorm.weight"],
        "norm.b": raw["embeddings.LayerNorm.bias"],
    }
    for layer, source in enumerate(LAYERS):
        name = f"encoder.layer.{source}."
        parts = [f"{name}attention.self.{part}." for part in ("query", "key", "value")]
        network[f"{layer}.attend.w"] = np.concatenate([raw[part + "weight"].T for part in parts], 1)
        network[f"{layer}.attend.b"] = np.concatenate([raw[part + "bias"] for part in parts])
        for mine, theirs in (("out", "attention.output"), ("up", "intermediate"), ("down", "output")):
            network[f"{layer}.{mine}.w"] = raw[f"{name}{theirs}.dense.weight"].T
            network[f"{layer}.{mine}.b"] = raw[f"{name}{theirs}.dense.bias"]
        for mine, theirs in (("norm1", "attention.output"), ("norm2", "output")):
            network[f"{layer}.{mine}.w"] = raw[f"{name}{theirs}.LayerNorm.weight"]
            network[f"{layer}.{mine}.b"] = raw[f"{name}{theirs}.LayerNorm.bias"]
    chance = np.random.default_rng(seed)

    def made(rows: int, columns: int, scale: float = 1.0) -> Any:
        return (chance.standard_normal((rows, columns)) * scale / math.sqrt(rows)).astype(np.float32)

    def nought(*size: int) -> Any:
        return np.zeros(size, np.float32)

    wide, told = 2 * WIDTH, len(STAGES)
    heads: Arrays = {"anchor.w": made(HIDDEN, wide), "anchor.b": nought(wide)}
    for side in ("giver", "taker"):
        heads |= {f"{side}.w": made(HIDDEN, WIDTH), f"{side}.b": nought(WIDTH), f"{side}.alone": nought(WIDTH)}
        heads |= {f"{side}.sought": made(wide, WIDTH, 0.3), f"{side}.shared": made(WIDTH, SHARED, 0.3)}
        heads |= {f"{side}.stage": made(WIDTH, told, 0.3)}
    heads |= {"far.w": nought(wide, 2), "far.b": nought(2) - 1, "nobody.w": nought(wide, 2), "nobody.b": nought(2)}
    heads |= {"flow.w": nought(wide), "flow.b": np.float32(-2), "stage.w": made(wide, told, 0.3), "stage.b": nought(told)}
    heads |= {"speaker.w": made(HIDDEN, SPOKEN), "speaker.b": nought(SPOKEN), "speaker.alone": nought(SPOKEN, len(VOICES))}
    for voice in VOICES:
        heads |= {f"{voice}.sought": made(wide, SPOKEN, 0.3)}
    heads |= {"silent.w": nought(wide, len(VOICES)), "silent.b": nought(len(VOICES)) + 1}
    heads |= {"shared.w": made(wide, SHARED, 0.3), "shared.b": nought(SHARED) + 0.3}
    return raw["embeddings.word_embeddings.weight"], {"network": network, "heads": heads}


def normed(x: Any, w: Any, b: Any) -> Any:
    mean = x.mean(-1, keepdims=True)
    spread = ((x - mean) ** 2).mean(-1, keepdims=True)
    return (x - mean) / jnp.sqrt(spread + 1e-12) * w + b


def dropped(x: Any, rate: float, key: Any) -> Any:
    return x if key is None else jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0.0)


def encoded(network: Arrays, words: Any, mask: Any, key: Any) -> Any:
    """Word vectors (batch, length, HIDDEN) → the same in context."""
    keys = iter([None] * 99 if key is None else jax.random.split(key, 99))
    size, length = words.shape[:2]
    x = dropped(normed(words + network["position"][:length], network["norm.w"], network["norm.b"]), DROPOUT, next(keys))
    hidden = jnp.where(mask[:, None, None, :], 0.0, -1e9)
    for n in range(len(LAYERS)):
        parts = jnp.split(x @ network[f"{n}.attend.w"] + network[f"{n}.attend.b"], 3, -1)
        query, what, value = (p.reshape(size, length, HEADS, -1).transpose(0, 2, 1, 3) for p in parts)
        weight = jax.nn.softmax(query @ what.transpose(0, 1, 3, 2) / math.sqrt(HIDDEN // HEADS) + hidden, -1)
        y = (weight @ value).transpose(0, 2, 1, 3).reshape(size, length, HIDDEN)
        y = dropped(y @ network[f"{n}.out.w"] + network[f"{n}.out.b"], DROPOUT, next(keys))
        x = normed(x + y, network[f"{n}.norm1.w"], network[f"{n}.norm1.b"])
        y = jax.nn.gelu(x @ network[f"{n}.up.w"] + network[f"{n}.up.b"], approximate=False)
        y = dropped(y @ network[f"{n}.down.w"] + network[f"{n}.down.b"], DROPOUT, next(keys))
        x = normed(x + y, network[f"{n}.norm2.w"], network[f"{n}.norm2.b"])
    return x


def scored(heads: Arrays, x: Any, anchors: Any, mentions: Any, spoken: Any, key: Any) -> tuple[Any, Any, list[Any]]:
    """Log-odds (batch, anchors, sides + 1, sides + 1) of a flow from one side to another, 0 being nobody; stages' scores; …

    …, and of each of VOICES (batch, anchors, speakers + 1).
    """
    keys = [None] * 4 if key is None else jax.random.split(key, 4)
    batch = jnp.arange(x.shape[0])
    at = x[batch[:, None], anchors]
    anchor = dropped(jax.nn.gelu(at @ heads["anchor.w"] + heads["anchor.b"]), HEAD_DROPOUT, keys[0])
    named = mentions >= 0
    far = ~named.any(-1)
    nobody, elsewhere = (anchor @ heads[f"{k}.w"] + heads[f"{k}.b"] for k in ("nobody", "far"))
    odds: list[Any] = []
    looked = jnp.maximum(mentions, 0).reshape(*mentions.shape[:2], -1)
    first = jnp.maximum(mentions[..., 0], 0)
    shares, told = [], []
    for n, side in enumerate(("giver", "taker")):
        words = dropped(jax.nn.gelu(x @ heads[f"{side}.w"] + heads[f"{side}.b"]), HEAD_DROPOUT, keys[n + 1])
        # Every anchor with every word, of which only those at mentions are taken: cheaper than taking vectors.
        fit = jnp.einsum("bad,bld->bal", anchor @ heads[f"{side}.sought"], words) / 8
        fit = fit + (words @ heads[f"{side}.alone"])[:, None, :]
        fit = jnp.take_along_axis(fit, looked, -1).reshape(mentions.shape)
        fit = jnp.where(named, fit, -1e9)
        score = jnp.where(far, elsewhere[..., n, None], jax.nn.logsumexp(fit, -1))
        odds.append(jnp.concatenate([nobody[..., n, None], score], -1))
        for part, found in (("shared", shares), ("stage", told)):
            taken = (words @ heads[f"{side}.{part}"])[batch[:, None, None], first]
            found.append(jnp.where(far[..., None], 0.0, taken))
    pairs = (anchor @ heads["flow.w"] + heads["flow.b"])[..., None, None] + odds[0][..., :, None] + odds[1][..., None, :]
    shared = anchor @ heads["shared.w"] + heads["shared.b"]
    pairs = pairs.at[..., 1:, 1:].add(jnp.einsum("back,baek->bace", shares[0] * shared[:, :, None, :], shares[1]))
    stages = jnp.zeros((*pairs.shape, len(STAGES))) + (anchor @ heads["stage.w"] + heads["stage.b"])[..., None, None, :]
    stages = stages.at[..., 1:, :, :].add(told[0][..., :, None, :])
    stages = stages.at[..., :, 1:, :].add(told[1][..., None, :, :])
    talk = dropped(jax.nn.gelu(x @ heads["speaker.w"] + heads["speaker.b"]), HEAD_DROPOUT, keys[3])
    uttered = spoken >= 0
    looked = jnp.maximum(spoken, 0).reshape(spoken.shape[0], 1, -1)
    silent = anchor @ heads["silent.w"] + heads["silent.b"]
    voices = []
    for n, voice in enumerate(VOICES):
        fit = jnp.einsum("bad,bld->bal", anchor @ heads[f"{voice}.sought"], talk) / 8
        fit = fit + (talk @ heads["speaker.alone"])[..., n][:, None, :]
        fit = jnp.take_along_axis(fit, looked, -1).reshape(*anchors.shape, *spoken.shape[1:])
        fit = jnp.where(uttered[:, None], fit, -1e9)
        voices.append(jnp.concatenate([silent[..., n, None], jax.nn.logsumexp(fit, -1)], -1))
    return pairs, stages, voices


def loss(parameters: dict[str, Arrays], words: Any, mask: Any, *arrays: Any) -> Any:
    anchors, mentions, right, stages, spoken, voices, key = arrays
    one, other = jax.random.split(key)
    x = encoded(parameters["network"], words, mask, one)
    pairs, told, heard = scored(parameters["heads"], x, anchors, mentions, spoken, other)
    known = right >= 0
    wrong = jnp.where(known, jnp.logaddexp(0.0, pairs) - jnp.where(right == 1, pairs, 0.0), 0.0).sum()
    likely = jax.nn.log_softmax(told, -1)
    picked = jnp.take_along_axis(likely, jnp.maximum(stages, 0)[..., None].astype(jnp.int32), -1)[..., 0]
    misread = -jnp.where(stages >= 0, picked, 0.0).sum()
    unheard = 0.0
    for n, (voice, odds) in enumerate(zip(VOICES, heard, strict=True)):
        true = voices[:, n]
        picked = jax.nn.logsumexp(jnp.where(true, odds, -1e9), -1)
        unheard += VOICE_WEIGHTS[voice] * jnp.where(true.any(-1), jax.nn.logsumexp(odds, -1) - picked, 0.0).sum()
    return (wrong + STAGE_WEIGHT * misread + unheard) / jnp.maximum(1, known.any((-1, -2)).sum())


def batches(items: Sequence[Item], chance: random.Random | None = None) -> list[tuple[list[Any], list[Item]]]:
    """Items of one shape together; a batch that is not full is filled up with windows that teach nothing."""
    by_shape: dict[tuple[int, int, int, int], list[Item]] = {}
    for item in items:
        by_shape.setdefault(item.shape, []).append(item)
    found = []
    for shape, alike in sorted(by_shape.items()):
        if chance is not None:
            chance.shuffle(alike)
        size = max(1, WORDPIECES // shape[0])
        for first in range(0, len(alike), size):
            chosen = alike[first : first + size]
            filled = chosen + [chosen[0]] * (size - len(chosen))
            arrays = [np.stack([item.arrays[n] for item in filled]) for n in range(len(chosen[0].arrays))]
            for labels, unknown in ((arrays[4], -1), (arrays[5], -1), (arrays[7], False)):
                labels[len(chosen) :] = unknown
            found.append((arrays, chosen))
    if chance is not None:
        chance.shuffle(found)
    return found


def train(read: Callable[[random.Random], list[Item]], base: Path, seed: int = 0) -> tuple[Any, dict[str, Arrays]]:
    """The word vectors and the trained parameters; ``read`` gives what is learnt from, for each epoch anew."""
    vectors, parameters = begin(base, seed)
    parameters = jax.tree.map(jnp.asarray, parameters)
    chance, key = random.Random(seed), jax.random.PRNGKey(seed)
    steps = len(batches(read(chance))) * EPOCHS

    def schedule(peak: float) -> optax.Schedule:
        return optax.warmup_cosine_decay_schedule(0, peak, max(1, steps // 12), steps, peak / 50)

    rules = {
        "network": optax.adamw(schedule(RATE), weight_decay=0.01),
        "heads": optax.adamw(schedule(HEAD_RATE), weight_decay=0.01),
    }
    optimizer = optax.chain(
        optax.clip_by_global_norm(1.0), optax.multi_transform(rules, {name: name for name in rules})
    )
    state = optimizer.init(parameters)

    @jax.jit
    def step(parameters: Any, state: Any, *arrays: Any) -> Any:
        value, slope = jax.value_and_grad(loss)(parameters, *arrays)
        change, state = optimizer.update(slope, state, parameters)
        return optax.apply_updates(parameters, change), state, value

    begun = time.monotonic()
    for epoch in range(EPOCHS):
        losses = []
        for arrays, _ in batches(read(chance), chance):
            key, now = jax.random.split(key)
            parameters, state, value = step(parameters, state, vectors[arrays[0]], *arrays[1:], now)
            losses.append(float(value))
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.4f}, {time.monotonic() - begun:.0f} s", flush=True)
    return vectors, jax.tree.map(np.asarray, parameters)


def export(vectors: Any, parameters: dict[str, Arrays], file: Path) -> None:
    """The network as ONNX: wordpieces → vectors of those ``wanted``, with the columns of the runtime, in eight bits."""
    network, heads = parameters["network"], parameters["heads"]
    nodes: list[Any] = []
    tensors: list[Any] = []

    def constant(value: Any, name: str) -> str:
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        output = name or f"x{len(nodes)}"
        nodes.append(helper.make_node(kind, list(inputs), [output], name=f"node{len(nodes)}", **attributes))
        return output

    def linear(x: str, w: Any, b: Any, name: str) -> str:
        return add("Add", add("MatMul", x, constant(w, f"{name}.w")), constant(b, f"{name}.b"))

    def norm(x: str, name: str) -> str:
        scale, shift = (constant(network[f"{name}.{part}"], f"{name}.{part}") for part in "wb")
        return add("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)

    half, one, root = (constant(np.float32(v), n) for v, n in ((0.5, "half"), (1, "one"), (math.sqrt(0.5), "root")))

    def gelu(x: str) -> str:
        return add("Mul", add("Mul", x, half), add("Add", add("Erf", add("Mul", x, root)), one))

    places = add("Gather", constant(network["position"], "position"), "positions")
    x = norm(add("Add", add("Gather", constant(vectors, "word"), "ids"), places), "norm")
    by_head = constant(np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64), "by_head")
    joined = constant(np.array([0, 0, HIDDEN], np.int64), "joined")
    for n in range(len(LAYERS)):
        w, b = network[f"{n}.attend.w"].copy(), network[f"{n}.attend.b"].copy()
        w[:, :HIDDEN] /= math.sqrt(HIDDEN // HEADS)
        b[:HIDDEN] /= math.sqrt(HIDDEN // HEADS)
        whole = x
        if n == len(LAYERS) - 1:  # behind the last layer's keys and values only the words that are looked at count
            x = add("Gather", x, "wanted", axis=1)
        parts = [
            linear(x if part == 0 else whole, w[:, at : at + HIDDEN], b[at : at + HIDDEN], f"{n}.{'qkv'[part]}")
            for part, at in enumerate(range(0, 3 * HIDDEN, HIDDEN))
        ]
        query, what, value = (
            add("Transpose", add("Reshape", part, by_head), perm=perm)
            for part, perm in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        )
        y = add("MatMul", add("Softmax", add("MatMul", query, what), axis=-1), value)
        y = add("Reshape", add("Transpose", y, perm=[0, 2, 1, 3]), joined)
        y = linear(y, network[f"{n}.out.w"], network[f"{n}.out.b"], f"{n}.out")
        x = norm(add("Add", x, y), f"{n}.norm1")
        y = gelu(linear(x, network[f"{n}.up.w"], network[f"{n}.up.b"], f"{n}.up"))
        x = norm(add("Add", x, linear(y, network[f"{n}.down.w"], network[f"{n}.down.b"], f"{n}.down")), f"{n}.norm2")
    roles = ("anchor", "giver", "taker", "speaker")
    w, b = (np.concatenate([heads[f"{role}.{part}"] for role in roles], -1) for part in "wb")
    w, b = last(heads, gelu(linear(x, w, b, "roles")), constant)
    add("Add", add("MatMul", *w), b, name="vectors")
    shapes = [helper.make_tensor_value_info(name, TensorProto.INT64, [1, "length"]) for name in ("ids", "positions")]
    shapes.append(helper.make_tensor_value_info("wanted", TensorProto.INT64, ["looked at"]))
    result = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "looked at", runtime.COLUMNS])
    graph = helper.make_graph(nodes, "encoder", shapes, [result], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8, producer_name="armsgraph")
    onnx.checker.check_model(model)
    final = [node.name for node in nodes if "last.w" in node.input]
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(model, whole)
        quantize_dynamic(
            whole, file, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True, nodes_to_exclude=final
        )


def last(heads: Arrays, x: str, constant: Any) -> tuple[tuple[str, str], str]:
    """The inputs of the last product, which puts the columns in order."""
    wide, told = 2 * WIDTH, len(STAGES)
    side = WIDTH + 1 + SHARED + told
    w = np.zeros((4 * WIDTH + SPOKEN, runtime.COLUMNS), np.float32)
    b = np.zeros(runtime.COLUMNS, np.float32)
    parts = [heads["giver.sought"] / 8, heads["taker.sought"] / 8, heads["far.w"], heads["nobody.w"], heads["flow.w"][:, None]]
    parts += [heads["shared.w"], heads["stage.w"], *(heads[f"{voice}.sought"] / 8 for voice in VOICES), heads["silent.w"]]
    anchor = np.concatenate(parts, 1)
    w[:wide, : anchor.shape[1]] = anchor
    noughts = [np.zeros(wide), heads["far.b"], heads["nobody.b"], heads["flow.b"][None], heads["shared.b"], heads["stage.b"]]
    noughts += [np.zeros(len(VOICES) * SPOKEN), heads["silent.b"]]
    b[: anchor.shape[1]] = np.concatenate(noughts)
    for n, role in enumerate(("giver", "taker")):
        rows, column = slice(wide + n * WIDTH, wide + (n + 1) * WIDTH), anchor.shape[1] + n * side
        found = [np.eye(WIDTH), heads[f"{role}.alone"][:, None], heads[f"{role}.shared"], heads[f"{role}.stage"]]
        w[rows, column : column + side] = np.concatenate(found, 1)
    w[4 * WIDTH :, -SPOKEN - len(VOICES) :] = np.concatenate([np.eye(SPOKEN), heads["speaker.alone"]], 1)
    return (x, constant(w, "last.w")), constant(b, "last.b")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--cases", type=Path, default=None, help="folder of cases to learn from as well")
    parser.add_argument("--base", type=Path, required=True, help="folder of the pretrained network")
    parser.add_argument("--fold", type=int, default=0)
    parser.add_argument("--folds", type=int, default=0, help="leave every so many-th article out")
    parser.add_argument("--held", type=Path, help="file for the names of the articles left out")
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    pieces = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    pieces.no_padding()  # which the file asks for, to 128 pieces a text
    pieces.no_truncation()
    lessons = flows.read_lessons(options.folders, options.cases)
    held = {x.article.id for x in lessons if x.tested and options.folds and x.number % options.folds == options.fold}
    taught = [x for x in lessons if x.article.id not in held]
    print(f"{len(lessons)} texts, {len(held)} left out", flush=True)
    named = {side.actor.name for x in lessons for side in x.sheet.sides}
    reader = Reader(pieces, Countries(ontology.load(), named))
    vectors, parameters = train(lambda chance: reader.read(taught, chance), options.base)
    if options.held is not None:
        options.held.write_text("\n".join(sorted(held)) + "\n", encoding="utf-8")
    options.output.mkdir(parents=True, exist_ok=True)
    export(vectors, parameters, options.output / "encoder.onnx")
    pieces.save(str(options.output / "tokenizer.json"))


if __name__ == "__main__":
    main()
