from __future__ import annotations

import datetime
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from readinglist.gui.add_box import AddBox
from readinglist.gui.add_box_reading import Understood, failure_line, record_words, understand, understand_files
from readinglist.gui.add_box_taking import what_failed
from readinglist.gui.theme import Theme
from readinglist.gui.work import Reads
from readinglist.intake import TakenIn
from readinglist.library import Library
from readinglist.library.query import Everything
from readinglist.library.records import Failure, PaperRecord, Status
from readinglist.program import Program
from tests.gui_details.hands import button, click, press, type_text

BIBTEX = """@article{one, title={Quiet Rivers of the North}, author={Lovelace, Ada}, year={2020}}
@article{two, title={Loud Rivers of the South}, author={Lovelace, Ada}, year={2021}}
"""
BROKEN = BIBTEX + "@article{three, title={Rivers without an end\n"


@pytest.fixture
def box(qtbot: QtBot, program: Program, theme: Theme, reads: Reads) -> Iterator[AddBox]:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(1000, 800)
    window.show()
    qtbot.waitExposed(window)
    box = AddBox(program=program, theme=theme, reads=reads, parent=window)
    yield box
    box.stop()
    box.close()
    qtbot.waitUntil(lambda: not reads.busy)


def give(qtbot: QtBot, box: AddBox, text: str) -> Understood:
    with qtbot.waitSignal(box.understood) as seen:
        box.open(text)
        if not text:
            return Understood("")
    with_text = seen.args
    assert with_text is not None
    if not with_text[0].words:  # the empty box was looked at first
        with qtbot.waitSignal(box.understood) as seen:
            pass
        assert seen.args is not None
        return seen.args[0]  # type: ignore[no-any-return]
    return with_text[0]  # type: ignore[no-any-return]


def titles(books: Library) -> set[str]:
    return {paper.title for paper in books.papers.get_many(books.papers.select(Everything()))}


# ---------------------------------------------------------------------------------------------------- understanding


@pytest.mark.parametrize(
    ("text", "words", "label"),
    [
        ("2405.15682 and arXiv:2401.00001v2, see doi:10.1000/182", "2 arXiv ids, 1 DOI", "Add 3 papers"),
        (BIBTEX, "2 papers of BibTeX", "Add 2 papers"),
        ("https://arxiv.org/abs/2405.15682", "1 arXiv id", "Add 1 paper"),
        ("A title that someone typed", "Not recognised: add it as a title?", "Add as a title"),
    ],
)
def test_it_says_beforehand_what_it_understood(qtbot: QtBot, box: AddBox, text: str, words: str, label: str) -> None:
    give(qtbot, box, text)
    assert box.answer.text().split("\n")[0] == words
    assert box.add.text() == label
    assert box.add.isEnabled()


def test_nothing_given_can_not_be_added(qtbot: QtBot, box: AddBox) -> None:
    box.open()
    assert not box.add.isEnabled()
    type_text(box.field, "   ")
    assert not box.add.isEnabled()


def test_broken_entries_are_named_with_their_line_before_anything_is_added(qtbot: QtBot, box: AddBox) -> None:
    give(qtbot, box, BROKEN)
    lines = box.answer.text().split("\n")
    assert lines[0] == "2 papers of BibTeX"
    assert "Quiet Rivers of the North" in lines
    assert "line 3" in lines[-1]


def test_the_html_of_the_clipboard_counts_until_the_text_is_another(qtbot: QtBot, box: AddBox) -> None:
    box.open()
    data = QMimeData()
    data.setText("The paper")
    data.setHtml('<a href="https://arxiv.org/abs/2405.15682">The paper</a>')
    with qtbot.waitSignal(box.understood):
        box.field.insertFromMimeData(data)
    assert box.answer.text() == "1 arXiv id"
    box.field.clear()
    assert box.field.html() is None


def test_files_that_are_pasted_are_listed_and_can_be_left_out(qtbot: QtBot, box: AddBox, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf", "refs.bib"):
        (tmp_path / name).write_text("x")
    box.open()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in ("a.pdf", "b.pdf", "refs.bib")])
    assert box.field.canInsertFromMimeData(data)
    with qtbot.waitSignal(box.understood):
        box.field.insertFromMimeData(data)
    assert box.field.toPlainText() == ""
    assert box.answer.text() == "2 PDFs, 1 BibTeX file"
    click(button(box, "Leave them out"))
    assert box.answer.text() == ""
    assert not box.add.isEnabled()


def test_folders_are_looked_through(tmp_path: Path) -> None:
    inside = tmp_path / "Papers" / "more"
    inside.mkdir(parents=True)
    for name in ("a.pdf", "B.PDF", "notes.txt"):
        (inside / name).write_text("x")
    assert understand_files([tmp_path / "Papers"]) == "folder Papers with 2 PDFs (1 others)"
    assert understand_files([tmp_path / "gone.pdf"]) == "1 file that is not there"


