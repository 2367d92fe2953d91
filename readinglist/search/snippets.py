"""The piece of a text that shows why it was found, with what matched marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from readinglist.library.index_answers import Answers, PageHit
from readinglist.library.index_words import forms_of
from readinglist.library.landing import Landing
from readinglist.library.query import Words
from readinglist.library.records import MARK_END, MARK_START
from readinglist.search.matching import Matcher, Place
from readinglist.search.sentences import sentences_of
from readinglist.search.stop_words import STOP_WORDS

MOST_SHOWN = 50
"""Hits of one answer that are read for snippets and reasons: the first page."""
MOST_WORDS = 8
"""Words that are looked for on the page of a hit."""
LENGTH = 220
"""About how many characters a snippet has."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that a hit may show, what is said before it, and where it stands in a file, if it does."""

    label: str
    text: str
    landing: Landing | None = None


@dataclass(frozen=True, slots=True)
class Snippet:
    """What is shown of a hit; of one in a file the place, with the words that were found there."""

    shown: str
    landing: Landing | None = None


def snippets_for(
    answers: Answers, wanted: Sequence[Words], papers: Sequence[int], pages: Mapping[int, PageHit]
) -> dict[int, Snippet]:
    """For each paper the piece of what it and its annotations say, or of the page, that shows the words best.

    Papers that hold none of the words are left out.
    """
    matcher = Matcher([words for words in wanted if not set(forms_of(words.text)) <= STOP_WORDS] or wanted)
    found = {}
    for paper, text in answers.texts(papers).items():
        fields = [
            Piece("", text.abstract), Piece("Note: ", text.note), Piece("", text.title), Piece("By ", text.authors),
            Piece("Tags: ", text.tags), Piece("In ", text.venue),
        ]  # fmt: skip
        if text.annotations:
            at = 0 if any(words.field == "annotation" for words in wanted) else 2
            fields[at:at] = [Piece(page_label(place.page), said, place) for place, said in answers.annotations(paper)]
        if page := pages.get(paper):
            place = Landing(page.document, page.page + 1)
            fields.append(Piece(page_label(place.page), answers.page(page.document, page.page), place))
        if (best := best_of(fields, matcher)) is not None:
            found[paper] = best
    return found


def page_label(page: int | None) -> str:
    """How a snippet says on which page it stands; pages count from 1."""
    return f"p. {page}: "


def shorten(text: str, length: int = LENGTH) -> str:
    """The beginning of a text, cut between words."""
    return snippet(text, (), length)


def snippet(text: str, places: Sequence[Place], length: int = LENGTH) -> str:
    """The piece of the text that holds the most different parts of the query; its beginning where there is none."""
    start, end = _window(text, places, length)
    inside = [place for place in places if place.start >= start and place.end <= end]
    marked, at = [], start
    for place in inside:
        if place.start >= at:
            marked += [text[at : place.start], MARK_START, text[place.start : place.end], MARK_END]
            at = place.end
    marked.append(text[at:end])
    shown = " ".join("".join(marked).split())
    return f"{'… ' if text[:start].strip() else ''}{shown}{' …' if text[end:].strip() else ''}"


def best_of(pieces: Sequence[Piece], matcher: Matcher) -> Snippet | None:
    """The snippet of the piece in which the most different parts of the query stand; None if none does.

    Of several the first. The label (`Note: `) stands before it.
    """
    best, most = None, 0
    for piece in pieces:
        places = matcher.places(piece.text)
        parts = len({place.part for place in places})
        if parts > most:
            best, most = Snippet(piece.label + snippet(piece.text, places), _landing(piece, places)), parts
    return best


def _landing(piece: Piece, places: Sequence[Place]) -> Landing | None:
    """Where the piece stands; on a page with what was found there, each once as it is written, the first ones."""
    if piece.landing is None or piece.landing.annotation is not None:
        return piece.landing
    written = {" ".join(piece.text[place.start : place.end].split()).lower(): None for place in places}
    words = [word for word in written if not any(word != other and other in word for other in written)]
    return replace(piece.landing, words=tuple(words[:MOST_WORDS]))


def _window(text: str, places: Sequence[Place], length: int) -> tuple[int, int]:
    """[start, end) of the best stretch of about `length` characters, cut between words, from a sentence's start."""
    if not places:
        return 0, _word_end(text, length)
    best, most = places[0], -1
    for place in places:
        inside = {other.part for other in places if place.start <= other.start and other.end <= place.start + length}
        if len(inside) > most:
            best, most = place, len(inside)
    start = _word_start(text, max(0, best.start - length // 3))
    for first, last in sentences_of(text):
        if first <= best.start < last and best.start - first < length * 2 // 3:
            start = first
    return start, max(_word_end(text, start + length), best.end)


def _word_start(text: str, at: int) -> int:
    while at > 0 and not text[at - 1].isspace():
        at -= 1
    return at


def _word_end(text: str, at: int) -> int:
    if at >= len(text):
        return len(text)
    while at > 0 and not text[at].isspace():
        at -= 1
    return at or len(text)
