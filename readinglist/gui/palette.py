"""The colours of the window in both schemes, as `design` names their roles. No widgets here."""

from __future__ import annotations

from dataclasses import dataclass, fields

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True)
class Palette:
    """One colour per role; the names are what style sheets, icons and delegates ask for."""

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
    """Behind chosen filters and hints: a breath of accent."""
    pressed: QColor
    """The chosen line of the sidebar, a button held down."""
    field: QColor
    """Behind text that can be typed in."""
    scroll: QColor
    star: QColor
    good: QColor
    warn: QColor
    bad: QColor
    mark: QColor
    """Behind the words that a search found."""

    def roles(self) -> dict[str, QColor]:
        """Each colour by the name of its role."""
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


def _palette(**colours: str) -> Palette:
    return Palette(**{role: QColor(colour) for role, colour in colours.items()})


LIGHT = _palette(
    window="#FFFFFF",
    sidebar="#F6F6F7",
    details="#FCFCFD",
    raised="#FFFFFF",
    border="#E7E7EB",
    hairline="#EFEFF2",
    hover="#F3F3F6",
    selected="#EEF0FE",
    text="#1A1B1F",
    text_second="#5E616B",
    text_third="#6B6E79",
    accent="#4F5BD5",
    accent_hover="#434FC6",
    text_on_accent="#FFFFFF",
    accent_soft="#ECEEFD",
    pressed="#E4E4E8",
    field="#F1F1F4",
    scroll="#D0D1D8",
    star="#E5A50A",
    good="#2E9E6B",
    warn="#8A5A00",
    bad="#BF2F45",
    mark="#FFE9A8",
)
DARK = _palette(
    window="#1C1D21",
    sidebar="#17181B",
    details="#1A1B1F",
    raised="#25262B",
    border="#2E3036",
    hairline="#26282D",
    hover="#23252A",
    selected="#282C47",
    text="#ECEDF0",
    text_second="#A6A9B4",
    text_third="#8D919E",
    accent="#8A96FF",
    accent_hover="#9BA5FF",
    text_on_accent="#14151A",
    accent_soft="#282C47",
    pressed="#2B2D33",
    field="#25262B",
    scroll="#43454E",
    star="#F2C14E",
    good="#5BC796",
    warn="#E3B04B",
    bad="#F2808F",
    mark="#5C4A12",
)

_HUES = {"violet": 255, "blue": 215, "teal": 175, "green": 145, "amber": 38, "rose": 345, "slate": 222}


def _tag(colour: str, saturation: float, lightness: float) -> QColor:
    hue = _HUES.get(colour, _HUES["slate"])
    if colour not in _HUES or colour == "slate":
        saturation *= 0.18
    return QColor.fromHslF(hue / 360, saturation, lightness)


def chip_colours(colour: str, *, dark: bool) -> tuple[QColor, QColor]:
    """Background and text of a tag's chip; an unknown colour looks like slate."""
    if dark:
        return _tag(colour, 0.32, 0.24), _tag(colour, 0.75, 0.80)
    # Green light is bright: at 33 % its text would miss a contrast of 4.5 on its own chip.
    lightness = 0.29 if colour in ("teal", "green") else 0.33
    return _tag(colour, 0.72, 0.94), _tag(colour, 0.58, lightness)


def dot_colour(colour: str, *, dark: bool) -> QColor:
    """The full colour of a tag, for the dot beside its name."""
    return _tag(colour, 0.62, 0.66) if dark else _tag(colour, 0.62, 0.52)


# Of one lightness in each scheme, so that none shouts; hues as the PDF's colours have them.
_MARKS = {
    "yellow": ("#E3B505", "#E9C84A"),
    "green": ("#5FA944", "#7FC468"),
    "blue": ("#2E9BD6", "#5DB6EA"),
    "red": ("#E5565B", "#F0797D"),
    "purple": ("#9577DD", "#AE97EC"),
    "orange": ("#E88A2E", "#F2A65A"),
}


def mark_colour(colour: str, *, dark: bool) -> QColor:
    """The colour in which annotations are drawn; an unknown one looks yellow."""
    return QColor(_MARKS.get(colour, _MARKS["yellow"])[dark])


def qt_palette(colours: Palette) -> QPalette:
    """The same colours as Fusion understands them, for everything the style sheet does not reach."""
    palette = QPalette()
    role = QPalette.ColorRole
    for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive, QPalette.ColorGroup.Disabled):
        faded = group == QPalette.ColorGroup.Disabled
        text = colours.text_third if faded else colours.text
        for target, colour in (
            (role.Window, colours.window),
            (role.Base, colours.window),
            (role.AlternateBase, colours.sidebar),
            (role.Button, colours.raised),
            (role.ToolTipBase, colours.raised),
            (role.Highlight, colours.accent),
            (role.Light, colours.raised),
            (role.Midlight, colours.hover),
            (role.Mid, colours.border),
            (role.Dark, colours.border),
            (role.Shadow, colours.border),
            (role.Link, colours.accent),
            (role.LinkVisited, colours.accent),
            (role.PlaceholderText, colours.text_third),
            (role.HighlightedText, colours.text_on_accent),
            (role.WindowText, text),
            (role.Text, text),
            (role.ButtonText, text),
            (role.BrightText, text),
            (role.ToolTipText, text),
        ):
            palette.setColor(group, target, colour)
    return palette
