"""A real child process reads real PDFs; what it cannot read ends with a reason in plain words."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from readinglist.documents import CancelledError, Extraction, Reader
from readinglist.documents.reader import FILES_OF_ONE_CHILD
from readinglist.errors import DocumentError
from tests.documents.pages import BODY, PAPER, L, write_pdf


@pytest.fixture(scope="module", autouse=True)
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """One for all tests, started before the first of them."""
    reader = Reader(processes=1)
    reader.extract(write_pdf(tmp_path_factory.mktemp("first") / "first.pdf", [[L("First", 80)]]))
    yield reader
    reader.close()


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_pdf(tmp_path_factory.mktemp("papers") / "paper.pdf", PAPER, title="Microsoft Word - final2.doc")


def test_a_paper_is_read_and_known(reader: Reader, paper: Path) -> None:
    found = reader.extract(paper)
    assert found.state == "read"
    assert len(found.pages) == 2
    assert "We compare sparse and dense retrieval for people who forget." in found.pages[0]
    identity = found.identity
    assert identity.title == "Finding Again: Memory Aids for Readers of Small Libraries"
    assert [person.name for person in identity.authors] == ["Ines Moreau", "Chidi Okafor"]
    assert (identity.arxiv_id, identity.arxiv_version, identity.year, identity.doi) == ("2401.01234", 2, 2024, None)
    record = identity.record
    assert (record.title, record.arxiv_id, record.authors) == (identity.title, "2401.01234", identity.authors)


def test_progress_grows_to_the_end(reader: Reader, tmp_path: Path) -> None:
    import pymupdf

    one = write_pdf(tmp_path / "one.pdf", [[L(BODY, 40 + 8 * row, size=6) for row in range(60)]])
    with pymupdf.open(one) as source, pymupdf.open() as document:
        for _ in range(300):
            document.insert_pdf(source)
        document.save(tmp_path / "long.pdf")
    heard: list[float] = []
    found = reader.extract(tmp_path / "long.pdf", heard.append)
    assert len(found.pages) == 300
    assert heard and heard == sorted(heard)
    assert all(0 < fraction <= 1 for fraction in heard)


CUT_OFF = "is damaged: it is cut off, or its parts do not fit together"
BROKEN: dict[str, tuple[bytes, str]] = {
    "empty.pdf": (b"", r"is empty \(0 bytes\)"),
    "page.pdf": (b"<html><body>Sign in to read this paper</body></html>", "is not a PDF"),
    "text.pdf": (b"A letter about books.\n" * 100, "is not a PDF"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog", CUT_OFF),
    "no-pages.pdf": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"trailer<</Root 1 0 R>>",
        "is damaged: it has no pages",
    ),
    "torn.pdf": (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>",
        "is damaged: none of its pages can be read",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_has_a_reason(reader: Reader, tmp_path: Path, name: str) -> None:
    content, reason = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=f"^{reason}$") as caught:
        reader.extract(tmp_path / name)
    assert str(tmp_path) not in str(caught.value)


def test_a_locked_file_needs_a_password(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match=r"^needs a password$"):
        reader.extract(write_pdf(tmp_path / "locked.pdf", PAPER, password="shelf"))


def test_files_that_are_not_there(reader: Reader, tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="no longer there"):
        reader.extract(tmp_path / "gone.pdf")
    with pytest.raises(DocumentError, match="is a folder"):
        reader.extract(tmp_path)


def test_a_scan_is_empty_and_no_failure(reader: Reader, tmp_path: Path) -> None:
    found = reader.extract(write_pdf(tmp_path / "scan.pdf", [[], []]))
    assert (found.state, found.reason, found.pages) == ("empty", "holds no text (a scan?)", ("", ""))


def test_letters_without_names_are_said_to_be_so(reader: Reader, tmp_path: Path) -> None:
    shifted = "".join(c + "]`#"[place % 3] if c.isalpha() else c for place, c in enumerate(BODY))
    lines = [L(shifted, 40 + 12 * row, size=6) for row in range(50)]
    found = reader.extract(write_pdf(tmp_path / "shifted.pdf", [lines] * 3))
    assert found.state == "empty"
    assert found.reason is not None and "do not name their letters" in found.reason
    assert found.pages == ("", "", "")  # nothing that could be found by accident
    assert found.identity.title == ""


def test_a_damaged_page_does_not_spoil_the_others(reader: Reader, paper: Path, tmp_path: Path) -> None:
    import pymupdf

    with pymupdf.open(paper) as document:
        document.xref_set_key(document[1].xref, "Contents", "99 0 R")  # there is no such object
        document.save(tmp_path / "half.pdf")
    found = reader.extract(tmp_path / "half.pdf")
    assert "sparse and dense retrieval" in found.pages[0]
    assert found.pages[1] == ""


def test_time_is_limited(paper: Path) -> None:
    # Time for a start but not for a file: the limit counts from when the child is ready.
    impatient = Reader(time_limit=0.0)
    with pytest.raises(DocumentError, match=r"^took longer than 0 s$"):
        impatient.extract(paper)
    impatient.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds processes to their memory limit")
def test_memory_is_limited_and_the_next_file_is_read(tmp_path: Path, paper: Path) -> None:
    frugal = Reader(memory_limit=300_000_000)
    with pytest.raises(DocumentError, match=r"^needs more memory than allowed$"):
        frugal.extract(bomb(tmp_path / "bomb.pdf"))
    assert frugal.extract(paper).state == "read"
    frugal.close()


def bomb(path: Path) -> Path:
    """A small file with a page of twenty million letters."""
    import zlib

    content = zlib.compress(b"BT /F 1 Tf " + (b"(" + b"a" * 1000 + b") Tj ") * 20_000 + b"ET", 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9999999 9]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj%b endobj\n" % (number, text) for number, text in enumerate(objects, 1))
    path.write_bytes(b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n")
    return path


def test_cancelling_ends_at_once(paper: Path) -> None:
    reader = Reader()
    with pytest.raises(CancelledError):
        reader.extract(paper, cancelled=lambda: True)
    assert reader.extract(paper).state == "read"
    reader.close()
    with pytest.raises(CancelledError):
        reader.extract(paper)


def test_two_threads_keep_two_processes_busy_and_one_thread_one(paper: Path) -> None:
    reader = Reader(processes=2)
    for _ in range(3):
        reader.extract(paper)
    assert [child.pid is not None for child in reader._children] == [True, False]
    both = threading.Barrier(2)

    def read(_: int) -> Extraction:
        both.wait(30)
        return reader.extract(paper)

    with ThreadPoolExecutor(2) as pool:
        assert all(found.state == "read" for found in pool.map(read, range(8)))
    assert [child.pid is not None for child in reader._children] == [True, True]
    reader.close()


def test_a_process_that_has_read_much_is_replaced(reader: Reader, tmp_path: Path) -> None:
    small = write_pdf(tmp_path / "small.pdf", [[L("Small", 80)]])
    (child,) = reader._children
    child.stop()
    reader.extract(small)
    first = child.pid
    for _ in range(FILES_OF_ONE_CHILD - 2):
        reader.extract(small)
    assert child.pid == first
    reader.extract(small)
    assert child.pid is None
    # started anew within this test would count as left behind: the next one does it
    with pytest.raises(DocumentError):
        reader.extract(tmp_path / "gone.pdf")
    child.stop()


def test_importing_the_package_needs_no_pymupdf() -> None:
    program = (
        "import sys, readinglist.documents as d;"
        " [getattr(d, name) for name in d.__all__]; print('pymupdf' in sys.modules, hasattr(d, 'nothing'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
