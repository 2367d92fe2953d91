"""Finds and normalises identifiers in any text, and makes the keys by which titles and names are compared."""

from readinglist.identifiers.keys import PARTICLES, ascii_words, citation_key_base, name_key, title_key

__all__ = ["PARTICLES", "ascii_words", "citation_key_base", "name_key", "title_key"]
