"""Each main view is drawn as it is, without changing the library."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from readinglist.gui.palette import DARK
from readinglist.gui.pictures import draw
from readinglist.library import Library
from readinglist.library.records import PaperRecord
from readinglist.program import Program
from tests.pdfs import write_pdf

VIEWS = {
    *("library", "details-note", "details-related", "details-files", "several", "search"),
    *("palette", "add", "work", "settings", "settings-network", "help", "menu", "trash", "empty"),
    *("choices", "refresh", "stuck", "details-highlights", "highlights", "reader", "queue", "read-now", "today"),
}


def offer(library: Library) -> None:
    """A paper that may be one of two, one of which something new is said, and one whose PDF nobody has."""
    which, renewed = library.papers.find("Lichens"), library.papers.find("Zones")
    with library.write() as tx:
        library.choices.set(tx, which, "same-title", [("arxiv", PaperRecord(title="Lichens", year=2020))])
        library.choices.set(tx, renewed, "refresh", [("crossref", PaperRecord(title="Zones", year=2020))])
    for job in library.jobs.claim(["download"]):
        library.jobs.fail(job, "No free copy of the PDF is known.", cause="no-pdf")


def test_each_view_becomes_a_picture(folder: Path, tmp_path: Path, qapp: QApplication) -> None:
    with Program(folder) as program:
        offer(program.library)
        paper = program.library.papers.find("Snow Crystals")
        program.intake.attach(paper, [write_pdf(tmp_path / "crystals.pdf", ["Snow Crystals under the Microscope"])])
        before, step = program.library.counts(), program.library.history.next_undo()
        files = draw(program, tmp_path / "pictures", query="title:snow", modes=["dark"], sizes=[(1024, 700)])
        assert program.library.counts() == before
        assert program.library.history.next_undo() == step
    assert {file.name for file in files} == {f"{view}-dark-1024x700.png" for view in VIEWS}
    pictures = {file.stem.removesuffix("-dark-1024x700"): QImage(str(file)) for file in files}
    for picture in pictures.values():
        assert (picture.width(), picture.height()) == (1024, 700)
        corner = picture.pixelColor(picture.width() // 2, 2)
        assert corner.lightness() < 60, "dark is dark"
    # No two views are the same picture: each box was really open.
    assert len({bytes(picture.constBits()) for picture in pictures.values()}) == len(pictures)
    assert pictures["empty"].pixelColor(20, 400) == DARK.window
    assert not (folder / "window.json").exists()
