"""Tags, notes, smart lists and rows of documents."""

from __future__ import annotations

import pytest

from readinglist.errors import InputError, NotFoundError
from readinglist.library import Library
from readinglist.library.records import COLOURS, PaperRecord


@pytest.fixture
def papers(library: Library) -> list[int]:
    records = [PaperRecord(title=f"A paper about subject number {n}") for n in range(3)]
    return list(library.papers.add(records, source="test").added)


def names(library: Library) -> dict[str, int]:
    return {tag.name: tag.count for tag in library.tags.all()}


def test_a_tag_counts_what_is_nested_in_it_once(library: Library, papers: list[int]) -> None:
    library.tags.add(papers[:2], ["nlp", " nlp / retrieval "])
    library.tags.add(papers[2:], ["nlp/retrieval/sparse"])
    assert names(library) == {"nlp": 3, "nlp/retrieval": 3, "nlp/retrieval/sparse": 1}
    library.papers.trash(papers[:1])
    assert names(library) == {"nlp": 2, "nlp/retrieval": 2, "nlp/retrieval/sparse": 1}
    assert {tag.colour for tag in library.tags.all()} <= set(COLOURS)


def test_a_tag_of_any_case_is_one_tag(library: Library, papers: list[int]) -> None:
    library.tags.add(papers[:1], ["RLHF"])
    library.tags.add(papers[1:], ["rlhf"])
    assert names(library) == {"RLHF": 3}


def test_renaming_takes_nested_tags_along_and_never_swallows_another(library: Library, papers: list[int]) -> None:
    library.tags.add(papers, ["a", "a/b", "ab", "z"])
    library.tags.rename("a", "y")
    assert set(names(library)) == {"y", "y/b", "ab", "z"}
    with pytest.raises(InputError, match="Merge"):
        library.tags.rename("y", "z")
    with pytest.raises(InputError):
        library.tags.rename("y", "y/b/c")
    library.tags.rename("z", "Z")
    assert set(names(library)) == {"y", "y/b", "ab", "Z"}


def test_merging_and_deleting_tags_keeps_the_papers(library: Library, papers: list[int]) -> None:
    library.tags.add(papers[:2], ["old", "old/deep"])
    library.tags.add(papers[1:], ["new"])
    library.tags.merge("old", "new")
    assert names(library) == {"new": 3, "new/deep": 2}
    library.tags.delete("new")
    assert names(library) == {"new/deep": 2}
    with pytest.raises(NotFoundError):
        library.tags.delete("none")
    with pytest.raises(NotFoundError):
        library.tags.remove(papers, ["none"])


@pytest.mark.parametrize("name", ["", "  ", "/", " / / "])
def test_a_tag_needs_a_name(library: Library, papers: list[int], name: str) -> None:
    with pytest.raises(InputError):
        library.tags.add(papers, [name])


def test_a_note_is_kept_to_the_letter_with_what_it_was(library: Library, papers: list[int]) -> None:
    text = "# Heading\r\n\n| a | b |\n|---|---|\n$x_1 < 2$ <b>raw</b>\t\n  trailing  \n"
    library.notes.set(papers[0], text)
    assert library.notes.get(papers[0]) == text
    library.notes.set(papers[0], "short")
    assert [revision.text for revision in library.notes.revisions(papers[0])] == [text]
    with pytest.raises(InputError, match="elsewhere"):
        library.notes.set(papers[0], "mine", expected="what it was an hour ago")
    assert library.notes.get(papers[0]) == "short"
    assert library.notes.get(papers[1]) == ""


def test_smart_lists_are_saved_replaced_and_removed(library: Library) -> None:
    library.lists.save("Unread", "is:unread")
    library.lists.save("unread", "is:unread year:>2020")
    assert [(made.name, made.query) for made in library.lists.all()] == [("Unread", "is:unread year:>2020")]
    library.lists.remove("UNREAD")
    assert library.lists.all() == []
    with pytest.raises(NotFoundError):
        library.lists.remove("unread")
    with pytest.raises(InputError):
        library.lists.save("", "x")


def test_documents_come_with_work_and_go_with_undo(library: Library, papers: list[int]) -> None:
    with library.change("attach") as tx:
        document = library.documents.add(tx, papers[0], "a.pdf", "00" * 32, "a.pdf")
    assert [(job.kind, job.document) for job in library.jobs.list() if job.document] == [("extract", document)]
    with library.write() as tx:
        library.documents.set_result(tx, document, "failed", reason="needs a password")
    assert library.documents.of(papers[0])[0].reason == "needs a password"
    library.documents.remove(document)
    assert library.documents.of(papers[0]) == [] and library.documents.by_sha256("00" * 32) is None
    assert not [job for job in library.jobs.list() if job.document]
    assert library.documents.files() == {"a.pdf"}
    library.history.undo()
    assert library.documents.of(papers[0])[0].state == "failed"
    library.history.undo()
    assert library.documents.of(papers[0]) == []


def test_a_name_that_only_holds_tags_together_stands_among_them(library: Library, papers: list[int]) -> None:
    library.tags.add(papers[:2], ["nlp/retrieval/sparse"])
    library.tags.add(papers[1:], ["nlp/retrieval/dense", "other"])
    tree = library.tags.tree()
    assert [(tag.name, tag.count, tag.real) for tag in tree] == [
        ("nlp", 3, False),
        ("nlp/retrieval", 3, False),
        ("nlp/retrieval/dense", 2, True),
        ("nlp/retrieval/sparse", 2, True),
        ("other", 2, True),
    ]
    assert {tag.name for tag in tree if tag.real} == set(names(library))


def test_such_a_name_is_renamed_with_all_in_it_and_back_in_one_step(library: Library, papers: list[int]) -> None:
    library.tags.add(papers, ["nlp/retrieval", "nlp/parsing", "nlpx"])
    library.tags.rename("nlp", "language")
    assert set(names(library)) == {"language/retrieval", "language/parsing", "nlpx"}
    assert set(library.papers.get(papers[0]).tags) == {"language/retrieval", "language/parsing", "nlpx"}
    library.history.undo()
    assert set(names(library)) == {"nlp/retrieval", "nlp/parsing", "nlpx"}


def test_such_a_name_becomes_a_tag_when_it_is_coloured(library: Library, papers: list[int]) -> None:
    library.tags.add(papers, ["nlp/retrieval"])
    library.tags.set_colour("nlp", "amber")
    assert [(tag.name, tag.real) for tag in library.tags.tree()] == [("nlp", True), ("nlp/retrieval", True)]
    assert library.tags.tree()[0].colour == "amber"
    library.history.undo()
    assert set(names(library)) == {"nlp/retrieval"}
    with pytest.raises(NotFoundError):
        library.tags.set_colour("nl", "amber")


def test_left_over_tags_go_and_those_of_other_papers_stay(library: Library, papers: list[int]) -> None:
    library.tags.add(papers[:2], ["gone", "shared", "trashed too"])
    library.tags.add(papers[2:], ["shared", "trashed too", "elsewhere"])
    library.papers.trash(papers)
    library.tags.delete_left_over(papers[:2], ["gone", "shared", "trashed too", "elsewhere", "never was"])
    assert set(names(library)) == {"shared", "trashed too", "elsewhere"}
    library.history.undo()
    library.papers.restore(papers)
    assert names(library)["gone"] == 2
