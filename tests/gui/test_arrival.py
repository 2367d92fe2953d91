"""Papers on their way into the library: asked for, shown as they come, and decided on by the user."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from readinglist import settings
from readinglist.gui.details import DetailsPane
from readinglist.gui.details_standing import OFFERS
from readinglist.gui.differences_sheet import DifferencesSheet
from readinglist.gui.settings_dialog import SettingsDialog
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person
from tests.gui.conftest import TITLES, Hands, Open
from tests.pdfs import write_pdf

ASKED = "Stones that tell the time"
CHOICES = (
    PaperRecord(title="Lichens as Clocks of Stone", authors=(Person("Elm", "E."),), year=2019, arxiv_id="1901.00001"),
    PaperRecord(title="Clocks as Lichens", authors=(Person("Fir", "F."),), year=2020, doi="10.1234/clocks"),
)
MOSSES = TITLES[0]
NEW = PaperRecord(
    title="A Field Guide to Mosses and Ferns",
    date="2010-06-01",
    year=2010,
    venue="Annals of the Indoors",
    abstract="A Field Guide to Mosses is told here in three sentences.",
)


def details(hands: Hands) -> DetailsPane:
    pane = hands.window.boxes.details
    assert pane is not None
    return pane


def library(hands: Hands) -> Library:
    return hands.window.library


def paper(hands: Hands, title: str) -> int:
    return library(hands).papers.find(title)


def jobs(hands: Hands, title: str) -> dict[str, str]:
    """Kind and state of the jobs of the network."""
    found = library(hands).jobs.of(paper(hands, title))
    return {job.kind: job.state for job in found if job.kind in ("look-up", "refresh", "download")}


def click(widget: QWidget) -> None:
    QApplication.processEvents()
    assert widget.isVisible()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def button(parent: QWidget, text: str) -> QPushButton:
    QApplication.processEvents()
    return next(
        found
        for found in parent.findChildren(QPushButton)
        if text in (found.text(), found.accessibleName()) and found.isVisible()
    )


def offer(hands: Hands, number: int, kind: str, *records: PaperRecord) -> None:
    with library(hands).write() as tx:
        library(hands).choices.set(tx, number, kind, [("arxiv", record) for record in records])
    hands.settle()


@pytest.fixture(autouse=True)
def _nothing_waits(folder: Path) -> None:
    """No paper asks for anything by itself."""
    with Library.open(folder) as library, library.write() as tx:
        tx.db.execute("DELETE FROM jobs")


@pytest.fixture
def asked(hands: Hands) -> Hands:
    """A paper of which only the title is known is chosen, and services offer two that it may be."""
    (number,) = library(hands).papers.add([PaperRecord(title=ASKED)], source="typed").added
    for job in library(hands).jobs.claim(["look-up"], limit=9):
        library(hands).jobs.fail(job, "Several papers may be this one.", cause="choice")
    offer(hands, number, "same-title", *CHOICES)
    hands.until(lambda: ASKED in hands.titles())
    hands.choose(ASKED)
    return hands


@pytest.fixture
def renewed(hands: Hands) -> Hands:
    """Of the chosen paper arXiv says something else; its venue was written by the user."""
    number = paper(hands, MOSSES)
    library(hands).papers.edit(number, venue="My own venue")
    offer(hands, number, "refresh", NEW)
    hands.choose(MOSSES)
    return hands


def compared(hands: Hands) -> DifferencesSheet:
    click(details(hands).one.refresh.compare)
    boxes = hands.window.boxes
    hands.until(lambda: boxes.differences is not None and boxes.differences.isVisible())
    assert boxes.differences is not None
    return boxes.differences


# -- asking


def test_a_key_looks_papers_up_again_each_as_it_needs(hands: Hands) -> None:
    (bare,) = library(hands).papers.add([PaperRecord(title=ASKED)], source="typed").added
    hands.until(lambda: ASKED in hands.titles())
    hands.choose(MOSSES, ASKED)
    hands.key("l", hands.window.view)
    assert jobs(hands, MOSSES) == {"refresh": "waiting"}
    assert jobs(hands, ASKED) == {"look-up": "waiting"}
    assert [job.asked for job in library(hands).jobs.of(bare) if job.kind == "look-up"] == [True]
    assert hands.toast() == "2 papers will be looked up as soon as background work goes on"


def test_the_toast_says_what_happens_now(hands: Hands) -> None:
    hands.window.program.change_settings(work_paused=False)  # the runner itself still rests
    hands.choose(MOSSES)
    hands.window.actions_["look-up"].trigger()
    hands.settle()
    assert hands.toast() == "Looking up 1 paper…"
    hands.window.program.change_settings(offline=True)
    hands.window.actions_["find-pdf"].trigger()
    hands.settle()
    assert hands.toast() == "The PDF will be looked for as soon as the program may go online"


def test_a_pdf_is_looked_for_only_where_there_is_none(hands: Hands, tmp_path: Path) -> None:
    mosses = paper(hands, MOSSES)
    hands.window.program.store.take(write_pdf(tmp_path / "mosses.pdf", "Mosses"), mosses)
    hands.settle()
    hands.choose(MOSSES)
    action = hands.window.actions_["find-pdf"]
    assert not action.isEnabled()
    assert action.toolTip() == "There is a PDF already."
    hands.choose(MOSSES, TITLES[1], TITLES[2])
    assert action.isEnabled()
    hands.key("p", hands.window.view)
    assert "download" not in jobs(hands, MOSSES)
    assert jobs(hands, TITLES[1]) == jobs(hands, TITLES[2]) == {"download": "waiting"}
    assert hands.toast() == (
        "The PDFs of 2 papers will be looked for as soon as background work goes on  (1 paper has one already)"
    )


def test_what_is_in_the_trash_is_not_looked_up(hands: Hands) -> None:
    library(hands).papers.trash([paper(hands, MOSSES)])
    hands.window.actions_["go-trash"].trigger()
    hands.settle()
    hands.choose(MOSSES)
    assert not hands.window.actions_["look-up"].isEnabled()
    assert not hands.window.actions_["find-pdf"].isEnabled()


def test_who_asked_again_hears_what_came_of_it(hands: Hands) -> None:
    hands.choose(MOSSES, TITLES[1])
    hands.key("l", hands.window.view)
    for job in library(hands).jobs.claim(["refresh"], limit=9):
        with library(hands).write() as tx:
            library(hands).jobs.finish(tx, job)
    hands.settle()
    assert hands.toast() == "Nothing new about 2 papers"
    hands.choose(MOSSES)
    hands.key("l", hands.window.view)
    (job,) = library(hands).jobs.claim(["refresh"], limit=9)
    with library(hands).write() as tx:
        library(hands).jobs.finish(tx, job)
        library(hands).choices.set(tx, job.paper, "refresh", [("arxiv", NEW)])
    hands.settle()
    assert hands.toast() == "Something else is said of it now"
    hands.choose(TITLES[3])
    click(hands.window.toast.button)
    hands.settle()
    assert hands.chosen() == [MOSSES]


def test_who_asked_in_vain_hears_why(hands: Hands) -> None:
    hands.choose(MOSSES, TITLES[1])
    hands.key("p", hands.window.view)
    for job in library(hands).jobs.claim(["download"], limit=1):
        library(hands).jobs.fail(job, "No free copy of the PDF is known.", cause="no-pdf")
    hands.settle()
    assert "background work" in hands.toast(), "the other one is still to come"
    for job in library(hands).jobs.claim(["download"], limit=1):
        with library(hands).write() as tx:
            library(hands).jobs.finish(tx, job)
    hands.settle()
    assert hands.toast() == "No free copy of the PDF is known."


# -- which paper is it?


def test_the_paper_it_is_is_taken_with_one_click_and_given_back_with_another(asked: Hands) -> None:
    card = details(asked).one.same_title
    assert card.text() == "Is it one of these?"
    click(button(card, "This one: Clocks as Lichens"))
    asked.settle()
    assert asked.chosen() == ["Clocks as Lichens"]
    assert jobs(asked, "Clocks as Lichens") == {"download": "waiting"}
    assert not card.isVisible()
    assert asked.toast() == "Took what arXiv says"
    click(asked.window.toast.button)
    asked.settle()
    assert ASKED in asked.titles()
    assert "Clocks as Lichens" not in asked.titles()


def test_none_of_these_is_an_answer_too(asked: Hands) -> None:
    click(details(asked).one.same_title.none)
    asked.settle()
    assert not details(asked).one.same_title.isVisible()
    assert jobs(asked, ASKED) == {}
    assert asked.toast() == "None of these, then"
    click(asked.window.toast.button)
    asked.settle()
    assert jobs(asked, ASKED) == {"look-up": "waiting"}


def test_a_choice_that_is_there_already_becomes_one_with_it(asked: Hands) -> None:
    (other,) = library(asked).papers.add([replace(CHOICES[0], abstract="Stones tell.")], source="bibtex").added
    asked.settle()
    asked.choose(ASKED)
    click(button(details(asked).one.same_title, f"This one: {CHOICES[0].title}"))
    asked.settle()
    assert asked.chosen() == [CHOICES[0].title]
    assert ASKED not in asked.titles()
    assert library(asked).papers.get(paper(asked, CHOICES[0].title)).abstract == "Stones tell."
    assert other


def test_one_choice_is_asked_for_as_one(asked: Hands) -> None:
    offer(asked, paper(asked, ASKED), "same-title", CHOICES[0])
    card = details(asked).one.same_title
    assert (card.text(), card.none.text()) == ("Is it this one?", "It is not")


def test_another_paper_has_no_question(asked: Hands) -> None:
    asked.choose(MOSSES)
    assert not details(asked).one.same_title.isVisible()
    asked.choose(ASKED)
    assert details(asked).one.same_title.isVisible()


# -- what is new


def test_what_is_new_is_compared_and_taken_by_keys(renewed: Hands) -> None:
    assert details(renewed).one.refresh.text().startswith("arXiv says something else\nabout title, ")
    sheet = compared(renewed)
    boxes = sheet.boxes()
    assert list(boxes) == ["title", "date", "venue", "abstract"]
    assert {name: box.isChecked() for name, box in boxes.items()} == {
        "title": True,
        "date": True,
        "venue": False,
        "abstract": True,
    }
    assert boxes["venue"].accessibleName() == "Take over venue, you wrote this"
    assert boxes["title"].hasFocus()
    renewed.key(Qt.Key.Key_Space)
    assert sheet.take.text() == "Take over 2 fields"
    renewed.key(Qt.Key.Key_Tab)
    assert boxes["date"].hasFocus()
    renewed.key(Qt.Key.Key_Return, control=True)
    assert not sheet.isVisible()
    found = library(renewed).papers.get(paper(renewed, MOSSES))
    assert (found.title, found.date, found.venue) == (MOSSES, "2010-06-01", "My own venue")
    assert found.abstract == NEW.abstract
    assert renewed.toast() == "Took over what arXiv says"
    assert not details(renewed).one.refresh.isVisible()
    renewed.key(Qt.Key.Key_Z, renewed.window, control=True)
    assert library(renewed).papers.get(paper(renewed, MOSSES)).date == "2010-05-01"


def test_what_the_user_wrote_goes_only_if_it_is_ticked(renewed: Hands) -> None:
    sheet = compared(renewed)
    click(sheet.boxes()["venue"])
    click(sheet.take)
    renewed.settle()
    assert library(renewed).papers.get(paper(renewed, NEW.title)).venue == NEW.venue


def test_with_nothing_ticked_nothing_can_be_taken(renewed: Hands) -> None:
    sheet = compared(renewed)
    for box in sheet.boxes().values():
        box.setChecked(False)
    assert not sheet.take.isEnabled()
    renewed.key(Qt.Key.Key_Return, control=True)
    assert sheet.isVisible()


def test_escape_leaves_it_for_later_and_keep_mine_ends_it(renewed: Hands) -> None:
    sheet = compared(renewed)
    renewed.key(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert details(renewed).one.refresh.isVisible()
    sheet = compared(renewed)
    sheet.keep.setFocus()
    renewed.key(Qt.Key.Key_Return)
    assert not sheet.isVisible()
    assert not details(renewed).one.refresh.isVisible()
    assert library(renewed).papers.get(paper(renewed, MOSSES)).venue == "My own venue"
    assert renewed.toast() == "Kept yours"


def test_a_comparison_closes_when_it_was_decided_elsewhere(renewed: Hands) -> None:
    sheet = compared(renewed)
    library(renewed).choices.refuse(paper(renewed, MOSSES), "refresh")
    renewed.settle()
    assert not sheet.isVisible()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 700), (700, 500)])
def test_a_long_abstract_scrolls_inside_the_sheet(renewed: Hands, size: tuple[int, int]) -> None:
    renewed.window.resize(*size)
    renewed.window.panes.show_details(True)
    offer(renewed, paper(renewed, MOSSES), "refresh", replace(NEW, abstract="Mosses grow slowly on stones. " * 200))
    sheet = compared(renewed)
    assert renewed.window.rect().contains(sheet.geometry())
    assert sheet.rect().contains(sheet.take.geometry())


# -- where it stands


def test_a_download_is_followed_as_it_comes(hands: Hands) -> None:
    hands.choose(TITLES[3])
    header = details(hands).one.header
    assert not header.arrival.isVisible()
    with library(hands).write() as tx:
        library(hands).jobs.ask(tx, "download", [paper(hands, TITLES[3])])
    hands.settle()
    assert header.arrival.text() == "Waits for its PDF to be fetched\nBackground work is paused."
    (job,) = library(hands).jobs.claim(["download"])
    library(hands).jobs.progress(job, 0.5, 6_000_000, 12_000_000)
    hands.settle()
    assert header.arrival.text() == "Fetching the PDF  ·  6.0 of 12.0 MB"
    library(hands).jobs.fail(job, "www.example.org sent a web page instead of a PDF.", cause="wrong-content")
    hands.settle()
    assert header.arrival.text().startswith("The PDF was not fetched\nwww.example.org sent a web page")
    details(hands).show_tab("files")
    hands.settle()
    assert "sent a web page" in details(hands).one.files.fetching()
    click(button(header.arrival, OFFERS["find-pdf"]))
    hands.settle()
    assert jobs(hands, TITLES[3]) == {"download": "waiting"}


def test_what_would_help_is_one_click_away(hands: Hands) -> None:
    hands.choose(TITLES[3])
    with library(hands).write() as tx:
        library(hands).jobs.ask(tx, "download", [paper(hands, TITLES[3])])
    (job,) = library(hands).jobs.claim(["download"])
    library(hands).jobs.fail(job, "No free copy of the PDF is known.", cause="no-pdf")
    hands.settle()
    click(button(details(hands).one.header.arrival, OFFERS["contact"]))
    hands.settle()
    dialog = hands.window.boxes.settings_dialog
    assert dialog is not None and dialog.network.contact.isVisible()
    write(dialog.network.contact, "reader@example.org")
    hands.settle()
    dialog.close()
    arrival = details(hands).one.header.arrival
    hands.until(lambda: "Unpaywall" not in arrival.text())


def test_what_it_waits_for_is_said_as_soon_as_that_is_another(hands: Hands) -> None:
    hands.choose(TITLES[3])
    hands.key("p", hands.window.view)
    assert "Background work is paused." in details(hands).one.header.arrival.text()
    hands.window.choices.set("offline", True)
    hands.window.choices.set("work_paused", False)
    hands.settle()
    assert "The program works offline." in details(hands).one.header.arrival.text()


def test_an_id_that_nobody_knows_can_be_mended(hands: Hands) -> None:
    (number,) = library(hands).papers.add([PaperRecord(arxiv_id="1901.99999")], source="pasted").added
    for job in library(hands).jobs.claim(["look-up"]):
        library(hands).jobs.fail(job, "arXiv does not know it.", cause="not-found")
    hands.until(lambda: "arXiv 1901.99999" in hands.titles())
    hands.choose("arXiv 1901.99999")
    assert details(hands).one.header.arrival.text() == "Not found\narXiv does not know it."
    click(button(details(hands).one.header.arrival, OFFERS["edit"]))
    assert details(hands).area.editing
    assert number == hands.window.view.selected()[0]


# -- settings


def write(line: QLineEdit, text: str) -> None:
    line.selectAll()
    QTest.keyClicks(line, text) if text else QTest.keyClick(line, Qt.Key.Key_Backspace)
    QTest.keyClick(line, Qt.Key.Key_Return)


def dialog_of(hands: Hands) -> SettingsDialog:
    hands.window.boxes.open_network_settings()
    dialog = hands.window.boxes.settings_dialog
    assert dialog is not None
    hands.until(dialog.network.contact.isVisible)
    return dialog


def written(hands: Hands) -> settings.Settings:
    return settings.load(hands.window.program.folder / "settings.toml")[0]


def test_an_address_is_checked_before_it_is_kept(hands: Hands) -> None:
    dialog = dialog_of(hands)
    write(dialog.network.contact, "not an address")
    hands.settle()
    assert "e-mail address" in dialog.network.problem("contact")
    assert written(hands).contact == ""
    write(dialog.network.contact, "reader@example.org")
    hands.settle()
    assert dialog.network.problem("contact") == ""
    assert written(hands).contact == "reader@example.org"
    assert dialog.isVisible(), "Enter ends the line, not the dialog"
    write(dialog.network.contact, "")
    hands.settle()
    assert written(hands).contact == ""
    dialog.close()


def test_limits_proxy_and_the_switch_are_kept(hands: Hands) -> None:
    dialog = dialog_of(hands)
    page = dialog.network
    assert page.folder_box.text() == "No limit"
    page.largest_box.setValue(50)
    page.folder_box.setValue(20_000)
    click(page.download_box)
    write(page.proxy, "proxy.example.org")
    hands.settle()
    assert "http://" in page.problem("proxy")
    write(page.proxy, "http://proxy.example.org:3128")
    hands.settle()
    found = written(hands)
    assert (found.largest_pdf_megabytes, found.folder_megabytes) == (50, 20_000)
    assert not found.download_automatically
    assert found.proxy == "http://proxy.example.org:3128"
    dialog.close()


def test_the_program_that_was_started_offline_says_so(opened: Open) -> None:
    hands = opened(offline=True)
    hands.window.program.change_settings(work_paused=False)
    hands.choose(MOSSES)
    hands.key("l", hands.window.view)
    assert hands.toast() == "It will be looked up as soon as the program may go online"
