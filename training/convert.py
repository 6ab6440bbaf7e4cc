"""CoNLL-U to DocBin: gold syntax aligned by characters to the tokenizer, with names and quotes varied."""

import argparse
import random
import re
from collections import Counter
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, DocBin

from training.augment import curl, dateline, rename, vary
from training.conllu import Sentence, Word, documents, read
from training.tokenization import build


def layout(group: list[Sentence]) -> tuple[str, list[tuple[int, int, Word]], list[int]]:
    """Return the text of some sentences, their words with offsets, and for each word the index of its head."""
    text = ""
    spans: list[tuple[int, int, Word]] = []
    heads: list[int] = []
    for sentence in group:
        base = len(spans)
        for number, word in enumerate(sentence.words):
            # Some word forms hold a space ("1 000"): the tokenizer would split it, so write it without.
            form = word.form.replace(" ", "")
            spans.append((len(text), len(text) + len(form), word))
            heads.append(base + word.head - 1 if word.head else base + number)
            text += form + (" " if word.space else "")
        if not text.endswith(" "):
            text += " "
    return text.rstrip(), spans, heads


def align(nlp: Language, group: list[Sentence], counts: Counter[str]) -> Doc | None:
    """Return the gold document on the tokens of `nlp`, or None where the tokens do not fit."""
    text, spans, heads = layout(group)
    doc = nlp.make_doc(text)
    owner = [0] * len(text)
    for index, (start, end, _) in enumerate(spans):
        owner[start:end] = [index] * (end - start)
    covers: list[list[int]] = []
    for token in doc:
        inside = sorted({owner[i] for i in range(token.idx, token.idx + len(token))})
        covers.append(inside)
        counts["tokens"] += 1
        if len(inside) > 1:
            counts["merged"] += 1
    first_token: dict[int, int] = {}
    for number, inside in enumerate(covers):
        for index in inside:
            if index in first_token:
                counts["split"] += 1
            first_token.setdefault(index, number)
    tags, poses, morphs, lemmas, deps, arcs = [], [], [], [], [], []
    sent_starts: list[bool | int | None] = []
    boundaries = set()
    total = 0
    for sentence in group:
        boundaries.add(total)
        total += len(sentence.words)
    for number, inside in enumerate(covers):
        top = next((w for w in inside if heads[w] not in inside or heads[w] == w), inside[0])
        word = spans[top][2]
        sent_starts.append(any(w in boundaries and spans[w][0] >= doc[number].idx for w in inside))
        if first_token[top] != number:
            # A word that the tokenizer cuts: what follows its first piece is attached to that.
            arcs.append(first_token[top])
            deps.append("goeswith")
            tags.append(word.xpos)
            poses.append(word.upos)
            morphs.append(word.feats)
            lemmas.append(doc[number].text)
            continue
        head = heads[top]
        arcs.append(number if head == top else first_token[head])
        deps.append("ROOT" if head == top else word.deprel)
        tags.append(word.xpos)
        poses.append(word.upos)
        morphs.append(word.feats)
        lemmas.append(word.lemma if len(inside) == 1 else doc[number].text)
    if has_cycle(arcs):
        counts["refused"] += 1
        return None
    try:
        return Doc(
            nlp.vocab,
            words=[t.text for t in doc],
            spaces=[bool(t.whitespace_) for t in doc],
            tags=tags,
            pos=poses,
            morphs=morphs,
            lemmas=lemmas,
            heads=arcs,
            deps=deps,
            sent_starts=sent_starts,
        )
    except ValueError:
        counts["refused"] += 1
        return None


def has_cycle(heads: list[int]) -> bool:
    """Say whether following the heads fails to end at a root (joined tokens can do that)."""
    for start in range(len(heads)):
        node, steps = start, 0
        while heads[node] != node:
            node, steps = heads[node], steps + 1
            if steps > len(heads):
                return True
    return False


def fitted(nlp: Language, group: list[Sentence], counts: Counter[str]) -> list[Doc]:
    """Return the aligned group, or those of its sentences that can be aligned alone."""
    whole = align(nlp, group, counts)
    if whole is not None:
        return [whole]
    return [doc for sentence in group if (doc := align(nlp, [sentence], counts)) is not None]


def main() -> None:
    """Write one DocBin from some CoNLL-U files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--augment", action="store_true", help="vary quotes and names, for training")
    parser.add_argument("--copies", default="", help="regular expression of document ids that count twice")
    parser.add_argument("--domain", type=Path, nargs="*", default=[], help="sentences of the domain, to be varied")
    parser.add_argument("--variants", type=int, default=25, help="how many variants of each of them")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    nlp = build()
    docbin = DocBin(store_user_data=False)
    counts: Counter[str] = Counter()
    for path in args.domain:
        for group in documents(read(path)):
            for _ in range(args.variants):
                varied = [vary(sentence, rng) for sentence in group]
                if rng.random() < 0.2:
                    varied = [dateline(rng), *varied]
                for doc in fitted(nlp, curl(varied, rng), counts):
                    docbin.add(doc)
                    counts["domain"] += 1
    for path in args.files:
        for group in documents(read(path)):
            variants = [group]
            if args.augment:
                if args.copies and re.match(args.copies, group[0].document):
                    variants.append(group)
                variants = [curl(v, rng) for v in variants]
                if rng.random() < 0.04:
                    variants = [[dateline(rng), *v] for v in variants]
                renamed = rename(group, rng)
                if renamed is not None:
                    variants.append(curl(renamed, rng))
            for variant in variants:
                for doc in fitted(nlp, variant, counts):
                    docbin.add(doc)
                    counts["documents"] += 1
    docbin.to_disk(args.out)
    print(args.out, dict(counts))


if __name__ == "__main__":
    main()
