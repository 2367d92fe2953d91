"""Work beside the GUI thread: who answers, in which thread, in which order, and what is dropped."""

from __future__ import annotations

import threading
from functools import partial

from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from readinglist.errors import InputError
from readinglist.gui import guard
from readinglist.gui.work import Done, Failed, Reads, UserThread


class Ear(QObject):
    """Hears answers and in which thread they come."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[threading.Thread] = set()

    @Slot(object)
    def on_done(self, value: object) -> None:
        self.heard.append(value)
        self.threads.add(threading.current_thread())


def test_an_answer_comes_in_the_gui_thread(reads: Reads, qtbot: QtBot) -> None:
    ear = Ear()
    reads.ask(threading.current_thread, ear.on_done)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.threads == {threading.main_thread()}
    assert ear.heard != [threading.main_thread()]


def test_of_questions_with_one_key_only_the_newest_is_answered(reads: Reads, qtbot: QtBot) -> None:
    ear, gate = Ear(), threading.Event()

    def answer(number: int) -> int:
        gate.wait(10)
        return number

    for number in range(20):
        reads.ask(partial(answer, number), ear.on_done, key="same")
    gate.set()
    qtbot.waitUntil(lambda: not reads.busy)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.heard == [19]


def test_one_view_does_not_silence_another(reads: Reads, qtbot: QtBot) -> None:
    one, other = Ear(), Ear()
    reads.ask(lambda: 1, one.on_done, key="same")
    reads.ask(lambda: 2, other.on_done, key="same")
    qtbot.waitUntil(lambda: bool(one.heard and other.heard))
    assert (one.heard, other.heard) == ([1], [2])


def test_a_view_that_is_gone_hears_nothing(reads: Reads, qtbot: QtBot) -> None:
    ear, other, gate = Ear(), Ear(), threading.Event()
    heard = ear.heard
    reads.ask(lambda: gate.wait(10), ear.on_done)
    from shiboken6 import delete

    delete(ear)
    gate.set()
    reads.ask(lambda: "later", other.on_done)
    qtbot.waitUntil(lambda: not reads.busy and bool(other.heard))
    assert heard == []


def test_forgotten_questions_are_not_answered(reads: Reads, qtbot: QtBot) -> None:
    ear, gate = Ear(), threading.Event()
    reads.ask(lambda: gate.wait(10), ear.on_done, key="k")
    reads.forget(ear.on_done, "k")
    gate.set()
    reads.ask(lambda: "next", ear.on_done)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.heard == ["next"]


def test_a_failed_question_tells_who_wants_to_know(reads: Reads, qtbot: QtBot) -> None:
    ear = Ear()
    error = InputError("No such thing.")

    def fail() -> None:
        raise error

    reads.ask(fail, Ear().on_done, on_failed=ear.on_done)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.heard == [error]


def test_a_bug_in_a_question_is_reported(reads: Reads, qtbot: QtBot) -> None:
    ear = Ear()
    reads.ask(lambda: 1 // 0, ear.on_done)
    qtbot.waitUntil(lambda: bool(guard.reported))
    assert isinstance(guard.reported.pop(), ZeroDivisionError)
    assert ear.heard == []


def test_changes_follow_one_another(user: UserThread, qtbot: QtBot) -> None:
    order: list[int] = []
    ear = Ear()
    for number in range(50):
        user.do("change", partial(order.append, number), on_done=ear.on_done)
    qtbot.waitUntil(lambda: len(ear.heard) == 50)
    assert order == list(range(50))


def test_each_change_is_told(user: UserThread, qtbot: QtBot) -> None:
    with qtbot.waitSignal(user.done) as told:
        user.do("Tagged 3 papers", lambda: 7)
    assert told.args == [Done("Tagged 3 papers", 7)]


def test_a_change_that_fails_says_why(user: UserThread, qtbot: QtBot) -> None:
    error = InputError("The tag is taken.")

    def fail() -> None:
        raise error

    with qtbot.waitSignal(user.failed) as told:
        user.do("Renamed", fail)
    assert told.args == [Failed("Renamed", "The tag is taken.", error)]


def test_a_bug_in_a_change_is_told_without_its_innards(user: UserThread, qtbot: QtBot) -> None:
    with qtbot.waitSignal(user.failed) as told:
        user.do("Renamed", lambda: dict[str, int]()["missing"])
    assert told.args is not None
    assert "missing" not in told.args[0].message
    assert isinstance(guard.reported.pop(), KeyError)


def test_closing_finishes_what_the_user_asked_for(qapp: object) -> None:
    user = UserThread()
    done: list[int] = []
    gate = threading.Event()
    user.do("first", lambda: gate.wait(10))
    for number in range(5):
        user.do("more", partial(done.append, number))
    gate.set()
    assert user.close(10)
    assert done == [0, 1, 2, 3, 4]


def test_closing_reads_drops_what_was_not_begun(qapp: object) -> None:
    reads = Reads(threads=1)
    done: list[int] = []
    gate, begun = threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        gate.wait(10)

    ear = Ear()
    reads.ask(first, ear.on_done)
    reads.ask(lambda: done.append(1), ear.on_done)
    assert begun.wait(10)
    assert not reads.close(0.01)
    gate.set()
    assert reads.close(10)
    assert done == []
