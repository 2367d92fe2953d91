"""The library as a folder: opening, migrations, failing disks, several connections, backups."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from readinglist.errors import LibraryError, NotFoundError
from readinglist.library import Library
from readinglist.library.migrations import pending
from readinglist.library.query import Everything
from readinglist.library.records import Changes, PaperRecord

PAPER = PaperRecord(title="A Paper That Stays Where It Is Put")


def test_an_old_library_opens_without_importing_sqlite_utils(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    code = (
        "import sys; from pathlib import Path; from readinglist.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library: library.counts()\n"
        "print([name for name in ('sqlite_utils', 'numpy') if name in sys.modules])"
    )
    out = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "library")], capture_output=True, text=True, check=True
    )
    assert out.stdout.strip() == "[]"


def test_a_newer_library_is_refused_and_left_alone(tmp_path: Path) -> None:
    Library.open(tmp_path / "library").close()
    path = tmp_path / "library" / "library.db"
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE _sqlite_migrations SET name = '9999_future' WHERE name LIKE '0001%'")
        db.commit()
    with pytest.raises(LibraryError, match="newer version"):
        Library.open(tmp_path / "library")


def test_two_processes_may_make_one_library_at_once(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from readinglist.library import Library
Library.open(Path(sys.argv[1])).close()
"""
    running = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "new")]) for _ in range(4)]
    assert [process.wait() for process in running] == [0, 0, 0, 0]
    with contextlib.closing(sqlite3.connect(tmp_path / "new" / "library.db")) as db:
        assert pending(db) == []


def test_what_is_not_a_library_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LibraryError, match="is a file"):
        Library.open(tmp_path / "file")
    with pytest.raises(NotFoundError):
        Library.open(tmp_path / "nowhere", create=False)
    assert not (tmp_path / "nowhere").exists()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "library.db").write_bytes(b"this is no database at all, but long enough to look at" * 40)
    with pytest.raises(LibraryError, match="backups"):
        Library.open(broken)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_gets_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    Library.open(folder).close()
    for path in (folder / "library.db", folder):
        path.chmod(0o500)
    try:
        with pytest.raises(LibraryError), Library.open(folder) as library:
            library.papers.add([PAPER], source="test")
    finally:
        folder.chmod(0o700)


@pytest.mark.parametrize("what", ["library", "library/library.db"])
def test_a_library_that_is_gone_gets_the_same_sentence_everywhere(tmp_path: Path, what: str) -> None:
    """Its folder or its file alone; on a thread that has it open, and on one that opens it."""
    with Library.open(tmp_path / "library") as library:
        library.papers.add([PAPER], source="test")
        (tmp_path / what).rename(tmp_path / "elsewhere")

        def attempts() -> Iterator[str]:
            record = PaperRecord(title="Another Paper That Comes Too Late")
            for attempt in (lambda: library.papers.add([record], source="test"), library.back_up):
                with pytest.raises(LibraryError) as caught:
                    attempt()
                yield str(caught.value)

        def opening() -> Iterator[str]:
            with pytest.raises(LibraryError) as caught:
                library.counts()
            yield str(caught.value)

        said = list(attempts())
        with ThreadPoolExecutor(1) as other:
            said += other.submit(lambda: [*opening(), *attempts()]).result()
        assert len(said) == 5
        assert len(set(said)) == 1
        assert "is gone" in said[0]
        assert not (tmp_path / "library" / "library.db").exists()
    if what == "library":
        with Library.open(tmp_path / "elsewhere") as library:
            assert library.counts().all == 1


