"""Search: the query language, words and meaning, related papers with reasons. Importing it loads no numpy."""

from readinglist.search.embedder import Embedder
from readinglist.search.query_language import parse

__all__ = ["Embedder", "parse"]
