"""Opens the window on a library and keeps it until it is closed."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from readinglist import logs
from readinglist.gui import guard
from readinglist.gui.instance import Instance
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.paths import resource

if TYPE_CHECKING:
    from types import TracebackType

    from readinglist.program import Program

LOG = "readinglist.log"


def run(program: Program, link: str = "") -> int:
    """Show the window until it is closed; returns the exit code. LibraryError if the library cannot be used.

    If another window has the library already, that one comes forward, follows the link, and this returns at once.
    """
    application = make_application(sys.argv[:1])
    library = program.library  # before the lock: it makes the folder
    instance = Instance(library.folder)
    if instance.taken:
        if instance.call_first(link):
            return 0
        print("Another window has this library open, but it does not answer. Close it first.", file=sys.stderr)
        return 1
    logs.set_up(file=library.folder / LOG)
    sys.excepthook = _on_bug
    theme = Theme(program.settings.theme, program.settings.font_size)
    theme.apply()
    window = MainWindow(program, theme)
    window.painted.connect(window.begin)
    window.painted.connect(instance.listen)
    window.painted.connect(_show_icon)
    instance.asked.connect(window.raise_up)
    instance.link_given.connect(window.opening.open_link)
    if link:
        window.painted.connect(lambda: window.opening.open_link(link))
    window.show()
    _end_on_signals(application)
    try:
        return application.exec()
    finally:
        instance.release()


def _on_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """What a slot lets through is our bug: it goes to the log, the window stays."""
    guard.report(error.with_traceback(trace), "a slot")


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, named and with its icon."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(arguments)
    application.setApplicationName("Reading List")
    application.setApplicationDisplayName("Reading List")
    application.setDesktopFileName("readinglist")
    return application


def _show_icon() -> None:
    # After the first paint, for drawing it costs an import.
    QGuiApplication.setWindowIcon(QIcon(str(resource("app-icon.svg"))))


def _end_on_signals(application: QApplication) -> None:
    """Ctrl+C and `kill` close the window in order, as its close button does."""

    def close(number: int, frame: object) -> None:
        for window in QGuiApplication.topLevelWindows():
            window.close()
        application.quit()

    signal.signal(signal.SIGINT, close)
    signal.signal(signal.SIGTERM, close)
    # Python looks after signals only between its own steps: a timer gives it some.
    timer = QTimer(application)
    timer.timeout.connect(lambda: None)
    timer.start(500)
