"""Sentences, matching, snippets, question, completion, background: pure functions on small texts."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.library.landing import Landing
from readinglist.library.query import And, Everything, Has, Not, Or, Query, TagIs, Words
from readinglist.library.records import MARK_END, MARK_START
from readinglist.search import Completion, complete, parse
from readinglist.search.background import background
from readinglist.search.matching import Matcher
from readinglist.search.question import positive_words, question_of
from readinglist.search.sentences import sentences_of
from readinglist.search.snippets import LENGTH, Piece, best_of, snippet

ROOT = Path(__file__).resolve().parents[2]


# -- sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One only", ["One only"]),
        (
            "The first is here. The second follows it! Is the third a question?",
            ["The first is here.", "The second follows it!", "Is the third a question?"],
        ),
        (
            "As shown by Khattab et al. (2020), e.g. BM25 stays strong. It is old.",
            ["As shown by Khattab et al. (2020), e.g. BM25 stays strong.", "It is old."],
        ),
        ("We follow J. Lin and M. Porter here. We differ.", ["We follow J. Lin and M. Porter here.", "We differ."]),
        ("It reaches 3.5 points on v2.1 data. That is all.", ["It reaches 3.5 points on v2.1 data.", "That is all."]),
        ("He said “so it is.” Then he left us.", ["He said “so it is.”", "Then he left us."]),
        ("No. Yes, it is a longer one.", ["No. Yes, it is a longer one."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentences_of(text)] == sentences


@given(st.text(st.sampled_from("ab .!?\n“”A1"), max_size=80))
def test_sentences_hold_every_word_once_and_in_order(text: str) -> None:
    places = sentences_of(text)
    assert "".join("".join(text[start:end].split()) for start, end in places) == "".join(text.split())
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


# -- matching and snippets --------------------------------------------------------------------------------------------


def marked(text: str) -> list[str]:
    return [piece.split(MARK_END)[0] for piece in text.split(MARK_START)[1:]]


TEXT = (
    "Search engines have a long past. Sparse retrievers use an inverted index, and dense retrieval does not."
    " Multi-vector models keep one vector for each token. " + "Filler words stand here in great number. " * 12
) + "At the very end a gladiolus blooms."


@pytest.mark.parametrize(
    ("wanted", "hits"),
    [
        (Words("retrieval"), ["retrievers", "retrieval"]),
        (Words("dense retrieval", phrase=True), ["dense retrieval"]),
        (Words("retrieval dense", phrase=True), []),
        (Words("multi-vector"), ["Multi-vector"]),
        (Words("multi-vec", prefix=True), ["Multi-vector"]),
        (Words("retriev", prefix=True), ["retrievers", "retrieval"]),
        (Words("retrieva", prefix=True), ["retrieval"]),
        (Words("RETRIEVING"), ["retrievers", "retrieval"]),
        (Words("zebra"), []),
    ],
)
def test_matching_is_the_indexs(wanted: Words, hits: list[str]) -> None:
    assert [TEXT[place.start : place.end] for place in Matcher([wanted]).places(TEXT)] == hits


def test_a_snippet_shows_the_stretch_with_most_of_the_query() -> None:
    matcher = Matcher([Words("retrieval"), Words("index"), Words("gladiolus")])
    shown = snippet(TEXT, matcher.places(TEXT))
    assert shown.startswith("… Sparse")
    assert shown.endswith("…")
    assert marked(shown) == ["retrievers", "index", "retrieval"]
    assert len(shown) < LENGTH * 1.3
    far = snippet(TEXT, Matcher([Words("gladiolus")]).places(TEXT))
    assert far.startswith("… ") and far.endswith("blooms.") and marked(far) == ["gladiolus"]


def test_the_field_with_most_of_the_query_gives_the_snippet() -> None:
    matcher = Matcher([Words("rose"), Words("tulip")])
    pieces = [Piece("", "A rose."), Piece("Note: ", "A tulip and a rose."), Piece("Tags: ", "tulip, rose")]
    best = best_of(pieces, matcher)
    assert best is not None and best.shown.startswith("Note: ") and best.landing is None
    assert marked(best.shown) == ["tulip", "rose"]
    assert best_of(pieces, Matcher([Words("zebra")])) is None


def test_of_what_stands_on_a_page_the_snippet_tells_page_and_words() -> None:
    page = Piece("p. 3: ", "Two Roses, a rose\ngarden, and tulips.", Landing(5, 3))
    best = best_of([page], Matcher([Words("rose garden", phrase=True), Words("tulip"), Words("roses")]))
    assert best is not None and best.landing == Landing(5, 3, words=("rose", "tulips"))
    mark = replace(page, landing=Landing(5, 3, 7))
    best = best_of([mark], Matcher([Words("tulip")]))
    assert best is not None and best.landing == Landing(5, 3, 7)


@given(st.text(max_size=300), st.lists(st.text("abc", min_size=1, max_size=3), max_size=3))
def test_a_snippet_is_a_piece_of_the_text(text: str, words: list[str]) -> None:
    text = text.replace(MARK_START, "").replace(MARK_END, "")
    shown = snippet(text, Matcher([Words(word, prefix=True) for word in words]).places(text))
    bare = shown.replace(MARK_START, "").replace(MARK_END, "")
    assert bare.removeprefix("… ").removesuffix(" …").strip() in " ".join(text.split())
    assert shown.count(MARK_START) == shown.count(MARK_END)


# -- what is asked and what is demanded -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "asked", "demand"),
    [
        ("late interaction", "late interaction", Everything()),
        ('cheap "late interaction"', "cheap late interaction", Words("late interaction", phrase=True)),
        ("retrieval tag:nlp -bm25", "retrieval", And((TagIs("nlp"), Not(Words("bm25"))))),
        ("sparse OR dense", "sparse dense", Everything()),
        ("sparse OR tag:x", "sparse", Everything()),
        ("tag:x OR has:pdf", "", Or((TagIs("x"), Has("pdf")))),
        ("(a b) has:pdf", "a b", Has("pdf")),
        ("title:sparse", "sparse", Words("sparse", "title")),
        ("author:khattab", "", Words("khattab", "author")),
        ("-noise", "", Not(Words("noise"))),
    ],
)
def test_plain_words_are_the_question_and_the_rest_is_demanded(text: str, asked: str, demand: Query) -> None:
    question = question_of(parse(text))
    assert (question.text, question.demand) == (asked, demand)


def test_excluded_words_are_not_sought() -> None:
    assert positive_words(parse("a -b (c OR -d) tag:e")) == [Words("a"), Words("c")]


# -- completion -------------------------------------------------------------------------------------------------------

TAGS = ["nlp", "nlp/retrieval", "to read", "vision"]


def completions(text: str, cursor: int | None = None) -> list[str]:
    """The query after each completion."""
    cursor = len(text) if cursor is None else cursor
    return [text[: one.start] + one.text + text[one.end :] for one in complete(text, cursor, TAGS)]


def test_fields_are_completed_by_their_beginning() -> None:
    assert completions("sparse ta") == ["sparse tag:"]
    assert completions("t") == ["title:", "text:", "tag:"]
    assert completions("-t") == ["-title:", "-text:", "-tag:"]
    assert completions("(sta") == ["(status:"]
    assert completions("ta x", 2) == ["tag: x"]
    assert len(completions("")) == 17
    assert completions("sparse ") == completions("zebra") == completions('"ta') == []


def test_values_are_completed() -> None:
    assert completions("tag:n") == ["tag:nlp ", "tag:nlp/retrieval "]
    assert completions("tag:RET") == ["tag:nlp/retrieval "]
    assert completions('a tag:"to') == ['a tag:"to read" '] == completions("a tag:to")
    assert completions('tag:"to x" b', 7) == ['tag:"to read"  b']
    assert completions("status:re") == ["status:reading ", "status:read "]
    assert completions("status:read") == ["status:reading "]
    assert completions("is:") == ["is:starred ", "is:unread ", "is:later "]
    assert completions("has:d") == ["has:doi "]
    assert completions("added:<3") == ["added:<30d "]
    assert completions("seen:<3") == ["seen:<30d "]
    assert completions("title:x") == []


def test_labels_say_what_a_field_is_for() -> None:
    assert complete("ye", 2) == [Completion("year:", 0, 2, "year: – 2020, 2019..2022, >2020")]


@given(st.text(st.sampled_from('ta:" -()x'), max_size=12), st.integers(0, 12))
def test_each_completion_replaces_a_piece_around_the_cursor(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    for one in complete(text, cursor, TAGS):
        assert 0 <= one.start <= cursor <= one.end <= len(text)


# -- background -------------------------------------------------------------------------------------------------------


def test_the_background_knows_common_from_rare() -> None:
    known = background()
    assert known.papers > 20_000
    assert known.count("model") > known.count("retriev") > known.count("unlearn") > 0
    assert known.count("dens retriev") > 0
    assert known.count("gladiolus quagmire") == 0
    remarkable, translation = known.title_share("remark success"), known.title_share("machin translat")
    assert remarkable is not None and translation is not None
    assert remarkable < 0.02 < translation
    assert known.title_share("zzzz") is None


def test_the_background_is_small_and_holds_only_counts() -> None:
    path = ROOT / "resources" / "background-frequencies.tsv.gz"
    assert path.stat().st_size < 500_000


def test_importing_search_loads_no_numpy() -> None:
    code = "import sys, readinglist.search; print('numpy' in sys.modules, 'torch' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
