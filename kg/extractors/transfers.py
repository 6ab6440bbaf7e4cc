"""Arms transfers, and every other kind of event that the ontology describes: frames, how real, by whose word → claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg import values
from kg.extractors import attribution, cues, factuality, frames, items, parties
from kg.extractors.frames import Frame
from kg.extractors.items import Item
from kg.extractors.stages import REAL, Factuality
from kg.ontology import Ontology, Trigger
from kg.records import Actor, Article, Claim, Event, Evidence, Filler, Interval, Money

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token


def extract(doc: Doc, ontology: Ontology) -> Iterator[Claim]:
    """The claims that the article makes of events, in order of reading, each with its evidence."""
    claims: list[Claim] = []
    sure: set[Evidence] = set()
    for frame in frames.find(doc, ontology):
        if any(fill.parties for fill in frame.fills):
            found = list(read(doc, frame, ontology))
            claims.extend(found)
            if vouched(doc, frame, ontology) or one_sided(frame, ontology):
                sure.update(c.evidence[0] for c in found)
        elif claims:
            claims.extend(contents(doc, frame, claims, ontology))
    claims = complete(fill_open_roles(without_headlines(doc, claims), ontology))
    claims = [c for c in claims if len(c.event.participants) > 1 or c.evidence[0] in sure]
    yield from dict.fromkeys([*claims, *spread_denials(claims)])


def read(doc: Doc, frame: Frame, ontology: Ontology) -> Iterator[Claim]:
    """The claims of one frame: one for each combination of parties and goods, and for each voice."""
    trigger = doc[frame.token]
    state, stage = staged(trigger, frame.trigger, ontology)
    affirming, denying = voices(doc, state, ontology, frame.token)
    sentence = trigger.sent
    denying = denying or disputing(doc, frame, ontology)
    value = values.parse_money(sentence.text)
    date = values.parse_date(sentence.text, doc._.article.published)
    if state.stage == "sought" and wishes(doc, frame, state):
        stage = ontology.staged(frame.trigger.evokes, "proposed")  # the one who wants to sell offers
    for event, fillers in events(doc, frame, ontology):
        if (
            state.past_negation
            and state.stage == "withheld"
            and not denying
            and affirming
            and any(is_side(a, event) for a in affirming)
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
            affirming = tuple(a for role in ("recipient",) for a in event.actors(role))
        evidence = tuple(point(doc, frame, sentence, state))
        base = Claim(
            event, doc._.article.id, stage, "affirms", state.certainty, affirming, fillers, value, date, evidence
        )
        if denying:
            yield replace(base, stance="denies", claimants=denying)
        if affirming or not denying:
            yield base


def staged(token: Token, trigger: Trigger, ontology: Ontology) -> tuple[Factuality, str]:
    """How real the words make an event, and the stage of the event's own scheme that this comes to."""
    scheme = ontology.scheme_of(trigger.evokes)
    base, ongoing = ontology.played(trigger.stage), ontology.played(trigger.ongoing_stage)
    state = factuality.read(token, base or REAL, ongoing, ontology, scheme)
    imposed = [
        cue.stage
        for operator in state.operators
        for cue in cues.bound(ontology).effects(token.doc[operator.token]).values()
        if cue.scheme == scheme and cue.effect == operator.effect and ontology.played(cue.stage) == state.stage
    ]
    return state, ontology.staged(trigger.evokes, state.stage, imposed[-1] if imposed else trigger.stage)


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


def without_headlines(doc: Doc, claims: list[Claim]) -> list[Claim]:
    """A headline, whose grammar is its own, counts only for a flow that the article's text does not tell again."""
    titles = [(p.start, p.end) for p in doc._.article.paragraphs if p.kind == "title"]
    body = [c for c in claims if not any(start <= c.evidence[0].start < end for start, end in titles)]
    told = {frozenset(c.event.participants) for c in body}
    kept = {id(c) for c in body}
    return [
        c
        for c in claims
        if id(c) in kept or len(c.event.participants) > 1 and frozenset(c.event.participants) not in told
    ]


def vouched(doc: Doc, frame: Frame, ontology: Ontology) -> bool:
    """Whether a frame may leave a party open: every filler is surely attached, and nobody else is named who could fill it.

    In an article of many sentences anybody else in the sentence speaks against it: the open party is then more likely one
    that was not recognised than one that is left out. A sentence by itself is looked at clause by clause.
    """
    if frame.fill("recipient") is None and any(r.role == "recipient" for r in frame.trigger.realizations):
        verb = doc[frame.token]
        told = (
            frame.trigger.pos == "verb"
            and verb.dep_ not in {"amod", "acl", "xcomp", "advcl"}
            and all(not f.tier for f in frame.fills)
        )
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
        if mention.name in named or mention.country in named:
            continue
        low, high = sorted((mention.root, frame.token))
        if alone and any(t.tag_ in frames.CLAUSE_TAGS for t in doc[low + 1 : high]):
            continue
        return False
    return True