def test_a_full_disk_changes_nothing_and_is_told(tmp_path: Path) -> None:
    """A limit on the size of files makes SQLite see what a full disk does."""
    code = """
import resource, signal, sys
from pathlib import Path
from readinglist.errors import LibraryError
from readinglist.library import Library
from readinglist.library.records import PaperRecord
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
library = Library.open(Path(sys.argv[1]))
library.papers.add([PaperRecord(title='The First One Fits On The Disk')], source='test')
size = sum(p.stat().st_size for p in Path(sys.argv[1]).glob('library.db*'))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
try:
    records = [PaperRecord(title=f'Number {n} of very many', abstract='long ' * 2000) for n in range(400)]
    library.papers.add(records, source='test')
except LibraryError as error:
    print('told:', error)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(library.counts().all, library.history.next_undo())
library.papers.add([PaperRecord(title='And Now There Is Room Again')], source='test')
print(library.counts().all)
library.close()
"""
    out = subprocess.run([sys.executable, "-c", code, str(tmp_path / "l")], capture_output=True, text=True, check=False)
    lines = out.stdout.splitlines()
    assert out.returncode == 0, out.stderr
    assert lines[0].startswith("told: ") and "nothing was changed" in lines[0]
    assert lines[1:] == ["1 Add “The First One Fits On The Disk”", "2"]


def test_listeners_hear_what_changed_after_the_commit(library: Library) -> None:
    heard: list[Changes] = []
    seen: list[int] = []

    def listen(changes: Changes) -> None:
        heard.append(changes)
        seen.append(library.counts().all)

    library.subscribe(listen)
    (paper,) = library.papers.add([PAPER], source="test").added
    assert seen == [1]
    assert heard[0].papers == {paper} and heard[0].listing and heard[0].history
    library.papers.star([])
    assert len(heard) == 1  # nothing changed, nothing told


def test_news_of_another_process_is_noticed_and_our_own_is_not(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library") as library, Library.open(tmp_path / "library") as other:
        heard: list[Changes] = []
        library.subscribe(heard.append)
        assert not library.poll()
        library.papers.add([PAPER], source="test")
        assert not library.poll()
        heard.clear()
        other.papers.star([1])
        assert library.poll() and heard == [Changes(everything=True)]
        assert not library.poll()
        library.papers.star([1], on=False)
        other.papers.star([1])
        assert library.poll()


def test_many_threads_read_while_one_writes(library: Library) -> None:
    stop = threading.Event()
    trouble: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                ids = library.papers.select(Everything())
                assert len(library.papers.rows(ids)) >= 0
                library.tags.all()
        except BaseException as error:
            trouble.append(error)
        finally:
            library.forget_thread()

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(60):
        library.papers.add([PaperRecord(title=f"Paper {n} of a busy afternoon")], source="test", tags=[f"t{n % 5}"])
        if n % 3 == 0:
            library.history.undo()
    stop.set()
    for thread in threads:
        thread.join()
    assert trouble == []


def test_two_processes_that_read_and_then_write_do_not_lose_a_change(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with Library.open(folder) as library:
        library.papers.add([PAPER], source="test")
    code = """
import sys
from pathlib import Path
from readinglist.library import Library
with Library.open(Path(sys.argv[1])) as library:
    for n in range(40):
        with library.change('append') as tx:
            note = tx.db.execute('SELECT text FROM notes WHERE paper_id = 1').fetchone()
            library.notes.set(1, (note[0] if note else '') + sys.argv[2])
"""
    running = [subprocess.Popen([sys.executable, "-c", code, str(folder), letter]) for letter in "ab"]
    assert [process.wait() for process in running] == [0, 0]
    with Library.open(folder) as library:
        text = library.notes.get(1)
        assert (text.count("a"), text.count("b")) == (40, 40)


def test_backups_are_whole_and_the_oldest_go(library: Library) -> None:
    library.papers.add([PAPER], source="test")
    assert library.last_backup() is None
    copies = [library.back_up() for _ in range(12)]
    assert len(list((library.folder / "backups").iterdir())) == 10
    with contextlib.closing(sqlite3.connect(copies[-1])) as db:
        assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert db.execute("SELECT count(*) FROM papers").fetchone()[0] == 1
    assert library.last_backup() is not None
