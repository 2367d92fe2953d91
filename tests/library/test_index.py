"""index.db: it follows library.db, is made again when lost or damaged, and keeps pages and vectors."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from readinglist.errors import LibraryError
from readinglist.library import Library
from readinglist.library.annotation_records import Mark
from readinglist.library.index import Missing, PaperVectors
from readinglist.library.index_file import TOKENIZE, connect, prepare
from readinglist.library.query import Everything, Query, Words
from readinglist.library.records import PaperRecord, Person, Status

SPARSE = PaperRecord(
    title="Sparse Retrieval with an Inverted Index",
    abstract="Terms are weighted by a small network.",
    authors=(Person("Clinchant", "Stéphane"),),
    venue="SIGIR",
    arxiv_id="2107.05720",
)
CAPTION = PaperRecord(title="Writing Sentences about Pictures", abstract="A network captions photographs.")


def found(library: Library, query: Query) -> list[int]:
    library.index.catch_up()
    return sorted(library.papers.select(query))


def add(library: Library, *records: PaperRecord) -> list[int]:
    return list(library.papers.add(records, source="test").added)


@pytest.mark.parametrize(
    "query",
    [
        Words("inverted"),
        Words("weights"),  # stems: weighted
        Words("stephane"),  # no accent
        Words("sigir"),
        Words("2107.05720"),
        Words("clinchant", "author"),
        Words("inverted index", "title", phrase=True),
        Words("sigir", "venue"),
    ],
)
def test_what_is_said_of_a_paper_is_found(library: Library, query: Words) -> None:
    sparse, _ = add(library, SPARSE, CAPTION)
    assert found(library, query) == [sparse]


def test_the_index_follows_every_change(library: Library) -> None:
    sparse, caption = add(library, SPARSE, CAPTION)
    assert found(library, Words("gladiolus")) == []
    library.notes.set(sparse, "Compare with gladiolus.")
    assert found(library, Words("gladiolus")) == [sparse]
    library.tags.add([caption], ["flowers/gladiolus"])
    assert found(library, Words("gladiolus")) == [sparse, caption]
    library.tags.rename("flowers/gladiolus", "flowers/rose")
    assert found(library, Words("gladiolus")) == [sparse]
    library.papers.edit(caption, title="Gladiolus")
    assert found(library, Words("gladiolus", "title")) == [caption]
    library.history.undo()
    assert found(library, Words("gladiolus", "title")) == []
    library.papers.trash([sparse])
    assert found(library, Words("gladiolus")) == []
    library.papers.restore([sparse])
    assert found(library, Words("gladiolus")) == [sparse]


def test_undoing_an_import_takes_its_words_along(library: Library) -> None:
    add(library, SPARSE)
    assert found(library, Words("inverted"))
    library.history.undo()
    library.index.catch_up()
    assert library.index.answers.with_any([Words("inverted")]) == []
    assert library.index.answers.paper_count() == 0
    library.history.redo()
    assert found(library, Words("inverted"))
    assert library.index.check() == []


def test_nothing_is_written_when_no_text_changed(library: Library) -> None:
    (sparse,) = add(library, SPARSE)
    library.index.catch_up()
    with contextlib.closing(sqlite3.connect(library.folder / "index.db")) as db:
        before = db.execute("SELECT total(block IS NOT NULL), max(id) FROM paper_fts_data").fetchone()
        library.papers.set_status([sparse], Status.READ)
        library.papers.star([sparse])
        assert library.index.catch_up()
        assert db.execute("SELECT total(block IS NOT NULL), max(id) FROM paper_fts_data").fetchone() == before


def test_more_papers_than_one_chunk_and_a_time_limit(library: Library) -> None:
    add(library, *(PaperRecord(title=f"Paper number {n} of very many", abstract=f"word{n}") for n in range(900)))
    assert not library.index.catch_up(at_most=0.0)
    assert library.index.catch_up()
    assert library.index.answers.paper_count() == 900
    assert found(library, Words("word899"))


def test_two_threads_and_two_processes_catch_up_at_once(library: Library) -> None:
    add(library, *(PaperRecord(title=f"Paper number {n} of very many", abstract="gladiolus") for n in range(600)))
    code = (
        "import sys; from pathlib import Path; from readinglist.library import Library\n"
        "with Library.open(Path(sys.argv[1])) as library: library.index.catch_up()\n"
    )
    other = subprocess.Popen([sys.executable, "-c", code, str(library.folder)])

    def catch_up() -> None:
        library.index.catch_up()
        library.forget_thread()

    threads = [threading.Thread(target=catch_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert other.wait(60) == 0
    assert len(library.index.answers.with_any([Words("gladiolus")])) == 600
    assert library.index.answers.paper_count() == 600
    assert library.index.check() == []


def damage(path: Path) -> None:
    path.write_bytes(b"This is no database at all. " * 400)


def other_format(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE meta SET value = 0 WHERE key = 'format'")
        db.commit()


def lose_a_table(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE meta")


def delete(path: Path) -> None:
    for file in path.parent.glob("index.db*"):
        file.unlink()


@pytest.mark.parametrize("harm", [damage, other_format, lose_a_table, delete])
def test_an_index_that_cannot_be_used_is_made_again(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    with Library.open(tmp_path) as library:
        (sparse,) = add(library, SPARSE)
        assert library.index.fresh
        library.index.catch_up()
    with Library.open(tmp_path) as library:
        assert not library.index.fresh
    harm(tmp_path / "index.db")
    with Library.open(tmp_path) as library:
        assert library.index.fresh
        assert found(library, Words("inverted")) == [sparse]
        assert library.index.check() == []
    aside = list(tmp_path.glob("index.db.unusable-*"))
    assert len(aside) == (harm is not delete)


def test_an_index_from_before_annotations_keeps_text_and_vectors(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        (sparse,) = add(library, SPARSE)
        read = document(library, sparse)
        library.index.set_pages(read, ["a page about zebras"])
        assert found(library, Words("inverted")) == [sparse]
    with contextlib.closing(sqlite3.connect(tmp_path / "index.db")) as db:
        for statement in (
            "DROP TABLE paper_terms",
            "DROP TABLE paper_fts",
            f"CREATE VIRTUAL TABLE paper_fts USING fts5(title, authors, abstract, note, tags, venue, ids,"
            f" tokenize = '{TOKENIZE}', prefix = '1 2 3')",
            "CREATE VIRTUAL TABLE paper_terms USING fts5vocab(paper_fts, 'row')",
            "UPDATE meta SET value = 2 WHERE key = 'format'",
        ):
            db.execute(statement)
        db.commit()
    with Library.open(tmp_path) as library:
        assert not library.index.fresh
        library.annotations.add(read, Mark(1, "note", [(1.0,) * 8]), comment="gladiolus")
        for query in (Words("inverted"), Words("zebras", "text"), Words("gladiolus", "annotation")):
            assert found(library, query) == [sparse]
        assert library.index.answers.paper_count() == 1
        assert library.index.check() == []
    with Library.open(tmp_path) as library:
        assert found(library, Words("inverted")) == [sparse]


def test_an_older_library_file_makes_the_index_start_anew(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        add(library, SPARSE)
        copy = library.back_up()
        add(library, CAPTION)
        library.index.catch_up()
    for file in tmp_path.glob("library.db*"):
        file.unlink()
    (tmp_path / "library.db").write_bytes(copy.read_bytes())
    with Library.open(tmp_path) as library:
        library.index.catch_up()
        assert library.index.answers.paper_count() == 1
        assert found(library, Words("photographs")) == []


def test_damage_that_shows_later_is_told_and_mended_at_the_next_start(tmp_path: Path) -> None:
    with Library.open(tmp_path) as library:
        (sparse,) = add(library, SPARSE)
        library.index.catch_up()
        with contextlib.closing(sqlite3.connect(tmp_path / "index.db")) as db:
            db.execute("DELETE FROM paper_fts_data WHERE id > 10")
            db.commit()
        with pytest.raises(LibraryError, match="made again when the program starts next"):
            library.index.answers.with_any([Words("inverted")])
        assert any("paper_fts" in problem for problem in library.index.check())
    with Library.open(tmp_path) as library:
        assert library.index.fresh
        assert found(library, Words("inverted")) == [sparse]


def document(library: Library, paper: int, name: str = "a.pdf") -> int:
    with library.write() as tx:
        made = library.documents.add(tx, paper, name, f"sha of {name}", name)
        library.documents.set_result(tx, made, "read", 2)
    return made


def test_pages_are_found_and_follow_their_document(library: Library) -> None:
    sparse, caption = add(library, SPARSE, CAPTION)
    made = document(library, sparse)
    library.index.set_pages(made, ["First page.", "The gladiolus stands on the second\0 page. \ud800"])
    assert library.index.pages(made) == ["First page.", "The gladiolus stands on the second  page. ?"]
    assert library.index.pages(made + 1) is None
    assert found(library, Words("gladiolus")) == [sparse]
    assert found(library, Words("gladiolus", "text")) == [sparse]
    assert found(library, Words("gladiolus", "abstract")) == []
    (hit,) = library.index.answers.pages_with_any([Words("gladiolus")], 10)
    assert (hit.paper, hit.document, hit.page) == (sparse, made, 1)
    with library.write() as tx:
        library.documents.move(tx, made, caption)
    assert found(library, Words("gladiolus")) == [caption]
    library.documents.remove(made)
    assert found(library, Words("gladiolus")) == []
    library.history.undo()
    assert found(library, Words("gladiolus")) == [caption]


def test_pages_are_replaced_whole(library: Library) -> None:
    (sparse,) = add(library, SPARSE)
    made = document(library, sparse)
    library.index.set_pages(made, ["gladiolus", "rose", "tulip"])
    library.index.set_pages(made, ["daisy"])
    assert library.index.check() == []
    assert [found(library, Words(word)) for word in ("gladiolus", "tulip", "daisy")] == [[], [], [sparse]]


def words_kept(library: Library) -> str:
    """All readable text of index.db."""
    db = library.read()
    tables = ("pages", "page_fts", "passages", "vocabulary")
    return repr([tuple(row) for table in tables for row in db.execute(f"SELECT * FROM idx.{table}").fetchall()])


def test_nothing_is_kept_of_the_text_of_a_deleted_document(library: Library) -> None:
    sparse, caption = add(library, SPARSE, CAPTION)
    gone, taken_off, kept = (document(library, paper, f"{paper}.pdf") for paper in (sparse, caption, caption))
    for number, words in {gone: "gladioluses daisies", taken_off: "marigolds", kept: "daisies roses"}.items():
        library.index.set_pages(number, [words])
        library.index.set_passages("m@1", number, [(1, words)], b"")
    library.papers.trash([sparse])
    library.documents.remove(taken_off)
    assert library.index.forget_deleted() == 0, "it can be taken back"
    library.papers.empty_trash()
    assert library.index.forget_deleted() == 2
    assert [library.index.pages(number) for number in (gone, taken_off, kept)] == [None, None, ["daisies roses"]]
    left = words_kept(library)
    assert "gladiolus" not in left and "marigold" not in left
    assert "daisies" in left and "roses" in left, "what stands elsewhere as well"
    assert [found(library, Words(word)) for word in ("gladiolus", "marigolds", "daisy")] == [[], [], [caption]]
    assert library.index.check() == []


def test_vectors_are_counted_up_and_kept_apart_by_model(library: Library) -> None:
    sparse, caption = add(library, SPARSE, CAPTION)
    index, answers = library.index, library.index.answers
    index.set_paper_vectors(
        "old@1", [PaperVectors(sparse, b"d", b"v1", b"t1", b"s1"), PaperVectors(caption, b"d", b"v2", b"t2", b"s2")]
    )
    index.set_paper_vectors("new@1", [PaperVectors(sparse, b"e", b"v3", b"t3", b"s3")])
    assert answers.fullest_model() == "old@1"
    assert [paper for _, paper, _, _ in answers.vectors_since("old@1", 0)] == [sparse, caption]
    assert answers.vectors_since("new@1", 0) == [(3, sparse, b"v3", b"t3")]
    assert answers.vectors_since("new@1", 3) == []
    index.set_paper_vectors("new@1", [PaperVectors(sparse, b"f", b"v4", b"t4", b"s4")])
    assert answers.vectors_since("new@1", 3) == [(4, sparse, b"v4", b"t4")]
    assert answers.sentences("new@1", [sparse, caption]) == {sparse: b"s4"}
    assert answers.digests("new@1", [sparse]) == {sparse: b"f"}
    index.forget_models(keep="new@1")
    assert answers.vectors_since("old@1", 0) == []
    assert answers.fullest_model() == "new@1"


def test_what_is_missing_is_told(library: Library) -> None:
    sparse, caption = add(library, SPARSE, CAPTION)
    read, unread = document(library, sparse, "a.pdf"), document(library, caption, "b.pdf")
    library.index.set_pages(read, ["Some text."])
    assert library.index.missing("m@1") == Missing((sparse, caption), (unread,), (read,))
    library.index.set_paper_vectors("m@1", [PaperVectors(sparse, b"", b"", b"", b"")])
    library.index.set_passages("m@1", read, [(1, "Some text.")], b"")
    assert library.index.missing("m@1") == Missing((caption,), (unread,), ())
    assert library.index.answers.passage("m@1", read, 0) == (1, "Some text.")
    assert library.index.answers.passage("m@1", read, 5) is None
    assert library.index.answers.unsearchable() == (1, 1)


def test_prepare_makes_an_empty_file_usable(tmp_path: Path) -> None:
    path = tmp_path / "index.db"
    path.touch()
    assert prepare(path)
    assert not prepare(path)
    with contextlib.closing(connect(path)) as db:
        assert db.execute("SELECT count(*) FROM paper_fts").fetchone() == (0,)


def test_rebuilding_keeps_the_words(library: Library) -> None:
    (sparse,) = add(library, SPARSE)
    library.index.catch_up()
    before = library.index.answers.generation()
    library.index.rebuild()
    assert library.index.answers.generation() != before
    assert found(library, Words("inverted")) == [sparse]
    assert found(library, Everything()) == [sparse]
