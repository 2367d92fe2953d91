"""Ctrl+K: find an action, place, tag, list or paper by a few letters and go there."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget
from shiboken6 import isValid

from readinglist.gui import fuzzy
from readinglist.gui.command_lines import CommandLines
from readinglist.gui.guard import guarded
from readinglist.gui.shadow import Shadow
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads

MOST = 60
"""Lines that are offered at most."""
WIDTH = 620


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be chosen. `run` is called in the GUI thread."""

    title: str
    kind: str
    """What it is, in a word: Action, Place, Tag, List, Paper."""
    run: Callable[[], object]
    icon: str = "command"
    keys: str = ""
    detail: str = ""
    colour: str = ""
    """A tag's colour: a dot is drawn in place of the icon."""
    weight: float = 0.0
    """Added to how well it fits: what is used most stands first."""
    enabled: bool = True
    names_a_thing: bool = False
    """Whether this goes to something that the user or the program gave that name, and is no action."""
    by_beginning: bool = False
    """Offered only where the text begins as the title does: the rest of it names other things."""

    def fits(self, text: str) -> tuple[int, float]:
        """How well this answers to a text, to sort by; (0, 0.0) is not at all."""
        wanted, title = text.lower().split(), self.title.lower()
        if wanted and self.by_beginning and not title.startswith(wanted[0]):
            return 0, 0.0
        by_name = fuzzy.score(text, self.title)
        fits = by_name or fuzzy.score(text, f"{self.title} {self.detail}") / 2
        if not fits:
            return 0, 0.0
        begins = self.enabled and title.startswith(" ".join(wanted))
        called_so = self.names_a_thing and by_name >= fuzzy.WORDS_BEGIN
        return 3 if begins else 2 if called_so else 1, fits + self.weight


class CommandPalette(QFrame):
    """A field and a list over the window; Escape or a click elsewhere closes it.

    `papers_like(text)` answers on a thread of the pool with the papers that fit a text.
    """

    def __init__(
        self,
        theme: Theme,
        reads: Reads,
        papers_like: Callable[[str], Sequence[Command]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme, self._reads, self._papers_like = theme, reads, papers_like
        self._host = parent
        self._commands: Sequence[Command] = ()
        self._papers: Sequence[Command] = ()
        self._shown: list[Command] = []
        self._with_papers = True
        self._before: weakref.ref[QWidget] | None = None
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = QLineEdit()
        self.field.setProperty("kind", "palette")
        self.field.setAccessibleName("Find a command, paper, tag or list")
        self.lines = CommandLines(theme)
        self.nothing = QLabel("Nothing is called like that")
        self.nothing.setProperty("kind", "second")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rule = QFrame()
        rule.setProperty("kind", "separator")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 0, 1, theme.px(6))
        layout.setSpacing(0)
        for widget in (self.field, rule, self.lines, self.nothing):
            layout.addWidget(widget)
        self._shadow = Shadow(self, blur=48, down=12)
        self.field.textChanged.connect(self._on_text)
        self.field.installEventFilter(self)
        self.lines.chosen.connect(self._on_chosen)
        parent.installEventFilter(self)
        self.hide()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def open(self, commands: Sequence[Command], prompt: str = "", *, papers: bool = True) -> None:
        """Offer these commands, and papers too unless told otherwise."""
        self._commands, self._papers, self._with_papers = commands, (), papers
        self.field.setPlaceholderText(prompt or "Find a command, paper, tag or list…")
        self.field.clear()
        self._fill("")
        self._place()
        focused = self._host.window().focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = weakref.ref(focused)
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def move_to(self, host: QWidget) -> None:
        """Lie over another window from now on."""
        if host is not self._host:
            self.close_palette()
            self._host.removeEventFilter(self)
            self._host = host
            self.setParent(host)
            host.installEventFilter(self)

    def close_palette(self) -> None:
        """Close without choosing; the keys are again of what had them before."""
        if self.isVisible():
            before = self._before() if self._before is not None else None
            if self.field.hasFocus() and before is not None and isValid(before) and before.isVisible():
                before.setFocus()
            self.hide()

    def commands(self) -> Sequence[Command]:
        """What is offered now, from top to bottom."""
        return tuple(self._shown)

    def titles(self) -> list[str]:
        """How that is called."""
        return [command.title for command in self._shown]

    # -- finding

    @Slot(str)
    def _on_text(self, text: str) -> None:
        self._papers = ()
        self._fill(text)
        if self._with_papers and len(text.strip()) > 1:
            self._reads.ask(lambda: (text, self._papers_like(text)), self._on_papers, key="palette")

    @Slot(object)
    def _on_papers(self, answer: tuple[str, Sequence[Command]]) -> None:
        text, papers = answer
        if text == self.field.text():
            self._papers = papers
            self._fill(text)

    def _fill(self, text: str) -> None:
        rated = [(command.fits(text), command) for command in self._commands]
        rated = [(fits, command) for fits, command in rated if fits[0]]
        rated.sort(key=lambda pair: pair[0], reverse=True)
        self._shown = [*(command for _, command in rated[:MOST]), *self._papers]
        self.lines.show_commands(self._shown)
        self.lines.setVisible(bool(self._shown))
        self.nothing.setVisible(not self._shown)

    @Slot(int)
    def _on_chosen(self, number: int) -> None:
        if 0 <= number < len(self._shown):
            command = self._shown[number]
            if command.enabled:
                self.close_palette()
                command.run()

    @guarded(False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.FocusOut:
            self.close_palette()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return False

    def _on_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key == Qt.Key.Key_Escape:
            self.close_palette()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.lines.move_current(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            self.lines.move_current(8 if key == Qt.Key.Key_PageDown else -8, around=False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_chosen(self.lines.currentIndex().row())
        else:
            return False
        return True

    # -- look

    def _place(self) -> None:
        host, px = self._host, self._theme.px
        width = min(px(WIDTH), host.width() - px(32))
        height = min(px(460), host.height() - px(140))
        self.setGeometry((host.width() - width) // 2, min(px(88), host.height() // 8), width, height)

    @Slot()
    def _take_theme(self) -> None:
        self._shadow.set_depth(150 if self._theme.dark else 70)
