"""Search and related over a small library, with the real model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from readinglist.errors import QueryError
from readinglist.library import Library
from readinglist.library.query import Words
from readinglist.library.records import MARK_START, Hit, PaperRecord, Person, Status
from readinglist.search import Embedder, Searcher, index_document, index_papers
from readinglist.search.words import MOST_WHILE_TYPING
from tests.search.papers import PAPERS

Titles = Callable[[list[Hit]], list[str]]


# -- words ------------------------------------------------------------------------------------------------------------


def test_all_words_must_occur_and_titles_count_most(searcher: Searcher, titles: Titles) -> None:
    assert titles(searcher.words("multi-vector retrieval")) == ["ColBERTv2", "ColBERT"]
    assert titles(searcher.words("retrieval"))[0] == "Dense Passage Retrieval for Open-Domain Question Answering"
    assert searcher.words("retrieval zebra") == []
    assert titles(searcher.words("khattab zaharia year:2021")) == ["ColBERTv2"]
    either = titles(searcher.words("captions OR diffusion"))
    assert sorted(either) == ["Denoising Diffusion Probabilistic Models", "Show and Tell"]
    scores = [hit.score for hit in searcher.words("retrieval")]
    assert scores == sorted(scores, reverse=True)


def test_words_find_at_each_letter_what_the_whole_word_finds(searcher: Searcher) -> None:
    for word in ("retrieval", "regulariser", "unlearning", "clinchant", "2107.05720", "bourtoule"):
        whole = {hit.paper for hit in searcher.words(word)}
        assert whole
        for length in range(1, len(word) + 1):
            assert whole <= {hit.paper for hit in searcher.words(word[:length], typing=True)}, word[:length]


def test_snippets_mark_what_matched(searcher: Searcher) -> None:
    (hit,) = searcher.words("inverted index")
    assert f"{MARK_START}inverted" in hit.snippet and f"{MARK_START}index" in hit.snippet
    assert searcher.words("inverted ind", typing=True)[0].snippet == ""
    assert searcher.with_snippets("inverted ind", [hit])[0].snippet == hit.snippet
    (by,) = searcher.words("clinchant")
    assert by.snippet.startswith("By ") and f"{MARK_START}Clinchant" in by.snippet


def test_filters_alone_list_the_newest_first(searcher: Searcher, titles: Titles) -> None:
    assert titles(searcher.words("year:2014")) == ["Show and Tell", "Adam"]
    assert len(searcher.words("")) == len(PAPERS)


def test_a_mistake_is_told(searcher: Searcher) -> None:
    for search in (searcher.words, searcher.meaning, searcher.both):
        with pytest.raises(QueryError):
            search("retrieval (")


# -- meaning and both -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("write better descriptions of photos", "Show and Tell"),
        ("a customer wants his data erased", "Machine Unlearning"),
        ("drawing pictures out of noise", "Denoising Diffusion Probabilistic Models"),
        ("very deep networks that can be trained", "Deep Residual Learning for Image Recognition"),
        (
            "finding answers to questions with two encoders",
            "Dense Passage Retrieval for Open-Domain Question Answering",
        ),
    ],
)
def test_a_question_finds_what_has_none_of_its_words(
    searcher: Searcher, titles: Titles, question: str, best: str
) -> None:
    assert titles(searcher.meaning(question))[0] == best
    hits = searcher.both(question)
    assert titles(hits)[0] == best
    assert hits[0].snippet
    assert any(reason.kind == "meaning" for reason in hits[0].reasons)


@pytest.mark.parametrize(
    ("name", "best"),
    [
        ("SPLADE", "SPLADE"),
        ("Clinchant", "SPLADE"),
        ("2106.09685", "LoRA"),
        ("the ColBERTv2 paper", "ColBERTv2"),
        ("Harry Potter", "Who's Harry Potter? Approximate Unlearning in LLMs"),
    ],
)
def test_rare_names_are_decided_by_words(searcher: Searcher, titles: Titles, name: str, best: str) -> None:
    hits = searcher.both(name)
    assert titles(hits)[0] == best
    assert all(hits[0].score > hit.score + 1 for hit in hits[1:])


def test_what_is_near_in_neither_way_is_no_answer(searcher: Searcher, titles: Titles) -> None:
    hits = searcher.both("photos")
    assert len(hits) < len(PAPERS)
    assert all(hit.reasons for hit in hits)


@pytest.mark.parametrize("text", ["xqzzv flurble", "zxqwv", "blorf snargle wibblefex", "12345 67890"])
def test_nothing_is_near_to_words_that_nobody_knows(searcher: Searcher, text: str) -> None:
    assert searcher.meaning(text) == searcher.both(text) == []


def test_a_made_up_word_beside_a_real_question_does_no_harm(searcher: Searcher, titles: Titles) -> None:
    assert (
        titles(searcher.both("drawing pictures out of flurble noise"))[0] == "Denoising Diffusion Probabilistic Models"
    )


def test_an_author_weighs_no_less_beside_a_long_abstract(library: Library, embedder: Embedder) -> None:
    waves = " ".join(f"Wave {number} of the tide is measured with a gauge at the pier." for number in range(40))
    lakes = [
        PaperRecord(
            title=f"Lakes of region {n}", authors=(Person("Miller", "Ann"),), abstract="Lakes freeze in winter."
        )
        for n in range(30)
    ]
    fishing = PaperRecord(title="Fishing in a lake by a man named Lake", abstract="A lake and its trout.")
    asked = PaperRecord(title="Tides", authors=(Person("Lake", "Ida"),), abstract=waves)
    ids = list(library.papers.add([*PAPERS, *lakes, fishing, asked], source="t").added)
    index_papers(library, embedder, ids)
    assert Searcher(library, embedder).both("Ida Lake")[0].paper == ids[-1]


def test_words_that_stand_together_come_before_the_same_words_apart(library: Library, embedder: Embedder) -> None:
    together = PaperRecord(title="Tides", authors=(Person("Moor", "Ida"), Person("Fen", "Kai")), abstract="Of water.")
    apart = PaperRecord(title="People", authors=(Person("Fen", "Ida"), Person("Moor", "Kai")), abstract="Of names.")
    ids = list(library.papers.add([*PAPERS, together, apart], source="t").added)
    index_papers(library, embedder, ids)
    searcher = Searcher(library, embedder)
    assert searcher.both("Ida Moor")[0].paper == ids[-2]
    assert searcher.both("Ida Fen")[0].paper == ids[-1]


def test_plain_words_ask_and_the_rest_filters(searcher: Searcher, titles: Titles) -> None:
    assert titles(searcher.both("remove what was memorised -title:machine"))[0].startswith("Who's Harry Potter")
    assert titles(searcher.both('photos "human caption"')) == ["Show and Tell"]
    assert titles(searcher.meaning("forgetting -copyrighted"))[0] == "Machine Unlearning"
    excluded = {paper.title for paper in PAPERS if "copyrighted" in paper.abstract}
    assert excluded and not excluded & set(titles(searcher.both("forgetting -copyrighted")))
    assert set(titles(searcher.both("pictures year:2014"))) == {"Show and Tell", "Adam"}
    assert len(searcher.meaning("photos", limit=3)) == 3


def test_words_that_weighed_are_named(searcher: Searcher) -> None:
    best = searcher.both("who wrote about Sparse vectors")[0]
    assert best.reasons[0].kind == "words"
    assert best.reasons[0].text.startswith("has *Sparse*")
    assert MARK_START in best.snippet


@pytest.mark.parametrize("text", ["zxqwv", "???", "the of and", "🦊🦊", "a" * 5_000, "-", '""', "\0", "\ud800"])
def test_nonsense_is_answered(searcher: Searcher, text: str) -> None:
    for search in (searcher.words, searcher.meaning, searcher.both):
        assert len(search(text, limit=5)) <= 5


# -- related ----------------------------------------------------------------------------------------------------------


def test_related_papers_come_first_with_reasons(searcher: Searcher, titles: Titles) -> None:
    hits = searcher.related([1])  # ColBERT
    assert titles(hits)[0] == "ColBERTv2"
    assert set(titles(hits)[1:3]) == {"SPLADE", "Dense Passage Retrieval for Open-Domain Question Answering"}
    kinds = {reason.kind: reason.text for reason in hits[0].reasons}
    assert "*Multi-vector retrieval*" in kinds["phrase"]
    assert kinds["author"] == "same authors: Omar Khattab, Matei Zaharia"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert 1 not in {hit.paper for hit in hits}
    assert all(hit.reasons for hit in hits)


def test_words_of_a_reason_stand_in_both_papers(searcher: Searcher) -> None:
    for paper, record in enumerate(PAPERS, 1):
        mine = f"{record.title} {record.abstract}".lower()
        for hit in searcher.related([paper], limit=11):
            theirs = f"{PAPERS[hit.paper - 1].title} {PAPERS[hit.paper - 1].abstract}".lower()
            for reason in hit.reasons:
                for phrase in re.findall(r"\*(.+?)\*", reason.text) if reason.kind in {"phrase", "words"} else ():
                    for word in phrase.lower().split():
                        assert word in mine and word in theirs, (phrase, record.title)


def test_a_hit_that_shares_no_phrase_shows_its_closest_sentences(searcher: Searcher) -> None:
    (hit,) = [hit for hit in searcher.related([7], limit=11) if hit.paper == 8]  # pictures, but no phrase in common
    (reason,) = [reason for reason in hit.reasons if reason.kind == "meaning"]
    mine, theirs = re.findall("“(.+?)”", reason.text)
    assert mine in PAPERS[6].abstract and theirs in PAPERS[7].abstract


def test_what_is_not_like_it_is_not_related(searcher: Searcher, titles: Titles) -> None:
    for paper in range(1, len(PAPERS) + 1):
        hits = searcher.related([paper], limit=11)
        assert 1 <= len(hits) < 8, titles(hits)  # a dozen papers have few that are near, and yet an answer
    forgetting = titles(searcher.related([5], limit=11))
    assert forgetting == ["Who's Harry Potter? Approximate Unlearning in LLMs"]  # nothing else is about that


def test_what_is_like_none_is_related_to_none(library: Library, embedder: Embedder) -> None:
    bread = PaperRecord(
        title="Sourdough at home", abstract="A starter of flour and water ferments for days. Then bake."
    )
    ids = list(library.papers.add([bread, *PAPERS], source="t").added)
    index_papers(library, embedder, ids)
    assert Searcher(library, embedder).related(ids[:1]) == []


def test_a_bare_title_is_related_to_what_is_clearly_near(library: Library, embedder: Embedder) -> None:
    titles = (
        "Learned sparse retrieval with query expansion", "A history of the harpsichord", "Pictures and their captions"
    )  # fmt: skip
    ids = list(library.papers.add([*PAPERS, *(PaperRecord(title=title) for title in titles)], source="t").added)
    index_papers(library, embedder, ids)
    searcher = Searcher(library, embedder)
    sparse, harpsichord, captions = ids[-3:]
    assert searcher.related([harpsichord]) == []
    assert searcher.related([sparse])[0].paper == ids[2]
    shown = [*searcher.related([captions]), *searcher.related([ids[6]])]
    texts = [reason.text for hit in shown for reason in hit.reasons]
    assert texts and not any(f"“{title}” is close to" in text or f"close to “{title}”" in text
                             for title in titles for text in texts)  # fmt: skip


def test_the_beginning_of_its_document_stands_for_an_abstract(library: Library, embedder: Embedder) -> None:
    pages = [
        "We train one encoder so that every token of a query and of a passage keeps a vector of its own. The tokens"
        " meet late, when the largest similarities are summed. Retrieval with many vectors is nearly as good as a"
        " cross-encoder that reads both texts together.",
        "The collection holds passages from the web. Each query is encoded once and compared with what was encoded"
        " beforehand, so that a search takes some milliseconds.",
    ]  # fmt: skip
    baking = ["Sourdough needs a starter of flour and water that ferments for days before the loaf is baked at home."]
    report, loaf = PaperRecord(title="Technical report 17"), PaperRecord(title="Notes for beginners")
    ids = list(library.papers.add([*PAPERS, report, loaf], source="t").added)
    with library.write() as tx:
        numbers = [library.documents.add(tx, paper, f"{paper}.pdf", str(paper), "a.pdf") for paper in ids[-2:]]
    for document, texts in zip(numbers, (pages, baking), strict=True):
        library.index.set_pages(document, texts)
        index_document(library, embedder, document, list(enumerate(texts, 1)))
    index_papers(library, embedder, ids)
    searcher = Searcher(library, embedder)
    assert searcher.related([ids[-1]]) == []
    found = searcher.related([ids[-2]])
    assert found[0].paper == ids[0]  # ColBERT, of which the title says nothing
    assert ids[-2] in {hit.paper for hit in searcher.related([ids[0]])[:3]}
    assert not any("Technical report 17" in reason.text for hit in found for reason in hit.reasons)


def test_related_to_several_papers(searcher: Searcher, titles: Titles) -> None:
    hits = searcher.related([5, 1], limit=3)
    assert set(titles(hits)[:2]) == {"ColBERTv2", "Who's Harry Potter? Approximate Unlearning in LLMs"}
    texts = {title: hit.reasons[0].text for title, hit in zip(titles(hits), hits, strict=True)}
    assert re.fullmatch(r"about \*.+\*, like “ColBERT.*”", texts["ColBERTv2"])
    assert not [text for text in texts.values() if "both" in text]
    assert searcher.related([]) == []
    assert searcher.related([999]) == []


def test_what_is_tagged_alike_says_so(library: Library, embedder: Embedder) -> None:
    ids = list(library.papers.add(PAPERS[:3], source="t", tags=["nlp/retrieval"]).added)
    library.tags.add([ids[2]], ["sparse"])
    reasons = Searcher(library, embedder).related([ids[2]])[0].reasons
    assert ("tag", "you tagged both `nlp/retrieval`") in {(reason.kind, reason.text) for reason in reasons}

    several = Searcher(library, embedder).related(ids[1:])[0].reasons
    tagged = {reason.text for reason in several if reason.kind == "tag"}
    assert len(tagged) == 1
    assert re.fullmatch(r"you tagged it `nlp/retrieval`, like “.+”", tagged.pop())


def test_related_works_with_words_alone(library: Library, embedder: Embedder, titles: Titles) -> None:
    """Nothing is embedded: no vectors, and the model is not asked."""
    library.papers.add(PAPERS, source="t")
    searcher = Searcher(library, embedder)
    hits = searcher.related([1])
    assert titles(hits)[0] == "ColBERTv2"
    assert all(hit.reasons for hit in hits)
    assert titles(searcher.both("splade"))[0] == "SPLADE"
    assert searcher.unsearchable().without_vector == len(PAPERS)


def test_what_has_no_text_yet_is_related_to_nothing(library: Library) -> None:
    one, other = PaperRecord(arxiv_id="2405.15738"), PaperRecord(arxiv_id="2405.15739")
    bare = library.papers.add([one, other], source="test", tags=["same"]).added
    told = library.papers.add(PAPERS[:2], source="test", tags=["same"]).added
    searcher = Searcher(library, Embedder())
    assert searcher.related(bare) == []
    assert [hit.paper for hit in searcher.related([told[0]])] == [told[1]]
    assert [hit.paper for hit in searcher.related([bare[0], told[0]])] == [told[1]]
    (hit,) = searcher.related([told[0]])
    assert "“”" not in hit.reasons[0].text


def test_another_version_of_a_paper_is_not_related_to_it(library: Library, embedder: Embedder) -> None:
    first = PAPERS[0]
    ids = list(library.papers.add(PAPERS[:4], source="t").added)
    # The same title with other people far apart in time is another entry, and yet no news to a reader.
    (again,) = library.papers.add(
        [replace(first, arxiv_id=None, year=1990, authors=(Person("Turing", "Alan"),), abstract="Late interaction.")],
        source="t",
    ).added
    assert again not in ids
    found = {hit.paper for hit in Searcher(library, embedder).related([ids[0]])}
    assert found == set(ids[1:])


def test_trash_and_dismissed_are_left_out(library: Library, embedder: Embedder) -> None:
    ids = list(library.papers.add(PAPERS[:4], source="t").added)
    index_papers(library, embedder, ids)
    searcher = Searcher(library, embedder)
    library.papers.trash([ids[1]])
    library.papers.set_status([ids[2]], Status.DISMISSED)
    assert [hit.paper for hit in searcher.related([ids[0]])] == [ids[3]]
    assert {hit.paper for hit in searcher.both("retrieval")} == {ids[0], ids[3]}
    assert [hit.paper for hit in searcher.words("sparse")] == []
    assert [hit.paper for hit in searcher.words("sparse status:dismissed")] == [ids[2]]
    assert [hit.paper for hit in searcher.both("sparse status:dismissed")] == [ids[2]]


# -- documents --------------------------------------------------------------------------------------------------------

PAGES = (
    "A first page about nothing in particular.",
    "Our bakery sells bread. Sourdough needs a starter of flour and water that ferments for days before baking.",
)


@pytest.fixture
def with_document(library: Library) -> tuple[Library, list[int], int]:
    """Four papers, of which the second has a document with PAGES."""
    ids = list(library.papers.add(PAPERS[:4], source="t").added)
    with library.write() as tx:
        document = library.documents.add(tx, ids[1], "a.pdf", "0", "a.pdf")
    library.index.set_pages(document, PAGES)
    return library, ids, document


def test_documents_are_found_below_what_says_it_itself(
    with_document: tuple[Library, list[int], int], embedder: Embedder
) -> None:
    library, ids, _ = with_document
    library.notes.set(ids[3], "Read with a sourdough bread at hand.")
    searcher = Searcher(library, embedder)
    hits = searcher.words("sourdough bread")
    assert [hit.paper for hit in hits] == [ids[3], ids[1]]
    assert hits[0].snippet.startswith("Note: ") and hits[1].snippet.startswith("p. 2: ")
    assert hits[0].score > hits[1].score > 0
    assert [hit.paper for hit in searcher.words("colbertv2 ferments")] == [ids[1]]  # one word here, one there
    assert [hit.paper for hit in searcher.words("sourd", typing=True)] == [ids[3], ids[1]]
    assert [hit.paper for hit in searcher.words("text:sourdough")] == [ids[1]]


def test_passages_are_found_by_meaning(with_document: tuple[Library, list[int], int], embedder: Embedder) -> None:
    library, ids, document = with_document
    index_papers(library, embedder, ids)
    searcher = Searcher(library, embedder)
    assert index_document(library, embedder, document, list(enumerate(PAGES, 1)))
    best = searcher.meaning("how is a loaf made")[0]
    assert best.paper == ids[1]
    assert best.snippet.startswith("p. 2: Our bakery")
    assert best.reasons[0].text == "close in meaning on page 2 of its PDF"
    named = searcher.both("sourdough")[0]
    assert named.paper == ids[1]
    assert named.reasons[0].text == "has *sourdough* on page 2 of its PDF"
    assert not index_document(library, embedder, document, list(enumerate(PAGES, 1)), cancelled=lambda: True)


# -- embedding --------------------------------------------------------------------------------------------------------


def test_only_what_changed_is_embedded_again(library: Library, embedder: Embedder) -> None:
    ids = list(library.papers.add(PAPERS[:3], source="t").added)
    fractions: list[float] = []
    assert index_papers(library, embedder, [*ids, 99], on_progress=fractions.append) == [*ids, 99]
    assert fractions == [1.0]
    made = library.index.answers.made()
    assert index_papers(library, embedder, ids) == ids
    assert library.index.answers.made() == made
    library.papers.edit(ids[0], abstract="Something else altogether.")
    library.tags.add([ids[1]], ["new"])
    index_papers(library, embedder, ids)
    assert library.index.answers.made() == made + 1


def test_cancelling_keeps_what_is_done(library: Library, embedder: Embedder) -> None:
    ids = list(library.papers.add([PaperRecord(title=f"Short paper {n}") for n in range(40)], source="t").added)
    answers = iter([False, True])
    done = index_papers(library, embedder, ids, cancelled=lambda: next(answers))
    assert 0 < len(done) < 40
    assert len(library.index.missing(embedder.stamp).papers) == 40 - len(done)


def test_while_typing_there_is_an_end(library: Library, embedder: Embedder) -> None:
    library.papers.add([PaperRecord(title=f"Gladiolus number {n}") for n in range(MOST_WHILE_TYPING + 5)], source="t")
    library.index.catch_up()
    searcher = Searcher(library, embedder)
    assert len(searcher.words("gladio", typing=True)) == MOST_WHILE_TYPING
    assert len(searcher.words("gladiolus")) == MOST_WHILE_TYPING + 5
    assert len(library.index.answers.with_any([Words("gladiolus")], 7)) == 7
