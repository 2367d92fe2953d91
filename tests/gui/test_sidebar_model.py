"""The sidebar's tree: tags nest by their slashes, numbers come and go without moving anything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from readinglist.gui.paper_model import PAPERS_MIME
from readinglist.gui.places import LIBRARY, TRASH, Kind, Place
from readinglist.gui.sidebar_content import Places
from readinglist.gui.sidebar_model import SidebarModel, tag_tree
from readinglist.library import Counts
from readinglist.library.records import SmartList, Tag
from tests.gui.laws import check_model

names = st.lists(st.sampled_from("abcd"), min_size=1, max_size=4).map("/".join)
tag_lists = st.lists(names, unique=True, max_size=12).map(lambda made: [Tag(name, "blue", 1) for name in made])
COUNTS = Counts(all=4, inbox=1, trash=2)


def test_it_keeps_the_laws_of_models(qapp: QApplication) -> None:
    model = SidebarModel()
    with check_model(model):
        model.set_content(Places(COUNTS, [SmartList("Cold", "snow")], [Tag("a", "blue", 1), Tag("a/b", "teal", 1)]))
        model.set_content(Places(COUNTS, [SmartList("Cold", "snow")], [Tag("a", "rose", 2), Tag("a/b", "teal", 2)]))
        model.set_content(Places(COUNTS, [], [Tag("x/y/z", "blue", 1)]))
        model.set_list_counts({"Cold": 3})
        model.set_content(Places())


@given(tag_lists)
def test_each_tag_has_one_line_below_its_parents(tags: list[Tag]) -> None:
    found = {}

    def walk(lines: list[object], above: str) -> None:
        for line in lines:
            name = line.place.name  # type: ignore[attr-defined]
            assert name.rpartition("/")[0] == above
            found[name] = line.real  # type: ignore[attr-defined]
            walk(line.lines, name)  # type: ignore[attr-defined]

    walk(list(tag_tree(tags)), "")
    assert {name for name, real in found.items() if real} == {tag.name for tag in tags}
    for name in found:
        assert any(tag.name == name or tag.name.startswith(name + "/") for tag in tags)


@settings(max_examples=50, deadline=None)
@given(tag_lists, st.integers(0, 99))
def test_other_numbers_move_no_line(tags: list[Tag], number: int) -> None:
    model = SidebarModel()
    model.set_content(Places(COUNTS, [], tags))
    places = [line.place for line in model.lines() if line.place]
    kept = [QPersistentModelIndex(model.index_of(place)) for place in places]
    model.set_content(Places(Counts(all=number), [], [Tag(tag.name, "rose", number) for tag in tags]))
    for place, index in zip(places, kept, strict=True):
        assert index.isValid()
        line = model.line(index)
        assert line is not None
        assert line.place == place


@settings(max_examples=50, deadline=None)
@given(tag_lists, tag_lists)
def test_a_stale_index_does_no_harm(before: list[Tag], after: list[Tag]) -> None:
    model = SidebarModel()
    model.set_content(Places(COUNTS, [], before))
    stale = [model.index_of(line.place) for line in model.lines() if line.place]
    model.set_content(Places(COUNTS, [], after))
    for index in stale:
        model.data(index)
        model.parent(index)
        model.flags(index)


def test_places_are_found_whatever_their_case(qapp: QApplication) -> None:
    model = SidebarModel()
    model.set_content(Places(COUNTS, [], [Tag("Moss", "green", 1)]))
    assert model.index_of(Place(Kind.TAG, "moss")).isValid()
    assert not model.index_of(Place(Kind.TAG, "fern")).isValid()
    assert model.index_of(LIBRARY).isValid()


def test_counts_are_shown_and_spoken(qapp: QApplication) -> None:
    model = SidebarModel()
    model.set_content(Places(COUNTS, [], []))
    index = model.index_of(TRASH)
    line = model.line(index)
    assert line is not None
    assert line.count == 2
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Trash, 2 papers"


def test_papers_dropped_on_a_tag_are_told(qapp: QApplication, qtbot: QtBot) -> None:
    model = SidebarModel()
    model.set_content(Places(COUNTS, [SmartList("Cold", "snow")], [Tag("moss", "green", 1)]))
    data = QMimeData()
    data.setData(PAPERS_MIME, b"4 9")
    copy = Qt.DropAction.CopyAction
    tag = model.index_of(Place(Kind.TAG, "moss"))
    assert model.canDropMimeData(data, copy, -1, -1, tag)
    with qtbot.waitSignal(model.papers_dropped) as told:
        model.dropMimeData(data, copy, -1, -1, tag)
    assert told.args == [Place(Kind.TAG, "moss"), (4, 9)]
    for place in (LIBRARY, Place(Kind.LIST, "Cold"), Place(Kind.RECENT)):
        assert not model.canDropMimeData(data, copy, -1, -1, model.index_of(place))
    assert not model.canDropMimeData(data, copy, -1, -1, QModelIndex())


def test_a_new_name_is_told_and_an_empty_one_is_not(qapp: QApplication, qtbot: QtBot) -> None:
    model = SidebarModel()
    model.set_content(Places(COUNTS, [], [Tag("moss", "green", 1)]))
    index = model.index_of(Place(Kind.TAG, "moss"))
    with qtbot.waitSignal(model.renamed) as told:
        assert model.setData(index, " fern ")
    assert told.args == [Place(Kind.TAG, "moss"), "fern"]
    with qtbot.assertNotEmitted(model.renamed):
        assert not model.setData(index, "  ")
        assert not model.setData(index, "moss")
