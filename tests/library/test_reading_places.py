"""The place in each document where the user left off."""

from __future__ import annotations

from readinglist.library import Library
from readinglist.library.reading_places import ReadingPlace
from readinglist.library.records import Changes, PaperRecord, Progress


def document(library: Library) -> int:
    (paper,) = library.papers.add([PaperRecord(title="Lichens as Clocks")], source="bibtex").added
    with library.change("Attach") as tx:
        return library.documents.add(tx, paper, "a.pdf", "0" * 64, "a.pdf")


def test_a_document_never_opened_is_at_its_beginning(library: Library) -> None:
    assert library.reading_places.get(document(library)) == ReadingPlace()


def test_the_place_is_kept_and_the_furthest_page_never_goes_back(library: Library) -> None:
    made = document(library)
    steps = library.history.next_undo()
    library.reading_places.keep(made, ReadingPlace(7, 0.25, "1.5", 90, 8, 12), 60.0)
    assert library.reading_places.get(made) == ReadingPlace(7, 0.25, "1.5", 90, 8, 12, 60.0)
    library.reading_places.keep(made, ReadingPlace(2, 0.0, "width", 0, 2, 12), 30.0)
    assert library.reading_places.get(made) == ReadingPlace(2, 0.0, "width", 0, 8, 12, 90.0)
    assert library.history.next_undo() == steps, "the machine's data is no step of the user's"


def test_of_a_document_that_is_gone_nothing_is_kept(library: Library) -> None:
    library.reading_places.keep(99, ReadingPlace(7))
    assert library.reading_places.get(99) == ReadingPlace()


def test_the_list_hears_of_another_furthest_page_and_of_another_minute(library: Library) -> None:
    made = document(library)
    (paper,) = (document.paper for document in library.documents.of(1))
    assert library.papers.rows([paper])[0].progress is None
    heard: list[Changes] = []
    unsubscribe = library.subscribe(heard.append)
    library.reading_places.keep(made, ReadingPlace(3, furthest=3, pages=12), 50.0)
    library.reading_places.keep(made, ReadingPlace(2, furthest=2, pages=12), 5.0)  # nothing new
    library.reading_places.keep(made, ReadingPlace(2, furthest=2, pages=12), 5.0)
    library.reading_places.keep(made, ReadingPlace(4, furthest=4, pages=12))
    unsubscribe()
    assert [changes.papers for changes in heard] == [{paper}] * 3
    assert library.papers.rows([paper])[0].progress == Progress(4, 12, 60.0)
    library.documents.remove(made)
    assert library.papers.rows([paper])[0].progress is None
