"""Search: the query language, words and meaning, related papers with reasons. Importing it loads no numpy."""

import os

# Before numpy is loaded: one core is enough for a product of matrix and vector, which waits for memory anyway, and
# threads that wait for each other on a busy computer make it two to three times slower.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from readinglist.search.completion import Completion, complete
from readinglist.search.embedder import Embedder
from readinglist.search.embedding import index_document, index_papers
from readinglist.search.notes import index_notes
from readinglist.search.query_language import parse
from readinglist.search.query_mistakes import mistake_in_pause
from readinglist.search.searcher import Searcher, Unsearchable

__all__ = [
    "Completion",
    "Embedder",
    "Searcher",
    "Unsearchable",
    "complete",
    "index_document",
    "index_notes",
    "index_papers",
    "mistake_in_pause",
    "parse",
]
