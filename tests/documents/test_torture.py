"""Every PDF of the shared data, broken ones and all, ends as text or with a plain reason; none hangs or kills."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from readinglist.documents import Reader, passages
from readinglist.errors import DocumentError

pytestmark = [pytest.mark.torture, pytest.mark.shared]

PLAIN = re.compile(
    r"needs a password|is not a PDF|is empty \(0 bytes\)|took longer than \d+ s"
    r"|is damaged: (it has no pages|none of its pages can be read|it is cut off, or its parts do not fit together)"
    r"|needs more memory than allowed|crashed the PDF reader \(.+\)"
)


def test_every_pdf_ends(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reader = Reader(time_limit=60)
    outcomes: Counter[str] = Counter()
    slowest = (0.0, "")
    files = sorted((shared / "data" / "pdfs").rglob("*.pdf"))
    for path in files:
        start = time.monotonic()
        try:
            extraction = reader.extract(path)
        except DocumentError as error:
            assert PLAIN.fullmatch(str(error)), f"{path}: {error}"
            assert str(path) not in str(error)
            outcomes[str(error)] += 1
        else:
            outcomes[extraction.reason or "text"] += 1
            assert (extraction.reason is None) == any(page.strip() for page in extraction.pages)
            passages(extraction.pages)
        slowest = max(slowest, (time.monotonic() - start, path.name))
    reader.close()
    with capsys.disabled():
        print("\n" + "\n".join(f"{count:4} {outcome}" for outcome, count in outcomes.most_common()))
        print(f"{len(files)} files; the slowest took {slowest[0]:.1f} s: {slowest[1]}")
    assert outcomes.total() == len(files) > 200
    assert outcomes["text"] > len(files) / 2
    assert not any("crashed" in outcome or "mistake in this program" in outcome for outcome in outcomes)
