"""The field in which a tag is typed, and the suggestions under it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme
from readinglist.library.records import Tag

MOST = 8
"""Suggestions shown at once."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line under the tag field; `new` makes a tag that does not exist yet."""

    name: str
    colour: str = "slate"
    new: bool = False


def suggest(typed: str, known: Sequence[Tag], worn: Collection[str]) -> list[Suggestion]:
    """What may be meant by `typed`: tags that begin so, then parts of nested tags, then tags that hold it.

    Tags that the papers wear already are left out. A new tag is offered last, or first if nothing begins so.
    """
    wanted = "/".join(part for part in (" ".join(part.split()) for part in typed.split("/")) if part).lower()
    given = {name.lower() for name in worn}
    ranked: list[tuple[int, int, str, Tag]] = []
    for tag in known:
        name = tag.name.lower()
        if name in given:
            continue
        rank = _rank(name, wanted + "/" if typed.rstrip().endswith("/") else wanted)
        if rank is not None:
            ranked.append((rank, -tag.count, name, tag))
    ranked.sort(key=lambda entry: entry[:3])
    found = [Suggestion(tag.name, tag.colour) for *_, tag in ranked[:MOST]]
    if wanted and wanted not in given and all(tag.name.lower() != wanted for tag in known):
        fresh = Suggestion("/".join(part for part in (" ".join(p.split()) for p in typed.split("/")) if part), new=True)
        found.insert(len(found) if ranked and ranked[0][0] < 3 else 0, fresh)
    return found


def _rank(name: str, wanted: str) -> int | None:
    if not wanted or name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    if f"/{wanted}" in name:
        return 2
    return 3 if wanted in name else None


class _Suggestions(QListWidget):
    """The list under the field. It never takes the focus and lies on the window, so that no pane cuts it off."""

    def __init__(self, theme: Theme, field: TagField) -> None:
        super().__init__(field.window())
        self._theme, self._field = theme, field
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("tag-suggestions")
        self.setAccessibleName("Suggested tags")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMouseTracking(True)
        self.hide()

    def show_lines(self, lines: Sequence[Suggestion]) -> None:
        """Show these under the field, or above it where there is more room; none hides the list."""
        self.clear()
        theme = self._theme
        self.setStyleSheet(
            f"QListWidget#tag-suggestions {{ background: {theme.raised.name()}; border: 1px solid"
            f" {theme.border.name()}; border-radius: {theme.px(8)}px; padding: {theme.px(4)}px; }}"
            f"QListWidget#tag-suggestions::item {{ border-radius: {theme.px(6)}px; padding: 0 {theme.px(6)}px; }}"
            f"QListWidget#tag-suggestions::item:selected {{ background: {theme.selected.name()};"
            f" color: {theme.text.name()}; }}"
        )
        for line in lines:
            item = QListWidgetItem(f"Create “{line.name}”" if line.new else line.name)
            item.setData(Qt.ItemDataRole.UserRole, line)
            item.setIcon(theme.icon("plus" if line.new else "tag", size=14))
            item.setSizeHint(QSize(10, theme.px(27)))
            self.addItem(item)
        self.setVisible(bool(lines))
        if lines:
            self.setCurrentRow(0)
            self._place(len(lines))
            self.raise_()

    def _place(self, lines: int) -> None:
        window, field, theme = self._field.window(), self._field, self._theme
        height = lines * theme.px(27) + 2 * theme.px(5)
        width = min(max(field.width(), theme.px(220)), window.width() - 8)
        corner = field.mapTo(window, QPoint(0, field.height() + theme.px(4)))
        if corner.y() + height > window.height():
            corner.setY(field.mapTo(window, QPoint(0, 0)).y() - height - theme.px(4))
        left = min(corner.x(), window.width() - width - 4)
        self.setGeometry(QRect(max(left, 4), max(corner.y(), 0), width, height))


class TagField(QLineEdit):
    """Type a tag: arrows choose a suggestion, Enter or Tab takes it, a comma takes what was typed."""

    chosen = Signal(str)
    left = Signal()
    """Escape was pressed; nothing is pending."""
    lost_focus = Signal()
    """The focus went elsewhere in the window; nothing is pending."""
    stepped_back = Signal()
    """Backspace in the empty field."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._known: Sequence[Tag] = ()
        self._worn: Collection[str] = ()
        self._popup: _Suggestions | None = None
        self.setProperty("kind", "tag")
        self.setPlaceholderText("Tag, or parent/tag")
        self.setAccessibleName("New tag")
        self.setAccessibleDescription("Arrows choose a suggestion, Enter takes it")
        self.textEdited.connect(self._on_text_edited)

    def set_known(self, known: Sequence[Tag], worn: Iterable[str]) -> None:
        """What exists, and what need not be offered because it is there already."""
        self._known, self._worn = known, frozenset(worn)
        if self.hasFocus():
            self._suggest()

    def suggestions(self) -> list[str]:
        """Names on offer at this moment."""
        if self._popup is None or self._popup.isHidden():
            return []
        return [self._popup.item(row).data(Qt.ItemDataRole.UserRole).name for row in range(self._popup.count())]

    def _suggest(self) -> None:
        if self._popup is None or self._popup.parentWidget() is not self.window():
            self._close_popup()
            self._popup = _Suggestions(self._theme, self)
            self._popup.itemClicked.connect(self._on_item_clicked)
        self._popup.show_lines(suggest(self.text(), self._known, self._worn))

    def _take(self, name: str) -> None:
        self.clear()
        if name.strip(" /"):
            self.chosen.emit(name.strip())
        if self.hasFocus():
            self._suggest()

    def _current(self) -> str | None:
        popup = self._popup
        if popup is None or popup.isHidden() or popup.currentItem() is None:
            return None
        return str(popup.currentItem().data(Qt.ItemDataRole.UserRole).name)

    def _close_popup(self) -> None:
        if self._popup is not None:
            self._popup.hide()
            self._popup.deleteLater()
            self._popup = None

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        # Tab must take the suggestion before Qt moves the focus; Escape must not reach the window's shortcuts.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            current = self._current()
            if event.key() == Qt.Key.Key_Tab and self.text() and current:
                self._take(current)
                return True
        return super().event(event)

    @guarded(None)
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, popup = event.key(), self._popup
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            typed_only = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._take(self.text() if typed_only or not self._current() else self._current() or "")
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and popup is not None and popup.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            popup.setCurrentRow((popup.currentRow() + step) % popup.count())
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.left.emit()
        elif event.text() == ",":
            self._take(self.text())
        elif key == Qt.Key.Key_Backspace and not self.text():
            self.stepped_back.emit()
        else:
            super().keyPressEvent(event)

    @guarded(None)
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._suggest()

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._close_popup()
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.lost_focus.emit()

    @Slot(str)
    def _on_text_edited(self, _text: str) -> None:
        self._suggest()

    @Slot(QListWidgetItem)
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self._take(str(item.data(Qt.ItemDataRole.UserRole).name))
