"""What each service's answer says, with the traps that they are known for."""

from __future__ import annotations

import pytest

from readinglist.library.records import PaperRecord, Person
from readinglist.sources import SourceError, crossref, datacite, europe_pmc, hugging_face, unpaywall
from readinglist.sources.arxiv import read_feed
from tests.sources.samples import (
    ARXIV_ERROR,
    DATACITE_PAPER,
    EUROPE_PMC_PAPER,
    HF_PAPER,
    UNPAYWALL_PAPER,
    WORK,
    as_json,
    entry,
    feed,
    results,
    work,
    works,
)

SHELLEY = Person("Shelley", "Mary")


def arxiv_record(*args: str, authors: tuple[str, ...] = ("Mary Shelley",), more: str = "") -> PaperRecord:
    (found,) = read_feed(feed(entry(args[0], args[1], authors=authors, more=more))).found
    return found.record


def test_an_entry_of_arxiv() -> None:
    more = (
        "<summary>  We light 50\\% of\nthe lamps &amp; wait.\n  Then we sleep.</summary>"
        "<arxiv:doi>10.1000/LAMPS.7</arxiv:doi><arxiv:journal_ref>Lamps 7\n (2019) 1</arxiv:journal_ref>"
    )
    record = arxiv_record("1905.01234v3", "Lamps that $\\alpha$-Learn:\n  Light at Dusk", more=more)
    assert record == PaperRecord(
        title="Lamps that α-Learn: Light at Dusk",
        authors=(SHELLEY,),
        year=2019,
        date="2019-05-26",
        venue="Lamps 7 (2019) 1",
        abstract="We light 50% of the lamps & wait.\n\nThen we sleep.",
        arxiv_id="1905.01234",
        arxiv_version=3,
        doi="10.1000/lamps.7",
    )


def test_names_of_arxiv() -> None:
    names = ("The Lamp Collaboration", ":", "Vincent van Gogh (Arles)", "Martin Luther King Jr.", "Plato")
    assert arxiv_record("1905.01234v1", "Names", authors=names).authors == (
        Person("The Lamp Collaboration"),
        Person("van Gogh", "Vincent"),
        Person("King Jr.", "Martin Luther"),
        Person("Plato"),
    )


def test_ids_of_arxiv_lose_version_and_subject_class() -> None:
    assert arxiv_record("hep-th/9901001v2", "Old").arxiv_id == "hep-th/9901001"
    assert arxiv_record("math.GT/0309136v1", "Old").arxiv_id == "math/0309136"


def test_an_entry_without_title_is_to_be_asked_for_again_and_one_that_is_called_0_is_not() -> None:
    read = read_feed(feed(entry("1905.01234v1", " "), entry("1905.01235v1", "0")))
    assert [found.record.arxiv_id for found in read.found] == ["1905.01235"]
    assert read.untitled == frozenset({"1905.01234"}) and read.complete


def test_an_answer_that_lacks_entries_says_so() -> None:
    assert not read_feed(feed(entry("1905.01234v1", "One"), total=2)).complete
    assert not read_feed(feed(entry("nonsense", "One"))).complete
    assert read_feed(feed()).complete


def test_arxivs_error_is_no_paper() -> None:
    with pytest.raises(SourceError, match="incorrect id format"):
        read_feed(ARXIV_ERROR)


def test_a_bomb_of_entities_does_not_go_off() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;">]><feed>&b;</feed>'
    with pytest.raises(SourceError):
        read_feed(bomb)


@pytest.mark.parametrize("answer", [HF_PAPER, [{"paper": HF_PAPER, "publishedAt": "2024-01-02T00:00:00Z"}]])
def test_a_paper_of_hugging_face_flat_and_nested(answer: object) -> None:
    (found,) = hugging_face.read_papers(as_json(answer))
    assert found.record == PaperRecord(
        title="Lamps that Learn: Light at Dusk",
        authors=(SHELLEY, Person("Lovelace", "Ada")),
        year=2019,
        date="2019-05-26",
        abstract="We light lamps at dusk.",
        arxiv_id="1905.01234",
    )
    assert found.pdfs == ("https://arxiv.org/pdf/1905.01234",)


def test_a_paper_of_arxiv_at_datacite() -> None:
    found = datacite.read_doi(as_json(DATACITE_PAPER))
    assert found
    assert found.record == PaperRecord(
        title="Lamps that Learn: Light at Dusk",
        authors=(SHELLEY, Person("Lovelace", "Ada"), Person("The Lamp Society")),
        year=2019,
        date="2019-05-26",
        abstract="We light lamps at dusk.",
        arxiv_id="1905.01234",
        doi="10.1000/lamps.7",
    )


