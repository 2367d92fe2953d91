"""A comment is shown as its Markdown reads."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from readinglist.gui.comment_words import LINE_BREAK, comment_words


@pytest.mark.parametrize(
    ("markdown", "lines", "set_apart"),
    [
        ("Our *theses* fail\nin **the same** way", ["Our theses fail", "in the same way"], ["theses", "the same"]),
        ("- one\n- two", ["• one", "• two"], []),
        ("1. one\n2. `two`", ["1. one", "2. two"], ["two"]),
        ("# 😀 Why\nBecause *so*", ["😀 Why", "Because so"], ["😀 Why", "so"]),
        ("3 * 4 < 5 & <b>more</b>", ["3 * 4 < 5 & <b>more</b>"], []),
        ("", [""], []),
    ],
)
def test_comments_as_they_read(qapp: QApplication, markdown: str, lines: list[str], set_apart: list[str]) -> None:
    plain, looks = comment_words(markdown)
    assert plain.split(LINE_BREAK) == lines
    units = plain.encode("utf-16-le")
    found = [units[2 * each.start : 2 * (each.start + each.length)].decode("utf-16-le") for each in looks]
    assert found == set_apart
