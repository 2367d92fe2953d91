"""Words are chosen over columns, by mouse and keys, and copied as one would type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from readinglist.documents.pages import PageText, Word, quad_of
from readinglist.exchange.quoting import cited_quote
from readinglist.gui.reader.selection import Selection, Spot, text_of
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person
from tests.gui.conftest import TITLES, Hands
from tests.gui_reader.hands import Reader, attach

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
LEFT = (
    "Mosses cover the northern",
    "side of stones. Water is pro-",
    "cessed slowly by a well-",
    "known layer of cells that",
    "nobody has counted in win-",
)
RIGHT = (
    "ter, when a processed sam-",
    "ple is cheap. The well-known",
    "layer is thin in spring and",
    "thick in autumn, which makes",
    "counting a pleasure again.",
)


def two_columns(path: Path, rows: int = len(LEFT)) -> Path:
    """A page in two columns; what is missing of so many rows is filled up on the left above, on the right below."""
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page(width=612, height=792)
        more = [f"Row {row} is here to be counted" for row in range(rows - len(LEFT))]
        for left, lines in ((72, (*more, *LEFT)), (320, (*RIGHT, *more))):
            for row, line in enumerate(lines):
                page.insert_text((left, 100 + 14 * row), line, fontsize=11)
        document.save(path)
    return path


@pytest.fixture
def columns(hands: Hands, tmp_path: Path) -> Reader:
    """A window with a paper in two columns."""
    attach(hands, two_columns(tmp_path / "columns.pdf"))
    return Reader(hands)


def words(reader: Reader) -> list[str]:
    return [word.text for word in reader.tab.view.texts[1].words]


def test_a_drag_goes_from_column_to_column_in_the_order_of_reading(columns: Reader) -> None:
    view = columns.read().view
    there = words(columns)
    columns.drag(columns.at(1, there.index("nobody")), columns.at(1, there.index("cheap.")))
    assert view.text_selected() == "nobody has counted in winter, when a processed sample is cheap."
    columns.drag(columns.at(1, there.index("cheap.")), columns.at(1, there.index("nobody")))
    assert view.text_selected() == "nobody has counted in winter, when a processed sample is cheap."
    QTest.keyClick(view, Qt.Key.Key_1)
    columns.settle()
    (mark,) = columns.marks()
    assert mark.quote == "nobody has counted in winter, when a processed sample is cheap."
    assert len(mark.quads) == 3


def test_hyphens_at_line_ends_are_healed_and_those_of_compounds_kept(columns: Reader) -> None:
    view = columns.read().view
    there = words(columns)
    columns.drag(columns.at(1, there.index("Water")), columns.at(1, there.index("cells")))
    assert view.text_selected() == "Water is processed slowly by a well-known layer of cells"
    QTest.keyClick(view, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "Water is processed slowly by a well-known layer of cells"


def test_shift_and_a_click_choose_from_the_last_click_and_go_on(columns: Reader) -> None:
    view = columns.read().view
    there = words(columns)
    columns.click(columns.at(1, there.index("Mosses")))
    assert view.selection is None
    for last, expected in (("northern", "Mosses cover the northern"), ("cover", "Mosses cover")):
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, SHIFT, columns.at(1, there.index(last)))
        columns.settle()
        assert view.text_selected() == expected


def test_keys_alone_choose_words_and_mark_them(columns: Reader) -> None:
    view = columns.read().view
    columns.key(Qt.Key.Key_Right, SHIFT)
    assert view.text_selected() == "Mosses"
    columns.key(Qt.Key.Key_Right, SHIFT)
    columns.key(Qt.Key.Key_Right, SHIFT | CTRL)
    assert view.text_selected() == "Mosses cover the"
    columns.key(Qt.Key.Key_Left, SHIFT)
    columns.key(Qt.Key.Key_Down, SHIFT)
    assert view.text_selected() == "Mosses cover the northern side of stones."
    columns.key(Qt.Key.Key_End, SHIFT)
    assert view.text_selected().startswith("Mosses cover the northern side of stones. Water is pro")
    columns.key(Qt.Key.Key_Home, SHIFT)
    columns.key(Qt.Key.Key_Up, SHIFT)
    assert view.text_selected() == "Mosses"
    for _ in range(5):
        columns.key(Qt.Key.Key_Down, SHIFT)
    assert view.text_selected().endswith("winter,")  # over into the other column
    columns.key(Qt.Key.Key_U)
    assert [mark.kind for mark in columns.marks()] == ["underline"]


def test_words_are_copied_with_their_source(columns: Reader) -> None:
    view = columns.read().view
    there = words(columns)
    columns.drag(columns.at(1, there.index("Mosses")), columns.at(1, there.index("northern")))
    columns.key(Qt.Key.Key_C, SHIFT)
    paper = columns.hands.window.library.papers.get(columns.tab.paper)
    assert paper.title == TITLES[0]
    expected = "“Mosses cover the northern” (Alder et al., 2010, p. 1) https://doi.org/10.1234/outdoors.0"
    assert QGuiApplication.clipboard().text() == expected
    columns.key(Qt.Key.Key_2)
    columns.click(columns.at(1, there.index("cover")))
    QGuiApplication.clipboard().setText("")
    columns.key(Qt.Key.Key_C, SHIFT)
    assert QGuiApplication.clipboard().text() == expected
    assert view.chosen is not None


def test_the_way_to_the_column_beside_is_no_detour(columns: Reader) -> None:
    view = columns.read().view
    there = words(columns)
    start = columns.at(1, there.index("counted"))
    columns.drag(start, start + QPoint(0, 3))
    columns.drag(start, columns.at(1, there.index("pleasure")))
    text = view.text_selected()
    assert text.startswith("counted in winter,") and text.endswith("counting a pleasure")


@pytest.mark.parametrize(
    ("record", "pages", "expected"),
    [
        ((["Lee"], {"arxiv_id": "2001.00001"}), ("3", "3"), "(Lee, 2020, p. 3) https://arxiv.org/abs/2001.00001"),
        ((["Lee", "Kim"], {"url": "https://example.org/a"}), ("3", "4"), "(Lee & Kim, 2020, pp. 3–4) https://example"),
        (([], {}), ("iv", "iv"), "(Newts and other small slow…, 2020, p. iv) [@"),
    ],
)
def test_each_paper_has_a_source(
    tmp_path: Path, record: tuple[list[str], dict[str, str]], pages: tuple[str, str], expected: str
) -> None:
    names, more = record
    people = tuple(Person(name) for name in names)
    with Library.open(tmp_path / "library") as library:
        wanted = PaperRecord(title="Newts and other small slow animals", authors=people, year=2020, **more)  # type: ignore[arg-type]
        (paper,) = library.papers.add([wanted], source="test").added
        assert expected in cited_quote(library.papers.get(paper), "so  they\nsay", pages)


def test_a_hyphen_that_no_other_page_explains_is_taken_out() -> None:
    texts = [("infor-", 0), ("mation", 1), ("of", 1), ("Smith-", 1), ("Jones", 2)]
    made = tuple(Word(text, quad_of((0, 0, 9, 9)), line, 0) for text, line in texts)
    chosen = Selection(Spot(1, 0), Spot(1, len(made) - 1))
    assert text_of(chosen, {1: PageText(made)}) == "information of Smith-Jones"