def fill_open_roles(claims: list[Claim], ontology: Ontology) -> list[Claim]:
    """Give a claim that leaves a party open the one that the article names for the same counterpart and goods, if only one."""
    full = [c for c in claims if len(c.event.participants) > 1]
    found = []
    for claim in claims:
        open_roles = {role for c in full for role, _ in c.event.participants} - {
            role for role, _ in claim.event.participants
        }
        if len(claim.event.participants) == 1 and open_roles:
            mine = set(claim.event.participants)
            options = {
                c.event.participants
                for c in full
                if mine < set(c.event.participants) and compatible(c, claim) and c.event.kind == claim.event.kind
            }
            if len(options) == 1:
                claim = replace(claim, event=replace(claim.event, participants=options.pop()))
        elif len(claim.event.participants) == 1 and not full:
            claim = with_counterpart(claim, claims)
        found.append(claim)
    return found


def with_counterpart(claim: Claim, claims: list[Claim]) -> Claim:
    """Where an article never names both sides in one sentence: the other side, if it names just one for the same goods."""
    ((role, side),) = claim.event.participants
    others = {
        c.event.participants[0]
        for c in claims
        if c.event.kind == claim.event.kind
        and c.event.participants[0][0] != role
        and set(c.event.things) & set(claim.event.things)
    }
    mine = {c.event.participants[0][1] for c in claims if c.event.participants[0][0] == role}
    if len(others) != 1 or len(mine) != 1 or next(iter(others))[1] == side:
        return claim
    return replace(claim, event=replace(claim.event, participants=tuple(sorted([(role, side), *others], key=str))))


def complete(claims: list[Claim]) -> list[Claim]:
    """Without the claims that leave open a party which the article names elsewhere for the same goods."""
    return [claim for claim in claims if not any(_says_more(other, claim) for other in claims)]


def _says_more(other: Claim, claim: Claim) -> bool:
    """Whether another claim has all the parties of this one and more, for goods that may be the same."""
    mine, theirs = set(claim.event.participants), set(other.event.participants)
    return (
        claim.event.kind == other.event.kind
        and mine < theirs
        and compatible(claim, other)
        and claim.stance == other.stance
    )


def compatible(one: Claim, other: Claim) -> bool:
    """Whether two claims may speak of the same goods: the same concept, or one of them says only "arms"."""
    concepts = {concept for _, concept, _ in one.event.things}, {concept for _, concept, _ in other.event.things}
    return (
        bool(concepts[0] & concepts[1])
        or "unspecified" in concepts[0] | concepts[1]
        or not concepts[0]
        or not concepts[1]
    )


def spread_denials(claims: list[Claim]) -> Iterator[Claim]:
    """A denial speaks to every claim of the article on the same flow and stage whose goods it may mean."""
    for denial in claims:
        if denial.stance != "denies":
            continue
        for claim in claims:
            if (
                claim.stance == "affirms"
                and claim.stage == denial.stage
                and claim.event != denial.event
                and claim.event.kind == denial.event.kind
                and set(claim.event.participants) == set(denial.event.participants)
                and not set(claim.claimants) & set(denial.claimants)
                and compatible(claim, denial)
            ):
                yield replace(denial, event=claim.event, fillers=claim.fillers)


def is_side(actor: Actor, event: Event) -> bool:
    """Whether somebody speaks for one of the sides of an event."""
    return any(
        actor.name in {side.name, side.country} or actor.country and actor.country in {side.name, side.country}
        for _, side in event.participants
    )


def wishes(doc: Doc, frame: Frame, state: Factuality) -> bool:
    """Whether what is sought is the giver's own wish: "Moscow wants to sell"."""
    first = frame.trigger.realizations
    gives = any(r.role == "supplier" and r.markers[:1] == ("subject",) for r in first)
    supplier = frame.fill("supplier")
    own = supplier is not None and "subject of the governing verb" in supplier.rule
    return (
        gives
        and own
        and any(
            o.effect == "seek" and doc[o.token].lemma_.lower() in {"want", "seek", "wish", "desire", "aspire"}
            for o in state.operators
        )
    )


def events(doc: Doc, frame: Frame, ontology: Ontology) -> Iterator[tuple[Event, tuple[tuple[str, Filler], ...]]]:
    """The events that one frame stands for: parties in one role are events of their own, so are goods of several kinds."""
    combinations: list[tuple[tuple[str, Actor], ...]] = [()]
    things: list[tuple[tuple[str, Item], ...]] = [()]
    for fill in frame.fills:
        if fill.parties:
            known = ontology.roles.get(fill.role)
            in_person = known is not None and known.in_person
            actors = list(
                dict.fromkeys(p.actor if in_person else parties.as_side(p.actor, ontology) for p in fill.parties)
            )
            combinations = [(*c, (fill.role, actor)) for c in combinations for actor in actors]
        if fill.items:
            things = [(*some, (fill.role, item)) for some in things for item in fill.items]
    for combination in combinations:
        named = [actor.key() for _, actor in combination]
        if len(set(named)) < len(named):
            continue  # nobody supplies himself
        for some in things:
            fillers = tuple((role, items.filler(doc, item)) for role, item in some)
            sides = combination
            for (_, filler), (_, item) in zip(fillers, some, strict=True):
                sides = with_origin(frame, sides, filler, item.made, len(things), ontology)
                if len(things) > 1:
                    sides = with_route(doc, frame, sides, item, ontology)
            named_things = tuple((role, f.concept, f.designation) for role, f in fillers if f.concept or f.designation)
            yield Event(frame.trigger.evokes, sides, named_things), fillers


