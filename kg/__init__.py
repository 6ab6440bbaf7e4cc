"""News articles in, a knowledge graph out: who supplied which arms to whom, by whose word."""

__version__ = "0.1.0"
