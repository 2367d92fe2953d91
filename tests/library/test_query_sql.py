"""Query trees over a real library: what each node finds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.query import (
    AddedBetween,
    And,
    Everything,
    FeedIs,
    Has,
    IdIs,
    Is,
    Not,
    Or,
    Query,
    SeenBetween,
    StatusIs,
    TagIs,
    UpvotesBetween,
    Words,
    YearBetween,
)
from readinglist.library.query_sql import speaks_of_status, visible, where
from readinglist.library.records import PaperRecord, Person, Status

RECORDS = {
    "sparse": PaperRecord(
        title="Sparse Retrieval with an Inverted Index",
        abstract="Terms are weighted by a network.",
        authors=(Person("Khattab", "Omar"),),
        year=2020,
        arxiv_id="2004.12832",
        arxiv_version=2,
        keywords=("nlp/retrieval",),
    ),
    "dense": PaperRecord(
        title="Dense Retrieval of Passages",
        abstract="Multi-vector models keep one vector for each token.",
        year=2021,
        doi="10.1145/3397271",
        keywords=("NLP",),
    ),
    "caption": PaperRecord(title="Captions for Photographs", year=1998, keywords=("vision",)),
    "dismissed": PaperRecord(title="Retrieval Nobody Wants", year=2020),
}


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, dict[str, int]]]:
    with Library.open(tmp_path_factory.mktemp("queries")) as library:
        ids = dict(zip(RECORDS, library.papers.add(list(RECORDS.values()), source="test").added, strict=True))
        library.notes.set(ids["caption"], "Reminds me of dense gladiolus fields.")
        library.papers.set_status([ids["dense"]], Status.READ)
        library.papers.set_status([ids["dismissed"]], Status.DISMISSED)
        library.papers.star([ids["sparse"]])
        with library.write() as tx:
            document = library.documents.add(tx, ids["sparse"], "a.pdf", "0", "a.pdf")
        library.index.set_pages(document, ["Nothing here.", "A gladiolus, and late interaction."])
        library.index.catch_up()
        yield library, ids


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (Everything(), "sparse dense caption"),
        (Words("retrieval"), "sparse dense"),
        (Words("retrieval", "title"), "sparse dense"),
        (Words("network", "title"), ""),
        (Words("gladiolus"), "sparse caption"),
        (Words("gladiolus", "note"), "caption"),
        (Words("gladiolus", "text"), "sparse"),
        (And((Words("inverted"), Words("gladiolus"))), "sparse"),  # one in the title, one on a page
        (Words("late interaction", phrase=True), "sparse"),
        (Words("interaction late", phrase=True), ""),
        (Words("multi-vector"), "dense"),
        (Words("vector-multi"), ""),
        (Words("photo", prefix=True), "caption"),
        (Words("photo"), ""),
        (Words("multi-vec", prefix=True), "dense"),
        (Words("nlp", "tag"), "sparse dense"),
        (TagIs("nlp"), "sparse dense"),
        (TagIs("nlp/retrieval"), "sparse"),
        (TagIs("NLP / Retrieval"), "sparse"),
        (TagIs("nl"), ""),
        (Not(TagIs("nlp")), "caption"),
        (Or((TagIs("vision"), Words("inverted"))), "sparse caption"),
        (Not(Or((TagIs("vision"), Words("inverted")))), "dense"),
        (IdIs("2004.12832"), "sparse"),
        (IdIs("arXiv:2004.12832v1"), "sparse"),
        (IdIs("10.48550/arXiv.2004.12832"), "sparse"),
        (IdIs("https://doi.org/10.1145/3397271"), "dense"),
        (IdIs("10.1145/3397271"), "dense"),
        (IdIs("nothing"), ""),
        (YearBetween(2020, 2020), "sparse"),
        (YearBetween(2020, None), "sparse dense"),
        (YearBetween(None, 2020), "sparse caption"),
        (YearBetween(None, None), "sparse dense caption"),
        (AddedBetween(datetime.now(UTC) - HOUR, datetime.now(UTC) + HOUR), "sparse dense caption"),
        (AddedBetween(None, datetime.now(UTC) - HOUR), ""),
        (AddedBetween(datetime.now(UTC) + HOUR, None), ""),
        (StatusIs("read"), "dense"),
        (StatusIs("dismissed"), "dismissed"),
        (Or((StatusIs("read"), Words("nobody"))), "dense dismissed"),
        (Has("pdf"), "sparse"),
        (Has("note"), "caption"),
        (Has("doi"), "dense"),
        (Has("arxiv"), "sparse"),
        (Has("annotation"), ""),
        (Is("starred"), "sparse"),
        (And((Is("unread"), Words("retrieval"))), "sparse"),
    ],
)
def test_what_is_found(ids: tuple[Library, dict[str, int]], query: Query, names: str) -> None:
    library, of = ids
    assert sorted(library.papers.select(query)) == sorted(of[name] for name in names.split())
    assert library.papers.count(query) == len(names.split())


def test_what_feeds_showed_is_found(library: Library) -> None:
    def entry(number: int, day: str, upvotes: int = 0) -> Entry:
        record = PaperRecord(title=f"Mosses {number}", arxiv_id=f"2509.{number:05}")
        return Entry(record, day, showing=Showing(upvotes) if upvotes else None)

    daily = library.feeds.add("hf-daily", "daily", "Daily Papers").id
    letters = library.feeds.add("https://example.org/toc", "rss", "Letters").id
    new = library.feeds.take(daily, [entry(1, "2025-09-03", 12), entry(2, "2025-09-05", 3)]).new
    new += library.feeds.take(letters, [entry(3, "2025-08-30"), entry(4, "2025-09-01")]).new
    of = dict(zip(("sparse", "maps", "dense", "later"), new, strict=True))
    library.deciding.decide([of["later"]], "later")
    wanted: list[tuple[Query, str]] = [
        (Is("later"), "later"),
        (FeedIs("HF-Daily"), "sparse maps"),
        (FeedIs("daily papers"), "sparse maps"),
        (FeedIs("rss"), "dense later"),
        (FeedIs("let"), ""),
        (FeedIs("let", prefix=True), "dense later"),
        (SeenBetween("2025-09-03", None), "sparse maps"),
        (SeenBetween(None, "2025-09-01"), "dense later"),
        (SeenBetween("2025-09-03", "2025-09-03"), "sparse"),
        (UpvotesBetween(3, 11), "maps"),
        (And((UpvotesBetween(4, None), FeedIs("hf-daily"))), "sparse"),
        (UpvotesBetween(None, 3), "maps dense later"),
    ]
    for query, names in wanted:
        assert sorted(library.papers.select(query)) == sorted(of[name] for name in names.split()), query


def test_citation_key_and_number_are_ids(ids: tuple[Library, dict[str, int]]) -> None:
    library, of = ids
    key = library.papers.get(of["sparse"]).citation_key
    assert library.papers.select(IdIs(key.upper())) == [of["sparse"]]
    assert library.papers.select(IdIs(str(of["caption"]))) == [of["caption"]]


def test_typing_a_word_finds_it_at_each_letter(ids: tuple[Library, dict[str, int]]) -> None:
    """Stems are shorter than words: `retrieva` must find retrieval as `retriev` does."""
    library, _ = ids
    for word in ("retrieval", "inverted", "weighted", "passages", "khattab", "interaction", "gladiolus"):
        for length in range(1, len(word) + 1):
            names = library.papers.select(Words(word[:length], prefix=True))
            assert set(library.papers.select(Words(word))) <= set(names), word[:length]


def test_hundreds_of_words_are_one_query(ids: tuple[Library, dict[str, int]]) -> None:
    library, of = ids
    query = And((*(Words("retrieval") for _ in range(800)), Words("inverted")))
    assert library.papers.select(query) == [of["sparse"]]


def test_speaking_of_status() -> None:
    assert speaks_of_status(And((Words("a"), Not(Or((StatusIs("read"), Words("b")))))))
    assert not speaks_of_status(And((Words("a"), Not(Is("starred")))))
    assert "dismissed" in visible(Everything())
    assert "dismissed" not in visible(StatusIs("inbox"))


texts = st.one_of(
    st.text(max_size=12),
    st.sampled_from(['"', '""', "NEAR(a b)", "a AND", "title:x", "{title}:x", "^a", "a*", "*", "(", "--", "é", "\0"]),
).map(lambda text: text.encode("utf-8", "replace").decode())
leaves = st.one_of(
    st.builds(
        Words, texts, st.sampled_from([None, "title", "author", "abstract", "note", "text", "tag", "venue"]),
        st.booleans(), st.booleans(),
    ),
    st.builds(TagIs, texts), st.builds(IdIs, texts), st.builds(Has, st.sampled_from(["pdf", "doi"])),
    st.just(Everything()), st.builds(YearBetween, st.none() | st.integers(0, 9999), st.none()),
    st.builds(FeedIs, texts, st.booleans()),
)  # fmt: skip
trees = st.recursive(
    leaves,
    lambda part: (
        st.builds(Not, part)
        | st.builds(And, st.lists(part, min_size=1, max_size=3).map(tuple))
        | st.builds(Or, st.lists(part, min_size=1, max_size=3).map(tuple))
    ),
    max_leaves=6,
)


@given(trees)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_tree_is_sql_that_runs(ids: tuple[Library, dict[str, int]], query: Query) -> None:
    """And nothing in it is taken for syntax: a query and its opposite share the library between them."""
    library, of = ids
    every = Or((StatusIs("dismissed"), Everything()))
    inside, outside = library.papers.select(And((every, query))), library.papers.select(And((every, Not(query))))
    assert sorted(inside + outside) == sorted(of.values())
    sql, parameters = where(query)
    assert sql.count("?") == len(parameters)
