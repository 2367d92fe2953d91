"""Undo and redo, and the toast that offers them after each change."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Slot

from readinglist.gui.actions import Actions
from readinglist.gui.list_pane import ListPane
from readinglist.gui.news import Steps
from readinglist.gui.toast import Toast
from readinglist.gui.work import Done, Failed, UserThread
from readinglist.library import Library


class Undoing(QObject):
    """Steps back and forth in the library's history, which the window shares with the command line."""

    def __init__(
        self, library: Library, user: UserThread, actions: Actions, toast: Toast, list_pane: ListPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._history, self._user, self._actions, self._toast = library.history, user, actions, toast
        self._list_pane = list_pane
        self._before: Sequence[int] = ()
        """What the list held when undo was asked for."""
        actions["undo"].triggered.connect(self._on_undo)
        actions["redo"].triggered.connect(self._on_redo)
        user.done.connect(self._on_done)
        user.failed.connect(self._on_failed)

    @Slot(object)
    def show_steps(self, steps: Steps) -> None:
        """Name the steps in the menu."""
        for name, label in (("undo", steps.undo), ("redo", steps.redo)):
            action = self._actions[name]
            action.setEnabled(label is not None)
            action.setText(f"{name.capitalize()} {label}" if label else name.capitalize())

    @Slot()
    def _on_undo(self) -> None:
        self._before = self._list_pane.model.ids
        self._user.do("Undo", self._history.undo, on_done=self._on_undone, undoable=False)

    def take_back(self, look: Callable[[], None], then: Callable[[], None]) -> None:
        """Undo, where `look`, on the user's thread, raises no ReadingListError; `then` follows what was undone."""
        self._before = self._list_pane.model.ids

        def undo() -> str | None:
            look()
            return self._history.undo()

        def tell(label: str | None) -> None:
            self._on_undone(label)
            then()

        self._user.do("Undo", undo, on_done=tell, undoable=False)

    @Slot()
    def _on_redo(self) -> None:
        self._user.do("Redo", self._history.redo, on_done=self._on_redone, undoable=False)

    @Slot(object)
    def _on_undone(self, label: str | None) -> None:
        if label is None:
            self._toast.show_done("There is nothing to undo")
        else:
            self._toast.show_done(f"Undone: {label}", self._actions["redo"], "Redo")
            self._list_pane.choose_what_comes_back(self._before)

    @Slot(object)
    def _on_redone(self, label: str | None) -> None:
        if label is None:
            self._toast.show_done("There is nothing to redo")
        else:
            self._toast.show_done(f"Done again: {label}", self._actions["undo"])

    @Slot(object)
    def _on_done(self, done: Done) -> None:
        if done.undoable and done.label:
            # The history is read anew a moment later; the button must not wait for it.
            self._actions["undo"].setEnabled(True)
            self._toast.show_done(done.label, self._actions["undo"])

    @Slot(object)
    def _on_failed(self, failed: Failed) -> None:
        self._toast.show_trouble(failed.message)
