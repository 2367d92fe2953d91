"""Search and related papers over one library."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from readinglist.library import Library
from readinglist.library.landing import Landing
from readinglist.library.query import Query
from readinglist.library.records import Hit, Neighbour, Reason
from readinglist.search import words
from readinglist.search.embedder import Embedder
from readinglist.search.query_language import parse
from readinglist.search.question import positive_words, question_of
from readinglist.search.snippets import MOST_SHOWN, snippets_for

if TYPE_CHECKING:
    from readinglist.search.frequencies import Frequencies
    from readinglist.search.meaning import Meaning
    from readinglist.search.nearness import Near
    from readinglist.search.next_door import NextDoor
    from readinglist.search.passages import PassageVectors
    from readinglist.search.vectors import PaperMatrix, PaperVectors

CATCH_UP_SECONDS = 0.02
"""While typing no longer than this is spent on taking in what changed; the rest is taken in by the next questions."""


@dataclass(frozen=True, slots=True)
class Unsearchable:
    """Papers that a search can miss: their meaning or their documents' text is not in the index yet."""

    without_vector: int = 0
    without_text: int = 0
    """Documents that wait to be read or could not be."""


class Searcher:
    """Answers questions about a library. Any thread. Numpy is loaded by the first question about meaning.

    Papers in the Trash are never found, dismissed ones only by a query that speaks of status.
    """

    def __init__(self, library: Library, embedder: Embedder) -> None:
        self._library = library
        self._embedder = embedder
        self._lock = threading.Lock()
        self._vectors: PaperVectors | None = None
        self._frequencies: Frequencies | None = None
        self._meaning: Meaning | None = None
        self._passages: PassageVectors | None = None
        self._next_door: NextDoor | None = None
        self._known_hidden: tuple[int, frozenset[int]] | None = None

    def words(self, query: Query | str, *, limit: int | None = None, typing: bool = False) -> list[Hit]:
        """Papers in which all words occur, best first; a score compares within one answer. QueryError.

        Snippets come with the first MOST_SHOWN. `typing`: the text is not finished, and time is short: at most
        words.MOST_WHILE_TYPING hits, without snippets (`with_snippets` adds them).
        """
        asked = parse(query, typing=typing) if isinstance(query, str) else query
        self._library.index.catch_up(at_most=CATCH_UP_SECONDS if typing else None)
        found = words.ranked(self._library.index.answers, asked, limit, typing=typing)
        hits = [Hit(paper, score) for paper, score in found]
        return hits if typing else self.with_snippets(asked, hits)

    def with_snippets(self, query: Query | str, hits: Sequence[Hit]) -> list[Hit]:
        """The hits with a piece of text that shows where the words of the query stand, for the first MOST_SHOWN."""
        asked = parse(query, typing=True) if isinstance(query, str) else query
        wanted = positive_words(asked)
        if not wanted:
            return list(hits)
        shown = [hit.paper for hit in hits[:MOST_SHOWN]]
        answers = self._library.index.answers
        made = snippets_for(answers, wanted, shown, words.best_pages(answers, wanted))
        return [
            replace(hit, snippet=made[hit.paper].shown, landing=made[hit.paper].landing) if hit.paper in made else hit
            for hit in hits
        ]

    def landing(self, query: Query | str, hit: Hit) -> Landing | None:
        """Where in the paper's files the hit stands, as its snippet says or would say; None if in none of them."""
        if hit.snippet:
            return hit.landing
        asked = parse(query, typing=True) if isinstance(query, str) else query
        wanted = positive_words(asked)
        if not wanted:
            return None
        answers = self._library.index.answers
        page = answers.page_of(hit.paper, words.on_pages(wanted))
        made = snippets_for(answers, wanted, [hit.paper], {} if page is None else {hit.paper: page})
        return made[hit.paper].landing if hit.paper in made else None

    def meaning(self, query: Query | str, *, limit: int | None = None) -> list[Hit]:
        """Papers by how near they are to the question in meaning; what is no plain word filters.

        Waits for the model: seconds, if it is not running yet. QueryError, ModelError.
        """
        return self._ask(query, limit, with_words=False)

    def both(self, query: Query | str, *, limit: int | None = None) -> list[Hit]:
        """Papers by words and meaning together; a hit may hold none of the words. QueryError, ModelError."""
        return self._ask(query, limit, with_words=True)

    def related(self, papers: Sequence[int], *, limit: int = 10) -> list[Hit]:
        """The papers most like all of these, best first, with reasons. Uses stored vectors; the model need not run."""
        from readinglist.search.related import related_to

        self._library.index.catch_up()
        answers = self._library.index.answers
        return related_to(answers, self._counts(), self._matrix(), self._hidden(), list(papers), limit)

    def near(self, papers: Sequence[int], to: Sequence[int]) -> list[Near]:
        """How near each of `papers` is in meaning to the one of `to` that it is nearest to, from stored vectors."""
        from readinglist.search.nearness import near

        return near(self._matrix(), papers, to)

    def why_near(self, found: Sequence[Near]) -> dict[int, tuple[Reason, ...]]:
        """What these papers have in common with those that they are nearest to."""
        from readinglist.search.nearness import why_near

        self._library.index.catch_up()
        return why_near(self._library.index.answers, self._counts(), self._matrix(), found)

    def next_door(self, document: int, page: int, text: str = "", *, limit: int = 6) -> list[Neighbour]:
        """Passages of other documents and notes that are near a page (from 1) in meaning, the nearest first.

        Uses stored vectors. Only where the document has none yet the model reads `text`, what stands on the page:
        seconds, ModelError.
        """
        return self._neighbours().of_page(document, page, text, limit=limit)

    @property
    def vectors(self) -> PaperVectors:
        """The vectors of papers, in memory once for all who compare them."""
        from readinglist.search.vectors import PaperVectors

        with self._lock:
            if self._vectors is None:
                self._vectors = PaperVectors(self._library.index.answers)
            return self._vectors

    def unsearchable(self) -> Unsearchable:
        """How many papers and documents a search by meaning or in full text can miss."""
        without_vector, without_text = self._library.index.answers.unsearchable()
        return Unsearchable(without_vector, without_text)

    # -- inside -------------------------------------------------------------------------------------------------

    def _ask(self, query: Query | str, limit: int | None, *, with_words: bool) -> list[Hit]:
        asked = parse(query) if isinstance(query, str) else query
        question = question_of(asked)
        if not question.text:
            return self.words(asked, limit=limit)
        self._library.index.catch_up()
        return self._meanings().answer(question, limit, with_words=with_words)

    def _matrix(self) -> PaperMatrix:
        """The vectors of the model that has most of them: a newly chosen model takes over when it has caught up."""
        from readinglist.search.vectors import NOTHING

        stamp = self._library.index.answers.fullest_model()
        return NOTHING if stamp is None else self.vectors.now(stamp)

    def _hidden(self) -> frozenset[int]:
        """What related papers never show; looked up again only after a change of the library."""
        changes = self._library.index.answers.changes()
        known = self._known_hidden
        if known is None or known[0] != changes:
            known = self._known_hidden = (changes, frozenset(self._library.index.answers.hidden()))
        return known[1]

    def _counts(self) -> Frequencies:
        from readinglist.search.frequencies import Frequencies

        with self._lock:
            if self._frequencies is None:
                self._frequencies = Frequencies(self._library.index.answers)
            return self._frequencies

    def _meanings(self) -> Meaning:
        from readinglist.search.meaning import Meaning

        counts, vectors, passages = self._counts(), self.vectors, self._passage_vectors()
        with self._lock:
            if self._meaning is None:
                self._meaning = Meaning(self._library.index.answers, self._embedder, counts, vectors, passages)
            return self._meaning

    def _passage_vectors(self) -> PassageVectors:
        from readinglist.search.passages import PassageVectors

        with self._lock:
            if self._passages is None:
                self._passages = PassageVectors(self._library.index.answers)
            return self._passages

    def _neighbours(self) -> NextDoor:
        from readinglist.search.next_door import NextDoor
        from readinglist.search.passages import PassageVectors

        documents = self._passage_vectors()
        with self._lock:
            if self._next_door is None:
                answers, passages = self._library.index.answers, self._library.index.passages
                notes = PassageVectors(answers, passages.notes_since)
                self._next_door = NextDoor(answers, passages, documents, notes, self._embedder)
            return self._next_door
