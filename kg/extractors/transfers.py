"""Arms transfers, and every other kind of event that the ontology describes: frames, how real, by whose word → claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import values
from kg.extractors import (
    attribution,
    claimants,
    completion,
    contradictions,
    denials,
    events,
    evidence,
    flows,
    frames,
    parties,
    standing,
    times,
    topics,
)
from kg.extractors.candidates import CLAUSE_TAGS
from kg.extractors.fills import Frame
from kg.extractors.stages import REAL, Factuality
from kg.ontology import Ontology, fold
from kg.records import Actor, Article, Claim, Event, Evidence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span


def extract(doc: Doc, ontology: Ontology) -> Iterator[Claim]:
    """The claims that the article makes of events, in order of reading, each with its evidence."""
    reader = frames.Reader(doc, ontology)
    found = reader.frames()
    yield from with_denials(doc, flows.revise(reader, found, by_frames(doc, found, ontology)), ontology)


def with_denials(doc: Doc, claims: list[Claim], ontology: Ontology) -> Iterator[Claim]:
    """Claims with the denials that the article makes of what it tells."""
    denied = [*denials.find(doc, claims, ontology), *contradictions.find(doc, claims, ontology)]
    claims = list(dict.fromkeys([*claims, *denied]))
    yield from dict.fromkeys([*claims, *completion.spread_denials(claims)])


def by_frames(doc: Doc, filled: Iterable[Frame], ontology: Ontology) -> list[Claim]:
    """The claims that frames tell of, with what one sentence leaves open filled from the others."""
    claims: list[Claim] = []
    sure: set[Evidence] = set()
    told: set[Evidence] = set()
    bans: list[Claim] = []
    for frame in filled:
        if any(fill.parties for fill in frame.fills):
            found = list(read(doc, frame, ontology))
            if binds_all(doc, frame, ontology):
                bans.extend(found)
                continue
            claims.extend(found)
            if vouched(doc, frame, ontology) or one_sided(frame, ontology):
                sure.update(c.evidence[0] for c in found)
            verb = doc[frame.token]
            infinitive = verb.dep_ in {"xcomp", "acl"} and verb.tag_ == "VB"  # "agreed to send", "plans to send"
            if frame.trigger.pos == "verb" and (infinitive or is_told(doc, frame)) and not frame.unnamed:
                told.update(c.evidence[0] for c in found)
        elif claims:
            claims.extend(contents(doc, frame, claims, ontology))
    claims = completion.fill_open_roles(completion.without_headlines(doc, claims))
    claims = completion.complete(topics.give(doc, claims, told, ontology))
    claims = [c for c in claims if len(c.event.participants) > 1 or c.evidence[0] in sure]
    return sorted([*claims, *bans], key=lambda c: c.evidence[0].start) if bans else claims


def read(doc: Doc, frame: Frame, ontology: Ontology) -> Iterator[Claim]:
    """The claims of one frame: one for each combination of parties and goods, and for each voice."""
    trigger = doc[frame.token]
    state, stage = standing.staged(trigger, frame.trigger, ontology)
    affirming, denying = claimants.of_event(trigger, state, ontology)
    sentence = trigger.sent
    denying = denying or disputing(doc, frame, ontology)
    value = values.parse_money(sentence.text)
    date = times.of_event(trigger, doc._.article.published, ontology)
    if state.stage == "sought" and wishes(doc, frame, state, ontology):
        stage = ontology.staged(frame.trigger.evokes, "proposed")  # the one who wants to sell offers
    for event, fillers in events.of_frame(doc, frame, ontology):
        if (
            state.past_negation
            and state.stage == "withheld"
            and not denying
            and affirming
            and any(denials.is_side(a, event) for a in affirming)
        ):
            # a party that says "we did not" denies what others say
            yield Claim(
                event,
                doc._.article.id,
                ontology.staged(frame.trigger.evokes, REAL),
                "denies",
                state.certainty,
                affirming,
                fillers,
                value,
                date,
                tuple(point(doc, frame, sentence, state)),
            )
            continue
        if frame.trigger.stage == "sought" and not affirming:
            affirming = tuple(event.actors("recipient"))
        event = by_maker(event, frame, affirming)
        proof = tuple(point(doc, frame, sentence, state))
        base = Claim(event, doc._.article.id, stage, "affirms", state.certainty, affirming, fillers, value, date, proof)
        if denying:
            yield replace(base, stance="denies", claimants=denying)
        if affirming or not denying:
            yield base


def by_maker(event: Event, frame: Frame, affirming: tuple[Actor, ...]) -> Event:
    """A company that tells of what somebody got tells of its own goods: "Saab said that Brazil had received two more jets"."""
    makers = [actor for actor in affirming if actor.kind == "Company"]
    if frame.trigger.pattern != "receive" or frame.unnamed or event.actors("supplier") or len(makers) != 1:
        return event
    return event.with_actor("supplier", makers[0])



def binds_all(doc: Doc, frame: Frame, ontology: Ontology) -> bool:
    """Whether nobody may supply: an embargo of which nobody is said to have imposed it, or a ban of a world body."""
    recipient = frame.fill("recipient")
    if frame.trigger.pattern not in {"bar", "embargo"} or recipient is None or recipient.tier > 1 or frame.fill("supplier"):
        return False
    if any(party.token not in doc._.mention_of for party in recipient.parties):
        return False  # "the country"
    sentence = doc[frame.token].sent
    bodies = ontology.words("world-body")
    named = (m for m in doc._.mentions if sentence.start <= m.start < sentence.end)
    return frame.trigger.pattern == "embargo" or any(fold(m.name) in bodies for m in named)


def one_sided(frame: Frame, ontology: Ontology) -> bool:
    """Whether an event of this kind has one party only, so that none is left open."""
    roles = {r.role for r in frame.trigger.realizations}
    return (
        sum(1 for role in roles if role in ontology.roles and ontology.is_a(ontology.roles[role].range, "Actor")) == 1
    )


def contents(doc: Doc, frame: Frame, claims: list[Claim], ontology: Ontology) -> Iterator[Claim]:
    """What a package, shipment or order holds ("included in the package are …") belongs to the flow spoken of last."""
    holder = next(
        (
            c
            for c in reversed(claims)
            if len(c.event.participants) > 1
            and c.stance == "affirms"
            and ontology.is_a(c.event.kind, frame.trigger.evokes)
        ),
        None,
    )
    if holder is None:
        return
    for read_claim in read(doc, frame, ontology):
        event = replace(read_claim.event, participants=holder.event.participants)
        claimants = read_claim.claimants or holder.claimants
        yield replace(read_claim, event=event, stage=holder.stage, claimants=claimants, certainty=holder.certainty)


def vouched(doc: Doc, frame: Frame, ontology: Ontology) -> bool:
    """Whether a frame may leave a party open: every filler is surely attached, and nobody else is named who could fill it.

    In an article of many sentences anybody else in the sentence speaks against it: the open party is then more likely one
    that was not recognised than one that is left out. A sentence by itself is looked at clause by clause.
    """
    if frame.fill("recipient") is None and any(r.role == "recipient" for r in frame.trigger.realizations):
        told = frame.trigger.pos == "verb" and is_told(doc, frame) and not any(f.tier for f in frame.fills)
        if not told and frame.trigger.pattern != "supplier":
            return False  # "Iran's sales": a giver alone is seldom what a sentence is about
    alone = sum(1 for sentence in doc.sents if len(sentence) > 4) == 1
    if any(fill.tier > alone for fill in frame.fills) or (frame.trigger.pos != "verb" and not alone):
        return False
    sentence = doc[frame.token].sent
    named = {name for fill in frame.fills for p in fill.parties for name in (p.actor.country, p.actor.name) if name}
    report = attribution.of(doc[frame.token], ontology)
    said_by = {p.token for p in parties.speakers(report, doc, ontology)} if report else set()
    for mention in doc._.mentions:
        if (
            not sentence.start <= mention.start < sentence.end
            or mention.root in said_by
            or mention.kind == "MediaOrganization"
        ):
            continue
        if mention.name in named or mention.country in named or fold(mention.name) in ontology.words("world-body"):
            continue
        low, high = sorted((mention.root, frame.token))
        if alone and any(t.tag_ in CLAUSE_TAGS for t in doc[low + 1 : high]):
            continue
        return False
    return True


def is_told(doc: Doc, frame: Frame) -> bool:
    """Whether an event is what its clause tells, and no aside on the goods ("jets sold by …") or a purpose."""
    return doc[frame.token].dep_ not in {"amod", "acl", "acl:relcl", "xcomp", "advcl"}


def wishes(doc: Doc, frame: Frame, state: Factuality, ontology: Ontology) -> bool:
    """Whether what is sought is the giver's own wish: "Moscow wants to sell"."""
    first = frame.trigger.realizations
    gives = any(r.role == "supplier" and r.markers[:1] == ("subject",) for r in first)
    own_wishes = ontology.words("own-wish")
    supplier = frame.fill("supplier")
    own = supplier is not None and "subject of the governing verb" in supplier.rule
    return (
        gives and own and any(o.effect == "seek" and doc[o.token].lemma_.lower() in own_wishes for o in state.operators)
    )



