"""Over real papers: the card shows the entry that is cited and the figure that is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from tests.gui.conftest import Hands
from tests.gui_reader.hands import Reader, attach

pytestmark = pytest.mark.shared


def card_on(reader: Reader, page: int, *said: str) -> list[str]:
    """Rest on the first of these words, which follow each other on a page; what the card shows."""
    view, hovering = reader.tab.view, reader.tab.apparatus.hovering
    view.go_to(page)
    reader.hands.until(lambda: page in view.texts, seconds=20)
    reader.settle()
    texts = [word.text for word in view.texts[page].words]
    place = next(at for at in range(len(texts)) if texts[at : at + len(said)] == list(said))
    view.bring_quads(page, [view.texts[page].words[place].quad])
    reader.settle()
    at = reader.at(page, place)
    QTest.mouseMove(view.viewport(), at + QPoint(1, 0))
    QTest.mouseMove(view.viewport(), at)
    reader.hands.until(lambda: not hovering.card.isHidden(), seconds=20)
    return hovering.card.texts


@pytest.mark.parametrize(
    ("file", "page", "said", "entry"),
    [
        ("2020.acl-main.447.pdf", 3, ("(Lopez,", "2009)."), "Patrice Lopez. 2009. Grobid: Combining"),
        ("2020.acl-main.447.pdf", 3, ("Saier", "and"), "Tarek Saier and Michael Färber. 2019."),
        ("hotos17.pdf", 1, ("[21].",), "Control-flow Enforcement Technology Preview."),
        ("2503.05372.pdf", 2, ("[15].",), "F.-K. Guo, P.-N. Shen, H.-C. Chiang"),
        ("mooney05.pdf", 3, ("(Bikel,", "2004)"), "Daniel M. Bikel. 2004. Intricacies"),
    ],
)
def test_the_right_entry_shows(
    hands: Hands, shared: Path, file: str, page: int, said: tuple[str, ...], entry: str
) -> None:
    attach(hands, shared / "data" / "pdfs" / "papers" / file)
    reader = Reader(hands)
    reader.read()
    assert card_on(reader, page, *said)[1].startswith(entry)


def test_the_right_figure_shows(hands: Hands, shared: Path) -> None:
    attach(hands, shared / "data" / "pdfs" / "papers" / "2020.acl-main.447.pdf")
    reader = Reader(hands)
    reader.read()
    assert card_on(reader, 3, "Figure", "1.") == ["Figure 1 · page 1"]
    picture = reader.tab.apparatus.hovering.card.picture
    assert picture is not None
    assert any(picture.image.pixelColor(x, picture.image.height() // 3).saturation() > 100 for x in range(200))
