"""The printed numbers of pages, however the file writes them."""

from __future__ import annotations

import pymupdf
import pytest

from readinglist.documents.open_pages import opened


@pytest.mark.parametrize(
    ("rules", "labels"),
    [
        ("0<</P<FEFF0041002D>/S/D>>", ("A-1", "A-2", "A-3")),
        ("0<</P<FEFF0031>>>1<</P<FEFF0032>>>2<</P<FEFF0033>>>", ("1", "2", "3")),
        ("0<</P(B-)/S/D/St 5>>", ("B-5", "B-6", "B-7")),
        ("0<</P<532E>/S/r>>", ("S.i", "S.ii", "S.iii")),
    ],
)
def test_prefixes_are_read_in_all_their_forms(rules: str, labels: tuple[str, ...]) -> None:
    with pymupdf.open() as document:
        for _ in range(3):
            document.new_page()
        document.xref_set_key(document.pdf_catalog(), "PageLabels", f"<</Nums[{rules}]>>")
        with pymupdf.open("pdf", document.tobytes()) as again:
            assert opened(again).labels == labels
