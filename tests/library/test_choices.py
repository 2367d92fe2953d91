"""What services offer and the user decides: kept, shown as differences, accepted, and taken back."""

from __future__ import annotations

import datetime
from dataclasses import replace

from readinglist.library import Library
from readinglist.library.differences import reduced
from readinglist.library.records import PaperRecord, Person

OURS = PaperRecord(title="Attention", authors=(Person("Vaswani", "Ashish"),), year=2017, arxiv_id="1706.03762")
THEIRS = PaperRecord(
    title="Attention Is All You Need",
    authors=(Person("Vaswani", "Ashish"), Person("Shazeer", "Noam")),
    year=2017,
    date="2017-06-12",
    venue="NeurIPS",
    abstract="The dominant sequence transduction models…",
    arxiv_id="1706.03762",
    arxiv_version=7,
    doi="10.48550/arxiv.1706.03762",
    keywords=("cs.CL",),
    feed_date=datetime.date(2017, 6, 13),
)


def add(library: Library, record: PaperRecord) -> int:
    (paper,) = library.papers.add([record], source="pasted").added
    return paper


def offer(library: Library, paper: int, kind: str, *found: tuple[str, PaperRecord]) -> None:
    with library.write() as tx:
        library.choices.set(tx, paper, kind, found)


def test_choices_are_kept_whole_and_in_order(library: Library) -> None:
    paper = add(library, OURS)
    other = replace(THEIRS, title="Attention is not all you need", arxiv_id="2103.03404")
    offer(library, paper, "same-title", ("arxiv", THEIRS), ("crossref", other))
    assert [(choice.kind, choice.source, choice.record) for choice in library.choices.of(paper)] == [
        ("same-title", "arxiv", THEIRS),
        ("same-title", "crossref", other),
    ]
    assert library.choices.papers() == [paper]
    offer(library, paper, "same-title", ("huggingface", THEIRS))
    assert [choice.source for choice in library.choices.of(paper)] == ["huggingface"], "in place of the former"
    offer(library, paper, "refresh", ("arxiv", THEIRS))
    offer(library, paper, "same-title")
    assert [choice.kind for choice in library.choices.of(paper)] == ["refresh"], "each kind for itself"


def test_choices_of_papers_that_are_away_are_not_named(library: Library) -> None:
    paper = add(library, OURS)
    offer(library, paper, "refresh", ("arxiv", THEIRS))
    library.papers.trash([paper])
    assert library.choices.papers() == []
    library.papers.empty_trash()
    assert library.choices.of(paper) == []


def test_differences_name_what_is_another(library: Library) -> None:
    paper = add(library, OURS)
    library.papers.edit(paper, venue="NIPS")
    found = {difference.field: difference for difference in library.papers.differences(paper, THEIRS)}
    assert list(found) == ["title", "authors", "date", "venue", "abstract", "doi", "arxiv_version"]
    assert (found["title"].ours, found["title"].theirs) == ("Attention", "Attention Is All You Need")
    assert (found["authors"].ours, found["authors"].theirs) == ("Ashish Vaswani", "Ashish Vaswani, Noam Shazeer")
    assert found["venue"].by_user and not found["title"].by_user
    assert found["arxiv_version"].theirs == "1706.03762v7"
    library.papers.accept(paper, THEIRS, "arxiv", wanted=list(found))
    assert library.papers.differences(paper, THEIRS) == []


def test_accepting_takes_what_is_wanted_and_is_one_step(library: Library) -> None:
    paper = add(library, OURS)
    library.papers.edit(paper, venue="NIPS", title="My title")
    with library.write() as tx:
        library.jobs.ask(tx, "look-up", [paper])
        library.jobs.ask(tx, "refresh", [paper])
    offer(library, paper, "refresh", ("arxiv", THEIRS))
    before = library.papers.get(paper)
    assert library.papers.accept(paper, THEIRS, "arxiv", wanted=["venue"]) == paper
    after = library.papers.get(paper)
    assert (after.title, after.venue, after.abstract) == ("My title", "NeurIPS", THEIRS.abstract)
    assert library.choices.of(paper) == []
    assert not {job.kind for job in library.jobs.of(paper)} & {"look-up", "refresh"}
    assert library.history.undo() is not None
    undone = library.papers.get(paper)
    assert replace(undone, updated="", waits_for_lookup=False) == replace(before, updated="", waits_for_lookup=False)


def test_an_identifier_that_the_user_set_is_changed_only_if_wanted(library: Library) -> None:
    paper = add(library, OURS)
    library.papers.edit(paper, arxiv_id="1706.03762v1", doi="")
    library.papers.accept(paper, THEIRS, "arxiv")
    assert (library.papers.get(paper).arxiv_version, library.papers.get(paper).doi) == (1, None)
    library.papers.accept(paper, THEIRS, "arxiv", wanted=["arxiv_version", "doi"])
    assert (library.papers.get(paper).arxiv_version, library.papers.get(paper).doi) == (7, THEIRS.doi)


