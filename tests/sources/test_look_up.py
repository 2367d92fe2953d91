"""Services are asked in their order, and only their own word counts as `not found`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from readinglist.http_client import (
    BusyError,
    CallCancelledError,
    CoolingError,
    HttpError,
    NoNetworkError,
    RefusedError,
    UnavailableError,
)
from readinglist.library.records import Person
from readinglist.sources import Known, SourceError, Sources
from tests.sources.samples import (
    ARXIV,
    CROSSREF,
    DATACITE,
    DATACITE_PAPER,
    EUROPE_PMC,
    EUROPE_PMC_PAPER,
    HF_PAPER,
    HUGGING_FACE,
    WORK,
    PlayedClient,
    as_json,
    entry,
    failing,
    feed,
    results,
    work,
    works,
)

ID, DOI, TITLE = "1905.01234", "10.1000/lamps.7", "Lamps that Learn: Light at Dusk"
ATOM = feed(entry(f"{ID}v2", TITLE))


def answered(
    replies: Mapping[str, Any], known: Known, contact: str | None = None, **more: Any
) -> tuple[Any, PlayedClient]:
    client = PlayedClient(replies)
    return Sources(client, contact=lambda: contact).look_up(known, **more), client


# ---------------------------------------------------------------------------------------------------------- by id


def test_the_first_that_knows_it_is_the_last_that_is_asked() -> None:
    answer, client = answered({ARXIV: ATOM}, Known(arxiv_id=ID))
    assert answer.found.source == "arxiv" and answer.found.record.arxiv_version == 2
    assert answer.found.pdfs == (f"https://arxiv.org/pdf/{ID}",)
    assert (client.hosts, answer.asked, answer.silent) == ([ARXIV], ("arxiv",), ())
    assert client.calls[0][1] == {"id_list": ID, "max_results": 1}


def test_while_arxiv_cools_down_the_others_answer() -> None:
    until = datetime(2026, 1, 1, 14, 20, tzinfo=UTC)
    cooling = CoolingError("arXiv asked us to wait until 14:20.", host=ARXIV, until=until)
    answer, client = answered({ARXIV: cooling, HUGGING_FACE: as_json(HF_PAPER)}, Known(arxiv_id=ID))
    assert answer.found.source == "huggingface"
    (silent,) = answer.silent
    assert (silent.source, silent.reason, silent.until, silent.error) == ("arxiv", str(cooling), until, cooling)
    answer, client = answered({ARXIV: cooling, DATACITE: as_json(DATACITE_PAPER)}, Known(arxiv_id=ID))
    assert answer.found.source == "datacite" and client.hosts == [ARXIV, HUGGING_FACE, DATACITE]


def test_not_found_is_what_all_of_them_say() -> None:
    answer, _ = answered({ARXIV: feed()}, Known(arxiv_id=ID))
    assert (answer.found, answer.choices, answer.silent) == (None, (), ())
    assert answer.asked == ("arxiv", "huggingface", "datacite")


@pytest.mark.parametrize("error", [CoolingError, BusyError, UnavailableError, NoNetworkError, RefusedError])
def test_who_is_silent_has_not_said_that_it_does_not_know(error: type[HttpError]) -> None:
    answer, _ = answered({ARXIV: feed(), HUGGING_FACE: failing(error, 403)}, Known(arxiv_id=ID))
    assert answer.found is None
    assert [silent.source for silent in answer.silent] == ["huggingface"]


@pytest.mark.parametrize("status", [400, 422])
def test_who_finds_the_id_malformed_does_not_know_it(status: int) -> None:
    answer, _ = answered({CROSSREF: failing(RefusedError, status)}, Known(doi=DOI))
    assert answer.silent == () and answer.asked == ("crossref", "datacite")


def test_nonsense_is_silence() -> None:
    answer, _ = answered({ARXIV: b"<html>captcha</html>"}, Known(arxiv_id=ID))
    (silent,) = answer.silent
    assert silent.source == "arxiv" and silent.error is None and "arXiv" in silent.reason


def test_an_answer_about_another_paper_is_silence() -> None:
    other = {**HF_PAPER, "id": "1905.09999"}
    answer, _ = answered(
        {ARXIV: feed(), HUGGING_FACE: as_json(other), DATACITE: as_json(DATACITE_PAPER)}, Known(arxiv_id="1905.08888")
    )
    assert answer.found is None
    assert [silent.source for silent in answer.silent] == ["huggingface", "datacite"]


def test_being_cancelled_ends_it() -> None:
    with pytest.raises(CallCancelledError):
        answered({ARXIV: failing(CallCancelledError)}, Known(arxiv_id=ID))


def test_an_arxiv_doi_is_an_arxiv_id() -> None:
    answer, client = answered({ARXIV: ATOM}, Known(doi=f"10.48550/arxiv.{ID}"))
    assert answer.found.record.arxiv_id == ID and client.hosts == [ARXIV]


def test_a_doi_is_asked_for_at_crossref_and_then_at_datacite() -> None:
    answer, client = answered({CROSSREF: work()}, Known(doi=DOI), contact="ada@lamps.org")
    assert answer.found.source == "crossref" and answer.found.record.doi == DOI
    assert client.calls == [(f"{CROSSREF}/works/{DOI}", {"mailto": "ada@lamps.org"})]
    answer, client = answered({}, Known(doi=DOI), contact="not an address")
    assert client.hosts == [CROSSREF, DATACITE] and client.calls[0][1] == {}


def test_a_doi_keeps_its_spelling_where_crossref_has_a_newer_one() -> None:
    answer, _ = answered({CROSSREF: work()}, Known(doi="10.1000/old.7"))
    assert answer.found.record.doi == "10.1000/old.7"


def test_who_names_no_authors_is_taken_only_if_nobody_else_knows_it() -> None:
    nameless = work(author=[])
    answer, _ = answered({CROSSREF: nameless}, Known(doi=DOI))
    assert answer.found.source == "crossref" and answer.asked == ("crossref", "datacite")
    attributes = {**DATACITE_PAPER["data"]["attributes"], "doi": DOI}
    answer, _ = answered({CROSSREF: nameless, DATACITE: as_json({"data": {"attributes": attributes}})}, Known(doi=DOI))
    assert answer.found.source == "datacite"


def test_a_pmid_is_asked_for_at_europe_pmc() -> None:
    answer, client = answered({EUROPE_PMC: results(EUROPE_PMC_PAPER)}, Known(pmid="31234567"))
    assert answer.found.source == "europepmc"
    assert client.calls[0][1]["query"] == "EXT_ID:31234567 AND SRC:MED"
    answer, _ = answered({EUROPE_PMC: results(EUROPE_PMC_PAPER)}, Known(pmid="7"))
    assert (answer.found, answer.silent) == (None, ())


def test_nothing_to_ask_by_is_told_from_not_found() -> None:
    answer, client = answered({}, Known(authors=(Person("Shelley"),), title=" – "))
    assert answer.asked == () and client.calls == []


# ------------------------------------------------------------------------------------------------------ arXiv's batch


def test_a_batch_brings_many_in_one_call() -> None:
    client = PlayedClient({ARXIV: feed(entry(f"{ID}v1", "One"), entry("hep-th/9901001v2", "Two"), total=2)})
    batch = Sources(client).arxiv_batch([ID, "hep-th/9901001", "1905.07777", ID])
    assert {key: found.record.title for key, found in batch.items()} == {ID: "One", "hep-th/9901001": "Two"}
    assert batch.retry == frozenset()
    (call,) = client.calls
    assert call[1] == {"id_list": f"{ID},hep-th/9901001,1905.07777", "max_results": 3}


def test_a_batch_of_more_than_a_hundred_is_asked_in_parts() -> None:
    client = PlayedClient({ARXIV: feed()})
    Sources(client).arxiv_batch([f"1905.{number:05}" for number in range(1, 151)])
    assert [call[1]["max_results"] for call in client.calls] == [100, 50]


def test_a_malformed_id_spoils_nothing_for_the_others() -> None:
    ids = [f"1905.{number:05}" for number in range(1, 9)]

    def reply(params: Mapping[str, str | int]) -> bytes:
        asked = str(params["id_list"]).split(",")
        if ids[5] in asked:
            raise failing(RefusedError, 400)
        return feed(*(entry(f"{each}v1", f"Paper {each}") for each in asked))

    batch = Sources(PlayedClient({ARXIV: reply})).arxiv_batch(ids)
    assert set(batch) == set(ids) - {ids[5]} and not batch.retry


def test_a_batch_that_is_turned_away_is_not_asked_again_in_halves() -> None:
    client = PlayedClient({ARXIV: failing(RefusedError, 403)})
    with pytest.raises(RefusedError):
        Sources(client).arxiv_batch([ID, "1905.00002"])
    assert len(client.calls) == 1


def test_entries_that_came_without_title_or_not_at_all_are_to_be_asked_for_again() -> None:
    untitled = PlayedClient({ARXIV: feed(entry(f"{ID}v1", ""), entry("1905.00002v1", "Two"))})
    batch = Sources(untitled).arxiv_batch([ID, "1905.00002", "1905.00003"])
    assert set(batch) == {"1905.00002"} and batch.retry == {ID}
    answer = Sources(untitled).look_up(Known(arxiv_id=ID), arxiv=batch)
    assert [silent.source for silent in answer.silent] == ["arxiv"]
    answer = Sources(untitled).look_up(Known(arxiv_id="1905.00003"), arxiv=batch)
    assert answer.silent == () and answer.asked == ("arxiv", "huggingface", "datacite")
    lacking = PlayedClient({ARXIV: feed(entry("1905.00002v1", "Two"), total=2)})
    assert Sources(lacking).arxiv_batch([ID, "1905.00002"]).retry == {ID}


def test_what_a_batch_brought_is_not_asked_for_again() -> None:
    client = PlayedClient({ARXIV: ATOM})
    sources = Sources(client)
    batch = sources.arxiv_batch([ID])
    answer = sources.look_up(Known(arxiv_id=ID), arxiv=batch)
    assert answer.found and len(client.calls) == 1


@pytest.mark.parametrize("error", [failing(CoolingError), SourceError("Broken.")])
def test_a_batch_that_failed_leaves_arxiv_silent(error: HttpError | SourceError) -> None:
    answer, client = answered({HUGGING_FACE: as_json(HF_PAPER)}, Known(arxiv_id=ID), arxiv=error)
    assert answer.found.source == "huggingface" and client.hosts == [HUGGING_FACE]
    assert [silent.reason for silent in answer.silent] == [str(error)]


# ------------------------------------------------------------------------------------------------------- by title


def test_a_title_is_searched_at_hugging_face_first() -> None:
    answer, client = answered({HUGGING_FACE: as_json([{"paper": HF_PAPER}])}, Known(title=TITLE))
    assert answer.found.source == "huggingface" and answer.found.record.arxiv_id == ID
    assert client.calls == [(f"{HUGGING_FACE}/api/papers/search", {"q": TITLE, "limit": 10})]


def test_a_title_is_searched_everywhere_until_somebody_surely_knows_it() -> None:
    replies = {HUGGING_FACE: b"[]", ARXIV: feed(entry("1905.02222v1", "Goats")), CROSSREF: works(WORK)}
    answer, client = answered(replies, Known(title=TITLE), contact="ada@lamps.org")
    assert answer.found.source == "crossref" and client.hosts == [HUGGING_FACE, ARXIV, CROSSREF]
    assert client.calls[1][1]["search_query"] == 'ti:"Lamps that Learn Light at Dusk"'
    parameters = client.calls[2][1]
    assert (parameters["query.bibliographic"], parameters["rows"], parameters["mailto"]) == (TITLE, 5, "ada@lamps.org")


def test_a_long_title_is_cut_between_words() -> None:
    _, client = answered({HUGGING_FACE: b"[]", ARXIV: feed(), CROSSREF: works()}, Known(title="lamp oil " * 60))
    question = str(client.calls[0][1]["q"])
    assert 240 < len(question) <= 250 and question.endswith(("lamp", "oil"))
    _, client = answered({HUGGING_FACE: b"[]", ARXIV: feed(), CROSSREF: works()}, Known(title="x" * 400))
    assert len(str(client.calls[0][1]["q"])) == 250


def test_a_title_that_stays_open_is_offered() -> None:
    replies = {HUGGING_FACE: as_json([HF_PAPER]), ARXIV: feed(), CROSSREF: works(WORK)}
    answer, _ = answered(replies, Known(title=TITLE, authors=(Person("Homer"),)))
    assert answer.found is None and answer.silent == ()
    assert [found.source for found in answer.choices] == ["huggingface"], "Crossref means the same paper"


def test_two_papers_of_one_title_are_offered_and_no_further_source_decides() -> None:
    twins = as_json([HF_PAPER, {**HF_PAPER, "id": "1905.02222"}])
    answer, client = answered({HUGGING_FACE: twins, ARXIV: ATOM}, Known(title=TITLE))
    assert answer.found is None and len(answer.choices) == 2 and client.hosts == [HUGGING_FACE]


def test_a_title_that_nobody_knows() -> None:
    answer, _ = answered({HUGGING_FACE: b"[]", ARXIV: feed(), CROSSREF: works()}, Known(title=TITLE))
    assert (answer.found, answer.choices, answer.silent) == (None, (), ())
    answer, _ = answered({HUGGING_FACE: b"[]", ARXIV: failing(UnavailableError), CROSSREF: works()}, Known(title=TITLE))
    assert [silent.source for silent in answer.silent] == ["arxiv"]
