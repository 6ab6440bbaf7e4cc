"""Writes the trained network as the ONNX file that the runtime reads, its matrices in eight bits, and reads it back."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from kg.extractors.flows import encoder as runtime
from kg.extractors.flows.encoder import SHARED, SPOKEN, STAGES, VOICES, WIDTH
from training.network import HEADS, HIDDEN, SIDES, Network

OPSET = 17

Arrays = dict[str, Any]


def export(network: Network, file: Path) -> None:
    """The network as ONNX: wordpieces → vectors of those ``wanted``, with the columns of the runtime, in eight bits."""
    found: Arrays = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    heads: Arrays = {name.removeprefix("heads."): value for name, value in found.items() if name.startswith("heads.")}
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

    def learnt(x: str, name: str) -> str:
        return linear(x, found[f"layers.{name}.weight"].T, found[f"layers.{name}.bias"], name)

    def norm(x: str, name: str, path: str) -> str:
        scale, shift = (constant(found[f"{path}.{kind}"], f"{name}.{kind[0]}") for kind in ("weight", "bias"))
        return add("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)

    half, one, root = (constant(np.float32(v), n) for v, n in ((0.5, "half"), (1, "one"), (math.sqrt(0.5), "root")))

    def gelu(x: str) -> str:
        return add("Mul", add("Mul", x, half), add("Add", add("Erf", add("Mul", x, root)), one))

    places = add("Gather", constant(found["position"], "position"), "positions")
    x = norm(add("Add", add("Gather", constant(found["word.weight"], "word"), "ids"), places), "norm", "norm")
    by_head = constant(np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64), "by_head")
    joined = constant(np.array([0, 0, HIDDEN], np.int64), "joined")
    for n in range(len(network.layers)):
        w, b = found[f"layers.{n}.attend.weight"].T.copy(), found[f"layers.{n}.attend.bias"].copy()
        w[:, :HIDDEN] /= math.sqrt(HIDDEN // HEADS)
        b[:HIDDEN] /= math.sqrt(HIDDEN // HEADS)
        whole = x
        if n == len(network.layers) - 1:  # behind the last layer's keys and values only the words that are looked at count
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
        x = norm(add("Add", x, learnt(y, f"{n}.out")), f"{n}.norm1", f"layers.{n}.norm1")
        y = learnt(gelu(learnt(x, f"{n}.up")), f"{n}.down")
        x = norm(add("Add", x, y), f"{n}.norm2", f"layers.{n}.norm2")
    roles = ("anchor", *SIDES, "speaker")
    w, b = (np.concatenate([heads[f"{role}_{part}"] for role in roles], -1) for part in "wb")
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


def last(heads: Arrays, x: str, constant: Callable[[Any, str], str]) -> tuple[tuple[str, str], str]:
    """The inputs of the last product, which puts the columns in order."""
    wide, told = 2 * WIDTH, len(STAGES)
    side = WIDTH + 1 + SHARED + told
    w = np.zeros((4 * WIDTH + SPOKEN, runtime.COLUMNS), np.float32)
    b = np.zeros(runtime.COLUMNS, np.float32)
    parts = [heads["giver_sought"] / 8, heads["taker_sought"] / 8, heads["far_w"], heads["nobody_w"], heads["flow_w"][:, None]]
    parts += [heads["shared_w"], heads["stage_w"], *(heads[f"{voice}_sought"] / 8 for voice in VOICES), heads["silent_w"]]
    anchor = np.concatenate(parts, 1)
    w[:wide, : anchor.shape[1]] = anchor
    noughts = [np.zeros(wide), heads["far_b"], heads["nobody_b"], heads["flow_b"][None], heads["shared_b"], heads["stage_b"]]
    noughts += [np.zeros(len(VOICES) * SPOKEN), heads["silent_b"]]
    b[: anchor.shape[1]] = np.concatenate(noughts)
    for n, role in enumerate(SIDES):
        rows, column = slice(wide + n * WIDTH, wide + (n + 1) * WIDTH), anchor.shape[1] + n * side
        found = [np.eye(WIDTH), heads[f"{role}_alone"][:, None], heads[f"{role}_shared"], heads[f"{role}_stage"]]
        w[rows, column : column + side] = np.concatenate(found, 1)
    w[4 * WIDTH :, -SPOKEN - len(VOICES) :] = np.concatenate([np.eye(SPOKEN), heads["speaker_alone"]], 1)
    return (x, constant(w, "last.w")), constant(b, "last.b")


def restore(network: Network, file: Path) -> None:
    """Begin with what ``export`` has written; matrices come back as near as eight bits allow."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(file).graph.initializer}

    def get(name: str) -> Any:
        if name in stored:
            return stored[name]
        whole, scale, zero = (stored[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "scale", "zero_point"))
        return (whole - zero) * scale

    found: Arrays = {"word.weight": get("word"), "position": get("position")}
    found |= {"norm.weight": get("norm.w"), "norm.bias": get("norm.b")}
    for n in range(len(network.layers)):
        layer, root = f"layers.{n}", math.sqrt(HIDDEN // HEADS)
        for kind, part in (("weight", "w"), ("bias", "b")):
            query, what, value = (get(f"{n}.{name}.{part}").T for name in "qkv")
            found[f"{layer}.attend.{kind}"] = np.concatenate([query * root, what, value])
            found |= {f"{layer}.{name}.{kind}": get(f"{n}.{name}.{part}").T for name in ("out", "up", "down", "norm1", "norm2")}
    ends = np.cumsum([2 * WIDTH, WIDTH, WIDTH])
    for part in "wb":
        split = np.split(get(f"roles.{part}"), ends, -1)
        found |= {f"heads.{role}_{part}": values for role, values in zip(("anchor", *SIDES, "speaker"), split, strict=True)}
    found |= {f"heads.{name}": values for name, values in _parted(get("last.w"), get("last.b")).items()}
    state = network.state_dict()
    network.load_state_dict({name: torch.tensor(found[name]).reshape(value.shape) for name, value in state.items()})


def _parted(w: Any, b: Any) -> Arrays:
    """What ``last`` has joined."""
    wide, told, voices = 2 * WIDTH, len(STAGES), len(VOICES)
    widths = [WIDTH, WIDTH, 2, 2, 1, SHARED, told, *[SPOKEN] * voices, voices]
    names = ["giver_sought", "taker_sought", "far_w", "nobody_w", "flow_w", "shared_w", "stage_w"]
    names += [*(f"{voice}_sought" for voice in VOICES), "silent_w"]
    columns = np.cumsum(widths)
    found = dict(zip(names, np.split(w[:wide, : columns[-1]], columns[:-1], -1), strict=True))
    found = {name: values * 8 if name.endswith("sought") else values for name, values in found.items()}
    for name, values in zip(names, np.split(b[: columns[-1]], columns[:-1]), strict=True):
        if name.endswith("_w"):
            found[f"{name[:-2]}_b"] = values
    side = WIDTH + 1 + SHARED + told
    for n, role in enumerate(SIDES):
        own = w[wide + n * WIDTH : wide + (n + 1) * WIDTH, columns[-1] + n * side : columns[-1] + (n + 1) * side]
        parts = np.split(own[:, WIDTH:], [1, 1 + SHARED], -1)
        found |= {f"{role}_{part}": values for part, values in zip(("alone", "shared", "stage"), parts, strict=True)}
    return found | {"speaker_alone": w[4 * WIDTH :, -voices:]}
