"""Answers that the services really gave, and what must come out of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from readinglist.sources import Found, SourceError, crossref, datacite, europe_pmc, hugging_face, unpaywall
from readinglist.sources.arxiv import read_feed

pytestmark = pytest.mark.shared


class Row(NamedTuple):
    """The beginning of its title, family name of its first author, how many authors, date, id."""

    title: str
    first: str
    authors: int
    date: str
    id: str


def _arxiv(body: bytes) -> list[Found]:
    return list(read_feed(body).found)


def _europe_pmc(body: bytes) -> list[Found]:
    return [result.found for result in europe_pmc.read_results(body) if result.found]


def _one(read: Callable[[bytes], Found | None]) -> Callable[[bytes], list[Found]]:
    return lambda body: [found for found in [read(body)] if found]


AEW10 = Row("Proceedings of Workshop AEW10: Concepts in Information", "Immink", 34, "2017-07-27", "1707.08567")
TABLE: dict[str, tuple[Callable[[bytes], Any], list[Row]]] = {
    "arxiv/arxiv_query_1707.08567.xml": (_arxiv, [AEW10]),
    "arxiv/arxiv_query_batch_one_bad.xml": (_arxiv, [AEW10]),
    "arxiv/arxiv_query_2104.12255v1_title0.xml": (_arxiv, [Row("0", "Nguyen", 1, "2021-04-20", "2104.12255")]),
    "arxiv/arxiv_query_newstyle.xml": (
        _arxiv,
        [Row("Heat-bath random walks with Markov bases", "Stanley", 2, "2016-05-26", "1605.08386")],
    ),
    "arxiv/arxiv_query_oldstyle_id.xml": (
        _arxiv,
        [Row("Frequency of Hot Jupiters and Very Hot", "Gould", 4, "2006-01-02", "astro-ph/0601001")],
    ),
    "arxiv/arxiv_query_oldstyle_versioned.xml": (
        _arxiv,
        [Row("Quantum Computers and Quantum Computer", "Blaha", 1, "2002-01-18", "quant-ph/0201082")],
    ),
    "arxiv/arxiv_query_malformed_0808.05394.xml": (_arxiv, []),
    "arxiv/arxiv_query_not_found_200.xml": (_arxiv, []),
    "hf/daily_papers_2024-10-25.json": (
        hugging_face.read_papers,
        [Row("Breaking the Memory Barrier: Near Infinite Batch Size", "Cheng", 9, "2024-10-22", "2410.17243")],
    ),
    "hf/daily_papers_2026-03-06_row.json": (
        hugging_face.read_papers,
        [Row("Large Multimodal Models as General In-Context", "Garosi", 5, "2026-02-26", "2602.23229")],
    ),
    "hf/derived_daily_papers_2026-02-28_saturday.json": (hugging_face.read_papers, []),
    "datacite/datacite_doi_2020_xml-field-removed.json": (
        _one(datacite.read_doi),
        [Row("ALSETLab/sysml.powersystems.framework: Release", "Gómez", 1, "2020-01-02", "10.5281/zenodo.3596961")],
    ),
    "crossref/crossref_work.json": (
        _one(crossref.read_work),
        [Row("Methylphenidate Exposure Induces", "Sadasivan", 6, "2012-03-21", "10.1371/journal.pone.0033693")],
    ),
    "crossref/papis_crossref_abstract.json": (
        _one(crossref.read_work),
        [Row("Industrial Potential of Polyhydroxyalkanoate", "Bernard", 1, "2014-02-27", "10.32396/usurj.v1i1.55")],
    ),
    "europepmc/search_core_trimmed_2026-09-08.json": (
        _europe_pmc,
        [Row("Advances in cascaded CRISPR", "He", 4, "2026", "10.1016/j.bios.2026.119197")],
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_each_answer_says_what_it_says(shared: Path, name: str) -> None:
    read, expected = TABLE[name]
    records = [found.record for found in read((shared / "data" / "api-samples" / name).read_bytes())]
    assert len(records) == len(expected)
    for record, row in zip(records, expected, strict=True):
        assert record.title.startswith(row.title)
        assert (record.authors[0].family, len(record.authors), record.date) == (row.first, row.authors, row.date)
        assert row.id in (record.arxiv_id, record.doi)
        assert record.year == int(row.date[:4])
        assert not {"<", "\n"} & set(record.title + record.venue)
        assert "jats" not in record.abstract and not record.abstract.startswith("Abstract")


def test_a_search_of_arxiv_with_ten_papers(shared: Path) -> None:
    body = (shared / "data/api-samples/arxiv/arxiv_query_search_testing_10.xml").read_bytes()
    read = read_feed(body)
    assert len(read.found) == 10 and not read.untitled
    first = read.found[0].record
    assert (first.doi, first.arxiv_version) == ("10.1109/icstw55395.2022.00035", 1)
    assert first.venue.startswith("Artificial Intelligence in Software Testing @ 2022")


@pytest.mark.parametrize(
    ("name", "count", "titled"),
    [("crossref_works_query.json", 2, "Communicating Ecology"), ("crossref_cursor.json", 20, "Widget Mania")],
)
def test_searches_of_crossref(shared: Path, name: str, count: int, titled: str) -> None:
    found = crossref.read_works((shared / "data/api-samples/crossref" / name).read_bytes())
    assert len(found) >= count
    assert found[0].record.title.startswith(titled)
    for one in found:
        assert one.record.doi and not {"<", "&lt;"} & {one.record.abstract[:1], one.record.title[:4]}


def test_an_answer_of_crossref_with_ids_and_titles_only(shared: Path) -> None:
    found = crossref.read_works((shared / "data/api-samples/crossref/crossref_select.json").read_bytes())
    assert len(found) == 20
    assert (found[0].record.title, found[0].record.date) == ("Communicating Ecology", None)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("arxiv/arxiv_query_bad_id_400.xml", read_feed),
        ("arxiv/arxiv_429_body.txt", read_feed),
        ("crossref/crossref_400.json", crossref.read_work),
        ("crossref/crossref_404.txt", crossref.read_work),
        ("hf/linked_model_object.json", hugging_face.read_papers),
        ("pubmed/esearch_error_in_200.json", europe_pmc.read_results),
    ],
)
def test_what_is_no_answer_to_our_questions(shared: Path, name: str, read: Callable[[bytes], object]) -> None:
    with pytest.raises(SourceError):
        read((shared / "data/api-samples" / name).read_bytes())


def test_a_feed_for_readers_is_no_complete_answer(shared: Path) -> None:
    assert not read_feed((shared / "data/api-samples/arxiv/arxiv_rss_example.xml").read_bytes()).complete


UNPAYWALL = {
    "unpaywall_1.json": ["https://europepmc.org/articles/PMC7151271?pdf=render"],
    "unpaywall_2.json": ["https://europepmc.org/articles/PMC7151430?pdf=render"],
    "unpaywall_3.json": [
        "https://dash.harvard.edu/bitstream/1/12285462/1/Nanometer-Scale%20Thermometry.pdf",
        "http://europepmc.org/articles/pmc4221854?pdf=render",
        "https://europepmc.org/articles/PMC4221854?pdf=render",
        "http://arxiv.org/pdf/1304.1068",
    ],
    "unpaywall_4.json": [
        "https://link.aps.org/accepted/10.1103/PhysRevE.88.012814",
        "http://arxiv.org/pdf/1304.0473",
    ],
    "unpaywall_5.json": ["https://doi.org/10.1016/j.jns.2020.116832"],
}


@pytest.mark.parametrize("name", UNPAYWALL)
def test_copies_that_unpaywall_names(shared: Path, name: str) -> None:
    copies = unpaywall.read_copies((shared / "data/api-samples/unpaywall" / name).read_bytes())
    assert [copy.url for copy in copies][: len(UNPAYWALL[name])] == UNPAYWALL[name]
    assert copies[0].version in ("published", "accepted")


def test_all_days_of_daily_papers_as_answers_to_a_search(shared: Path) -> None:
    for file in sorted((shared / "data" / "daily-papers").glob("*.json"))[::10]:
        for found in hugging_face.read_papers(file.read_bytes()):
            assert found.record.title and found.record.authors and found.record.abstract
