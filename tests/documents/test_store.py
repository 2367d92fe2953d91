"""Files come into the library whole or not at all, the same bytes once, the original left alone."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from readinglist.documents import DocumentStore, find_pdfs
from readinglist.documents.files import copy_in
from readinglist.errors import DocumentError, LibraryError, NotFoundError
from readinglist.library import Library
from readinglist.library.records import PaperRecord, Person, Status

ROOT = os.geteuid() == 0 if hasattr(os, "geteuid") else False


@pytest.fixture
def store(library: Library) -> DocumentStore:
    return DocumentStore(library)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "1706.03762v5_final.pdf"
    path.write_bytes(b"%PDF-1.4 a paper" * 1000)
    return path


def known(library: Library, title: str = "Finding Again: Memory Aids", family: str = "Moreau") -> int:
    record = PaperRecord(title=title, authors=(Person(family, "Ines"),), year=2021)
    return library.papers.add([record], source="test").added[0]


def leftovers(library: Library) -> list[str]:
    return sorted(path.name for path in library.partial_folder.iterdir())


def test_a_file_becomes_a_paper_named_after_it(library: Library, store: DocumentStore, file: Path) -> None:
    taken = store.take(file)
    assert not taken.was_there
    paper = library.papers.get(taken.paper_id)
    assert (paper.title, paper.status) == ("1706.03762v5 final", Status.TO_READ)
    assert library.papers.provenance(paper.id)["title"][0] == "file-name"
    (document,) = paper.documents
    assert document.id == taken.document_id
    assert document.path == library.documents_folder / file.name
    assert document.path.read_bytes() == file.read_bytes()
    assert document.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (document.original_name, document.state) == (file.name, "waiting")
    assert "extract" in [job.kind for job in library.jobs.list()]
    assert leftovers(library) == []


def test_a_file_of_a_known_paper_gets_its_name(library: Library, store: DocumentStore, file: Path) -> None:
    paper = known(library)
    taken = store.take(file, paper)
    assert taken.paper_id == paper
    assert library.documents.get(taken.document_id).path.name == "Moreau 2021 - Finding Again - Memory Aids.pdf"
    second = file.with_name("appendix.pdf")
    second.write_bytes(b"%PDF-1.4 more")
    name = library.documents.get(store.take(second, paper).document_id).path.name
    assert name == "Moreau 2021 - Finding Again - Memory Aids (2).pdf"


def test_the_same_bytes_come_in_once(library: Library, store: DocumentStore, file: Path, tmp_path: Path) -> None:
    first = store.take(file)
    twin = tmp_path / "another name.pdf"
    twin.write_bytes(file.read_bytes())
    again = store.take(twin, known(library))
    assert again.was_there
    assert (again.paper_id, again.document_id) == (first.paper_id, first.document_id)
    assert len(list(library.documents_folder.glob("*.pdf"))) == 1
    assert leftovers(library) == []


def test_taking_it_again_brings_it_back_from_the_trash_and_mends_a_lost_file(
    library: Library, store: DocumentStore, file: Path
) -> None:
    taken = store.take(file)
    library.papers.trash([taken.paper_id])
    path = library.documents.get(taken.document_id).path
    path.unlink()
    assert store.missing_files() == [file.name]
    assert store.take(file).was_there
    assert not library.papers.get(taken.paper_id).trashed
    assert path.read_bytes() == file.read_bytes()
    assert store.missing_files() == []


def test_taking_it_again_takes_it_out_of_the_dismissed(library: Library, store: DocumentStore, file: Path) -> None:
    taken = store.take(file)
    library.papers.set_status([taken.paper_id], Status.DISMISSED)
    store.take(file)
    assert library.papers.get(taken.paper_id).status is Status.TO_READ
    store.take_all([file], status=Status.READ)
    assert library.papers.get(taken.paper_id).status is Status.READ


def test_undo_takes_it_back_and_redo_brings_it_again(library: Library, store: DocumentStore, file: Path) -> None:
    paper = known(library)
    taken = store.take(file, paper)
    path = library.documents.get(taken.document_id).path
    assert library.history.undo() == "Add file “1706.03762v5_final.pdf”"
    assert library.papers.get(paper).documents == ()
    age(path)
    assert store.collect_garbage() == 0  # it may be wanted again
    library.history.redo()
    (document,) = library.papers.get(paper).documents
    assert document.path.exists()


def test_it_joins_an_open_change(library: Library, store: DocumentStore, file: Path) -> None:
    with library.change("Add the sample"):
        paper = known(library)
        store.take(file, paper)
    assert library.history.next_undo() == "Add the sample"
    library.history.undo()
    assert library.counts().all == 0


def test_a_change_that_fails_leaves_no_file(library: Library, store: DocumentStore, file: Path) -> None:
    with pytest.raises(NotFoundError):
        store.take(file, 4711)
    assert list(library.documents_folder.glob("*.pdf")) == []
    assert leftovers(library) == []
    assert library.history.next_undo() is None


def test_names_do_not_clash_on_disks_that_ignore_case(library: Library, store: DocumentStore, tmp_path: Path) -> None:
    names = []
    for number, name in enumerate(["Paper.pdf", "paper.PDF", "PAPER.pdf"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / name).write_bytes(b"%PDF-1.4 " + bytes([number]))
        names.append(library.documents.get(store.take(folder / name).document_id).path.name)
    assert names == ["Paper.pdf", "paper (2).pdf", "PAPER (3).pdf"]


# -- what cannot be taken


def test_files_that_cannot_be_read(library: Library, store: DocumentStore, tmp_path: Path) -> None:
    loop = tmp_path / "loop.pdf"
    loop.symlink_to(loop)
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    for path, reason in [
        (tmp_path / "gone.pdf", r"is not there \(any more\)"),
        (tmp_path, "is a folder"),
        (loop, "leads back to itself"),
        (pipe, "no ordinary file"),
    ]:
        with pytest.raises(DocumentError, match=reason):
            store.take(path)
    assert library.counts().all == 0
    assert leftovers(library) == []


@pytest.mark.skipif(ROOT, reason="root may read and write everything")
def test_files_and_folders_without_permission(library: Library, store: DocumentStore, file: Path) -> None:
    file.chmod(0)
    with pytest.raises(DocumentError, match="You may not read"):
        store.take(file)
    file.chmod(0o600)
    library.partial_folder.chmod(0o500)
    with pytest.raises(LibraryError, match="may not be written to"):
        store.take(file)
    library.partial_folder.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_to_be_full(tmp_path: Path) -> None:
    # The process may write files of 1 MB, no larger: what a full disk does, as far as the copy can see.
    file = tmp_path / "large.pdf"
    file.write_bytes(b"%PDF-1.4" + bytes(3_000_000))
    (tmp_path / "partial").mkdir()
    program = f"""
