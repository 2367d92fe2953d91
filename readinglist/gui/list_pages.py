"""What stands in the list's place: the list, what an empty place says, or a page that a place has of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from readinglist.gui.answers import Question
from readinglist.gui.empty_page import EmptyPage
from readinglist.gui.empty_words import EmptyWords
from readinglist.gui.paper_view import PaperView
from readinglist.gui.places import Kind
from readinglist.gui.theme import Theme


class ListPages(QStackedWidget):
    """Shows one of them; a page of its own is built when its place is first gone to."""

    def __init__(self, theme: Theme, view: PaperView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.empty = EmptyPage(theme)
        self.empty_actions: dict[str, QAction] = {}
        """The actions that empty places offer, by name; the window fills it in."""
        self.builders: dict[Kind, Callable[[], QWidget]] = {}
        """What builds the pages of places of KINDS; the window fills it in."""
        self._own: dict[Kind, QWidget] = {}
        self.addWidget(view)
        self.addWidget(self.empty)

    def own(self, kind: Kind) -> QWidget | None:
        """The page that a place has of its own, None until it was gone to."""
        return self._own.get(kind)

    @property
    def lists(self) -> bool:
        """Whether the list is shown."""
        return self.currentWidget() is self._view

    def show_list(self) -> None:
        """Show the papers."""
        self.setCurrentWidget(self._view)

    def show_own(self, kind: Kind) -> bool:
        """Show the page that a place has of its own; returns whether it has one."""
        page = self._own.get(kind)
        if page is None:
            if kind not in self.builders:
                return False
            page = self._own[kind] = self.builders[kind]()
            self.addWidget(page)
        focused = self._view.hasFocus()
        self.setCurrentWidget(page)
        if focused and page.focusProxy() is not None:
            page.setFocus()
        return True

    def say(self, words: EmptyWords) -> None:
        """Show what an empty place says, with the actions that help."""
        offered = [self.empty_actions[name] for name in words.actions]
        self.empty.show_text(words.icon, words.headline, words.sentence, offered)
        self.setCurrentWidget(self.empty)


KINDS = (Kind.HIGHLIGHTS, Kind.DIGEST)


def gathers(question: Question) -> bool:
    """Whether a page of its own stands in the list's place; a search there is about papers again."""
    return question.place.kind in KINDS and not question.searching and not question.related
