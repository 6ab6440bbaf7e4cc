"""Raw news parsed by an earlier model, as further training data (silver), mixed with the gold documents."""

import argparse
import os
import random
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import spacy
from spacy.tokens import Doc, DocBin
from thinc.api import NumpyOps, set_current_ops

from training.augment import DEALS, DEALS_PLURAL, GIVING
from training.entities import gmb, share

# The earlier model attaches "to Poland" to the noun before it too often: it is not to learn that from itself.
TRANSFER = (
    {form for verb in GIVING for form in verb} | set(DEALS) | set(DEALS_PLURAL) | {"give", "gave", "given", "giving"}
)


def plausible(doc: Doc, transfers: bool) -> bool:
    """Say whether a parsed sentence is fit to learn from."""
    words = {token.lower_ for token in doc}
    one = len(list(doc.sents)) == 1 and any(t.dep_ == "ROOT" and t.pos_ in ("VERB", "AUX", "ADJ", "NOUN") for t in doc)
    return one and 5 < len(doc) < 60 and (transfers or not (words & TRANSFER and words & {"to", "from"}))


def main() -> None:
    """Parse and mix."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--raw", type=Path, required=True, help="gmb.csv.gz")
    parser.add_argument("--gold", type=Path, required=True, help="DocBin of training.convert")
    parser.add_argument("--words", type=int, default=400_000)
    parser.add_argument("--all", action="store_true", help="keep sentences on transfers: the model has learnt them")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(args.pipeline)
    rng = random.Random(1)
    texts = sorted({item.text for item in gmb(args.raw) if share(item.text) > 0.07})
    rng.shuffle(texts)
    silver: list[Doc] = []
    total = 0
    for doc in nlp.pipe(texts):
        if plausible(doc, args.all):
            silver.append(doc)
            total += len(doc)
        if total > args.words:
            break
    groups: list[Doc] = []
    while silver:
        size = rng.choice([1, 1, 2, 3])
        groups.append(Doc.from_docs(silver[:size]))
        silver = silver[size:]
    docs = list(DocBin().from_disk(args.gold).get_docs(nlp.vocab)) + groups
    rng.shuffle(docs)
    DocBin(docs=docs).to_disk(args.out)
    print(len(docs), "documents,", total, "silver words")


if __name__ == "__main__":
    main()
