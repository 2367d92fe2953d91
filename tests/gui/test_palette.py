"""The colours can be read on what they stand on."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette

from readinglist.gui.palette import DARK, LIGHT, Palette, chip_colours, dot_colour, qt_palette
from readinglist.library.records import COLOURS


def luminance(colour: QColor) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "sidebar", "details", "raised", "hover", "selected", "field"])
@pytest.mark.parametrize("text", ["text", "text_second"])
def test_text_can_be_read_everywhere(palette: Palette, ground: str, text: str) -> None:
    assert contrast(getattr(palette, ground), getattr(palette, text)) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["window", "sidebar", "details", "selected"])
def test_faint_text_can_be_read_on_the_panes(palette: Palette, ground: str) -> None:
    assert contrast(getattr(palette, ground), palette.text_third) >= 4.3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_buttons_and_problems_can_be_read(palette: Palette) -> None:
    assert contrast(palette.accent, palette.text_on_accent) >= 4.5
    assert contrast(palette.accent_hover, palette.text_on_accent) >= 4.5
    assert contrast(palette.bad, palette.window) >= 4.5
    assert contrast(palette.warn, palette.raised) >= 4.5
    assert contrast(palette.text, palette.mark) >= 4.5
    assert contrast(palette.accent, palette.window) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("colour", [*COLOURS, "no such colour"])
def test_chips_can_be_read(colour: str, dark: bool) -> None:
    ground, text = chip_colours(colour, dark=dark)
    assert contrast(ground, text) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_tags_can_be_told_apart(dark: bool) -> None:
    dots = [dot_colour(colour, dark=dark).name() for colour in COLOURS]
    assert len(set(dots)) == len(COLOURS)
    assert dot_colour("no such colour", dark=dark) == dot_colour("slate", dark=dark)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_qt_gets_the_same_colours(palette: Palette) -> None:
    made = qt_palette(palette)
    assert made.color(QPalette.ColorRole.Window) == palette.window
    assert made.color(QPalette.ColorRole.Text) == palette.text
    assert made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text) == palette.text_third


def test_both_schemes_have_the_same_roles() -> None:
    assert LIGHT.roles().keys() == DARK.roles().keys()
    assert all(colour.isValid() for palette in (LIGHT, DARK) for colour in palette.roles().values())
