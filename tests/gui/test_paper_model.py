"""The list's model: laws of Qt, rows read by the page, selection that stays with its papers."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication

from readinglist.errors import LibraryError
from readinglist.gui.paper_model import HIT_ROLE, ID_ROLE, KEPT, PAGE, ROW_ROLE, PaperModel, papers_in, spoken
from readinglist.library.records import Hit, Row, Status
from tests.gui.laws import check_model

papers = st.lists(st.integers(1, 400), unique=True, max_size=60)


def row(paper: int) -> Row:
    return Row(
        paper,
        f"Title {paper}",
        "Ada +1",
        "arXiv 2405.00001",
        "2024",
        Status.TO_READ,
        False,
        False,
        (),
        False,
        False,
        "",
    )


class Shelf:
    """Stands for the library's rows and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.gone: set[int] = set()

    def rows(self, ids: Sequence[int]) -> list[Row]:
        self.asked.append(list(ids))
        return [row(paper) for paper in ids if paper not in self.gone]


def test_it_keeps_the_laws_of_models(qapp: QApplication) -> None:
    model = PaperModel(Shelf().rows)
    with check_model(model):
        model.set_papers(list(range(1, 200)))
        model.data(model.index(150, 0))
        model.refresh(list(range(50, 150)))
        model.look_again([60, 61])
        model.refresh([])
        model.set_papers([3, 1, 2])


def test_rows_are_read_a_page_at_a_time(qapp: QApplication) -> None:
    shelf = Shelf()
    model = PaperModel(shelf.rows)
    model.set_papers(list(range(1, 100_001)))
    assert shelf.asked == []
    for number in range(512, 540):
        assert model.data(model.index(number, 0), ROW_ROLE).id == number + 1
    assert len(shelf.asked) == 1
    assert len(shelf.asked[0]) == PAGE


def test_it_does_not_remember_everything(qapp: QApplication) -> None:
    shelf = Shelf()
    model = PaperModel(shelf.rows)
    model.set_papers(list(range(1, 100_001)))
    for number in range(0, 100_000, PAGE):
        model.row(number)
    before = len(shelf.asked)
    model.row(99_999)
    assert len(shelf.asked) == before
    model.row(0)
    assert len(shelf.asked) == before + 1
    assert KEPT < 100_000


def test_a_paper_that_is_gone_has_no_row(qapp: QApplication) -> None:
    shelf = Shelf()
    shelf.gone = {2}
    model = PaperModel(shelf.rows)
    model.set_papers([1, 2, 3])
    assert model.row(1) is None
    assert model.data(model.index(1, 0), Qt.ItemDataRole.DisplayRole) == ""
    assert model.row(2) == row(3)


def test_a_library_that_cannot_be_read_is_told_not_thrown(qapp: QApplication) -> None:
    def fail(ids: Sequence[int]) -> list[Row]:
        raise LibraryError("The folder is gone.")

    model = PaperModel(fail)
    model.set_papers([1])
    assert model.data(model.index(0, 0), ROW_ROLE) is None
    assert model.problem == "The folder is gone."


@settings(max_examples=200, deadline=None)
@given(papers, papers, st.data())
def test_a_refresh_keeps_what_is_chosen(before: list[int], after: list[int], data: st.DataObject) -> None:
    model = PaperModel(Shelf().rows)
    model.set_papers(before)
    chosen = data.draw(st.lists(st.sampled_from(before), unique=True)) if before else []
    kept = {paper: QPersistentModelIndex(model.index(before.index(paper), 0)) for paper in chosen}
    model.refresh(after)
    for paper, index in kept.items():
        if paper in after:
            assert index.isValid()
            assert model.data(index, ID_ROLE) == paper
        else:
            assert not index.isValid()


@given(papers)
def test_numbers_and_ids_agree(ids: list[int]) -> None:
    model = PaperModel(Shelf().rows)
    model.set_papers(ids)
    assert [model.number_of(paper) for paper in ids] == list(range(len(ids)))
    assert model.number_of(-1) is None


def test_what_is_foreseen_is_shown_until_it_is_read_again(qapp: QApplication) -> None:
    model = PaperModel(Shelf().rows)
    model.set_papers([1, 2])
    model.row(0)
    model.foresee([1], starred=True, status=Status.READ)
    shown = model.row(0)
    assert shown is not None
    assert (shown.starred, shown.status) == (True, Status.READ)
    model.look_again([1])
    assert model.row(0) == row(1)


def test_hits_stand_beside_their_papers(qapp: QApplication) -> None:
    model = PaperModel(Shelf().rows)
    hit = Hit(7, 1.0, snippet="found")
    model.set_papers([7, 8], {7: hit})
    assert model.data(model.index(0, 0), HIT_ROLE) == hit
    assert model.data(model.index(1, 0), HIT_ROLE) is None
    model.set_papers([7, 8])
    assert model.data(model.index(0, 0), HIT_ROLE) is None


def test_a_drag_carries_papers_and_their_titles(qapp: QApplication) -> None:
    model = PaperModel(Shelf().rows)
    model.set_papers([5, 6, 7])
    data = model.mimeData([model.index(0, 0), model.index(2, 0)])
    assert data is not None
    assert papers_in(data) == [5, 7]
    assert data.text() == "Title 5\nTitle 7"


def test_a_row_is_spoken_with_its_marks() -> None:
    full = Row(
        1, "", "Ada", "", "2024", Status.READ, True, True, (("moss", "green"),), True, True, "waiting for look-up"
    )
    text = spoken(full)
    for part in ("Untitled", "Ada", "2024", "unread", "starred", "has PDF", "has note", "moss", "waiting for look-up"):
        assert part in text
