"""Files that are there whole, or as they were."""

from __future__ import annotations

import os
import stat
import sys
import threading
from pathlib import Path

import pytest

from readinglist.whole_files import write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    there, link = tmp_path / "there.txt", tmp_path / "link.txt"
    write_whole(there, b"one")
    there.chmod(0o600)
    link.symlink_to(there)
    write_whole(link, b"two")
    assert (there.read_bytes(), link.is_symlink()) == (b"two", True)
    assert sys.platform == "win32" or stat.S_IMODE(there.stat().st_mode) == 0o600, "what was private stays so"
    assert {path.name for path in tmp_path.iterdir()} == {"there.txt", "link.txt"}


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "missing" / "file.txt"):
        with pytest.raises(OSError, match=r"irectory"):
            write_whole(path, b"words")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes")
def test_a_pipe_takes_the_bytes_and_stays_one(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", list[bytes]()
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, b"words")
    reader.join(10)
    assert read == [b"words"] and stat.S_ISFIFO(pipe.stat().st_mode)
