"""Today and the pages of feeds: day by day, decided on by keys alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea
from pytestqt.qtbot import QtBot

from readinglist.gui.paper_model import RANKED_ROLE
from readinglist.gui.places import LIBRARY, TODAY, Kind, Place
from readinglist.gui.sidebar_model import Line
from readinglist.gui.theme import Theme
from readinglist.gui.today.asking import ForYou, read_page
from readinglist.gui.today.day_bars import STEP
from readinglist.gui.today.key_hints import HINTS, KeyHints
from readinglist.gui.today.orders import Order, held
from readinglist.gui.today.thumbnail import Thumbnail
from readinglist.gui.work import Reads
from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.query import StatusIs
from readinglist.library.records import PaperRecord, Person, Status
from tests.gui.conftest import Hands, Open

MONDAY, TUESDAY = "2025-09-01", "2025-09-02"
DAILY = Place(Kind.FEED, "hf-daily", "Daily Papers")


def entry(number: int, day: str, *, upvotes: int = 0, trending: int | None = None, summary: str = "") -> Entry:
    record = PaperRecord(
        title=f"Paper {number:03}",
        authors=(Person("Alder", "A."),),
        date=day,
        abstract=f"What was found on walk {number}.",
        arxiv_id=f"2509.{number:05}",
    )
    return Entry(record, day, showing=Showing(upvotes=upvotes, trending=trending, summary=summary))


def take(library: Library, *entries: Entry, feed: str = "hf-daily") -> tuple[int, ...]:
    taken = library.feeds.take(library.feeds.get(feed).id, entries)
    return (*taken.new, *taken.known)


def numbers(hands: Hands) -> list[int]:
    """Those of the papers in the list, from top to bottom."""
    return [int(title.removeprefix("Paper ")) for title in hands.titles() if title.startswith("Paper ")]


def statuses(library: Library, papers: tuple[int, ...]) -> list[Status]:
    return [paper.status for paper in library.papers.get_many(papers)]


@pytest.fixture
def papers(folder: Path) -> tuple[int, ...]:
    """Two feeds: three papers of a Monday, four of a Tuesday; one of these was in arXiv's list as well."""
    with Library.open(folder) as library:
        library.feeds.add("hf-daily", "daily", "Daily Papers")
        library.feeds.add("arxiv:cs.IR", "arxiv", "cs.IR")
        monday = take(library, *(entry(number, MONDAY) for number in (1, 2, 3)))
        tuesday = take(
            library,
            entry(4, TUESDAY, upvotes=5),
            entry(5, TUESDAY, upvotes=40, trending=2),
            entry(6, TUESDAY, upvotes=9, trending=1),
            entry(7, TUESDAY),
        )
        take(library, entry(7, TUESDAY), feed="arxiv:cs.IR")
    return monday + tuesday


@pytest.fixture
def today(papers: tuple[int, ...], opened: Open) -> Hands:
    hands = opened()
    hands.key(Qt.Key.Key_T, alt=True)
    hands.window.view.setFocus()
    return hands


def line(hands: Hands, place: Place) -> Line:
    found = hands.window.sidebar.model.line(hands.window.sidebar.model.index_of(place))
    assert found is not None
    return found


def test_the_newest_day_is_shown_with_its_date_its_counts_and_the_unread_in_the_sidebar(today: Hands) -> None:
    head = today.window.list_pane.feed_head
    assert head.title.text().startswith("Tuesday, Sep 2") and head.counts.text() == "4 of 4 undecided"
    assert [bar.papers for bar in head.bars._days][-2:] == [3, 4]
    assert (line(today, TODAY).count, line(today, DAILY).count) == (7, 7)
    assert line(today, Place(Kind.FEED, "arxiv:cs.IR")).count == 1
    today.window.go(Place(Kind.FEED, "arxiv:cs.IR"))
    today.settle()
    assert numbers(today) == [7] and today.window.windowTitle().startswith("cs.IR")
    today.window.go(LIBRARY)
    today.settle()
    assert head.isHidden() and today.window.model.rowCount() == 11


