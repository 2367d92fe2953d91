"""One line of the panel of running work: what a job is for, how it stands, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QProgressBar, QToolButton, QVBoxLayout, QWidget

from readinglist.gui.details_sheet import OneLine
from readinglist.gui.guard import guarded
from readinglist.gui.own_keys import keeps
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.gui.work_failures import reason_words
from readinglist.gui.work_panel_reading import ICONS, Work, is_cancelled, may
from readinglist.gui.work_words import resting_words, running_words
from readinglist.library.records import Job


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done with a job: its icon, its words, and the key for it."""

    icon: str
    words: str
    key: str = ""


DEEDS = {
    "pause": Deed("pause", "Pause", "Space"),
    "resume": Deed("play", "Go on", "Space"),
    "retry": Deed("retry", "Try again", "Space"),
    "first": Deed("chevron-up", "Move to top", "Alt+Up"),
    "last": Deed("chevron-down", "Move to end", "Alt+Down"),
    "cancel": Deed("close", "Cancel", "Del"),
    "choose": Deed("check", "Choose…", "Return"),
    "page": Deed("external", "Open its page"),
    "attach": Deed("file", "Attach PDF…"),
    "contact": Deed("settings", "Give my e-mail…"),
    "network": Deed("settings", "Network settings…"),
    "paper": Deed("reading", "Show the paper", "Return"),
    "forget": Deed("close", "Remove from this list", "Del"),
}
KEYS: dict[tuple[int, bool], tuple[str, ...]] = {
    (Qt.Key.Key_Space, False): ("pause", "resume", "retry"),
    (Qt.Key.Key_Delete, False): ("cancel", "forget"),
    (Qt.Key.Key_Return, False): ("choose", "paper"),
    (Qt.Key.Key_Enter, False): ("choose", "paper"),
    (Qt.Key.Key_Up, True): ("first",),
    (Qt.Key.Key_Down, True): ("last",),
}
"""By key and whether Alt is held: the first of these deeds that the job allows."""
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WorkLine(QFrame):
    """A line that takes the focus: arrows go to the next, keys and a menu do what can be done."""

    asked = Signal(str, object)
    """(a key of DEEDS; the Job)."""
    left = Signal(int)
    """The arrow keys lead up (-1) or down (1) from here."""
    focused = Signal(object)
    """It has the focus, and is to be seen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.job: Job | None = None
        self.deeds: tuple[str, ...] = ()
        self._icon_shown = ("", "")
        self.setProperty("kind", "job")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon = QLabel()
        self._icon.setFixedWidth(theme.px(22))
        self.title = OneLine()
        self.title.setFont(theme.font(13, MEDIUM))
        self.words = QLabel()
        self.words.setProperty("kind", "third")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)  # a reason may be long, and it is what one looks for here
        self.column = QVBoxLayout()
        self.column.setSpacing(theme.px(2))
        self.column.addWidget(self.title)
        self.column.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), theme.px(5), theme.px(4), theme.px(6))
        row.setSpacing(theme.px(2))
        row.addWidget(self._icon, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(self.column, 1)
        self._row = row
        self.buttons: dict[str, QToolButton] = {}
        self.more = self._make_button("more", "More…")
        self.more.clicked.connect(self._open_menu)
        theme.changed.connect(self._draw_icon)

    # -- for those that show a job

    def show_parts(self, job: Job, title: str, words: str, deeds: Sequence[str], shown: Sequence[str]) -> None:
        """Show the job; `shown` are those of its deeds that get a button, the rest are in the menu."""
        self.job, self.deeds = job, tuple(deeds)
        self.title.setText(title)
        self.words.setText(words)
        self.words.setVisible(bool(words))
        place = Qt.AlignmentFlag.AlignTop if words else Qt.AlignmentFlag.AlignVCenter
        self._row.setAlignment(self._icon, place)
        self.setAccessibleName(f"{title}: {words}" if words else title)
        for deed in shown:
            if deed not in self.buttons:
                self._make_deed_button(deed)
        for deed, button in self.buttons.items():
            button.setVisible(deed in shown)
            button.setAccessibleName(f"{DEEDS[deed].words}: {title}")
        self.more.setAccessibleName(f"More: {title}")

    def show_icon(self, name: str, role: str) -> None:
        """Show this icon at the head of the line."""
        if (name, role) != self._icon_shown:
            self._icon_shown = name, role
            self._draw_icon()

    @Slot()
    def _draw_icon(self) -> None:
        name, role = self._icon_shown
        if name:
            self._icon.setPixmap(self._theme.pixmap(name, role, size=16, ratio=self.devicePixelRatioF()))

    def _make_deed_button(self, deed: str) -> None:
        what = DEEDS[deed]
        button = self.buttons[deed] = self._make_button(
            what.icon, f"{what.words} ({what.key})" if what.key else what.words
        )
        if deed == "choose":
            button.setText(what.words)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(partial(self._ask, deed))

    def _make_button(self, icon: str, tip: str) -> QToolButton:
        button = QToolButton()
        button.setToolTip(tip)
        # The line has the keys: Tab goes from line to line, and the arrows are not lost on a button.
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme.dress(button, icon, size=15)
        end = self._row.count() if icon == "more" else self._row.count() - 1
        self._row.insertWidget(end, button, alignment=Qt.AlignmentFlag.AlignTop)
        return button

    # -- what the user does

    def _ask(self, deed: str, _checked: bool = False) -> None:
        if self.job is not None:
            self.asked.emit(deed, self.job)

    @Slot()
    def _open_menu(self) -> None:
        self.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def popup(self, at: QPoint) -> QMenu:
        """Open the menu of all that can be done."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for deed in self.deeds:
            what = DEEDS[deed]
            action = menu.addAction(self._theme.icon(what.icon, size=16), what.words)
            if what.key:  # shown, while the line itself hears the keys
                action.setShortcut(QKeySequence(what.key))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(partial(self._ask, deed))
        menu.popup(at)
        return menu

    @guarded(None)
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.popup(event.globalPos() if by_mouse else self.mapToGlobal(self.rect().center()))

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # The line's keys come before shortcuts of the window.
        return keeps(event, self._meant) or super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed, alt = self._meant(event), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if deed:
            self._ask(deed)
        elif event.key() in STEPS and not alt:
            self.left.emit(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _meant(self, event: QKeyEvent) -> str:
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if not alt and event.modifiers() not in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            return ""
        return next((deed for deed in KEYS.get((event.key(), alt), ()) if deed in self.deeds), "")

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self)


