"""What the played services answer: in the shapes that were recorded, and so that the program understands it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import requests

from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.sources import Known, Sources
from tests.services import KINDS, PaperOnServer, Services, many_papers
from tests.services.shared import Shared, read_shared

PAPERS = many_papers(15, kinds=KINDS)
BY_KIND = dict(zip(KINDS, PAPERS, strict=False))
BOTH = PaperOnServer(
    "Tides of Both", ("Lise Meitner",), "It ebbs.", arxiv_id="2502.00001", doi="10.5555/both", pdf=b"%PDF-"
)


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    with Services([*PAPERS, BOTH]) as services:
        yield services


@pytest.fixture(scope="module")
def told(shared: Path) -> Shared:
    return read_shared(shared)


@pytest.fixture(scope="module")
def recorded(told: Shared) -> Iterator[Services]:
    with Services(told.papers, days=told.days, recorded_feeds=told.recorded_feeds) as services:
        yield services


@pytest.fixture
def samples(shared: Path) -> Path:
    return shared / "data" / "api-samples"


def get(services: Services, service: str, target: str, **params: str | int) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.get(f"{services.url(service)}{target}", params=params)


# --------------------------------------------------------------------------------------------- the program understands


@pytest.fixture
def sources(services: Services) -> Iterator[Sources]:
    client = HttpClient(MemoryHosts(), environ=services.environ)
    yield Sources(client, contact=lambda: "reader@example.org")
    client.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_is_found_by_its_id_and_then_its_pdf(services: Services, sources: Sources, kind: str) -> None:
    paper = BY_KIND[kind]
    known = Known("", (), "", None, paper.arxiv_id or None, paper.doi or None, paper.pmid or None)
    found = sources.look_up(known, cancelled=lambda: False, arxiv=None).found
    assert found is not None
    record = found.record
    assert found.source == ("crossref" if kind in ("unpaywall", "europepmc") else kind)
    assert (record.title, record.year) == (paper.title, paper.year)
    assert paper.abstract in record.abstract
    assert [f"{person.given} {person.family}".strip() for person in record.authors] == list(paper.authors)
    urls = [copy.url for copy in sources.copies(known, None, lambda: False).candidates]
    if kind == "arxiv":
        assert urls == [f"https://arxiv.org/pdf/{paper.arxiv_id}"]
    elif kind == "datacite":
        assert urls == []
    else:
        assert urls == [services.pdf_url(paper)]
        assert requests.get(urls[0]).content == paper.pdf


@pytest.mark.parametrize("kind", ["arxiv", "crossref"])
def test_a_paper_is_found_by_its_title(sources: Sources, kind: str) -> None:
    paper = BY_KIND[kind]
    answer = sources.look_up(
        Known(paper.title, (), paper.abstract, None, None, None, None), cancelled=lambda: False, arxiv=None
    )
    assert answer.found is not None
    assert answer.found.record.arxiv_id == (paper.arxiv_id or None)
    assert answer.found.record.doi == (paper.doi or None)
    assert not answer.silent


def test_nobody_knows_what_there_is_not(sources: Sources) -> None:
    unknown = Known("", (), "", None, "2401.99999", "10.5555/none", "1")
    answer = sources.look_up(unknown, cancelled=lambda: False, arxiv=None)
    assert (answer.found, answer.silent) == (None, ())
    assert set(answer.asked) == {"arxiv", "huggingface", "datacite", "crossref", "europepmc"}


def test_services_that_have_not_heard_of_a_paper() -> None:
    paper = PaperOnServer("Quiet", arxiv_id="2502.00002", unknown_to=frozenset({"arxiv", "huggingface"}))
    with Services([paper]) as services:
        assert get(services, "arxiv", "/api/query", id_list=paper.arxiv_id).text.count("<entry>") == 0
        assert get(services, "huggingface", f"/api/papers/{paper.arxiv_id}").status_code == 404
        assert get(services, "datacite", f"/dois/10.48550/arXiv.{paper.arxiv_id}").status_code == 200


# ------------------------------------------------------------------------------------------------- their own manners


def test_arxiv_tells_of_ten_unless_asked_for_more(services: Services) -> None:
    many = many_papers(12)
    with Services(many) as services:
        ids = ",".join(paper.arxiv_id for paper in many)
        assert get(services, "arxiv", "/api/query", id_list=ids).text.count("<entry>") == 10
        assert get(services, "arxiv", "/api/query", id_list=ids, max_results=50).text.count("<entry>") == 12
        some = f"2401.99999,{many[3].arxiv_id}"
        assert get(services, "arxiv", "/api/query", id_list=some).text.count("<entry>") == 1


def test_hugging_face_turns_long_questions_down_and_finds_near_titles(services: Services) -> None:
    assert get(services, "huggingface", "/api/papers/search", q="x" * 251).status_code == 400
    title = BY_KIND["arxiv"].title
    rows = get(services, "huggingface", "/api/papers/search", q=title, limit=5).json()
    assert rows[0]["title"] == title
    assert get(services, "huggingface", "/api/daily_papers", date="2025-01-05").json() == []


def test_crossref_gives_what_was_selected_and_so_many(services: Services) -> None:
    asked: dict[str, str | int] = {"query.bibliographic": BY_KIND["crossref"].title, "rows": 2, "select": "DOI,title"}
    items = get(services, "crossref", "/works", **asked).json()["message"]["items"]
    assert [set(item) for item in items] == [{"DOI", "title"}] * 2
    assert items[0]["title"] == [BY_KIND["crossref"].title]


def test_unpaywall_wants_an_address(services: Services) -> None:
    doi = BY_KIND["unpaywall"].doi
    assert get(services, "unpaywall", f"/v2/{doi}").status_code == 422
    assert get(services, "unpaywall", f"/v2/{doi}", email="a@example.org").json()["is_oa"] is True


# ------------------------------------------------------------------------------------------- in the shapes recorded


def keys(value: Any, path: str = "") -> Set[str]:
    """The paths of all keys, lists as one step."""
    if isinstance(value, dict):
        return {f"{path}.{key}" for key in value}.union(*(keys(child, f"{path}.{key}") for key, child in value.items()))
    return set().union(*(keys(child, f"{path}[]") for child in value)) if isinstance(value, list) else set()


def keys_of(*files: Path) -> Set[str]:
    return set().union(*(keys(json.loads(file.read_bytes())) for file in files))


def test_crossref_says_nothing_that_was_not_recorded(services: Services, samples: Path) -> None:
    crossref = samples / "crossref"
    told = keys_of(*(crossref / f"{name}.json" for name in ("crossref_work", "papis_crossref_abstract")))
    both = get(services, "crossref", f"/works/{BOTH.doi}").json()
    assert both["message"].pop("relation") == {
        "has-preprint": [{"id-type": "doi", "id": "10.48550/arxiv.2502.00001", "asserted-by": "subject"}]
    }
    made = keys(both) | keys(get(services, "crossref", f"/works/{BY_KIND['crossref'].doi}").json())
    assert made - {".message.relation"} <= told
    everywhere = keys(json.loads((crossref / "crossref_work.json").read_bytes())) & keys(
        json.loads((crossref / "papis_crossref_abstract.json").read_bytes())
    )
    rare = (".message.journal-issue", ".message.issn-type")
    assert not {name for name in everywhere - made if not name.startswith(rare)}
    found = get(services, "crossref", "/works", **{"query.bibliographic": BOTH.title}).json()
    frame = json.loads((crossref / "crossref_works_query.json").read_bytes())
    assert set(found["message"]) == set(frame["message"])
    refused = get(services, "crossref", "/works", rows="things")
    assert (refused.status_code, refused.content) == (400, (crossref / "crossref_400.json").read_bytes().strip())
    missing = get(services, "crossref", "/works/10.5555/none")
    assert (missing.status_code, missing.content) == (404, (crossref / "crossref_404.txt").read_bytes().strip())


def test_datacite_unpaywall_and_europe_pmc_speak_as_recorded(services: Services, samples: Path) -> None:
    (file,) = (samples / "datacite").glob("*.json")
    made = keys(get(services, "datacite", f"/dois/10.48550/arXiv.{BOTH.arxiv_id}").json())
    more = {".data.attributes.subjects[].subject", ".data.attributes.subjects[].subjectScheme"}
    assert made - keys_of(file) <= {*more, ".data.attributes.dates[].dateInformation"}
    assert {name for name in keys_of(file) - made if not name.startswith(".links")} <= {
        f".data.attributes.rightsList[].{name}" for name in ("rights", "rightsUri")
    }
    files = list((samples / "unpaywall").glob("*.json"))
    said = get(services, "unpaywall", f"/v2/{BY_KIND['unpaywall'].doi}", email="a@example.org").json()
    assert keys(said) == {name for name in keys_of(*files) if "rcid" not in name.lower()}
    (file,) = (samples / "europepmc").glob("*.json")
    asked = {"query": f"EXT_ID:{BY_KIND['europepmc'].pmid} AND SRC:MED", "format": "json", "resultType": "core"}
    assert keys_of(file) <= keys(get(services, "europepmc", "/europepmc/webservices/rest/search", **asked).json())


def test_hugging_face_speaks_as_recorded(services: Services, samples: Path) -> None:
    told = keys_of(*(samples / "hf").glob("daily_papers_*.json"))
    rows = get(services, "huggingface", "/api/papers/search", q=BOTH.title).json()
    assert keys(rows) <= told
    flat = get(services, "huggingface", f"/api/papers/{BOTH.arxiv_id}").json()
    assert set(rows[0]["paper"]) <= set(flat)


def test_arxiv_speaks_as_recorded(services: Services, samples: Path) -> None:
    def tags(body: bytes) -> Set[tuple[str, str]]:
        return {(parent.tag, child.tag) for parent in ElementTree.fromstring(body).iter() for child in parent}

    told = [tags(path.read_bytes()) for path in (samples / "arxiv").glob("arxiv_query_*.xml")]
    made = tags(get(services, "arxiv", "/api/query", id_list=BOTH.arxiv_id).content)
    assert made <= set().union(*told)
    assert tags((samples / "arxiv" / "arxiv_query_newstyle.xml").read_bytes()) <= made
    wrong = get(services, "arxiv", "/api/query", id_list="abc")
    assert wrong.status_code == 400
    assert wrong.content.strip() == (samples / "arxiv" / "arxiv_query_bad_id_400.xml").read_bytes().strip()


# ------------------------------------------------------------------------------------------ byte for byte as recorded


def test_recorded_answers_come_byte_for_byte(recorded: Services, samples: Path) -> None:
    for name, ids in (
        ("1707.08567", "1707.08567"),
        ("2104.12255v1_title0", "2104.12255v1"),
        ("batch_one_bad", "0808.05394,1707.08567"),
        ("oldstyle_id", "astro-ph/0601001"),
        ("oldstyle_versioned", "quant-ph/0201082v1"),
        ("not_found_200", "0000.0000"),
    ):
        answer = get(recorded, "arxiv", "/api/query", id_list=ids, max_results=100)
        assert answer.content == (samples / "arxiv" / f"arxiv_query_{name}.xml").read_bytes()
    work = (samples / "crossref" / "crossref_work.json").read_bytes()
    assert get(recorded, "crossref", "/works/10.1371/journal.pone.0033693").content == work
    (doi,) = (samples / "datacite").glob("*.json")
    assert get(recorded, "datacite", "/dois/10.5281/ZENODO.3596961").content == doi.read_bytes()
    copies = (samples / "unpaywall" / "unpaywall_3.json").read_bytes()
    assert get(recorded, "unpaywall", "/v2/10.1038/nature12373", email="a@example.org").content == copies
    (row,) = (samples / "europepmc").glob("*.json")
    asked = {"query": 'DOI:"10.1016/j.bios.2026.119197"', "format": "json"}
    assert get(recorded, "europepmc", "/europepmc/webservices/rest/search", **asked).content == row.read_bytes()


def test_a_recorded_entry_stands_among_others(recorded: Services, told: Shared) -> None:
    daily = next(paper.arxiv_id for paper in told.papers if "huggingface" in paper.recorded)
    answer = get(recorded, "arxiv", "/api/query", id_list=f"{daily},1605.08386,0000.0000").text
    assert answer.count("<entry>") == 2
    assert "<name>Tobias Windisch</name>" in answer


def test_days_rows_and_real_files(recorded: Services, shared: Path) -> None:
    day = (shared / "data" / "daily-papers" / "2025-07-07.json").read_bytes()
    assert get(recorded, "huggingface", "/api/daily_papers", date="2025-07-07").content == day
    paper = json.loads(day)[0]["paper"]
    flat = get(recorded, "huggingface", f"/api/papers/{paper['id']}").json()
    assert {name: flat[name] for name in paper} == paper
    assert get(recorded, "datacite", f"/dois/10.48550/arXiv.{paper['id']}").status_code == 200
    assert get(recorded, "arxiv_pdf", f"/pdf/{paper['id']}").content.startswith(b"%PDF-")
    files = shared / "data" / "pdfs" / "papers"
    assert get(recorded, "arxiv_pdf", "/pdf/2203.00274").content == (files / "demo3.pdf").read_bytes()
    link = get(recorded, "crossref", "/works/10.7717/peerj-cs.118").json()["message"]["link"][0]["URL"]
    assert requests.get(link).content == (files / "test6.pdf").read_bytes()


def test_the_copied_page_can_be_looked_up(recorded: Services, shared: Path) -> None:
    title = "Towards Competitive Search Relevance For Inference-Free Learned Sparse Retrievers"
    assert title in (shared / "data" / "daily-papers-listing.txt").read_text()
    rows = get(recorded, "huggingface", "/api/papers/search", q=title, limit=10).json()
    assert rows[0]["title"] == title
