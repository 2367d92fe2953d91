"""The last line of the panel of running work: how the services behave towards us, one line for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from readinglist.gui.details_sheet import OneLine
from readinglist.gui.details_words import moment, things
from readinglist.gui.theme import Theme

if TYPE_CHECKING:
    from readinglist.http_client import Health

MOST_OTHERS = 5
"""Hosts besides the services that get a line, those in trouble first."""
LOOKS = {
    "fine": ("check", "good"),
    "cooling": ("clock", "warn"),
    "silent": ("warning", "bad"),
    "not asked": ("dot", "text_third"),
}
"""A shape and a colour for each state: neither alone tells it to everybody."""


def health_words(health: Health, *, contact: bool) -> str:
    """`fine`, `asked us to wait until 14:20`, `does not answer since 13:05`, `not asked yet`."""
    match health.state:
        case "fine":
            return f"fine, answered {_when(health)}" if health.since else "fine"
        case "cooling":
            until = moment(health.until.isoformat()) if health.until else ""
            return f"asked us to wait until {until}"
        case "silent":
            return f"does not answer since {moment(health.since.isoformat())}" if health.since else "does not answer"
        case _:
            lacks_contact = health.who == "Unpaywall" and not contact
            return "wants an e-mail address before it answers" if lacks_contact else "not asked yet"


def summary_words(healths: Sequence[Health]) -> str:
    """`Services: all fine`, `Services: arXiv asked us to wait until 14:20`."""
    trouble = [health for health in healths if health.state in ("cooling", "silent")]
    if not trouble:
        asked = any(health.state == "fine" for health in healths)
        return "Services: all fine" if asked else "Services: none asked yet"
    first = trouble[0]
    said = f"{first.who} {health_words(first, contact=True)}"
    return f"Services: {said}" + (f", and {things(len(trouble) - 1, 'other')}" if len(trouble) > 1 else "")


def _when(health: Health) -> str:
    said = moment(health.since.isoformat()) if health.since else ""
    return said if " " in said else f"at {said}"


class ServicesLine(QWidget):
    """Closed it is one line; opened it has one for each service and host."""

    toggled = Signal()
    """It was opened or closed, so its height is another."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._healths: Sequence[Health] = ()
        self._contact = False
        self._rows: list[tuple[QLabel, QLabel, OneLine]] = []
        self.head = QPushButton()
        self.head.setProperty("kind", "fold")
        self.head.setProperty("quiet", True)
        self.head.clicked.connect(self._on_head)
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(theme.px(6), 0, theme.px(8), theme.px(4))
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(theme.px(3))
        self._grid.setColumnStretch(2, 1)
        self.rest = QLabel()
        self.rest.setProperty("kind", "third")
        self.table.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(2))
        layout.addWidget(self.head)
        layout.addWidget(self.table)
        self._dress()
        theme.changed.connect(self._draw)

    @property
    def opened(self) -> bool:
        """Whether each service has its line."""
        return not self.table.isHidden()

    def show_health(self, healths: Sequence[Health], *, contact: bool) -> None:
        """Show how they are; `contact`: the user has given an e-mail address."""
        if (healths, contact) != (self._healths, self._contact) or not self.head.text():
            self._healths, self._contact = healths, contact
            self._draw()

    def lines(self) -> list[tuple[str, str]]:
        """Name and words of each line that is shown."""
        return [(name.text(), words.text()) for _, name, words in self._rows if not name.isHidden()]

    @Slot()
    def _draw(self) -> None:
        words = summary_words(self._healths)
        self.head.setText(words)
        self.head.setAccessibleName(f"{words}, {'opened' if self.opened else 'closed'}")
        others = [health for health in self._healths if not health.known]
        shown = [health for health in self._healths if health.known] + others[:MOST_OTHERS]
        while len(self._rows) < len(shown):
            self._add_row()
        for number, (icon, name, said) in enumerate(self._rows):
            for widget in (icon, name, said):
                widget.setVisible(number < len(shown))
            if number < len(shown):
                health = shown[number]
                shape, role = LOOKS[health.state]
                icon.setPixmap(self._theme.pixmap(shape, role, size=14, ratio=self.devicePixelRatioF()))
                name.setText(health.who)
                said.setText(health_words(health, contact=self._contact))
                said.setToolTip(health.reason or said.text())
                said.setAccessibleName(f"{health.who}: {said.text()}")
        hidden = len(others) - MOST_OTHERS
        self._grid.addWidget(self.rest, len(self._rows), 1, 1, 2)
        self.rest.setVisible(hidden > 0)
        self.rest.setText(f"and {things(hidden, 'more host')}")

    def _add_row(self) -> None:
        icon, name, said = QLabel(), QLabel(), OneLine()
        icon.setFixedWidth(self._theme.px(18))
        said.setProperty("kind", "third")
        for column, widget in enumerate((icon, name, said)):
            self._grid.addWidget(widget, len(self._rows), column)
        self._rows.append((icon, name, said))

    @Slot()
    def _on_head(self) -> None:
        self.table.setVisible(not self.opened)
        self._dress()
        self._draw()
        self.toggled.emit()

    def _dress(self) -> None:
        self._theme.dress(self.head, "chevron-down" if self.opened else "chevron-right", size=14)
