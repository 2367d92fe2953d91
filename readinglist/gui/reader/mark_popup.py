"""The small bar under chosen words or a chosen mark: colours, and what else can be done with them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from readinglist.gui.reader.toolbar import colour_dot
from readinglist.gui.shadow import Shadow
from readinglist.gui.theme import Theme
from readinglist.library.annotation_records import COLOURS

GAP = 13
FOR_WORDS = ("mark-underline", "mark-note", "copy-words", "copy-cited", "search-words")
FOR_MARK = ("mark-underline", "comment-mark", "tag-mark", "copy-words", "copy-cited", "delete-mark")


class MarkPopup(QFrame):
    """Lies over the pages; its buttons are the window's actions."""

    def __init__(self, theme: Theme, actions: Mapping[str, QAction], host: QWidget) -> None:
        super().__init__(host)
        self._theme = theme
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px(8), theme.px(4), theme.px(8), theme.px(4))
        self._row.setSpacing(theme.px(2))
        self._buttons: dict[str, QToolButton] = {}
        self._dots: list[tuple[QToolButton, str]] = []
        for colour in COLOURS:
            button = QToolButton()
            button.setAccessibleName(actions[f"mark-{colour}"].text())
            button.setToolTip(actions[f"mark-{colour}"].toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setProperty("kind", "dot")
            button.clicked.connect(actions[f"mark-{colour}"].trigger)
            self._row.addWidget(button)
            self._dots.append((button, colour))
        for name in dict.fromkeys((*FOR_WORDS, *FOR_MARK)):
            button = self._buttons[name] = QToolButton()
            button.setAccessibleName(actions[name].text())
            button.setToolTip(actions[name].toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(actions[name].trigger)
            self._row.addWidget(button)
        icons = {"mark-underline": "underline", "mark-note": "note", "copy-words": "copy", "copy-cited": "quote"}
        icons |= {"search-words": "search", "comment-mark": "comment", "tag-mark": "tag", "delete-mark": "trash"}
        for name, icon in icons.items():
            theme.dress(self._buttons[name], icon, "bad" if icon == "trash" else "text_second", size=17)
        Shadow(self, blur=22, down=4).set_depth(60)
        self.hide()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def open_at(self, rect: QRectF, *, mark: bool) -> None:
        """Open under a rectangle of the host, above it where there is no room; `mark`: a mark is chosen, not words."""
        wanted = FOR_MARK if mark else FOR_WORDS
        for name, button in self._buttons.items():
            button.setVisible(name in wanted)
        host = self.parentWidget()
        assert host is not None
        self.adjustSize()
        if not rect.intersects(QRectF(host.rect())):
            self.hide()
            return
        gap = self._theme.px(GAP)
        y = rect.bottom() + gap
        if y + self.height() > host.height():
            y = max(rect.top() - gap - self.height(), 4)
        x = min(max(rect.center().x() - self.width() / 2, 4), host.width() - self.width() - 4)
        self.move(QPoint(round(x), round(y)))
        self.show()
        self.raise_()

    @Slot()
    def _take_theme(self) -> None:
        side = self._theme.px(18)
        for button, colour in self._dots:
            button.setIcon(colour_dot(self._theme, colour, self.devicePixelRatioF()))
            button.setIconSize(QSize(side, side))
