"""A real child process serves the pages of real PDFs: pictures, words, links, hits; and survives what it must."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from readinglist.documents import CancelledError, PageServer, page_wishes
from readinglist.documents.pages import Hit, PageSize, PageText, Picture, box_of
from readinglist.errors import DocumentError, NeedsPasswordError
from tests.documents.pages import BODY, HEIGHT, WIDTH, L, write_pdf
from tests.documents.test_reader import BROKEN, bomb

COLUMN = (
    "Left one begins the text that|goes on in line two of it and|line three stands here on the|left and breaks a frag-"
    "|ment before the column ends at|line six, where the eye goes up"
).split("|")
OTHER = (
    "to line seven in the column on|the right and then to line eight|which is followed by line nine"
    "|and line ten of the page and by|line eleven to the very last of|them, and that is line twelve."
).split("|")


def columns() -> list[L]:
    """A title across, and two columns whose lines the file holds row by row."""
    lines = [L("A Title That Runs Across Both of the Columns", 60, size=16, left=100)]
    for row, (left, right) in enumerate(zip(COLUMN, OTHER, strict=True)):
        lines += [L(left, 120 + 14 * row, left=72), L(right, 120 + 14 * row, left=320)]
    return lines


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pages: two columns, links and an outline, a turned and cropped one, a photograph."""
    import pymupdf

    folder = tmp_path_factory.mktemp("paper")
    turned = [L("Turned words stand here.", 200, left=100)]
    second = [
        L("Second page, with Links.", 100),
        L("A word that the end of it bro-", 130),
        L("ke in two.", 142, gap=False),
    ]
    plain = write_pdf(folder / "plain.pdf", [columns(), second, turned, [L("Photo", 60)]])
    with pymupdf.open(plain) as document:
        page = document[1]
        links = [
            {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(10, 10, 50, 30), "page": 2, "to": pymupdf.Point(20, 300)},
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 10, 90, 30), "uri": "https://example.org/paper"},
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 40, 90, 50), "uri": "file:///etc/passwd"},
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(60, 60, 90, 70), "uri": "javascript:alert(1)"},
            {"kind": pymupdf.LINK_LAUNCH, "from": pymupdf.Rect(60, 80, 90, 90), "file": "calculator.exe"},
        ]
        for link in links:
            page.insert_link(link)
        document.set_toc([[1, "Begin", 1], [2, "Deeper  down", 2], [1, "End", 4]])
        document.set_page_labels([{"startpage": 0, "style": "r"}, {"startpage": 2, "style": "D", "firstpagenum": 7}])
        photo = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 40, 40), False)
        photo.set_rect(photo.irect, (200, 120, 60))
        document[3].insert_image(pymupdf.Rect(100, 100, 200, 200), pixmap=photo)
        document[2].set_cropbox(pymupdf.Rect(50, 100, 500, 700))
        document[2].set_rotation(90)
        document.save(folder / "paper.pdf")
    return folder / "paper.pdf"


@pytest.fixture(scope="module", autouse=True)
def server(paper: Path) -> Iterator[PageServer]:
    server = PageServer(paper)
    server.open()
    yield server
    server.close()


def test_opening_tells_sizes_outline_and_labels(server: PageServer) -> None:
    opened = server.open()
    assert opened.pages == (
        PageSize(WIDTH, HEIGHT),
        PageSize(WIDTH, HEIGHT),
        PageSize(450, 600, 90),
        PageSize(WIDTH, HEIGHT),
    )
    entries = [(entry.level, entry.title, entry.page) for entry in opened.outline]
    assert entries == [(1, "Begin", 1), (2, "Deeper down", 2), (1, "End", 4)]
    assert opened.labels == ("i", "ii", "7", "8")
    assert opened.has_text and not opened.encrypted


def test_words_come_column_after_column(server: PageServer) -> None:
    words = server.text(1).words
    assert " ".join(word.text for word in words[9:]) == " ".join([*COLUMN, *OTHER])
    assert [word.text for word in words[:3]] == ["A", "Title", "That"]
    assert words[9].quad[0] == pytest.approx(72, abs=2) and words[9].quad[1] == pytest.approx(120, abs=5)


