"""How the window looks: one scheme, one font size, one style sheet, and everything drawn asks here."""

from __future__ import annotations

import re
import weakref
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from readinglist.gui import icons, palette
from readinglist.paths import resource

BASE_SIZE = 13
"""The font size in pixels at which all measures are given."""
MODES = ("system", "light", "dark")
FAMILY = "Inter"
_FONT_FILES = ("Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf", "Inter-Bold.otf", "Inter-Italic.otf")

REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold


class TakesIcon(Protocol):
    """A button, an action: whatever shows an icon."""

    def setIcon(self, icon: QIcon, /) -> None: ...


class Theme(QObject):
    """The look of one program. Make it after the QApplication; `apply()` dresses the application.

    Roles of `palette.Palette` are attributes: `theme.accent`, `theme.text_second`, ... as QColor.
    """

    changed = Signal()

    window: QColor
    sidebar: QColor
    details: QColor
    raised: QColor
    border: QColor
    hairline: QColor
    hover: QColor
    selected: QColor
    text: QColor
    text_second: QColor
    text_third: QColor
    accent: QColor
    accent_hover: QColor
    text_on_accent: QColor
    accent_soft: QColor
    pressed: QColor
    field: QColor
    scroll: QColor
    star: QColor
    good: QColor
    warn: QColor
    bad: QColor
    mark: QColor

    def __init__(self, mode: str = "system", font_size: int = 0) -> None:
        """`mode` is one of MODES; `font_size` in pixels, 0 follows the system."""
        super().__init__()
        self.mode = mode if mode in MODES else "system"
        self._font_size = font_size
        self._system_size = _system_font_size()
        self._dressed: weakref.WeakKeyDictionary[TakesIcon, tuple[str, str, int, str | None]]
        self._dressed = weakref.WeakKeyDictionary()
        self._take_colours()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    # -- state

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is in force now."""
        if self.mode == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.mode == "dark"

    @property
    def base_size(self) -> int:
        """The font size of ordinary text in pixels."""
        return self._font_size or self._system_size

    def set_mode(self, mode: str) -> None:
        """Switch to light, dark or system; everything is drawn anew."""
        if mode in MODES and mode != self.mode:
            self.mode = mode
            self.apply()

    def set_font_size(self, pixels: int) -> None:
        """Make ordinary text that large (0: as the system); all measures follow."""
        if pixels != self._font_size:
            self._font_size = pixels
            self.apply()

    def apply(self) -> None:
        """Dress the application: style, palette, font and style sheet, once for all widgets."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        load_fonts()
        self._take_colours()
        if application.style().name() != "fusion":
            application.setStyle("fusion")
        application.setPalette(self.qt_palette())
        application.setFont(self.font(BASE_SIZE))
        application.setStyleSheet(self.style_sheet())
        for target, look in list(self._dressed.items()):
            if _alive(target):
                self._set_icon(target, *look)
            else:
                del self._dressed[target]
        self.changed.emit()

    # -- measures and fonts

    def px(self, measure: float) -> int:
        """A measure given at 13 px text, in pixels of the user's font size."""
        return round(measure * self.base_size / BASE_SIZE)

    def font(self, size: float = BASE_SIZE, weight: QFont.Weight = REGULAR, *, italic: bool = False) -> QFont:
        """The window's font; `size` is given at 13 px text."""
        font = QFont([FAMILY, *_fallbacks()])
        font.setPixelSize(self.px(size))
        font.setWeight(weight)
        font.setItalic(italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font

    # -- colours and icons

    def colour(self, role: str) -> QColor:
        """The colour of a role by its name."""
        return self._colours[role]

    def tag_colours(self, colour: str) -> tuple[QColor, QColor]:
        """Background and text of the chip of a tag of that colour (one of records.COLOURS)."""
        return palette.chip_colours(colour, dark=self.dark)

    def tag_dot(self, colour: str) -> QColor:
        """The dot beside a tag's name."""
        return palette.dot_colour(colour, dark=self.dark)

    def mark_colour(self, colour: str) -> QColor:
        """The colour of an annotation (one of annotation_records.COLOURS)."""
        return palette.mark_colour(colour, dark=self.dark)

    def qt_palette(self) -> QPalette:
        """Our colours as a QPalette."""
        return palette.qt_palette(self._palette)

    def icon(
        self, name: str, role: str = "text_second", *, size: int = 18, on: str | None = None, faded: bool = False
    ) -> QIcon:
        """The icon of resources/icons as a QIcon of today's colours (`dress` keeps it right when they change)."""
        return icons.icon(
            name,
            self._colours[role],
            self.px(size),
            faded=self.border if faded else None,
            on=self._colours[on] if on else None,
        )

    def pixmap(self, name: str, role: str = "text_second", *, size: int = 16, ratio: float = 1.0) -> QPixmap:
        """The icon as a pixmap for a screen of that pixel ratio."""
        return icons.pixmap(name, self._colours[role].name(), self.px(size), ratio)

    def paint_icon(self, painter: QPainter, name: str, rect: QRectF, role: str = "text_second") -> None:
        """Draw the icon into a square of the painter, sharp on its device."""
        icons.paint(painter, name, rect, self._colours[role])

    def dress(
        self, target: TakesIcon, name: str, role: str = "text_second", *, size: int = 18, on: str | None = None
    ) -> None:
        """Give a button or action an icon, now and again whenever the look changes."""
        self._dressed[target] = name, role, size, on
        self._set_icon(target, name, role, size, on)

    def _set_icon(self, target: TakesIcon, name: str, role: str, size: int, on: str | None) -> None:
        target.setIcon(self.icon(name, role, size=size, on=on))
        set_size = getattr(target, "setIconSize", None)
        if set_size is not None:
            set_size(QSize(self.px(size), self.px(size)))

    def style_sheet(self) -> str:
        """The one style sheet: `@role` becomes a colour, `13dp` pixels at the user's font size."""
        text = _styles()
        text = re.sub(r"(\d+(?:\.\d+)?)dp", lambda found: f"{self.px(float(found[1]))}px", text)
        names = sorted(self._colours, key=len, reverse=True)
        text = re.sub(rf"@({'|'.join(names)})\b", lambda found: self._colours[found[1]].name(), text)
        scheme = "dark" if self.dark else "light"
        for name in ("arrow", "check"):
            text = text.replace(f"@{name}", resource(f"styles/{name}-{scheme}.svg").as_posix())
        return text

    def _take_colours(self) -> None:
        self._palette = palette.DARK if self.dark else palette.LIGHT
        self._colours = self._palette.roles()
        for role, colour in self._colours.items():
            setattr(self, role, colour)

    @Slot()
    def _on_system_changed(self) -> None:
        if self.mode == "system":
            self.apply()


@lru_cache(maxsize=1)
def load_fonts() -> bool:
    """Register the shipped font once; False where a file is missing (then the system's font serves)."""
    return all(
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}"))) >= 0
        for name in _FONT_FILES
        if resource(f"fonts/{name}").is_file()
    )


@lru_cache(maxsize=1)
def _fallbacks() -> tuple[str, ...]:
    # Other scripts than Latin, Greek and Cyrillic come from whatever the system has.
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).families()
    return tuple(family for family in (*system, "Noto Sans CJK SC", "sans-serif") if family != FAMILY)


@lru_cache(maxsize=1)
def _styles() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(resource("styles").iterdir()) if path.suffix == ".qss"
    )


def _system_font_size() -> int:
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    pixels = font.pixelSize()
    if pixels <= 0:
        screen = QGuiApplication.primaryScreen()
        pixels = round(font.pointSizeF() * (screen.logicalDotsPerInch() if screen else 96.0) / 72)
    # A system that says nothing, or something tiny, gets the size the design was made at.
    return min(max(pixels, BASE_SIZE), 3 * BASE_SIZE)


def _alive(target: object) -> bool:
    from shiboken6 import isValid

    return bool(isValid(target))
