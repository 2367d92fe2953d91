"""Keys that a part wants itself before they are shortcuts of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent


def keeps(event: QEvent, own: Callable[[QKeyEvent], object]) -> bool:
    """Whether Qt asks about a key that is `own`: the event is accepted then, and the key comes as a key press."""
    if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and own(event):
        event.accept()
        return True
    return False


def is_escape(event: QKeyEvent) -> bool:
    """Whether it is Escape."""
    return event.key() == Qt.Key.Key_Escape