def with_route(
    doc: Doc, frame: Frame, sides: tuple[tuple[str, Actor], ...], item: Item, ontology: Ontology
) -> tuple[tuple[str, Actor], ...]:
    """A list may give each of its goods a side of its own: "frigates from Italy and jets from France"."""
    at = item.end
    if at + 1 >= len(doc) or doc[at].lower_ not in {"from", "to"}:
        return sides
    mention = doc._.mention_of.get(at + 1) or (doc._.mention_of.get(at + 2) if doc[at + 1].tag_ == "DT" else None)
    role = next(
        (
            r.role
            for r in frame.trigger.realizations
            if doc[at].lower_ in r.markers[:3] and frames.is_actor_range(ontology, r.role)
        ),
        "",
    )
    if mention is None or not role or not any(name == role for name, _ in sides):
        return sides
    actor = parties.as_side(parties.of_mention(mention, ontology), ontology)
    others = tuple((name, who) for name, who in sides if name != role)
    return sides if any(who.name == actor.name for _, who in others) else (*others, (role, actor))


def with_origin(
    frame: Frame, sides: tuple[tuple[str, Actor], ...], filler: Filler, made: bool, count: int, ontology: Ontology
) -> tuple[tuple[str, Actor], ...]:
    """Goods whose words name their country come from there where nothing else says from whom: "signed for Brazilian aircraft".

    So it is too where the supplier stands behind another item of the list ("a Brazilian aircraft and rifles from Russia").
    """
    supplier = frame.fill("supplier")
    gives = any(r.role == "supplier" and r.markers[:1] == ("subject",) for r in frame.trigger.realizations)
    if made and gives:
        return sides  # where they were made says nothing of who gives them away
    if not filler.origin or not any(r.role == "supplier" for r in frame.trigger.realizations):
        return sides
    if supplier is not None and (supplier.tier == 0 or count < 2 or supplier.rule.startswith("subject")):
        return sides
    others = tuple((role, actor) for role, actor in sides if role != "supplier")
    if any(actor.name == filler.origin for _, actor in others):
        return sides
    return (*others, ("supplier", parties.country(filler.origin, ontology)))


def voices(
    doc: Doc, state: Factuality, ontology: Ontology, trigger: int
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Those who affirm and those who deny, as actors: by the cues over the event, else by the report that covers it."""
    affirming: dict[Actor, None] = {}
    denying: dict[Actor, None] = {}
    for voice in state.voices:
        for party in parties.find(doc[voice.token], ontology):
            (denying if voice.stance == "denies" else affirming).setdefault(party.actor)
    report = attribution.of(doc[trigger], ontology)
    if report is not None:
        for party in parties.speakers(report, doc, ontology):
            if party.actor not in denying:
                affirming.setdefault(party.actor)
    return tuple(affirming), tuple(denying)


def disputing(doc: Doc, frame: Frame, ontology: Ontology) -> tuple[Actor, ...]:
    """Those who hold against it in a concession: "…, although officials have maintained that the shells were for others"."""
    trigger = doc[frame.token]
    words, marks = ontology.words("disputing"), ontology.words("concession")
    effects = cues.of(ontology).effects
    for verb in doc[trigger.i + 1 : trigger.sent.end]:  # "…, which Tehran denies"
        if (
            verb.pos_ == "VERB"
            and "deny" in effects(verb)
            and any(c.lower_ in {"which", "something"} and c.i < verb.i for c in verb.children)
        ):
            subject = next((c for c in verb.children if c.dep_ == "nsubj" and c.lower_ != "which"), None)
            if subject is not None:
                return tuple(p.actor for p in parties.find(subject, ontology))
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
            span = doc[item.start : item.end]
            yield Evidence(article.id, span.start_char, span.end_char, span.text, fill.rule, fill.role)
        for party in fill.parties:
            token = doc[party.token]
            yield Evidence(
                article.id, token.idx, token.idx + len(token), token.text, f"{fill.rule}; {party.rule}", fill.role
            )
    token = doc[frame.token]
    yield Evidence(
        article.id, token.idx, token.idx + len(token), token.text, f"trigger {frame.trigger.lemma}", "trigger"
    )
    for operator in state.operators:
        token = doc[operator.token]
        yield Evidence(
            article.id,
            token.idx,
            token.idx + len(token),
            token.text,
            f"{operator.effect}: {operator.before or 'open'} → {operator.after or 'open'}",
            "stage",
        )
    for voice in state.voices:
        token = doc[voice.token]
        yield Evidence(article.id, token.idx, token.idx + len(token), token.text, voice.stance, "claimant")


__all__ = ["Interval", "Money", "extract"]
