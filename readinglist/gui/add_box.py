"""The add box: one place that takes anything and says beforehand what it understood."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QWidget,
)

from readinglist.errors import ReadingListError
from readinglist.gui.add_box_answer import AnswerView
from readinglist.gui.add_box_field import AnythingField, local_files
from readinglist.gui.add_box_reading import Understood, understand
from readinglist.gui.add_box_taking import Given, Outcome, take_in
from readinglist.gui.add_box_wishes import Wishes
from readinglist.gui.details_sheet import Sheet
from readinglist.gui.details_words import number, things
from readinglist.gui.guard import guarded
from readinglist.gui.taking_in import summary_of
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads, UserThread
from readinglist.library.records import Failure

if TYPE_CHECKING:
    from readinglist.program import Program

REST_MS = 150
"""After the last key before it is looked at what the text is."""


class AddBox(Sheet):
    """Open it with `open(text)`. While it adds, the window goes on, and closing the box does not stop it."""

    taken_in = Signal(object)
    """A TakenIn, when papers have come in."""
    link_given = Signal(str)
    """A `readinglist:` link that is to be followed."""
    understood = Signal(object)
    """An Understood, each time what was given has been looked at."""
    _progressed = Signal(int, int)

    def __init__(
        self,
        *,
        program: Program,
        theme: Theme,
        reads: Reads,
        parent: QWidget,
    ) -> None:
        super().__init__(theme, "Add papers", parent, width=640, height=520, low=False)
        self._program, self._reads = program, reads
        self._worker: UserThread | None = None
        self._stopping = threading.Event()
        self._running = False
        self._paths: list[Path] = []
        self._failed: tuple[Failure, ...] = ()
        """What could not be used of the files that are still in the box."""
        self._seen = Understood("")
        self._looking = False
        """Whether what stands here has not been understood yet."""
        self._add_wanted = False
        """The user said Add before that; it is done as soon as it is understood."""
        self.setAcceptDrops(True)
        self.field = AnythingField()
        self.field.textChanged.connect(self._on_given)
        self.field.files_given.connect(self.add_files)
        self.field.entered.connect(self._on_add)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._look)
        self.body.addWidget(self.field, 3)
        self.body.addLayout(self._make_files(theme))
        self.answer = AnswerView(theme)
        self.body.addWidget(self.answer, 2)
        self.wishes = Wishes(theme, program.library, reads)
        self.body.addWidget(self.wishes)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Adding papers")
        self.progress.hide()
        self.body.addWidget(self.progress)
        self.body.addLayout(self._make_buttons(theme))
        self.closed.connect(self._drop_wish)
        self._progressed.connect(self._on_progressed, Qt.ConnectionType.QueuedConnection)
        self._start("")

    def _make_files(self, theme: Theme) -> QHBoxLayout:
        self.files = QLabel()
        self.files.setProperty("kind", "second")
        self.files.setWordWrap(True)
        self.no_files = QPushButton("Leave them out")
        self.no_files.setProperty("kind", "quiet")
        self.no_files.clicked.connect(self._on_no_files)
        files = QPushButton("Choose files…")
        files.clicked.connect(self._on_choose_files)
        theme.dress(files, "file", "text", size=15)
        folder = QPushButton("Choose a folder…")
        folder.clicked.connect(self._on_choose_folder)
        theme.dress(folder, "folder", "text", size=15)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(files)
        row.addWidget(folder)
        row.addWidget(self.files, 1)
        row.addStretch()
        row.addWidget(self.no_files)
        return row

    def _make_buttons(self, theme: Theme) -> QHBoxLayout:
        self.said = QLabel()
        self.said.setWordWrap(True)
        self.said.setProperty("kind", "second")
        self.stop_button = QPushButton("Stop")
        self.stop_button.clicked.connect(self._on_stop)
        self.stop_button.hide()
        self.add = QPushButton("Add")
        self.add.setProperty("kind", "primary")
        self.add.setToolTip("Ctrl+Enter")
        self.add.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.setSpacing(theme.px(8))
        row.addWidget(self.said, 1)
        row.addWidget(self.stop_button)
        row.addWidget(self.add)
        return row

    # -- what the window calls

    def open(self, text: str = "") -> None:
        """Show it, with this text in it; what is being added meanwhile goes on and is shown."""
        if not self._running and (text or not self._given()):
            self._start(text)
        self._open()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    @property
    def resting(self) -> bool:
        """Whether it waits for the next key before it looks what the text is."""
        return self._rest.isActive()

    @Slot(object)
    def add_files(self, paths: Sequence[Path]) -> None:
        """Put files and folders to what is to be added."""
        self._paths.extend(path for path in paths if path not in self._paths)
        self._on_given()

    def stop(self) -> None:
        """The window closes: give up what is being added (what is complete stays) and wait for it."""
        self._stopping.set()
        if self._worker is not None:
            self._worker.close()
            self._worker = None

    # -- understanding

    def _given(self) -> bool:
        return bool(self._paths or self.field.toPlainText().strip())

    def _start(self, text: str) -> None:
        self._paths, self._failed = [], ()
        self.wishes.clear()
        self.field.start(text)
        self.said.setText("")
        self._on_given()

    @Slot()
    def _on_given(self) -> None:
        self._show_files()
        self._drop_wish()  # it was said of something else
        if self._given():
            self._looking = True
            self._rest.start()
        else:
            self._rest.stop()
            self._reads.forget(self._on_understood, "understand")
            self._on_understood(Understood(""))

    @Slot()
    def _drop_wish(self) -> None:
        if self._add_wanted:
            self._add_wanted = False
            self.said.setText("")

    def _show_files(self) -> None:
        self.files.setVisible(bool(self._paths))
        self.no_files.setVisible(bool(self._paths))
        names = [path.name or str(path) for path in self._paths]
        more = f" and {number(len(names) - 3)} more" if len(names) > 3 else ""
        self.files.setText(", ".join(names[:3]) + more)

    @Slot()
    def _look(self) -> None:
        question = partial(understand, self.field.toPlainText(), self.field.html(), tuple(self._paths))
        self._reads.ask(question, self._on_understood, key="understand", on_failed=self._on_not_understood)

    def _on_not_understood(self, error: Exception) -> None:
        self._on_understood(Understood(str(error) if isinstance(error, ReadingListError) else "Not recognised"))

    def _on_understood(self, seen: Understood) -> None:
        self._seen, self._looking = seen, False
        wanted, self._add_wanted = self._add_wanted, False
        self.answer.show_understood(replace(seen, failures=(*seen.failures, *self._failed)))
        self._show_button()
        self.understood.emit(seen)
        if wanted:
            self.said.setText("")
            self._on_add()

    def _show_button(self) -> None:
        seen = self._seen
        if seen.link:
            self.add.setText("Go there")
        elif seen.title:
            self.add.setText("Add as a title")
        else:
            self.add.setText(f"Add {things(seen.count, 'paper')}" if seen.count else "Add")
        self.add.setEnabled(not self._running and bool(seen.promising or seen.title or seen.link))

    # -- adding

    @Slot()
    def _on_add(self) -> None:
        if self._running:
            return
        if self._looking:  # Ctrl+Enter right after the last key: look first, then add
            self._add_wanted = True
            self.said.setText("Adding it as soon as it is understood…")
            if self._rest.isActive():
                self._rest.stop()
                self._look()
        elif self._seen.link:
            link = self._seen.link
            self._start("")
            self.close()
            self.link_given.emit(link)
        elif self.add.isEnabled():
            self._begin(self._task())

    def _task(self) -> Callable[[], Outcome]:
        seen, program = self._seen, self._program
        given = Given(self.field.toPlainText(), self.field.html(), tuple(self._paths), seen.text, seen.title)
        status, tags = self.wishes.status, self.wishes.tags
        progress, cancelled = self._progressed.emit, self._stopping.is_set
        return lambda: take_in(program.intake, given, tags=tags, status=status, progress=progress, cancelled=cancelled)

    def _begin(self, task: Callable[[], Outcome]) -> None:
        # A thread of its own: the user's other changes must not wait until a folder is through.
        if self._worker is None:
            self._worker = UserThread()
        self._stopping.clear()
        self._set_running(True)
        self.said.setText("Adding…")
        self._worker.do("Add papers", task, on_done=self._on_taken, on_failed=self._on_failed)

    def _set_running(self, running: bool) -> None:
        self._running = running
        self.progress.setRange(0, 0)
        self.progress.setVisible(running)
        self.stop_button.setVisible(running)
        self.add.setVisible(not running)
        for widget in (self.field, self.wishes, self.no_files):
            widget.setEnabled(not running)
        self._show_button()

    @Slot(int, int)
    def _on_progressed(self, done: int, of: int) -> None:
        if self._running:
            self.progress.setRange(0, of)
            self.progress.setValue(done)
            self.said.setText(f"{number(done)} of {things(of, 'file')}")

    @Slot()
    def _on_stop(self) -> None:
        self._stopping.set()
        self.said.setText("Stopping after this file…")

    def _on_taken(self, outcome: Outcome) -> None:
        self._set_running(False)
        taken = outcome.taken
        changed = bool(taken.added or taken.merged)
        self._keep_what_is_left(outcome)
        if changed:
            # While it is open the failures stand here; they need not be said twice.
            self.taken_in.emit(replace(taken, failures=()) if self.isVisible() else taken)
        if taken.failures or self._given() or not changed:
            # What went wrong is listed here, one by one; otherwise there is nothing left to say in this box.
            self.said.setText(summary_of(replace(taken, failures=())))
            self.answer.show_failures(taken.failures)
            self._take_focus_back()
        else:
            self.close()

    def _keep_what_is_left(self, outcome: Outcome) -> None:
        """Only what failed stays in the box, to be mended or tried again."""
        if not (outcome.text or outcome.paths):
            self._start("")
            return
        if outcome.text != self.field.toPlainText():
            self.field.start(outcome.text)
        self._paths = list(outcome.paths)
        names = {str(path) for path in outcome.paths}
        self._failed = tuple(failure for failure in outcome.taken.failures if failure.source in names)
        self._on_given()

    def _take_focus_back(self) -> None:
        # The field lost it while nothing could be typed.
        if self.isVisible() and self.isAncestorOf(self.window().focusWidget()):
            self.field.setFocus()

    def _on_failed(self, error: Exception) -> None:
        self._set_running(False)
        self._take_focus_back()
        self.said.setText("Nothing was added.")
        if isinstance(error, ReadingListError):
            self.answer.show_problem(str(error))
        else:
            self.answer.show_problem("Something went wrong inside the program. The log has the details.")

    # -- files

    @Slot()
    def _on_no_files(self) -> None:
        self._paths, self._failed = [], ()
        self._on_given()

    @Slot()
    def _on_choose_files(self) -> None:
        kinds = "Papers and bibliographies (*.pdf *.bib *.ris *.json *.txt *.html *.htm);;All files (*)"
        names, _ = QFileDialog.getOpenFileNames(self, "Choose files", "", kinds)
        self.add_files([Path(name) for name in names])

    @Slot()
    def _on_choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "Choose a folder of PDFs")
        if name:
            self.add_files([Path(name)])

    @guarded(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    @guarded(None)
    def dropEvent(self, event: QDropEvent) -> None:
        files = local_files(event.mimeData())
        if files:
            self.add_files(files)
        else:
            self.field.insertFromMimeData(event.mimeData())
        event.acceptProposedAction()
