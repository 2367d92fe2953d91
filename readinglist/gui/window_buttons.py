"""The buttons and the menu at the top of the window's panes."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QWidget

from readinglist.gui.actions import MENUS, Actions
from readinglist.gui.list_pane import ListPane
from readinglist.gui.panes import Panes
from readinglist.gui.sidebar import Sidebar
from readinglist.gui.theme import Theme


class WindowButtons(QObject):
    """Menu, theme, Add, and the buttons that bring a hidden pane back."""

    def __init__(
        self, theme: Theme, actions: Actions, sidebar: Sidebar, list_pane: ListPane, panes: Panes, window: QWidget
    ) -> None:
        super().__init__(window)
        self._theme, self._actions, self._panes, self._window = theme, actions, panes, window
        self.menu = QMenu(window)
        for name in MENUS:
            actions.fill_menu(self.menu.addMenu(name), name)
        self.theme_button = _button("Switch light and dark")
        self.theme_button.clicked.connect(actions["switch-theme"].trigger)
        self.menu_button, self.narrow_menu_button = self._menu_button(), self._menu_button()
        sidebar.add_buttons([self.theme_button, self.menu_button])
        self.sidebar_button = _button("Show sidebar")
        theme.dress(self.sidebar_button, "panel-left")
        self.sidebar_button.clicked.connect(actions["show-sidebar"].trigger)
        self.details_button = _button("Show details")
        theme.dress(self.details_button, "panel-right")
        self.details_button.clicked.connect(actions["show-details"].trigger)
        self.add_button = QPushButton("Add")
        self.add_button.setAccessibleName("Add papers")
        self.add_button.setToolTip("Add papers (Ctrl+N)")
        theme.dress(self.add_button, "plus", "text", size=15)
        self.add_button.clicked.connect(actions["add"].trigger)
        top = Qt.AlignmentFlag.AlignTop
        list_pane.head.insertWidget(0, self.sidebar_button, 0, top)
        for button in (self.add_button, self.narrow_menu_button, self.details_button):
            list_pane.head.addWidget(button, 0, top)
        actions["menu"].triggered.connect(self.open_menu)
        panes.arranged.connect(self._on_arranged)
        self._on_arranged()
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu below its button, the first entry chosen."""
        button = self.menu_button if self.menu_button.isVisible() else self.narrow_menu_button
        self.menu.popup(button.mapToGlobal(QPoint(0, button.height())))
        self.menu.setActiveAction(self.menu.actions()[0])

    def _menu_button(self) -> QToolButton:
        button = _button("Menu")
        button.setToolTip("Menu (F10)")
        button.setMenu(self.menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._theme.dress(button, "menu")
        return button

    @Slot()
    def _on_arranged(self) -> None:
        panes = self._panes
        self._actions["show-sidebar"].setChecked(panes.sidebar_shown)
        self._actions["show-details"].setChecked(panes.details_shown)
        # Where there is room for all a pane's button would only repeat what the menu says.
        self.sidebar_button.setVisible(panes.narrow or not panes.sidebar_shown)
        self.narrow_menu_button.setVisible(not panes.sidebar_shown)
        self.details_button.setVisible(panes.narrow or not panes.details_shown)

    @Slot()
    def _take_theme(self) -> None:
        self._theme.dress(self.theme_button, "sun" if self._theme.dark else "moon")


def _button(title: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(title)
    button.setToolTip(title)
    return button