def test_one_key_each_decides_and_goes_on_and_undo_leads_back(today: Hands, papers: tuple[int, ...]) -> None:
    library = today.window.library
    today.window.list_pane.set_order(Order.NEW)
    today.settle()
    today.key(Qt.Key.Key_J)
    assert today.chosen() == ["Paper 004"]
    today.key("s")
    today.key("d")
    assert today.chosen() == ["Paper 006"]
    today.key("l")
    assert statuses(library, papers[3:6]) == [Status.TO_READ, Status.DISMISSED, Status.INBOX]
    assert list(library.deciding.later()) == [papers[5]]
    assert numbers(today) == [4, 5, 6, 7], "what is decided stays in its place"
    assert today.window.list_pane.feed_head.counts.text() == "1 of 4 undecided", (
        "what is put off is out of sight until tomorrow"
    )
    today.key(Qt.Key.Key_S, shift=True)
    assert today.window.library.papers.get(papers[6]).starred
    today.key("z")
    today.key("z")
    assert today.chosen() == ["Paper 006"] and library.deciding.later() == {}
    today.key("z")
    assert today.chosen() == ["Paper 005"] and statuses(library, papers[4:5]) == [Status.INBOX]


def test_z_takes_back_what_was_done_to_papers_here_and_nothing_else(today: Hands, papers: tuple[int, ...]) -> None:
    library = today.window.library
    for key in ("j", "d", "l"):
        today.key(key)
    today.window.user.do("Followed cs.CL", lambda: library.feeds.add("arxiv:cs.CL", "arxiv", "cs.CL"))
    today.settle()
    today.key("z")
    assert "“Follow cs.CL”, was not about papers of your feeds: Ctrl+Z" in today.toast()
    assert len(library.feeds.all()) == 3 and len(library.deciding.later()) == 1
    today.key(Qt.Key.Key_Z, control=True)
    assert len(library.feeds.all()) == 2
    today.window.view.clearSelection()
    today.key("z")
    assert library.deciding.later() == {} and len(today.chosen()) == 1, "though nothing was chosen"
    today.key("z")
    assert set(statuses(library, papers)) == {Status.INBOX}
    library.papers.star(library.papers.select(StatusIs(Status.TO_READ))[:1])
    today.settle()
    today.key("z")
    assert "was not about papers of your feeds" in today.toast(), "no feed showed that one"


def test_the_keys_stand_in_the_bar_where_they_do_something(today: Hands) -> None:
    hints = today.window.status_line.findChild(KeyHints)
    assert hints is not None and hints.isVisible()
    today.key(Qt.Key.Key_U, shift=True)
    today.key("m")
    assert numbers(today) == [] and not hints.isVisible()
    today.key("z")
    assert len(numbers(today)) == 4 and hints.isVisible()
    today.key("m")
    today.key(Qt.Key.Key_Left)
    assert sorted(numbers(today)) == [1, 2, 3], "as it says where nothing is unread"


def test_the_keys_in_the_bar_make_no_window_wider_than_its_screen(today: Hands) -> None:
    hints = today.window.status_line.findChild(KeyHints)
    assert hints is not None and len(hints.shown) == len(HINTS)
    today.window.theme.set_font_size(20)
    today.window.resize(1024, 700)
    today.until(lambda: 0 < len(hints.shown) < len(HINTS))
    assert today.window.width() == 1024
    assert all(group.geometry().right() < hints.width() for group in hints.shown)


def test_the_sheet_of_keys_shows_those_of_feeds_and_cuts_none(today: Hands) -> None:
    today.window.actions_["help"].trigger()
    sheet = today.window.boxes.help_sheet
    assert sheet is not None
    today.until(sheet.isVisible)
    area = sheet.findChild(QScrollArea)
    body = area.widget() if area is not None else None
    assert area is not None and body is not None
    assert body.minimumSizeHint().width() <= area.viewport().width()
    words = [label.text() for label in sheet.findChildren(QLabel)]
    assert words.index("FEEDS") < words.index("READER") and "Take Back the Last Decision" in words
    sheet.close()


def test_keys_are_those_of_the_list_again_elsewhere(today: Hands) -> None:
    actions = today.window.actions_
    today.key(Qt.Key.Key_J)
    assert not actions["look-up"].shortcuts() and actions["feed-later"].isEnabled()
    today.window.go(LIBRARY)
    today.settle()
    assert actions["look-up"].shortcut().toString() == "L" and actions["star"].shortcut().toString() == "S"
    assert not actions["feed-later"].isEnabled()
    today.window.view.select_line(0)
    today.window.view.setFocus()
    today.settle()
    paper = today.window.view.selected()[0]
    today.key("s")
    assert today.window.library.papers.get(paper).starred


