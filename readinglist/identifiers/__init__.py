"""Finds and normalises identifiers in any text, and makes the keys by which titles and names are compared."""

from typing import TYPE_CHECKING, Any

from readinglist.identifiers.forms import normalise_doi, normalise_isbn, parse_arxiv_id
from readinglist.identifiers.keys import PARTICLES, ascii_words, citation_key_base, name_key, title_key
from readinglist.identifiers.paper_links import SCHEME, PaperLink, is_paper_link, read_paper_link

if TYPE_CHECKING:
    from readinglist.identifiers.find import Identifier, find_identifiers, identify, unique

__all__ = [
    "PARTICLES",
    "SCHEME",
    "Identifier",
    "PaperLink",
    "ascii_words",
    "citation_key_base",
    "find_identifiers",
    "identify",
    "is_paper_link",
    "name_key",
    "normalise_doi",
    "normalise_isbn",
    "parse_arxiv_id",
    "read_paper_link",
    "title_key",
    "unique",
]


def __getattr__(name: str) -> Any:
    """What finds identifiers is loaded when it is asked for: its patterns take a while to compile at each start."""
    if name in __all__:
        from readinglist.identifiers import find

        return getattr(find, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
