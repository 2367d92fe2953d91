"""What the user does in the details pane: through actions of the window, or on the thread of the user's changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction

from readinglist.errors import ReadingListError
from readinglist.gui.details_links import open_in_browser
from readinglist.gui.work import UserThread
from readinglist.library import Library
from readinglist.library.records import Document, Paper, Revision, Status

_BUG = "Something went wrong inside the program; nothing was changed. The log has the details."


class Doing(QObject):
    """Acts on `papers`. Before a change begins `foreseen` says what will be, so that it shows at once."""

    foreseen = Signal(object)
    """Fields of Paper that the change will set."""
    edited = Signal(object)
    """The id of a paper of which the form was written."""
    edit_refused = Signal(object, str)
    """The id, and why the library would not take what was edited."""
    troubled = Signal(str)

    def __init__(self, library: Library, user: UserThread, parent: QObject) -> None:
        super().__init__(parent)
        self._library, self._user = library, user
        self._actions: Mapping[str, QAction] = {}
        self.papers: tuple[int, ...] = ()
        self.paper: Paper | None = None
        """The one that is shown, where it is one."""

    def set_actions(self, actions: Mapping[str, QAction]) -> None:
        """The window's actions by name; they act on what is chosen in the list, which is what is shown here."""
        self._actions = actions

    def run(self, name: str, *, on: bool | None = None) -> None:
        """Trigger the window's action of that name; a checkable one so that it ends as `on`."""
        action = self._actions.get(name)
        if action is not None:
            if on is not None and action.isCheckable():
                action.setChecked(not on)
            action.trigger()

    @Slot(bool)
    def star(self, on: bool) -> None:
        """Star all, or take the star off."""
        self.foreseen.emit({"starred": on})
        self.run("star", on=on)

    @Slot(object)
    def set_status(self, status: Status) -> None:
        """Say where all of them stand."""
        self.foreseen.emit({"status": status, "unread": False})
        self.run(f"status-{status.value}")

    @Slot()
    def read(self) -> None:
        """Open the PDF."""
        self.run("read-pdf")

    @Slot()
    def attach(self) -> None:
        """Choose a file for the paper."""
        self.run("attach")

    @Slot()
    def cite(self) -> None:
        """Copy as BibTeX."""
        self.run("copy-bibtex")

    @Slot()
    def restore(self) -> None:
        """Take out of the Trash."""
        self.foreseen.emit({"trashed": False})
        self.run("restore")

    @Slot(str)
    def add_tag(self, name: str) -> None:
        """Give all of them a tag."""
        if self.paper is not None and name.lower() not in {tag.lower() for tag in self.paper.tags}:
            self.foreseen.emit({"tags": tuple(sorted((*self.paper.tags, name), key=str.lower))})
        label = f"Tagged {_many(self.papers)} with {name}"
        self._user.do(label, partial(self._library.tags.add, self.papers, [name]))

    @Slot(str)
    def remove_tag(self, name: str) -> None:
        """Take a tag off all of them."""
        if self.paper is not None:
            self.foreseen.emit({"tags": tuple(tag for tag in self.paper.tags if tag != name)})
        label = f"Took the tag {name} off {_many(self.papers)}"
        self._user.do(label, partial(self._library.tags.remove, self.papers, [name]))

    def edit(self, values: dict[str, Any]) -> None:
        """Write what the form says."""
        if self.paper is not None:
            paper = self.paper.id
            self._user.do(
                f"Edited “{self.paper.title or self.paper.citation_key}”",
                partial(self._library.papers.edit, paper, **values),
                on_done=partial(self._on_edited, paper),
                on_failed=partial(self._on_edit_failed, paper),
            )

    def _on_edited(self, paper: int, _result: object) -> None:
        self.edited.emit(paper)

    def _on_edit_failed(self, paper: int, error: Exception) -> None:
        self.edit_refused.emit(paper, str(error) if isinstance(error, ReadingListError) else _BUG)

    @Slot(object)
    def remove_file(self, document: Document) -> None:
        """Take a file off its paper."""
        label = f"Removed the file {document.original_name}"
        self._user.do(label, partial(self._library.documents.remove, document.id))

    @Slot(object)
    def read_again(self, document: Document) -> None:
        """Give reading a file another go."""
        self._user.do("Read the file again", partial(_read_again, self._library, document), undoable=False)

    @Slot(object)
    def restore_note(self, revision: Revision) -> None:
        """Make a former text the note again."""
        if self.paper is not None:
            restore = partial(self._library.notes.set, self.paper.id, revision.text)
            self._user.do("Restored a former text of the note", restore)

    @Slot(str)
    def open_link(self, url: str) -> None:
        """Open a web page in the browser."""
        if not open_in_browser(url):
            self.troubled.emit(f"No browser could be opened for {url}.")


def _read_again(library: Library, document: Document) -> None:
    with library.write() as tx:
        library.documents.set_result(tx, document.id, "waiting")
        library.jobs.enqueue(tx, "extract", document.paper, document.id)


def _many(ids: Sequence[int]) -> str:
    return "1 paper" if len(ids) == 1 else f"{len(ids):,} papers"
