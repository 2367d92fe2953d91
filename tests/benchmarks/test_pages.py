"""Pages through the child process against bare PyMuPDF: first page, page turn, finding over 500 pages, scrolling."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from readinglist.documents import PageServer
from tests.benchmarks.conftest import quantile

pytestmark = [pytest.mark.benchmark, pytest.mark.shared]

PAGES = 500
TURNS = 40
ROUNDS = 5
SOUGHT = "retrieval"


@pytest.fixture(scope="module")
def long_paper(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real papers joined into one document of PAGES pages."""
    import pymupdf

    target = tmp_path_factory.mktemp("long") / "long.pdf"
    papers = sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf"))
    with pymupdf.open() as document:
        while len(document) < PAGES:
            for paper in papers:
                with pymupdf.open(paper) as source:
                    document.insert_pdf(source, to_page=min(len(source), PAGES - len(document)) - 1, links=False)
                if len(document) >= PAGES:
                    break
        document.save(target)
    return target


@pytest.fixture(scope="module", autouse=True)
def server(long_paper: Path) -> Iterator[PageServer]:
    server = PageServer(long_paper)
    server.open()
    yield server
    server.close()


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_first_page(shared: Path, report: Callable[[str], None]) -> None:
    """From a child that waits (one is started while the window is idle) to the picture of page one."""
    import pymupdf

    ours, cold, theirs = [], [], []
    papers = sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf"))
    for paper in papers:
        server = PageServer(paper)
        cold.append(timed(lambda server=server: (server.open(), server.render(1, 1.0))))  # type: ignore[misc]
        server.close()
        warm = PageServer(papers[paper == papers[0]])
        warm.open()
        warm.turn_to(paper)
        ours.append(timed(lambda warm=warm: (warm.open(), warm.render(1, 1.0))))  # type: ignore[misc]
        warm.close()

        def bare(paper: Path = paper) -> None:
            with pymupdf.open(paper) as document:
                document[0].get_pixmap()

        theirs.append(timed(bare))
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    report(
        f"first page after open, child waiting: ours {mine:.0f} ms, bare open and get_pixmap {other:.0f} ms;"
        f" from nothing (spawn, import) {statistics.median(cold) * 1000:.0f} ms (medians, n = {len(ours)};"
        f" target 1.5x + 30 ms)"
    )
    assert mine <= 1.5 * other + 30


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_page_turn(long_paper: Path, server: PageServer, report: Callable[[str], None], zoom: float) -> None:
    import pymupdf

    numbers = [1 + turn * PAGES // TURNS for turn in range(TURNS)]
    ours = [timed(lambda number=number: server.render(number, zoom)) for number in numbers]  # type: ignore[misc]
    matrix = pymupdf.Matrix(zoom, zoom)
    with pymupdf.open(long_paper) as document:
        theirs = [
            timed(lambda number=number: document[number - 1].get_pixmap(matrix=matrix))  # type: ignore[misc]
            for number in numbers
        ]
    mine, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    report(
        f"page turn at {zoom:.0%}: ours {mine:.1f} ms, bare get_pixmap {other:.1f} ms, 95th percentile"
        f" {quantile(ours, 0.95) * 1000:.0f} and {quantile(theirs, 0.95) * 1000:.0f} ms"
        f" (n = {TURNS}; target 1.5x + 30 ms)"
    )
    assert mine <= 1.5 * other + 30


def test_find(long_paper: Path, server: PageServer, report: Callable[[str], None]) -> None:
    import pymupdf

    ours, theirs, first = [], [], []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        told: list[float] = []

        def on_pages(last: int, hits: object, told: list[float] = told) -> None:
            told.append(time.perf_counter())

        found = server.find(SOUGHT, on_pages)
        ours.append(time.perf_counter() - start)
        first.append(told[0] - start)
        with pymupdf.open(long_paper) as document:
            theirs.append(timed(lambda document=document: [page.search_for(SOUGHT, quads=True) for page in document]))  # type: ignore[misc]
            bare = sum(len(page.search_for(SOUGHT)) > 0 for page in document)
        assert len({hit.page for hit in found}) == bare
    ratio = statistics.median(ours) / statistics.median(theirs)
    report(
        f"find over {PAGES} pages: ours {statistics.median(ours):.2f} s, bare search_for"
        f" {statistics.median(theirs):.2f} s, ratio {ratio:.2f} (target 1.3, medians, n = {ROUNDS});"
        f" first answer after {statistics.median(first) * 1000:.0f} ms"
    )
    assert ratio <= 1.3


def test_pages_are_shown_while_a_search_goes_on(server: PageServer, report: Callable[[str], None]) -> None:
    delays: list[float] = []

    def on_pages(last: int, hits: object) -> None:
        delays.append(timed(lambda: server.render(7, 1.0)))

    server.find(SOUGHT, on_pages)
    report(f"a page while a search goes on: {statistics.median(delays) * 1000:.0f} ms (median, n = {len(delays)})")
    assert statistics.median(delays) < 0.1
