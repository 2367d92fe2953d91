"""What scrolls in the details pane: one paper, or the form in which it is edited."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from readinglist.gui.details_one import OnePaper
from readinglist.gui.edit_form import EditForm
from readinglist.gui.theme import Theme
from readinglist.library.records import Paper

MARGIN = 20
REST_MS = 30


class Area(QScrollArea):
    """Everything in it scrolls as one, and nothing is wider than it."""

    def __init__(self, theme: Theme, *pages: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inside = QWidget(self.viewport())
        self.inside.setProperty("pane", "details")
        layout = self._layout = QVBoxLayout(self.inside)
        layout.setContentsMargins(theme.px(MARGIN), theme.px(18), theme.px(MARGIN), theme.px(24))
        layout.setSpacing(0)
        for page in pages:
            layout.addWidget(page)
        layout.addStretch(1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self.inside)

    def put_first(self, page: QWidget) -> None:
        """Show it above all else; one made with `inside` for its parent is dressed only once."""
        self._layout.insertWidget(0, page)

    def go_up(self) -> None:
        """Show the beginning."""
        self.verticalScrollBar().setValue(0)


class PaperArea(Area):
    """One paper with its form, of which one is shown; a form that was left half-way is there again later."""

    save_asked = Signal(object)
    """What the form says should be written."""

    def __init__(self, theme: Theme, one: OnePaper) -> None:
        super().__init__(theme, one)
        self.one = one
        self._theme = theme
        self._form: EditForm | None = None
        self._drafts: dict[int, dict[str, str]] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._follow_cursor)
        one.note.field.cursor_moved.connect(self._follow_cursor)

    @property
    def form(self) -> EditForm:
        """The form, made when it is first wanted: most starts never want it."""
        if self._form is None:
            self._form = EditForm(self._theme, self.inside)
            self._form.hide()
            self._form.save_asked.connect(self.save_asked)
            self._form.cancelled.connect(self.leave_form)
            layout = self.inside.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.insertWidget(1, self._form)
        return self._form

    @property
    def editing(self) -> bool:
        """Whether the form is shown."""
        return self._form is not None and not self._form.isHidden()

    def edit(self, paper: Paper, field: str = "title") -> None:
        """Turn what the paper says into fields to change, with the cursor in that one."""
        self._show_form(paper)
        self.form.input(field).setFocus()

    def _show_form(self, paper: Paper) -> None:
        self.form.show()
        self.one.hide()
        self.go_up()
        self.form.start(paper, self._drafts.pop(paper.id, None))

    @Slot()
    def leave_form(self) -> None:
        """Show the paper again."""
        if self.editing:
            self.one.show()
            self.form.hide()

    def keep_draft(self, paper: Paper) -> None:
        """Remember what is in the form of `paper`, for when it is shown again."""
        if self.editing and self.form.changed:
            self._drafts[paper.id] = self.form.texts()

    def forget_draft(self, paper: int) -> None:
        """What was left of that paper is in the library now."""
        self._drafts.pop(paper, None)

    def start(self, paper: Paper) -> None:
        """Another paper: show its beginning, or the form of it that was left half-way."""
        if self._form is not None:
            self._form.hide()
        self.one.show()
        self.go_up()
        if paper.id in self._drafts:
            self._show_form(paper)  # without the focus: the user goes through the list

    def refuse(self, reason: str) -> None:
        """Say in the form, if it is shown, why it could not be saved."""
        if self.editing:
            self.form.refuse(reason)
            self.go_up()

    @Slot()
    def _follow_cursor(self) -> None:
        """Keep the line of the note that is written in view."""
        field = self.one.note.field
        place = field.viewport().mapTo(self.inside, field.cursorRect().center())
        self.ensureVisible(place.x(), place.y(), 0, 2 * field.fontMetrics().lineSpacing())
        # A field that grew is laid out only after this: look again when it is.
        if self.sender() is not self._rest:
            self._rest.start()