def test_orders_and_only_unread(today: Hands, papers: tuple[int, ...]) -> None:
    pane = today.window.list_pane
    for order, there in (
        (Order.UPVOTES, [5, 6, 4, 7]),
        (Order.TRENDING, [6, 5, 4, 7]),
        (Order.NEW, [4, 5, 6, 7]),
    ):
        pane.set_order(order)
        today.settle()
        assert numbers(today) == there, order
    today.window.go(LIBRARY)
    today.window.go(TODAY)
    today.settle()
    assert today.window.listing.question.order is Order.NEW, "an order is chosen for all pages, and stays"
    today.window.view.select_line(1)
    today.key(Qt.Key.Key_U, shift=True)
    today.key("d")
    assert numbers(today) == [4, 6, 7], "decided, and so not unread any more"
    assert today.chosen() == ["Paper 006"]
    today.key("m")
    assert numbers(today) == []
    assert "Nothing is unread here" in pane.empty.headline.text()
    assert statuses(today.window.library, papers[5:]) == [Status.INBOX, Status.INBOX], "seen is not decided"
    assert line(today, TODAY).count == 3


def test_days_are_gone_through_by_keys_and_by_their_bars(today: Hands, papers: tuple[int, ...]) -> None:
    head = today.window.list_pane.feed_head
    today.key(Qt.Key.Key_Left)
    assert sorted(numbers(today)) == [1, 2, 3] and not head.older.isEnabled()
    today.key(Qt.Key.Key_Right)
    assert len(numbers(today)) == 4 and not head.newer.isEnabled()
    step = today.window.theme.px(STEP)
    QTest.mouseClick(head.bars, Qt.MouseButton.LeftButton, pos=QPoint(12 * step + 5, 10))
    today.settle()
    assert sorted(numbers(today)) == [1, 2, 3]
    today.key(Qt.Key.Key_A, shift=True)
    assert len(numbers(today)) == 7 and head.title.text() == "All days"
    assert today.window.view.hasFocus()
    before = today.titles()
    today.key("d")
    assert today.titles() == before and head.counts.text() == "7 undecided", "until one goes elsewhere"
    today.key(Qt.Key.Key_A, shift=True)
    today.key(Qt.Key.Key_A, shift=True)
    assert len(today.titles()) == 7


def test_a_new_day_takes_nothing_away_below_the_eyes(today: Hands) -> None:
    before = numbers(today)
    take(today.window.library, entry(8, "2025-09-03"), entry(9, TUESDAY, upvotes=100))
    today.until(lambda: today.window.model.rowCount() == 5)
    today.settle()
    assert [number for number in numbers(today) if number != 9] == before
    assert today.window.list_pane.feed_head.newer.isEnabled()
    today.key(Qt.Key.Key_Right)
    assert numbers(today) == [8]


def test_without_a_feed_it_says_what_to_do(opened: Open) -> None:
    hands = opened()
    hands.window.go(TODAY)
    hands.settle()
    pane = hands.window.list_pane
    assert "follow no feed" in pane.empty.headline.text()
    button = pane.empty.buttons()[0]
    button.click()
    hands.settle()
    assert [feed.address for feed in hands.window.library.feeds.all()] == ["hf-daily"]
    assert hands.toast() == "Following Daily Papers"
    assert pane.empty.headline.text() == "Nothing came yet" and line(hands, DAILY).title == "Daily Papers"


def test_trouble_of_a_feed_is_a_mark_and_a_sentence(today: Hands) -> None:
    library = today.window.library
    library.feeds.failed(library.feeds.get("arxiv:cs.IR").id, "arXiv asked us to wait until 14:20.", "cooling")
    banner = today.window.list_pane.feed_head.banner
    today.until(banner.isVisible)
    assert "wait until 14:20" in today.window.list_pane.feed_head.banner_text.text()
    place = Place(Kind.FEED, "arxiv:cs.IR")
    today.until(lambda: "14:20" in line(today, place).tip)
    library.feeds.answered(library.feeds.get("arxiv:cs.IR").id)
    today.until(banner.isHidden)


def test_three_hundred_papers_are_gone_through_by_keys_alone(folder: Path, opened: Open) -> None:
    with Library.open(folder) as library:
        library.feeds.add("hf-daily", "daily", "Daily Papers")
        papers = take(library, *(entry(number, TUESDAY, upvotes=number % 7) for number in range(1, 301)))
    hands = opened()
    hands.key(Qt.Key.Key_T, alt=True)
    hands.window.view.setFocus()
    hands.key(Qt.Key.Key_J)
    for number in range(300):
        # As a person does: what is pressed is taken up before the next key, what follows from it is not waited for.
        QTest.keyClicks(hands.window.view, "sdd"[number % 3])
        QApplication.processEvents()
    hands.until(lambda: not hands.window.busy, seconds=30)
    hands.settle()
    library = hands.window.library
    assert len(library.papers.select(StatusIs(Status.TO_READ))) >= 100
    assert statuses(library, papers).count(Status.TO_READ) == 100
    assert statuses(library, papers).count(Status.DISMISSED) == 200
    assert hands.window.list_pane.feed_head.counts.text().startswith("0 of 300 undecided")


