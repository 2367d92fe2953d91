"""Papers in a real library: adding, merging what is new, finding, choosing, the Trash."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest

from readinglist.errors import AmbiguousError, InputError, NotFoundError, UndoError
from readinglist.library import Library
from readinglist.library.query import Everything, Has, Is, Or, StatusIs, TagIs, YearBetween
from readinglist.library.records import PaperRecord, Person, Sort, Status

SPARSE = PaperRecord(
    title="A Quiet Study of Sparse Indexes for Small Libraries",
    authors=(Person("Moreau", "Ines"), Person("Okafor", "Chidi")),
    year=2021,
    venue="Journal of Small Things",
    abstract="We look at indexes that fit on one disk.",
    doi="10.5555/small.1",
    keywords=("retrieval/sparse", "indexes"),
)
DENSE = PaperRecord(
    title="Dense Vectors Without Regret", authors=(Person("Lindqvist", "Ulla"),), year=2023, arxiv_id="2301.01234"
)


def add(library: Library, *records: PaperRecord, **wish: object) -> list[int]:
    """Add and return the ids that are new."""
    return list(library.papers.add(records, source="test", **wish).added)  # type: ignore[arg-type]


def test_a_paper_comes_back_as_it_went_in(library: Library) -> None:
    (paper,) = add(library, SPARSE, tags=["mine"])
    found = library.papers.get(paper)
    assert (found.title, found.authors, found.year, found.venue) == (
        SPARSE.title,
        SPARSE.authors,
        2021,
        "Journal of Small Things",
    )
    assert (found.doi, found.arxiv_id, found.status, found.tags) == (
        "10.5555/small.1",
        None,
        Status.TO_READ,
        ("indexes", "mine", "retrieval/sparse"),
    )
    assert found.citation_key == "moreau2021quiet"
    assert found.unread and not found.starred and not found.trashed
    assert library.papers.provenance(paper)["title"][0] == "test"


def test_two_authors_of_one_name_stay_two(library: Library) -> None:
    twins = (Person("Wang", "Wei"), Person("Wang", "Wei"), Person("Li", "Na"), Person("Sun", "Yu"))
    (paper,) = add(library, replace(DENSE, authors=twins))
    assert library.papers.get(paper).authors == twins
    assert library.papers.rows([paper])[0].people == "Wang, Wang, Li +1"


@pytest.mark.parametrize(
    "again",
    [
        PaperRecord(doi="10.5555/SMALL.1"),
        PaperRecord(title="A quiet study of {S}parse indexes, for small libraries"),
        replace(SPARSE, doi=None, year=2022, authors=(Person("MOREAU", "I."),)),
    ],
    ids=["DOI in capitals", "title in LaTeX without author", "published a year later"],
)
def test_the_same_paper_never_enters_twice(library: Library, again: PaperRecord) -> None:
    (paper,) = add(library, SPARSE)
    outcome = library.papers.add([again], source="test")
    assert (outcome.added, outcome.merged) == ((), (paper,))
    assert library.counts().all == 1


def test_arxiv_id_version_and_doi_are_one_paper(library: Library) -> None:
    (paper,) = add(library, DENSE)
    for again in (
        PaperRecord(arxiv_id="2301.01234", arxiv_version=3),
        PaperRecord(doi="10.48550/arxiv.2301.01234"),
        PaperRecord(arxiv_id="2301.01234", arxiv_version=2),
    ):
        assert library.papers.add([again], source="test").merged == (paper,)
    found = library.papers.get(paper)
    assert (found.arxiv_id, found.arxiv_version) == ("2301.01234", 3)


@pytest.mark.parametrize(
    "other",
    [
        replace(SPARSE, doi=None, authors=(Person("Ahmed", "Sara"),)),
        replace(SPARSE, doi=None, year=2024),
        replace(SPARSE, doi="10.5555/small.2"),
        PaperRecord(title="Dense Vectors", year=2023),
    ],
    ids=["other first author", "three years later", "other DOI of a publisher", "shorter title"],
)
def test_papers_that_only_look_alike_stay_apart(library: Library, other: PaperRecord) -> None:
    add(library, SPARSE, DENSE)
    assert len(add(library, other)) == 1


def test_a_short_title_alone_is_not_enough_unless_the_abstract_is_the_same(library: Library) -> None:
    (paper,) = add(library, PaperRecord(title="Editorial", year=2020, abstract="What this issue holds."))
    assert add(library, PaperRecord(title="Editorial", abstract="Another issue."))
    again = PaperRecord(title="Editorial", abstract="What  this issue holds")
    assert library.papers.add([again], source="test").merged == (paper,)


def test_adding_again_takes_what_is_new_and_nothing_else(library: Library) -> None:
    (paper,) = add(library, DENSE)
    library.papers.add(
        [replace(DENSE, title="DENSE VECTORS WITHOUT REGRET", venue="ICXX", abstract="New.", keywords=("late",))],
        source="bibtex",
    )
    found = library.papers.get(paper)
    assert (found.title, found.venue, found.abstract, found.tags) == (DENSE.title, "ICXX", "New.", ("late",))
    said = library.papers.provenance(paper)
    assert (said["title"][0], said["venue"][0]) == ("test", "bibtex")


def test_one_source_with_the_same_paper_twice_adds_it_once(library: Library) -> None:
    outcome = library.papers.add([DENSE, SPARSE, DENSE], source="test")
    assert (len(outcome.added), outcome.merged) == (2, ())


def test_what_a_feed_shows_goes_to_the_inbox_and_leaves_decisions_alone(library: Library) -> None:
    shown = replace(DENSE, feed_date=datetime.date(2025, 9, 3))
    (paper,) = add(library, shown, by_feed=True)
    assert library.papers.get(paper).status is Status.INBOX
    library.papers.set_status([paper], Status.DISMISSED)
    library.papers.add([shown], source="daily-papers", by_feed=True)
    assert library.papers.get(paper).status is Status.DISMISSED
    library.papers.add([DENSE], source="pasted")
    assert library.papers.get(paper).status is Status.TO_READ


def test_adding_what_lies_in_the_trash_brings_it_back(library: Library) -> None:
    (paper,) = add(library, DENSE)
    library.papers.trash([paper])
    assert library.papers.add([DENSE], source="test").merged == (paper,)
    assert not library.papers.get(paper).trashed


def test_citation_keys_are_unique_and_keep_still(library: Library) -> None:
    same = [replace(DENSE, arxiv_id=f"2301.0000{i}") for i in range(3)]
    keys = [library.papers.get(paper).citation_key for paper in add(library, *same)]
    assert keys == ["lindqvist2023dense", "lindqvist2023densea", "lindqvist2023denseb"]


def test_a_key_without_author_waits_for_the_first_look_up(library: Library) -> None:
    (paper,) = add(library, PaperRecord(title="The Slow Return of Inverted Files to Research"))
    assert library.papers.get(paper).citation_key == "slowreturninverted"
    with library.write() as tx:
        library.papers.fill(tx, paper, PaperRecord(authors=(Person("Öztürk", "Deniz"),), year=2020), "look-up")
    assert library.papers.get(paper).citation_key == "ozturk2020slow"
    with library.write() as tx:
        library.papers.fill(tx, paper, PaperRecord(year=2021), "look-up")
    assert library.papers.get(paper).citation_key == "ozturk2020slow"


def test_a_bare_id_waits_for_its_look_up_and_says_so(library: Library) -> None:
    (paper,) = add(library, PaperRecord(arxiv_id="2405.15682"))
    row = library.papers.rows([paper])[0]
    assert (row.title, row.waits) == ("arXiv 2405.15682", "waiting for look-up")
    assert library.papers.get(paper).waits_for_lookup
    assert [job.kind for job in library.jobs.list()] == ["look-up"]


def test_a_paper_without_a_title_is_named_by_its_id(library: Library) -> None:
    bare, sparse = add(library, PaperRecord(arxiv_id="2405.15738", doi="10.5555/bare"), SPARSE)
    library.papers.edit(bare, year=2024)
    assert library.history.next_undo() == "Edit arXiv 2405.15738"
    library.notes.set(bare, "Look at this.")
    assert library.history.next_undo() == "Edit the note of arXiv 2405.15738"
    with pytest.raises(InputError, match=f"10.5555/bare belongs to paper {bare}, which has no title yet, already"):
        library.papers.edit(sparse, doi="10.5555/bare")
    with pytest.raises(InputError, match=f"belongs to “{SPARSE.title}” already"):
        library.papers.edit(bare, doi="10.5555/small.1")
    link, isbn = add(library, PaperRecord(url="https://example.org/a"), PaperRecord(isbn="9780306406157"))
    library.papers.merge(isbn, link)
    assert library.history.next_undo() == "Merge into ISBN 9780306406157"
    assert library.papers.events(isbn)[0].text
    library.papers.edit(isbn, title="A Book")
    assert library.papers.named(isbn) == "“A Book”"
    with pytest.raises(NotFoundError):
        library.papers.named(link)


def test_a_look_up_never_overwrites_the_user(library: Library) -> None:
    (paper,) = add(library, DENSE)
    library.papers.edit(paper, title="My own title", year=2019)
    with library.write() as tx:
        library.papers.fill(tx, paper, PaperRecord(title="Theirs", year=2023, abstract="Found."), "look-up")
    found = library.papers.get(paper)
    assert (found.title, found.year, found.abstract) == ("My own title", 2019, "Found.")


def test_a_better_source_replaces_a_file_name(library: Library) -> None:
    (paper,) = library.papers.add([PaperRecord(title="scan_0042")], source="file-name").added
    with library.write() as tx:
        library.papers.fill(tx, paper, PaperRecord(title="On Scans", year=1999), "pdf")
        library.papers.fill(tx, paper, PaperRecord(title="On Scans and Other Things"), "look-up")
        library.papers.fill(tx, paper, PaperRecord(title="worse again"), "pdf")
    assert library.papers.get(paper).title == "On Scans and Other Things"


def test_two_rows_that_turn_out_to_be_one_lose_nothing(library: Library) -> None:
    (first,) = add(library, SPARSE, tags=["a"])
    (second,) = add(library, PaperRecord(title="scan 7"), tags=["b"])
    library.notes.set(first, "first note")
    library.notes.set(second, "second note")
    library.papers.star([second])
    with library.change("file") as tx:
        document = library.documents.add(tx, second, "scan 7.pdf", "ab" * 32, "scan 7.pdf")
    with library.write() as tx:
        assert library.papers.fill(tx, second, PaperRecord(doi="10.5555/small.1"), "pdf") == first
    found = library.papers.get(first)
    assert found.tags == ("a", "b", "indexes", "retrieval/sparse")
    assert found.note == "first note\n\nsecond note"
    assert found.starred and [file.id for file in found.documents] == [document]
    assert library.papers.find(str(second)) == first
    assert [job.paper for job in library.jobs.list() if job.kind == "extract"] == [first]


@pytest.mark.parametrize("touched", [0, 1])
def test_what_the_user_made_of_either_of_two_survives_when_they_become_one(library: Library, touched: int) -> None:
    ids = [
        *library.papers.add([PaperRecord(doi="10.1000/bread")], source="pasted").added,
        *library.papers.add([PaperRecord(title="Bread and how to bake it", venue="A list")], source="typed").added,
    ]
    mine = ids[touched]
    library.papers.set_status([mine], Status.READ)
    library.papers.edit(mine, venue="My own venue")
    library.papers.edit(mine, year=2024)
    found = PaperRecord(
        title="Bread and How to Bake It", doi="10.1000/bread", venue="Journal of Loaves", year=2025, date="2025-03-01"
    )
    with library.write() as tx:
        left = library.papers.fill(tx, ids[0], found, "crossref")
    assert left == ids[0]
    paper = library.papers.get(left)
    assert (paper.status, paper.venue, paper.year, paper.date) == (Status.READ, "My own venue", 2024, None)
    assert library.papers.provenance(left)["venue"][0] == "user"
    assert paper.doi == "10.1000/bread"


def test_a_merge_by_the_user_can_be_undone(library: Library) -> None:
    first, second = add(library, SPARSE, DENSE)
    library.notes.set(second, "mine")
    before = [replace(paper, updated="") for paper in library.papers.get_many([first, second])]
    library.papers.merge(first, second)
    assert library.papers.select(Everything()) == [first]
    library.history.undo()
    assert [replace(paper, updated="") for paper in library.papers.get_many([first, second])] == before


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("moreau2021quiet", 0),
        ("10.5555/SMALL.1", 0),
        ("https://doi.org/10.5555/small.1", 0),
        ("a quiet study", 0),
        ("2301.01234", 1),
        ("arXiv:2301.01234v9", 1),
        ("10.48550/arXiv.2301.01234", 1),
        ("Dense vectors with", 1),
    ],
)
def test_a_paper_is_found_by_what_people_call_it(library: Library, text: str, which: int) -> None:
    ids = add(library, SPARSE, DENSE)
    assert library.papers.find(text) == ids[which]
    assert library.papers.find(str(ids[which])) == ids[which]


def test_an_ambiguous_beginning_lists_the_candidates(library: Library) -> None:
    ids = add(library, PaperRecord(title="Attention in Rats"), PaperRecord(title="Attention in Bees"))
    with pytest.raises(AmbiguousError) as caught:
        library.papers.find("attention")
    assert {paper for paper, _ in caught.value.candidates} == set(ids)
    library.papers.trash([ids[0]])
    assert library.papers.find("attention") == ids[1]
    for nothing in ("", "   ", "no such paper", "999999", "10.9999/none", "%", "_"):
        with pytest.raises(NotFoundError):
            library.papers.find(nothing)


def test_lists_are_chosen_and_sorted(library: Library) -> None:
    sparse, dense = add(library, SPARSE, DENSE)
    library.papers.star([dense])
    library.papers.set_status([sparse], Status.READ)
    choose = library.papers.select
    assert choose(Everything()) == [sparse, dense]
    assert choose(Everything(), Sort.YEAR) == [dense, sparse]
    assert choose(Everything(), Sort.READ)[0] == sparse
    assert choose(Everything(), Sort.TITLE, limit=1) == [sparse]
    assert choose(StatusIs("read")) == [sparse]
    assert choose(Or((Is("starred"), YearBetween(2021, 2021)))) == [sparse, dense]
    assert choose(TagIs("RETRIEVAL")) == [sparse]
    assert choose(Has("arxiv")) == [dense]
    library.papers.set_status([dense], Status.DISMISSED)
    assert choose(Everything()) == [sparse] and choose(StatusIs("dismissed")) == [dense]


def test_the_trash_holds_papers_until_it_is_emptied(library: Library) -> None:
    sparse, dense = add(library, SPARSE, DENSE)
    library.papers.trash([sparse])
    assert library.papers.select(Everything()) == [dense] and library.papers.trashed() == [sparse]
    assert library.counts().trash == 1
    library.papers.restore([sparse])
    assert library.papers.trashed() == []
    library.papers.trash([sparse])
    assert library.papers.empty_trash() == 1
    with pytest.raises(NotFoundError):
        library.papers.get(sparse)
    assert add(library, SPARSE)  # as if it had never been there


def test_only_what_is_in_the_trash_is_deleted_for_good_one_by_one(library: Library) -> None:
    sparse, dense, both = add(library, SPARSE, DENSE, PaperRecord(title="A third of its own kind", year=2020))
    library.papers.star([dense])
    library.papers.trash([sparse])
    library.papers.trash([both])
    assert library.papers.delete_from_trash([sparse, dense]) == 1
    assert library.papers.trashed() == [both] and library.papers.get(dense).starred
    with pytest.raises(NotFoundError):
        library.papers.get(sparse)
    with pytest.raises(UndoError):
        library.history.undo()
    assert library.history.undo()  # the step that does not touch what is gone
    assert library.papers.trashed() == []
    assert library.papers.delete_from_trash([both]) == 0


@pytest.mark.parametrize(
    "nonsense",
    [
        {"title": "  "},
        {"year": 12},
        {"doi": "no doi"},
        {"arxiv_id": "24.1"},
        {"isbn": "123"},
        {"url": "javascript:1"},
        {"citation_key": "a b"},
        {"doi": "10.5555/small.1"},
        {"citation_key": "moreau2021quiet"},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(library: Library, nonsense: dict[str, object]) -> None:
    _, dense = add(library, SPARSE, DENSE)
    before = library.papers.get(dense)
    with pytest.raises(InputError):
        library.papers.edit(dense, venue="half done?", **nonsense)
    assert library.papers.get(dense) == before


def test_an_unknown_paper_stops_the_whole_change(library: Library) -> None:
    (dense,) = add(library, DENSE)
    with pytest.raises(NotFoundError):
        library.papers.star([dense, 4711])
    assert not library.papers.get(dense).starred


def test_history_of_a_paper_tells_what_happened(library: Library) -> None:
    (paper,) = add(library, DENSE)
    library.papers.set_status([paper], Status.READING)
    library.notes.set(paper, "a thought")
    kinds = [event.kind for event in library.papers.events(paper)]
    assert kinds.count("status") == 2 and {"added", "note", "field"} <= set(kinds)


def test_text_that_cannot_be_kept_is_cleaned(library: Library) -> None:
    (paper,) = add(library, PaperRecord(title="Nul\x00 and \ud800 surrogates\n in a  title"))
    assert library.papers.get(paper).title == "Nul and surrogates in a title"


def test_keys_stay_unique_for_thousands_that_begin_alike(library: Library) -> None:
    ids = add(library, *(replace(DENSE, arxiv_id=f"2302.{n:05d}") for n in range(800)))
    keys = [paper.citation_key for paper in library.papers.get_many(ids)]
    assert len(set(keys)) == 800 and keys[26] == "lindqvist2023densez" and keys[27] == "lindqvist2023denseaa"


def test_what_the_user_emptied_or_dated_stays_so_when_it_is_added_again(library: Library) -> None:
    record = replace(SPARSE, date="2021-05")
    (paper,) = add(library, record)
    library.papers.edit(paper, year=2010, venue="")
    library.papers.add([record], source="bibtex")
    found = library.papers.get(paper)
    assert (found.year, found.date, found.venue) == (2010, None, "")


def test_no_two_papers_share_an_identifier(library: Library) -> None:
    one, two = add(library, replace(SPARSE, title="One thing"), replace(DENSE, title="Another thing"))
    both = PaperRecord(title="Another thing", doi=SPARSE.doi, arxiv_id=DENSE.arxiv_id)
    library.papers.add([both], source="test")
    assert (library.papers.get(one).doi, library.papers.get(two).doi) == (SPARSE.doi, None)


def test_two_papers_that_wait_under_two_ids_become_one_when_something_names_both(library: Library) -> None:
    one, two = add(library, PaperRecord(doi=SPARSE.doi), PaperRecord(arxiv_id="2101.00001"))
    outcome = library.papers.add([replace(SPARSE, arxiv_id="2101.00001")], source="test")
    assert outcome.merged == (one,) and library.papers.find(str(two)) == one
    assert library.papers.get(one).arxiv_id == "2101.00001"
    library.history.undo()
    assert {library.papers.get(paper).title for paper in (one, two)} == {""}


def test_a_paper_known_by_any_id_is_named_by_it(library: Library) -> None:
    ids = add(library, PaperRecord(openreview_id="abcXYZ"), PaperRecord(pmid="123"), PaperRecord(isbn="9783161484100"))
    assert [row.title for row in library.papers.rows(ids)] == ["OpenReview abcXYZ", "PubMed 123", "ISBN 9783161484100"]
    assert library.papers.get(ids[0]).url == "https://openreview.net/forum?id=abcXYZ"
