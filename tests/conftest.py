"""What every test stands on: no screen, no network, no user's library, and nothing left alive afterwards."""

from __future__ import annotations

import gc
import os
import re
import select
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a shell; children would inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)
os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1")

import pytest

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from readinglist.library import Library
    from readinglist.search import Embedder

ROOT = Path(__file__).resolve().parent.parent
SERVICES = ("ARXIV", "ARXIV_PDF", "HUGGINGFACE", "DATACITE", "CROSSREF", "EUROPEPMC", "UNPAYWALL", "ARXIV_RSS")
GRACE = 3.0
"""Seconds that threads and child processes get to end after the test that started them."""

# ---------------------------------------------------------------------------------------------- what tests ask for


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared facts and data beside the repository; the test is skipped where there is none."""
    folder = Path(os.environ.get("READINGLIST_SHARED") or ROOT.parent / "shared").resolve()
    if not (folder / "data").is_dir():
        pytest.skip("no shared data here (READINGLIST_SHARED)")
    return folder


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A new library on disk, closed after the test."""
    from readinglist.library import Library

    with Library.open(tmp_path / "library") as library:
        yield library


@pytest.fixture(scope="session")
def embedder() -> Iterator[Embedder]:
    """The real model in its child process, one for all tests that ask for it."""
    from readinglist.search import Embedder

    embedder = Embedder(idle_seconds=3600)  # never ended and begun again in the middle of somebody's test
    embedder.encode(["ready"])  # so that its process and threads are older than the test that watches for new ones
    yield embedder
    embedder.close()


@pytest.fixture(scope="session", autouse=True)
def _strange_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders of the user's own are out of reach, in child processes too."""
    home = tmp_path_factory.mktemp("home")
    home.chmod(0o700)  # as Qt wants XDG_RUNTIME_DIR
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("READINGLIST_LIBRARY", raising=False)
        patch.delenv("PYTHONUNBUFFERED", raising=False)  # children write as they do for a user
        for name in ("DATA_HOME", "CONFIG_HOME", "CACHE_HOME", "STATE_HOME", "RUNTIME_DIR"):
            patch.setenv(f"XDG_{name}", str(home))
        for name in SERVICES:  # a test that forgets the network asks nobody
            patch.setenv(f"READINGLIST_{name}_URL", "http://nowhere.invalid")
        yield


# ---------------------------------------------------------------------------------------- what no test may leave behind


@pytest.fixture(autouse=True)
def _nothing_left_alive(_strange_home: None, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail the test after which a thread, a child process or a top-level window of its own is still there."""
    if "embedder" in request.fixturenames:
        request.getfixturevalue("embedder")  # shared by many tests: not this one's
    threads, children = set(_threads()), _children()
    windows = _windows()  # kept, so that each stays the same object
    yield
    deadline = time.monotonic() + GRACE
    left = [
        *(f"thread {thread.name}" for thread in _threads_left(threads, deadline)),
        *(f"child process {pid} ({_command(pid)})" for pid in _children_left(children, deadline)),
        *(f"window {name}" for name in _windows_left(windows)),
    ]
    if left:
        pytest.fail("left alive: " + "; ".join(left), pytrace=False)


def _threads() -> list[threading.Thread]:
    """Python's threads; a dummy stands for one of Qt's, whose pool keeps it and which Python cannot see end."""
    return [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]


def _threads_left(before: set[threading.Thread], deadline: float) -> list[threading.Thread]:
    for thread in set(_threads()) - before:
        started: threading.Event = thread._started  # type: ignore[attr-defined]
        started.wait(max(0.0, deadline - time.monotonic()))  # one that is being started cannot be joined yet
        thread.join(max(0.0, deadline - time.monotonic()))
    return [thread for thread in _threads() if thread not in before]


def _children() -> set[int]:
    """Ids of our child processes that have not ended (Linux; elsewhere none are seen)."""
    tasks = Path("/proc/self/task").glob("*/children")
    pids = {int(pid) for task in tasks for pid in _read(task).split()}
    return {pid for pid in pids if "\nState:\tZ" not in _read(Path(f"/proc/{pid}/status"))}


def _children_left(before: set[int], deadline: float) -> set[int]:
    for pid in _children() - before:
        try:
            process = os.pidfd_open(pid)
        except ProcessLookupError:
            continue
        poll = select.poll()
        poll.register(process, select.POLLIN)  # readable once the process has ended
        poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
        os.close(process)
    return _children() - before


def _command(pid: int) -> str:
    return _read(Path(f"/proc/{pid}/cmdline")).replace("\0", " ").strip()


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it has ended meanwhile
        return ""


def _windows() -> list[QWidget]:
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return []
    # A tool tip's label is Qt's own and stays for the next one.
    return [
        window
        for window in QApplication.topLevelWidgets()
        if window.parent() is None and window.metaObject().className() != "QTipLabel"
    ]


def _windows_left(before: list[QWidget]) -> list[str]:
    from PySide6.QtCore import QCoreApplication, QEvent

    if not _windows():
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()  # a window that only a cycle holds is on its way
    left = [window for window in _windows() if not any(window is old for old in before)]
    return [f"{window.metaObject().className()} {window.windowTitle()!r}" for window in left]


# ------------------------------------------------------------------------------------------------ what Qt complains of


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """A Qt warning fails the test: pytest-qt sees to set-up and call (pyproject.toml), this to the taking down."""
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler

    harmless = [re.compile(text) for text in item.config.getini("qt_log_ignore")]
    warnings: list[str] = []

    def hear(kind: QtMsgType, context: Any, message: str) -> None:
        quiet = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg)
        if not quiet and not any(pattern.search(message) for pattern in harmless):
            warnings.append(message)

    former: Callable[..., None] | None = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(former)
    if warnings:
        pytest.fail("Qt warned while the test was taken down: " + "; ".join(warnings), pytrace=False)
