"""The tokenizer of the pipeline: spaCy's English rules, with hyphens treated as Universal Dependencies does."""

import re
from collections.abc import Callable

import spacy
from spacy.lang.char_classes import ALPHA
from spacy.language import Language
from spacy.util import compile_infix_regex

from training.wordlists import words

# Romanised Korean syllables: a given name "Jong-un" stays one token, while "Russian-made" is split.
KOREAN = words("korean_syllables_all")

# Prefixes that the treebanks keep in one token with what follows.
PREFIXES = "|".join(words("prefixes"))
# Abbreviations whose full stop does not end a sentence and that spaCy's list lacks.
ABBREVIATIONS = words("abbreviations")


def keep_whole(prefixes: str) -> str:
    """Return the pattern of the hyphenated words that stay one token."""
    syllable = "|".join(sorted(KOREAN, key=len, reverse=True))
    korean = rf"(?:{syllable})-(?:{syllable})"
    first_upper = rf"(?=[A-Z]){korean}"
    prefixed = rf"(?:{prefixes})-[{ALPHA}]+"
    return rf"^(?:(?i:{first_upper})|(?i:{prefixed}))$"


def build(prefixes: str = PREFIXES) -> Language:
    """Return a blank English pipeline with the adjusted tokenizer (everything is serialised with it)."""
    nlp = spacy.blank("en")
    configure(nlp, prefixes)
    return nlp


def configure(nlp: Language, prefixes: str = PREFIXES) -> Language:
    """Adjust the tokenizer of `nlp` in place."""
    infixes = [
        *nlp.Defaults.infixes,
        r"[–—]|-{2,}",
        # "155-mm", "10-year-old" and "F-16-style", but neither "F-16" nor "B61-12"
        r"(?<=[0-9])-(?=[a-z]{2,})",
        r"(?<=[A-Za-z]\.)-(?=[A-Za-z])",
        # designations that end in a letter: "T-72B-style" splits by the default rule; "U.S./South" here
        rf"(?<=[{ALPHA}0-9.])/(?=[{ALPHA}])",
    ]
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.token_match = re.compile(keep_whole(prefixes)).match
    for abbreviation in ABBREVIATIONS:
        nlp.tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    return nlp


@spacy.registry.callbacks("armsgraph.tokenizer.v1")
def tokenizer_callback() -> Callable[[Language], Language]:
    """Give spaCy's `initialize.before_init` the adjusted tokenizer."""
    return configure
