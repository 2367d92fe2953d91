"""The queue in the window: its order by keys and by hand, days, ages, and what to read now."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest

from readinglist.gui.paper_delegate import due_chip
from readinglist.gui.places import Kind, Place
from readinglist.library import Library
from readinglist.library.records import Status
from tests.gui.conftest import TITLES, Hands, Open

TODAY = datetime.date.today()
QUEUE = [TITLES[0], *TITLES[5:]]
"""The titles that the fixture leaves to read, in the order in which they were saved."""


def to_read(opened: Open) -> Hands:
    hands = opened()
    hands.window.go(Place(Kind.TO_READ))
    hands.settle()
    return hands


class _Dragged(QDropEvent):
    """A drop whose source is the list itself, as only a real drag has."""

    def __init__(self, hands: Hands, y: int) -> None:
        view, data = hands.window.view, hands.window.model.mimeData([hands.window.model.index(0, 0)])
        assert data is not None
        self._source, self._data = view, data
        super().__init__(
            QPointF(100, y), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )

    def source(self) -> QObject:
        return self._source


class _DraggedOver(QDragMoveEvent):
    """The same while it is on its way."""

    def __init__(self, hands: Hands, y: int) -> None:
        view, data = hands.window.view, hands.window.model.mimeData([hands.window.model.index(0, 0)])
        assert data is not None
        self._source, self._data = view, data
        super().__init__(
            QPoint(100, y), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        )

    def source(self) -> QObject:
        return self._source


def test_it_stands_in_the_order_of_saving_and_says_how_much_waits(opened: Open) -> None:
    hands = to_read(opened)
    assert hands.titles() == QUEUE
    strip = hands.window.queue.strip
    assert strip.isVisible() and strip.words.text() == "8 papers"
    hands.window.go(Place(Kind.READ))
    hands.settle()
    assert not strip.isVisible() and not hands.window.view.reorderable


def test_keys_move_papers_and_undo_moves_them_back(opened: Open) -> None:
    hands = to_read(opened)
    hands.choose(QUEUE[2])
    hands.key(Qt.Key.Key_Up, alt=True)
    assert hands.titles()[:3] == [QUEUE[0], QUEUE[2], QUEUE[1]]
    assert hands.chosen() == [QUEUE[2]], "the keys go on with the same paper"
    hands.key(Qt.Key.Key_Up, alt=True)
    hands.key(Qt.Key.Key_Up, alt=True)
    assert hands.titles()[:3] == [QUEUE[2], QUEUE[0], QUEUE[1]]
    hands.key(Qt.Key.Key_Down, alt=True)
    assert hands.titles()[:3] == [QUEUE[0], QUEUE[2], QUEUE[1]]
    hands.key(Qt.Key.Key_End, alt=True)
    assert hands.titles()[-1] == QUEUE[2]
    hands.key(Qt.Key.Key_Home, alt=True)
    assert hands.titles()[0] == QUEUE[2]
    assert [hands.window.library.papers.get(paper).title for paper in hands.window.library.queue.order()] == (
        hands.titles()
    )
    assert hands.toast() == "Put 1 paper first in the queue"
    for _ in range(5):
        hands.window.actions_["undo"].trigger()
        hands.settle()
    assert hands.titles() == QUEUE


def test_in_another_order_nothing_can_be_moved(opened: Open) -> None:
    hands = to_read(opened)
    hands.window.actions_["sort-title"].trigger()
    hands.settle()
    hands.choose(QUEUE[2])
    assert not hands.window.actions_["queue-up"].isEnabled()
    assert "queue order" in hands.window.actions_["queue-up"].toolTip()
    assert hands.window.actions_["queue-first"].isEnabled()
    hands.window.actions_["sort-queue"].trigger()
    hands.settle()
    hands.choose(QUEUE[2])
    assert hands.window.actions_["queue-up"].isEnabled()


def test_dragging_within_the_list_moves_and_shows_where_to(opened: Open) -> None:
    hands = to_read(opened)
    view = hands.window.view
    hands.choose(QUEUE[4], QUEUE[5])
    height = view.rowHeight(0)
    over = _DraggedOver(hands, round(1.1 * height))
    over.ignore()
    view.dragMoveEvent(over)
    assert over.isAccepted()
    marked = view.grab().toImage().pixelColor(view.width() // 2, height - 1)
    assert marked == hands.window.theme.accent
    view.dropEvent(_Dragged(hands, round(1.1 * height)))
    hands.settle()
    assert hands.titles()[:4] == [QUEUE[0], QUEUE[4], QUEUE[5], QUEUE[1]]
    view.dropEvent(_Dragged(hands, 8 * height))
    hands.settle()
    assert hands.titles()[-2:] == [QUEUE[4], QUEUE[5]]
    assert hands.chosen() == [QUEUE[4], QUEUE[5]]


@pytest.mark.parametrize(
    ("days", "chip"),
    [(0, ("by today", "rose")), (1, ("by tomorrow", "amber"))],
)
def test_the_chip_of_a_day_is_quiet_until_the_day_is_near(days: int, chip: tuple[str, str]) -> None:
    assert due_chip((TODAY + datetime.timedelta(days=days)).isoformat(), TODAY) == chip


def test_chips_of_other_days() -> None:
    tuesday = datetime.date(2026, 11, 24)
    said = [due_chip(day, tuesday) for day in ("2026-11-20", "2026-11-26", "2026-11-28", "2026-12-24", "2027-01-01")]
    assert said == [
        ("due 20 Nov", "rose"),
        ("by Thu", "amber"),
        ("by Sat", "slate"),
        ("by 24 Dec", "slate"),
        ("by 1 Jan 2027", "slate"),
    ]


def test_a_day_is_chosen_by_keys_and_shown(opened: Open) -> None:
    hands = to_read(opened)
    hands.choose(QUEUE[1])
    hands.key(Qt.Key.Key_B, shift=True)
    palette = hands.window.boxes.palette
    assert palette is not None and palette.isVisible()
    assert palette.titles()[0].startswith("Today, ")
    QTest.keyClicks(palette.field, "tomorrow")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    hands.settle()
    tomorrow = (TODAY + datetime.timedelta(days=1)).isoformat()
    paper = hands.window.model.ids[1]
    assert hands.window.library.queue.by_dates([paper]) == {paper: tomorrow}
    row = hands.window.model.row(1)
    assert row is not None and row.by == tomorrow
    index = hands.window.model.index(1, 0)
    assert "to be read by tomorrow" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    hands.window.queue._set_by([paper], TODAY)
    hands.settle()
    assert hands.window.queue.strip.due.text() == "1 is due"
    hands.choose(QUEUE[1])
    hands.key(Qt.Key.Key_B, shift=True)
    assert palette.titles()[0] == "No day"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    hands.settle()
    assert hands.window.library.queue.by_dates([paper]) == {}


def test_once_a_day_what_is_due_is_told(folder: Path, opened: Open) -> None:
    with Library.open(folder) as library:
        paper = library.queue.order()[3]
        library.queue.set_by([paper], TODAY - datetime.timedelta(days=1))
        library.queue.set_by([library.queue.order()[4]], TODAY + datetime.timedelta(days=1))
    hands = opened()
    assert hands.toast() == "1 paper is to be read by today"
    hands.window.toast.button.click()
    hands.settle()
    assert hands.titles() == QUEUE
    hands.window.toast.hide()
    hands.window.actions_["star"].trigger()
    hands.window.news.read_all()
    hands.settle()
    assert hands.toast() == ""


def test_a_day_puts_a_paper_of_the_inbox_on_the_queue(opened: Open) -> None:
    hands = opened()
    hands.window.go(Place(Kind.INBOX))
    hands.settle()
    hands.choose("Lichens as Clocks")
    (paper,) = hands.window.view.selected()
    hands.window.queue._set_by([paper], TODAY)
    hands.settle()
    assert hands.window.library.papers.get(paper).status == Status.TO_READ
    assert paper in hands.window.library.queue.order()


def test_what_to_read_now_is_picked_by_the_time(folder: Path, opened: Open) -> None:
    with Library.open(folder) as library:
        for number, paper in enumerate(library.queue.order()[:3], 1):
            with library.change("Attach") as tx:
                made = library.documents.add(tx, paper, f"{paper}.pdf", f"{paper:064}", "a.pdf")
            with library.write() as tx:
                library.documents.set_result(tx, made, "read", 10 * number)
    hands = opened()
    hands.key(Qt.Key.Key_M, control=True)
    box = hands.window.queue.box
    assert box is not None and box.isVisible() and box.minutes == 40
    hands.until(lambda: len(box.picks()) == 2)
    assert {pick.title: pick.time for pick in box.picks()} == {QUEUE[0]: "20 min", QUEUE[1]: "40 min"}
    assert any("the first in your queue" in pick.why for pick in box.picks())
    box.times.button(15).click()
    hands.until(lambda: not box.waiting)
    hands.settle()
    assert {pick.time for pick in box.picks()} == {""} and "not known" in box.note.text()
    box.field.setValue(25)
    hands.until(lambda: not box.waiting)
    hands.settle()
    assert [pick.title for pick in box.picks()] == [QUEUE[0]]
    box.show_button.click()
    hands.settle()
    assert not box.isVisible() and hands.chosen() == [QUEUE[0]]
    hands.key(Qt.Key.Key_M, control=True)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