def test_a_quote_over_two_columns_is_located(server: PageServer) -> None:
    quads = server.locate(1, "where the eye goes up to line seven in the column")
    assert quads is not None and len(quads) == 2
    assert quads[0][0] < 300 < quads[1][0]
    assert server.quote(1, quads) == "where the eye goes up to line seven in the column"
    assert server.locate(1, "breaks a fragment before") is not None
    assert server.locate(1, "never written") is None
    with pytest.raises(DocumentError, match=r"^has no page 9: its pages go from 1 to 4$"):
        server.locate(9, "Left")


def test_links_that_lead_neither_into_the_document_nor_to_the_web_are_refused(server: PageServer) -> None:
    inside, web, *others = server.links(2)
    assert inside.page == 3 and inside.box == pytest.approx((10, 10, 50, 30), abs=1)
    assert (web.address, web.page, web.refused) == ("https://example.org/paper", None, None)
    assert [other.refused for other in others][:2] == ["file:///etc/passwd", "javascript:alert(1)"]
    assert len(others) == 3 and all((other.address, other.page) == (None, None) for other in others)
    assert server.links(1) == ()


def pixel(picture: Picture, x: float, y: float) -> tuple[int, ...]:
    at = int(y - picture.top) * picture.stride + 3 * int(x - picture.left)
    return tuple(picture.pixels[at : at + 3])


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_a_picture_is_the_one_that_mupdf_draws(server: PageServer, paper: Path, zoom: float) -> None:
    import pymupdf

    with pymupdf.open(paper) as document:
        for number in (1, 3):
            theirs = document[number - 1].get_pixmap(matrix=pymupdf.Matrix(zoom, zoom))
            ours = server.render(number, zoom)
            assert (ours.width, ours.height, ours.stride) == (theirs.width, theirs.height, theirs.stride)
            assert ours.pixels == bytes(theirs.samples)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_part_is_cut_out_of_the_whole(server: PageServer, rotation: int) -> None:
    whole = server.render(3, 1.5, rotation=rotation)
    (line,) = {word.quad[1] for word in server.text(3).words}
    assert line == pytest.approx(100, abs=4)
    box = box_of([word.quad for word in server.text(3).words])
    part = server.render(3, 1.5, clip=box, rotation=rotation)
    assert part.width * part.height < 0.1 * whole.width * whole.height
    rows = [
        whole.pixels[y * whole.stride + 3 * part.left : y * whole.stride + 3 * (part.left + part.width)]
        for y in range(part.top, part.top + part.height)
    ]
    assert b"".join(rows) == part.pixels
    assert min(part.pixels) < 50  # the words are in it


def test_at_night_paper_is_dark_and_photographs_are_not_changed(server: PageServer) -> None:
    day, night = server.render(4, 1.0), server.render(4, 1.0, night=True)
    assert pixel(day, 150, 150) == pixel(night, 150, 150) == (200, 120, 60)
    assert pixel(day, 400, 400) == (255, 255, 255)
    assert max(pixel(night, 400, 400)) < 20
    assert max(night.pixels) > 200  # the words are light


def test_what_is_too_large_or_not_there_is_refused(server: PageServer) -> None:
    with pytest.raises(DocumentError, match="too large to be drawn in one piece"):
        server.render(1, 64.0)
    assert server.render(1, 64.0, clip=(70, 120, 75, 125)).width == 320
    with pytest.raises(DocumentError, match="not on the page"):
        server.render(1, 1.0, clip=(900, 900, 950, 950))


def test_all_hits_are_found_and_told_as_they_come(server: PageServer) -> None:
    told: list[tuple[int, list[Hit]]] = []
    hits = server.find("LINE", lambda last, found: told.append((last, list(found))))
    assert [hit.page for hit in hits] == [1] * 9
    assert [hit for _, found in told for hit in found] == hits
    assert told[-1][0] == 4
    (broken,) = server.find("broke in")
    assert broken.page == 2 and len(broken.quads) == 2
    (turned,) = server.find("turned words")
    assert box_of(turned.quads)[:2] == pytest.approx(box_of([server.text(3).words[0].quad])[:2], abs=2)
    assert server.find("nowhere at all") == []
    assert server.find("  ") == []
    assert server.find("line", cancelled=lambda: True) == []


