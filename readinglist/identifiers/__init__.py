"""Finds and normalises identifiers in any text, and makes the keys by which titles and names are compared."""

from readinglist.identifiers.find import Identifier, find_identifiers, identify, unique
from readinglist.identifiers.forms import normalise_doi, normalise_isbn, parse_arxiv_id
from readinglist.identifiers.keys import PARTICLES, ascii_words, citation_key_base, name_key, title_key

__all__ = [
    "PARTICLES",
    "Identifier",
    "ascii_words",
    "citation_key_base",
    "find_identifiers",
    "identify",
    "name_key",
    "normalise_doi",
    "normalise_isbn",
    "parse_arxiv_id",
    "title_key",
    "unique",
]
