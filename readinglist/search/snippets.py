"""The piece of a text that shows why it was found, with what matched marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from readinglist.library.index_answers import Answers, PageHit
from readinglist.library.index_words import forms_of
from readinglist.library.query import Words
from readinglist.library.records import MARK_END, MARK_START
from readinglist.search.matching import Matcher, Place
from readinglist.search.sentences import sentences_of
from readinglist.search.stop_words import STOP_WORDS

MOST_SHOWN = 50
"""Hits of one answer that are read for snippets and reasons: the first page."""
LENGTH = 220
"""About how many characters a snippet has."""


def snippets_for(
    answers: Answers, wanted: Sequence[Words], papers: Sequence[int], pages: Mapping[int, PageHit]
) -> dict[int, str]:
    """For each paper the piece of what it and its annotations say, or of the page, that shows the words best.

    Papers that hold none of the words are left out.
    """
    matcher = Matcher([words for words in wanted if not set(forms_of(words.text)) <= STOP_WORDS] or wanted)
    found = {}
    for paper, text in answers.texts(papers).items():
        fields = [
            ("", text.abstract), ("Note: ", text.note), ("", text.title), ("By ", text.authors),
            ("Tags: ", text.tags), ("In ", text.venue),
        ]  # fmt: skip
        if text.annotations:
            at = 0 if any(words.field == "annotation" for words in wanted) else 2
            fields[at:at] = [(page_label(page), said) for page, said in answers.annotations(paper)]
        if page := pages.get(paper):
            fields.append((page_label(page.page + 1), answers.page(page.document, page.page)))
        if shown := best_of(fields, matcher):
            found[paper] = shown
    return found


def page_label(page: int) -> str:
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


def best_of(texts: Sequence[tuple[str, str]], matcher: Matcher) -> str:
    """The snippet of the (label, text) in which the most different parts of the query stand; empty if none does.

    Of several the first. The label (`Note: `) stands before it.
    """
    best, most = "", 0
    for label, text in texts:
        places = matcher.places(text)
        parts = len({place.part for place in places})
        if parts > most:
            best, most = label + snippet(text, places), parts
    return best


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
