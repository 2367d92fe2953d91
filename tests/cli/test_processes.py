"""The installed command as a process: imports, pipes, signals, and a machine without a screen."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from readinglist.library import Library
from readinglist.library.records import PaperRecord
from tests.conftest import ROOT

HEAVY = ("numpy", "requests", "pymupdf", "torch", "PySide6", "sqlite_utils", "sentence_transformers", "bibtexparser")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "readinglist", *map(str, arguments)]


def environment(**more: str) -> dict[str, str]:
    """Ours without any screen."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
    }
    return kept | more


def run(*arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=ROOT, env=environment(**more), capture_output=True, text=True, timeout=60, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with two papers."""
    with Library.open(tmp_path / "library") as library:
        library.papers.add([PaperRecord(title="One"), PaperRecord(title="Two")], source="user")
    return tmp_path / "library"


def test_the_command_works_as_a_process(folder: Path) -> None:
    done = run("--library", folder, "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize("arguments", [["--library", ""], ["--library= "], ["--library", "", "list"]])
def test_a_library_without_a_name_is_refused(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "it is empty" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="the shell that closes a stream is a POSIX one")
def test_output_that_nobody_wants_is_lost_quietly(folder: Path) -> None:
    closed = ["sh", "-c", '"$@" >&-', "sh", *command("--library", folder, "star", "1")]
    done = subprocess.run(
        closed, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "1 paper starred.\n")


def test_the_log_speaks_like_the_program(folder: Path) -> None:
    for file in folder.glob("index.db*"):
        file.write_bytes(b"no database at all" * 500)
    done = run("--library", folder, "list", "one")
    assert "One" in done.stdout
    assert done.stderr.startswith("readinglist: The search index ")
    assert "WARNING" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
@pytest.mark.parametrize("arguments", [["list"], ["list", "--json"], ["--version"], ["--help"]])
def test_a_full_disk_behind_the_output_is_told(folder: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command("--library", folder, *arguments), cwd=ROOT, env=environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "could not be written" in done.stderr


def test_the_library_can_be_named_by_the_environment(folder: Path) -> None:
    assert len(run("list", READINGLIST_LIBRARY=str(folder)).stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments", [("list", "one"), ("show", "1"), ("tags",), ("star", "1"), ("search", "--by", "words", "one")]
)
def test_plain_commands_load_nothing_heavy(folder: Path, arguments: tuple[str, ...]) -> None:
    code = (
        "import sys; from readinglist.app import run\n"
        f"status = run({['--library', str(folder), *arguments]!r})\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
        "sys.exit(status)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "[]")


def test_a_reader_that_has_enough_is_no_error(folder: Path) -> None:
    with Library.open(folder) as library:
        records = [PaperRecord(title=f"Paper {number}", abstract="much to say " * 500) for number in range(100)]
        library.papers.add(records, source="user")
    process = subprocess.Popen(
        command("--library", folder, "list", "--json"), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_work_runs_until_it_is_stopped(folder: Path, number: signal.Signals) -> None:
    with Library.open(folder) as library:
        library.jobs.pause([job.id for job in library.jobs.list()])  # what the model does is tested elsewhere
    process = subprocess.Popen(
        command("--library", folder, "work", "--json"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    assert process.stderr.readline().startswith("Working")
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    assert '"paused"' in out
    assert "Traceback" not in err


INTERRUPT_IN_A_LOCK = """
import os, signal, sys
from readinglist.app import run

def interrupt(frame, event, argument):
    if event != "return" or frame.f_code.co_name != "_release_save":
        return
    caller = frame
    while caller := caller.f_back:
        if caller.f_code.co_name == "start" and caller.f_code.co_filename.endswith("runner.py"):
            sys.setprofile(None)
            print("Interrupted.", file=sys.stderr)
            signal.raise_signal(signal.SIGINT)
            return

sys.setprofile(interrupt)
sys.exit(run(sys.argv[1:]))
"""
"""Sends itself a Ctrl+C when a thread of the background work is started, and has just given away a lock."""


@pytest.mark.parametrize(("arguments", "code"), [(["work"], 0), (["work", "--until-idle"], 130)])
def test_no_lock_is_broken_by_ctrl_c(folder: Path, arguments: list[str], code: int) -> None:
    command = [sys.executable, "-c", INTERRUPT_IN_A_LOCK, "--library", str(folder), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "Interrupted." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == code


HOLDS_BACK = """
import sys
from readinglist.cli.interrupts import Interrupts

interrupts = Interrupts()
with interrupts.taken():
    try:
        with interrupts.held_back():
            while not interrupts.came:
                print("waits", flush=True)
                sys.stdin.readline()
            print("came", flush=True)
            sys.stdin.readline()
    except KeyboardInterrupt:
        print("ended")
"""


@pytest.mark.skipif(os.name != "posix", reason="another system has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("again", [True, False])
def test_the_second_interrupt_is_not_held_back(number: signal.Signals, again: bool) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_BACK], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "waits\n"
        process.send_signal(number)
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "came\n"
        if again:
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == -signal.SIGINT
        else:
            assert process.communicate("\n")[0] == "ended\n"
            assert process.returncode == 0


def test_ctrl_c_ends_with_130_and_no_traceback(folder: Path) -> None:
    process = subprocess.Popen(
        command("--library", folder, "add", "-"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED="1"),
    )
    # It reads its standard input once it has the library open: wait for that.
    assert process.stdin is not None
    process.stdin.write(b"x" * 300_000)  # more than a pipe holds: returns when it is being read
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err


@pytest.mark.skipif(sys.platform != "linux", reason="screens of other systems are always there")
@pytest.mark.parametrize(
    ("screen", "said"),
    [
        ({}, "DISPLAY"),
        ({"DISPLAY": ":4711"}, ":4711"),
        ({"WAYLAND_DISPLAY": "wayland-4711"}, "wayland-4711"),
        ({"QT_QPA_PLATFORM": "xcb"}, "DISPLAY"),
    ],
)
def test_without_a_screen_one_sentence_says_what_to_do(tmp_path: Path, screen: dict[str, str], said: str) -> None:
    done = run("--library", tmp_path / "library", XDG_RUNTIME_DIR=str(tmp_path), **screen)
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert line.startswith("readinglist: No window can open because ")
    assert said in line
    assert "Every command works without a screen" in line
    assert not (tmp_path / "library").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="an X server is asked")
def test_a_screen_that_never_answers_is_given_up(tmp_path: Path) -> None:
    """A server that accepts and then says nothing, as one that hangs: by TCP, where no X11 folder is needed."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        display = f"127.0.0.1:{server.getsockname()[1] - 6000}"
        done = run("--library", tmp_path / "library", DISPLAY=display)
    assert done.returncode == 1
    assert display in done.stderr


def test_a_missing_system_library_is_named(tmp_path: Path) -> None:
    from readinglist.gui.screen import missing_library

    sentence = missing_library("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "libEGL.so.1" in sentence
    assert "apt install libgl1 libegl1 " in sentence
    assert "libxcb-cursor0" in missing_library("libxcb-icccm.so.4: cannot open shared object file: No such file")
    assert "reinstall" in missing_library("undefined symbol: qt_version_tag")
