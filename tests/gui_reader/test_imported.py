"""Annotations that a PDF brings along: shown as such, edited in the window, and once in the copy."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from readinglist.documents import PageServer
from readinglist.gui.annotation_list import CommentField
from readinglist.library.annotation_import import import_from_pdf
from tests.gui.conftest import Hands
from tests.gui_reader.hands import Reader, attach
from tests.gui_reader.test_selection import two_columns


def test_what_was_edited_of_an_imported_one_goes_into_the_copy_once(hands: Hands, tmp_path: Path) -> None:
    import pymupdf

    source, target = tmp_path / "foreign.pdf", tmp_path / "copy.pdf"
    with pymupdf.open(two_columns(tmp_path / "columns.pdf")) as document:
        page = document[0]
        for each in ("Mosses cover", "counting a pleasure"):
            mark = page.add_highlight_annot(page.search_for(each)[0])
            mark.set_info(content=f"Old thought on {each}", title="Chidi")
            mark.update()
        document.save(source)
    paper = attach(hands, source)
    library = hands.window.library
    (file,) = library.documents.of(paper)
    server = PageServer(file.path)
    with library.write() as tx:  # what the extract job does, which rests in these tests
        assert import_from_pdf(tx, file.id, server.read_annotations()) == 2
    server.close()
    reader = Reader(hands)
    tab = reader.read()
    cards = tab.marks_panel.cards.cards()
    assert [card.text() for card in cards] == ["Mosses cover", "counting a pleasure"]
    assert all("from the PDF, Chidi" in card.accessibleDescription() for card in cards)
    words = [word.text for word in tab.view.texts[1].words]
    reader.click(reader.at(1, words.index("cover")))
    reader.key(Qt.Key.Key_3)
    reader.key(Qt.Key.Key_C)
    field = tab.marking.field
    assert isinstance(field, CommentField)
    field.field.selectAll()
    QTest.keyClicks(field.field, "A new thought")
    QTest.keyClick(field.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    reader.settle()
    tab.outside.write_copy(target)
    reader.settle()
    with pymupdf.open(target) as document:
        page = document[0]
        found = [(each.type[1], each.info["content"], each.info["title"]) for each in page.annots()]
    assert found == [
        ("Highlight", "A new thought", "Chidi"),
        ("Highlight", "Old thought on counting a pleasure", "Chidi"),
    ]
    server = PageServer(target)
    assert [(each.colour, each.quote) for each in server.read_annotations()] == [
        ("blue", "Mosses cover"),
        ("yellow", "counting a pleasure"),
    ]
    server.close()


def test_the_page_shows_what_the_user_made_of_it(hands: Hands, tmp_path: Path) -> None:
    import pymupdf

    source, target = tmp_path / "foreign.pdf", tmp_path / "copy.pdf"
    with pymupdf.open(two_columns(tmp_path / "columns.pdf")) as document:
        page = document[0]
        page.add_highlight_annot(page.search_for("Mosses cover")[0]).update()
        document.save(source)
    paper = attach(hands, source)
    library = hands.window.library
    (file,) = library.documents.of(paper)
    server = PageServer(file.path)
    with library.write() as tx:
        import_from_pdf(tx, file.id, server.read_annotations())
    server.close()
    reader = Reader(hands)
    tab = reader.read()
    (mark,) = reader.marks()

    def is_so(sort: str) -> bool:
        """Whether the page shows the mark in that colour."""
        place = tab.view.rect_of(1, mark.quads)
        pixel = tab.view.viewport().grab().toImage().pixelColor(round(place.left()) + 2, round(place.bottom()) - 1)
        return sort == ("white" if pixel.saturation() < 20 else "blue" if pixel.blue() > pixel.red() else "yellow")

    hands.until(lambda: is_so("yellow"))
    words = [word.text for word in tab.view.texts[1].words]
    reader.click(reader.at(1, words.index("cover")))
    reader.key(Qt.Key.Key_3)
    tab.view.choose(None)
    hands.until(lambda: is_so("blue"))
    tab.view.choose(tab.view.mark(mark.id))
    reader.key(Qt.Key.Key_Delete)
    hands.until(lambda: is_so("white"))
    tab.outside.write_copy(target)
    reader.settle()
    with pymupdf.open(target) as document:
        assert list(document[0].annots()) == []
    reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: is_so("blue"))
    reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    hands.until(lambda: is_so("yellow"))
