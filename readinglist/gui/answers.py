"""Which papers the list shows: a question (place, filter, order, search text) and its answers; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from readinglist.errors import QueryError, ReadingListError
from readinglist.gui import places
from readinglist.gui.places import Filter, Kind, Place
from readinglist.gui.today.asking import FeedPage, ForYou, read_page
from readinglist.gui.today.orders import Order
from readinglist.gui.watched.asking import read_watch
from readinglist.gui.words import many
from readinglist.library.query import And, Everything, Not, Or, Query, Words
from readinglist.library.records import Hit, Sort

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.program import Program

MOST_BY_MEANING = 40
"""Papers that a search by meaning brings at most; more would be noise."""
MOST_RELATED = 50


@dataclass(frozen=True, slots=True)
class Question:
    """What the list is asked for. `sort` None is best match first (only with text)."""

    place: Place = places.LIBRARY
    filter: Filter = Filter.ALL
    sort: Sort | None = Sort.ADDED
    text: str = ""
    everywhere: bool = False
    """Search beyond the place."""
    related: tuple[int, ...] = ()
    """Papers whose related ones are asked for, in place of all else."""
    day: str | None = None
    """The day of a page of feeds; None for the newest that has any paper."""
    order: Order = Order.FOR_YOU
    """That of a page of feeds."""

    @property
    def searching(self) -> bool:
        return bool(self.text.strip())

    @property
    def of_feeds(self) -> bool:
        """Whether it asks for a page of feeds; a search there is about all papers again."""
        return self.place.is_feed and not self.searching and not self.related


@dataclass(frozen=True, slots=True)
class Answer:
    """The papers for a question. `error`: what is wrong with it; of a search, `complete` says that meaning is in."""

    question: Question
    ids: list[int] = field(default_factory=list)
    hits: Mapping[int, Hit] = field(default_factory=dict)
    error: ReadingListError | None = None
    complete: bool = True
    by_meaning: bool = False
    """Whether a search by meaning could find more than the words did."""
    inbox: int = 0
    """How many papers wait in the inbox, where the library itself is empty."""
    readable: bool = True
    """False if the text says nothing yet, or nothing that can be read."""
    stands_for: Question | None = None
    """The question whose papers are shown, where that is the last one that could be read."""
    page: FeedPage | None = None
    """What the head of a page of feeds says."""

    @property
    def shown(self) -> Question:
        """The question whose papers these are."""
        return self.stands_for or self.question


def answer_or(program: Program, question: Question, instead: Question | None) -> Answer:
    """The first answer, by what `instead` finds if the question's text cannot be read. Reads; any thread."""
    answer = first_answer(program, question)
    if answer.readable or instead is None:
        return answer
    return in_place_of(answer, first_answer(program, instead))


def feed_answer(
    program: Program, question: Question, stood: Sequence[int] = (), ranking: ForYou | None = None
) -> Answer:
    """A page of feeds. Reads the library; any thread.

    `stood`: how its papers stood before, if it is shown already. `ranking`: the one that is there.
    """
    unread = question.filter == Filter.UNREAD
    try:
        if question.place.kind == Kind.WATCH:
            ids, page = read_watch(program.library, question.place, unread=unread, stood=stood)
            return Answer(replace(question, day=page.day), ids, page=page)
        ids, page = read_page(
            program.library,
            question.place,
            question.day,
            question.order,
            unread=unread,
            stood=stood,
            ranking=ranking,
        )
    except ReadingListError as error:
        return Answer(question, error=error)
    # A day that comes meanwhile takes nothing away below the eyes.
    return Answer(replace(question, day=page.day), ids, page=page)


def in_place_of(unread: Answer, shown: Answer) -> Answer:
    """The answer to a text that cannot be read: what is shown, and what is wrong."""
    return replace(
        shown,
        question=unread.question,
        error=unread.error or shown.error,
        readable=False,
        stands_for=shown.question,
    )


def differ_in_text_only(one: Question, other: Question) -> bool:
    """Whether only the text changed; the order may go with it, for a search has one of its own."""
    return one.text != other.text and replace(one, text="", sort=None) == replace(other, text="", sort=None)


def first_answer(program: Program, question: Question) -> Answer:
    """What can be said at once: a place's papers, or what holds the words. Reads the library; any thread."""
    try:
        if question.related:
            hits = program.searcher.related(question.related, limit=MOST_RELATED)
            return Answer(question, [hit.paper for hit in hits], {hit.paper: hit for hit in hits})
        if not question.searching:
            ids = _select(program, question, place_query(program, question))
            empty = not ids and question.place.kind == Kind.LIBRARY
            return Answer(question, ids, inbox=program.library.counts().inbox if empty else 0)
        from readinglist.search import parse  # a search needs the search package, the first paint does not

        try:
            asked = parse(question.text, typing=True)
        except QueryError as error:
            return Answer(question, error=error, readable=False)
        query = _both(narrowing(program, question), asked)
        if question.sort is not None or not has_words(asked) or question.place.kind == Kind.TRASH:
            readable = not isinstance(asked, Everything)
            return Answer(question, _select(program, question, query), readable=readable)
        hits = program.searcher.words(query, typing=True)
    except ReadingListError as error:
        return Answer(question, error=error)
    ids, found = [hit.paper for hit in hits], {hit.paper: hit for hit in hits}
    return Answer(question, ids, found, complete=False, by_meaning=has_plain_words(asked))


