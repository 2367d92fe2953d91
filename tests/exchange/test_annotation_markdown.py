"""Annotations as Markdown that shows the words as they were, and leads back to their place."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from readinglist.exchange import annotation_link, annotation_markdown, annotations_markdown
from readinglist.library import Library
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Paper, PaperRecord, Person

MARKED = Annotation(
    id=7, paper=1, document=1, page=3, kind="highlight", quads=((0.0,) * 8,), quote="newts are slow",
    comment="Are **they**?\n\n- yes", colour="yellow", tags=("zoo", "zoo/my newts"), author="A", origin="here",
    key="k", created=None, modified=None,
)  # fmt: skip


@pytest.fixture
def paper(library: Library) -> Paper:
    record = PaperRecord(
        title="On *Newts* [a survey]", year=2020, authors=(Person("Lovelace", "Ada"),), citation_key="lovelace:2020"
    )
    return library.papers.get(library.papers.add([record], source="test").added[0])


def test_one_is_the_quote_the_page_the_comment_and_the_tags(paper: Paper) -> None:
    assert annotation_markdown(paper, MARKED) == (
        "> newts are slow ([p. 3](readinglist://paper/lovelace%3A2020?page=3&annotation=7))\n\n"
        "Are **they**?\n\n- yes\n\n"
        "#zoo #zoo/my-newts"
    )


@pytest.mark.parametrize(
    ("kind", "begins"), [("area", "[Area, p. 3](readinglist://"), ("note", "[Note, p. 3](readinglist://")]
)
def test_what_has_no_words_is_called_by_its_kind(paper: Paper, kind: str, begins: str) -> None:
    bare = replace(MARKED, kind=kind, quote="", comment="", tags=())
    assert annotation_markdown(paper, bare).startswith(begins)
    assert "\n" not in annotation_markdown(paper, bare)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("as in [12], and [3]", "as in [12], and [3]"),
        ("a [12](b) c", r"a [12\](b) c"),
        ("2 * 3 * 4", r"2 \* 3 \* 4"),
        ("_a_ snake_case", r"\_a\_ snake_case"),
        ("p < 0.05 and <b>", r"p < 0.05 and \<b>"),
        ("# of newts", r"\# of newts"),
        ("3. Results", r"3\. Results"),
        ("1.5 newts", "1.5 newts"),
        ("- slow", r"\- slow"),
        ("> faster", r"\> faster"),
        ("`code` \\alpha", r"\`code\` \\alpha"),
    ],
)
def test_words_stay_the_words_that_were_marked(paper: Paper, words: str, shown: str) -> None:
    quote = annotation_markdown(paper, replace(MARKED, quote=words)).splitlines()[0]
    assert quote.startswith(f"> {shown} ([p. 3]")


def test_a_link_holds_what_is_needed_to_come_back(paper: Paper) -> None:
    for key in ("lovelace:2020", "Žluťoučký-1", ""):
        link = urlsplit(annotation_link(replace(paper, citation_key=key), MARKED))
        assert (link.scheme, link.netloc) == ("readinglist", "paper")
        assert unquote(link.path) == f"/{key or paper.id}"
        assert parse_qs(link.query) == {"page": ["3"], "annotation": ["7"]}


def test_papers_stand_under_their_titles(paper: Paper) -> None:
    bare = replace(MARKED, comment="", tags=())
    text = annotations_markdown([(paper, [bare, replace(bare, id=8, page=4)]), (paper, [])])
    assert text.splitlines()[:4] == [r"# On \*Newts\* [a survey]", "", "Ada Lovelace. 2020", ""]
    assert text.count("# On") == 1 and text.count("> newts") == 2
    assert text.endswith("annotation=8))\n")
    assert annotations_markdown([]) == ""
