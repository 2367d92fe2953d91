"""Draw the panel of running work in each of its states: python packaging/pictures_of_work.py DIR [STATE...]

What is drawn really happens, between the program and servers on this machine that play the services.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtWidgets import QApplication

from readinglist.gui.application import make_application
from readinglist.gui.pictures import SIZES, settle
from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.gui.work_panel import WorkPanel
from readinglist.library.records import PaperRecord, Person
from readinglist.program import Program
from tests.services import PaperOnServer, Services, Slow, Status, many_papers

PAPERS = 40
PDF_BYTES, BYTES_PER_SECOND = 3_400_000, 90_000
FAILURES = (
    ("download", "no-pdf", "No free copy of the PDF is known.", 12),
    ("download", "wrong-content", "arxiv.example.org sent a web page instead of a PDF.", 2),
    ("download", "quota", "With it the papers' files would take more than the 500 MB that you allow them.", 3),
    ("look-up", "choice", "Several papers may be this one, but that is not certain.", 2),
    ("look-up", "not-found", "arXiv, Hugging Face and DataCite do not know it.", 5),
)
Scene = Callable[[MainWindow, Services], object]


def downloading(window: MainWindow, services: Services) -> None:
    """Several at once, most of them waiting."""
    services.misbehave(Slow(bytes_per_second=BYTES_PER_SECOND), "arxiv_pdf")
    services.misbehave(Slow(bytes_per_second=7 * BYTES_PER_SECOND), "publisher")
    _paste(window)
    settle(window, lambda: len(window.program.runner.under_way()) >= 3)
    _let_pass(window, 4)


def cooling(window: MainWindow, services: Services) -> None:
    """arXiv has asked for a pause."""
    services.misbehave(Status(429, retry_after=1200), "arxiv")
    services.misbehave(Status(429, retry_after=1200), "arxiv_pdf")
    services.misbehave(Slow(bytes_per_second=3 * BYTES_PER_SECOND), "publisher")
    _paste(window)
    settle(window, lambda: any(job.cause == "cooling" for job in window.library.jobs.list()))
    _let_pass(window, 4)


def no_network(window: MainWindow, services: Services) -> None:
    """The train is in a tunnel."""
    window.program.network.lost()
    _paste(window)
    _let_pass(window, 1)


def portal(window: MainWindow, services: Services) -> None:
    """A hotel wants to be signed in to."""
    for host in ("export.arxiv.org", "huggingface.co"):
        window.program.network.suspected(host)
    _paste(window)
    _let_pass(window, 1)


def offline(window: MainWindow, services: Services) -> None:
    """The user wants it so."""
    window.choices.set("offline", True)
    _paste(window)
    settle(window, lambda: window.choices.offline)


def paused(window: MainWindow, services: Services) -> None:
    """Everything rests, and one paper on its own account."""
    window.choices.set("work_paused", True)
    settle(window, lambda: window.choices.settings.work_paused)
    _paste(window)
    jobs = window.library.jobs
    jobs.pause([jobs.list(states=["waiting"])[1].id])


def failures(window: MainWindow, services: Services) -> None:
    """What failed for good, in groups."""
    window.choices.set("work_paused", True)
    settle(window, lambda: window.choices.settings.work_paused)
    library = window.library
    _paste(window)
    library.failures.forget(_given_up(window))
    papers = iter(row.id for row in library.papers.rows(range(1, PAPERS + 1)))
    for kind, cause, reason, count in FAILURES:
        chosen = [next(papers) for _ in range(count)]
        with library.write() as tx:
            library.jobs.ask(tx, kind, chosen)
        for job in library.jobs.claim([kind], limit=count):
            library.jobs.fail(job, reason, cause=cause)


def failures_open(window: MainWindow, services: Services) -> None:
    """The same, with the first group opened."""
    failures(window, services)
    panel = _panel(window)
    settle(window, lambda: bool(panel.failures.boxes()))
    panel.failures.boxes()[0].head.click()


def services_open(window: MainWindow, services: Services) -> None:
    """A line for each service, one of which is in trouble."""
    services.misbehave(Status(500), "crossref")
    cooling(window, services)
    panel = _panel(window)
    settle(window, lambda: bool(panel.services.head.text()))
    panel.services.head.click()


def empty(window: MainWindow, services: Services) -> None:
    """Nothing to do."""


SCENES: Mapping[str, Scene] = {
    scene.__name__.replace("_", "-"): scene
    for scene in (
        *(downloading, cooling, no_network, portal, offline, paused, failures, failures_open, services_open, empty),
    )
}


def _paste(window: MainWindow) -> None:
    """Half of them are at arXiv, half with a publisher; what a service would say of them is known already."""
    records = [
        PaperRecord(
            title=paper.title,
            authors=tuple(Person(family, given) for given, family in paper.names),
            year=paper.year,
            arxiv_id=paper.arxiv_id or None,
            doi=paper.doi or None,
        )
        for paper in _papers()
    ]
    window.library.papers.add(records, source="pasted")


def _papers() -> list[PaperOnServer]:
    return many_papers(PAPERS, kinds=("arxiv", "unpaywall"), pdf_size=PDF_BYTES)


def _given_up(window: MainWindow) -> list[int]:
    ids = [job.id for job in window.library.jobs.list()]
    window.library.jobs.cancel(ids)
    return ids


def _panel(window: MainWindow) -> WorkPanel:
    if window.boxes.work_panel is None or not window.boxes.work_panel.isVisible():
        window.boxes.open_work_panel()
    assert window.boxes.work_panel is not None
    return window.boxes.work_panel


def _let_pass(window: MainWindow, seconds: float) -> None:
    """Rates are known only after a while."""
    _panel(window)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        settle(window)


@contextmanager
def _window(services: Services, theme: Theme) -> Iterator[MainWindow]:
    with tempfile.TemporaryDirectory() as folder, Program(Path(folder) / "library") as program:
        program.library.folder.mkdir(exist_ok=True)
        program.change_settings(contact="reader@example.org", theme="light")
        window = MainWindow(program, theme, remember=False)
        window.listing.meaning = False
        window.show()
        window.begin()
        settle(window, lambda: window.places is not None and window.boxes.details is not None)
        try:
            yield window
        finally:
            window.close()
            window.deleteLater()
            QApplication.processEvents()


def main(arguments: list[str]) -> int:
    """Draw into the folder that the arguments name; returns the exit code."""
    if not arguments or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    make_application(["readinglist"])
    for name in arguments[1:] or SCENES:
        theme = Theme("light")
        theme.apply()
        with Services(_papers()) as services:
            os.environ.update(services.environ)
            with _window(services, theme) as window:
                SCENES[name](window, services)
                window.view.select_line(0)
                _panel(window)
                for mode in ("light", "dark"):
                    theme.set_mode(mode)
                    for size in SIZES:
                        window.resize(*size)
                        settle(window)
                        path = folder / f"work-{name}-{mode}-{size[0]}x{size[1]}.png"
                        window.grab().save(str(path))
                        print(path, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
