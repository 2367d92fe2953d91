"""Every PDF of the shared data opens in a tab of the window, scrolls to its end, zooms and closes, or says why not."""

from __future__ import annotations

import gc
import weakref
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from readinglist.errors import ReadingListError
from readinglist.gui.reader.reader_tab import ReaderTab
from readinglist.library.records import Document
from tests.documents.test_torture_pages import PLAIN
from tests.gui.conftest import Hands
from tests.gui_reader.hands import attach
from tests.gui_reader.stalls import Stalls, is_calm
from tests.pdfs import write_pdf

pytestmark = [pytest.mark.torture, pytest.mark.shared]

PASSWORDS = {
    "issue15893_reduced.pdf": "test",
    "issue3371.pdf": "ELXRTQWS",
    "issue6010_1.pdf": "owner",
    "print_protection.pdf": "password",
    "libreoffice-writer-password.pdf": "openpassword",
}
SCREENS = 12
"""So many screens are scrolled one by one, and then it goes to the end."""
FREEZE = 0.1
ROUND = 50


@dataclass
class Visit:
    """One PDF is read in the window and left again."""

    hands: Hands
    stalls: Stalls
    spare: Document
    """A document of the library whose row stands for a file that the library does not take in."""

    def document(self, path: Path) -> Document:
        library = self.hands.window.library
        try:
            return library.documents.get(self.hands.window.program.store.take(path).document_id)
        except ReadingListError:
            return replace(self.spare, path=path, original_name=path.name)

    def read(self, path: Path) -> str:
        """What became of it: `shown`, or the words that say why not."""
        document = self.document(path)
        self.hands.settle()
        window = self.hands.window
        self.stalls.name = path.name
        tab = window.reading.open(document, path.name)
        self.settled(tab)
        if path.name in PASSWORDS and not tab.message.password.isHidden():
            QTest.keyClicks(tab.message.password, PASSWORDS[path.name])
            QTest.keyClick(tab.message.password, Qt.Key.Key_Return)
            self.settled(tab)
        if tab.pages.currentWidget() is tab.view:
            self.look_through(tab)
        outcome = "shown" if tab.pages.currentWidget() is tab.view else said(tab)
        window.reading.close_tab(tab)
        self.hands.settle()
        self.stalls.name = ""
        return outcome

    def look_through(self, tab: ReaderTab) -> None:
        bar = tab.view.verticalScrollBar()
        for _ in range(SCREENS):
            if bar.value() == bar.maximum():
                break
            QTest.keyClick(tab.view, Qt.Key.Key_Space)
            self.hands.until(lambda: not tab.view.busy, seconds=60)
        QTest.keyClick(tab.view, Qt.Key.Key_End)
        self.settled(tab)
        tab.do("zoom-in")
        self.settled(tab)

    def settled(self, tab: ReaderTab) -> None:
        self.hands.until(lambda: not tab.busy, seconds=120)


def said(tab: ReaderTab) -> str:
    name, words = tab.document.original_name, tab.message.words.text()
    assert not tab.message.words.isHidden() and words.startswith(name), words
    return words.removeprefix(name).strip()


@pytest.fixture
def visit(hands: Hands, tmp_path: Path) -> Visit:
    paper = attach(hands, write_pdf(tmp_path / "spare.pdf", "a spare page"))
    return Visit(hands, Stalls(tmp_path), hands.window.library.documents.of(paper)[0])


def pdfs(shared: Path) -> list[Path]:
    return sorted((shared / "data" / "pdfs").rglob("*.pdf"))


def test_every_pdf_is_read_in_the_window(visit: Visit, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes: Counter[str] = Counter()
    talk = []
    files = pdfs(shared)
    with visit.stalls as stalls:
        for path in files:
            outcome = visit.read(path)
            outcomes[outcome] += 1
            if outcome != "shown":
                talk.append(f"{path.name} {outcome}")
                assert PLAIN.fullmatch(outcome), f"{path}: {outcome}"
    with capsys.disabled():
        print("\n" + "\n".join(f"{count:4} {outcome}" for outcome, count in outcomes.most_common()))
        print("\n".join(talk) + "\nThe window was late by:\n" + "\n".join(map(str, stalls.worst)))
    assert outcomes.total() == len(files) > 200
    assert outcomes["shown"] > 0.9 * len(files)
    assert not any("password" in outcome or "crashed" in outcome for outcome in outcomes)
    assert all(gap.worked < FREEZE for gap in stalls.gaps)
    if is_calm():
        assert all(gap.seconds < FREEZE for gap in stalls.gaps)


def test_fifty_pdfs_leave_no_memory_behind(visit: Visit, shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf"))
    files += [path for path in pdfs(shared) if path not in files][: ROUND - len(files)]
    for path in files[:3]:
        visit.read(path)
    opened: list[weakref.ref[ReaderTab]] = []
    visit.hands.window.tabs.changed.connect(lambda: remember(visit.hands, opened))
    before = resident()
    for path in files:
        visit.read(path)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    after = resident()
    with capsys.disabled():
        print(f"\nresident memory before {before:.0f} MB, after {len(files)} PDFs {after:.0f} MB")
    assert len(opened) >= len(files) == ROUND and not [tab for tab in opened if tab() is not None]
    assert after <= 1.2 * before


def remember(hands: Hands, opened: list[weakref.ref[ReaderTab]]) -> None:
    tab = hands.window.reading.current
    if tab is not None:
        opened.append(weakref.ref(tab))


def resident() -> float:
    """Megabytes that this process holds (Linux)."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000
