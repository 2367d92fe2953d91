"""The query language: what each form means, and that a mistake is pointed at and nothing crashes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readinglist.errors import QueryError
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
from readinglist.search import parse

NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def day(year: int, month: int, of_month: int) -> datetime:
    return datetime(year, month, of_month, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("", Everything()),
        ("  \t ", Everything()),
        ("retrieval", Words("retrieval")),
        ("sparse retrieval", And((Words("sparse"), Words("retrieval")))),
        ("sparse OR dense", Or((Words("sparse"), Words("dense")))),
        ("a b OR c", Or((And((Words("a"), Words("b"))), Words("c")))),
        ("a (b OR c)", And((Words("a"), Or((Words("b"), Words("c")))))),
        ("a AND b", And((Words("a"), Words("b")))),
        ("or and not", And((Words("or"), Words("and"), Words("not")))),
        ("NOT a", Not(Words("a"))),
        ("a AND NOT b", And((Words("a"), Not(Words("b"))))),
        ("NOT (a OR b) OR NOT tag:x", Or((Not(Or((Words("a"), Words("b")))), Not(TagIs("x"))))),
        ('"late interaction"', Words("late interaction", phrase=True)),
        ("“late interaction”", Words("late interaction", phrase=True)),
        ("«late interaction»", Words("late interaction", phrase=True)),
        ("-bm25", Not(Words("bm25"))),
        ('a -"late interaction"', And((Words("a"), Not(Words("late interaction", phrase=True))))),
        ("-(a OR b)", Not(Or((Words("a"), Words("b"))))),
        ("-tag:x", Not(TagIs("x"))),
        ("multi-vector", Words("multi-vector")),
        ("a - b", And((Words("a"), Words("b")))),
        ("a -- b", And((Words("a"), Words("b")))),
        ("retriev*", Words("retriev", prefix=True)),
        ("-retriev*", Not(Words("retriev", prefix=True))),
        ("& ? *", Everything()),
        ("a & b", And((Words("a"), Words("b")))),
        ("title:sparse", Words("sparse", "title")),
        ("Title:sparse", Words("sparse", "title")),
        ("title:spars*", Words("spars", "title", prefix=True)),
        ('author:"Omar Khattab"', Words("Omar Khattab", "author", phrase=True)),
        ("abstract:a note:b", And((Words("a", "abstract"), Words("b", "note")))),
        ("text:c venue:d", And((Words("c", "text"), Words("d", "venue")))),
        ("tag:nlp/retrieval", TagIs("nlp/retrieval")),
        ('tag:"machine learning"', TagIs("machine learning")),
        ("tag:nlp/", TagIs("nlp")),
        ("id:10.1145/3397271.3401075", IdIs("10.1145/3397271.3401075")),
        ("status:to-read", StatusIs("to-read")),
        ('status:"to read"', StatusIs("to-read")),
        ("has:pdf has:annotation", And((Has("pdf"), Has("annotation")))),
        ("is:starred OR is:unread", Or((Is("starred"), Is("unread")))),
        ("year:2020", YearBetween(2020, 2020)),
        ("year:2019..2022", YearBetween(2019, 2022)),
        ("year:2019-2022", YearBetween(2019, 2022)),
        ("year:2019..", YearBetween(2019, None)),
        ("year:..2019", YearBetween(None, 2019)),
        ("year:>2020", YearBetween(2021, None)),
        ("year:>=2020", YearBetween(2020, None)),
        ("year:<2020", YearBetween(None, 2019)),
        ("year:<=2020", YearBetween(None, 2020)),
        ("added:<7d", AddedBetween(NOON - timedelta(days=7), None)),
        ("added:2w", AddedBetween(NOON - timedelta(days=14), None)),
        ("added:>12h", AddedBetween(None, NOON - timedelta(hours=12))),
        ("added:today", AddedBetween(day(2026, 3, 10), day(2026, 3, 11))),
        ("added:yesterday", AddedBetween(day(2026, 3, 9), day(2026, 3, 10))),
        ("added:2026-01..2026-03", AddedBetween(day(2026, 1, 1), day(2026, 4, 1))),
        ("added:2026-12", AddedBetween(day(2026, 12, 1), day(2027, 1, 1))),
        ("added:2025", AddedBetween(day(2025, 1, 1), day(2026, 1, 1))),
        ("added:2026-01-31", AddedBetween(day(2026, 1, 31), day(2026, 2, 1))),
        ("added:2026-01..", AddedBetween(day(2026, 1, 1), None)),
        ("added:>2026-01", AddedBetween(day(2026, 2, 1), None)),
        ("added:>=2026-01", AddedBetween(day(2026, 1, 1), None)),
        ("added:<2026-01-15", AddedBetween(None, day(2026, 1, 15))),
        ("added:<=2026-01-15", AddedBetween(None, day(2026, 1, 16))),
        ("feed:hf-daily", FeedIs("hf-daily")),
        ("feed:arxiv:cs.IR", FeedIs("arxiv:cs.IR")),
        ('feed:"Daily  Papers"', FeedIs("Daily Papers")),
        ("seen:2026-01-31..", SeenBetween("2026-01-31", None)),
        ("seen:2026-01", SeenBetween("2026-01-01", "2026-01-31")),
        ("seen:<7d", SeenBetween("2026-03-03", None)),
        ("seen:<2026-01-15", SeenBetween(None, "2026-01-14")),
        ("upvotes:>20", UpvotesBetween(21, None)),
        ("upvotes:<=5", UpvotesBetween(None, 5)),
        ("upvotes:20..50", UpvotesBetween(20, 50)),
        ("upvotes:12", UpvotesBetween(12, 12)),
        ("is:later", Is("later")),
        ("ConvLLaVA: Hierarchical Backbones", And((Words("ConvLLaVA:"), Words("Hierarchical"), Words("Backbones")))),
        ("https://arxiv.org/abs/2004.12832", Words("https://arxiv.org/abs/2004.12832")),
        ("std::vector 1:2", And((Words("std::vector"), Words("1:2")))),
        ("C++", Words("C++")),
    ],
)  # fmt: skip
def test_what_it_means(text: str, query: Query) -> None:
    assert parse(text, now=NOON) == query


@pytest.mark.parametrize(
    ("text", "position", "length", "says"),
    [
        ('a "open phrase', 2, 1, "not closed"),
        ("(a b", 0, 1, "not closed"),
        ("a b)", 3, 1, "closes nothing"),
        ("a () b", 2, 2, "nothing between"),
        ("OR a", 0, 2, "before"),
        ("a OR", 2, 2, "behind"),
        ("a NOT", 2, 3, "behind"),
        ("NOT NOT a", 0, 3, "behind"),
        ("(NOT)", 1, 3, "behind"),
        ("NOT OR a", 0, 3, "behind"),
        ("a OR OR b", 2, 2, "behind"),
        ("(a OR)", 3, 2, "behind"),
        ("tittle:x", 0, 6, "mean title:"),
        ("zzz:x", 0, 3, "no field zzz:"),
        ("a title:", 2, 6, "value"),
        ("title:(a b)", 0, 6, "before each word"),
        ("title:???", 6, 3, "letters"),
        ("tag:/", 4, 1, "name of a tag"),
        ("status:reed", 7, 4, "inbox, to-read, reading, read or dismissed"),
        ("has:music", 4, 5, "pdf, note, annotation, doi or arxiv"),
        ("is:big", 3, 3, "starred, unread or later"),
        ("x year:abc", 7, 3, "year:2019..2022"),
        ("year:2022..2019", 5, 10, "year:2019..2022"),
        ("year:99999999999999999999", 5, 20, "year:2020"),
        ("added:soon", 6, 4, "added:<7d"),
        ("added:2026-02-30", 6, 10, "no date 2026-02-30"),
        ("added:2026-03..2026-01", 6, 16, "added:2026-01..2026-03"),
        ("added:99999y", 6, 6, "added:<7d"),
        ("seen:soon", 5, 4, "a day as seen:<7d"),
        ("seen:2026-03..2026-01", 5, 16, "write seen:2026-01..2026-03"),
        ("upvotes:many", 8, 4, "upvotes:>20"),
        ("upvotes:9..3", 8, 4, "upvotes:3..9"),
        ("(" * 50 + "a" + ")" * 50, 40, 1, "40 deep"),
    ],
)
def test_a_mistake_is_pointed_at(text: str, position: int, length: int, says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse(text, now=NOON)
    assert (caught.value.position, caught.value.length) == (position, length)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("retriev", Words("retriev", prefix=True)),
        ("sparse retr", And((Words("sparse"), Words("retr", prefix=True)))),
        ("sparse ", Words("sparse")),
        ('"late inter', Words("late inter", phrase=True)),
        ("(sparse OR den", Or((Words("sparse"), Words("den", prefix=True)))),
        ("sparse OR", Words("sparse")),
        ("sparse -", Words("sparse")),
        ("sparse -den", And((Words("sparse"), Not(Words("den"))))),
        ("title:spar", Words("spar", "title", prefix=True)),
        ("title:", Everything()),
        ("titl:spar", Everything()),
        ("status:rea", Everything()),
        ("status:read", StatusIs("read")),
        ("year:20", Everything()),
        ("year:2019..20", Everything()),
        ("year:2019", YearBetween(2019, 2019)),
        ("tag:ret", Or((TagIs("ret"), Words("ret", "tag", prefix=True)))),
        ("-tag:ret", Not(TagIs("ret"))),
        ("added:2026-0", Everything()),
        ("a NOT", Words("a")),
        ("NOT ret", Not(Words("ret"))),
    ],
)
def test_while_typing_what_is_open_is_let_pass(text: str, query: Query) -> None:
    assert parse(text, now=NOON, typing=True) == query


def test_while_typing_a_mistake_further_back_is_still_one() -> None:
    with pytest.raises(QueryError):
        parse("status:reed retr", typing=True)


def test_days_are_those_of_the_users_time_zone() -> None:
    east = datetime(2026, 3, 10, 1, tzinfo=timezone(timedelta(hours=9)))
    start = datetime(2026, 3, 9, 15, tzinfo=UTC)
    assert parse("added:today", now=east) == AddedBetween(start, start + timedelta(days=1))


def test_too_long_is_refused_and_not_tried() -> None:
    with pytest.raises(QueryError, match="too long"):
        parse("word " * 1_001)
    with pytest.raises(QueryError, match="too long"):
        parse("x" * 60_000)


pieces = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        ['"', "(", ")", "-", "OR", "AND", "NOT", "*", ":", "title:", "tag:", "year:", "added:", "status:", "has:",
         "is:", " ", "NEAR(", "{a}", "^", "'", "\0", "\ud800", "“", "2019..", ">", "<7d", "7d", "00", "-(", "id:", "+",
         "a:b:c"]
    ),
)  # fmt: skip


@given(st.lists(pieces, max_size=12).map("".join), st.booleans())
@example("year:²", False)
@example("added:9999", False)
@example("added:0001", True)
@example("(" * 200, True)
def test_whatever_is_typed_ends_in_a_tree_or_a_place(text: str, typing: bool) -> None:
    try:
        parse(text, typing=typing)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert error.length >= 1