def test_rows_that_were_there_stay_where_they_were() -> None:
    assert held([3, 1, 4, 2], [1, 2, 3]) == [1, 4, 2, 3]
    assert held([9, 1], [1, 2]) == [9, 1]
    assert held([5, 6], []) == [5, 6]


def test_for_you_follows_the_decisions_and_says_why(folder: Path, opened: Open) -> None:
    rivers, snow = "How rivers carry sand and gravel to their mouths", "Which crystals fall as snow on high ridges"

    def told(number: int, words: str, day: str) -> Entry:
        record = PaperRecord(title=f"Paper {number:03}", date=day, abstract=f"{words}.", arxiv_id=f"2509.{number:05}")
        return Entry(record, day, showing=Showing(upvotes=number))

    with Library.open(folder) as library:
        library.feeds.add("hf-daily", "daily", "Daily Papers")
        before = take(library, *(told(number, rivers if number % 2 else snow, MONDAY) for number in range(1, 9)))
        take(library, *(told(number, rivers if number % 2 else snow, TUESDAY) for number in range(11, 15)))
        library.deciding.decide([paper for at, paper in enumerate(before) if at % 2 == 0], "save")
        library.deciding.decide([paper for at, paper in enumerate(before) if at % 2], "dismiss")
    hands = opened()
    hands.window.listing.meaning = True
    hands.window.field.line.setFocus()
    hands.window.go(TODAY)
    hands.until(lambda: hands.window.model.rowCount() == 4)
    hands.window.view.setFocus()
    hands.until(lambda: hands.window.model.index(0, 0).data(RANKED_ROLE) is not None, seconds=60)
    hands.settle()
    hands.key("j")
    assert hands.chosen() == hands.titles()[:1], "and not what was the first by upvotes, and is no longer"
    hands.window.view.clearSelection()
    assert {number % 2 for number in numbers(hands)[:2]} == {1}, "those about rivers, though others have more upvotes"
    assert any(reason for _, reason in hands.window.model.index(0, 0).data(RANKED_ROLE).reasons)
    library = hands.window.library
    hands.window.view.setFocus()
    hands.key(Qt.Key.Key_Left)
    hands.until(lambda: not hands.window.listing.thinks, seconds=60)
    hands.settle()
    assert hands.chosen() == hands.titles()[:1] != ["Paper 008"], "though that has the most upvotes, and was first"
    hands.key(Qt.Key.Key_Right)
    hands.until(lambda: not hands.window.listing.thinks, seconds=60)
    hands.settle()
    library.deciding.add_rule("snow", "mute")
    hands.window.list_pane.set_order(Order.FOR_YOU)
    hands.until(lambda: len(numbers(hands)) == 2, seconds=60)
    assert "2 papers are muted" in hands.window.list_pane.feed_head.banner_text.text()
    hands.window.list_pane.set_order(Order.NEW)
    hands.settle()
    assert numbers(hands) == [11, 12, 13, 14]


def test_what_is_said_of_how_little_is_known_stays_true_while_one_decides(library: Library) -> None:
    library.feeds.add("hf-daily", "daily", "Daily Papers")
    papers = take(library, *(entry(number, TUESDAY) for number in range(1, 8)))

    def said() -> str:
        ranking = read_page(library, TODAY, None, Order.FOR_YOU, ranking=ForYou(too_little=True))[1].ranking
        assert ranking is not None
        return ranking.note

    assert "nothing is decided yet" in said()
    library.deciding.decide(papers[:2], "save")
    assert "only 2 of your decisions are known" in said()
    library.deciding.decide(papers[2:5], "dismiss")
    assert said().endswith("press For you to order these by it.")


