"""Work beside the GUI thread: reads that may go stale, and the user's changes that may not.

Both deliver in the GUI thread and keep their threads for life, for the library has one connection per thread.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from readinglist.errors import ReadingListError
from readinglist.gui import guard

_log = logging.getLogger(__name__)
Function = Callable[[], Any]
OnDone = Callable[[Any], None]
OnFailed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Failed:
    """A change of the user that did not happen: what it was called, and a sentence that says why."""

    label: str
    message: str
    error: Exception


@dataclass(frozen=True, slots=True)
class Done:
    """A change of the user that happened; `undoable` says whether it became a step of the history."""

    label: str
    result: Any
    undoable: bool = True


@dataclass(eq=False)
class _Task:
    function: Function
    on_done: OnDone | None
    on_failed: OnFailed | None
    key: Hashable = None
    label: str = ""
    undoable: bool = True
    stale: bool = False
    result: Any = None
    error: Exception | None = None
    owner: object = field(default=None)

    def __post_init__(self) -> None:
        callback = self.on_done or self.on_failed
        self.owner = getattr(callback.func if isinstance(callback, partial) else callback, "__self__", None)

    def run(self) -> None:
        try:
            self.result = self.function()
        except Exception as error:
            self.error = error

    def deliver(self, callback: Callable[[Any], None] | None, value: object) -> None:
        # A view that was closed meanwhile wants no answer.
        if callback is None or (isinstance(self.owner, QObject) and not isValid(self.owner)):
            return
        try:
            callback(value)
        except Exception as error:
            guard.report(error, getattr(callback, "__qualname__", repr(callback)))


class _Threads(QObject):
    """Threads that take tasks from one queue and hand each back to the GUI thread."""

    _finished = Signal(object)

    def __init__(self, name: str, count: int) -> None:
        super().__init__()
        self._queue: deque[_Task] = deque()
        self._ready = threading.Condition()
        self._running = 0
        self._closing = False
        self._finished.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True) for number in range(count)
        ]
        for thread in self._threads:
            thread.start()

    def _put(self, task: _Task) -> None:
        with self._ready:
            if self._closing:
                return
            self._queue.append(task)
            self._ready.notify()

    def _work(self) -> None:
        while True:
            with self._ready:
                while not self._queue and not self._closing:
                    self._ready.wait()
                if not self._queue:
                    return
                task = self._queue.popleft()
                self._running += 1
            if not task.stale:
                task.run()
            with self._ready:
                if self._closing and not self._drains:
                    self._running -= 1
                    continue
            self._finished.emit(task)
            del task

    @Slot(object)
    def _on_ended(self, task: _Task) -> None:
        with self._ready:  # not before: until its answer is told, a question is not at its end
            self._running -= 1
        self._on_finished(task)

    _drains = False

    @property
    def busy(self) -> bool:
        """Whether anything is queued, running, or about to be told."""
        with self._ready:
            return bool(self._queue or self._running)

    def close(self, seconds: float = 1.0) -> bool:
        """Take nothing more, end the threads; False when one was still at work after `seconds`."""
        with self._ready:
            self._closing = True
            if not self._drains:
                self._queue.clear()
            self._ready.notify_all()
        for thread in self._threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self._threads)

    @Slot(object)
    def _on_finished(self, task: _Task) -> None:
        raise NotImplementedError


class Reads(_Threads):
    """A small pool for questions to the library; an answer that was overtaken by a newer question is dropped."""

    def __init__(self, threads: int = 2) -> None:
        self._latest: dict[Hashable, _Task] = {}
        super().__init__("reads", threads)

    def ask(
        self,
        function: Function,
        on_done: OnDone,
        *,
        key: Hashable = None,
        on_failed: OnFailed | None = None,
    ) -> None:
        """Run `function` on a pool thread, then `on_done(result)` in the GUI thread.

        Of questions with the same `key` only the newest is answered (None: each). `on_done` is a bound method; when its
        QObject is gone the answer is dropped. Without `on_failed` an error is logged.
        """
        task = _Task(function, on_done, on_failed, key=(task_owner(on_done), key) if key is not None else None)
        if task.key is not None:
            older = self._latest.get(task.key)
            if older is not None:
                older.stale = True
            self._latest[task.key] = task
        self._put(task)

    def forget(self, on_done: OnDone, key: Hashable) -> None:
        """Drop the answer that is still to come for `key`."""
        older = self._latest.pop((task_owner(on_done), key), None)
        if older is not None:
            older.stale = True

    @Slot(object)
    def _on_finished(self, task: _Task) -> None:
        if task.key is not None and self._latest.get(task.key) is task:
            del self._latest[task.key]
        if task.stale:
            return
        if task.error is None:
            task.deliver(task.on_done, task.result)
        elif task.on_failed is not None:
            task.deliver(task.on_failed, task.error)
        elif isinstance(task.error, ReadingListError):
            _log.warning("A question to the library failed: %s", task.error)
        else:
            guard.report(task.error, getattr(task.function, "__qualname__", "a question to the library"))


class UserThread(_Threads):
    """The user's changes, one after another on one thread; closing waits until the last one is on disk."""

    done = Signal(object)
    """A `Done`, for the undo toast."""
    failed = Signal(object)
    """A `Failed`, for the message."""
    busy_changed = Signal(bool)
    _drains = True

    def __init__(self) -> None:
        super().__init__("user", 1)

    def do(
        self,
        label: str,
        function: Function,
        *,
        on_done: OnDone | None = None,
        on_failed: OnFailed | None = None,
        undoable: bool = True,
    ) -> None:
        """Run a change called `label` (`Tag 3 papers`), then `on_done(result)` or `on_failed(error)` in the GUI thread.

        `undoable=False` for what makes no step of the history, or says in its own way that it is done: no toast then.
        """
        self._put(_Task(function, on_done, on_failed, label=label, undoable=undoable))
        self.busy_changed.emit(True)

    def close(self, seconds: float = 30.0) -> bool:
        """Finish what was asked for, then end."""
        return super().close(seconds)

    @Slot(object)
    def _on_finished(self, task: _Task) -> None:
        if task.error is None:
            task.deliver(task.on_done, task.result)
            self.done.emit(Done(task.label, task.result, task.undoable))
        else:
            if task.on_failed is not None:
                task.deliver(task.on_failed, task.error)
            if isinstance(task.error, ReadingListError):
                message = str(task.error)
            else:
                guard.report(task.error, task.label)
                message = "Something went wrong inside the program; nothing was changed. The log has the details."
            self.failed.emit(Failed(task.label, message, task.error))
        if not self.busy:
            self.busy_changed.emit(False)


def task_owner(callback: OnDone) -> int:
    """Tells the questions of one view from those of another."""
    return id(getattr(callback, "__self__", callback))
