"""What we write as BibTeX reads back to the same record, and LaTeX can set it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readinglist.exchange.bibtex import read_bibtex
from readinglist.exchange.bibtex_writing import escaped, write_bibtex
from readinglist.library.records import Paper, Person, Status
from readinglist.plain_text import plain_bibtex

PAPER = Paper(
    id=1,
    citation_key="lovelace1843notes",
    title="Notes on 50% of the ENGINE: A_B & {more} – ColBERT",
    authors=(
        Person("Lovelace", "Ada"),
        Person("van der Berg", "Jan"),
        Person("The Lamp Society"),
        Person("King Jr.", "M."),
    ),
    year=1843,
    date="1843-09-01",
    venue="Proceedings of Lamps & Light",
    abstract="First -- part.\n\nSecond ``part''.",
    arxiv_id="2405.15682",
    arxiv_version=2,
    doi="10.1000/a_b(c)",
    pmid="123",
    openreview_id=None,
    isbn=None,
    url="https://example.org/~a_b?c=1%20d",
    status=Status.READ,
    starred=False,
    unread=False,
    tags=("lamps/oil", "light & dark"),
    note="A *note* with $x^2$.",
    documents=(),
    feed_date=None,
    added="2026-01-01T00:00:00Z",
    updated="2026-01-01T00:00:00Z",
    trashed=False,
    waits_for_lookup=False,
)


def test_an_entry_as_latex_wants_it() -> None:
    assert write_bibtex([replace(PAPER, title="Notes on 50% of ColBERT", arxiv_id=None, pmid=None)]) == (
        "@inproceedings{lovelace1843notes,\n"
        "  author    = {Lovelace, Ada and van der Berg, Jan and {The Lamp Society} and King, Jr., M.},\n"
        "  title     = {Notes on 50\\% of {ColBERT}},\n"
        "  booktitle = {Proceedings of Lamps \\& Light},\n"
        "  year      = {1843},\n"
        "  month     = sep,\n"
        "  doi       = {10.1000/a_b(c)},\n"
        "  url       = {https://example.org/~a_b?c=1%20d},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("venue", "isbn", "kind"),
    [
        ("", None, "misc"),
        ("Journal of Lamps", None, "article"),
        ("International Conference on Lamps", None, "inproceedings"),
        ("ACL 2024", None, "inproceedings"),
        ("University of Lamps", None, "phdthesis"),
        ("Lamp Press", "9780201530827", "book"),
    ],
)
def test_the_type_follows_from_the_venue(venue: str, isbn: str | None, kind: str) -> None:
    assert write_bibtex([replace(PAPER, venue=venue, isbn=isbn, doi=None)]).startswith(f"@{kind}{{")


def test_all_fields_come_back() -> None:
    parsed = read_bibtex(write_bibtex([PAPER, PAPER], full=True))
    assert not parsed.failures and len(parsed.records) == 2
    record = parsed.records[0]
    for field in (
        "citation_key",
        "title",
        "authors",
        "year",
        "venue",
        "abstract",
        "arxiv_id",
        "doi",
        "pmid",
        "url",
        "note",
    ):
        assert getattr(record, field) == getattr(PAPER, field)
    assert record.keywords == PAPER.tags
    assert record.date == "1843-09"


# No `<` and `&` together with what would make them a tag or an entity: those are read as such on purpose.
TEXT = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="<&\ufffd"), max_size=20)
WORDS = st.lists(TEXT.filter(bool), max_size=6).map(" ".join)
LATEX = st.text("\\{}$^_%&#~-`'\"ab. @=,", max_size=30).map(lambda text: " ".join(text.split()))


@given(WORDS | LATEX)
@example("--- `` '' \\{}$%&#_~^ -- '")
def test_what_is_escaped_reads_back(text: str) -> None:
    assert plain_bibtex(escaped(text)) == " ".join(text.split())


@given(WORDS | LATEX, WORDS | LATEX)
def test_titles_and_abstracts_come_back(title: str, abstract: str) -> None:
    title, abstract = (" ".join(text.split()) for text in (title or "T", abstract))
    (record,) = read_bibtex(write_bibtex([replace(PAPER, title=title or "T", abstract=abstract)], full=True)).records
    assert record.title == (title or "T")
    assert record.abstract == abstract


NAME = st.from_regex(r"[A-ZÄÉŁa-z][a-zäéł'’.-]{0,8}( [A-ZÄÉŁa-z][a-zäéł.'-]{0,8}){0,2}", fullmatch=True).filter(
    lambda name: name.lower() not in {"others", "et al", "et al."}
)


@given(st.lists(st.builds(Person, NAME, NAME | st.just("")), max_size=4))
@example([Person("Council, of X"), Person("Simon and Garfunkel"), Person("and", "or"), Person("王", "伟")])
def test_names_come_back(people: list[Person]) -> None:
    (record,) = read_bibtex(write_bibtex([replace(PAPER, authors=tuple(people))])).records
    assert [person.name for person in record.authors] == [person.name for person in people]
