"""The child process that recognises scanned pages: `python -m readinglist.documents.recognise_worker`.

It draws the pages and has Tesseract read them, which inherits its low priority and its limit of memory.
"""

from __future__ import annotations

import ctypes
import itertools
import math
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.child_serving import PR_SET_PDEATHSIG, Handler, Message, Progress, serve

if TYPE_CHECKING:
    from readinglist.documents.pages import PageSize, Picture
    from readinglist.documents.recognised import SeenWord
    from readinglist.documents.tesseract import Printed

DPI = 300
MOST_PIXELS = 40_000_000
"""What is larger (a poster) is drawn coarser: an A4 page has 9 million."""
LONGEST_SIDE = 30_000
"""Tesseract takes no picture of more than 32,767 pixels to a side."""
LEAST_PIXELS = 24
GRACE_SECONDS = 5


def start() -> Handler:
    """Import MuPDF, now that priority and memory limit are set."""
    import readinglist.documents.page_pictures
    import readinglist.documents.pdf  # noqa: F401

    return answer


def answer(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
    """Which pages hold no text, or the words recognised on one; `{"error": reason}` where that cannot be."""
    from readinglist.documents.pdf import complain_about_memory
    from readinglist.errors import DocumentError

    try:
        return (bare_pages if message["what"] == "bare" else recognise)(message)
    except DocumentError as error:
        return {"error": str(error)}, b""
    except MemoryError:
        raise
    except Exception as error:
        complain_about_memory(error)
        if type(error).__module__.startswith("pymupdf") or type(error) is RuntimeError:
            return {"error": "is damaged: this part of it cannot be read"}, b""
        raise


def bare_pages(message: Message) -> tuple[Message, bytes]:
    """The pages (from 1) of the file `path` that hold no text of their own."""
    from pymupdf import mupdf

    from readinglist.documents.pdf import complain_about_memory, open_document

    bare = []
    with open_document(Path(message["path"])) as document:
        for number in range(len(document)):
            try:
                page = mupdf.FzStextPage(mupdf.fz_load_page(document.this, number), mupdf.FzStextOptions())
                if not mupdf.fz_buffer_extract_copy(mupdf.fz_new_buffer_from_stext_page(page)).strip():
                    bare.append(number + 1)
            except Exception as error:  # a page that cannot be read cannot be drawn either
                complain_about_memory(error)
    return {"pages": bare}, b""


def recognise(message: Message) -> tuple[Message, bytes]:
    """The packed words of one page."""
    from readinglist.documents.page_pictures import Easel
    from readinglist.documents.page_space import own_size
    from readinglist.documents.pages import PageSize
    from readinglist.documents.pdf import open_document
    from readinglist.documents.recognised import pack

    with open_document(Path(message["path"])) as document:
        page = document[message["page"] - 1]
        size = PageSize(*own_size(page), page.rotation)
        zoom = zoom_of(size)
        easel = Easel()
        picture = easel.draw(page, zoom, None, 0, night=False, marks=False)
        del easel, page
    turn = (360 - size.rotation) % 360
    if min(picture.width, picture.height) < LEAST_PIXELS:
        return {}, pack([], turn)
    seen = _read(message["program"], message["languages"], message["seconds"], picture, round(72 * zoom))
    return {}, pack(_words(seen, size, zoom), turn)


def zoom_of(size: PageSize) -> float:
    """Pixels a point at which a page is drawn for reading."""
    area = max(size.width * size.height, 1e-6)
    longest = max(size.width, size.height, 1e-6)
    return min(DPI / 72, math.sqrt(MOST_PIXELS / area), LONGEST_SIDE / longest)


def _words(seen: list[Printed], size: PageSize, zoom: float) -> list[SeenWord]:
    """Words in the page's own unrotated space, their lines and blocks counted over the page."""
    from readinglist.documents.page_geometry import PageView
    from readinglist.documents.recognised import SeenWord

    view, words = PageView(size, zoom), []
    lines = itertools.groupby(seen, key=lambda word: (word.block, word.line))
    blocks: dict[tuple[int, int], int] = {}
    for number, ((block, _), of_line) in enumerate(lines):
        for word in of_line:
            left, top, right, bottom = view.box_to_page(
                (word.left, word.top, word.left + word.width, word.top + word.height)
            )
            box = max(left, 0.0), max(top, 0.0), min(right, size.width), min(bottom, size.height)
            if box[0] < box[2] and box[1] < box[3]:
                words.append(SeenWord(word.text, box, number, blocks.setdefault(block, len(blocks))))
    return words


def _read(program: str, languages: str, seconds: float, picture: Picture, dpi: int) -> list[Printed]:
    from readinglist.documents.tesseract import read_table, without_console
    from readinglist.errors import DocumentError

    row = 3 * picture.width
    rows = (picture.pixels[at : at + row] for at in range(0, picture.stride * picture.height, picture.stride))
    drawn = b"P6 %d %d 255\n" % (picture.width, picture.height) + b"".join(rows)
    command = [program, "-", "-", "-l", languages, "--dpi", str(min(max(dpi, 70), 2400)), "tsv"]
    environment = dict(os.environ, OMP_THREAD_LIMIT="1")  # more of them get in each other's way
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            preexec_fn=None if sys.platform == "win32" else lambda: _tie(seconds),
            creationflags=without_console(),
        ) as process:
            try:
                printed, said = process.communicate(drawn, timeout=seconds)
            except subprocess.TimeoutExpired as error:
                raise DocumentError(f"Tesseract took longer than {seconds:g} s") from error
            finally:
                process.kill()
    except OSError as error:
        raise DocumentError(f"Tesseract could not be started: {(error.strerror or str(error)).lower()}") from error
    if process.returncode < 0:
        raise DocumentError(f"Tesseract crashed ({_signal(-process.returncode)})")
    if process.returncode:
        last = " ".join(said.decode("utf-8", "replace").split())[-200:]
        raise DocumentError(f"Tesseract gave up: {last or f'it ended with status {process.returncode}'}")
    try:
        return read_table(printed.decode("utf-8", "replace"))
    except (ValueError, KeyError) as error:
        raise DocumentError("Tesseract printed what is no table of words") from error


def _tie(seconds: float) -> None:
    """In the new process: end with us, and when it has used up the time even if we are no more."""
    import resource

    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    most = math.ceil(seconds) + GRACE_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))


def _signal(number: int) -> str:
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"


if __name__ == "__main__":
    serve(start)
