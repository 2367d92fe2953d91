"""Draws the main views of the real window into PNG files, for people who want to see them without opening it."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QMessageLogContext, QPoint, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from readinglist.gui.application import make_application
from readinglist.gui.places import HIGHLIGHTS, LIBRARY, TODAY, Kind, Place
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.library.query import Has

if TYPE_CHECKING:
    from readinglist.program import Program

SIZES = ((1440, 900), (1024, 700))
Wanted = Callable[[str], bool]
PATIENCE = 60.0
"""Seconds that a view may take until it is drawn as it is."""
ADD_EXAMPLE = "arXiv:1706.03762\nhttps://doi.org/10.1038/s41586-021-03819-2\nhttps://huggingface.co/papers/2405.15682"


def draw(
    program: Program,
    folder: Path,
    *,
    query: str = "attention",
    modes: Sequence[str] = ("light", "dark"),
    sizes: Sequence[tuple[int, int]] = SIZES,
    views: Collection[str] | None = None,
) -> list[Path]:
    """Draw the main views of the program's library in each mode and size; returns the files.

    Nothing in the library is changed. `query` is what the picture of the search looks for. `views` are the names of
    those to draw, such as `library` or `details-related`; all of them if there is none.
    """
    wanted: Wanted = (lambda name: True) if views is None else views.__contains__
    make_application(["readinglist"])
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    with _offscreen_chatter_hushed():
        for mode in modes:
            theme = Theme(mode)
            theme.apply()
            for size in sizes:
                with _window(program, theme, size) as window:
                    files += [
                        _save(picture, folder, name, mode, size) for name, picture in _views(window, query, wanted)
                    ]
                if wanted("empty"):
                    files.append(_save(_empty(theme, size), folder, "empty", mode, size))
    return files


@contextmanager
def _offscreen_chatter_hushed() -> Iterator[None]:
    """Without a screen Qt tells again and again what it cannot do there; anything else it says still comes out."""

    def tell(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if not message.startswith("This plugin does not support "):
            if former is not None:
                former(kind, context, message)
            else:
                print(message, file=sys.stderr)

    former: Callable[[QtMsgType, QMessageLogContext, str], None] | None = qInstallMessageHandler(tell)
    try:
        yield
    finally:
        qInstallMessageHandler(former)


def _views(window: MainWindow, query: str, wanted: Wanted) -> Iterator[tuple[str, QPixmap]]:
    narrow = window.panes.narrow
    window.go(LIBRARY)
    settle(window)
    _choose_richest(window)
    if wanted("library"):
        yield "library", window.grab()
    window.panes.show_details(True)
    for tab in ("note", "highlights", "related", "files"):
        if wanted(f"details-{tab}"):
            if window.boxes.details is not None:
                window.boxes.details.show_tab(tab)
            settle(window)
            yield f"details-{tab}", window.grab()
    if wanted("several"):
        line = max(window.view.current_line(), 0)
        window.view.select(window.model.ids[line : line + 3])
        settle(window)
        yield "several", window.grab()
    yield from _offers(window, wanted)
    window.panes.show_details(not narrow)
    if wanted("search"):
        yield "search", _search(window, query)
        window.field.clear()
        settle(window)
    yield from _boxes(window, wanted)
    yield from _queue(window, wanted)
    if wanted("highlights"):
        window.go(HIGHLIGHTS)
        settle(window)
        yield "highlights", window.grab()
    if wanted("today"):
        yield "today", _today(window)
    if wanted("reader"):
        yield from _reader(window)
    if wanted("trash"):
        window.go(Place(Kind.TRASH))
        settle(window)
        yield "trash", window.grab()


def _queue(window: MainWindow, wanted: Wanted) -> Iterator[tuple[str, QPixmap]]:
    """What is to be read in its order, and the box that picks from it."""
    if wanted("queue") or wanted("read-now"):
        window.go(Place(Kind.TO_READ))
        settle(window)
    if wanted("queue"):
        yield "queue", window.grab()
    if wanted("read-now"):
        window.queue.open_box()
        settle(window)
        yield "read-now", window.grab()
        window.queue.open_box()


def _today(window: MainWindow) -> QPixmap:
    """The newest day of all feeds in the order for this reader, the second paper chosen."""
    window.go(TODAY)
    settle(window)
    settle(window, lambda: not window.listing.thinks)
    window.view.select_line(1)
    settle(window)
    return window.grab()


def _reader(window: MainWindow) -> Iterator[tuple[str, QPixmap]]:
    """The PDF with the most marks, open at the first of them; nothing where no PDF is."""
    library = window.library
    papers = library.papers.get_many(library.papers.select(Has("pdf")))
    found = [(library.annotations.on(one.id), one, paper) for paper in papers for one in paper.documents]
    if not found:
        return
    marks, document, paper = max(found, key=lambda each: len(each[0]))
    tab = window.reading.open(document, paper.title)
    settle(window, lambda: tab.opened is not None)
    if marks:
        tab.show_mark(marks[0])
        settle(window)
    yield "reader", window.grab()
    window.reading.close_tab(tab)
    settle(window)


def _offers(window: MainWindow, wanted: Wanted) -> Iterator[tuple[str, QPixmap]]:
    """Papers of which a service offers something, if there are any."""
    details = window.boxes.details
    choices = window.library.choices
    kinds = {choice.kind: choice for paper in choices.papers() for choice in choices.of(paper)}
    for name, kind in (("choices", "same-title"), ("refresh", "refresh")):
        if details is None or kind not in kinds or not wanted(name):
            continue
        details.show_tab("overview")
        window.show_paper(kinds[kind].paper)
        settle(window)
        if kind == "refresh":
            details.arriving.compare(kinds[kind])
            settle(window)
        yield name, window.grab()
        if window.boxes.differences is not None:
            window.boxes.differences.close()
    if details is not None and wanted("stuck"):
        stuck = [job for job in window.library.jobs.list(states=["failed"]) if job.kind == "download"]
        if stuck:
            window.show_paper(stuck[0].paper)
            settle(window)
            yield "stuck", window.grab()
    window.go(LIBRARY)
    settle(window)
    _choose_richest(window)


def _search(window: MainWindow, query: str) -> QPixmap:
    window.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
    window.search_for(query)
    settle(window, lambda: window.list_pane.complete)
    window.view.select_line(0)
    window.field.line.setFocus(Qt.FocusReason.OtherFocusReason)
    settle(window)
    return window.grab()


def _boxes(window: MainWindow, wanted: Wanted) -> Iterator[tuple[str, QPixmap]]:
    boxes = window.boxes
    if wanted("palette"):
        boxes.open_palette()
        settle(window)
        yield "palette", window.grab()
        if boxes.palette is not None:
            boxes.palette.close_palette()
    if wanted("add"):
        boxes.open_add_box(ADD_EXAMPLE)
        settle(window)
        yield "add", window.grab()
        if boxes.add_box is not None:
            boxes.add_box.close()
    if wanted("work"):
        boxes.open_work_panel()
        settle(window)
        yield "work", window.grab()
        boxes.open_work_panel()
    if wanted("settings"):
        boxes.open_settings()
        settle(window)
        yield "settings", _over(window, boxes.settings_dialog)
    if wanted("settings-network"):
        boxes.open_network_settings()
        settle(window)
        yield "settings-network", _over(window, boxes.settings_dialog)
    if wanted("help"):
        boxes.open_help()
        settle(window)
        yield "help", _over(window, boxes.help_sheet)
    if wanted("menu"):
        yield "menu", _menu(window)


def _menu(window: MainWindow) -> QPixmap:
    window.view.select_line(0)
    settle(window)
    menu = QMenu(window)
    window.actions_.fill_menu(menu, "Paper")
    menu.popup(window.mapToGlobal(QPoint(0, 0)))
    settle(window)
    picture = _over(window, menu)
    menu.deleteLater()
    return picture


def _empty(theme: Theme, size: tuple[int, int]) -> QPixmap:
    """The window of somebody who has just begun."""
    from readinglist.program import Program

    with (
        tempfile.TemporaryDirectory() as folder,
        Program(Path(folder) / "library") as program,
        _window(program, theme, size) as window,
    ):
        settle(window)
        return window.grab()


def _choose_richest(window: MainWindow) -> None:
    """Choose a paper that shows much: the first with a note and a PDF, else with one of them."""
    model = window.model
    worth = [0]
    for number in range(min(model.rowCount(), 40)):
        row = model.row(number)
        worth.append(0 if row is None else 2 * row.has_document + 3 * row.has_note + len(row.tags) + bool(row.people))
    window.view.select_line(max(worth.index(max(worth)) - 1, 0))
    settle(window)


@contextmanager
def _window(program: Program, theme: Theme, size: tuple[int, int]) -> Iterator[MainWindow]:
    window = MainWindow(program, theme, remember=False)
    window.resize(*size)
    window.show()
    window.begin()
    settle(window, lambda: window.places is not None)
    try:
        yield window
    finally:
        window.close()
        window.deleteLater()
        QApplication.processEvents()


def settle(window: MainWindow, done: Callable[[], bool] = lambda: True) -> None:
    """Let the window work until nothing is asked any more and `done` holds, or patience ends."""
    end = time.monotonic() + PATIENCE
    quiet = 0
    while quiet < 3 and time.monotonic() < end:
        loop = QEventLoop()
        QTimer.singleShot(60, loop.quit)
        loop.exec()
        quiet = quiet + 1 if done() and not window.busy else 0


def _over(window: MainWindow, box: QWidget | None) -> QPixmap:
    """A box that is a window of its own, drawn where it opens over the main window."""
    ground = window.grab()
    if box is None:
        return ground
    front = box.grab()
    painter = QPainter(ground)
    corner = QPoint((window.width() - box.width()) // 2, max((window.height() - box.height()) // 2, 0))
    painter.drawPixmap(corner, front)
    painter.setPen(window.theme.border)
    painter.drawRect(corner.x() - 1, corner.y() - 1, box.width() + 1, box.height() + 1)
    painter.end()
    box.close()
    return ground


def _save(picture: QPixmap, folder: Path, name: str, mode: str, size: tuple[int, int]) -> Path:
    path = folder / f"{name}-{mode}-{size[0]}x{size[1]}.png"
    if not picture.save(str(path)):
        from readinglist.errors import LibraryError

        raise LibraryError(f"The picture {path} cannot be written. Name a folder where you may write.")
    return path