class JobLine(WorkLine):
    """A job that runs, waits or is paused."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 1000)
        self.column.addSpacing(theme.px(3))
        self.column.addWidget(self.bar)

    def show_job(self, job: Job, work: Work, rate: float | None = None) -> None:
        """Show this job; `rate` is what comes of it now, in bytes a second."""
        running = job.state == "running"
        words = running_words(job, work, rate) if running else resting_words(job, work)
        title, share, (done, _) = work.name_of(job), work.share_of(job), work.bytes_of(job)
        deeds = (*may(job), "paper")
        self.show_parts(job, title, words, deeds, [deed for deed in may(job) if deed not in ("first", "last")])
        # Never a bar that runs to and fro: the sheet has a shadow, and all of it is drawn anew with each of its steps.
        self.bar.setVisible(running and (share is not None or (job.kind == "download" and not done)))
        self.bar.setValue(round(1000 * (share or 0)))
        self.bar.setAccessibleName(f"Progress: {title}")
        self.show_icon(ICONS.get(job.kind, "work"), "accent" if running else "text_third")


class FailureLine(WorkLine):
    """A job that has failed for good."""

    def show_job(self, job: Job, work: Work, remedies: Sequence[str], *, reason: bool) -> None:
        """Show this job with what would help; `reason` False where that is said of all of them at once."""
        wanted = [deed for deed in remedies if deed != "page" or job.paper in work.pages]
        page = ("page",) if job.paper in work.pages else ()
        deeds = dict.fromkeys((*wanted, "retry", *page, "paper", "forget"))
        shown = [deed for deed in wanted if deed not in ("paper",)]
        self.show_parts(job, work.name_of(job), reason_words(job) if reason else "", tuple(deeds), [*shown, "forget"])
        self.setToolTip("" if reason else reason_words(job))
        self.show_icon("close" if is_cancelled(job) else ICONS.get(job.kind, "work"), "text_third")
