"""The bar above the pages: what is beside them, page, zoom, finding, colours to mark with."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from readinglist.gui.guard import guarded
from readinglist.gui.reader.find_field import FindField
from readinglist.gui.reader.page_field import PageField
from readinglist.gui.theme import SEMIBOLD, Theme
from readinglist.library.annotation_records import COLOURS

Actions = Mapping[str, QAction]
LEAST = 620
ROOMY = 1180
"""Below so many pixels the bar leaves out what the menu has as well."""


class ReaderBar(QWidget):
    """Its buttons are the window's actions."""

    def __init__(self, theme: Theme, actions: Actions, find: FindField, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setProperty("pane", "reader-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page = PageField(theme)
        self.count = QLabel()
        self.count.setProperty("kind", "second")
        self.zoom = QLabel()
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom.setAccessibleName("Zoom")
        self.zoom.setMinimumWidth(theme.px(46))
        self.find_field = find
        find.setMaximumWidth(theme.px(300))
        self._spare: list[QWidget] = []
        self._dots: list[tuple[QAction, str, str]] = []
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), 0, theme.px(12), 0)
        row.setSpacing(theme.px(2))
        for name in ("show-thumbnails", "show-outline"):
            self._add(actions[name])
        self._line()
        for name in ("reader-back", "reader-forward"):
            self._add(actions[name])
        row.addSpacing(theme.px(4))
        row.addWidget(self.page)
        row.addSpacing(theme.px(4))
        row.addWidget(self.count)
        self._line()
        self._add(actions["zoom-out"])
        row.addWidget(self.zoom)
        self._add(actions["zoom-in"])
        self._add(actions["fit-width"])
        self._add(actions["two-pages"], spare=True)
        self._add(actions["rotate"], spare=True)
        row.addStretch(1)
        row.addWidget(find, 4)
        row.addStretch(1)
        for number, colour in enumerate(COLOURS, 1):
            button = self._add(actions[f"mark-{colour}"], spare=True)
            button.setProperty("kind", "dot")
            self._dots.append((actions[f"mark-{colour}"], colour, str(number)))
        self._add(actions["mark-underline"])
        self._add(actions["mark-area"])
        self._add(actions["mark-note"])
        self._line()
        self._add(actions["night"])
        self._add(actions["show-marks"])
        self.own_window = self._add(actions["own-window"])
        self.show_own_window(False)
        self._take_theme()
        theme.changed.connect(self._take_theme)

    def show_place(self, page: int, count: int, zoom: float) -> None:
        """Say which page is in view, and how large."""
        self.page.show_page(page, count)
        printed = self.page.label(page) != str(page)
        self.count.setText(f"({page:,} of {count:,})" if printed else f"of {count:,}" if count else "")
        self.zoom.setText(f"{round(zoom * 100)} %")

    def show_own_window(self, on: bool) -> None:
        """The PDF has a window of its own: a button puts it back (beside the tabs, they have one)."""
        self.own_window.setVisible(on)
        self.own_window.defaultAction().setChecked(on)

    def _add(self, action: QAction, *, spare: bool = False) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        side = self._theme.px(18)
        button.setIconSize(QSize(side, side))
        self._row.addWidget(button)
        if spare:
            self._spare.append(button)
        return button

    def _line(self) -> None:
        line = QFrame()
        line.setFixedSize(1, self._theme.px(20))
        line.setProperty("kind", "upright")
        self._row.addSpacing(self._theme.px(8))
        self._row.addWidget(line)
        self._row.addSpacing(self._theme.px(8))

    @guarded(QSize(LEAST, 48))
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._theme.px(LEAST)), hint.height())  # it gives way before the window does

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a longer number of pages or hits
            self._share_out()
        return done

    def _share_out(self) -> None:
        """Show all that fits without squeezing anything."""
        spare = sum(widget.sizeHint().width() + self._row.spacing() for widget in self._spare)
        least = self._row.minimumSize().width() + spare * self._spare[0].isHidden()
        roomy = self.width() >= max(self._theme.px(ROOMY), least)
        for widget in self._spare:
            widget.setVisible(roomy)

    @Slot()
    def _take_theme(self) -> None:
        self.setFixedHeight(self._theme.px(48))
        for action, colour, number in self._dots:
            action.setIcon(colour_dot(self._theme, colour, self.devicePixelRatioF(), number))


def colour_dot(theme: Theme, colour: str, ratio: float, number: str = "") -> QIcon:
    """A dot of that colour, with a number on it if there is one."""
    side = theme.px(18)
    picture = QPixmap(QSize(round(side * ratio), round(side * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.mark_colour(colour))
    disc = QRectF(0.5, 0.5, side - 1, side - 1)
    painter.drawEllipse(disc)
    if number:
        painter.setPen(QColor("#1A1B1F"))
        painter.setFont(theme.font(10.5, SEMIBOLD))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, number)
    painter.end()
    return QIcon(picture)
