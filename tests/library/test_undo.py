"""Undo and redo over everything the user can do, and steps that no longer fit."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.errors import InputError, UndoError
from readinglist.library import Library
from readinglist.library.annotation_records import Mark
from readinglist.library.records import COLOURS, PaperRecord, Person, Status

Action = Callable[[Library], object]


def state(library: Library) -> object:
    """All that the user can see, times of change apart, and what work may be asked for anew by what is undone."""
    ids = [row[0] for row in library.read().execute("SELECT id FROM papers WHERE present ORDER BY id").fetchall()]
    papers = [replace(paper, updated="", waits_for_lookup=False) for paper in library.papers.get_many(ids)]
    annotations = [replace(one, modified=None) for paper in ids for one in library.annotations.of(paper)]
    return papers, annotations, library.tags.all(), library.lists.all(), library.counts(), library.papers.trashed()


PAPERS = st.integers(0, 3).map(
    lambda n: PaperRecord(
        title=f"Title number {n} of a few papers",
        authors=(Person("Novak", "Petra"),) * (n + 1),
        year=2000 + n,
        doi=f"10.5555/{n}" if n else None,
        keywords=("shared", f"own/{n}"),
    )
)


def first_paper(library: Library) -> list[int]:
    return [row[0] for row in library.read().execute("SELECT min(id) FROM papers WHERE present").fetchall() if row[0]]


def first_two(library: Library) -> tuple[int, int]:
    found = library.read().execute("SELECT id FROM papers WHERE present ORDER BY id LIMIT 2").fetchall()
    return (found[0][0], found[1][0]) if len(found) == 2 else (0, 1)


def annotate(library: Library, tag: str) -> None:
    """Mark something in a new file of the first paper."""
    for paper in first_paper(library):
        with library.change("Annotate"):
            with library.change("Attach") as tx:
                document = library.documents.add(tx, paper, "a.pdf", "a", "a.pdf")
            library.annotations.add(document, Mark(1, "note", [(1.0,) * 8], "words"), tags=[tag])


def remove_files(library: Library) -> None:
    with library.change("Remove files"):
        for paper in first_paper(library):
            for document in library.documents.of(paper):
                library.documents.remove(document.id)


def annotated(library: Library) -> list[int]:
    return [one.id for paper in first_paper(library) for one in library.annotations.of(paper)][:2]


ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.lists(PAPERS, min_size=1, max_size=3).map(lambda records: lambda lib: lib.papers.add(records, source="t")),
    st.sampled_from(list(Status)).map(lambda status: lambda lib: lib.papers.set_status(first_paper(lib), status)),
    st.booleans().map(lambda on: lambda lib: lib.papers.star(first_paper(lib), on)),
    st.sampled_from(["a", "a/b", "shared", "ü"]).map(lambda tag: lambda lib: lib.tags.add(first_paper(lib), [tag])),
    st.sampled_from(["a", "shared"]).map(lambda tag: lambda lib: lib.tags.delete(tag)),
    st.sampled_from([("a", "z"), ("own", "other"), ("shared", "a")]).map(
        lambda names: lambda lib: lib.tags.rename(*names)
    ),
    st.sampled_from([("a", "shared"), ("shared", "a")]).map(lambda names: lambda lib: lib.tags.merge(*names)),
    st.sampled_from(COLOURS).map(lambda colour: lambda lib: lib.tags.set_colour("shared", colour)),
    st.text(max_size=20).map(lambda text: lambda lib: [lib.notes.set(paper, text) for paper in first_paper(lib)]),
    st.text(min_size=1, max_size=9).map(
        lambda text: lambda lib: [lib.papers.edit(paper, title=text, authors=[]) for paper in first_paper(lib)]
    ),
    st.sampled_from(["a", "a/b", "noted"]).map(lambda tag: lambda lib: annotate(lib, tag)),
    st.text(max_size=9).map(lambda text: lambda lib: lib.annotations.edit(annotated(lib), comment=text, colour="red")),
    st.sampled_from(["a", "shared"]).map(lambda tag: lambda lib: lib.annotations.tag(annotated(lib), [tag], ["a/b"])),
    st.just(lambda lib: lib.annotations.remove(annotated(lib))),
    st.just(lambda lib: remove_files(lib)),
    st.just(lambda lib: lib.papers.merge(*first_two(lib))),
    st.just(lambda lib: lib.papers.trash(first_paper(lib))),
    st.just(lambda lib: lib.papers.restore(lib.papers.trashed())),
    st.sampled_from(["q", "r"]).map(lambda name: lambda lib: lib.lists.save(name, "tag:a")),
    st.just(lambda lib: lib.lists.remove("q")),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACTIONS, min_size=1, max_size=12))
def test_undoing_all_and_redoing_all_leads_through_the_same_states(actions: list[Action]) -> None:
    with tempfile.TemporaryDirectory() as folder, Library.open(Path(folder) / "library") as library:
        states = [state(library)]
        for action in actions:
            label = library.history.next_undo()
            steps = _steps(library)
            try:
                action(library)
            except (InputError, LookupError):
                pass
            except Exception as error:
                if type(error).__name__ != "NotFoundError":
                    raise
            if _steps(library) > steps:
                states.append(state(library))
            else:
                assert library.history.next_undo() == label and state(library) == states[-1]
        for expected in reversed(states[:-1]):
            assert library.history.undo() is not None
            assert state(library) == expected
        assert library.history.undo() is None
        for expected in states[1:]:
            assert library.history.redo() is not None
            assert state(library) == expected
        assert library.history.redo() is None


def _steps(library: Library) -> int:
    return int(library.read().execute("SELECT ifnull(max(id), 0) FROM undo_steps").fetchone()[0])


def add(library: Library, count: int = 1) -> list[int]:
    records = [PaperRecord(title=f"One of several papers, number {n}") for n in range(count)]
    return list(library.papers.add(records, source="test").added)


def test_an_import_is_one_step(library: Library) -> None:
    add(library, 500)
    assert library.history.undo() == "Add 500 papers"
    assert library.counts().all == 0
    assert library.history.redo() == "Add 500 papers"
    assert library.counts().all == 500


def test_a_job_of_an_undone_paper_finds_it_and_does_no_harm(library: Library) -> None:
    (paper,) = add(library)
    library.history.undo()
    with library.write() as tx:
        library.papers.fill(tx, paper, PaperRecord(venue="Somewhere"), "look-up")
    assert library.jobs.list() == []
    library.history.redo()
    assert library.papers.get(paper).venue == "Somewhere"


def test_a_step_that_no_longer_fits_is_refused_whole(library: Library) -> None:
    (paper,) = add(library)
    with library.change("Two at once"):
        library.papers.edit(paper, venue="Here")
        library.papers.star([paper])
    with library.write() as tx:
        tx.db.execute("UPDATE papers SET venue = 'changed by the machine' WHERE id = ?", (paper,))
    with pytest.raises(UndoError, match="Two at once"):
        library.history.undo()
    found = library.papers.get(paper)
    assert found.starred and found.venue == "changed by the machine"
    assert library.history.next_undo() == "Two at once"


def test_a_change_of_the_machine_to_other_fields_does_not_hinder_undo(library: Library) -> None:
    (paper,) = add(library)
    library.papers.edit(paper, venue="Here")
    with library.write() as tx:
        library.papers.fill(tx, paper, PaperRecord(abstract="Looked up."), "look-up")
    assert library.history.undo() is not None
    found = library.papers.get(paper)
    assert (found.venue, found.abstract) == ("", "Looked up.")


def test_a_new_change_ends_redo_and_forgets_the_papers_of_undone_ones(library: Library) -> None:
    add(library, 3)
    library.history.undo()
    library.papers.add([PaperRecord(title="Something else altogether, and new")], source="test")
    assert library.history.redo() is None
    assert library.read().execute("SELECT count(*) FROM papers").fetchone()[0] == 1


def test_at_least_two_hundred_steps_are_kept(library: Library) -> None:
    (paper,) = add(library)
    for n in range(250):
        library.papers.star([paper], on=n % 2 == 0)
    undone = 0
    while library.history.undo():
        undone += 1
    assert undone == 251


def test_an_error_inside_a_change_leaves_nothing_behind(library: Library) -> None:
    (paper,) = add(library)
    before = state(library)

    def half_a_change() -> None:
        with library.change("Half"):
            library.papers.star([paper])
            raise InputError("stop")

    with pytest.raises(InputError):
        half_a_change()
    assert state(library) == before
    assert library.history.next_undo() == "Add “One of several papers, number 0”"
    library.papers.star([paper])  # the library is not stuck


def test_the_history_survives_a_restart_and_is_shared(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library:
        add(library)
    with Library.open(tmp_path / "library") as library, Library.open(tmp_path / "library") as window:
        assert window.history.undo() is not None
        assert library.counts().all == 0
        assert library.history.redo() is not None
        assert window.counts().all == 1


def test_emptying_the_trash_clears_the_steps_that_touch_it(library: Library) -> None:
    one, two = add(library, 2)
    library.papers.star([two])
    library.papers.trash([one])
    library.papers.empty_trash()
    with pytest.raises(UndoError):
        library.history.undo()
    assert library.history.undo() == "Star 1 paper"
    assert library.history.undo() is None
    assert library.papers.get(two).title


def test_undo_after_deleting_for_good_says_so_once_and_touches_nothing(library: Library) -> None:
    one, two, three = add(library, 3)
    library.papers.trash([one, two, three])
    library.papers.restore([three])
    library.papers.delete_from_trash([one])
    library.papers.empty_trash()
    assert library.history.next_undo() == "Empty the Trash (cannot be undone)"
    library.papers.empty_trash()  # there was nothing in it
    with pytest.raises(UndoError, match=r"“Empty the Trash” cannot be undone: .* gone for good"):
        library.history.undo()
    assert not library.papers.get(three).trashed
    library.papers.edit(three, venue="Here")
    library.papers.edit(three, venue="There")
    library.papers.trash([three])
    library.papers.restore([three])
    library.history.undo()
    (four,) = library.papers.add([PaperRecord(title="Something else altogether, and new")], source="t").added
    library.papers.trash([four])
    library.papers.delete_from_trash([four])
    with pytest.raises(
        UndoError, match=r"1 paper” cannot.* The step before it was “Move to Trash: 1 paper”: undo again"
    ):
        library.history.undo()
    assert library.history.undo() == "Move to Trash: 1 paper"
    assert library.history.redo() == "Move to Trash: 1 paper"


def test_no_trigger_of_undo_reaches_the_file(library: Library) -> None:
    add(library)
    with sqlite3.connect(library.folder / "library.db") as plain:
        names = [row[0] for row in plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    plain.close()
    assert names and not any(name.startswith("undo_") for name in names)