def test_a_report_at_datacite_has_who_published_it() -> None:
    attributes = {**DATACITE_PAPER["data"]["attributes"], "doi": "10.5281/zenodo.7", "publisher": {"name": "Zenodo"}}
    found = datacite.read_doi(as_json({"data": {"attributes": attributes}}))
    assert found and (found.record.doi, found.record.venue, found.record.arxiv_id) == (
        "10.5281/zenodo.7",
        "Zenodo",
        None,
    )


def test_a_work_of_crossref() -> None:
    found = crossref.read_work(work())
    assert found
    assert found.record == PaperRecord(
        title="Lamps that Learn: Light at Dusk",
        authors=(SHELLEY, Person("Stuart Mill Jr.", "John"), Person("The Lamp Society")),
        year=2019,
        date="2019-11",
        venue="Annals of Lamps & Oil",
        abstract="We light lamps.",
        arxiv_id="1905.01234",
        doi="10.1000/lamps.7",
    )
    assert found.pdfs == ("https://lamps.example.org/7.pdf",)


def test_a_work_without_title_is_no_answer_and_no_error() -> None:
    assert crossref.read_work(work(title=[])) is None
    assert crossref.read_works(works({**WORK, "title": []}, WORK, {"title": ["No DOI"]})) == (
        crossref.read_work(work()),
    )


def test_a_closed_work_names_its_pdf_last() -> None:
    (closed,) = crossref.read_copies(work(license=[]))[1]
    assert (closed.url, closed.version) == ("https://lamps.example.org/7.pdf", "published")
    assert crossref.read_copies(work(license=[]))[0] == ()
    found = crossref.read_work(work(license=[]))
    assert found and found.pdfs == ()


def test_a_book_has_isbn_and_publisher_and_its_chapter_has_not() -> None:
    changed = {"ISBN": ["9780306406157"], "publisher": "Lamp Press", "container-title": []}
    book, chapter = (crossref.read_work(work(type=kind, **changed)) for kind in ("book", "book-chapter"))
    assert book and (book.record.isbn, book.record.venue) == ("9780306406157", "Lamp Press")
    assert chapter and (chapter.record.isbn, chapter.record.venue) == (None, "")


@pytest.mark.parametrize("parts", [[[None]], [[]], [], None, [["2019"]], [[2019, 13]], [[2019, True, 3]], [[99999]]])
def test_dates_of_crossref_that_are_none(parts: object) -> None:
    found = crossref.read_work(work(**{"issued": {"date-parts": parts}, "published-print": None}))
    assert found and found.record.date in (None, "2019")


def test_a_paper_of_europe_pmc() -> None:
    (result,) = europe_pmc.read_results(results(EUROPE_PMC_PAPER))
    assert result.found
    assert result.found.record == PaperRecord(
        title="Lamps that learn: light at dusk",
        authors=(SHELLEY, Person("Lamp Study Group")),
        year=2019,
        date="2019-11-03",
        venue="Annals of lamps",
        abstract="Background: It gets dark.\n\nMethods: Lamps.",
        doi="10.1000/lamps.7",
        pmid="31234567",
    )
    assert [copy.url for copy in result.copies] == [
        "https://free.example.org/7.pdf",
        "https://europepmc.org/articles/PMC7654321?pdf=render",
    ]


def test_abbreviated_names_of_europe_pmc() -> None:
    row = {**EUROPE_PMC_PAPER, "authorList": None, "authorString": "Shelley MW, van Gogh V, King ML Jr, Lamp Group."}
    (result,) = europe_pmc.read_results(results(row))
    assert result.found and result.found.record.authors == (
        Person("Shelley", "MW"),
        Person("van Gogh", "V"),
        Person("King Jr", "ML"),
        Person("Lamp Group"),
    )


def test_copies_of_unpaywall_without_a_best_pdf() -> None:
    copies = unpaywall.read_copies(as_json(UNPAYWALL_PAPER))
    assert [(copy.url, copy.version) for copy in copies] == [
        ("https://europepmc.org/articles/PMC7654321?pdf=render", "accepted"),
        ("http://arxiv.org/pdf/1905.01234v2", ""),
    ]
    assert unpaywall.read_copies(as_json({"doi": "10.1000/1", "best_oa_location": None, "oa_locations": []})) == ()


def test_a_day_that_no_calendar_has_is_a_month() -> None:
    found = crossref.read_work(work(issued={"date-parts": [[2019, 2, 30]]}))
    assert found and (found.record.date, found.record.year) == ("2019-02", 2019)
