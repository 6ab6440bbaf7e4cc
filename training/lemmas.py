"""Tables of the rule lemmatizer: those of spacy-lookups-data, with exceptions learnt from the treebanks."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from spacy.language import Language
from spacy.lookups import Lookups, load_lookups
from spacy.tokens import Doc

from training.conllu import read
from training.places import ADJECTIVES
from training.wordlists import words

# Verbs of the domain that WordNet's list lacks, so that the rules know their base form.
VERBS = words("verbs")

# EWT, GUM and PUD differ here ("person" or "people" as the lemma of "people"): most of them keep the form.
UNCHANGED = ("people", "her", "--", "–", "—", "...", "…")


def base_tables() -> Lookups:
    """Return copies of the published tables."""
    source = load_lookups("en", ["lemma_rules", "lemma_exc", "lemma_index"])
    lookups = Lookups()
    for name in ("lemma_rules", "lemma_exc", "lemma_index"):
        table = source.get_table(name)
        lookups.add_table(name, {key: table[key] for key in ("adj", "adv", "noun", "punct", "verb") if key in table})
    # The later of two known forms wins: "slated" is of "slate", as the past of "slat" doubles its consonant.
    rules = lookups.get_table("lemma_rules")
    rules["verb"] = sorted([["ied", "y"], *rules["verb"]], key=lambda rule: bool(rule[1]) and rule[0] in ("ed", "ing"))
    index = lookups.get_table("lemma_index")
    index["verb"] = sorted(set(index["verb"]) - {"singe", "swinge", "springe"})
    return lookups


def learn(lookups: Lookups, treebanks: Iterable[Path]) -> Lookups:
    """Add what the treebanks say about forms for which the rules give another lemma."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for path in treebanks:
        for sentence in read(path):
            for word in sentence.words:
                if word.upos in ("X", "SYM", "_") or "Typo=Yes" in word.feats or word.lemma == "_":
                    continue
                if word.upos == "ADJ" and word.xpos.startswith("NNP"):
                    # "National" keeps its capital in a name, by a tag that the tables cannot see.
                    continue
                counts[word.upos.lower()][word.form.lower()][word.lemma] += 1
    exceptions = lookups.get_table("lemma_exc")
    rules = lookups.get_table("lemma_rules")
    index = lookups.get_table("lemma_index")
    for pos in counts:
        index[pos] = set(index.get(pos, ()))
    for pos, forms in counts.items():
        table = dict(exceptions.get(pos, {}))
        seen = Counter(lemma for lemmas in forms.values() for lemma in lemmas.elements())
        for form, lemmas in forms.items():
            lemma, count = lemmas.most_common(1)[0]
            total = sum(lemmas.values())
            if count < 0.6 * total:
                continue
            open_class = pos in ("noun", "verb", "adj", "adv", "propn", "num")
            if open_class and count < 2 and form not in table and pos not in ("verb", "noun"):
                continue
            if pos == "propn":
                # A proper noun keeps its form: only plurals ("States", "Koreans") need an entry.
                if lemma.lower() != form and form != "nations":
                    table[form] = [lemma]
                continue
            if open_class:
                given = apply(form, pos, lookups)
                if given == lemma:
                    continue
                if seen[given] < seen[lemma] and given in index[pos] and given != form:
                    # "hoping" would be "hop": spaCy ignores an exception that its rules yield as well.
                    index[pos].discard(given)
                    if apply(form, pos, lookups) == lemma:
                        continue
            table[form] = [lemma]
        if pos == "adj":
            table.update({adjective.lower(): [adjective] for adjective in {*ADJECTIVES, "United"}})
        if pos == "verb":
            table.update({"greenlit": ["greenlight"], "outgunned": ["outgun"]})
        if pos == "propn":
            for adjective in [*ADJECTIVES, "Korean"]:
                if adjective.endswith(("an", "i", "k", "b")):
                    table.setdefault(adjective.lower() + "s", [adjective])
        table.update({form: [form] for form in UNCHANGED if form in forms})
        exceptions[pos] = table
        if pos not in ("propn", "noun", "punct"):
            # Without this rule a base form at the start of a sentence ("Send") would keep its capital.
            # Rules that come later win among known forms: "need" is a verb before it is "ne", "greater" no base form.
            own = list(rules.get(pos, ()))
            rules[pos] = [["", ""], *own] if pos == "adj" else [*own, ["", ""]]
    verbs = index["verb"] | set(VERBS)
    verbs |= {lemma for lemmas in counts["verb"].values() for lemma in lemmas if sum(lemmas.values()) > 1}
    index["verb"] = verbs
    nouns = {lemma for lemmas in counts["noun"].values() for lemma in lemmas if sum(lemmas.values()) > 1}
    index["noun"] |= nouns
    for pos in counts:
        index[pos] = sorted(index[pos])
    return lookups


def apply(form: str, pos: str, lookups: Lookups) -> str:
    """Return the lemma that the tables give to a form, as spaCy's rule lemmatizer does."""
    index = lookups.get_table("lemma_index").get(pos, ())
    known: list[str] = []
    unknown: list[str] = []
    for old, new in lookups.get_table("lemma_rules").get(pos, ()):
        if form.endswith(old):
            candidate = form[: len(form) - len(old)] + new
            if candidate in index:
                known.insert(0, candidate)
            elif candidate and not candidate.isalpha():
                known.append(candidate)
            elif candidate:
                unknown.append(candidate)
    found = lookups.get_table("lemma_exc").get(pos, {}).get(form)
    if found and found[0] not in known:
        return found[-1]
    return (known + unknown + [form])[0]


def hide_positive_degree(nlp: Language) -> None:
    """Drop `Degree=Pos` of adjectives: spaCy's lemmatizer would lower them ("korean") without a look at its tables."""
    labels = nlp.get_pipe("morphologizer").cfg["labels_morph"]
    for label, morph in labels.items():
        if "POS=ADJ" in label:
            labels[label] = "|".join(part for part in morph.split("|") if part != "Degree=Pos")


def add(nlp: Language, treebanks: Iterable[Path], name: str = "lemmatizer") -> None:
    """Add the rule lemmatizer, with its tables inside, to a pipeline."""
    pipe = nlp.add_pipe("lemmatizer", name=name, config={"mode": "rule", "overwrite": True})
    pipe.initialize(lookups=learn(base_tables(), treebanks))


def accuracy(docs: Iterable[tuple[Doc, Doc]]) -> tuple[float, Counter[tuple[str, str, str, str]]]:
    """Return the share of right lemmas (predicted, gold), and the errors."""
    right = total = 0
    errors: Counter[tuple[str, str, str, str]] = Counter()
    for predicted, gold in docs:
        for mine, true in zip(predicted, gold, strict=True):
            total += 1
            if mine.lemma_ == true.lemma_:
                right += 1
            else:
                errors[(true.text, true.pos_, true.lemma_, mine.lemma_)] += 1
    return right / total, errors
