"""Keeping a search as a smart list, and changing the query of one in the search field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from readinglist.errors import QueryError
from readinglist.gui.answers import Question, fault_of, has_words, whole_text
from readinglist.gui.list_pane import ListPane
from readinglist.gui.listing import Listing
from readinglist.gui.places import LIBRARY, Kind, Place
from readinglist.gui.toast import Toast
from readinglist.gui.work import UserThread
from readinglist.library.records import Sort

if TYPE_CHECKING:
    from readinglist.program import Program

WORDS_ONLY = "Lists hold the papers with all these words; what is only near in meaning is not in them."
NO_QUERY = "A smart list needs a query. Type one, or press Esc to leave the list as it was."


@dataclass(frozen=True, slots=True)
class _Checked:
    """A query that is to be kept, and what is wrong with what was typed."""

    query: str
    fault: QueryError | None
    note: str = ""


class ListEditing(QObject):
    """While a list is edited its query stands in the search field, beside it a button that saves it; Esc leaves it.

    What is shown meanwhile is what the list will hold: by words, in the order of a list.
    """

    list_wanted = Signal(str, str)
    """(query, what to say about it): a search that is to become a smart list."""
    left = Signal(object)
    """The Place to go to: the list that is no longer edited."""
    begun = Signal(object)
    """The Place whose papers the list is made from."""

    def __init__(
        self,
        program: Program,
        listing: Listing,
        list_pane: ListPane,
        user: UserThread,
        toast: Toast,
        save: QAction,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._program, self._listing, self._list_pane = program, listing, list_pane
        self._user, self._toast, self._save = user, toast, save
        self._field = list_pane.field
        self._typed = ""
        self._field.asked.connect(self._on_typed)
        self._field.given_up.connect(self._on_given_up)
        self._field.save_wanted.connect(self.save)
        list_pane.shown.connect(self._on_shown)
        self._show("")

    # -- a new list

    def keep(self, question: Question) -> None:
        """Keep a search as a smart list, if it can be read."""
        program = self._program
        self._listing.reads.ask(lambda: _new_list(program, question), self._on_new, key="keep")

    @Slot(object)
    def _on_new(self, checked: _Checked) -> None:
        if checked.fault is None:
            self.list_wanted.emit(checked.query, checked.note)
        else:
            self._show_fault(checked.fault)

    # -- another query for a list

    @Slot(str, str)
    def begin(self, name: str, query: str) -> None:
        """Put the query of a list into the field."""
        self._typed = query
        self._show(name)
        self.begun.emit(LIBRARY)
        self._list_pane.ask(Question(LIBRARY, sort=Sort.ADDED, text=query))
        self._field.line.setFocus()
        self._field.line.end(False)

    @Slot()
    def save(self) -> None:
        """Give the list what is typed now."""
        if not self._field.saves_to:
            return
        text = self._field.text
        if text.strip():
            self._listing.reads.ask(lambda: _checked(text), self._on_checked, key="check")
        else:
            self._toast.show_trouble(NO_QUERY)

    @Slot(object)
    def _on_checked(self, checked: _Checked) -> None:
        name = self._field.saves_to
        if checked.fault is not None:
            self._show_fault(checked.fault)
        elif name:
            lists = self._program.library.lists
            label = f"Saved the query of {name}"
            self._user.do(label, lambda: lists.save(name, checked.query), on_done=self._on_saved)

    @Slot(object)
    def _on_saved(self, _: object) -> None:
        self._leave()

    @Slot()
    def _on_given_up(self) -> None:
        self._leave()

    def _leave(self) -> None:
        name = self._field.saves_to
        self._show("")
        if name:
            self.left.emit(Place(Kind.LIST, name))
            self._list_pane.view.setFocus()

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self._typed = text

    @Slot(object)
    def _on_shown(self, _: object) -> None:
        question = self._listing.question
        # A link, another place: what stands in the field now is not meant for the list.
        if question.place != LIBRARY or question.related or question.text != self._typed:
            self._show("")

    def _show(self, name: str) -> None:
        self._field.offer_save(name)
        self._save.setEnabled(bool(name))
        self._save.setText(f"Save to {name}" if name else "Save to Smart List")
        self._save.setToolTip("" if name else "Choose “Edit Query” in the menu of a smart list first.")

    def _show_fault(self, fault: QueryError) -> None:
        self._field.show_problem(str(fault), fault.position, fault.length)


def _checked(text: str) -> _Checked:
    return _Checked(text, fault_of(text, finished=True))


def _new_list(program: Program, question: Question) -> _Checked:
    """Reads the library; any thread."""
    fault = fault_of(question.text, finished=True)
    if fault is not None:
        return _Checked("", fault)
    from readinglist.search import parse

    return _Checked(whole_text(program, question), None, WORDS_ONLY if has_words(parse(question.text)) else "")
