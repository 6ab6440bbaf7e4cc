"""Who supplies whom: claims put together by the parties and the stage that they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from kg.server.transfers import AFFIRMS, DENIED, Claim, Ledger, Transfer


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims are looked at; "" leaves a field open. Dates are those of the articles."""

    stage: str = ""
    category: str = ""
    publisher: str = ""
    since: str = ""
    until: str = ""
    supplier: str = ""
    recipient: str = ""

    def takes(self, claim: Claim) -> bool:
        """Whether a claim comes from the publisher and time looked at."""
        return (
            (not self.publisher or claim.publisher == self.publisher)
            and (not self.since or claim.published >= self.since)
            and (not self.until or "" < claim.published <= self.until)
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """All claims that tell of the same stage from one party to another; a party is "" where none is named."""

    supplier: str
    recipient: str
    stage: str
    disputed: bool
    claims: tuple[Claim, ...]
    transfers: tuple[str, ...]


def to_selection(given: Mapping[str, str]) -> Selection:
    """A selection from the fields of an address; unknown ones count for nothing."""
    return Selection(**{field.name: given.get(field.name, "").strip()[:200] for field in fields(Selection)})


def select(ledger: Ledger, selection: Selection) -> list[tuple[Transfer, str, tuple[Claim, ...]]]:
    """The transfers looked at, each with its stage by the claims looked at."""
    found = []
    for transfer in ledger.transfers:
        if selection.category and selection.category not in transfer.categories:
            continue
        if selection.supplier and selection.supplier not in transfer.suppliers:
            continue
        if selection.recipient and selection.recipient not in transfer.recipients:
            continue
        claims = tuple(filter(selection.takes, transfer.claims))
        if claims:
            found.append((transfer, ledger.status(claims), claims))
    return found


def find(ledger: Ledger, selection: Selection) -> list[Flow]:
    """The flows among what is looked at, those with most claims first.

    Many claims that something is asked for and one that it is delivered are two flows, and not a broad one delivered.
    """
    groups: dict[tuple[str, str, str], list[tuple[Transfer, tuple[Claim, ...]]]] = defaultdict(list)
    for transfer, _, claims in select(ledger, selection):
        for stage in dict.fromkeys(claim.stage for claim in claims):
            told = tuple(claim for claim in claims if claim.stage == stage)
            shown = stage if any(claim.stance == AFFIRMS for claim in told) else DENIED
            for supplier in (transfer.suppliers or ("",)) if selection.stage in ("", shown) else ():
                for recipient in transfer.recipients or ("",):
                    groups[supplier, recipient, shown].append((transfer, told))
    flows = [_put_together(*parties, members) for parties, members in groups.items()]
    return sorted(flows, key=lambda flow: (-len(flow.claims), flow.supplier, flow.recipient, flow.stage))


def _put_together(
    supplier: str, recipient: str, stage: str, members: Iterable[tuple[Transfer, tuple[Claim, ...]]]
) -> Flow:
    members = list(members)
    claims = tuple({claim.iri: claim for _, found in members for claim in found}.values())
    disputed = any(claim.stance != AFFIRMS for claim in claims)
    return Flow(supplier, recipient, stage, disputed, claims, tuple({transfer.iri: None for transfer, _ in members}))
