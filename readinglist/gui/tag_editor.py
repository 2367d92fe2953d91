"""The tags of a paper or of several: chips to take off, and a field that completes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from readinglist.gui.details_chip import HEIGHT, TagChip
from readinglist.gui.details_flow import Flow
from readinglist.gui.details_tag_field import TagField
from readinglist.gui.guard import guarded
from readinglist.gui.theme import MEDIUM, Theme
from readinglist.library.records import Tag


class _AddButton(QAbstractButton):
    """The dashed chip that turns into the field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText("Add tag")
        self.setAccessibleName("Add tag")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self.updateGeometry)

    @guarded(QSize(70, HEIGHT))
    def sizeHint(self) -> QSize:
        width = QFontMetrics(self._theme.font(12, MEDIUM)).horizontalAdvance("+ " + self.text())
        return QSize(width + self._theme.px(20), self._theme.px(HEIGHT))

    @guarded(None)
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        line = theme.accent if self.hasFocus() else theme.text_third
        painter.setPen(QPen(line, 1, Qt.PenStyle.SolidLine if self.hasFocus() else Qt.PenStyle.DashLine))
        painter.setBrush(theme.hover if self.underMouse() or self.isDown() else QColor(0, 0, 0, 0))
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        painter.setPen(theme.text_second)
        painter.setFont(theme.font(12, MEDIUM))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), "+ " + self.text())

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


class TagEditor(QWidget):
    """Chips and the field to add one. It changes nothing itself: `added` and `removed` say what the user wants."""

    started = Signal()
    """The field was opened: give it the tags that exist now with `set_known`."""
    added = Signal(str)
    removed = Signal(str)
    opened = Signal(str)
    """A chip was clicked: show the papers of that tag."""
    left = Signal()
    """Escape was pressed in the field."""

    def __init__(self, theme: Theme, *, leading: QWidget | None = None, parent: QWidget | None = None) -> None:
        """`leading` stands before the chips, in the same line."""
        super().__init__(parent)
        self._theme = theme
        self._leading = [leading] if leading is not None else []
        self._chips: dict[str, TagChip] = {}
        self._known: Sequence[Tag] = ()
        self._button = _AddButton(theme)
        self._button.clicked.connect(self.start_adding)
        self._field = TagField(theme)
        self._field.setFixedSize(theme.px(170), theme.px(27))
        self._field.chosen.connect(self.added)
        self._field.left.connect(self._on_left)
        self._field.left.connect(self.left)
        # Afterwards: who hides while the focus is on its way elsewhere seems to have lost it by hiding.
        self._field.lost_focus.connect(self._on_lost_focus, Qt.ConnectionType.QueuedConnection)
        self._field.stepped_back.connect(self._on_stepped_back)
        self._flow = Flow(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._flow)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._flow.set_items([*self._leading, self._button, self._field])
        self._field.hide()
        theme.changed.connect(self._on_theme_changed)

    def set_tags(self, tags: Sequence[tuple[str, str, str]]) -> None:
        """(name, colour, share) of each chip; a chip that stays is kept, with its focus."""
        if [(name, *self._look(name)) for name, *_ in tags] == list(tags) and len(tags) == len(self._chips):
            return
        focused = next((position for position, chip in enumerate(self._chips.values()) if chip.hasFocus()), None)
        kept: dict[str, TagChip] = {}
        for name, colour, share in tags:
            chip = self._chips.get(name)
            if chip is None:
                chip = TagChip(self._theme, name, colour, share)
                chip.removed.connect(self.removed)
                chip.opened.connect(self.opened)
            else:
                chip.set_look(colour, share)
            chip.setProperty("look", (colour, share))
            kept[name] = chip
        self._chips = kept
        self._flow.set_items([*self._leading, *kept.values(), self._button, self._field])
        self._field.set_known(self._known, kept)
        if focused is not None and not any(chip.hasFocus() for chip in kept.values()):
            after = list(kept.values())[max(focused - 1, 0) : focused + 1]
            (after[-1] if after else self._button).setFocus()

    def _look(self, name: str) -> tuple[str, str]:
        chip = self._chips.get(name)
        look = chip.property("look") if chip is not None else None
        return (look[0], look[1]) if look else ("", "")

    def tags(self) -> list[str]:
        """The names shown."""
        return list(self._chips)

    def set_known(self, known: Sequence[Tag]) -> None:
        """The library's tags, for completion."""
        self._known = known
        self._field.set_known(known, self._chips)

    @Slot()
    def start_adding(self) -> None:
        """Open the field and put the cursor there."""
        self._button.hide()
        self._field.show()
        self._field.setFocus()
        self.started.emit()

    @Slot()
    def _on_left(self) -> None:
        had_focus = self._field.hasFocus()
        self._field.clear()
        self._button.show()
        self._field.hide()
        # In the window the focus is back where the user came from; else it stays here.
        if had_focus and self.isAncestorOf(self.window().focusWidget()):
            self._button.setFocus()

    @Slot()
    def _on_lost_focus(self) -> None:
        if not self._field.hasFocus():
            self._on_left()

    @Slot()
    def _on_stepped_back(self) -> None:
        if self._chips:
            list(self._chips.values())[-1].setFocus()

    @Slot()
    def _on_theme_changed(self) -> None:
        self._field.setFixedSize(self._theme.px(170), self._theme.px(27))
