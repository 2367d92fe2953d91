"""What became of papers that the user asked about, as a toast with the next thing to do."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction

from readinglist.gui.arrival_commands import ArrivalCommands
from readinglist.gui.list_pane import ListPane
from readinglist.gui.toast import Toast
from readinglist.gui.words import many
from readinglist.library.records import Choice


class ArrivalNews(QObject):
    """Says what the commands of arrival tell."""

    def __init__(self, arrivals: ArrivalCommands, toast: Toast, list_pane: ListPane, parent: QObject) -> None:
        super().__init__(parent)
        self._arrivals, self._toast, self._list_pane = arrivals, toast, list_pane
        self._papers: tuple[int, ...] = ()
        self._show = QAction("Show", self)
        self._show.triggered.connect(self._on_show)
        self._again = QAction("Look Up Again", self)
        self._again.triggered.connect(self._on_again)
        arrivals.said.connect(toast.show_done)
        arrivals.troubled.connect(toast.show_trouble)
        arrivals.offered.connect(self._on_offered)
        arrivals.refused.connect(self._on_refused)

    @Slot(object)
    def _on_offered(self, papers: tuple[int, ...]) -> None:
        # The user may be somewhere else meanwhile.
        self._papers = papers
        of = "it" if len(papers) == 1 else many(papers)
        self._toast.show_done(f"Something else is said of {of} now", self._show, self._show.text())

    @Slot(object)
    def _on_refused(self, choice: Choice) -> None:
        self._papers = (choice.paper,)
        self._toast.show_done("None of these, then", self._again, self._again.text())

    @Slot()
    def _on_show(self) -> None:
        self._list_pane.show_papers(self._papers, focus=True)

    @Slot()
    def _on_again(self) -> None:
        self._arrivals.look_up(self._papers)
