"""The child process that reads PDFs: `python -m readinglist.documents.worker`, started by a Reader."""

from __future__ import annotations

import dataclasses
import gc
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.child_serving import Handler, Message, Progress, serve

if TYPE_CHECKING:
    from readinglist.documents.pdf import RawText

PROGRESS_SECONDS = 0.1
NO_TEXT = "holds no text (a scan?)"
NONSENSE = "holds text that cannot be read (its fonts do not name their letters)"


def start() -> Handler:
    """Import MuPDF, now that priority and memory limit are set."""
    import readinglist.documents.identify
    import readinglist.documents.pdf  # noqa: F401

    gc.set_threshold(50_000, 20, 50)  # spans by the thousand come and go, and none of them is in a cycle
    return answer


def answer(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
    """What is asked for of the file `path`: its annotations, or text and identity."""
    duties = {"annotations": read_annotations, "references": find_references}
    return duties.get(message.get("what", ""), extract)(message, blob, progress)


def read_annotations(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
    """The annotations in the file `path`, or `{"error": reason}`."""
    from readinglist.documents import annotations_in_pdf, pdf
    from readinglist.errors import DocumentError

    try:
        with pdf.open_document(Path(message["path"])) as document:
            found = annotations_in_pdf.read_annotations(document)
    except DocumentError as error:
        return {"error": str(error)}, b""
    return {"annotations": found, "memory": _peak_memory()}, b""


def find_references(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
    """The reference list in the file `path`, or `{"error": reason}`."""
    from readinglist.documents import pdf, references
    from readinglist.documents.recognised import split, with_layouts
    from readinglist.errors import DocumentError

    try:
        with pdf.open_document(Path(message["path"])) as document:
            pages = with_layouts(pdf.last_layouts(document, references.LAST_PAGES), split(message["words"], blob))
    except DocumentError as error:
        return {"error": str(error)}, b""
    found = references.find_references(pages, [page.text for page in pages])
    return {"references": [dataclasses.asdict(each) for each in found], "memory": _peak_memory()}, b""


def extract(message: Message, blob: bytes, progress: Progress) -> tuple[Message, bytes]:
    """Text and identity of the file `path`, or `{"error": reason}`; progress is the fraction of pages read."""
    from readinglist.documents import pdf
    from readinglist.errors import DocumentError

    told = time.monotonic()

    def tell(done: int, pages: int) -> None:
        nonlocal told
        if (at := time.monotonic()) - told > PROGRESS_SECONDS:
            told = at
            progress({"fraction": done / pages})

    try:
        raw = pdf.read(Path(message["path"]), tell)
    except DocumentError as error:
        return {"error": str(error)}, b""
    return _made_of(raw), b""


def _made_of(raw: RawText) -> Message:
    from readinglist.documents.identify import identify
    from readinglist.documents.page_text import is_nonsense, join_pages
    from readinglist.documents.pdf import FirstPages

    texts = join_pages(raw.pages)
    reason, first_pages = None, raw.first_pages
    if not any(map(str.strip, texts)):
        reason = NO_TEXT
    elif is_nonsense(texts):
        reason = NONSENSE
        texts = [""] * len(texts)  # better not found than found by accident
        first_pages = FirstPages()
    identity = identify(first_pages, texts, raw.metadata, raw.xmp)
    return {"pages": texts, "reason": reason, "identity": dataclasses.asdict(identity), "memory": _peak_memory()}


def _peak_memory() -> int:
    """The most memory that this process ever took, in bytes; 0 where the system does not say."""
    # Not `resource.getrusage`: its peak is also that of the parent, at the moment when we were started.
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        return 0
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) * 1024 if found else 0


if __name__ == "__main__":
    serve(start)
