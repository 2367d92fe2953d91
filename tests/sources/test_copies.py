"""Where a PDF may be had, and whom that has to be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from readinglist.http_client import CoolingError, RefusedError
from readinglist.sources import Copies, Copy, Known, Sources
from readinglist.sources.addresses import in_one_spelling, leads_to_pdf
from tests.sources.samples import (
    CROSSREF,
    EUROPE_PMC,
    EUROPE_PMC_PAPER,
    UNPAYWALL,
    UNPAYWALL_PAPER,
    PlayedClient,
    as_json,
    failing,
    results,
    work,
)

ID, DOI = "1905.01234", "10.1000/lamps.7"
ALL: Mapping[str, Any] = {
    CROSSREF: work(license=[]),
    EUROPE_PMC: results(EUROPE_PMC_PAPER),
    UNPAYWALL: as_json(UNPAYWALL_PAPER),
}


def copies(
    replies: Mapping[str, Any], known: Known, url: str | None = None, contact: str | None = "ada@lamps.org", **more: Any
) -> tuple[Copies, PlayedClient]:
    client = PlayedClient(replies)
    return Sources(client, contact=lambda: contact).copies(known, url, **more), client


def test_arxiv_has_its_papers_and_nobody_is_asked() -> None:
    found, client = copies(ALL, Known(arxiv_id=ID, doi=DOI))
    assert found == Copies((Copy(f"https://arxiv.org/pdf/{ID}", "arxiv", "submitted"),), more=True)
    assert client.calls == []
    found, _ = copies(ALL, Known(doi=f"10.48550/arxiv.{ID}"))
    assert found.candidates[0].url.endswith(ID) and not found.more


def test_all_services_name_copies_the_open_ones_first() -> None:
    found, client = copies(ALL, Known(doi=DOI), url="https://lamps.example.org/own.pdf")
    assert [(copy.url, copy.source) for copy in found.candidates] == [
        ("https://free.example.org/7.pdf", "europepmc"),
        ("https://europepmc.org/articles/PMC7654321?pdf=render", "europepmc"),
        (f"https://arxiv.org/pdf/{ID}", "unpaywall"),
        ("https://lamps.example.org/7.pdf", "crossref"),
        ("https://lamps.example.org/own.pdf", "link"),
    ]
    assert client.hosts == [CROSSREF, EUROPE_PMC, UNPAYWALL]
    assert client.calls[2] == (f"{UNPAYWALL}/v2/{DOI}", {"email": "ada@lamps.org"})
    assert (found.silent, found.hints, found.more) == ((), (), False)


def test_a_copy_under_an_open_licence_comes_first() -> None:
    found, _ = copies({**ALL, CROSSREF: work()}, Known(doi=DOI))
    assert found.candidates[0] == Copy("https://lamps.example.org/7.pdf", "crossref", "published")


def test_elsewhere_is_not_at_arxiv() -> None:
    found, _ = copies(ALL, Known(arxiv_id=ID, doi=DOI), elsewhere=True)
    assert found.candidates and f"https://arxiv.org/pdf/{ID}" not in [copy.url for copy in found.candidates]


def test_without_an_address_unpaywall_is_not_asked_and_a_hint_says_so() -> None:
    found, client = copies(ALL, Known(doi=DOI), contact=None)
    assert UNPAYWALL not in client.hosts
    (hint,) = found.hints
    assert "e-mail address" in hint


def test_who_is_silent_is_told_from_who_has_none() -> None:
    found, _ = copies({CROSSREF: failing(CoolingError), UNPAYWALL: failing(RefusedError, 403)}, Known(doi=DOI))
    assert [silent.source for silent in found.silent] == ["crossref", "unpaywall"]
    found, _ = copies({EUROPE_PMC: results()}, Known(doi=DOI))
    assert found == Copies()


def test_a_paper_with_a_pmid_is_asked_for_by_it() -> None:
    found, client = copies(ALL, Known(pmid="31234567"))
    assert client.hosts == [EUROPE_PMC] and len(found.candidates) == 2


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://example.org/a/paper.PDF", True),
        ("https://example.org/doi/pdf/10.1000/7", True),
        ("https://openreview.net/pdf?id=abc", True),
        ("https://europepmc.org/articles/PMC1?pdf=render", True),
        ("https://example.org/paper.html", False),
        ("https://example.org/about-pdf-files", False),
        ("ftp://example.org/paper.pdf", False),
        ("file:///home/paper.pdf", False),
        ("https://[broken/paper.pdf", False),
        ("paper.pdf", False),
    ],
)
def test_a_link_is_followed_only_if_a_pdf_seems_to_be_there(url: str, leads: bool) -> None:
    assert leads_to_pdf(url) is leads
    found, _ = copies({}, Known(), url=url)
    assert found.candidates == ((Copy(url, "link"),) if leads else ())


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://arxiv.org/pdf/1905.01234v2", "https://arxiv.org/pdf/1905.01234"),
        ("https://www.arxiv.org/pdf/hep-th/9901001.pdf", "https://arxiv.org/pdf/hep-th/9901001"),
        ("https://arxiv.org/list/cs", "https://arxiv.org/list/cs"),
        ("https://[broken", "https://[broken"),
    ],
)
def test_arxivs_addresses_have_one_spelling(url: str, same: str) -> None:
    assert in_one_spelling(url) == same
