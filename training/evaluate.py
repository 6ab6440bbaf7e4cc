"""Scores of a pipeline from raw text: syntax and lemmas on treebanks, entities on held-out text, speed and size."""

import argparse
import json
import os
import time
from collections import Counter
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from thinc.api import NumpyOps, set_current_ops

from training.conllu import Sentence, documents, read
from training.convert import layout


def f1(correct: int, system: int, gold: int) -> float:
    """Return F1 in per cent."""
    return round(200 * correct / (system + gold), 2) if system + gold else 0.0


def syntax(nlp: Language, groups: list[list[Sentence]]) -> dict[str, float]:
    """Return scores on words that are aligned by their characters; LAS and UAS leave punctuation out."""
    counts: Counter[str] = Counter()
    laid = [layout(group) for group in groups]
    for doc, (_, words, heads), group in zip(nlp.pipe(text for text, _, _ in laid), laid, groups, strict=True):
        gold = {(start, end): i for i, (start, end, _) in enumerate(words)}
        tokens = [t for t in doc if not t.is_space]
        counts["system"] += len(tokens)
        counts["gold"] += len(words)
        counts["system arcs"] += sum(t.dep_ != "punct" for t in tokens)
        counts["gold arcs"] += sum(word.deprel != "punct" for _, _, word in words)
        counts["gold lemmas"] += sum(word.lemma != "_" for _, _, word in words)
        counts["system lemmas"] += len(tokens)
        for token in tokens:
            index = gold.get((token.idx, token.idx + len(token)))
            if index is None:
                continue
            word = words[index][2]
            counts["words"] += 1
            counts["upos"] += token.pos_ == word.upos
            counts["xpos"] += token.tag_ == word.xpos
            if word.lemma == "_":
                counts["system lemmas"] -= 1
            counts["lemma"] += token.lemma_ == word.lemma and word.lemma != "_"
            counts["lemma any case"] += token.lemma_.lower() == word.lemma.lower() and word.lemma != "_"
            if word.upos == "VERB":
                counts["verbs"] += 1
                counts["verb lemma"] += token.lemma_ == word.lemma
            if word.deprel == "punct":
                continue
            root = heads[index] == index
            if root:
                attached = token.head.i == token.i
            else:
                start, end, _ = words[heads[index]]
                attached = token.head.i != token.i and (token.head.idx, token.head.idx + len(token.head)) == (
                    start,
                    end,
                )
            label = "root" if token.dep_ == "ROOT" else token.dep_
            counts["uas"] += attached
            counts["las"] += attached and label == word.deprel
            counts["las main"] += attached and label.split(":")[0] == word.deprel.split(":")[0]
        starts, position = set(), 0
        for sentence in group:
            starts.add(words[position][0])
            position += len(sentence.words)
        mine = {sent.start_char for sent in doc.sents}
        counts["sentences right"] += len(starts & mine)
        counts["sentences"] += len(starts)
        counts["sentences found"] += len(mine)
    arcs = (counts["system arcs"], counts["gold arcs"])
    return {
        "UAS": f1(counts["uas"], *arcs),
        "LAS": f1(counts["las"], *arcs),
        "LAS main label": f1(counts["las main"], *arcs),
        "UPOS": f1(counts["upos"], counts["system"], counts["gold"]),
        "XPOS": f1(counts["xpos"], counts["system"], counts["gold"]),
        "lemma": f1(counts["lemma"], counts["system lemmas"], counts["gold lemmas"]),
        "lemma, case ignored": f1(counts["lemma any case"], counts["system lemmas"], counts["gold lemmas"]),
        "verb lemma": round(100 * counts["verb lemma"] / max(1, counts["verbs"]), 2),
        "words": f1(counts["words"], counts["system"], counts["gold"]),
        "sentences": f1(counts["sentences right"], counts["sentences found"], counts["sentences"]),
    }


