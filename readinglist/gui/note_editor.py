"""The note of a paper: typing that saves itself, a view of how it reads, and care where two places write at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from readinglist.errors import ReadingListError
from readinglist.gui.details_flow import Flow
from readinglist.gui.details_links import open_in_browser
from readinglist.gui.details_text import ReadingText
from readinglist.gui.note_merge import both, merge
from readinglist.gui.note_preview import NotePreview
from readinglist.gui.note_saving import Base, Saved, plain, save
from readinglist.gui.note_text import NoteText
from readinglist.gui.theme import Theme
from readinglist.gui.work import UserThread
from readinglist.identifiers import is_paper_link
from readinglist.library import Library

PAUSE_MS = 800
"""Typing is saved when it rests that long, and on leaving."""


class NoteEditor(QWidget):
    """Shows and saves one note at a time. `show_note` may come as often as it likes: typing is never disturbed."""

    saved = Signal(int)
    """The paper whose note is in the library now."""
    place_asked = Signal(str)
    """A `readinglist:` link was clicked."""

    def __init__(self, theme: Theme, library: Library, user: UserThread, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._library, self._user = library, user
        self._paper: int | None = None
        self._base = ""
        self._theirs: str | None = None
        self._saving = 0
        self._sent = Base("")
        self._unsaved: dict[int, tuple[str, str]] = {}
        self.generation = 0
        """Grows with each save: what was read from the library before is out of date."""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._save)
        self.field = NoteText(theme)
        self.field.textChanged.connect(self._on_text_changed)
        self.preview = NotePreview(theme)
        self.preview.anchorClicked.connect(self._on_link_clicked)
        self.preview.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._make_bar(theme))
        layout.addWidget(self._make_conflict(theme))
        layout.addWidget(self.field)
        layout.addWidget(self.preview)

    def _make_bar(self, theme: Theme) -> QWidget:
        bar = QWidget()
        line = QHBoxLayout(bar)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(6))
        top = Qt.AlignmentFlag.AlignTop
        self._views = QButtonGroup(self)
        for number, (name, icon) in enumerate((("Write", "edit"), ("Preview", "eye"))):
            button = QPushButton(name)
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            button.setChecked(number == 0)
            theme.dress(button, icon, "text_second", size=14, on="accent")
            self._views.addButton(button, number)
            line.addWidget(button, alignment=top)
        self._views.idClicked.connect(self.show_view)
        self.state = QLabel()
        self.state.setProperty("kind", "third")
        self.state.setWordWrap(True)
        self.retry = QPushButton("Try again")
        self.retry.clicked.connect(self._save)
        self.retry.hide()
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.state, 1)
        line.addWidget(self.retry, alignment=top)
        return bar

    def _make_conflict(self, theme: Theme) -> QWidget:
        self.conflict = QFrame()
        self.conflict.setProperty("kind", "banner")
        box = QVBoxLayout(self.conflict)
        box.setContentsMargins(*(theme.px(12),) * 4)
        box.setSpacing(theme.px(8))
        said = ReadingText(theme)
        said.set_text(
            "This note was changed elsewhere at the same place while you were typing. Nothing is lost yet: choose "
            "what to keep. This is the other text:"
        )
        self._other = ReadingText(theme, role="text_second", line_height=1.5)
        self._other.setAccessibleName("The other text")
        buttons: list[QWidget] = []
        for name, slot in (
            ("Keep both", self._on_keep_both),
            ("Keep mine", self._on_keep_mine),
            ("Take the other", self._on_take_other),
        ):
            button = QPushButton(name)
            button.clicked.connect(slot)
            buttons.append(button)
        flow = Flow(gap=theme.px(8))
        flow.set_items(buttons)
        box.addWidget(said)
        box.addWidget(self._other)
        box.addWidget(flow)
        self.conflict.hide()
        return self.conflict

    # -- what others call

    def show_note(self, paper: int, text: str, generation: int | None = None) -> bool:
        """Show the note of `paper` as it is in the library.

        `generation` is the editor's from before the note was read: what is older than the last save is left aside, and
        False says that it should be read again.
        """
        text = plain(text)
        if paper != self._paper:
            self.leave()
            self._paper = paper
            base, mine = self._unsaved.pop(paper, (text, text))
            self._open(base, mine)
            if mine != base:
                self._pause.start()
            return True
        if generation is not None and generation != self.generation:
            return False
        self._take_news(text)
        return True

    def leave(self) -> None:
        """Save what is typed and show no note; with an open conflict both texts are kept."""
        self._pause.stop()
        paper, mine = self._paper, self.field.text()
        if paper is not None and mine != self._base:
            # A save under way may change what this one starts from: then it takes up where that one ends.
            self._put(paper, mine, self._sent if self._saving else Base(self._base), keep_both=True)
            self._unsaved[paper] = (self._base, mine)  # until it is known to be in the library
        self._paper = None
        self._open("", "")

    def flush(self) -> None:
        """Ask for what is typed to be saved now; it is when the UserThread is done."""
        self._pause.stop()
        if self._paper is not None and self.field.text() != self._base and self._theirs is None:
            self._save()

    @Slot(int)
    def show_view(self, number: int) -> None:
        """0: write, 1: preview."""
        self._views.button(number).setChecked(True)
        if number == 1:
            self.preview.set_markdown(self.field.text())
        self.field.setVisible(number == 0)
        self.preview.setVisible(number == 1)
        if number == 0 and self._views.button(0).hasFocus():
            self.field.setFocus()

    # -- inside

    def _open(self, base: str, text: str) -> None:
        self._base, self._theirs = base, None
        self.conflict.hide()
        self.retry.hide()
        self.field.blockSignals(True)
        self.field.start(text)
        self.field.blockSignals(False)
        self._say("Not saved yet" if text != base else "Saved" if text else "")
        if self.preview.isVisible():
            self.preview.set_markdown(text)
        if not text:
            self.show_view(0)

    def _take_news(self, text: str) -> None:
        if text == self._base or self._theirs is not None or self._saving:
            return
        mine = self.field.text()
        merged = merge(self._base, mine, text)
        if merged is None:
            self._show_conflict(text)
            return
        self._base = text
        self._follow(merged)

    def _follow(self, text: str) -> None:
        """Show what became of the text without moving the cursor; what is not in the library yet will be saved."""
        self.field.blockSignals(True)
        self.field.follow(text)
        self.field.blockSignals(False)
        if self.preview.isVisible():
            self.preview.set_markdown(text)
        if text != self._base:
            self._pause.start()
        else:
            self._say("Saved")

    def _put(self, paper: int, mine: str, base: Base, *, keep_both: bool = False) -> None:
        self._saving += 1
        self.generation += 1
        self._sent = base
        self._user.do(
            "Edit the note",
            partial(save, self._library, paper, base, mine, keep_both=keep_both),
            on_done=self._on_saved,
            on_failed=partial(self._on_save_failed, paper),
            undoable=False,
        )

    @Slot()
    def _save(self) -> None:
        mine = self.field.text()
        if self._paper is None or self._theirs is not None or mine == self._base:
            return
        if self._saving:  # one at a time: the answer may change what this one starts from
            self._pause.start()
            return
        self._say("Saving…")
        self._put(self._paper, mine, Base(self._base))

    def _on_saved(self, saved: Saved) -> None:
        self._saving -= 1
        self.generation += 1
        if saved.paper != self._paper:
            self._unsaved.pop(saved.paper, None)
            self.saved.emit(saved.paper)
            return
        self.retry.hide()
        if saved.conflict:
            self._show_conflict(saved.text)
            return
        # Typing went on meanwhile: carry it over to what the note has become.
        now = self.field.text()
        merged = merge(saved.sent, now, saved.text)
        self._base = saved.text
        self._follow(both(now, saved.text) if merged is None else merged)
        self.saved.emit(saved.paper)

    def _on_save_failed(self, paper: int, error: Exception) -> None:
        self._saving -= 1
        self.generation += 1
        if paper == self._paper:  # that of another paper waits in `_unsaved`, and the window has told it
            why = str(error) if isinstance(error, ReadingListError) else "Something went wrong inside the program."
            self._say(f"Not saved. {why}", "problem")
            self.retry.show()

    def _show_conflict(self, theirs: str) -> None:
        self._theirs = theirs
        self._pause.stop()
        self._other.set_text(theirs if len(theirs) <= 3000 else theirs[:3000].rstrip() + " …")
        self.conflict.show()
        self._say("Changed in two places", "problem")

    def _settle(self, text: str) -> None:
        assert self._theirs is not None
        self._base, self._theirs = self._theirs, None
        self.conflict.hide()
        self._follow(text)
        self.field.setFocus()

    @Slot()
    def _on_keep_both(self) -> None:
        self._settle(both(self.field.text(), self._theirs or ""))

    @Slot()
    def _on_keep_mine(self) -> None:
        self._settle(self.field.text())

    @Slot()
    def _on_take_other(self) -> None:
        self._settle(self._theirs or "")  # Ctrl+Z in the field brings mine back

    def _say(self, words: str, kind: str = "third") -> None:
        self.state.setText(words)
        if self.state.property("kind") != kind:
            self.state.setProperty("kind", kind)
            self.state.style().unpolish(self.state)
            self.state.style().polish(self.state)

    @Slot()
    def _on_text_changed(self) -> None:
        if self._paper is None:
            return
        if self._theirs is None:
            self._say("Saved" if self.field.text() == self._base else "Editing…")
            self._pause.start()

    @Slot(QUrl)
    def _on_link_clicked(self, url: QUrl) -> None:
        address = url.toString(QUrl.ComponentFormattingOption.FullyEncoded)
        if is_paper_link(address):
            self.place_asked.emit(address)
        else:
            open_in_browser(url.toString())
