"""Finds the spans of a Doc that name someone: known names, names built on a head word, people, and acronyms."""