def test_accepting_joins_two_rows_of_one_paper_and_undo_parts_them(library: Library) -> None:
    known = add(library, replace(THEIRS, keywords=()))
    paper = add(library, PaperRecord(title="Attention, the famous one"))
    library.notes.set(paper, "Read this first.")
    offer(library, paper, "same-title", ("arxiv", THEIRS))
    assert library.papers.accept(paper, THEIRS, "arxiv") == known
    assert library.papers.get_many([paper]) == []
    assert library.notes.get(known) == "Read this first."
    library.history.undo()
    assert library.papers.get(paper).title == "Attention, the famous one"
    assert library.notes.get(known) == ""


def test_a_choice_that_is_taken_back_is_offered_again_without_what_came_of_it(library: Library) -> None:
    paper = add(library, PaperRecord(title="Attention, the famous one"))
    other = replace(THEIRS, title="Attention is not all you need", arxiv_id="2103.03404", doi="10.1000/182")
    offer(library, paper, "same-title", ("arxiv", THEIRS), ("crossref", other))
    offered = library.choices.of(paper)
    library.papers.accept(paper, THEIRS, "arxiv")
    assert "download" in [job.kind for job in library.jobs.of(paper)]
    with library.write() as tx:
        library.documents.add(tx, paper, "wrong.pdf", "ab" * 32, "wrong.pdf")
    for _ in range(2):
        library.history.undo()
        assert library.choices.of(paper) == offered
        assert library.documents.of(paper) == []
        (job,) = [job for job in library.jobs.of(paper) if job.kind in ("look-up", "download")]
        assert (job.kind, job.state, job.cause) == ("look-up", "failed", "choice")
        library.history.redo()
        assert library.choices.of(paper) == []
        assert [document.original_name for document in library.documents.of(paper)] == ["wrong.pdf"]
        assert not {job.kind for job in library.jobs.of(paper)} & {"look-up", "download"}
    library.history.undo()
    library.papers.accept(paper, other, "crossref")
    assert "download" in [job.kind for job in library.jobs.of(paper)], "the right one is fetched"


def test_the_step_names_the_service_as_a_person_does(library: Library) -> None:
    paper = add(library, OURS)
    library.papers.accept(paper, THEIRS, "europepmc")
    assert library.history.next_undo() == "Take what Europe PMC says"


def test_of_a_record_that_was_reduced_nothing_else_is_taken(library: Library) -> None:
    paper = add(library, OURS)
    library.papers.accept(paper, reduced(THEIRS, ["venue", "arxiv_version"]), "arxiv", wanted=["venue"])
    after = library.papers.get(paper)
    assert (after.title, after.abstract, after.doi, after.date) == ("Attention", "", None, None)
    assert (after.venue, after.arxiv_id, after.arxiv_version) == ("NeurIPS", "1706.03762", 7)
    assert reduced(THEIRS, ["title"]) == PaperRecord(title=THEIRS.title)


def test_an_id_that_the_user_took_off_comes_back_only_if_it_is_wanted(library: Library) -> None:
    paper = add(library, replace(OURS, doi="10.1000/182"))
    library.papers.edit(paper, doi="")
    (difference,) = [one for one in library.papers.differences(paper, THEIRS) if one.field == "doi"]
    assert difference.by_user
    library.papers.accept(paper, THEIRS, "arxiv", wanted=["title"])
    assert library.papers.get(paper).doi is None
    library.papers.accept(paper, THEIRS, "arxiv", wanted=["doi"])
    assert library.papers.get(paper).doi == THEIRS.doi


def test_who_wrote_the_year_wrote_the_date(library: Library) -> None:
    paper = add(library, OURS)
    library.papers.edit(paper, year=2018)
    found = {difference.field: difference.by_user for difference in library.papers.differences(paper, THEIRS)}
    assert found["year"] and found["date"]


def test_none_of_these_settles_the_question_and_only_that(library: Library) -> None:
    paper = add(library, PaperRecord(title="Attention"))
    (job,) = library.jobs.claim(["look-up"])
    library.jobs.fail(job, "Several papers may be this one.", cause="choice")
    offer(library, paper, "same-title", ("arxiv", THEIRS))
    offer(library, paper, "refresh", ("arxiv", THEIRS))
    library.choices.refuse(paper, "refresh")
    assert [choice.kind for choice in library.choices.of(paper)] == ["same-title"]
    assert "look-up" in {job.kind for job in library.jobs.of(paper)}
    library.choices.refuse(paper, "same-title")
    assert library.choices.of(paper) == []
    assert "look-up" not in {job.kind for job in library.jobs.of(paper)}
    assert library.papers.rows([paper])[0].waits == ""


def test_a_look_up_that_still_waits_for_others_goes_on(library: Library) -> None:
    paper = add(library, PaperRecord(title="Attention"))
    offer(library, paper, "same-title", ("arxiv", THEIRS))
    library.choices.refuse(paper, "same-title")
    assert [job.state for job in library.jobs.of(paper) if job.kind == "look-up"] == ["waiting"]
