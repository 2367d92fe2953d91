"""Ctrl+K over actions, places, tags, lists and papers."""

from __future__ import annotations

from PySide6.QtCore import Qt

from readinglist.gui.command_palette import CommandPalette
from readinglist.gui.places import Kind, Place
from tests.gui.conftest import TITLES, Hands


def opened(hands: Hands) -> CommandPalette:
    hands.key(Qt.Key.Key_K, control=True)
    palette = hands.window.boxes.palette
    assert palette is not None
    assert palette.isVisible()
    assert hands.window.focusWidget() is palette.field
    return palette


def test_an_action_is_found_and_done(hands: Hands) -> None:
    hands.choose(TITLES[0])
    paper = hands.window.view.selected()[0]
    palette = opened(hands)
    hands.key("star", palette.field)
    assert palette.titles()[0] in ("Star", "Starred")
    hands.key("\b" * 4, palette.field)
    palette.field.setText("mark as read")
    hands.key(Qt.Key.Key_Return, palette.field)
    assert not palette.isVisible()
    assert hands.window.library.papers.get(paper).status.value in ("read", "reading")


def test_a_tag_is_gone_to(hands: Hands) -> None:
    palette = opened(hands)
    hands.key("water/ice", palette.field)
    assert palette.titles()[0] == "water/ice"
    hands.key(Qt.Key.Key_Return, palette.field)
    assert hands.window.listing.question.place == Place(Kind.TAG, "water/ice")
    assert hands.window.sidebar.view.place == Place(Kind.TAG, "water/ice")


def test_a_smart_list_is_found_by_its_query_too(hands: Hands) -> None:
    palette = opened(hands)
    hands.key("snow OR", palette.field)
    assert "Cold" in palette.titles()


def test_a_paper_is_found_and_shown_wherever_it_is(hands: Hands) -> None:
    hands.window.go(Place(Kind.READING))
    hands.settle()
    palette = opened(hands)
    hands.key("lichens", palette.field)
    assert "Lichens as Clocks" in palette.titles()
    for _ in range(palette.titles().index("Lichens as Clocks")):
        hands.key(Qt.Key.Key_Down, palette.field)
    hands.key(Qt.Key.Key_Return, palette.field)
    assert hands.chosen() == ["Lichens as Clocks"]
    assert hands.window.listing.question.place.kind == Kind.INBOX


def test_what_cannot_be_done_now_is_shown_but_not_done(hands: Hands) -> None:
    hands.window.view.clearSelection()
    hands.settle()
    palette = opened(hands)
    hands.key("merge the two", palette.field)
    assert palette.titles() == ["Merge the Two Papers"]
    hands.key(Qt.Key.Key_Return, palette.field)
    assert palette.isVisible()
    hands.key(Qt.Key.Key_Escape, palette.field)
    assert not palette.isVisible()


def test_nonsense_finds_nothing_and_says_so(hands: Hands) -> None:
    palette = opened(hands)
    hands.key("qqzzxx", palette.field)
    assert palette.titles() == []
    assert palette.nothing.isVisible()


def test_every_action_of_the_window_is_in_it(hands: Hands) -> None:
    palette = opened(hands)
    for spec, action in hands.window.actions_.items():
        if spec.name == "palette":
            continue
        palette.field.setText(action.text().rstrip("…"))
        if spec.reading:  # no PDF is open
            assert action.text() not in palette.titles()
        else:
            assert palette.titles(), action.text()


def test_merging_a_tag_offers_the_other_tags(hands: Hands) -> None:
    menu = hands.window.place_commands.menu(Place(Kind.TAG, "plants"), hands.window.actions_["empty-trash"])
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Merge Into…").trigger()
    palette = hands.window.boxes.palette
    assert palette is not None
    assert sorted(palette.titles()) == ["water", "water/ice", "water/rivers"]
    hands.key("ice", palette.field)
    hands.key(Qt.Key.Key_Return, palette.field)
    assert "plants" not in {tag.name for tag in hands.window.library.tags.all()}
    menu.deleteLater()


def test_what_is_called_so_comes_before_an_undo_that_names_it(hands: Hands) -> None:
    window = hands.window
    window.place_commands.rename(Place(Kind.LIST, "Cold"), "Zz top")
    hands.settle()
    assert window.actions_["undo"].text().endswith("to Zz top")
    palette = opened(hands)
    hands.key("zz top", palette.field)
    assert palette.titles() == ["Zz top", "Edit Query of “Zz top”"]
    palette.field.clear()
    hands.key("undo ren", palette.field)
    assert palette.titles()[0].startswith("Undo Rename")
    palette.field.clear()
    hands.key("rename", palette.field)
    assert not [title for title in palette.titles() if title.startswith(("Undo", "Redo"))]


def test_a_list_called_so_comes_before_an_action_that_holds_the_word(hands: Hands) -> None:
    hands.window.place_commands.rename(Place(Kind.LIST, "Cold"), "Papers that I keep for their PDF")
    hands.settle()
    hands.choose(TITLES[0])
    palette = opened(hands)
    hands.key("pdf", palette.field)
    assert palette.titles()[0] == "Papers that I keep for their PDF"
    palette.field.clear()
    hands.key("add", palette.field)
    assert palette.titles()[0].startswith("Add")


def test_the_query_of_a_list_is_edited_from_there(hands: Hands) -> None:
    palette = opened(hands)
    hands.key("edit query", palette.field)
    assert palette.titles()[0] == "Edit Query of “Cold”"
    hands.key(Qt.Key.Key_Return, palette.field)
    field = hands.window.field
    assert (field.text, field.saves_to) == ("snow OR ice", "Cold")
    assert hands.window.focusWidget() is field.line
    hands.key(" OR kites")
    hands.key(Qt.Key.Key_S, control=True)
    assert [smart.query for smart in hands.window.library.lists.all()] == ["snow OR ice OR kites"]
