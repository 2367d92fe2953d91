"""Annotations as rows: made, changed, undone, tagged, merged, searched, and taken in from PDFs."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from readinglist.errors import InputError, NotFoundError
from readinglist.library import Library
from readinglist.library.annotation_import import import_from_pdf
from readinglist.library.annotation_records import COLOURS, Annotation, Mark, Quad
from readinglist.library.annotation_sql import Filter
from readinglist.library.annotations import LARGEST_PICTURE
from readinglist.library.query import Has, Not, Query, Words
from readinglist.library.records import Changes, PaperRecord
from readinglist.library.schema import STEPS


def line(top: float, left: float = 72.0, width: float = 100.0) -> Quad:
    """The place of some words of a line."""
    return left, top, left + width, top, left, top + 12.0, left + width, top + 12.0


def paper_with_file(library: Library, title: str, sha: str = "") -> tuple[int, int]:
    (paper,) = library.papers.add([PaperRecord(title=title)], source="test").added
    return paper, add_file(library, paper, sha or title)


def add_file(library: Library, paper: int, name: str) -> int:
    with library.change("Attach") as tx:
        return library.documents.add(tx, paper, f"{paper}-{name}.pdf", name, f"{name}.pdf")


@pytest.fixture
def paper(library: Library) -> tuple[int, int]:
    """A paper and its document."""
    return paper_with_file(library, "On the Habits of Newts")


def mark(page: int = 1, top: float = 100.0, quote: str = "newts are slow", kind: str = "highlight") -> Mark:
    return Mark(page, kind, [line(top)], quote)


def highlight(library: Library, document: int, page: int = 1, top: float = 100.0, **more: object) -> int:
    return library.annotations.add(document, mark(page, top), **more)  # type: ignore[arg-type]


def found(library: Library, query: Query) -> list[int]:
    library.index.catch_up()
    return sorted(library.papers.select(query))


# ------------------------------------------------------------------------------------------------- the user's changes


def test_an_annotation_holds_what_was_said(library: Library, paper: tuple[int, int]) -> None:
    made = library.annotations.add(
        paper[1],
        Mark(2, "underline", [line(50.12345), line(64.0)], "newts\n  are   slow"),
        comment="  Really?\n\n- yes ",
        colour="blue",
        tags=["zoo/ newts", "b"],
        author="A. Reader",
    )
    one = library.annotations.get(made)
    assert (one.paper, one.document, one.page, one.kind, one.colour) == (*paper, 2, "underline", "blue")
    assert (one.quote, one.comment, one.tags) == ("newts are slow", "Really?\n\n- yes", ("b", "zoo/newts"))
    assert (one.author, one.origin) == ("A. Reader", "here")
    assert one.quads == (line(50.123, width=100.0), line(64.0))
    assert one.created == one.modified and (one.created or "").endswith("Z")
    assert "zoo/newts" in {tag.name for tag in library.tags.all()}


@pytest.mark.parametrize(
    ("bad", "colour"),
    [
        (mark(page=0), "yellow"),
        (Mark(1, "highlight", []), "yellow"),
        (replace(mark(), kind="squiggle"), "yellow"),
        (mark(), "pink"),
    ],
)
def test_nonsense_is_refused(library: Library, paper: tuple[int, int], bad: Mark, colour: str) -> None:
    with pytest.raises(InputError):
        library.annotations.add(paper[1], bad, colour=colour)
    assert library.annotations.of(paper[0]) == []


def test_they_come_in_the_order_of_the_page(library: Library, paper: tuple[int, int]) -> None:
    places = [(2, 40.0), (1, 300.0), (10, 5.0), (1, 20.0)]
    made = {place: highlight(library, paper[1], *place) for place in places}
    assert [one.id for one in library.annotations.of(paper[0])] == [made[place] for place in sorted(places)]
    assert [one.id for one in library.annotations.select(Filter(), "time")] == [made[place] for place in places[::-1]]


def test_every_change_can_be_undone_and_done_again(library: Library, paper: tuple[int, int]) -> None:
    def state() -> list[Annotation]:
        return [replace(one, modified=None) for one in library.annotations.of(paper[0])]

    states = [state()]
    made = highlight(library, paper[1], comment="first", tags=["x"])
    states.append(state())
    library.annotations.edit([made], comment="second")
    states.append(state())
    library.annotations.edit([made], colour="red")
    states.append(state())
    library.annotations.tag([made], add=["y/z"], remove=["x"])
    states.append(state())
    library.tags.delete("y/z")
    states.append(state())
    library.annotations.remove([made])
    states.append(state())
    assert states[-1] == states[0] == [] and all(a != b for a, b in pairwise(states))
    for expected in states[-2::-1]:
        assert library.history.undo()
        assert state() == expected
    for expected in states[1:]:
        assert library.history.redo()
        assert state() == expected


def test_an_area_keeps_its_picture_through_undo_and_redo(library: Library, paper: tuple[int, int]) -> None:
    annotations, png = library.annotations, b"\x89PNG made small"
    area = Mark(1, "area", [line(90.0)])
    made = annotations.add(paper[1], area, picture=png)
    annotations.add(paper[1], area, picture=b"x" * (LARGEST_PICTURE + 1))
    assert [each.picture for each in annotations.of(paper[0])] == [png, b""]
    for _ in range(2):
        library.history.undo()
    assert annotations.of(paper[0]) == []
    for _ in range(2):
        library.history.redo()
    assert [each.picture for each in annotations.of(paper[0])] == [png, b""]
    annotations.remove([made])
    library.history.undo()
    assert annotations.get(made).picture == png
    library.papers.trash([paper[0]])
    library.papers.empty_trash()
    assert library.read().execute("SELECT count(*) FROM annotation_pictures").fetchone()[0] == 0


def test_writing_what_is_there_already_is_no_step(library: Library, paper: tuple[int, int]) -> None:
    made = highlight(library, paper[1], comment="first")
    before = library.history.next_undo()
    library.annotations.edit([made], comment="first", colour=COLOURS[0])
    assert library.history.next_undo() == before


def test_what_is_gone_is_said_to_be_gone(library: Library, paper: tuple[int, int]) -> None:
    made = highlight(library, paper[1])
    library.annotations.remove([made])
    for call in (library.annotations.get, lambda one: library.annotations.edit([one], comment="x")):
        with pytest.raises(NotFoundError):
            call(made)
    with pytest.raises(NotFoundError):
        library.annotations.add(999, mark())


def test_listeners_hear_of_it(library: Library, paper: tuple[int, int]) -> None:
    heard: list[Changes] = []
    library.subscribe(heard.append)
    made = highlight(library, paper[1])
    library.annotations.edit([made], comment="x")
    library.history.undo()
    assert all(changes.annotations for changes in heard) and len(heard) == 3
    assert heard[0].papers == heard[1].papers == {paper[0]}


# -------------------------------------------------------------------------------------------------- the whole library


def test_they_are_chosen_by_tag_and_colour(library: Library, paper: tuple[int, int]) -> None:
    _, other = paper_with_file(library, "Another paper about toads")
    one = highlight(library, paper[1], colour="red", tags=["zoo/newts"])
    two = highlight(library, other, colour="red", tags=["zoo"])
    three = highlight(library, other, 2, colour="green", tags=["zoology"])

    def ids(wanted: Filter) -> list[int]:
        assert library.annotations.count(wanted) == len(library.annotations.select(wanted))
        return [each.id for each in library.annotations.select(wanted)]

    assert ids(Filter()) == [one, two, three]
    assert ids(Filter(tag="Zoo")) == [one, two]
    assert ids(Filter(tag="zoo/newts")) == [one]
    assert ids(Filter(colour="red")) == [one, two]
    assert ids(Filter(colour="red", tag="zoo/newts")) == [one]
    assert ids(Filter(document=other)) == [two, three]
    library.papers.trash([paper[0]])
    assert ids(Filter()) == [two, three]
    assert ids(Filter(paper=paper[0])) == [one]


def test_merging_and_renaming_tags_takes_annotations_along(library: Library, paper: tuple[int, int]) -> None:
    made = highlight(library, paper[1], tags=["old/deep", "both"])
    library.tags.rename("old", "older")
    assert library.annotations.get(made).tags == ("both", "older/deep")
    library.tags.merge("older", "both")
    assert library.annotations.get(made).tags == ("both", "both/deep")
    library.history.undo()
    assert library.annotations.get(made).tags == ("both", "older/deep")


def test_a_tag_that_only_an_annotation_carries_is_not_left_over(library: Library, paper: tuple[int, int]) -> None:
    highlight(library, paper[1], tags=["kept"])
    library.tags.add([paper[0]], ["kept", "brought"])
    library.tags.delete_left_over([paper[0]], ["kept", "brought"])
    assert {tag.name for tag in library.tags.all()} == {"kept"}


def test_two_papers_that_become_one_keep_all_annotations(library: Library, paper: tuple[int, int]) -> None:
    other, its_file = paper_with_file(library, "On the habits of newts, a preprint")
    mine, theirs = highlight(library, paper[1]), highlight(library, its_file, tags=["t"])
    with library.write() as tx:
        import_from_pdf(tx, paper[1], [InPdf("both")])
        import_from_pdf(tx, its_file, [InPdf("both"), InPdf("theirs", page=3)])
    library.papers.merge(paper[0], other)
    merged = library.annotations.of(paper[0])
    assert {mine, theirs} < {one.id for one in merged} and len(merged) == 4  # `both` once
    assert library.annotations.left_out(paper[1]) == library.annotations.left_out(its_file) == []  # seen in both files
    with library.write() as tx:
        import_from_pdf(tx, its_file, [InPdf("both"), InPdf("theirs", page=3), InPdf("late")])
    library.history.undo()
    assert [one.key for one in library.annotations.of(paper[0]) if one.origin == "pdf"] == ["both"]
    assert [one.key for one in library.annotations.of(other) if one.origin == "pdf"] == ["both", "late", "theirs"]
    library.history.redo()
    assert len(library.annotations.of(paper[0])) == 5 and library.annotations.of(other) == []


def test_what_of_the_file_was_deleted_is_known(library: Library, paper: tuple[int, int]) -> None:
    mine = highlight(library, paper[1])
    with library.write() as tx:
        import_from_pdf(tx, paper[1], [InPdf("a"), InPdf("b", page=2)])
    brought = next(one.id for one in library.annotations.of(paper[0]) if one.key == "b")
    library.annotations.remove([mine, brought])
    assert library.annotations.left_out(paper[1]) == [(2, "b")]
    library.history.undo()
    assert library.annotations.left_out(paper[1]) == []


def test_taking_a_file_away_keeps_what_the_user_marked(library: Library, paper: tuple[int, int]) -> None:
    mine = highlight(library, paper[1], comment="mine")
    with library.write() as tx:
        import_from_pdf(tx, paper[1], [InPdf("a"), InPdf("b", page=2)])
    tagged = next(one.id for one in library.annotations.of(paper[0]) if one.key == "b")
    library.annotations.tag([tagged], add=["keep"])
    library.documents.remove(paper[1])
    assert {one.id for one in library.annotations.of(paper[0])} == {mine, tagged}
    library.history.undo()
    assert len(library.annotations.of(paper[0])) == 3
    library.history.redo()
    library.papers.empty_trash()
    left = library.annotations.of(paper[0])
    assert [(one.id, one.document, one.paper) for one in left] == [(mine, None, paper[0]), (tagged, None, paper[0])]
    assert found(library, Words("mine", "annotation")) == [paper[0]]
    other, _ = paper_with_file(library, "On the habits of newts, another edition")
    library.papers.merge(other, paper[0])
    assert {one.id for one in library.annotations.of(other)} == {mine, tagged}
    library.history.undo()
    assert {one.id for one in library.annotations.of(paper[0])} == {mine, tagged}


def test_emptying_the_trash_takes_a_papers_annotations(library: Library, paper: tuple[int, int]) -> None:
    made = highlight(library, paper[1], tags=["t"])
    library.papers.trash([paper[0]])
    library.papers.empty_trash()
    with pytest.raises(NotFoundError):
        library.annotations.get(made)
    for table in ("annotations", "annotation_tags"):
        assert library.read().execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0


def test_a_paper_that_redo_can_no_longer_bring_takes_its_annotations_without_a_trace_in_the_history(
    library: Library, paper: tuple[int, int]
) -> None:
    other, its_file = paper_with_file(library, "A paper that is undone again")
    with library.write() as tx:
        import_from_pdf(tx, its_file, [InPdf("a")])
        (row,) = tx.db.execute("SELECT id FROM annotations").fetchall()
        tx.db.execute("INSERT INTO tags(name, colour) VALUES ('t', 'blue')")
        tx.db.execute("INSERT INTO annotation_tags SELECT ?, id FROM tags", (row[0],))
    assert library.history.undo() and library.history.undo()  # the file, the paper
    library.papers.star([paper[0]])  # ends redo, and deletes what only redo could bring back
    assert library.read().execute("SELECT count(*) FROM papers WHERE id = ?", (other,)).fetchone()[0] == 0
    assert library.history.undo() == "Star 1 paper"
    assert not library.papers.get(paper[0]).starred


# ------------------------------------------------------------------------------------------------------------- search


def test_words_of_quotes_and_comments_are_found(library: Library, paper: tuple[int, int]) -> None:
    made = library.annotations.add(paper[1], mark(quote="a gladiolus blooms"), comment="compare with **tulips**")
    for query in (Words("gladiolus"), Words("tulip"), Words("tulips", "annotation"), Words("blooms", "annotation")):
        assert found(library, query) == [paper[0]]
    assert found(library, Words("gladiolus", "note")) == []
    library.annotations.edit([made], comment="daffodil")
    assert found(library, Words("tulip")) == [] and found(library, Words("daffodil")) == [paper[0]]
    library.annotations.remove([made])
    assert found(library, Words("gladiolus")) == []
    library.history.undo()
    assert found(library, Words("gladiolus")) == [paper[0]]


def test_papers_with_annotations_are_found(library: Library, paper: tuple[int, int]) -> None:
    bare, _ = paper_with_file(library, "A paper nobody marked")
    assert found(library, Has("annotation")) == []
    made = highlight(library, paper[1])
    assert found(library, Has("annotation")) == [paper[0]]
    assert found(library, Not(Has("annotation"))) == [bare]
    library.annotations.remove([made])
    assert found(library, Has("annotation")) == []


# ------------------------------------------------------------------------------------------------------ from PDFs


@dataclass(frozen=True)
class InPdf:
    """An annotation as reading a PDF tells of it."""

    key: str
    page: int = 1
    comment: str = ""
    kind: str = "highlight"
    quads: tuple[Quad, ...] = (line(200.0),)
    quote: str = "found there"
    colour: str = "green"
    author: str = "Somebody"
    created: str | None = "2020-01-02T03:04:05.000Z"
    modified: str | None = None


def take(library: Library, document: int, *annotations: InPdf) -> int:
    with library.write() as tx:
        return import_from_pdf(tx, document, annotations)


def test_what_a_file_brings_comes_once(library: Library, paper: tuple[int, int]) -> None:
    assert take(library, paper[1], InPdf("a", comment="one"), InPdf("b", page=2)) == 2
    counter = library.index.answers.changes()
    assert take(library, paper[1], InPdf("a", comment="one"), InPdf("b", page=2)) == 0
    assert library.index.answers.changes() == counter
    one, _ = library.annotations.of(paper[0])
    assert (one.origin, one.author, one.created, one.modified) == ("pdf", "Somebody", "2020-01-02T03:04:05.000Z", None)
    assert (one.comment, one.colour, one.quote) == ("one", "green", "found there")
    assert library.history.next_undo() == "Attach"  # it is not the user's doing


def test_a_changed_file_is_followed_but_not_over_the_user(library: Library, paper: tuple[int, int]) -> None:
    take(library, paper[1], *(InPdf(key) for key in "abcde"))
    by_key = {one.key: one.id for one in library.annotations.of(paper[0])}
    library.annotations.edit([by_key["b"]], comment="mine")
    library.annotations.remove([by_key["c"]])
    library.annotations.tag([by_key["e"]], add=["mine"])
    again = [InPdf("a", comment="new"), InPdf("b", comment="new"), InPdf("c", comment="new"), InPdf("f")]
    assert take(library, paper[1], *again) == 1
    assert {one.key: one.comment for one in library.annotations.of(paper[0])} == {
        "a": "new", "b": "mine", "e": "", "f": "",
    }  # fmt: skip
    while library.history.undo() != "Tag 1 annotation: mine":
        pass
    assert library.history.undo() == "Delete 1 annotation"
    assert {one.key for one in library.annotations.of(paper[0])} == set("abcef")


def test_a_copy_with_our_own_annotations_adds_none(library: Library, paper: tuple[int, int]) -> None:
    mine = library.annotations.get(highlight(library, paper[1]))
    deleted = library.annotations.get(highlight(library, paper[1], 2))
    library.annotations.remove([deleted.id])
    copy = add_file(library, paper[0], "copy")
    assert take(library, copy, InPdf(mine.key), InPdf(deleted.key, page=2), InPdf("new")) == 1
    assert [one.key for one in library.annotations.of(paper[0])] == [mine.key, "new"]


def test_a_file_that_was_taken_away_does_not_stand_in_the_way_of_another(
    library: Library, paper: tuple[int, int]
) -> None:
    take(library, paper[1], InPdf("a"))
    library.documents.remove(paper[1])
    again = add_file(library, paper[0], "again")
    assert take(library, again, InPdf("a")) == 1
    assert [one.document for one in library.annotations.of(paper[0])] == [again]


def test_one_name_for_several_and_none_at_all_lose_nothing(library: Library, paper: tuple[int, int]) -> None:
    strange = [InPdf("a"), InPdf("a", page=2), InPdf("", page=3), InPdf("", page=4, kind="?", colour="pink")]
    assert take(library, paper[1], *strange) == 4
    assert take(library, paper[1], *strange) == 0
    assert [(one.page, one.kind, one.colour) for one in library.annotations.of(paper[0])][-1] == (4, "note", "yellow")


def test_documents_that_were_read_before_are_read_again_for_their_annotations(tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(tmp_path / "library.db")) as db:
        older = Migrations("library")
        for name, statements in STEPS[:2]:
            older(name=name)(runner(statements))
        older.apply(Database(db))
        db.executescript(
            """INSERT INTO papers(title, status, added_at) VALUES ('Old', 'to-read', '2026-01-01');
            UPDATE papers SET present = 1;
            INSERT INTO documents(paper_id, path, sha256, original_name, added_at, removed_at) VALUES
                (1, 'a.pdf', 'a', 'a.pdf', '2026-01-01', NULL), (1, 'b.pdf', 'b', 'b.pdf', '2026-01-01', NULL),
                (1, 'c.pdf', 'c', 'c.pdf', '2026-01-01', '2026-01-01');
            INSERT INTO document_results(document_id, state, at) VALUES
                (1, 'read', ''), (2, 'failed', ''), (3, 'read', '');
            DELETE FROM jobs;"""
        )
    with Library.open(tmp_path) as library:
        assert [(job.kind, job.document) for job in library.jobs.list()] == [("extract", 1)]


def runner(statements: tuple[str, ...]) -> Callable[[Database], None]:
    def run(db: Database) -> None:
        for statement in statements:
            db.execute(statement)

    return run
