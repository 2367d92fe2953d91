"""The window on a real library: real keys and clicks, and what the library says afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from readinglist.gui.places import LIBRARY, TRASH, Filter, Kind, Place
from readinglist.intake import ZOTERO
from readinglist.library.records import Sort, Status
from readinglist.paths import resource
from tests.gui.conftest import TITLES, Hands, Open


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def filter_button(hands: Hands, chosen: Filter) -> QPushButton:
    return next(button for button in hands.window.list_pane.findChildren(QPushButton) if button.text() == chosen.value)


def drop(widget: QWidget, data: QMimeData, position: QPoint) -> None:
    """Drag something over a widget and let it go there."""
    action, button, key = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(position, action, data, button, key)
    QApplication.sendEvent(widget, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(widget, QDropEvent(QPointF(position), action, data, button, key))


class TestList:
    def test_deciding_goes_on_with_the_next_paper(self, hands: Hands) -> None:
        before = hands.titles()
        hands.choose(before[1])
        hands.key("d")
        hands.settle()
        assert hands.titles() == [before[0], *before[2:]]
        assert hands.chosen() == [before[2]]

    def test_it_shows_the_library_without_the_inbox(self, hands: Hands) -> None:
        assert sorted(hands.titles()) == sorted(title for title in TITLES if title != "Lichens as Clocks")
        assert hands.window.status_line.papers.text() == "11 papers"
        assert hands.window.windowTitle().startswith("Library")
        sidebar = hands.window.sidebar.model
        index = sidebar.index_of(LIBRARY)
        assert index.data(Qt.ItemDataRole.DisplayRole) == "Library"
        assert index.data(Qt.ItemDataRole.ToolTipRole) == "To read, reading and read"

    def test_j_and_k_go_down_and_up(self, hands: Hands) -> None:
        hands.window.view.setFocus()
        hands.key("j")
        hands.key("j")
        assert hands.chosen() == hands.titles()[1:2]
        hands.key("k")
        assert hands.chosen() == hands.titles()[:1]

    def test_choosing_shows_the_details(self, hands: Hands) -> None:
        hands.choose("Lichens as Clocks") if "Lichens as Clocks" in hands.titles() else hands.choose(TITLES[0])
        assert hands.window.status_line.papers.text() == "11 papers · 1 selected"
        assert hands.window.boxes.details is not None

    @pytest.mark.parametrize("key", ["sort-title", "sort-year"])
    def test_it_is_sorted_as_asked(self, hands: Hands, key: str) -> None:
        hands.window.actions_[key].trigger()
        hands.settle()
        shown = hands.titles()
        by_title = sorted(shown)
        by_year = sorted(shown, key=TITLES.index, reverse=True)
        assert shown == (by_title if key == "sort-title" else by_year)

    def test_filters_narrow_and_say_so_when_nothing_is_left(self, hands: Hands) -> None:
        click(filter_button(hands, Filter.UNREAD))
        hands.settle()
        assert sorted(hands.titles()) == sorted(TITLES[8:])
        click(filter_button(hands, Filter.PDF))
        hands.settle()
        assert hands.titles() == []
        assert "Has PDF" in hands.window.list_pane.empty.headline.text()
        click(filter_button(hands, Filter.ALL))
        hands.settle()
        assert len(hands.titles()) == 11

    def test_the_last_row_can_be_scrolled_up_from_below_a_toast(self, hands: Hands) -> None:
        window = hands.window
        window.resize(900, 500)
        window.toast.show_done("Starred 1 paper", window.actions_["undo"])
        hands.settle()
        window.view.verticalScrollBar().setValue(window.view.verticalScrollBar().maximum())
        last = window.view.visualRect(window.model.index(window.model.rowCount() - 1, 0))
        lower = window.view.viewport().mapTo(window, last.bottomLeft()).y()
        assert lower < window.toast.mapTo(window, QPoint(0, 0)).y()

    def test_a_compact_list_has_lower_rows(self, hands: Hands) -> None:
        header = hands.window.view.verticalHeader()
        before = header.defaultSectionSize()
        hands.window.actions_["compact"].trigger()
        hands.settle()
        assert (before, header.defaultSectionSize()) == (62, 44)
        assert hands.window.program.settings.density == "compact"


class TestChanges:
    def test_star_and_undo(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        paper = hands.window.view.selected()[0]
        hands.key("s")
        assert hands.window.library.papers.get(paper).starred
        assert hands.toast() == "Starred 1 paper"
        click(hands.window.toast.button)
        hands.settle()
        assert not hands.window.library.papers.get(paper).starred
        assert hands.toast().startswith("Undone")
        assert hands.chosen() == [TITLES[0]]
        click(hands.window.toast.button)  # which says Redo now
        hands.settle()
        assert hands.window.library.papers.get(paper).starred

    @pytest.mark.parametrize(
        ("key", "status"),
        [
            ("1", Status.INBOX),
            ("2", Status.TO_READ),
            ("3", Status.READING),
            ("4", Status.READ),
            ("d", Status.DISMISSED),
        ],
    )
    def test_a_key_sets_the_status(self, hands: Hands, key: str, status: Status) -> None:
        hands.choose(TITLES[3] if status != Status.READ else TITLES[0])
        paper = hands.window.view.selected()[0]
        hands.key(key)
        assert hands.window.library.papers.get(paper).status == status

    def test_several_are_changed_in_one_step(self, hands: Hands) -> None:
        hands.choose(*TITLES[:3])
        papers = hands.window.view.selected()
        hands.key("s")
        library = hands.window.library
        assert all(library.papers.get(paper).starred for paper in papers)
        hands.window.actions_["undo"].trigger()
        hands.settle()
        assert not any(library.papers.get(paper).starred for paper in papers)

    def test_what_goes_to_the_trash_leaves_the_list_and_the_next_is_chosen(self, hands: Hands) -> None:
        titles = hands.titles()
        hands.choose(titles[3])
        hands.key(Qt.Key.Key_Delete)
        assert hands.titles() == titles[:3] + titles[4:]
        assert hands.chosen() == [titles[4]]
        hands.window.go(TRASH)
        hands.settle()
        assert hands.titles() == [titles[3]]
        hands.choose(titles[3])
        hands.window.actions_["restore"].trigger()
        hands.settle()
        assert hands.titles() == []
        assert "Trash is empty" in hands.window.list_pane.empty.headline.text()

    def test_undo_brings_back_what_was_chosen_when_it_went_to_the_trash(self, hands: Hands) -> None:
        titles = hands.titles()
        hands.choose(titles[2], titles[3], titles[6])
        hands.key(Qt.Key.Key_Delete)
        assert hands.chosen() == [titles[4]]
        hands.key(Qt.Key.Key_Z, control=True)
        assert hands.titles() == titles
        assert hands.chosen() == [titles[2], titles[3], titles[6]]
        hands.key(Qt.Key.Key_Delete)
        click(hands.window.toast.button)
        hands.settle()
        assert hands.chosen() == [titles[2], titles[3], titles[6]]

    def test_undo_of_what_stays_in_the_list_leaves_the_choice_alone(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        hands.key("s")
        hands.choose(TITLES[3])
        hands.key(Qt.Key.Key_Z, control=True)
        assert hands.chosen() == [TITLES[3]]

    def test_delete_in_the_trash_asks_once_and_deletes_what_is_chosen(self, hands: Hands) -> None:
        titles, library = hands.titles(), hands.window.library
        hands.choose(*titles[:3])
        hands.key(Qt.Key.Key_Delete)
        hands.key(Qt.Key.Key_0, alt=True)
        trashed = hands.titles()
        hands.choose(trashed[0])
        assert hands.window.actions_["trash"].text() == "Delete for Good…"
        hands.key(Qt.Key.Key_Delete)
        assert hands.toast() == "Delete 1 paper for good? This cannot be undone."
        assert library.counts().trash == 3
        hands.key(Qt.Key.Key_Escape)
        assert (hands.toast(), library.counts().trash) == ("", 3)
        assert hands.window.focusWidget() is hands.window.view
        hands.key(Qt.Key.Key_Delete)
        hands.key(Qt.Key.Key_Return)
        assert hands.titles() == trashed[1:]
        assert hands.chosen() == trashed[1:2]
        assert hands.toast() == "Deleted 1 paper for good"
        hands.key(Qt.Key.Key_1, alt=True)
        assert hands.window.actions_["trash"].text() == "Move to Trash"

    def test_delete_in_the_sidebar_deletes_no_paper(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        hands.window.sidebar.view.setFocus()
        hands.key(Qt.Key.Key_Delete)
        assert TITLES[0] in hands.titles()

    def test_letters_typed_into_a_field_are_letters(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        paper = hands.window.view.selected()[0]
        hands.search("sud1")
        found = hands.window.library.papers.get(paper)
        assert hands.window.field.text == "sud1"
        assert (found.starred, found.status) == (False, Status.TO_READ)

    def test_emptying_the_trash_asks_first(self, hands: Hands) -> None:
        hands.choose(TITLES[0])
        hands.key(Qt.Key.Key_Delete)
        library = hands.window.library
        hands.window.actions_["empty-trash"].trigger()
        hands.settle()
        assert library.counts().trash == 1
        assert hands.toast() == "Delete 1 paper for good? This cannot be undone."
        click(hands.window.toast.button)
        hands.settle()
        assert library.counts().trash == 0

    def test_another_process_is_heard(self, hands: Hands) -> None:
        from readinglist.library import Library

        paper = hands.window.model.ids[0]
        with Library.open(hands.window.program.folder) as other:
            other.papers.star([paper])
        hands.window.bridge.poll()
        hands.settle()
        row = hands.window.model.row(0)
        assert row is not None
        assert row.starred


class TestSidebar:
    def test_each_place_is_gone_to_by_its_key(self, hands: Hands) -> None:
        for key, place in (("2", Kind.INBOX), ("4", Kind.READING), ("6", Kind.STARRED), ("1", Kind.LIBRARY)):
            hands.key(Qt.Key(ord(key)), alt=True)
            assert hands.window.listing.question.place.kind == place
            assert hands.window.sidebar.view.place.kind == place

    def test_arrows_walk_through_the_places(self, hands: Hands) -> None:
        hands.window.sidebar.view.setFocus()
        hands.key(Qt.Key.Key_Down)
        assert hands.window.listing.question.place == Place(Kind.TODAY)
        hands.key(Qt.Key.Key_Down)
        assert hands.window.listing.question.place == Place(Kind.INBOX)
        assert hands.titles() == ["Lichens as Clocks"]

    def test_a_tag_shows_what_is_nested_in_it(self, hands: Hands) -> None:
        hands.window.go(Place(Kind.TAG, "water"))
        hands.settle()
        assert sorted(hands.titles()) == sorted(TITLES[6:9])

    def test_a_smart_list_holds_what_its_query_finds(self, hands: Hands) -> None:
        hands.window.go(Place(Kind.LIST, "Cold"))
        hands.settle()
        assert sorted(hands.titles()) == sorted([TITLES[3], TITLES[7], TITLES[8]])
        line = hands.window.sidebar.model.line(hands.window.sidebar.model.index_of(Place(Kind.LIST, "Cold")))
        assert line is not None
        assert line.count == 3

    def test_a_tag_is_renamed_where_it_stands(self, hands: Hands) -> None:
        place = Place(Kind.TAG, "plants")
        hands.window.go(place)
        hands.settle()
        view = hands.window.sidebar.view
        hands.window.sidebar.edit(place)
        editor = QApplication.focusWidget()
        assert editor is not None
        assert editor.accessibleName() == "Name"
        hands.key(Qt.Key.Key_A, editor, control=True)
        hands.key("herbs", editor)
        hands.key(Qt.Key.Key_Return, editor)
        assert "herbs" in [tag.name for tag in hands.window.library.tags.all()]
        assert view.place == Place(Kind.TAG, "herbs")
        assert len(hands.titles()) == 3

    def test_papers_dropped_on_a_tag_get_it(self, hands: Hands) -> None:
        paper = hands.window.model.ids[5]
        hands.window.sidebar.model.papers_dropped.emit(Place(Kind.TAG, "plants"), (paper,))
        hands.settle()
        assert "plants" in hands.window.library.papers.get(paper).tags
        assert hands.toast() == "Tagged 1 paper with plants"

    def test_a_tags_menu_colours_merges_and_deletes(self, hands: Hands) -> None:
        window = hands.window
        menu = window.place_commands.menu(Place(Kind.TAG, "plants"), window.actions_["empty-trash"])
        assert menu is not None
        assert [action.text() for action in menu.actions() if action.text()] == [
            "Rename",
            "Colour",
            "Merge Into…",
            "Watch This Tag",
            "Delete Tag",
        ]
        window.place_commands.colour("plants", "rose")
        window.place_commands.merge("water/rivers", "plants")
        hands.settle()
        tags = {tag.name: tag for tag in window.library.tags.all()}
        assert tags["plants"].colour == "rose"
        assert tags["plants"].count == 5
        assert "water/rivers" not in tags
        window.go(Place(Kind.TAG, "plants"))
        window.place_commands.remove(Place(Kind.TAG, "plants"))
        hands.settle()
        assert "plants" not in {tag.name for tag in window.library.tags.all()}
        assert window.listing.question.place == LIBRARY
        menu.deleteLater()

    def test_the_plus_of_tags_makes_one_and_lets_name_it(self, hands: Hands) -> None:
        hands.window.sidebar.new_tag_wanted.emit()
        hands.settle()
        editor = QApplication.focusWidget()
        assert editor is not None
        hands.key(Qt.Key.Key_A, editor, control=True)
        hands.key("fungi", editor)
        hands.key(Qt.Key.Key_Return, editor)
        assert "fungi" in [tag.name for tag in hands.window.library.tags.all()]


class TestTakingIn:
    def test_a_bibliography_dropped_anywhere_comes_in(self, hands: Hands, tmp_path: Path) -> None:
        file = tmp_path / "one.bib"
        file.write_text("@article{a1, title={Moths at Night}, author={Elm, Eve}, year={2020}}", encoding="utf-8")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file))])
        drop(hands.window, data, QPoint(30, 300))
        hands.settle()
        assert "Moths at Night" in hands.titles()
        assert hands.chosen() == ["Moths at Night"]
        assert hands.toast() == "Added 1 paper"

    def test_what_failed_in_a_drop_is_told_with_a_warning_below_what_came_in(
        self, hands: Hands, tmp_path: Path
    ) -> None:
        good, bad = tmp_path / "one.bib", tmp_path / "zotero.sqlite"
        good.write_text("@article{a1, title={Moths at Night}, author={Elm, Eve}, year={2020}}", encoding="utf-8")
        bad.write_bytes(b"SQLite format 3\0")
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(file)) for file in (good, bad)])
        drop(hands.window, data, QPoint(30, 300))
        hands.settle()
        assert hands.toast() == f"Added 1 paper.\nzotero.sqlite: {ZOTERO}"
        toast = hands.window.toast
        warning = hands.window.theme.pixmap("warning", "warn", ratio=toast.devicePixelRatioF())
        assert toast.icon.pixmap().toImage() == warning.toImage()
        assert toast.button.text() == "Undo"
        click(toast.button)
        hands.settle()
        assert "Moths at Night" not in hands.titles()

    def test_a_pdf_dropped_on_a_paper_becomes_its_document(self, hands: Hands) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(resource("sample/reading-list-guide.pdf")))])
        index = hands.window.model.index(2, 0)
        paper = hands.window.model.ids[2]
        drop(hands.window.view.viewport(), data, hands.window.view.visualRect(index).center())
        hands.settle()
        documents = hands.window.library.papers.get(paper).documents
        assert [document.original_name for document in documents] == ["reading-list-guide.pdf"]
        row = hands.window.model.row(2)
        assert row is not None
        assert row.has_document
        assert hands.toast() == "Attached a file"

    def test_a_pdf_opens_in_another_program_as_well(self, hands: Hands) -> None:
        paper = hands.window.model.ids[0]
        hands.window.program.store.take(resource("sample/reading-list-guide.pdf"), paper)
        hands.settle()
        opened: list[QUrl] = []
        viewer = Viewer(opened)
        QDesktopServices.setUrlHandler("file", viewer, "on_url")  # type: ignore[arg-type]
        try:
            hands.choose(hands.titles()[0])
            hands.key("o")
            hands.until(lambda: hands.window.reading.current is not None)
            hands.window.actions_["open-outside"].trigger()
        finally:
            QDesktopServices.unsetUrlHandler("file")
        assert len(opened) == 1
        assert Path(opened[0].toLocalFile()).is_file()

    def test_what_is_pasted_outside_a_field_comes_in(self, hands: Hands) -> None:
        QGuiApplication.clipboard().setText("see https://arxiv.org/abs/2405.15682v2 for it")
        hands.window.view.setFocus()
        hands.key(Qt.Key.Key_V, control=True)
        assert hands.window.library.papers.find("2405.15682") in hands.window.view.selected()

    def test_pasting_into_a_field_stays_there(self, hands: Hands) -> None:
        QGuiApplication.clipboard().setText("2405.15682")
        hands.window.field.line.setFocus()
        hands.key(Qt.Key.Key_V, control=True)
        assert hands.window.field.text == "2405.15682"
        assert hands.window.library.counts().all == 11

    def test_nonsense_is_refused_with_a_sentence(self, hands: Hands) -> None:
        QGuiApplication.clipboard().setText("nothing of the kind")
        hands.window.view.setFocus()
        hands.key(Qt.Key.Key_V, control=True)
        assert hands.window.library.counts().all == 11
        assert hands.toast()
        assert hands.window.toast.button.isHidden()

    def test_bibtex_is_copied(self, hands: Hands) -> None:
        hands.choose(TITLES[0], TITLES[1])
        hands.key(Qt.Key.Key_C, control=True, shift=True)
        text = QGuiApplication.clipboard().text()
        assert text.count("@") == 2
        assert TITLES[0] in text
        assert hands.toast() == "Copied 2 papers as BibTeX"


class Viewer(QObject):
    """Stands for the system's PDF viewer."""

    def __init__(self, opened: list[QUrl]) -> None:
        super().__init__()
        self._opened = opened

    @Slot(QUrl)
    def on_url(self, url: QUrl) -> None:
        self._opened.append(url)


