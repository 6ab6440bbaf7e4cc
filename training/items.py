"""What the encoder learns from: the windows of texts with facts, as wordpieces with the right answers at each anchor."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from kg.extractors import flows as kg_flows
from kg.extractors.flows import encoder as runtime
from kg.extractors.flows import windows
from kg.extractors.flows.encoder import LONGEST, MENTIONS, STAGES, UTTERANCES, VOICES
from kg.extractors.flows.sheet import Sheet
from training import flows
from training.flows import Place
from training.swaps import Countries

MOST_TIMES = 2  # that a text is read in an epoch, even if it counts more often
ANCHORS, SPEAKERS = 48, 40  # of a window that are learnt from at once

Ints = npt.NDArray[np.int64]


class Item(NamedTuple):
    """Anchors of one window: A of them, with S sides within reach of any, and K speakers.

    ``right`` and ``stages`` have a row and a column 0 for nobody, ``voices`` a column 0; -1 is what is not to be learnt from.
    """

    words: Ints  # (length) wordpieces
    anchors: Ints  # (A) where each stands
    mentions: Ints  # (A, S, MENTIONS) where its sides are named, -1 for nowhere
    spoken: Ints  # (K, UTTERANCES) where speakers are named, -1 for nowhere
    right: Ints  # (A, S + 1, S + 1) whether there is a flow from one to the other
    stages: Ints  # (A, S + 1, S + 1) how far it has got
    voices: npt.NDArray[np.bool_]  # (VOICES, A, K + 1) whose word it may be and who denies it, none where that is open


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
            for first in range(0, len(inside), ANCHORS):
                yield make(sheet, inside[first : first + ANCHORS], window, ids, starts, heard)


def make(
    sheet: Sheet,
    places: list[Place],
    window: windows.Window,
    ids: list[int],
    starts: list[int],
    heard: dict[str, list[int]],
) -> Item:
    """Some anchors of one window with what is right."""
    sides = max(len(place.entry.candidates) for place in places)
    speakers = list(heard.items())[:SPEAKERS]
    speaks = {"": 0} | {name: n + 1 for n, (name, _) in enumerate(speakers)}
    mentions = np.full((len(places), sides, MENTIONS), -1)
    right = np.full((len(places), sides + 1, sides + 1), -1)
    stages = np.full((len(places), sides + 1, sides + 1), -1)
    spoken = np.full((max(1, len(speakers)), UTTERANCES), -1)
    voices = np.zeros((len(VOICES), len(places), len(spoken) + 1), np.bool_)
    for n, (_, found) in enumerate(speakers):
        spoken[n, : len(found)] = found
    for row, place in enumerate(places):
        for n, voice in enumerate(VOICES):
            for name in place.voices.get(voice, frozenset()) & speaks.keys():
                voices[n, row, speaks[name]] = True
        at, near = {"": 0}, kg_flows.nearest(sheet, place.entry, window)
        for column, name in enumerate(place.entry.candidates):
            at[name] = column + 1
            mentions[row, column, : len(near[name])] = [starts[found] for found in near[name]]
        for (giver, taker), label in place.labels.items():
            if giver in at and taker in at and label is not None:
                right[row, at[giver], at[taker]] = label
        for (giver, taker), stage in place.stages.items():
            if giver in at and taker in at:
                stages[row, at[giver], at[taker]] = STAGES.index(stage)
    anchors = [starts[place.entry.anchor.token - window.start + window.title] for place in places]
    return Item(np.array(ids), np.array(anchors), mentions, spoken, right, stages, voices)


def batches(items: Iterable[Item], wordpieces: int, chance: random.Random | None = None) -> list[list[Item]]:
    """Items of like length together, so many wordpieces at most with what fills them up; in any order if there is ``chance``."""
    found: list[list[Item]] = []
    mixed = list(items)
    if chance is not None:
        chance.shuffle(mixed)
    for item in sorted(mixed, key=lambda item: len(item.words)):
        if found and len(item.words) * (len(found[-1]) + 1) <= wordpieces:
            found[-1].append(item)
        else:
            found.append([item])
    if chance is not None:
        chance.shuffle(found)
    return found


def stack(items: list[Item]) -> Item:
    """A batch as arrays with one more dimension in front, filled up with what is nowhere and open; wordpieces with 0."""
    return Item(*(_filled(arrays, 0 if n < 2 else -1) for n, arrays in enumerate(zip(*items, strict=True))))


def _filled(arrays: tuple[npt.NDArray[Any], ...], filling: int) -> npt.NDArray[Any]:
    size = [max(array.shape[n] for array in arrays) for n in range(arrays[0].ndim)]
    whole = np.full((len(arrays), *size), False if arrays[0].dtype == np.bool_ else filling, arrays[0].dtype)
    for row, array in zip(whole, arrays, strict=True):
        row[tuple(slice(0, n) for n in array.shape)] = array
    return whole
