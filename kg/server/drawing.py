"""The map of flows as a drawing: suppliers on the left, recipients on the right, a band for each flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.server.flows import Flow

WIDTH = 960
MARGIN = 12
# Where the bands begin and end: names stand outside.
LEFT, RIGHT = 210, 750
# Bands together take about this height, between these widths for one claim; each has at least the least.
BANDS = 520.0
CLAIM_LEAST, CLAIM_MOST, LEAST = 0.6, 7.0, 2.0
# A name takes this height.
ROW = 22.0


@dataclass(frozen=True, slots=True)
class Party:
    """A bar with a name beside it."""

    iri: str
    name: str
    side: str  # "supplier" or "recipient"
    top: float
    height: float
    claims: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2


@dataclass(frozen=True, slots=True)
class Band:
    """A flow as a curve of some width."""

    flow: Flow
    supplier: str
    recipient: str
    curve: str
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A map of flows."""

    height: float
    parties: tuple[Party, ...]
    bands: tuple[Band, ...]


def draw(flows: Sequence[Flow], name: Callable[[str], str]) -> Drawing:
    """The drawing of some flows; the same flows give the same drawing."""
    total = sum(len(flow.claims) for flow in flows) or 1
    scale = min(max(BANDS / total, CLAIM_LEAST), CLAIM_MOST)
    widths = {id(flow): max(len(flow.claims) * scale, LEAST) for flow in flows}
    left = _stack(flows, "supplier", widths, name)
    right = _stack(flows, "recipient", widths, name)
    height = max((p.top + max(p.height, ROW) for p in (*left.values(), *right.values())), default=ROW) + MARGIN
    starts = {iri: _first(p, sum(widths[id(f)] for f in flows if f.supplier == iri)) for iri, p in left.items()}
    ends = {iri: _first(p, sum(widths[id(f)] for f in flows if f.recipient == iri)) for iri, p in right.items()}
    bands: list[Band] = []
    # In the order of the other side's bars, so that bands of one bar do not cross there.
    leaving: dict[int, float] = {}
    arriving: dict[int, float] = {}
    for flow in sorted(flows, key=lambda f: (right[f.recipient].top, f.stage)):
        leaving[id(flow)] = starts[flow.supplier] + widths[id(flow)] / 2
        starts[flow.supplier] += widths[id(flow)]
    for flow in sorted(flows, key=lambda f: (left[f.supplier].top, f.stage)):
        arriving[id(flow)] = ends[flow.recipient] + widths[id(flow)] / 2
        ends[flow.recipient] += widths[id(flow)]
    middle = (LEFT + RIGHT) / 2
    for flow in flows:
        start, end = leaving[id(flow)], arriving[id(flow)]
        curve = f"M{LEFT} {start:.1f}C{middle:g} {start:.1f} {middle:g} {end:.1f} {RIGHT} {end:.1f}"
        supplier, recipient = left[flow.supplier].name, right[flow.recipient].name
        bands.append(Band(flow, supplier, recipient, curve, round(widths[id(flow)], 1)))
    return Drawing(round(height, 1), (*left.values(), *right.values()), tuple(bands))


def _stack(flows: Sequence[Flow], side: str, widths: dict[int, float], name: Callable[[str], str]) -> dict[str, Party]:
    """The bars of one side from top to bottom, the one with most claims first."""
    heights: dict[str, float] = defaultdict(float)
    claims: dict[str, int] = defaultdict(int)
    for flow in flows:
        heights[getattr(flow, side)] += widths[id(flow)]
        claims[getattr(flow, side)] += len(flow.claims)
    parties: dict[str, Party] = {}
    top = float(MARGIN)
    for iri in sorted(heights, key=lambda i: (-heights[i], i)):
        label = name(iri) if iri else "not named"
        parties[iri] = Party(iri, label, side, round(top, 1), round(heights[iri], 1), claims[iri])
        top += max(heights[iri], ROW) + 8
    return parties


def _first(party: Party, total: float) -> float:
    return party.top + (party.height - total) / 2
