"""Search: the query language, words and meaning, related papers with reasons. Importing it loads no numpy."""

from readinglist.search.completion import Completion, complete
from readinglist.search.embedder import Embedder
from readinglist.search.embedding import index_document, index_papers
from readinglist.search.query_language import parse
from readinglist.search.searcher import Searcher, Unsearchable

__all__ = [
    "Completion",
    "Embedder",
    "Searcher",
    "Unsearchable",
    "complete",
    "index_document",
    "index_papers",
    "parse",
]
