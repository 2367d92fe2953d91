"""What lies next door to a page: passages of other documents and of notes, by the real model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from readinglist.library import Library
from readinglist.library.records import PaperRecord, Status
from readinglist.search import Embedder, Searcher, index_document, index_notes, index_papers
from readinglist.search.notes import passages_of_note
from readinglist.search.passages import PassageVectors
from readinglist.search.prose import ends_on, in_common, is_prose, pieces_of, quote_of, weights_of

LATE = (
    "We encode every token of a query and of a passage into a vector of its own. Only at the end do the vectors meet:"
    " for each token of the query the largest similarity to a token of the passage is taken, and these are summed."
    " Late interaction of this kind is as good as a cross-encoder that reads both texts together, and far cheaper."
)
SINGLE = (
    "Dense retrieval with a single vector for each passage loses detail. A query about two things is compressed into"
    " one vector, and similarity to a passage is one inner product. Multi-vector retrieval with late interaction"
    " between the tokens of query and passage keeps what a single vector throws away."
)
SALT = (
    "A sourdough starter is a culture of wild yeast and lactic acid bacteria. It is fed with flour and water every day,"
    " and after a week it raises a loaf. Salt slows the fermentation down and strengthens the gluten of the dough."
)
WHALES = (
    "Humpback whales sing for hours, and the song of a population changes in the course of a season. Nobody knows why"
    " the males sing; that it attracts females has been doubted, for the song travels over hundreds of kilometres."
)
REFERENCES = (
    "Khattab, O. and Zaharia, M. ColBERT: late interaction over token vectors of passages. SIGIR 2020. Karpukhin, V.,"
    " Oguz, B. and Min, S. Dense passage retrieval. EMNLP 2020. Santhanam, K., Potts, C. and Zaharia, M. ColBERTv2."
    " NAACL 2022. Xiong, L., Li, Y. and Tang, K. Approximate nearest neighbour negatives. ICLR 2021."
)
THANKS = (
    "The authors gratefully acknowledge the members of the retrieval group for comments on late interaction. This work"
    " was supported by a grant for research on query and passage vectors, grant number 123."
)
NOTE = (
    "## To do\n\n- [ ] ask about this\n\nColBERT keeps **one vector per token** and sums the largest similarities"
    " between the query's tokens and those of the passage; compare with [SPLADE](http://example.org/splade), which has"
    " none of that late interaction.\n"
)


def document(library: Library, embedder: Embedder, paper: int, pages: Sequence[str]) -> int:
    with library.write() as tx:
        made = library.documents.add(tx, paper, f"{paper}.pdf", f"sum{paper}", "a.pdf")
    library.index.set_pages(made, pages)
    index_document(library, embedder, made, list(enumerate(pages, 1)))
    return made


@pytest.fixture
def papers(library: Library, embedder: Embedder) -> list[int]:
    """Papers on late interaction, single vectors, bread and whales."""
    titles = ("Late interaction", "Single vectors", "Bread", "Whales", "A paper with a note")
    added = list(library.papers.add([PaperRecord(title=title) for title in titles], source="t").added)
    index_papers(library, embedder, added)
    return added


@pytest.fixture
def documents(library: Library, embedder: Embedder, papers: list[int]) -> list[int]:
    texts = ([LATE, SALT], [WHALES, SINGLE, REFERENCES, THANKS], [SALT], [WHALES])
    return [document(library, embedder, paper, pages) for paper, pages in zip(papers, texts, strict=False)]


@pytest.fixture
def searcher(library: Library) -> Iterator[Searcher]:
    """Its own model is never asked for: reading needs none."""
    model = Embedder()
    yield Searcher(library, model)
    assert model._child.pid is None
    model.close()


def test_the_nearest_passage_of_another_document_is_shown_with_its_page(
    searcher: Searcher, papers: list[int], documents: list[int]
) -> None:
    (found,) = searcher.next_door(documents[0], 1)
    assert (found.paper, found.document, found.page, found.title) == (papers[1], documents[1], 2, "Single vectors")
    assert found.text == SINGLE and "late interaction" in found.quote.lower()
    assert searcher.next_door(documents[0], 7) == [], "a page that is not there"
    assert searcher.next_door(999, 1) == []


def test_neither_references_nor_thanks_nor_what_says_the_same_is_shown(
    searcher: Searcher, papers: list[int], documents: list[int]
) -> None:
    assert {found.page for found in searcher.next_door(documents[0], 1, limit=20)} == {2}
    assert searcher.next_door(documents[0], 2) == [], "the other paper's passage is this one, word for word"
    assert searcher.next_door(documents[1], 3) == [], "a page of references has no neighbours"


def test_what_was_thrown_away_or_dismissed_is_not_shown(
    library: Library, searcher: Searcher, papers: list[int], documents: list[int]
) -> None:
    library.papers.set_status([papers[1]], Status.DISMISSED)
    assert searcher.next_door(documents[0], 1) == []
    library.papers.set_status([papers[1]], Status.READ)
    assert len(searcher.next_door(documents[0], 1)) == 1
    library.papers.trash([papers[1]])
    assert searcher.next_door(documents[0], 1) == []
    library.papers.restore([papers[1]])
    library.documents.remove(documents[1])
    assert searcher.next_door(documents[0], 1) == []


def test_another_record_of_the_same_work_is_not_next_door(
    library: Library, embedder: Embedder, searcher: Searcher, papers: list[int], documents: list[int]
) -> None:
    library.papers.edit(papers[1], title="Late interaction")
    assert searcher.next_door(documents[0], 1) == []


def test_notes_are_next_door_as_they_are_now(
    library: Library, embedder: Embedder, searcher: Searcher, papers: list[int], documents: list[int]
) -> None:
    noted = papers[4]
    library.notes.set(noted, NOTE)
    library.notes.set(papers[0], NOTE)  # of the paper that is read: no news
    assert index_notes(library, embedder, papers) == papers
    notes = [found for found in searcher.next_door(documents[0], 1) if found.document is None]
    (note,) = notes
    assert (note.paper, note.page) == (noted, None)
    assert "**" not in note.quote and "example.org" not in note.quote and "SPLADE" in note.text
    made = library.index.answers.made()
    index_notes(library, embedder, papers)
    assert library.index.answers.made() == made, "up to date: costs nothing"
    library.notes.set(noted, "Nothing to see here any more, all of it went into the report.")
    assert not any(found.document is None for found in searcher.next_door(documents[0], 1)), "not embedded yet"
    index_notes(library, embedder, [noted])
    assert not any(found.document is None for found in searcher.next_door(documents[0], 1))
    library.history.undo()
    index_notes(library, embedder, [noted])
    assert any(found.document is None for found in searcher.next_door(documents[0], 1))
    library.notes.set(noted, "")
    index_notes(library, embedder, [noted])
    assert not any(found.document is None for found in searcher.next_door(documents[0], 1))


def test_of_a_deleted_paper_no_word_of_its_note_is_kept(
    library: Library, embedder: Embedder, papers: list[int]
) -> None:
    library.notes.set(papers[4], NOTE)
    index_notes(library, embedder, papers)
    library.papers.trash([papers[4]])
    library.papers.empty_trash()
    library.index.forget_deleted()
    assert library.read().execute("SELECT count(*) FROM idx.note_passages").fetchone()[0] == 0


def test_a_document_that_is_not_embedded_yet_is_read_by_the_model(
    library: Library, embedder: Embedder, papers: list[int], documents: list[int]
) -> None:
    with library.write() as tx:
        fresh = library.documents.add(tx, papers[4], "fresh.pdf", "fresh", "fresh.pdf")
    searcher = Searcher(library, embedder)
    assert searcher.next_door(fresh, 1) == []
    found = searcher.next_door(fresh, 1, LATE.replace(". ", ".\n"))
    assert [each.page for each in found] == [2]
    assert {each.paper for each in found} == {papers[1]}, "and what says the same is left out"


def test_signs_find_what_a_look_at_all_rows_finds(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    from readinglist.search import passages
    from readinglist.search.packing import pack_bytes

    dice = np.random.default_rng(3)
    centres = dice.normal(size=(40, 384))
    vectors = centres[dice.integers(40, size=6_000)] + dice.normal(size=(6_000, 384))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    for number in range(6):
        part = vectors[number * 1_000 : (number + 1) * 1_000].astype(np.float32)
        library.index.set_passages("m@1", number + 1, [(1, "a")] * 1_000, pack_bytes(part))
    whole = PassageVectors(library.index.answers).now("m@1", 384)
    monkeypatch.setattr(passages, "MANY", 1_000)
    monkeypatch.setattr(passages, "MOST_BY_SIGNS", 600)
    some = PassageVectors(library.index.answers)
    table = some.now("m@1", 384)
    asked, wanted = vectors[:3].astype(np.float32), whole.owners != 1
    likely = table.likely(asked, wanted)
    assert len(likely) <= 600 and not (table.owners[likely] == 1).any()
    best = np.argsort(-np.where(wanted, whole.cosines(asked).max(axis=1), -1.0))[:50]
    assert len(set(best.tolist()) & set(likely.tolist())) >= 48
    library.index.set_passages("m@1", 2, [(1, "b")], pack_bytes(vectors[:1].astype(np.float32)))
    table = some.now("m@1", 384)
    assert len(table) == 5_001 == table.signs.shape[1] == len(table.numbers)
    assert np.allclose(table.cosines(asked[:1])[table.owners == 2], 1.0, atol=0.01)


def test_a_note_is_cut_into_pieces_without_its_marks() -> None:
    assert passages_of_note("") == [] and passages_of_note("Ask about *this*!") == []
    (piece,) = passages_of_note(NOTE)
    assert piece.startswith("To do ask about this ColBERT keeps one vector per token") and "SPLADE, which" in piece
    long = "\n\n".join(["A paragraph of some nine words that says little."] * 30)
    pieces = passages_of_note(long)
    assert len(pieces) > 3 and all(len(one.split()) <= 170 for one in pieces)
    assert " ".join(pieces).split() == long.split()
    monster = passages_of_note(" ".join(["This sentence goes on for a while."] * 100))
    assert all(len(one.split()) <= 170 for one in monster) and sum(len(one.split()) for one in monster) == 700


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (LATE, True),
        (SALT, True),
        ("これらのクラスは包含関係として図のようになっている。状態と文字列集合の組から状態の冪集合を考える。", True),
        (REFERENCES, False),
        (THANKS, False),
        ("x = y + 2 z ( a , b ) 0.31 0.22 0.18 17 % 3.2 4 k n m ij 0.5 0.7 0.9 1.2 e f g", False),
        ("Softmax 69.53 Softmax+CBS 57.06 Balanced 65.75 Softmax 76.59 CBS 63.96 CBS 75.35 Softmax 12.0", False),
        ("", False),
    ],
)
def test_what_is_no_prose_is_known(text: str, prose: bool) -> None:
    assert is_prose(text) is prose


def test_the_quote_is_what_both_share() -> None:
    text = f"{SALT} {LATE}"
    quote = quote_of(text, weights_of(SINGLE))
    assert quote.startswith("… ") and "vector" in quote
    assert "sourdough" not in quote.lower() and len(quote) < 260
    assert in_common(weights_of(LATE), weights_of(SINGLE)) > 3 * in_common(weights_of(SALT), weights_of(SINGLE))
    assert in_common({}, {}) == 0.0
    assert "".join(quote_of("x" * 900, {}).split()).strip("…") in "x" * 900


def test_a_page_in_pieces_and_a_passage_that_goes_on() -> None:
    assert pieces_of("") == []
    pieces = pieces_of(f"{LATE}\n{SALT} {WHALES} " * 3)
    assert len(pieces) > 1 and all(len(piece) <= 1_100 for piece in pieces)
    assert " ".join(pieces).split() == f"{LATE} {SALT} {WHALES} ".split() * 3
    assert ends_on(LATE, f"It reads both texts together,\nand far cheaper. {WHALES}")
    assert not ends_on(LATE, SALT)
