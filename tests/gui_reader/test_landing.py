"""Links, annotations and hits of a search lead to their place in the PDF, by mouse and by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QTextCursor
from PySide6.QtTest import QTest

from readinglist.exchange import annotation_link
from readinglist.gui.places import Kind
from readinglist.library.annotation_records import Mark
from readinglist.library.landing import Landing
from tests.gui.conftest import TITLES
from tests.gui_reader.hands import Reader, attach
from tests.pdfs import write_pdf

QUAD = (72.0, 50.0, 90.0, 50.0, 72.0, 62.0, 90.0, 62.0)


def mark(reader: Reader, page: int = 9, words: str = "Page") -> int:
    """Mark something in the twelve pages."""
    library = reader.hands.window.library
    document = library.documents.of(library.papers.find(TITLES[0]))[0]
    made = library.annotations.add(document.id, Mark(page, "highlight", [QUAD], words))
    reader.hands.settle()
    return made


def link(reader: Reader, annotation: int) -> str:
    library = reader.hands.window.library
    return annotation_link(library.papers.get(library.papers.find(TITLES[0])), library.annotations.get(annotation))


def arrive(reader: Reader) -> None:
    """Wait until the PDF is in front."""
    reader.hands.until(lambda: reader.hands.window.reading.current is not None)
    reader.hands.until(lambda: reader.tab.opened is not None and bool(reader.tab.view.texts), seconds=30)
    reader.settle()


def is_at(reader: Reader, page: int, annotation: int | None = None) -> bool:
    view = reader.tab.view
    return view.chosen == annotation and page in [each.number for each in view.visible_pages()]


def search_field(reader: Reader, text: str) -> None:
    line = reader.hands.window.field.line
    line.setFocus()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def palette(reader: Reader, text: str) -> None:
    reader.hands.key(Qt.Key.Key_K, control=True)
    box = reader.hands.window.boxes.palette
    assert box is not None
    QTest.keyClicks(box.field, text)
    reader.hands.settle()
    QTest.keyClick(box.field, Qt.Key.Key_Return)


def paste(reader: Reader, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    reader.hands.window.view.setFocus()
    reader.hands.key(Qt.Key.Key_V, control=True)


def add_box(reader: Reader, text: str) -> None:
    reader.hands.key(Qt.Key.Key_N, control=True)
    box = reader.hands.window.boxes.add_box
    assert box is not None
    QTest.keyClicks(box.field, text)
    QTest.keyClick(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("way", [search_field, palette, paste, add_box])
def test_a_link_that_is_given_anywhere_opens_its_place(reader: Reader, way: object) -> None:
    made = mark(reader)
    assert callable(way)
    way(reader, link(reader, made))
    arrive(reader)
    assert is_at(reader, 9, made)
    assert reader.tab.view.hasFocus()
    assert reader.hands.window.field.text == "" and reader.hands.window.model.rowCount() == len(TITLES) - 1


def test_a_link_in_a_note_is_clicked(reader: Reader) -> None:
    made = mark(reader)
    window = reader.hands.window
    window.library.notes.set(window.library.papers.find(TITLES[0]), f"See [there]({link(reader, made)}).")
    reader.hands.choose(TITLES[0])
    details = window.boxes.details
    assert details is not None
    shown = details.one.overview.note
    cursor = QTextCursor(shown.document())
    cursor.setPosition(6)  # See th|ere
    at = shown.cursorRect(cursor).center()
    QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=at)
    arrive(reader)
    assert is_at(reader, 9, made)


def test_a_link_comes_while_the_paper_is_open(reader: Reader) -> None:
    made, other = mark(reader), mark(reader, 3)
    tab = reader.read()
    reader.key(Qt.Key.Key_Escape)
    for annotation, page in ((made, 9), (other, 3)):
        reader.hands.window.opening.open_link(link(reader, annotation))
        arrive(reader)
        assert reader.tab is tab and is_at(reader, page, annotation)
    reader.key(Qt.Key.Key_Escape)
    reader.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert is_at(reader, 9)


@pytest.mark.parametrize(
    ("link", "said", "page"),
    [
        ("readinglist://paper/1?page=5", "", 5),
        ("readinglist://paper/1?page=77", "There is no page 77 in this PDF: it has 12.", 12),
        ("readinglist://paper/1?page=4&annotation=99", "The annotation that the link leads to is gone.", 4),
        ("readinglist://paper/1", "", 1),
    ],
)
def test_what_a_link_names_and_is_not_there_is_said(reader: Reader, link: str, said: str, page: int) -> None:
    search_field(reader, link)
    arrive(reader)
    assert is_at(reader, page) and reader.hands.toast() == said


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("readinglist://paper/nobody2020?page=5", "called nobody2020, and there is none"),
        ("readinglist://paper/1?page=../x", "does not say which page"),
        ("readinglist://file/etc/passwd", "This is no link to a paper."),
        ("readinglist://paper/2?page=3", "There is no PDF of “Counting Tree Rings"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(reader: Reader, link: str, said: str) -> None:
    search_field(reader, link)
    reader.hands.settle()
    assert said in reader.hands.toast() and reader.hands.window.reading.current is None
    if "/2?" in link:  # the paper is known
        assert reader.hands.chosen() == [TITLES[1]]


def test_a_card_of_the_page_highlights_opens_its_place(reader: Reader) -> None:
    made = mark(reader)
    reader.hands.key(Qt.Key.Key_8, alt=True)
    page = reader.hands.window.list_pane.pages.own(Kind.HIGHLIGHTS)
    assert page is not None
    (card,) = page.cards.cards()  # type: ignore[attr-defined]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Return)
    arrive(reader)
    assert is_at(reader, 9, made)
    reader.key(Qt.Key.Key_Escape)
    reader.key(Qt.Key.Key_Escape)
    assert reader.hands.window.reading.current is None
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    arrive(reader)
    assert is_at(reader, 9, made)


def test_a_card_in_the_details_opens_its_place(reader: Reader) -> None:
    made = mark(reader)
    reader.hands.choose(TITLES[0])
    details = reader.hands.window.boxes.details
    assert details is not None
    details.show_tab("highlights")
    (card,) = details.one.highlights.cards()
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    arrive(reader)
    assert is_at(reader, 9, made)


def test_without_its_file_a_card_says_so(reader: Reader) -> None:
    mark(reader)
    library = reader.hands.window.library
    Path(library.documents.of(library.papers.find(TITLES[0]))[0].path).unlink()
    reader.hands.key(Qt.Key.Key_8, alt=True)
    page = reader.hands.window.list_pane.pages.own(Kind.HIGHLIGHTS)
    assert page is not None
    QTest.mouseClick(page.cards.cards()[0], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    reader.hands.settle()
    assert reader.hands.toast() == f"There is no PDF of “{TITLES[0]}” any more to show the place in."
    assert reader.hands.window.reading.current is None and reader.hands.chosen() == [TITLES[0]]


def index(reader: Reader, *pages: str) -> None:
    """Let the search know the text of the PDF."""
    library = reader.hands.window.library
    document = library.documents.of(library.papers.find(TITLES[0]))[0]
    library.index.set_pages(document.id, pages)
    reader.hands.settle()


def open_found(reader: Reader, text: str, key: Qt.Key = Qt.Key.Key_O) -> None:
    reader.hands.search(text)
    reader.hands.until(lambda: TITLES[0] in reader.hands.titles())
    reader.hands.choose(TITLES[0])
    QTest.keyClick(reader.hands.window.view, key)
    arrive(reader)


@pytest.mark.parametrize("key", [Qt.Key.Key_O, Qt.Key.Key_Return])
def test_a_hit_on_a_page_opens_there_with_its_words_found(reader: Reader, key: Qt.Key) -> None:
    index(reader, *("Nothing of that kind.",) * 6, "Mosses grow on the northern side of the stone where it is cold.")
    open_found(reader, "northern stones", key)
    tab = reader.tab
    reader.hands.until(lambda: tab.finding.done and len(tab.finding.hits) == 24)
    assert is_at(reader, 7) and tab.find_field.line.text() == "northern stone" and tab.view.hasFocus()
    assert tab.finding.hits[tab.finding.current].page == 7
    reader.key(Qt.Key.Key_F3)
    reader.key(Qt.Key.Key_F3)
    assert tab.finding.hits[tab.finding.current].page == 8
    reader.key(Qt.Key.Key_Escape)
    assert reader.hands.window.view.hasFocus() and reader.hands.window.field.text == "northern stones"


def test_a_hit_in_an_annotation_opens_at_it(reader: Reader) -> None:
    made = mark(reader, 5, "zeppelins over the moor")
    open_found(reader, "zeppelin")
    assert is_at(reader, 5, made) and reader.tab.find_field.line.text() == ""


def test_without_a_search_it_opens_where_one_left_off(reader: Reader) -> None:
    index(reader, *("Nothing of that kind.",) * 6, "Mosses grow on the northern side.")
    reader.read().view.go_to(4)
    reader.settle()
    reader.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    reader.hands.search("abstracts told in two sentences")  # stands in no file
    open_found(reader, "sentences rained")
    assert is_at(reader, 4) and reader.tab.find_field.line.text() == ""
    reader.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    open_found(reader, "northern")
    assert is_at(reader, 7)


def test_of_several_files_one_is_chosen_by_keys(reader: Reader, tmp_path: Path) -> None:
    attach(reader.hands, write_pdf(tmp_path / "supplement.pdf", "More of it", "and more"))
    window = reader.hands.window
    reader.hands.choose(TITLES[0])
    QTest.keyClick(window.view, Qt.Key.Key_O)
    reader.hands.until(lambda: window.boxes.palette is not None and window.boxes.palette.isVisible())
    assert window.boxes.palette is not None and window.reading.current is None
    QTest.keyClicks(window.boxes.palette.field, "suppl")
    QTest.keyClick(window.boxes.palette.field, Qt.Key.Key_Return)
    arrive(reader)
    assert reader.tab.document.original_name == "supplement.pdf" and reader.tab.view.hasFocus()
    mark(reader, 9)  # in the other file
    library = window.library
    window.opening.open_annotation(library.annotations.of(reader.tab.paper)[0])
    reader.hands.until(lambda: reader.tab.document.original_name == "report.pdf")
    arrive(reader)
    assert 9 in [page.number for page in reader.tab.view.visible_pages()]


def test_a_passage_is_shown_on_its_page(reader: Reader) -> None:
    window = reader.hands.window
    paper = window.library.papers.find(TITLES[0])
    window.opening.open_place(paper, Landing(page=8, quote="northern side of the stone where the sun"))
    arrive(reader)
    view = reader.tab.view
    ((page, hits),) = view._hits.items()
    assert is_at(reader, 8) and page == 8 and len(hits[0][1].quads) == 2
    window.opening.open_place(paper, Landing(page=3, quote="words of another paper"))
    reader.hands.until(lambda: is_at(reader, 3))
    reader.settle()
    assert view.page == 3