import resource, signal
from pathlib import Path
from readinglist.documents.files import copy_in
from readinglist.errors import LibraryError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
try:
    copy_in(Path({str(file)!r}), Path({str(tmp_path / "partial")!r}))
except LibraryError as error:
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert os.strerror(errno.EFBIG).lower() in done.stdout
    assert list((tmp_path / "partial").iterdir()) == []


def test_a_folder_that_is_gone_is_said_to_be_gone(tmp_path: Path, file: Path) -> None:
    with pytest.raises(LibraryError, match="is gone"):
        copy_in(file, tmp_path / "no such folder")


# -- folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    for name, content in {
        "b.pdf": b"%PDF-1.4 b",
        "a.PDF": b"%PDF-1.4 a",
        "not one.pdf": b"<html>",
        "notes.txt": b"notes",
        "sub/c.pdf": b"%PDF-1.4 c",
        "sub/data.csv": b"1",
        ".hidden/d.pdf": b"%PDF-1.4 d",
        "sub/.e.pdf": b"%PDF-1.4 e",
        "again.pdf": b"%PDF-1.4 a",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (folder / "sub" / "up").symlink_to(folder)
    return folder


def test_a_folder_is_searched_through(folder: Path) -> None:
    found = find_pdfs([folder])
    assert [path.relative_to(folder).as_posix() for path in found.files] == [
        *("a.PDF", "again.pdf", "b.pdf", "not one.pdf", "sub/c.pdf")
    ]
    assert found.passed_over == 2
    assert find_pdfs([folder / "notes.txt"]).files == (folder / "notes.txt",)  # whoever names it means it
    assert find_pdfs([folder, folder / "b.pdf"]).files == found.files


