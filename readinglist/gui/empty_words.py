"""What stands in place of the list where there is nothing to list."""

from __future__ import annotations

from dataclasses import dataclass

from readinglist.gui import places
from readinglist.gui.answers import Answer
from readinglist.gui.places import Filter, Kind
from readinglist.gui.today.asking import FeedPage


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """An icon, two lines, and the names of the actions that are offered."""

    icon: str
    headline: str
    sentence: str
    actions: tuple[str, ...] = ()


def words_for(answer: Answer, *, looking: bool, faulty: bool = False) -> EmptyWords:
    """What to say of an answer without papers.

    `looking`: meaning may still find some. `faulty`: a mistake in the text is told.
    """
    question = answer.question
    if (faulty or answer.error is not None) and question.searching:
        return EmptyWords("warning", "The search cannot be read yet", "What is wrong stands below the search field.")
    if answer.error is not None:
        return EmptyWords("warning", "This cannot be shown", str(answer.error))
    if question.related:
        sentence = "Papers become related once they are indexed; the status bar shows how far that is."
        return EmptyWords("related", "Nothing related is known yet", sentence)
    if question.searching and looking:
        return EmptyWords("search", "Looking by meaning…", "No paper holds all of these words.")
    if question.searching:
        sentence = "Other words, fewer of them, or another filter may find it."
        if not answer.by_meaning:
            sentence = "Fewer conditions or another filter may find it; plain words are looked for by meaning, too."
        return EmptyWords("search", "No paper fits", sentence)
    if answer.page is not None:
        return _of_feeds(answer, answer.page)
    if question.filter != Filter.ALL:
        sentence = f"Choose “{Filter.ALL.value}” to see all papers of this place."
        return EmptyWords("filter", f"Nothing under “{question.filter.value}” here", sentence)
    return _of_place(answer)


def _of_feeds(answer: Answer, page: FeedPage) -> EmptyWords:
    if answer.question.place.kind == Kind.WATCH:
        if answer.question.filter == Filter.UNREAD:
            return EmptyWords("check", "Nothing is unread here", "Press Shift+U to see all that is offered again.")
        return EmptyWords("eye", *places.EMPTY[Kind.WATCH])
    if not page.feeds:
        sentence = "Follow the papers of the day, and decide on each with one key: save, dismiss, or later."
        return EmptyWords("sun", "You follow no feed yet", sentence, ("follow-daily", "add-feed"))
    if page.day is None and any(feed.last_answer for feed in page.feeds):
        sentence = "What they bring shows here by itself. Days that are past can be fetched, too."
        return EmptyWords("sun", "Nothing came in the last days", sentence, ("fetch-days", "update-feeds"))
    if page.day is None:
        return EmptyWords("sun", *places.EMPTY[answer.question.place.kind], ("update-feeds",))
    if answer.question.filter == Filter.UNREAD:
        sentence = "Press Shift+U to see all papers again, or Left for an older day."
        return EmptyWords("check", "Nothing is unread here", sentence)
    return EmptyWords("check", "All is decided", "What comes next shows here by itself. Left leads to an older day.")


def _of_place(answer: Answer) -> EmptyWords:
    kind = answer.question.place.kind
    if answer.inbox:
        wait = "1 paper waits" if answer.inbox == 1 else f"{answer.inbox:,} papers wait"
        sentence = "Press 2 there on what you want to read: it comes here."
        return EmptyWords("inbox", f"{wait} in the Inbox", sentence, ("go-inbox", "add"))
    headline, sentence = places.EMPTY[kind]
    actions = ("add", "try-sample") if kind == Kind.LIBRARY else ()
    return EmptyWords(places.ICONS[kind], headline, sentence, actions)
