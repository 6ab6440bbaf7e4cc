"""The encoder: a small transformer that has read much English, and what it makes of an anchor and the sides beside it.

It sees what the features of the judge do not: which words mean alike. For each wordpiece it gives a vector as an anchor,
as a giver and as a taker; products of these are log-odds, in the same parts as those of the features (anchor, giver, taker,
pair). The network (BERT's architecture, Devlin et al. 2019; MiniLM, Wang et al. 2020) is an ONNX file of the package.
"""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from kg import resources

if TYPE_CHECKING:
    import numpy as np

    Vectors = np.ndarray[Any, np.dtype[np.float32]]

LONGEST = 448  # wordpieces that are read at once; what goes beyond is cut
MENTIONS = 4  # of a side that are looked at, the nearest to the anchor first
UTTERANCES = 6  # places of a speaker that are looked at, the first in the window
BEGIN, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
STAGES = ("delivered", "committed", "proposed", "sought", "withheld", "ended")
VOICES = ("says", "denies")
# Columns of the vectors. As an anchor: what it seeks in a giver and a taker, log-odds of a side elsewhere and of none, of a
# flow at all, its part in what both sides make together, and in the stage; what it seeks in who says so and who denies it,
# and log-odds that nobody does. As a side: what an anchor seeks, log-odds, … As a speaker: what an anchor seeks, log-odds.
WIDTH, SHARED, SPOKEN = 128, 64, 64
_SIDE = WIDTH + 1 + SHARED + len(STAGES)
_VOICES = 2 * WIDTH + 5 + SHARED + len(STAGES)
_ANCHOR = _VOICES + len(VOICES) * (SPOKEN + 1)
_SPEAKER = _ANCHOR + 2 * _SIDE
COLUMNS = _SPEAKER + SPOKEN + len(VOICES)


@dataclass(frozen=True, slots=True)
class Impression:
    """What the encoder makes of one anchor: log-odds of a flow at all, of each giver, each taker and both together."""

    base: float
    gives: Mapping[str, float]  # "" is nobody
    takes: Mapping[str, float]
    together: Mapping[tuple[str, str], float]
    stages: Mapping[str, Vectors]  # what the anchor (""), a giver (">name") or a taker ("<name") adds to each stage
    voices: Mapping[str, Mapping[str, float]]  # of VOICES → name → log-odds that this is whose word it is, "" for nobody
    heard: Mapping[str, Mapping[str, int]]  # of VOICES → name → at which of the places of a speaker

    def pair(self, giver: str, taker: str) -> float:
        """The log-odds of a flow from one to the other, "" for nobody."""
        return self.base + self.gives[giver] + self.takes[taker] + self.together.get((giver, taker), 0.0)

    def stage(self, giver: str, taker: str) -> dict[str, float]:
        """The score of each stage of a flow between the two."""
        added = [self.stages[key] for key in ("", f">{giver}", f"<{taker}") if key in self.stages]
        return dict(zip(STAGES, (float(x) for x in sum(added[1:], added[0])), strict=True))


class Encoder:
    """The network and its wordpieces."""

    def __init__(self, network: Path, wordpieces: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # as many processes read as there are cores
        options.log_severity_level = 3
        self._network = onnxruntime.InferenceSession(
            str(network), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = Tokenizer.from_file(str(wordpieces))
        self._pieces.no_padding()
        self._pieces.no_truncation()
        self._begin, self._end, self._unknown = (self._pieces.token_to_id(name) for name in (BEGIN, END, UNKNOWN))

    def read(self, words: Sequence[str], wanted: Collection[int] | None = None) -> Vectors:
        """Words in order → (words, COLUMNS): the vectors of the first wordpieces of those ``wanted`` (None: of all), else 0."""
        import numpy as np

        ids, places = [self._begin], []
        for word in self._pieces.encode_batch(list(words), add_special_tokens=False):
            places.append(min(len(ids), LONGEST - 2))
            ids.extend(word.ids or [self._unknown])
        ids = [*ids[: LONGEST - 1], self._end]
        at = list(range(len(words))) if wanted is None else sorted(set(wanted))
        given = {
            "ids": np.array([ids], np.int64),
            "positions": np.arange(len(ids), dtype=np.int64)[None],
            "wanted": np.array([places[n] for n in at], np.int64),
        }
        found: Vectors = np.zeros((len(words), COLUMNS), np.float32)
        found[at] = self._network.run(["vectors"], given)[0][0]
        return found


def impression(
    vectors: Vectors,
    anchor: int,
    sides: Mapping[str, Sequence[int]],
    speakers: Mapping[str, Sequence[int]] = MappingProxyType({}),
) -> Impression:
    """What vectors say of the anchor at one place, of sides by the places that name them (none: elsewhere), and of speakers."""
    import numpy as np

    row = vectors[anchor]
    at = 2 * WIDTH
    far, nobody, base = row[at : at + 2], row[at + 2 : at + 4], float(row[at + 4])
    shared, told = row[at + 5 : at + 5 + SHARED], row[_VOICES - len(STAGES) : _VOICES]
    scores: list[dict[str, float]] = []
    nearest: list[dict[str, Vectors]] = []
    stages: dict[str, Vectors] = {"": told}
    for n, sign in enumerate("><"):
        sought = row[n * WIDTH : (n + 1) * WIDTH]
        columns = slice(_ANCHOR + n * _SIDE, _ANCHOR + (n + 1) * _SIDE)
        score, near = {"": float(nobody[n])}, {}
        for name, places in sides.items():
            if not places:
                score[name] = float(far[n])
                continue
            found = vectors[list(places[:MENTIONS]), columns]
            odds = found[:, :WIDTH] @ sought + found[:, WIDTH]
            score[name] = float(np.logaddexp.reduce(odds))
            near[name] = found[0, WIDTH + 1 : WIDTH + 1 + SHARED]
            stages[sign + name] = found[0, WIDTH + 1 + SHARED :]
        scores.append(score)
        nearest.append(near)
    together = {
        (giver, taker): float((one * other) @ shared)
        for giver, one in nearest[0].items()
        for taker, other in nearest[1].items()
        if giver != taker
    }
    voices: dict[str, dict[str, float]] = {}
    heard: dict[str, dict[str, int]] = {}
    for n, voice in enumerate(VOICES):
        seeks = row[_VOICES + n * SPOKEN : _VOICES + (n + 1) * SPOKEN]
        voices[voice], heard[voice] = {"": float(row[_ANCHOR - len(VOICES) + n])}, {}
        for name, spoken in speakers.items():
            found = vectors[list(spoken), _SPEAKER:]
            odds = found[:, :SPOKEN] @ seeks + found[:, SPOKEN + n]
            voices[voice][name] = float(np.logaddexp.reduce(odds))
            heard[voice][name] = int(odds.argmax())
    return Impression(base, scores[0], scores[1], together, stages, voices, heard)


@functools.cache
def load() -> Encoder:
    """The encoder of the package, loaded once."""
    return Encoder(resources.encoder_file(), resources.wordpieces_file())
