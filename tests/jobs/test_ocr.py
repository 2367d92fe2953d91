"""Recognising the text of scans: page by page, kept whatever happens, found by search afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, PageServer, Reader, Recogniser
from readinglist.documents.page_geometry import PageView
from readinglist.documents.pages import PageSize
from readinglist.jobs.extract import ExtractHandler
from readinglist.jobs.ocr import OcrHandler
from readinglist.library import Library
from readinglist.library.query import Words
from readinglist.library.records import Document, Job
from readinglist.settings import Settings
from tests.jobs.conftest import Start, Steps
from tests.pdfs import write_pdf
from tests.scans import HEAD, needs_tesseract, scan_of, stand_in, words_at

PAGES = (
    [
        "Growth of mosses in the north",
        "Mosses prefer the shaded side of a boulder and",
        "avoid the afternoon sunshine.",
    ],
    ["Results of the second summer", "The lichens were counted every morning."],
)
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script with a first line")


@pytest.fixture
def recogniser() -> Iterator[Recogniser]:
    recogniser = Recogniser(page_seconds=60)
    yield recogniser
    recogniser.close()


@pytest.fixture
def scan(library: Library, store: DocumentStore, tmp_path: Path) -> Document:
    path = scan_of(write_pdf(tmp_path / "typed.pdf", *PAGES), tmp_path / "scan.pdf")
    (document,) = library.documents.of(store.take(path).paper_id)
    return document


def ask(library: Library, document: Document) -> None:
    with library.write() as tx:
        library.jobs.enqueue(tx, "ocr", document.paper, document.id)


def job_of(library: Library, kind: str = "ocr") -> Job:
    (job,) = [job for job in library.jobs.list() if job.kind == kind]
    return job


def handler(library: Library, recogniser: Recogniser, languages: str = "") -> OcrHandler:
    return OcrHandler(library, recogniser, lambda: Settings(ocr_languages=languages))


@needs_tesseract
def test_the_text_of_a_scan_is_found_selected_and_located(
    library: Library, recogniser: Recogniser, reader: Reader, scan: Document, start: Start, steps: Steps
) -> None:
    start(ExtractHandler(library, reader))
    steps.wait("done")
    assert library.documents.get(scan.id).state == "empty"
    assert library.papers.select(Words("boulder", field="text")) == []

    ask(library, scan)
    start(handler(library, recogniser))
    steps.wait("done", 3)  # recognised, then read again

    assert [step.text for step in steps.of("done")][1:] == ["scan.pdf: 2 pages recognised", "scan.pdf: 2 pages"]
    assert library.documents.get(scan.id).state == "read"
    assert library.papers.select(Words("boulder", field="text")) == [scan.paper]
    assert ("embed", scan.id) in [(job.kind, job.document) for job in library.jobs.list()]

    server = PageServer(scan.path)
    try:
        assert server.text(1).words == ()
        server.know_words(library.recognised.of(scan.id))
        words = server.text(1).words
        assert " ".join(word.text for word in words).startswith("Growth of mosses in the north Mosses prefer the")
        # A heading of 12 points, 72 from the left and 52 from the top, as it was typed.
        left, top, _, _, _, bottom, *_ = words[0].quad
        assert abs(left - 72) < 2 and abs(top - 43) < 5 and abs(bottom - 52) < 5
        assert server.locate(1, "boulder and avoid") is not None
        assert server.locate(2, "boulder and avoid") is None
        quads = server.locate(2, "lichens were counted")
        assert quads is not None and server.quote(2, quads) == "lichens were counted"
        assert [(hit.page, len(hit.quads)) for hit in server.find("MOSSES")] == [(1, 1), (1, 1)]
    finally:
        server.close()


@needs_tesseract
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_words_of_a_turned_page_lie_where_they_are_seen(recogniser: Recogniser, tmp_path: Path, rotation: int) -> None:
    path = scan_of(write_pdf(tmp_path / "typed.pdf", PAGES[0]), tmp_path / "scan.pdf", rotation=rotation)
    server = PageServer(path)
    try:
        (size,) = server.open().pages
        assert size.rotation == rotation
        server.know_words({1: recogniser.recognise(path, 1, "tesseract", "eng")})
        words = server.text(1).words
        assert [word.text for word in words[:3]] == ["Growth", "of", "mosses"]
        left, top, right, *_ = PageView(size).quad_to_view(words[0].quad)
        assert abs(left - 72) < 2 and abs(top - 43) < 5 and left < right < 130
    finally:
        server.close()


@needs_tesseract
def test_only_pages_without_text_are_recognised(
    library: Library, store: DocumentStore, recogniser: Recogniser, start: Start, steps: Steps, tmp_path: Path
) -> None:
    path = scan_of(write_pdf(tmp_path / "typed.pdf", *PAGES), tmp_path / "mixed.pdf", kept=(1,))
    (document,) = library.documents.of(store.take(path).paper_id)
    ask(library, document)
    start(handler(library, recogniser))
    steps.wait("done")
    assert library.recognised.pages(document.id) == {2}


def test_without_tesseract_the_job_says_how_to_get_it(
    library: Library,
    recogniser: Recogniser,
    scan: Document,
    start: Start,
    steps: Steps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    ask(library, scan)
    start(handler(library, recogniser))
    assert "Tesseract, which is not installed" in steps.wait("failed").text
    assert job_of(library).state == "failed"


@posix
@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("os.abort()", "Tesseract crashed (SIGABRT)"),
        ("print('no!', file=sys.stderr); sys.exit(3)", "Tesseract gave up: no!"),
        ("sys.stdout.buffer.write(os.urandom(5000))", "no table of words"),
        (f"print({HEAD!r}); print('5\\t1\\t1\\t1\\t1\\t1\\tmany\\t3\\t4\\t5\\t90\\tword')", "no table of words"),
        ("time.sleep(600)", "Tesseract took longer than 1 s"),
    ],
)
def test_whatever_tesseract_does_the_job_ends_with_a_reason(
    library: Library,
    scan: Document,
    start: Start,
    steps: Steps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    does: str,
    reason: str,
) -> None:
    stand_in(tmp_path / "bin", does, monkeypatch)
    recogniser = Recogniser(page_seconds=1)
    ask(library, scan)
    try:
        start(handler(library, recogniser))
        said = steps.wait("failed").text
    finally:
        recogniser.close()
    assert said.startswith("The text of page 1 (and of 1 more) could not be recognised: ") and reason in said
    assert library.recognised.pages(scan.id) == set()


@posix
def test_a_page_that_fails_does_not_cost_the_others_and_only_it_is_tried_again(
    library: Library,
    recogniser: Recogniser,
    scan: Document,
    start: Start,
    steps: Steps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    count = "seen = here / 'seen'; seen.write_text(seen.read_text() + 'x' if seen.exists() else 'x')\n"
    fails = f"{count}if seen.read_text() == 'x': os.abort()\n{words_at('shaded', 'boulders')}"
    stand_in(tmp_path / "bin", fails, monkeypatch)
    ask(library, scan)
    start(handler(library, recogniser))
    said = steps.wait("failed").text
    assert said.startswith("The text of page 1 could not be recognised") and said.endswith("other pages is kept.")
    assert library.recognised.pages(scan.id) == {2}
    assert job_of(library, "extract").document == scan.id

    library.jobs.retry([job_of(library).id])
    steps.wait("done")
    assert library.recognised.pages(scan.id) == {1, 2}
    assert (tmp_path / "bin" / "seen").read_text() == "xxx"


@posix
def test_a_cancelled_job_keeps_what_is_done_and_ends_tesseract(
    library: Library,
    recogniser: Recogniser,
    scan: Document,
    start: Start,
    steps: Steps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    once = f"go = here / 'go'\nif go.exists(): time.sleep(600)\ngo.touch()\n{words_at('shaded', 'boulders')}"
    stand_in(tmp_path / "bin", once, monkeypatch)
    ask(library, scan)
    worker = start(handler(library, recogniser))
    steps.wait("progress", 2)
    library.jobs.cancel([job_of(library).id])
    steps.all.clear()
    worker.stop()
    worker.join(20)
    assert not worker.is_alive()
    assert library.recognised.pages(scan.id) == {1}
    assert job_of(library).state == "failed"


@posix
def test_on_a_full_disk_it_waits_and_says_why(
    library: Library,
    recogniser: Recogniser,
    scan: Document,
    start: Start,
    steps: Steps,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    many = (
        "\nfor at in range(20_000):\n"
        "    print(5, 1, 1, 1, at, 1, at % 1500, at % 2100, 9, 9, 96, hash(str(at)), sep='\\t')"
    )
    stand_in(tmp_path / "bin", words_at("shaded") + many, monkeypatch)
    ask(library, scan)
    with library.write() as tx:
        (pages,) = tx.db.execute("PRAGMA page_count").fetchone()
        tx.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    start(handler(library, recogniser))
    assert steps.wait("later").text.startswith("The disk is full")
    job = job_of(library)
    assert job.state == "waiting" and job.not_before and (job.error or "").startswith("The disk is full")
    assert library.recognised.pages(scan.id) == set()

    with library.write() as tx:
        tx.db.execute("PRAGMA max_page_count = 100000")
    library.jobs.retry([job.id])
    steps.wait("done")
    assert library.recognised.pages(scan.id) == {1, 2}


@pytest.mark.skipif(sys.platform != "linux", reason="the stand-in looks into /proc")
def test_a_program_that_is_killed_goes_on_with_the_page_it_was_at(
    library: Library, scan: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # At its second page it kills the program: the parent of the child process that called it.
    kills = (
        "calls = here / 'calls'\ncalls.write_text(calls.read_text() + 'x' if calls.exists() else 'x')\n"
        "if calls.read_text() == 'xx':\n"
        "    status = pathlib.Path(f'/proc/{os.getppid()}/stat').read_text()\n"
        "    os.kill(int(status.rpartition(')')[2].split()[1]), 9)\n    time.sleep(600)\n"
        + words_at("shaded", "boulders")
    )
    stand_in(tmp_path / "bin", kills, monkeypatch)
    command = [sys.executable, "-m", "readinglist", "--library", str(library.folder), "ocr", str(scan.paper)]
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == -9
    assert library.recognised.pages(scan.id) == {1}
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == 0
    assert library.recognised.pages(scan.id) == {1, 2}
    assert (tmp_path / "bin" / "calls").read_text() == "xxx"
    assert library.papers.select(Words("boulders", field="text")) == [scan.paper]


def test_what_was_recognised_outlives_the_index_and_undo(
    library: Library, store: DocumentStore, tmp_path: Path
) -> None:
    paper = store.take(write_pdf(tmp_path / "a.pdf", "A page")).paper_id
    (document,) = library.documents.of(paper)
    with library.write() as tx:
        library.recognised.keep(tx, document.id, 1, b"words", "eng")
    library.index.rebuild()
    assert library.recognised.of(document.id) == {1: b"words"}
    library.history.undo()
    assert library.documents.of(paper) == []
    library.history.redo()
    assert library.recognised.of(document.id) == {1: b"words"}
    library.history.undo()
    store.take(write_pdf(tmp_path / "b.pdf", "Another page"))
    assert library.recognised.of(document.id) == {}


def test_a_language_that_is_not_there_is_named() -> None:
    from readinglist.documents.tesseract import choose_languages
    from readinglist.errors import InputError

    assert choose_languages("", ("deu", "eng", "fra")).split("+")[0] == "eng"
    assert choose_languages("fra+eng", ("deu", "eng", "fra")) == "fra+eng"
    assert choose_languages("", ("ces",)) == "ces"
    with pytest.raises(InputError, match="does not know the language jpn here; it knows deu, eng"):
        choose_languages("eng+jpn", ("deu", "eng"))


@pytest.mark.parametrize(("width", "height"), [(595, 842), (14_400, 14_400), (2_000_000, 10), (1, 1), (0, 0)])
def test_a_page_of_any_size_is_drawn_within_bounds(width: float, height: float) -> None:
    from readinglist.documents.recognise_worker import LONGEST_SIDE, MOST_PIXELS, zoom_of

    zoom = zoom_of(PageSize(width, height))
    assert 0 < zoom <= 300 / 72
    assert zoom * width <= LONGEST_SIDE + 1 and zoom * zoom * width * height <= 1.01 * MOST_PIXELS
