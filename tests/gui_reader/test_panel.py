"""The annotations beside the pages: filtered by colour and tag, and exported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from readinglist.gui.annotation_card import AnnotationCard
from readinglist.library.annotation_records import COLOURS, Mark
from tests.gui_reader.hands import Reader


def marked(reader: Reader) -> None:
    """Three marks, two of them tagged."""
    tab = reader.read()
    library = reader.hands.window.library
    for page, colour, tags in ((3, "blue", ["nlp"]), (1, "yellow", []), (2, "green", ["nlp/retrieval"])):
        quads = [word.quad for word in tab.view.texts[1].words[6:8]]
        mark = Mark(page, "highlight", quads, f"words {page}")
        library.annotations.add(tab.document.id, mark, colour=colour, tags=tags, comment=f"Why {page}?")
    reader.settle()


def shown(reader: Reader) -> list[str]:
    return [card.text() for card in reader.tab.marks_panel.cards.cards()]


def test_cards_stand_in_the_order_of_pages_and_are_filtered(reader: Reader) -> None:
    marked(reader)
    cards = reader.tab.marks_panel.cards
    assert shown(reader) == ["words 1", "words 2", "words 3"]
    button = cards.tag_filter
    assert button.isVisible() and button.text() == "Any tag"
    names = [action.text() for action in button.tag_menu.actions()]
    assert names == ["Any tag", "nlp  (1)", "nlp/retrieval  (1)"]
    button.tag_menu.actions()[1].trigger()
    assert shown(reader) == ["words 2", "words 3"] and button.text() == "nlp"
    QTest.mouseClick(cards.filter.button("green"), Qt.MouseButton.LeftButton)
    assert shown(reader) == ["words 2"]
    QTest.mouseClick(cards.filter.button("green"), Qt.MouseButton.LeftButton)
    library = reader.hands.window.library
    for mark in library.annotations.of(reader.tab.paper):
        library.annotations.tag([mark.id], remove=["nlp", "nlp/retrieval"])
    reader.settle()
    assert shown(reader) == ["words 1", "words 2", "words 3"] and not button.isVisible()


def test_all_colours_and_a_tag_fit_above_the_cards(reader: Reader) -> None:
    marked(reader)
    tab, library = reader.tab, reader.hands.window.library
    for colour in COLOURS:
        mark = Mark(1, "highlight", [tab.view.texts[1].words[0].quad], colour)
        library.annotations.add(tab.document.id, mark, colour=colour, tags=["a tag/with a long name"])
    reader.settle()
    cards = tab.marks_panel.cards
    cards.tag_filter.choose("a tag/with a long name")
    for width in (tab.panel.width(), tab.panel.minimumWidth()):
        tab.sides.setSizes([148, 4000, width])
        reader.settle()
        seen = QRect(QPoint(0, 0), tab.panel.size())
        buttons = [cards.tag_filter, tab.exporting.button, *map(cards.filter.button, COLOURS)]
        for button in (*buttons, *cards.cards()[:1]):
            assert button.isVisible()
            place = QRect(button.mapTo(tab.panel, QPoint(0, 0)), button.size())
            assert seen.left() <= place.left() and place.right() <= seen.right()
        bar = tab.panel.bar
        assert bar.tabRect(bar.count() - 1).right() <= bar.width()


def test_what_is_shown_is_exported(reader: Reader, tmp_path: Path) -> None:
    marked(reader)
    tab = reader.tab
    names = [action.text() for action in tab.exporting.menu.actions()]
    assert names == ["Markdown File…", "Copy as Markdown", "Add to Note", "Save into PDF Copy…"]
    assert tab.exporting.button.isVisible()
    tab.marks_panel.cards.tag_filter.tag_menu.actions()[2].trigger()
    target = tmp_path / "marks.md"
    tab.exporting.write_markdown(target)
    reader.settle()
    text = target.read_text(encoding="utf-8")
    assert text.startswith("# ") and "> words 2" in text and "Why 2?" in text and "words 1" not in text
    assert f"readinglist://paper/{reader.hands.window.library.papers.get(tab.paper).citation_key}?page=2" in text
    tab.exporting.menu.actions()[1].trigger()
    reader.settle()
    assert "words 2" in QGuiApplication.clipboard().text()
    tab.exporting.menu.actions()[2].trigger()
    reader.settle()
    note = reader.hands.window.library.papers.get(tab.paper).note
    assert note.startswith("Read **again** in spring.") and "> words 2" in note and "words 1" not in note


def test_a_file_that_cannot_be_written_is_told(reader: Reader, tmp_path: Path) -> None:
    marked(reader)
    said: list[str] = []
    reader.tab.troubled.connect(said.append)
    reader.tab.exporting.write_markdown(tmp_path / "nowhere" / "marks.md")
    reader.settle()
    assert said == ["marks.md could not be written: No such file or directory"]


def test_the_card_of_the_chosen_mark_stands_out(reader: Reader) -> None:
    marked(reader)
    first, second, _ = reader.tab.marks_panel.cards.cards()

    def ground(card: AnnotationCard) -> str:
        return card.grab().toImage().pixelColor(card.width() - 12, card.height() - 12).name()

    plain = ground(first)
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    reader.settle()
    reader.tab.view.setFocus()
    assert ground(first) == plain
    QTest.mouseMove(reader.tab.view.viewport())
    reader.tab.view.choose(first.annotation)
    reader.settle()
    assert ground(first) == reader.hands.window.theme.selected.name() != plain
    reader.key(Qt.Key.Key_Escape)
    assert ground(first) == plain
