"""Five hundred bare ids to title and PDF, beside the same calls made by nothing but `requests`."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from readinglist.gui.theme import Theme
from readinglist.gui.window import MainWindow
from readinglist.library.records import PaperRecord
from readinglist.program import Program
from tests.benchmarks.conftest import quantile, versus
from tests.conftest import ROOT
from tests.services.papers import many_papers

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.benchmark

PAPERS = 500
LATENCY = 0.02
PDF_BYTES = 400_000
ROUNDS = 3
TICK = 0.005
AT_ONCE = 100
"""Ids that arXiv answers in one call."""
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def services() -> Iterator[dict[str, str]]:
    """The services in a process of their own, and the variables that lead there."""
    many = ["--papers", str(PAPERS), "--latency", str(LATENCY), "--pdf-size", str(PDF_BYTES)]
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.services", *many, "--json", "--attached"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin is not None
    assert server.stdout is not None
    yield json.loads(server.stdout.readline())
    server.stdin.close()
    server.wait()
    server.stdout.close()


def test_from_bare_ids_to_titles_and_pdfs(
    services: dict[str, str],
    tmp_path: Path,
    qtbot: QtBot,
    report: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in services.items():
        monkeypatch.setenv(name, value)
    ids = [paper.arxiv_id for paper in many_papers(PAPERS, pages=1)]
    theirs, ours, lateness, memory = [], [], [], []
    for number in range(ROUNDS):
        theirs.append(bare(services, ids, tmp_path / f"bare-{number}"))
        seconds, late, held = arrive(ids, tmp_path / f"library-{number}", qtbot)
        ours.append(seconds)
        lateness += late
        memory.append(held)
    line, ratio = versus(f"{PAPERS} papers from ids to PDFs", ours, "bare requests", theirs)
    report(line)
    worst = max(lateness) * 1000
    report(f"window meanwhile: worst stall {worst:.0f} ms, p99 {quantile(lateness, 0.99) * 1000:.1f} ms (target 50 ms)")
    growth = [held[-1] - held[len(held) // 4] for held in memory]
    report(f"memory from a quarter of the way to the end: {', '.join(f'{one / 1e6:+.1f} MB' for one in growth)}")
    assert ratio <= 1.3
    assert worst < 50
    assert min(growth) < 20_000_000


def bare(services: dict[str, str], ids: Sequence[str], folder: Path) -> float:
    """The same calls over one connection, as arXiv allows, and the files written; seconds."""
    import requests

    folder.mkdir()
    start = time.perf_counter()
    titles = 0
    with requests.Session() as session:
        for first in range(0, len(ids), AT_ONCE):
            some = ids[first : first + AT_ONCE]
            asked = {"id_list": ",".join(some), "max_results": str(len(some))}
            answer = session.get(f"{services['READINGLIST_ARXIV_URL']}/api/query", params=asked, timeout=30)
            feed = ElementTree.fromstring(answer.content)
            titles += len([entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")])
        for number in ids:
            url = f"{services['READINGLIST_ARXIV_PDF_URL']}/pdf/{number}"
            with (
                session.get(url, stream=True, timeout=30) as answer,
                (folder / f"{number}.pdf").open("wb") as file,
            ):
                for piece in answer.iter_content(1 << 16):
                    file.write(piece)
    assert titles == len(ids)
    return time.perf_counter() - start


def arrive(ids: Sequence[str], folder: Path, qtbot: QtBot) -> tuple[float, list[float], list[int]]:
    """The program with its window; seconds until all PDFs are in the library, lateness of ticks, memory held."""
    from PySide6.QtCore import Qt, QTimer

    with Program(folder) as program:
        window = MainWindow(program, Theme())
        qtbot.addWidget(window)
        window.resize(1440, 900)
        with qtbot.waitExposed(window):
            window.show()
        window.begin()
        # Neither clock is to count the start of the program.
        qtbot.waitUntil(lambda: "jobs: download" in {one.name for one in threading.enumerate()}, timeout=30_000)
        lateness: list[float] = []
        memory: list[int] = []
        last = [time.perf_counter()]

        def tick() -> None:
            now = time.perf_counter()
            lateness.append(now - last[0] - TICK)
            last[0] = now
            if len(lateness) % 50 == 0:
                memory.append(resident())

        timer = QTimer()
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(tick)
        gc.collect()
        last[0] = time.perf_counter()
        timer.start(int(TICK * 1000))
        start = time.perf_counter()
        program.library.papers.add([PaperRecord(arxiv_id=number) for number in ids], source="pasted")
        qtbot.waitUntil(lambda: arrived(program) == 0, timeout=300_000)
        seconds = time.perf_counter() - start
        timer.stop()
        papers = program.library.papers.get_many(range(1, len(ids) + 1))
        assert all(paper.title and paper.authors and paper.documents for paper in papers)
        window.close()
    return seconds, lateness[1:], memory


def arrived(program: Program) -> int:
    """How many papers still wait for their title or PDF."""
    counts = program.library.jobs.counts()
    return sum(count for (kind, _), count in counts.items() if kind in ("look-up", "download"))


def resident() -> int:
    """Bytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
