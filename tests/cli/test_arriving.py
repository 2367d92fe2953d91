"""`lookup`, `fetch` and what `add` and `work` bring from the network, with services on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cli.conftest import Cli
from tests.services import Html, Services, Status, many_papers
from tests.services.papers import KINDS


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """Ten papers that all services of this machine know, and the program led there."""
    with Services(many_papers(10, kinds=KINDS, pages=2)) as services:
        for name, value in services.environ.items():
            monkeypatch.setenv(name, value)
        yield services


def test_ids_and_a_bare_title_become_papers_with_files(cli: Cli, services: Services) -> None:
    arxiv, crossref, *_ = services.papers
    titled = services.papers[5]
    cli("add", f"https://arxiv.org/abs/{arxiv.arxiv_id}", crossref.doi)
    cli("add", "--title", titled.title.upper())
    report = cli.json("work", "--until-idle")
    assert report["failed"] == 0
    papers = {paper["title"].lower(): paper for paper in cli.json("list")}
    for wanted in (arxiv, crossref, titled):
        paper = papers[wanted.title.lower()]
        assert paper["authors"] == list(wanted.authors)
        (document,) = paper["documents"]
        assert document["sha256"] == sha256(wanted.pdf).hexdigest()
        assert Path(document["path"]).read_bytes() == wanted.pdf
        assert document["pages"] == 2
    assert papers[titled.title.lower()]["arxiv_id"] == titled.arxiv_id
    assert cli.json("jobs") == []


def test_work_sums_up_and_says_a_reason_to_wait_once(cli: Cli, services: Services) -> None:
    ids = [paper.arxiv_id for paper in services.papers if paper.arxiv_id]
    services.misbehave(Status(429, retry_after=2), "arxiv_pdf", times=1)
    cli("add", *ids)
    outcome = cli("work", "--until-idle")
    assert f"Looked up {len(ids)} papers, fetched {len(ids)} PDFs, read {len(ids)} PDFs" in outcome.err
    assert outcome.err.count("asked us to wait") == 1


def test_fetch_brings_one_pdf_now(cli: Cli, services: Services) -> None:
    paper = services.papers[0]
    cli("add", paper.arxiv_id)
    (there,) = cli.json("fetch", paper.arxiv_id)
    assert there["documents"][0]["sha256"] == sha256(paper.pdf).hexdigest()
    again = cli("fetch", paper.arxiv_id)
    assert again.code == 0
    assert "had a PDF already" in again.err
    assert len(services.paths("arxiv_pdf")) == 1


def test_lookup_fills_and_refresh_takes_what_is_new_but_not_over_the_user(cli: Cli, services: Services) -> None:
    paper = services.papers[0]
    cli("add", paper.arxiv_id)
    (there,) = cli.json("lookup", paper.arxiv_id)
    assert there["title"] == paper.title
    cli("edit", paper.arxiv_id, "--title", "My own name for it")
    (there,) = cli.json("lookup", paper.arxiv_id, "--refresh")
    assert there["title"] == "My own name for it"
    said = cli("lookup", paper.arxiv_id, "--refresh")
    assert said.code == 0
    assert "kept, for you wrote it" in said.err


def test_what_nobody_knows_ends_with_a_sentence_and_1(cli: Cli, services: Services) -> None:
    cli("add", "2501.99999")
    outcome = cli("lookup", "2501.99999")
    assert outcome.code == 1
    assert "2501.99999" in outcome.err
    (job,) = [job for job in cli.json("jobs") if job["kind"] == "look-up"]
    assert outcome.err.count(job["error"]) == 1, "said when it happened, not again at the end"
    assert job["state"] == "failed"


def test_a_web_page_is_never_kept_as_a_pdf(cli: Cli, services: Services) -> None:
    paper = services.papers[0]
    services.misbehave(Html(), "arxiv_pdf")
    cli("add", paper.arxiv_id)
    outcome = cli("fetch", paper.arxiv_id)
    assert outcome.code == 1
    assert outcome.err.count("web page") == 1
    assert outcome.err.count("tried again at") == 1
    (job,) = [job for job in cli.json("jobs") if job["kind"] == "download"]
    assert job["state"] == "waiting"
    assert cli.json("show", paper.arxiv_id)["documents"] == []
    services.behave()
    (there,) = cli.json("fetch", paper.arxiv_id)
    assert there["documents"]


def test_offline_says_that_it_needs_the_network(cli: Cli, services: Services) -> None:
    paper = services.papers[0]
    cli("add", paper.arxiv_id)
    outcome = cli("--offline", "fetch", paper.arxiv_id)
    assert outcome.code == 1
    assert "--offline" in outcome.err
    assert services.calls() == []
