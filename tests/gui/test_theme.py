"""Fonts, measures, icons and the style sheet follow the theme."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon, QImage
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from readinglist.gui import icons
from readinglist.gui.theme import MEDIUM, SEMIBOLD, Theme
from readinglist.paths import resource

ICONS = sorted(path.stem for path in resource("icons").glob("*.svg"))


def inked(image: QImage) -> int:
    return sum(
        1 for y in range(image.height()) for x in range(image.width()) if QColor(image.pixelColor(x, y)).alpha() > 40
    )


@pytest.mark.parametrize("name", ICONS)
def test_each_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, "#ff0000", 24, 2.0).toImage()
    assert image.size() == QSize(48, 48)
    assert inked(image) >= 12
    colours = {
        image.pixelColor(x, y).name() for y in range(48) for x in range(48) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours <= {"#ff0000"}


@pytest.mark.parametrize("name", ICONS)
def test_icons_are_strokes_of_one_width_on_one_grid(name: str) -> None:
    text = resource(f"icons/{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert 'stroke-width="1.7"' in text
    assert "currentColor" in text


def test_an_unknown_icon_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000", 16, 1.0)


def test_the_shipped_font_is_used(theme: Theme) -> None:
    assert QFontInfo(theme.font(13)).family() == "Inter"
    assert theme.font(14, SEMIBOLD).weight() == SEMIBOLD
    assert QFontInfo(theme.font(14, MEDIUM)).weight() == MEDIUM
    assert (resource("fonts") / "Inter-LICENSE.txt").is_file()


@pytest.mark.parametrize("size", [9, 13, 20, 32])
def test_measures_follow_the_font_size(qapp: QApplication, size: int) -> None:
    theme = Theme("light", size)
    assert theme.px(13) == size
    assert theme.px(62) == round(62 * size / 13)
    assert theme.font(13).pixelSize() == size


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_nothing_is_left_to_fill_in_in_the_style_sheet(qapp: QApplication, mode: str) -> None:
    text = re.sub(r"url\([^)]*\)|/\*.*?\*/", "", Theme(mode).style_sheet(), flags=re.DOTALL)
    assert "@" not in text
    assert not re.search(r"\d+dp", text)


def test_switching_tells_and_changes_colours(theme: Theme, qtbot: QtBot) -> None:
    before = theme.window
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.dark
    assert theme.window != before
    assert QApplication.palette().window().color() == theme.window
    theme.set_mode("light")
    assert theme.window == before


def test_unknown_modes_change_nothing(theme: Theme) -> None:
    theme.set_mode("purple")
    assert theme.mode == "light"


def test_dressed_buttons_follow_the_theme(theme: Theme, qtbot: QtBot) -> None:
    button = QToolButton()
    qtbot.addWidget(button)
    theme.dress(button, "star")
    before = button.icon().pixmap(QSize(18, 18)).toImage()
    theme.set_mode("dark")
    after = button.icon().pixmap(QSize(18, 18)).toImage()
    assert before != after
    theme.set_mode("light")


def test_a_button_that_is_gone_is_forgotten(theme: Theme, qtbot: QtBot) -> None:
    kept, gone = QPushButton(), QPushButton()
    qtbot.addWidget(kept)
    theme.dress(kept, "star")
    theme.dress(gone, "star")
    with qtbot.waitSignal(gone.destroyed):
        gone.deleteLater()
    theme.set_mode("dark")
    theme.set_mode("light")
    assert not kept.icon().isNull()


def test_disabled_icons_are_fainter(theme: Theme) -> None:
    icon = theme.icon("star", faded=True)
    normal = icon.pixmap(QSize(18, 18)).toImage()
    faded = icon.pixmap(QSize(18, 18), QIcon.Mode.Disabled).toImage()
    assert normal != faded


def test_an_icon_of_one_look_is_made_once(theme: Theme) -> None:
    assert theme.icon("plus").cacheKey() == theme.icon("plus").cacheKey()
    assert theme.icon("plus").cacheKey() != theme.icon("plus", "accent").cacheKey()
