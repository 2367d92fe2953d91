"""The three panes side by side, and which of them are shown in a narrow window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.theme import Theme

SIDEBAR, DETAILS = 236, 430
NARROW = 1100
"""Below so many pixels the side panes step back, however small the text; each can be called in, one at a time."""
LEAST_SIDEBAR, LEAST_LIST, LEAST_DETAILS = 190, 340, 320
"""They grow with the text: larger text narrows the panes first, and only then sends them away."""


class Panes(QSplitter):
    """Sidebar, list and details with lines of one pixel between them."""

    arranged = Signal()
    """A pane was shown or hidden."""

    def __init__(self, theme: Theme, sidebar: QWidget, middle: QWidget, details: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._theme = theme
        self._sidebar, self._details = sidebar, details
        self._wide = {"sidebar": True, "details": True}
        """What the user wants where there is room."""
        self._narrow = ""
        """The side pane that was called in while there is none."""
        self._widths = [theme.px(SIDEBAR), 0, theme.px(DETAILS)]
        self._was_narrow: bool | None = None
        self._middle = middle
        for pane in (sidebar, middle, details):
            self.addWidget(pane)
        for number, stretch in enumerate((0, 1, 0)):
            self.setStretchFactor(number, stretch)
            self.setCollapsible(number, False)
        self.setHandleWidth(1)
        self.splitterMoved.connect(self._on_moved)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    @property
    def narrow(self) -> bool:
        """Whether there is no room for three panes."""
        px = self._theme.px
        least = px(LEAST_SIDEBAR) + px(LEAST_LIST) + px(LEAST_DETAILS) + 2 * self.handleWidth()
        return self.width() < max(NARROW, least)

    @property
    def sidebar_shown(self) -> bool:
        return not self._sidebar.isHidden()

    @property
    def details_shown(self) -> bool:
        return not self._details.isHidden()

    @property
    def wanted(self) -> tuple[bool, bool]:
        """Whether sidebar and details are wanted where there is room."""
        return self._wide["sidebar"], self._wide["details"]

    @property
    def widths(self) -> tuple[int, ...]:
        """Widths of the panes as the user left them."""
        return tuple(self._widths)

    def restore(self, widths: Sequence[int], *, sidebar: bool, details: bool) -> None:
        """Take over what a former window remembered."""
        if len(widths) == 3 and widths[0] > 0 and widths[2] > 0:
            self._widths = list(widths)
        self._wide = {"sidebar": sidebar, "details": details}
        self._arrange()

    def show_sidebar(self, on: bool) -> None:
        """Show or hide the sidebar."""
        self._want("sidebar", on)

    def show_details(self, on: bool) -> None:
        """Show or hide the details."""
        self._want("details", on)

    def _want(self, pane: str, on: bool) -> None:
        if self.narrow:
            self._narrow = pane if on else ""
        else:
            self._wide[pane] = on
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.narrow
        shown = {pane: (self._narrow == pane) if narrow else self._wide[pane] for pane in ("sidebar", "details")}
        self._sidebar.setVisible(shown["sidebar"])
        self._details.setVisible(shown["details"])
        left = self._widths[0] if shown["sidebar"] else 0
        right = self._widths[2] if shown["details"] else 0
        left, right = self._fitting(left, right)
        self.setSizes([left, max(self.width() - left - right, 1), right])
        self.arranged.emit()

    def _fitting(self, left: int, right: int) -> tuple[int, int]:
        """Both side panes a little narrower each where the list would have too little room."""
        px = self._theme.px
        over = left + right + px(LEAST_LIST) + 2 * self.handleWidth() - self.width()
        spare = [max(left - px(LEAST_SIDEBAR), 0), max(right - px(LEAST_DETAILS), 0)]
        if over <= 0 or not sum(spare):
            return left, right
        share = min(over / sum(spare), 1)
        return left - round(spare[0] * share), right - round(spare[1] * share)

    @Slot()
    def _on_moved(self) -> None:
        sizes = self.sizes()
        for number in (0, 2):
            if sizes[number]:
                self._widths[number] = sizes[number]

    @guarded(QSize())
    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        # Where three panes are shown the side ones step back in time, so that their widths are no bound.
        return least if self.narrow else QSize(self._middle.minimumWidth(), least.height())

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_if_narrowed()

    def _arrange_if_narrowed(self) -> None:
        if self.narrow != self._was_narrow:
            self._was_narrow = self.narrow
            self._narrow = ""
            self._arrange()

    @Slot()
    def _take_theme(self) -> None:
        px = self._theme.px
        self._sidebar.setMinimumWidth(px(LEAST_SIDEBAR))
        self._details.setMinimumWidth(px(LEAST_DETAILS))
        self._middle.setMinimumWidth(px(LEAST_LIST))
        if self._was_narrow is not None:
            self._arrange_if_narrowed()