def entities(nlp: Language, golds: list[Doc]) -> dict[str, float]:
    """Return F1 by label; PLACE is GPE and LOC as one. What the corpus leaves open is not counted."""
    totals: dict[str, Counter[str]] = {}
    known = {ent.label_ for doc in golds for ent in doc.ents}

    def merged(spans: set[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
        return spans | {(s, e, "PLACE") for s, e, label in spans if label in ("GPE", "LOC")}

    for doc, gold in zip(nlp.pipe(g.text for g in golds), golds, strict=True):
        unknown = {i for t in gold if t.ent_iob_ == "" for i in range(t.idx, t.idx + len(t))}
        true = merged({(e.start_char, e.end_char, e.label_) for e in gold.ents})
        found = {(e.start_char, e.end_char, e.label_) for e in doc.ents}
        mine = merged({(s, e, x) for s, e, x in found if x in known and not unknown & set(range(s, e))})
        for counter, spans in (("gold", true), ("system", mine), ("right", true & mine)):
            for _, _, label in spans:
                totals.setdefault(label, Counter())[counter] += 1
    return {label: f1(c["right"], c["system"], c["gold"]) for label, c in sorted(totals.items()) if c["gold"] > 9}


def speed(nlp: Language, texts: list[str], words: int = 40000) -> dict[str, int]:
    """Return words (without punctuation) and tokens per second of processor time, over all pipes."""
    sample: list[str] = []
    while sum(len(text.split()) for text in sample) < words:
        sample += texts
    list(nlp.pipe(texts[:20]))
    begin = time.process_time()
    docs = list(nlp.pipe(sample))
    spent = time.process_time() - begin
    tokens = sum(len(doc) for doc in docs)
    plain = sum(not (t.is_punct or t.is_space) for doc in docs for t in doc)
    return {"words per CPU second": round(plain / spent), "tokens per CPU second": round(tokens / spent)}


def table(title: str, rows: dict[str, dict[str, float]]) -> str:
    """Return a Markdown table."""
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    lines = [f"| {title} | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for name, row in rows.items():
        lines.append(f"| {name} | " + " | ".join(str(row.get(column, "–")) for column in columns) + " |")
    return "\n".join(lines)


def main() -> None:
    """Evaluate, and write JSON and Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--treebanks", type=Path, nargs="*", default=[], help="CoNLL-U files")
    parser.add_argument("--entities", type=Path, nargs="*", default=[], help="DocBins of training.entities")
    parser.add_argument("--texts", type=Path, help="folder of plain texts, for the speed")
    parser.add_argument("--out", type=Path, help="where scores.json and scores.md go")
    args = parser.parse_args()

    blis = spacy.load(args.pipeline)
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(args.pipeline)
    scores: dict[str, Any] = {"syntax": {}, "entities": {}, "speed": {}}
    for path in args.treebanks:
        groups = list(documents(read(path, free_only=False), most=30))
        scores["syntax"][path.stem] = syntax(nlp, groups)
        print(path.stem, scores["syntax"][path.stem], flush=True)
    for path in args.entities:
        golds = list(DocBin().from_disk(path).get_docs(nlp.vocab))
        scores["entities"][path.stem.removeprefix("ner-")] = entities(nlp, golds)
        print(path.stem, scores["entities"][path.stem.removeprefix("ner-")], flush=True)
    if args.texts:
        texts = [p.read_text(encoding="utf-8") for p in sorted(args.texts.glob("*.txt"))]
        lines = [line for text in texts for line in text.split("\n") if line.strip()]
        scores["speed"]["as loaded"] = speed(blis, lines)
        scores["speed"]["with numpy's matrix product"] = speed(nlp, lines)
    size = sum(p.stat().st_size for p in args.pipeline.rglob("*") if p.is_file())
    scores["size MB"] = round(size / 1e6, 1)
    print(scores["speed"], scores["size MB"])
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        (args.out / "scores.json").write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
        parts = [table(name, scores[name]) for name in ("syntax", "entities", "speed") if scores[name]]
        text = "\n\n".join([*parts, f"Size on disk: {scores['size MB']} MB"])
        (args.out / "scores.md").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