class TestRestart:
    def test_place_order_filter_and_choice_come_back(self, opened: Open) -> None:
        first = opened()
        first.window.go(Place(Kind.TAG, "water"))
        first.settle()
        first.window.list_pane.set_sort(Sort.TITLE)
        first.settle()
        first.choose(TITLES[7])
        first.window.panes.restore((300, 0, 500), sidebar=True, details=True)
        first.window.sidebar.view.set_folded(["water"])
        first.close()
        second = opened()
        assert second.window.listing.question.place == Place(Kind.TAG, "water")
        assert second.window.listing.question.sort == Sort.TITLE
        assert second.chosen() == [TITLES[7]]
        assert second.window.panes.widths == (300, 0, 500)
        assert second.window.sidebar.view.folded == ("water",)

    def test_a_search_comes_back(self, opened: Open) -> None:
        first = opened()
        first.search("title:snow")
        first.close()
        second = opened()
        assert second.window.field.text == "title:snow"
        assert sorted(second.titles()) == sorted([TITLES[3], TITLES[8]])

    def test_a_place_that_is_gone_says_so(self, opened: Open) -> None:
        first = opened()
        first.window.go(Place(Kind.LIST, "Cold"))
        first.settle()
        first.window.library.lists.remove("Cold")
        first.close()
        second = opened()
        assert second.titles() == []
        assert "Cold" in second.window.list_pane.empty.sentence.text()