def full_answer(program: Program, question: Question) -> Answer:
    """Words and meaning fused, or all that the words find where no plain word asks; may wait for the model.

    Any thread but the GUI's.
    """
    first = first_answer(program, question)
    if first.complete or first.error:
        return first
    try:
        search = program.searcher.both if first.by_meaning else program.searcher.words
        found = search(whole_text(program, question), limit=MOST_BY_MEANING)
    except ReadingListError:
        return replace(first, complete=True)  # without a model the words stand
    hits = dict(first.hits)
    for hit in found:
        former = hits.get(hit.paper)
        hits[hit.paper] = hit if hit.snippet or former is None else replace(hit, snippet=former.snippet)
    ids = [hit.paper for hit in found]
    known = set(ids)
    ids += [paper for paper in first.ids if paper not in known]
    return Answer(question, ids, hits, by_meaning=first.by_meaning)


def place_query(program: Program, question: Question) -> Query:
    """The papers of the question's place and filter, without its text."""
    return places.narrowed(_place_query(program, question.place), question.filter)


def narrowing(program: Program, question: Question) -> Query:
    """What a search is narrowed down to; from library and digest it goes everywhere but Trash and dismissed."""
    if question.everywhere or question.place.kind in (Kind.LIBRARY, Kind.DIGEST):
        return places.narrowed(Everything(), question.filter)
    return place_query(program, question)


def whole_text(program: Program, question: Question) -> str:
    """The search text with place and filter as query text, for a search that takes text."""
    parts = [places.filter_text(question.filter)]
    if not question.everywhere:
        parts.append(_list_text(program, question.place) or places.text_of(question.place))
    extra = " ".join(part for part in parts if part)
    text = question.text.strip()
    return f"({text}) {extra}" if extra else text


def what_is_missed(program: Program) -> str:
    """What a search cannot find yet, in words; empty if it can find all. Reads; any thread but the GUI's."""
    missed = program.searcher.unsearchable()
    parts = []
    if missed.without_vector:
        parts.append(f"{many(range(missed.without_vector))} not indexed for meaning yet")
    if missed.without_text:
        files = "1 PDF" if missed.without_text == 1 else f"{missed.without_text:,} PDFs"
        parts.append(f"{files} without text")
    return ", ".join(parts)


def fault_of(text: str, *, finished: bool) -> QueryError | None:
    """What is wrong with a query, None if nothing is; `finished` False lets pass what may be on its way."""
    from readinglist.search import mistake_in_pause, parse

    if not finished:
        return mistake_in_pause(text)
    try:
        parse(text)
    except QueryError as error:
        return error
    return None


def has_words(query: Query, *, excluded: bool = False) -> bool:
    """Whether a query holds plain words, to rank by (`excluded`: or to leave out), and not only conditions."""
    match query:
        case Words():
            return True
        case And(parts) | Or(parts):
            return any(has_words(part, excluded=excluded) for part in parts)
        case Not(part):
            return excluded and has_words(part, excluded=True)
        case _:
            return False


def has_plain_words(query: Query) -> bool:
    """Whether a query holds words that a paper need not hold to fit in meaning: in no field, in no quotation marks."""
    match query:
        case Words(field=None, phrase=False):
            return True
        case And(parts) | Or(parts):
            return any(has_plain_words(part) for part in parts)
        case _:
            return False


def catch_up(library: Library, query: Query) -> None:
    """Bring the index of words up to date if the query asks for words. Any thread but the GUI's."""
    if has_words(query, excluded=True):
        library.index.catch_up()


def _select(program: Program, question: Question, query: Query) -> list[int]:
    catch_up(program.library, query)
    trash = question.place.kind == Kind.TRASH
    return program.library.papers.select(query, question.sort or Sort.ADDED, trash=trash)


def _place_query(program: Program, place: Place) -> Query:
    if place.kind != Kind.LIST:
        return places.query_of(place)
    from readinglist.search import parse

    return parse(_stored_text(program, place.name))


def _list_text(program: Program, place: Place) -> str:
    return f"({_stored_text(program, place.name)})" if place.kind == Kind.LIST else ""


def _stored_text(program: Program, name: str) -> str:
    for smart in program.library.lists.all():
        if smart.name.lower() == name.lower():
            return smart.query
    raise QueryError(f"There is no smart list {name} any more.", 0)


def _both(one: Query, other: Query) -> Query:
    if isinstance(one, Everything):
        return other
    if isinstance(other, Everything):
        return one
    return And((one, other))
