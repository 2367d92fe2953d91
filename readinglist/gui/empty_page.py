"""What an empty place shows instead of papers: what is so, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.theme import Theme


class EmptyPage(QWidget):
    """An icon, a headline, a sentence, and buttons for the actions that help."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = "library"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.headline = QLabel()
        self.headline.setProperty("kind", "heading")
        self.sentence = QLabel()
        self.sentence.setProperty("kind", "second")
        for label in (self.headline, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(40), 0, theme.px(40), theme.px(48))
        column.setSpacing(theme.px(8))
        column.addStretch(2)
        column.addWidget(self._icon)
        column.addSpacing(theme.px(6))
        column.addWidget(self.headline)
        column.addWidget(self.sentence)
        column.addSpacing(theme.px(12))
        column.addLayout(self._buttons)
        column.addStretch(3)
        theme.changed.connect(self._take_theme)

    def show_text(self, icon: str, headline: str, sentence: str, actions: Sequence[QAction] = ()) -> None:
        """Say this, with a button for each action; the first is the one that most people want."""
        self._icon_name = icon
        self.headline.setText(headline)
        self.sentence.setText(sentence)
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons.addStretch(1)
        for number, action in enumerate(actions):
            self._buttons.addWidget(self._button(action, primary=number == 0))
        self._buttons.addStretch(1)
        self._take_theme()

    def buttons(self) -> list[QPushButton]:
        """The buttons that are shown."""
        items = [self._buttons.itemAt(number) for number in range(self._buttons.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def _button(self, action: QAction, *, primary: bool) -> QPushButton:
        button = QPushButton(action.text().rstrip("…"))
        button.setProperty("kind", "primary" if primary else "")
        button.clicked.connect(action.trigger)
        button.setToolTip(action.toolTip())
        return button

    @Slot()
    def _take_theme(self) -> None:
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(self._theme.pixmap(self._icon_name, "text_third", size=40, ratio=ratio))