def test_the_newest_wish_comes_first_and_searches_wait(server: PageServer) -> None:
    order: list[str] = []
    done = threading.Event()

    def note(name: str, _: object = None) -> None:
        order.append(name)
        if len(order) == 5:
            done.set()

    def hold(_: Future[PageText]) -> None:  # on the server's thread, so that all else is still waiting
        futures: dict[str, Future[Any]] = {
            "search": server.ask(page_wishes.find(["line"], 1)),
            "old": server.ask(page_wishes.render(1, 1.0)),
            "dropped": server.ask(page_wishes.render(2, 1.0)),
            "new": server.ask(page_wishes.render(3, 1.0)),
        }
        server.drop(futures["dropped"])
        for name, future in futures.items():
            future.add_done_callback(partial(note, name))
        note("first")

    server.ask(page_wishes.text(1)).add_done_callback(hold)
    assert done.wait(30)
    assert sorted(order) == sorted(["first", "dropped", "new", "old", "search"])
    assert [name for name in order if name not in ("first", "dropped")] == ["new", "old", "search"]


def test_a_dead_child_is_told_and_the_next_wish_gets_another(paper: Path) -> None:
    server = PageServer(paper)
    server.open()
    pid = server._child.pid
    assert pid is not None
    os.kill(pid, signal.SIGSEGV)
    with pytest.raises(DocumentError, match=r"^crashed the PDF reader .*; try again$"):
        server.render(1, 1.0)
    assert server.render(1, 1.0).width == 612
    server.close()
    with pytest.raises(CancelledError):
        server.render(1, 1.0)


def test_what_is_dropped_holds_up_nothing_for_long(tmp_path: Path) -> None:
    server = PageServer(heavy(tmp_path / "heavy.pdf"), patience=0.1)
    server.open()
    pid = server._child.pid
    slow = server.ask(page_wishes.render(1, 4.0))
    while not slow.running():
        assert not slow.done()
    server.drop(slow)
    assert server.render(2, 1.0).width == 612
    assert isinstance(slow.exception(), CancelledError)
    assert server._child.pid != pid
    server.close()


def heavy(path: Path) -> Path:
    """A page that takes many seconds to draw, and an empty one."""
    import pymupdf

    with pymupdf.open() as document:
        for _ in range(2):
            document.new_page(width=612, height=792)
        strokes = b"".join(b"%d 0 m %d 792 l S\n" % (at % 612, at * 7 % 612) for at in range(300_000))
        stream = document.get_new_xref()
        document.update_object(stream, "<<>>")
        document.update_stream(stream, b"90 w\n" + strokes)
        document.xref_set_key(document[0].xref, "Contents", f"{stream} 0 R")
        document.save(path)
    return path


def test_time_is_limited(paper: Path) -> None:
    server = PageServer(paper, time_limit=0.0)
    with pytest.raises(DocumentError, match=r"^took longer than 0 s; try again$"):
        server.render(1, 1.0)
    server.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds processes to their memory limit")
def test_memory_is_limited(tmp_path: Path) -> None:
    server = PageServer(bomb(tmp_path / "bomb.pdf"), memory_limit=300_000_000)
    with pytest.raises(DocumentError, match=r"^needs more memory than allowed; try again$"):
        server.text(1)
    server.close()


def test_closing_answers_all_who_wait(paper: Path) -> None:
    server = PageServer(paper)
    futures = [server.ask(page_wishes.render(1, 1.0)) for _ in range(5)]
    server.close()
    for future in futures:
        assert future.cancelled() or isinstance(future.exception(), CancelledError) or future.result().width == 612


def test_a_locked_file_opens_with_its_password(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "locked.pdf", [[L(BODY, 80)]], password="shelf")
    server = PageServer(path)
    with pytest.raises(NeedsPasswordError, match=r"^needs a password$"):
        server.open()
    server.unlock("drawer")
    with pytest.raises(NeedsPasswordError, match="does not open with this password"):
        server.open()
    server.unlock("shelf")
    assert server.open().encrypted
    assert server.render(1, 1.0).height == 792
    server.close()


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_opened_has_a_reason(tmp_path: Path, name: str) -> None:
    content, reason = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    server = PageServer(tmp_path / name)
    if name == "torn.pdf":  # it has a page, which cannot be read
        assert len(server.open().pages) == 1
        with pytest.raises(DocumentError, match="damaged"):
            server.render(1, 1.0)
    else:
        with pytest.raises(DocumentError, match=f"^{reason}$"):
            server.open()
    server.close()