def test_details_say_what_feeds_say_and_decide(today: Hands, papers: tuple[int, ...]) -> None:
    library = today.window.library
    said = Showing(
        upvotes=12,
        comments=1,
        submitted_by="ada",
        organisation="Institute of Mosses",
        summary="Mosses are counted.",
        keywords=("moss", "counting"),
        code="https://example.org/moss",
        stars=1200,
        project="javascript:alert(1)",
    )
    record = PaperRecord(title="Paper 007", arxiv_id="2509.00007")
    library.feeds.take(library.feeds.get("hf-daily").id, [Entry(record, TUESDAY, showing=said)])
    with library.write() as tx:
        tx.db.execute("INSERT INTO popularity VALUES (?, ?, ?, ?)", (papers[6], "2025-09-01", 2, 0))
    today.settle()
    today.choose("Paper 007")
    details = today.window.boxes.details
    assert details is not None
    part = details.one.shown
    assert part.where.text() == ("Institute of Mosses  ·  Daily Papers (Sep 2), cs.IR (Sep 2)  ·  submitted by ada"), (
        "one paper, wherever it was seen"
    )
    assert part.numbers.text() == "12 upvotes  ·  +10 since Sep 1  ·  1 comment  ·  code (1,200 stars)"
    summary = details.one.overview.ai_summary
    assert summary.isVisible() and summary.summary.text() == "Mosses are counted."
    assert summary.keywords.text() == "moss, counting"
    part.decisions.findChildren(QPushButton)[0].click()
    today.settle()
    assert statuses(library, papers[6:]) == [Status.TO_READ]
    today.window.go(LIBRARY)
    today.settle()
    today.choose("Do Bees Prefer Blue Flowers?")
    assert part.isHidden() and summary.isHidden(), "no feed showed that one"


def test_offline_everything_is_there_and_it_says_so(papers: tuple[int, ...], opened: Open) -> None:
    hands = opened(offline=True)
    hands.window.go(TODAY)
    hands.settle()
    head = hands.window.list_pane.feed_head
    assert head.banner.isVisible() and "work offline" in head.banner_text.text()
    assert len(numbers(hands)) == 4
    hands.window.actions_["offline"].trigger()
    hands.until(head.banner.isHidden)


def test_a_row_is_heard_with_what_it_shows(today: Hands, papers: tuple[int, ...]) -> None:
    today.window.library.deciding.decide(papers[4:5], "dismiss")
    today.settle()
    number = today.window.model.number_of(papers[4])
    assert number is not None
    said = today.window.model.index(number, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Paper 005") and "Dismissed, 40 upvotes, seen in Daily Papers" in said


def test_the_picture_of_a_paper_is_fetched_when_it_is_looked_at(
    theme: Theme, reads: Reads, qtbot: QtBot, tmp_path: Path
) -> None:
    picture = QImage(400, 200, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.darkGreen)
    assert picture.save(str(tmp_path / "moss.png"))
    (tmp_path / "page.png").write_text("<html>Sign in</html>")
    asked: list[str] = []

    def fetch(url: str) -> Path | None:
        asked.append(url)
        return None if url.endswith("none.png") else tmp_path / url.rpartition("/")[2]

    label = Thumbnail(theme)
    qtbot.addWidget(label)
    label.set_source(reads, fetch)
    for name in ("page.png", "none.png", "moss.png"):
        label.show_url(f"https://example.org/{name}")
        qtbot.waitUntil(lambda: not reads.busy)
        assert label.isVisible() == (name == "moss.png")
    assert label.pixmap().height() == theme.px(150)
    label.show_url("")
    assert label.isHidden() and len(asked) == 3


def test_its_head_steps_back_where_there_is_little_room(today: Hands) -> None:
    head = today.window.list_pane.feed_head
    assert head.bars.isVisible() and head.all_days.y() == head.order_buttons[0].y()
    today.window.resize(1110, 700)
    today.until(head.bars.isHidden)
    today.settle()
    assert head.all_days.y() > head.order_buttons[0].y()
    assert head.seen.geometry().right() <= head.width() and today.window.details_place.isVisible()
    today.window.resize(1440, 900)
    today.until(head.bars.isVisible)


class Browser(QObject):
    """Stands where the system would open a page."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    @Slot(QUrl)
    def on_url(self, url: QUrl) -> None:
        self.shown.append(url.toString())


def test_pdf_and_page_of_an_undecided_paper_open_in_the_browser(today: Hands, papers: tuple[int, ...]) -> None:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "on_url")  # type: ignore[arg-type]
    try:
        today.choose("Paper 006")
        today.key("o")
        today.key("b")
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.shown == ["https://arxiv.org/pdf/2509.00006", "https://arxiv.org/abs/2509.00006"]
    paper = today.window.library.papers.get(papers[5])
    assert (paper.status, paper.unread, paper.documents) == (Status.INBOX, False, ())
