"""Every PDF of the shared data opens, shows its first and last page, gives their text and closes, or says why not."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from readinglist.documents import PageServer
from readinglist.documents.page_text import is_nonsense
from readinglist.errors import DocumentError

pytestmark = [pytest.mark.torture, pytest.mark.shared]

PLAIN = re.compile(
    r"needs a password|is not a PDF|is empty \(0 bytes\)|took longer than \d+ s; try again"
    r"|is damaged: (it has no pages|none of its pages can be read|it is cut off, or its parts do not fit together"
    r"|this part of it cannot be read)|is too large to be drawn in one piece at this zoom"
    r"|needs more memory than allowed; try again|crashed the PDF reader \(.+\); try again"
)
MOST_BYTES = 2_000_000
"""Of a picture: a page that would be larger is asked for with a smaller zoom, as a window does."""


def test_every_pdf_opens_and_closes(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    files = sorted((shared / "data" / "pdfs").rglob("*.pdf"))
    talk = []
    for path in files:
        start = time.monotonic()
        try:
            show(path)
        except DocumentError as error:
            assert PLAIN.fullmatch(str(error)), f"{path}: {error}"
            assert str(path) not in str(error)
            outcomes[str(error)] += 1
            talk.append(f"{path.name}: {error}")
        else:
            outcomes["shown"] += 1
        slowest = max(slowest, (time.monotonic() - start, path.name))
    with capsys.disabled():
        print("\n" + "\n".join(f"{count:4} {outcome}" for outcome, count in outcomes.most_common()))
        print("\n".join(talk) + f"\n{len(files)} files; the slowest took {slowest[0]:.1f} s: {slowest[1]}")
    assert outcomes.total() == len(files) > 200
    assert outcomes["shown"] > 0.85 * len(files)
    assert not any("crashed" in outcome or "mistake in this program" in outcome for outcome in outcomes)


def show(path: Path) -> None:
    """What a reader does who opens a file, looks at its first and its last page, and closes it."""
    server = PageServer(path, time_limit=60)
    try:
        pages = server.open().pages
        for number in {1, len(pages)}:
            size = pages[number - 1]
            zoom = min(1.0, (MOST_BYTES / 3 / (size.width * size.height)) ** 0.5)
            picture = server.render(number, zoom, night=number > 1)
            assert len(picture.pixels) == picture.stride * picture.height
            words = server.text(number).words
            server.links(number)
            server.figures(number)
            written = [word.text for word in words if word.text.isalpha()]
            if written and not is_nonsense([" ".join(word.text for word in words)]):
                assert server.locate(number, written[0]) is not None
                server.find(written[-1])
        server.read_annotations()
    finally:
        server.close()
