"""A real window on a real library, and hands that wait for it instead of sleeping."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from readinglist import settings
from readinglist.gui import guard
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.gui.work import Reads, UserThread
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person, Status
from readinglist.passwords import Passwords
from readinglist.program import Program
from tests.keyrings import no_keyring

TITLES = (
    "A Field Guide to Mosses",
    "Counting Tree Rings with a Camera",
    "Do Bees Prefer Blue Flowers?",
    "Estimating Snow Depth from Sound",
    "Lichens as Clocks",
    "Measuring Wind with Kites",
    "On the Colour of Rivers",
    "River Ice and Its Sounds",
    "Snow Crystals under the Microscope",
    "The Memory of Forest Soils",
    "Why Some Rivers Run Warm",
    "Zones of Silence in the Sea",
)


@pytest.fixture(autouse=True)
def _nothing_caught() -> Iterator[None]:
    """Fail where a guarded override or a callback swallowed an error."""
    guard.reported.clear()
    yield
    caught, guard.reported[:] = list(guard.reported), []
    assert not caught, f"caught {caught!r}"


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    theme = Theme("light")
    theme.apply()
    return theme


@pytest.fixture
def reads(qapp: QApplication) -> Iterator[Reads]:
    reads = Reads()
    yield reads
    assert reads.close(10)


@pytest.fixture
def user(qapp: QApplication) -> Iterator[UserThread]:
    user = UserThread()
    yield user
    assert user.close(10)


def records() -> list[PaperRecord]:
    """Twelve papers by made-up initials, one a year from 2010 on."""
    return [
        PaperRecord(
            title=title,
            authors=(Person("Alder", "A."), Person("Birch", "B."), Person("Cedar", "C."), Person("Dogwood", "D.")),
            year=2010 + number,
            date=f"{2010 + number}-05-0{1 + number % 9}",
            venue="Annals of the Outdoors",
            abstract=f"{title} is told here in two sentences. It rained on day {number} of the work.",
            doi=f"10.1234/outdoors.{number}",
        )
        for number, title in enumerate(TITLES)
    ]


def fill(library: Library) -> list[int]:
    """Put the papers in, some tagged, starred, noted, of each status."""
    ids = list(library.papers.add(records(), source="bibtex").added)
    library.tags.add(ids[:3], ["plants"])
    library.tags.add(ids[6:8], ["water/rivers"])
    library.tags.add(ids[7:9], ["water/ice"])
    library.papers.set_status(ids[1:2], Status.READING)
    library.papers.set_status(ids[2:4], Status.READ)
    library.papers.set_status(ids[4:5], Status.INBOX)
    library.papers.set_unread(ids[:8], False)
    library.papers.star(ids[5:6])
    library.notes.set(ids[0], "Read **again** in spring.")
    library.lists.save("Cold", "snow OR ice")
    return ids


Open = Callable[..., "Hands"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library's folder with twelve papers; its background work rests, so that no test waits for a model."""
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        fill(library)
    settings.change(folder / "settings.toml", work_paused=True, theme="light")
    return folder


@pytest.fixture
def opened(folder: Path, qtbot: QtBot, theme: Theme) -> Iterator[Open]:
    """Opens a window on the library, as often as asked, with `offline=True` as `--offline` does; closed at the end.

    It has no keyring but the one that is given: a test is no business of the real one.
    """
    made: list[Hands] = []

    def open_window(*, offline: bool = False, keyring: KeyringBackend | None = None) -> Hands:
        program = Program(folder, offline=offline, passwords=Passwords(keyring or no_keyring()))
        hands = Hands(MainWindow(program, theme), qtbot)
        made.append(hands)
        hands.begin()
        return hands

    yield open_window
    for hands in made:
        hands.close()


@pytest.fixture
def hands(opened: Open) -> Hands:
    """One open window, 1440 x 900."""
    return opened()


class Hands:
    """Works a window as a person would, and looks at it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self._qtbot = window, qtbot
        self._closed = False

    def begin(self) -> None:
        window = self.window
        window.listing.meaning = False  # no test but those of meaning waits for the model
        window.resize(1440, 900)
        with self._qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        window.begin()
        self.until(lambda: window.places is not None and window.boxes.details is not None)
        self.settle()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self.settle()
            self.window.close()
            self.window.program.close()
            self.window.deleteLater()

    def until(self, holds: Callable[[], bool], *, seconds: int = 10) -> None:
        self._qtbot.waitUntil(holds, timeout=seconds * 1000)

    def settle(self) -> None:
        """Wait until nothing is asked, changed or told any more."""
        for _ in range(3):  # an answer may raise the next question
            self.until(lambda: not self.window.busy)
            QApplication.processEvents()

    def key(self, key: Qt.Key | str, widget: QWidget | None = None, **modifiers: bool) -> None:
        """Press a key where the focus is."""
        target = widget or self.window.focusWidget() or self.window
        modifier = Qt.KeyboardModifier.NoModifier
        for name, value in modifiers.items():
            if value:
                modifier |= getattr(Qt.KeyboardModifier, f"{name.capitalize()}Modifier")
        if isinstance(key, str):
            QTest.keyClicks(target, key)
        else:
            QTest.keyClick(target, key, modifier)
        self.settle()

    def titles(self) -> list[str]:
        """The titles in the list, from top to bottom."""
        model = self.window.model
        rows = [model.row(number) for number in range(model.rowCount())]
        return [row.title for row in rows if row is not None]

    def chosen(self) -> list[str]:
        """The titles of the chosen papers."""
        window = self.window
        numbers = [window.model.number_of(paper) for paper in window.view.selected()]
        rows = [window.model.row(number) for number in numbers if number is not None]
        return [row.title for row in rows if row is not None]

    def choose(self, *titles: str) -> None:
        """Choose papers by their titles."""
        everything = self.titles()
        ids = [self.window.model.ids[everything.index(title)] for title in titles]
        self.window.view.select(ids)
        self.window.view.setFocus()
        self.settle()

    def search(self, text: str) -> None:
        """Type into the search field."""
        field = self.window.field.line
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, text)
        self.settle()

    def toast(self) -> str:
        """What the toast says, empty when there is none."""
        toast = self.window.toast
        return toast.label.text() if not toast.isHidden() else ""
