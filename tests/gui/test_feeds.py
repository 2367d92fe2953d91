"""Feeds in the window: followed by a few words or an address, asked, renamed, set, removed, exchanged."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from readinglist.gui.feeds.add_sheet import AddFeedSheet
from readinglist.gui.feeds.days_sheet import DaysSheet
from readinglist.gui.feeds.offers import feed_links, offers
from readinglist.gui.places import TODAY, Kind, Place
from readinglist.library import Library
from readinglist.library.feed_records import Entry, Feed
from readinglist.library.records import PaperRecord, Person
from tests.gui.conftest import Hands, Open
from tests.gui.test_access import nameless
from tests.services import Services, Slow, many_papers
from tests.services.feeds import HTML, as_feed, page_of, rss_of
from tests.services.messages import Reply

DAILY = Place(Kind.FEED, "hf-daily", "Daily Papers")
PAPERS = many_papers(6)


@pytest.fixture
def services(monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    """The program is led to them."""
    with Services(PAPERS) as services:
        for name, value in services.environ.items():
            monkeypatch.setenv(name, value)
        services.journal.pages["/feed"] = as_feed(
            rss_of("Journal of Lamps", [{"title": "Lamps at dusk", "link": "https://a.example/1"}])
        )
        yield services


@pytest.fixture
def daily(folder: Path) -> None:
    with Library.open(folder) as library:
        library.feeds.add("hf-daily", "daily", "Daily Papers")


def feeds(hands: Hands) -> dict[str, Feed]:
    return {feed.address: feed for feed in hands.window.library.feeds.all()}


def sheet(hands: Hands) -> AddFeedSheet:
    hands.window.actions_["add-feed"].trigger()
    hands.settle()
    found = hands.window.feeds.add_sheet
    assert found is not None and found.isVisible() and found.line.hasFocus()
    return found


def typed(hands: Hands, text: str) -> AddFeedSheet:
    found = sheet(hands)
    QTest.keyClicks(found.line, text)
    return found


def menu_of(hands: Hands, place: Place) -> QMenu:
    menu = hands.window.feeds.menu(place)
    assert menu is not None
    return menu


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def do(hands: Hands, place: Place, *path: str) -> None:
    menu = menu_of(hands, place)
    action = entry(menu, path[0])
    for text in path[1:]:
        below = action.menu()
        assert isinstance(below, QMenu)
        action = entry(below, text)
    action.trigger()
    menu.deleteLater()
    hands.settle()


# ------------------------------------------------------------------------------------------------ what words may mean


def test_daily_papers_come_first_and_categories_are_found_by_their_names() -> None:
    assert offers("", ())[0].address.address == "hf-daily"
    assert offers("", ())[1].text == "Artificial Intelligence"
    assert [offer.address.address for offer in offers("retriev", ())][:1] == ["arxiv:cs.IR"]
    assert offers("cs.ir", ())[0].address.address == "arxiv:cs.IR"
    both = offers("arxiv:cs.IR+cs.LG", ())[0]
    assert (both.text, both.address.address) == ("Information Retrieval, Machine Learning", "arxiv:cs.IR+cs.LG")


def test_other_words_are_an_author_a_query_or_a_search_of_arxiv() -> None:
    found = [offer.address.address for offer in offers("dense retrieval", ())]
    assert found == ["author:dense retrieval", "query:dense retrieval", 'arxiv-query:all:"dense retrieval"']
    own = offers("au:lovelace AND ti:engine", ())
    assert own[-1].address.address == "arxiv-query:au:lovelace AND ti:engine"


@pytest.mark.parametrize("text", ["example.org", "www.example.org/blog", "https://example.org", "feed://example.org/x"])
def test_a_web_address_is_looked_at_first(text: str) -> None:
    (only,) = offers(text, ())
    assert only.look and only.address.kind == "rss"
    assert offers("https://huggingface.co/papers", ())[0].address.address == "hf-daily"


def test_what_is_followed_is_not_offered_again() -> None:
    assert offers("", {"hf-daily"})[0].followed
    assert [
        one.followed
        for one in feed_links([("https://a.example/f", "A"), ("https://b.example/f", "")], {"https://a.example/f"})
    ] == [True, False]


# ------------------------------------------------------------------------------------------------------ following


def test_enter_follows_the_first_that_is_offered_and_undo_takes_it_back(opened: Open) -> None:
    hands = opened()
    plus = hands.window.sidebar
    plus.view.plus_clicked.emit("Feeds")
    found = hands.window.feeds.add_sheet
    assert isinstance(found, AddFeedSheet) and found.isVisible()
    hands.key(Qt.Key.Key_Return, found.line)
    assert list(feeds(hands)) == ["hf-daily"] and not found.isVisible()
    assert hands.window.listing.question.place == DAILY
    assert hands.window.sidebar.model.index_of(DAILY).isValid()
    again = typed(hands, "daily")
    hands.key(Qt.Key.Key_Return, again.line)
    assert again.isVisible() and again.words.text().startswith("You follow it already")
    hands.key(Qt.Key.Key_Escape, again.line)
    assert not again.isVisible()
    hands.window.actions_["undo"].trigger()
    hands.settle()
    assert feeds(hands) == {}


def test_an_author_is_gathered_at_once_from_what_other_feeds_have_shown(daily: None, opened: Open) -> None:
    hands = opened()
    library = hands.window.library
    record = PaperRecord(title="Lamps at dusk", authors=(Person("Alder", "A."),), year=2025)
    library.feeds.take(feeds(hands)["hf-daily"].id, [Entry(record, "2025-09-02")])
    hands.settle()
    found = typed(hands, "author:Alder")
    hands.key(Qt.Key.Key_Return, found.line)
    assert hands.titles() == ["Lamps at dusk"] and feeds(hands)["author:Alder"].unread == 1


def test_all_controls_of_the_sheets_have_names(daily: None, opened: Open) -> None:
    hands = opened()
    assert nameless(sheet(hands)) == []
    do(hands, DAILY, "Fetch Past Days…")
    days = hands.window.feeds.days_sheet
    assert days is not None and nameless(days) == []


def test_a_page_is_looked_at_beside_the_window_and_its_feeds_are_offered(opened: Open, services: Services) -> None:
    page = page_of(("Papers", "/feed"), ("Other papers", "/other"))
    services.journal.pages["/blog"] = Reply(page.encode(), type=HTML)
    hands = opened()
    found = typed(hands, f"{services.url('journal')}/blog")
    hands.key(Qt.Key.Key_Return, found.line)
    hands.until(lambda: "feeds" in found.words.text() or not found.isVisible())
    assert [offer.address.rest.rpartition("/")[2] for offer in found.offered()] == ["feed", "other"]
    item = found.lines.visualItemRect(found.lines.item(1)).center()
    QTest.mouseClick(found.lines.viewport(), Qt.MouseButton.LeftButton, pos=item)
    hands.settle()
    assert [address.rpartition("/")[2] for address in feeds(hands)] == ["other"]


def test_what_goes_wrong_is_said_and_one_can_follow_all_the_same(opened: Open, services: Services) -> None:
    hands = opened()
    services.journal.pages["/blog"] = Reply(b"<html><body>No feed</body></html>", type=HTML)
    found = typed(hands, f"{services.url('journal')}/blog")
    hands.key(Qt.Key.Key_Return, found.line)
    assert "names no feed" in found.words.text() and not found.anyway.isVisible()
    found.line.setText(f"{services.url('journal')}/none")
    hands.key(Qt.Key.Key_Return, found.line)
    assert found.anyway.isVisible() and found.isVisible()
    QTest.mouseClick(found.anyway, Qt.MouseButton.LeftButton)
    hands.settle()
    assert [address.rpartition("/")[2] for address in feeds(hands)] == ["none"]


def test_typing_on_drops_what_was_looked_for(opened: Open, services: Services) -> None:
    services.misbehave(Slow(1.0), "journal")
    hands = opened()
    found = typed(hands, f"{services.url('journal')}/feed")
    QTest.keyClick(found.line, Qt.Key.Key_Return)
    assert found.words.text().startswith("Looking for feeds")
    QTest.keyClicks(found.line, "s")
    hands.settle()
    assert found.isVisible() and feeds(hands) == {}


def test_a_query_with_a_mistake_is_refused_with_a_reason(opened: Open) -> None:
    hands = opened()
    found = sheet(hands)
    found.line.setText("query:(lamps")
    hands.key(Qt.Key.Key_Return, found.line)
    assert found.isVisible() and found.words.property("kind") == "problem" and feeds(hands) == {}


# ------------------------------------------------------------------------------------------------ the menu of a feed


def test_a_feed_is_renamed_in_the_sidebar_set_and_removed(daily: None, opened: Open) -> None:
    hands = opened()
    do(hands, DAILY, "Rename")
    editor = hands.window.sidebar.view.findChild(QLineEdit)
    assert editor is not None and editor.text() == "Daily Papers"
    editor.setText("HF")
    hands.key(Qt.Key.Key_Return, editor)
    assert feeds(hands)["hf-daily"].title == "HF"
    do(hands, DAILY, "Ask", "Once a Day")
    do(hands, DAILY, "Keep Undecided Papers", "For a Month")
    assert (feeds(hands)["hf-daily"].every_minutes, feeds(hands)["hf-daily"].keep_days) == (1440, 30)
    ask = entry(menu_of(hands, DAILY), "Ask").menu()
    assert isinstance(ask, QMenu) and [one.text() for one in ask.actions() if one.isChecked()] == ["Once a Day"]
    hands.window.go(DAILY)
    do(hands, DAILY, "Remove Feed")
    assert feeds(hands) == {} and hands.window.listing.question.place == TODAY
    assert hands.window.toast.isVisible() and hands.window.toast.button.text() == "Undo"
    QTest.mouseClick(hands.window.toast.button, Qt.MouseButton.LeftButton)
    hands.settle()
    assert feeds(hands)["hf-daily"].title == "HF"


def test_a_feed_is_asked_now_and_its_health_stands_in_the_menu(opened: Open, services: Services) -> None:
    hands = opened()
    url = f"{services.url('journal')}/feed"
    hands.window.library.feeds.add(url, "rss", "Lamps")
    hands.settle()
    place = Place(Kind.FEED, url)
    view = hands.window.sidebar.view
    view.customContextMenuRequested.emit(view.visualRect(hands.window.sidebar.model.index_of(place)).center())
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu) and popup.actions()[0].text() == "Not asked yet"
    popup.close()
    do(hands, place, "Update Now")
    assert feeds(hands)[url].papers == 1 and feeds(hands)[url].unread == 1
    assert hands.window.toast.label.text() == "Lamps: 1 new paper"
    assert menu_of(hands, place).actions()[0].text().startswith("Answered at ")
    hands.window.go(place)
    hands.settle()
    assert hands.window.list_pane.feed_head.counts.text().startswith("1 of 1 undecided  ·  Answered at ")
    do(hands, place, "Mark All as Seen")
    assert feeds(hands)[url].unread == 0
    del services.journal.pages["/feed"]
    do(hands, TODAY, "Update All Feeds")
    hands.settle()
    assert feeds(hands)[url].error and hands.window.toast.label.text().startswith("Lamps: ")


def test_what_the_schedule_asks_is_told_in_the_status_bar_and_its_papers_come(opened: Open, services: Services) -> None:
    hands = opened()
    services.misbehave(Slow(0.5), "journal")
    url = f"{services.url('journal')}/feed"
    hands.window.library.feeds.add(url, "rss", "Lamps")
    hands.window.go(Place(Kind.FEED, url, "Lamps"))
    hands.settle()
    assert not services.calls("journal"), "all work is paused"
    schedule = hands.window.program.runner.feeds
    assert schedule is not None
    schedule.rest(False)
    hands.until(lambda: "Asking Lamps" in hands.window.status_line.work.text())
    hands.until(lambda: hands.window.feeds.asking.words == "")
    hands.until(lambda: hands.titles() == ["Lamps at dusk"])
    assert "Asking" not in hands.window.status_line.work.text()


def test_nobody_is_asked_while_one_works_offline(opened: Open, services: Services) -> None:
    hands = opened(offline=True)
    hands.window.library.feeds.add(f"{services.url('journal')}/feed", "rss", "Lamps")
    hands.settle()
    hands.window.actions_["update-feeds"].trigger()
    hands.settle()
    assert "offline" in hands.window.toast.label.text() and not services.calls("journal")
    assert feeds(hands)[f"{services.url('journal')}/feed"].error is None


def test_past_days_are_fetched_with_progress_and_can_be_stopped(daily: None, opened: Open, services: Services) -> None:
    hands = opened()
    do(hands, DAILY, "Fetch Past Days…")
    found = hands.window.feeds.days_sheet
    assert isinstance(found, DaysSheet) and found.isVisible() and not found.bar.isVisible()
    last = datetime.now(UTC).date() - timedelta(days=20)
    _choose(found, last, last - timedelta(days=2))
    QTest.mouseClick(found.fetch, Qt.MouseButton.LeftButton)
    assert "after" in found.words.text()
    _choose(found, last - timedelta(days=2), last)
    QTest.mouseClick(found.fetch, Qt.MouseButton.LeftButton)
    assert found.bar.isVisible() and found.stop.isVisible() and not found.fetch.isEnabled()
    hands.settle()
    library = hands.window.library
    assert len(library.feeds.days_asked(feeds(hands)["hf-daily"].id)) == 3
    assert not found.bar.isVisible() and found.fetch.isEnabled()
    services.misbehave(Slow(5.0), "huggingface")
    _choose(found, last - timedelta(days=40), last)
    QTest.mouseClick(found.fetch, Qt.MouseButton.LeftButton)
    hands.until(lambda: hands.window.feeds.asking.words.startswith("Asking Daily Papers, day "))
    assert "Asking Daily Papers" in hands.window.status_line.work.text()
    QTest.mouseClick(found.stop, Qt.MouseButton.LeftButton)
    hands.settle()
    assert hands.window.feeds.asking.words == "" and found.fetch.isEnabled()
    assert "was stopped" in found.words.text()


def test_the_panel_of_running_work_tells_of_feeds_and_stops_them(opened: Open, services: Services) -> None:
    hands = opened()
    library, url = hands.window.library, f"{services.url('journal')}/feed"
    waits = library.feeds.add("arxiv:cs.IR", "arxiv", "cs.IR")
    library.feeds.failed(waits.id, "arXiv asked us to wait until 14:20.", "cooling", "2100-01-01T00:00:00Z")
    library.feeds.add("hf-daily", "daily", "Daily Papers")
    library.feeds.add(url, "rss", "Lamps")
    hands.settle()
    hands.window.actions_["show-work"].trigger()
    panel = hands.window.boxes.work_panel
    assert panel is not None
    assert panel.feeds.said() == ["cs.IR: arXiv asked us to wait until 14:20."] and not panel.feeds.asking.isVisible()
    services.misbehave(Slow(5.0), "huggingface")
    do_now = menu_of(hands, DAILY)
    entry(do_now, "Update Now").trigger()
    do_now.deleteLater()
    hands.until(lambda: panel.feeds.stop.isVisible())
    assert panel.feeds.asking.text().startswith("Asking Daily Papers")
    QTest.mouseClick(panel.feeds.stop, Qt.MouseButton.LeftButton)
    hands.settle()
    assert not panel.feeds.stop.isVisible() and hands.window.toast.label.text().startswith("Daily Papers was stopped")


def _choose(sheet: DaysSheet, first: date, last: date) -> None:
    sheet.first.setDate(QDate(first.year, first.month, first.day))
    sheet.last.setDate(QDate(last.year, last.month, last.day))


def test_the_settings_say_how_often_feeds_are_asked_and_whether_they_show_pictures(
    opened: Open, services: Services
) -> None:
    hands = opened()
    hands.window.boxes.open_settings("feeds")
    dialog = hands.window.boxes.settings_dialog
    assert dialog is not None and dialog.feeds.isVisible()
    dialog.feeds.thumbnails_box.click()
    dialog.feeds.rss_box.setValue(600)
    hands.settle()
    assert not hands.window.program.settings.thumbnails
    url = f"{services.url('journal')}/feed"
    hands.window.library.feeds.add(url, "rss", "Lamps")
    hands.settle()
    hands.window.actions_["update-feeds"].trigger()
    hands.settle()
    asked_again = datetime.fromisoformat(feeds(hands)[url].next_at or "")
    assert timedelta(hours=9) < asked_again - datetime.now(UTC) < timedelta(hours=10, minutes=1)
    dialog.close()


# ---------------------------------------------------------------------------------------------------- other programs


def test_feeds_go_to_other_programs_and_come_from_them_in_one_step(daily: None, opened: Open, tmp_path: Path) -> None:
    hands = opened()
    hands.window.library.feeds.add("author:Alder", "author", "Alder")
    hands.window.feeds.export_opml(tmp_path / "feeds.opml")
    hands.settle()
    assert hands.window.toast.label.text() == "Wrote 2 feeds to feeds.opml"
    for address in feeds(hands):
        hands.window.library.feeds.remove(address)
    hands.window.feeds.import_opml(tmp_path / "feeds.opml")
    hands.settle()
    assert set(feeds(hands)) == {"hf-daily", "author:Alder"}
    assert hands.window.toast.label.text() == "You follow 2 feeds more"
    QTest.mouseClick(hands.window.toast.button, Qt.MouseButton.LeftButton)
    hands.settle()
    assert feeds(hands) == {}
    (tmp_path / "notes.txt").write_text("no feeds")
    hands.window.feeds.import_opml(tmp_path / "notes.txt")
    hands.settle()
    assert "no XML" in hands.window.toast.label.text()


@pytest.mark.usefixtures("services", "daily")
def test_an_answer_without_papers_offers_days_that_are_past(hands: Hands) -> None:
    window = hands.window
    feed = feeds(hands)["hf-daily"]
    window.library.feeds.answered(feed.id)
    hands.settle()
    window.go(DAILY)
    hands.settle()
    assert window.list_pane.empty.headline.text() == "Nothing came in the last days"
    QTest.mouseClick(window.list_pane.empty.buttons()[0], Qt.MouseButton.LeftButton)
    hands.settle()
    days = window.feeds.days_sheet
    assert days is not None and days.isVisible()