def test_text_and_files_are_both_understood(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("x")
    seen = understand("2405.15682", None, [tmp_path / "a.pdf"])
    assert (seen.words, seen.count, seen.text) == ("1 arXiv id; 1 PDF", None, True)
    assert not understand("nothing to see", None, [tmp_path / "a.pdf"]).text


def test_a_page_says_its_day() -> None:
    day = datetime.date(2001, 9, 3)
    records = [PaperRecord(title="One", feed_date=day), PaperRecord(title="Two", feed_date=day)]
    assert record_words(records, "daily-page") == "2 papers of Daily Papers, 3 Sep 2001"
    later = [*records, PaperRecord(title="Three", feed_date=datetime.date(2001, 9, 4))]
    assert record_words(later, "daily-json") == "3 papers of Daily Papers, 3 Sep 2001 to 4 Sep 2001"


def test_failures_say_where() -> None:
    assert failure_line(Failure("/home/me/refs.bib", "it has no end", 14)) == "refs.bib, line 14: it has no end"
    assert failure_line(Failure("", "it has no end", 14)) == "line 14: it has no end"
    assert failure_line(Failure("", "it has no end")) == "it has no end"


# ---------------------------------------------------------------------------------------------------------- adding


def test_adding_brings_papers_with_tags_and_status(qtbot: QtBot, box: AddBox, books: Library) -> None:
    give(qtbot, box, BIBTEX)
    box.wishes.editor.added.emit("rivers")
    box.wishes.choose_status(Status.READING)
    with qtbot.waitSignal(box.taken_in, timeout=20_000) as taken:
        click(box.add)
    assert taken.args is not None
    found = books.papers.get_many(taken.args[0].added)
    assert {paper.title for paper in found} == {"Quiet Rivers of the North", "Loud Rivers of the South"}
    assert {paper.tags for paper in found} == {("rivers",)}
    assert {paper.status for paper in found} == {Status.READING}
    assert not box.isVisible()
    assert books.history.undo()
    assert titles(books) == set()


def test_control_enter_right_after_typing_looks_first_and_then_adds(qtbot: QtBot, box: AddBox, books: Library) -> None:
    box.open()
    type_text(box.field, "2405.15682")
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        press(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert books.papers.get_many(books.papers.select(Everything()))[0].arxiv_id == "2405.15682"


def test_a_title_can_be_entered(qtbot: QtBot, box: AddBox, books: Library) -> None:
    give(qtbot, box, "A title that\nsomeone typed")
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    assert titles(books) == {"A title that someone typed"}


def test_failures_are_listed_one_by_one_and_the_good_ones_come_in(qtbot: QtBot, box: AddBox, books: Library) -> None:
    give(qtbot, box, BROKEN)
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    assert len(titles(books)) == 2
    assert box.isVisible()
    assert box.said.text() == "Added 2 papers"
    assert "line 3" in box.answer.text()


MACRO = '@string{j = "Annals of Rivers"}\n'
RIS = """TY  - JOUR
TI  - Quiet Rivers of the North
PY  - 2020
ER  -

TY  - JOUR
PY  - 1999
ER  -

TY  - JOUR
TI  - Loud Rivers of the South
ER  -
"""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (BROKEN, "@article{three, title={Rivers without an end"),
        (MACRO + BROKEN + BIBTEX, MACRO + "\n@article{three, title={Rivers without an end"),
        (RIS, "TY  - JOUR\nPY  - 1999\nER  -"),
    ],
)
def test_only_what_failed_stays_in_the_box_with_its_reasons(
    qtbot: QtBot, box: AddBox, books: Library, text: str, left: str
) -> None:
    give(qtbot, box, text)
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    assert titles(books) == {"Quiet Rivers of the North", "Loud Rivers of the South"}
    assert box.isVisible()
    assert box.field.toPlainText() == left
    with qtbot.waitSignal(box.understood):
        pass
    assert "line " in box.answer.text()
    assert box.said.text().startswith("Added 2 papers")
    assert QApplication.focusWidget() is box.field


