"""Links to a place in a paper: only keys and numbers come through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist import app
from readinglist.errors import InputError
from readinglist.identifiers import PaperLink, is_paper_link, read_paper_link


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("readinglist://paper/vaswani2017?page=3&annotation=7", PaperLink("vaswani2017", 3, 7)),
        (" READINGLIST://Paper/12/ ", PaperLink("12")),
        ("readinglist://paper/lovelace%3A2020?page=1", PaperLink("lovelace:2020", 1)),
        ("readinglist://paper/m%C3%BCller%2Fold", PaperLink("müller/old")),
        ("readinglist://paper/a?annotation=5&colour=red", PaperLink("a", None, 5)),
    ],
)
def test_what_a_link_says(text: str, means: PaperLink) -> None:
    assert is_paper_link(text) and read_paper_link(text) == means


@pytest.mark.parametrize(
    "text",
    [
        "readinglist:",
        "readinglist://paper/",
        "readinglist://file/etc/passwd",
        "readinglist:///home/someone/x.pdf",
        "file:///home/someone/x.pdf",
        "readinglist://paper/a?page=0",
        "readinglist://paper/a?page=-1",
        "readinglist://paper/a?page=1&page=2",
        "readinglist://paper/a?page=\u0661",
        "readinglist://paper/a?page=99999999999",
        "readinglist://paper/a?annotation=../7",
        "readinglist://paper/a?page",
        "readinglist://paper/%00",
        "readinglist://paper/%ff",
        "readinglist://paper/a b",
        "readinglist://paper/a#b",
        "readinglist://[paper/a",
        "readinglist://paper/" + "a" * 3000,
    ],
)
def test_what_is_no_link_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"link"):
        read_paper_link(text)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    for link in (text, f"readinglist://paper/{text}", f"readinglist://paper/k?page={text}"):
        try:
            found = read_paper_link(link)
        except InputError:
            continue
        assert found.key.strip() and found.key.isprintable()


def test_a_link_as_argument_opens_the_window() -> None:
    link = "readinglist://paper/a?page=2"
    for arguments in ([link], ["--offline", link], [link, "--library", "x"]):
        window = app._window(arguments)
        assert window is not None and window.link == link
    assert app._window([link, "list"]) is None and app._window([link, link]) is None
    assert app._window(["list", link]) is None
