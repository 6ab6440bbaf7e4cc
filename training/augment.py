"""Variation of the syntactic training data: curly quotes, dashes, names of other regions, weapon designations."""

import random
import re
from dataclasses import replace

from training.conllu import Sentence, Word
from training.names import WEAPONS, person
from training.places import COUNTRIES, DESKS
from training.wordlists import words

CURLY = {"``": "“", "''": "”"}


def curl(group: list[Sentence], rng: random.Random) -> list[Sentence]:
    """Write a share of the documents with curly quotes and long dashes, and a share with straight ones."""
    draw = rng.random()
    if draw > 0.75:
        return group
    result = []
    dash = rng.choice("–—")
    for sentence in group:
        words = []
        for word in sentence.words:
            form = word.form
            if draw < 0.45:
                if form in ('"', "``", "''"):
                    form = CURLY.get(word.xpos, form)
                form = form.replace("'", "‘" if word.xpos == "``" else "’")
                if form == "--":
                    form = dash
            else:
                form = re.sub("[“”]", '"', form.replace("’", "'").replace("‘", "'"))
                if form in ("–", "—"):
                    form = "--"
            words.append(replace(word, form=form))
        result.append(replace(sentence, words=words))
    return result


def name_spans(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the spans of plain personal-looking names: a proper noun and what is flat on it, side by side."""
    spans, words = [], sentence.words
    for index, word in enumerate(words):
        if word.upos != "PROPN" or word.xpos != "NNP" or word.deprel == "flat" or not word.form.istitle():
            continue
        end = index + 1
        while end < len(words) and words[end].deprel == "flat" and words[end].head == index + 1:
            if words[end].xpos != "NNP" or not words[end - 1].space:
                break
            end += 1
        if not 1 < end - index < 4 or (
            end < len(words) and words[end].head == index + 1 and words[end].deprel == "flat"
        ):
            continue
        if any(w.head - 1 in range(index + 1, end) for w in words):
            continue
        spans.append((index, end))
    return spans


def splice(sentence: Sentence, start: int, end: int, forms: list[str]) -> Sentence:
    """Replace the words from `start` to `end` by a name of any length; the first part keeps the head."""
    shift = len(forms) - (end - start)
    first, last = sentence.words[start], sentence.words[end - 1]

    def moved(head: int) -> int:
        return head + shift if head > end else head

    words = [replace(w, head=moved(w.head)) for w in sentence.words[:start]]
    for number, form in enumerate(forms):
        base = replace(first, form=form, lemma=form, space=True, head=moved(first.head))
        if number:
            base = Word(form, form, "PROPN", "NNP", "Number=Sing", start + 1, "flat", True)
        words.append(base)
    words[-1].space = last.space
    words += [replace(w, head=moved(w.head)) for w in sentence.words[end:]]
    return replace(sentence, words=words)


def pieces(name: list[str]) -> list[str] | None:
    """Return the parts of a name, or None for those that the tokenizer would split (al-Rashid)."""
    return None if any(part.lower().startswith("al-") for part in name) else name


def rename(group: list[Sentence], rng: random.Random) -> list[Sentence] | None:
    """Return the group with other personal names and some weapon designations, or None where nothing changed."""
    result, changed = [], False
    for sentence in group:
        for start, end in reversed(name_spans(sentence)):
            name = pieces(person(rng)[0])
            if name is not None:
                sentence = splice(sentence, start, end, name)
                changed = True
        for index, word in enumerate(sentence.words):
            lone = not any(w.head == index + 1 for w in sentence.words)
            if word.deprel == "compound" and word.xpos == "NNP" and lone and rng.random() < 0.25:
                following = sentence.words[index + 1 : index + 2]
                if following and following[0].xpos in ("NN", "NNS") and word.space:
                    weapon = rng.choice(WEAPONS)
                    if " " not in weapon and "/" not in weapon and "'" not in weapon:
                        sentence = splice(sentence, index, index + 1, [weapon])
                        changed = True
        result.append(sentence)
    return result if changed else None


# Verbs with the frame "X verb goods to Y": base, third person, past, participle, -ing form.
GIVING = [verb.split("/") for verb in words("giving")]
FORMS = {"VB": 0, "VBP": 0, "VBZ": 1, "VBD": 2, "VBN": 3, "VBG": 4}
GOODS = words("goods")
SHORT_MONTHS = words("short_months")
DEALS = words("deals")
DEALS_PLURAL = words("deals_plural")


def places() -> list[str]:
    """Return countries and capitals of one word."""
    names = {name for row in COUNTRIES for name in (row[0], row[2])}
    return sorted(name for name in names if " " not in name and "'" not in name)


PLACES = places()


def vary(sentence: Sentence, rng: random.Random) -> Sentence:
    """Return a sentence of the domain with other countries, goods, weapons, names, numbers and verbs of giving."""
    words = []
    chosen: set[str] = set()
    for number, word in enumerate(sentence.words):
        form = word.form
        after = sentence.words[number + 1].form if number + 1 < len(sentence.words) else ""
        if form in PLACES and word.upos == "PROPN" and not after.istitle():
            form = rng.choice([name for name in PLACES if name not in chosen])
            chosen.add(form)
        elif word.upos == "VERB" and word.xpos in FORMS and any(form in verb for verb in GIVING) and rng.random() < 0.6:
            form = rng.choice(GIVING)[FORMS[word.xpos]]
        elif form in GOODS:
            form = rng.choice(GOODS)
        elif word.deprel == "compound" and (form in WEAPONS or any(c.isdigit() for c in form)) and word.upos == "PROPN":
            options = [w for w in WEAPONS if not set(w) & set(" /'")]
            form = rng.choice(options)
        elif word.xpos == "NN" and form in DEALS and rng.random() < 0.5:
            form = rng.choice(DEALS)
        elif word.xpos == "NNS" and form in DEALS_PLURAL and rng.random() < 0.5:
            form = rng.choice(DEALS_PLURAL)
        elif word.deprel == "nummod" and form.isdigit():
            form = str(rng.choice([rng.randint(2, 99), rng.randint(100, 900)]))
        elif form in ("will", "could", "would") and word.xpos == "MD":
            form = rng.choice(["will", "would", "could", "may", "might", "should"])
        words.append(replace(word, form=form))
    varied = replace(sentence, words=words)
    for start, end in reversed(name_spans(varied)):
        name = pieces(person(rng)[0])
        if name is not None and rng.random() < 0.8:
            varied = splice(varied, start, end, name)
    return varied


def dateline(rng: random.Random) -> Sentence:
    """Return "SEOUL, June 28 (Yonhap) --" as a sentence of its own, as EWT has it."""
    city = rng.choice(PLACES).upper()
    dash = rng.choice(["--", "—", "–", "-"])
    desk = rng.choice([d for d in DESKS if d.isalpha()])
    words = [Word(city, city, "PROPN", "NNP", "Number=Sing", 0, "root")]
    if rng.random() < 0.5:
        words[0].space = False
        month = rng.choice(SHORT_MONTHS)
        day = str(rng.randint(1, 31))
        words += [
            Word(",", ",", "PUNCT", ",", "", 4, "punct"),
            Word(month, month, "PROPN", "NNP", "Number=Sing", 4, "compound"),
            Word(day, day, "NUM", "CD", "NumForm=Digit|NumType=Card", 1, "appos"),
        ]
    at = len(words)
    words += [
        Word("(", "(", "PUNCT", "-LRB-", "", at + 2, "punct", False),
        Word(desk, desk, "PROPN", "NNP", "Number=Sing", 1, "appos", False),
        Word(")", ")", "PUNCT", "-RRB-", "", at + 2, "punct"),
        Word(dash, dash, "PUNCT", ":", "", 1, "punct"),
    ]
    return Sentence(words, "dateline", True)
