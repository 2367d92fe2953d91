"""Our stroke icons, drawn in any colour at any size and sharp at any pixel ratio."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap

from readinglist.paths import resource


@lru_cache(maxsize=256)
def _svg(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    """The icon `name` as `size` logical pixels in `colour` (`#rrggbb`); an unknown name raises FileNotFoundError."""
    from PySide6.QtSvg import QSvgRenderer  # only when something is drawn: keeps imports of this package light

    renderer = QSvgRenderer(QByteArray(_svg(name).replace("currentColor", colour).encode()))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, picture.width(), picture.height()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, colour: QColor, size: int, *, faded: QColor | None = None, on: QColor | None = None) -> QIcon:
    """A QIcon of `name`; `faded` colours it where its control is disabled, `on` where it is checked."""
    # For the sharpest screen there is; Qt scales down for the others.
    ratios = frozenset({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})
    others = [None if other is None else other.name() for other in (faded, on)]
    return _icon(name, colour.name(), size, *others, ratios)


@lru_cache(maxsize=1024)
def _icon(name: str, colour: str, size: int, faded: str | None, on: str | None, ratios: frozenset[float]) -> QIcon:
    # An open PDF shows sixty of them, the same as every other PDF.
    result = QIcon()
    for ratio in ratios:
        result.addPixmap(pixmap(name, colour, size, ratio))
        if faded is not None:
            result.addPixmap(pixmap(name, faded, size, ratio), QIcon.Mode.Disabled)
        if on is not None:
            for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
                result.addPixmap(pixmap(name, on, size, ratio), mode, QIcon.State.On)
    return result


def paint(painter: QPainter, name: str, rect: QRectF, colour: QColor) -> None:
    """Draw the icon into `rect` (a square), sharp on the device that is painted on."""
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    painter.drawPixmap(rect.topLeft(), pixmap(name, colour.name(), round(rect.width()), ratio))
