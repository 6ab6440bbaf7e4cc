"""What was trained comes out as the runtime reads it, and can be gone on from; needs armsgraph[training]."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
safetensors = pytest.importorskip("safetensors.numpy")

ort = pytest.importorskip("onnxruntime")

WORDS = 40


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pretrained network of one layer, whose weights are drawn."""
    from training.network import HIDDEN

    chance = np.random.default_rng(1)
    sizes = {"word_embeddings": WORDS, "position_embeddings": 64, "token_type_embeddings": 2}
    raw = {f"embeddings.{name}.weight": chance.normal(size=(rows, HIDDEN)) for name, rows in sizes.items()}
    layer = "encoder.layer.0"
    shapes = {f"{layer}.attention.self.{part}": (HIDDEN, HIDDEN) for part in ("query", "key", "value")}
    shapes |= {f"{layer}.attention.output.dense": (HIDDEN, HIDDEN), f"{layer}.intermediate.dense": (4 * HIDDEN, HIDDEN)}
    shapes |= {f"{layer}.output.dense": (HIDDEN, 4 * HIDDEN)}
    for name, shape in shapes.items():
        raw |= {f"{name}.weight": chance.normal(size=shape) / 20, f"{name}.bias": chance.normal(size=shape[0]) / 20}
    for name in ("embeddings", f"{layer}.attention.output", f"{layer}.output"):
        raw |= {f"{name}.LayerNorm.weight": np.ones(HIDDEN), f"{name}.LayerNorm.bias": np.zeros(HIDDEN)}
    folder = tmp_path_factory.mktemp("base")
    safetensors.save_file({name: value.astype(np.float32) for name, value in raw.items()}, folder / "model.safetensors")
    return folder


def test_what_is_exported_says_what_the_network_says(base: Path, tmp_path: Path) -> None:
    from training.exporting import export
    from training.network import Network

    torch.manual_seed(1)
    network = Network(base, [0]).eval()
    export(network, tmp_path / "encoder.onnx")
    ids, wanted = np.array([[1, 7, 3, 9, 2]]), np.array([1, 3])
    (vectors,) = ort.InferenceSession(tmp_path / "encoder.onnx").run(
        None, {"ids": ids, "positions": np.arange(5)[None], "wanted": wanted}
    )
    with torch.no_grad():
        x = network.encoded(torch.tensor(ids), torch.ones(1, 5, dtype=torch.bool))[0, wanted]
        anchor = network._made("anchor", x)
        sought = (anchor @ network.heads["giver_sought"] / 8).numpy()
    found = vectors[0][:, : sought.shape[1]]
    assert np.corrcoef(found.ravel(), sought.ravel())[0, 1] > 0.99


def test_going_on_begins_where_training_ended(base: Path, tmp_path: Path) -> None:
    from training.exporting import export, restore
    from training.network import Network

    torch.manual_seed(1)
    export(Network(base, [0]), tmp_path / "one.onnx")
    torch.manual_seed(2)
    other = Network(base, [0])
    restore(other, tmp_path / "one.onnx")
    export(other, tmp_path / "two.onnx")
    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "two.onnx").read_bytes()
