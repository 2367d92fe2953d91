"""The user's settings: shown in the window, changed by its actions, written down on the user's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QActionGroup

from readinglist.gui.actions import Actions
from readinglist.gui.theme import Theme
from readinglist.gui.work import UserThread

if TYPE_CHECKING:
    from readinglist.program import Program
    from readinglist.settings import Settings, Value

THEMES = {"theme-light": "light", "theme-dark": "dark", "theme-system": "system"}
LEAST_SIZE, MOST_SIZE, NORMAL_SIZE = 9, 32, 13


class Choices(QObject):
    """Applies settings as they change, whoever changes them."""

    changed = Signal(object)
    """The Settings that hold now."""

    def __init__(self, program: Program, theme: Theme, user: UserThread, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._program, self._theme, self._user, self._actions = program, theme, user, actions
        self.settings: Settings = program.settings
        self._offline = program.offline
        group = QActionGroup(self)
        for name in THEMES:
            group.addAction(actions[name])
        group.triggered.connect(self._on_theme)
        actions["compact"].triggered.connect(self._on_compact)
        actions["offline"].triggered.connect(self._on_offline)
        actions["pause-work"].triggered.connect(self._on_pause)
        actions["larger"].triggered.connect(self._on_larger)
        actions["smaller"].triggered.connect(self._on_smaller)
        actions["normal-size"].triggered.connect(self._on_normal_size)
        actions["switch-theme"].triggered.connect(self._on_switch_theme)

    @property
    def offline(self) -> bool:
        """Whether nothing may go to the network."""
        return self._offline

    @Slot(str, object)
    def set(self, name: str, value: Value) -> None:
        """Choose something; it holds at once and is written down."""
        self._set(name, lambda _: value)

    def _set(self, name: str, value_after: Callable[[Settings], Value]) -> None:
        """Choose what follows from what holds when its turn comes: a key may be pressed more quickly than that."""
        program = self._program

        def change() -> tuple[Settings, bool]:
            settings = program.change_settings(**{name: value_after(program.settings)})
            if name == "work_paused":
                (program.runner.pause_all if settings.work_paused else program.runner.resume_all)()
            elif name == "offline":
                program.runner.offline = program.offline
            return settings, program.offline

        self._user.do("Change settings", change, on_done=self._on_settings, undoable=False)

    def show(self) -> None:
        """Make actions and listeners say what holds; the theme was made with the settings already."""
        chosen = self.settings
        self._actions["compact"].setChecked(chosen.density == "compact")
        self._actions["offline"].setChecked(self.offline)
        self._actions["pause-work"].setChecked(chosen.work_paused)
        for name, mode in THEMES.items():
            self._actions[name].setChecked(mode == chosen.theme)
        self.changed.emit(chosen)

    @Slot(object)
    def _on_settings(self, chosen: tuple[Settings, bool]) -> None:
        settings, self._offline = chosen
        self.settings = settings
        self._theme.set_mode(settings.theme)
        self._theme.set_font_size(settings.font_size)
        self.show()

    @Slot(object)
    def _on_theme(self, action: QObject) -> None:
        self.set("theme", THEMES[action.objectName()])

    @Slot()
    def _on_switch_theme(self) -> None:
        self.set("theme", "light" if self._theme.dark else "dark")

    @Slot(bool)
    def _on_compact(self, on: bool) -> None:
        self.set("density", "compact" if on else "comfortable")

    @Slot(bool)
    def _on_offline(self, on: bool) -> None:
        self.set("offline", on)

    @Slot(bool)
    def _on_pause(self, on: bool) -> None:
        self.set("work_paused", on)

    @Slot()
    def _on_larger(self) -> None:
        self._set("font_size", lambda now: min(now.font_size + 1, MOST_SIZE))

    @Slot()
    def _on_smaller(self) -> None:
        self._set("font_size", lambda now: max(now.font_size - 1, LEAST_SIZE))

    @Slot()
    def _on_normal_size(self) -> None:
        self.set("font_size", NORMAL_SIZE)
