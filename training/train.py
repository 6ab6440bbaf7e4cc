"""Like `spacy train`, with numpy's matrix product in place of BLIS: two to three times as fast on one core."""

import argparse
import os
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from spacy.cli._util import parse_config_overrides
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops

from training import tokenization  # noqa: F401  (registers the tokenizer callback)


def main() -> None:
    """Train what a configuration describes; further arguments override its values."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args, rest = parser.parse_known_args()
    set_current_ops(NumpyOps(use_blis=False))
    config = load_config(args.config, overrides=parse_config_overrides(rest), interpolate=False)
    args.out.mkdir(parents=True, exist_ok=True)
    train(init_nlp(config), args.out)


if __name__ == "__main__":
    main()