def test_a_folder_comes_in_as_one_step(library: Library, store: DocumentStore, folder: Path) -> None:
    told: list[tuple[int, int]] = []
    done = store.take_all(
        [folder, folder / "gone.pdf"],
        tags=["new"],
        status=Status.READING,
        progress=lambda n, all_: told.append((n, all_)),
    )
    assert told == [(number, 6) for number in range(1, 7)]
    assert [taken.was_there for taken in done.taken] == [False, True, False, False, False]
    assert done.taken[0].paper_id == done.taken[1].paper_id
    assert done.passed_over == 2
    (failure,) = done.failures
    assert failure.source == str(folder / "gone.pdf")
    paper = library.papers.get(done.taken[2].paper_id)
    assert (paper.title, paper.tags, paper.status) == ("b", ("new",), Status.READING)
    assert (folder / "b.pdf").exists()
    assert library.history.undo() == "Add 5 files"
    assert library.counts().all == 0


def test_papers_take_several_files(library: Library, store: DocumentStore, folder: Path) -> None:
    paper = known(library)
    done = store.take_all([folder / "a.PDF", folder / "b.pdf"], paper, tags=["both"])
    assert {taken.paper_id for taken in done.taken} == {paper}
    assert len(library.papers.get(paper).documents) == 2
    assert library.papers.get(paper).tags == ("both",)


def test_cancelling_takes_nothing(library: Library, store: DocumentStore, folder: Path) -> None:
    calls = 0

    def cancelled() -> bool:
        nonlocal calls
        calls += 1
        return calls > 3

    assert store.take_all([folder], cancelled=cancelled).taken == ()
    assert library.counts().all == 0
    assert leftovers(library) == []


def test_the_librarys_own_folder_is_no_source(library: Library, store: DocumentStore, file: Path) -> None:
    store.take(file)
    assert store.take_all([library.folder.parent]).taken[0].was_there
    assert len(find_pdfs([library.folder.parent], skip=library.folder).files) == 1


# -- garbage


def age(path: Path) -> None:
    """Make a file two days old."""
    old = time.time() - 2 * 86_400
    os.utime(path, (old, old))


def test_files_go_when_nothing_can_bring_them_back(library: Library, store: DocumentStore, file: Path) -> None:
    taken = store.take(file)
    path = library.documents.get(taken.document_id).path
    age(path)
    assert store.collect_garbage() == 0
    library.papers.trash([taken.paper_id])
    assert store.collect_garbage() == 0
    library.papers.empty_trash()
    assert store.collect_garbage() == 1
    assert not path.exists()


def test_emptying_the_trash_deletes_its_files_at_once(library: Library, store: DocumentStore, folder: Path) -> None:
    one, *rest = store.take_all([folder]).taken
    kept = {library.documents.get(taken.document_id).path for taken in rest if taken.paper_id != one.paper_id}
    assert kept
    for taken in (one, *rest):
        library.index.set_pages(taken.document_id, ["Gladioluses."])
    library.papers.trash([one.paper_id])
    assert store.empty_trash() == 1
    assert set(library.documents_folder.glob("*.pdf")) == kept
    assert library.index.pages(one.document_id) is None
    others = [taken.document_id for taken in rest if taken.paper_id != one.paper_id]
    assert [library.index.pages(document) for document in others] == [["Gladioluses."]] * len(others)


def test_deleting_one_paper_of_the_trash_deletes_its_file(library: Library, store: DocumentStore, folder: Path) -> None:
    one, *rest = store.take_all([folder]).taken
    kept = {library.documents.get(taken.document_id).path for taken in rest if taken.paper_id != one.paper_id}
    library.papers.trash([taken.paper_id for taken in (one, *rest)])
    assert store.delete_from_trash([one.paper_id]) == 1
    assert kept and set(library.documents_folder.glob("*.pdf")) == kept


def test_what_is_young_or_foreign_stays(library: Library, store: DocumentStore) -> None:
    young = library.documents_folder / "on its way.pdf"
    young.write_bytes(b"%PDF")
    foreign = library.documents_folder / "notes.txt"
    foreign.write_bytes(b"mine")
    age(foreign)
    old = library.partial_folder / "1-abc.pdf"
    old.write_bytes(b"%PDF")
    age(old)
    assert store.collect_garbage() == 1
    assert young.exists() and foreign.exists() and not old.exists()