def test_what_was_mended_is_added_and_then_nothing_is_left(qtbot: QtBot, box: AddBox, books: Library) -> None:
    give(qtbot, box, BROKEN)
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    press(box.field, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    type_text(box.field, "}}")
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        press(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Rivers without an end" in titles(books)
    assert not box.isVisible()
    assert box.field.toPlainText() == ""


def test_what_cannot_be_told_apart_stays_as_a_whole() -> None:
    text = '[{"title": "Quiet Rivers"}, {"nothing": 1}]'
    assert what_failed(text, [Failure("The text", "Row 2 holds no paper.")]) == text
    assert what_failed(text, []) == ""
    text = "nothing like it\nat all"
    assert what_failed(text, [Failure("The text", "It is broken.", 2)]) == text


def test_files_that_could_not_be_used_stay_with_their_reasons(
    qtbot: QtBot, box: AddBox, books: Library, tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").write_text(BIBTEX)
    (tmp_path / "odd.txt").write_text("nothing of the kind")
    box.open()
    with qtbot.waitSignal(box.understood):
        box.add_files([tmp_path / "refs.bib", tmp_path / "odd.txt"])
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    assert len(titles(books)) == 2
    assert box.files.text() == "odd.txt"
    with qtbot.waitSignal(box.understood):
        pass
    assert "odd.txt: It is neither" in box.answer.text()
    click(button(box, "Leave them out"))
    assert "odd.txt" not in box.answer.text()


def test_text_beside_files_that_was_not_recognised_is_not_lost(
    qtbot: QtBot, box: AddBox, books: Library, tmp_path: Path
) -> None:
    (tmp_path / "refs.bib").write_text(BIBTEX)
    box.open()
    type_text(box.field, "A title of its own")
    with qtbot.waitSignal(box.understood):
        box.add_files([tmp_path / "refs.bib"])
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    assert box.isVisible()
    assert (box.field.toPlainText(), box.files.isVisible()) == ("A title of its own", False)


@pytest.fixture
def held(reads: Reads) -> Iterator[threading.Event]:
    """Keeps all threads of the pool busy until it is set, as a page that takes its time does."""
    held = threading.Event()
    for _ in range(8):
        reads.ask(held.wait, _nothing)
    yield held
    held.set()


def _nothing(_answer: object) -> None:
    """Nobody waits for it."""


def test_control_enter_while_it_is_being_understood_adds_as_soon_as_it_is(
    qtbot: QtBot, box: AddBox, held: threading.Event, books: Library
) -> None:
    box.open()
    type_text(box.field, "2405.15682")
    qtbot.waitUntil(lambda: not box.resting)
    press(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "as soon as" in box.said.text()
    press(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # said twice, done once
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        held.set()
    assert [paper.arxiv_id for paper in books.papers.get_many(books.papers.select(Everything()))] == ["2405.15682"]
    assert not box.isVisible()


@pytest.mark.parametrize("other", ["typing on", "closing"])
def test_typing_on_or_closing_takes_the_wish_back(
    qtbot: QtBot, box: AddBox, held: threading.Event, books: Library, other: str
) -> None:
    box.open()
    type_text(box.field, "2405.15682")
    press(box.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    if other == "closing":
        press(box.field, Qt.Key.Key_Escape)
    else:
        type_text(box.field, " ")
    with qtbot.waitSignal(box.understood):
        held.set()
    assert box.said.text() == ""
    assert titles(books) == set()
    assert box.field.toPlainText().strip() == "2405.15682"


def test_what_is_there_already_is_said(qtbot: QtBot, box: AddBox, books: Library) -> None:
    books.papers.add([PaperRecord(title="Quiet Rivers of the North", year=2020)], source="user")
    give(qtbot, box, BIBTEX)
    with qtbot.waitSignal(box.taken_in, timeout=20_000) as taken:
        click(box.add)
    assert taken.args is not None
    answer = taken.args[0]
    assert isinstance(answer, TakenIn)
    assert (len(answer.added), len(answer.merged)) == (1, 1)


def test_files_show_progress_and_what_could_not_be_used(
    qtbot: QtBot, box: AddBox, books: Library, tmp_path: Path
) -> None:
    folder = tmp_path / "Papers"
    folder.mkdir()
    for number in range(5):
        (folder / f"{number}.pdf").write_bytes(b"this is no PDF %d" % number)
    (folder / "refs.bib").write_text(BIBTEX)
    box.open()
    with qtbot.waitSignal(box.understood):
        box.add_files([folder, folder / "refs.bib"])
    with qtbot.waitSignal(box.taken_in, timeout=30_000):
        click(box.add)
        assert box.progress.isVisible()
        assert not box.add.isVisible()
    assert {"Quiet Rivers of the North", "Loud Rivers of the South"} <= titles(books)
    assert not box.progress.isVisible()


@pytest.mark.parametrize("before", [False, True], ids=["at the first time", "after another"])
def test_what_fails_says_why_and_keeps_what_was_given(qtbot: QtBot, box: AddBox, books: Library, before: bool) -> None:
    if before:  # then the thread that adds has the library open already
        give(qtbot, box, "2405.15682")
        with qtbot.waitSignal(box.taken_in, timeout=20_000):
            click(box.add)
    give(qtbot, box, BIBTEX)
    away = (books.folder / "library.db").rename(books.folder / "away.db")
    try:
        click(box.add)
        qtbot.waitUntil(lambda: box.said.text() == "Nothing was added.", timeout=20_000)
    finally:
        assert not (books.folder / "library.db").exists(), "nothing is made in its place"
        away.rename(books.folder / "library.db")
    assert "library is gone" in box.answer.text()
    assert box.field.toPlainText() == BIBTEX
    with qtbot.waitSignal(box.taken_in, timeout=20_000):
        click(box.add)
    assert len(titles(books)) == 2 + before


def test_escape_closes_and_what_was_typed_is_there_again(qtbot: QtBot, box: AddBox) -> None:
    box.open()
    type_text(box.field, "half a tit")
    press(box.field, Qt.Key.Key_Escape)
    assert not box.isVisible()
    box.open()
    assert box.field.toPlainText() == "half a tit"
    assert QApplication.focusWidget() is box.field