def test_a_file_that_changes_is_opened_anew(tmp_path: Path) -> None:
    path = write_pdf(tmp_path / "paper.pdf", [[L("First", 80)]])
    server = PageServer(path)
    assert [word.text for word in server.text(1).words] == ["First"]
    write_pdf(tmp_path / "other.pdf", [[L("Second version", 80)], []]).replace(path)
    assert [word.text for word in server.text(1).words] == ["Second", "version"]
    assert len(server.open().pages) == 2
    server.close()


def test_a_server_that_waits_turns_to_a_file(tmp_path: Path) -> None:
    server = PageServer()
    server.warm()
    with pytest.raises(DocumentError, match="open a PDF first"):
        server.open()
    for name in ("one", "two"):
        server.turn_to(write_pdf(tmp_path / f"{name}.pdf", [[L(name, 80)]]))
        assert [word.text for word in server.text(1).words] == [name]
    server.close()


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    server = PageServer(write_pdf(tmp_path / "scan.pdf", [[], []]))
    assert not server.open().has_text
    assert server.text(1).words == ()
    server.close()


def test_figures_and_tables_are_found_by_their_captions(tmp_path: Path) -> None:
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        page.draw_rect(pymupdf.Rect(100, 100, 300, 220), fill=(0.5, 0.5, 0.9))
        page.insert_text((110, 240), "Figure 2: Readers and what they forget.", fontsize=10)
        page.insert_text((110, 330), "As Figure 2 shows, readers forget.", fontsize=10)
        page.insert_text((110, 400), "Table 1. Shelves by height.", fontsize=10)
        for y in (415, 430, 480):
            page.draw_line((110, y), (330, y))
        page.insert_text((115, 425), "Shelf      Height", fontsize=9)
        page.insert_text((115, 445), "Upper      200 cm", fontsize=9)
        page.insert_text((115, 465), "Lower       20 cm", fontsize=9)
        page.insert_text((110, 600), "Text far below the table that is no part of it.", fontsize=10)
        document.save(tmp_path / "figures.pdf")
    server = PageServer(tmp_path / "figures.pdf")
    figure, table = server.figures(1)
    server.close()
    assert (figure.kind, figure.label, figure.caption) == ("figure", "2", "Figure 2: Readers and what they forget.")
    assert figure.box == pytest.approx((100, 100, 300, 243), abs=6)
    assert (table.kind, table.label) == ("table", "1")
    assert table.box == pytest.approx((110, 389, 330, 480), abs=6)


def test_a_word_that_a_caption_breaks_is_whole_again(tmp_path: Path) -> None:
    import pymupdf

    with pymupdf.open() as document:
        page = document.new_page(width=WIDTH, height=HEIGHT)
        page.draw_rect(pymupdf.Rect(100, 100, 300, 220), fill=(0.5, 0.5, 0.9))
        page.insert_text((110, 240), ["Figure 2: Readers by aca-", "demic field."], fontsize=10)
        page.insert_text((110, 600), "Text far below the figure.", fontsize=10)
        document.save(tmp_path / "figures.pdf")
    server = PageServer(tmp_path / "figures.pdf")
    (figure,) = server.figures(1)
    server.close()
    assert figure.caption == "Figure 2: Readers by academic field."


def test_link_addresses() -> None:
    from readinglist.documents.open_pages import is_web_address

    assert is_web_address("HTTP://example.org")
    for address in ("ftp://example.org", "https://", "//example.org", "mailto:a@b.c", "http://a\nb", "http://[", ""):
        assert not is_web_address(address)


def test_wishes_made_together_are_served_newest_first(paper: Path) -> None:
    server = PageServer(paper)
    server.open()
    served: list[int] = []
    with server.together():
        futures = [server.ask(page_wishes.text(page)) for page in (1, 1, 1)]
        for number, future in enumerate(futures):
            future.add_done_callback(lambda _, number=number: served.append(number))  # type: ignore[misc]
    for future in futures:
        future.result()
    server.close()
    assert served == [2, 1, 0]
