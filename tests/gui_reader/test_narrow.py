"""In a narrow window nothing of the bar and of the line below the pages is squeezed or cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QToolButton, QWidget

from tests.gui_reader.hands import Reader

WIDTHS = (1440, 1200, 1180, 1024)


def squeezed(inside: QWidget) -> list[str]:
    """What is narrower than what stands in it."""
    parts = [part for kind in (QLabel, QLineEdit, QToolButton) for part in inside.findChildren(kind)]
    shown = [part for part in parts if part.isVisible() and not isinstance(part.parent(), QLineEdit)]
    return [
        f"{type(part).__name__} {part.accessibleName() or part.toolTip()}: {part.width()}"
        for part in shown
        if part.width() < (part.minimumWidth() or part.minimumSizeHint().width())
        or not inside.rect().contains(part.rect().translated(part.mapTo(inside, part.rect().topLeft())))
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_bar_fits(reader: Reader, width: int) -> None:
    tab = reader.read()
    reader.hands.window.resize(width, 700)
    tab.bar.show_own_window(True)
    for words in ("", "page", "where the sun is seldom seen."):
        tab.find_field.line.setText(words)
        tab.finding.look_for(words)
        reader.settle()
        assert squeezed(tab.bar) == []
    tab.bar.count.setText("(123 of 567)")
    tab.find_field.words.setText("1,234 of 2,345…")
    reader.settle()
    assert squeezed(tab.bar) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_keys_are_whole_and_the_paper_ends_in_dots(reader: Reader, width: int) -> None:
    tab = reader.read()
    window = reader.hands.window
    window.resize(width, 700)
    row = window.library.papers.rows([tab.paper])[0]
    long = "Alder, Birch, Cedar and 7 others, of the Society for the Study of Moss, of Stone and of all between"
    for people in ("Alder", long):
        tab.line.show_paper(replace(row, people=people))
        reader.settle()
        assert squeezed(tab.line) == []
        assert any(label.isVisible() and label.text() == "highlight" for label in tab.line.findChildren(QLabel))
        cut = tab.line.paper.text().endswith("…")
        assert cut == bool(tab.line.paper.toolTip()) and (people != long or width > 1300 or cut)