def disputing(doc: Doc, frame: Frame, ontology: Ontology) -> tuple[Actor, ...]:
    """Those who hold against it in a concession: "…, although officials have maintained that the shells were for others"."""
    trigger = doc[frame.token]
    words, marks = ontology.words("disputing"), ontology.words("concession")
    for verb in doc[trigger.i + 1 : trigger.sent.end]:
        if verb.lemma_.lower() in words and any(c.lower_ in marks and c.dep_ == "mark" for c in verb.children):
            subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
            if subject is None or any(t.pos_ == "VERB" for t in doc[trigger.i + 1 : subject.left_edge.i]):
                return ()
            return tuple(p.actor for p in parties.find(subject, ontology))
    return ()


def point(doc: Doc, frame: Frame, sentence: Span, state: Factuality) -> Iterator[Evidence]:
    """The sentence, and for each role, the stage and the voices the words that show it."""
    article: Article = doc._.article
    start, end = sentence.start_char, sentence.end_char
    text = article.text
    while end > start and text[end - 1].isspace():
        end -= 1
    yield Evidence(article.id, start, end, text[start:end], f"trigger {frame.trigger.lemma} ({frame.trigger.pattern})")
    for fill in frame.fills:
        for item in fill.items:
            yield evidence.point(doc[item.start : item.end], fill.rule, fill.role)
        for party in fill.parties:
            yield evidence.point(doc[party.token : party.token + 1], f"{fill.rule}; {party.rule}", fill.role)
    yield evidence.point(doc[frame.token : frame.token + 1], f"trigger {frame.trigger.lemma}", "trigger")
    for operator in state.operators:
        change = f"{operator.effect}: {operator.before or 'open'} → {operator.after or 'open'}"
        yield evidence.point(doc[operator.token : operator.token + 1], change, "stage")
    for voice in state.voices:
        yield evidence.point(doc[voice.token : voice.token + 1], voice.stance, "claimant")
