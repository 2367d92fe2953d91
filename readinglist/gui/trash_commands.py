"""What deletes papers for good. It is asked first, in a toast: no undo brings them back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from readinglist.gui.list_pane import ListPane
from readinglist.gui.toast import Toast
from readinglist.gui.words import many
from readinglist.gui.work import UserThread

if TYPE_CHECKING:
    from readinglist.program import Program


class TrashCommands(QObject):
    """Asks, and deletes what is in the Trash only after a yes; all methods in the GUI thread."""

    def __init__(
        self, program: Program, user: UserThread, toast: Toast, list_pane: ListPane, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._program, self._user, self._toast, self._list_pane = program, user, toast, list_pane

    def empty(self, count: int) -> None:
        """Delete all `count` papers of the Trash, if the user says so."""
        if count:
            self._ask(count, self._empty)
        else:
            self._toast.show_done("The Trash is empty")

    def delete(self, papers: Sequence[int]) -> None:
        """Delete these papers of the Trash, if the user says so."""
        chosen = tuple(papers)
        self._ask(len(chosen), lambda: self._delete(chosen))

    def _ask(self, count: int, function: Callable[[], object]) -> None:
        text = f"Delete {many(range(count))} for good? This cannot be undone."
        self._toast.show_question(text, "Delete for good", function)

    def _empty(self) -> None:
        program = self._program
        self._user.do("Empty the Trash", lambda: program.store.empty_trash(), on_done=self._on_deleted, undoable=False)

    def _delete(self, papers: Sequence[int]) -> None:
        # The next one is chosen then, so that one can go on.
        self._list_pane.choose_line_after_refresh(self._list_pane.view.first_selected_line())
        program = self._program
        self._user.do(
            "Delete papers for good",
            lambda: program.store.delete_from_trash(papers),
            on_done=self._on_deleted,
            undoable=False,
        )

    @Slot(object)
    def _on_deleted(self, count: int) -> None:
        self._toast.show_done(f"Deleted {many(range(count))} for good")
