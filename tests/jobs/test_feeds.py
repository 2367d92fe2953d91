"""Feeds that are updated over a real client: what is kept, what is asked again, and what is said when it goes wrong."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from readinglist.http_client import HttpClient, Known, Limits, MemoryHosts
from readinglist.jobs.feed_times import back_off, days_to_ask, next_time, showing, usual_first_day
from readinglist.jobs.feeds import FeedUpdater, Updated
from readinglist.library import Library
from readinglist.library.feed_records import Feed
from readinglist.sources.feed_addresses import read_address
from readinglist.sources.feed_asking import FeedReply
from readinglist.sources.feed_check import Pace
from readinglist.sources.feed_reader import FeedAnswer
from tests.services import (
    Endless,
    GzipBomb,
    Html,
    Redirect,
    Services,
    Slow,
    Status,
    WrongLength,
    many_papers,
)
from tests.services.feeds import Announced, as_feed, laughing, page_of, rss_of
from tests.services.messages import Reply

TODAY = datetime.now(UTC).date()
JOURNAL = "http://journal.example"
"""Called by a proxy, so that this machine's own address needs no permission."""
PAPERS = many_papers(12)


def daily_row(number: int, day: date, upvotes: int = 3) -> dict[str, Any]:
    paper = PAPERS[number]
    return {
        "paper": {
            "id": paper.arxiv_id,
            "title": paper.title,
            "summary": paper.abstract,
            "authors": [{"name": name} for name in paper.authors],
            "publishedAt": "2025-01-02T00:00:00.000Z",
            "submittedOnDailyAt": f"{day}T08:00:00.000Z",
            "upvotes": upvotes,
            "githubRepo": "https://code.example/x",
        },
        "title": paper.title,
        "numComments": 2,
    }


@pytest.fixture
def services() -> Iterator[Services]:
    with Services(PAPERS) as services:
        yield services


@pytest.fixture
def client(services: Services) -> Iterator[HttpClient]:
    environ = services.environ | {"http_proxy": services.url("journal"), "no_proxy": "127.0.0.1"}
    hurry = Limits(whole=1.0, span=0.5, least=1000)
    client = HttpClient(MemoryHosts(), environ=environ, timeouts=(2, 0.5), retry_waits=(), limits=hurry)
    yield client
    client.close()


@pytest.fixture
def updater(library: Library, client: HttpClient) -> FeedUpdater:
    return FeedUpdater(library, client)


def follow(library: Library, text: str) -> Feed:
    address = read_address(text)
    return library.feeds.add(address.address, address.kind, address.title)


def refresh(library: Library, updater: FeedUpdater, feed: Feed, **more: Any) -> Updated:
    return updater.update(library.feeds.get(feed.address), patient=False, **more)


def test_days_are_filled_in_once_and_the_last_ones_again(
    library: Library, updater: FeedUpdater, services: Services
) -> None:
    old = TODAY - timedelta(days=40)
    services.days.days |= {
        str(old): json.dumps([daily_row(0, old), daily_row(1, old)]).encode(),
        str(TODAY): json.dumps([daily_row(2, TODAY)]).encode(),
    }
    feed = follow(library, "hf-daily")
    done = refresh(library, updater, feed, from_=old, to=old + timedelta(days=1))
    assert (len(done.new), done.problems) == (2, ())
    assert len(services.calls("huggingface")) == 2
    refresh(library, updater, feed, from_=old - timedelta(days=1), to=old + timedelta(days=1))
    assert len(services.calls("huggingface")) == 3  # the other days are over
    services.days.days[str(old)] = json.dumps([daily_row(0, old, upvotes=25), daily_row(1, old)]).encode()
    refresh(library, updater, feed, from_=old, to=old + timedelta(days=1))
    assert len(services.calls("huggingface")) == 5  # but who names just these wants to know how they are now
    assert library.feeds.shown(done.new)[done.new[0]].showing.upvotes == 25
    assert library.feeds.of_day(str(old)) == list(done.new)

    (new,) = refresh(library, updater, feed).new
    services.days.days[str(TODAY)] = json.dumps([daily_row(2, TODAY, upvotes=30)]).encode()
    again = refresh(library, updater, feed)
    assert again.new == () and new in again.known
    shown = library.feeds.shown([new])[new]
    assert (shown.showing.upvotes, shown.showing.trending, shown.showing.code) == (30, 1, "https://code.example/x")
    assert shown.curve[-1][1:] == (30, 2)


def test_days_of_more_than_a_page_are_had_whole_and_days_to_come_are_not_asked_for(
    library: Library, updater: FeedUpdater, services: Services
) -> None:
    rows = [daily_row(0, TODAY) | {"title": f"Paper {number}"} for number in range(150)]
    for number, row in enumerate(rows):
        row["paper"] = row["paper"] | {"id": f"2401.{number:05}", "title": f"Lamps of the kind {number} at dusk"}
    services.days.days[str(TODAY)] = json.dumps(rows).encode()
    feed = follow(library, "hf-daily")
    done = refresh(library, updater, feed, from_=TODAY, to=TODAY + timedelta(days=9))
    assert len(done.new) == 150
    assert [path for path in services.paths("huggingface") if "date=" in path and str(TODAY) not in path] == []
    services.days.days[str(TODAY)] = b"[]"
    services.misbehave(Status(400), "huggingface", times=2)  # its day has not begun yet
    assert refresh(library, updater, feed).problems == ()


def test_what_came_before_a_failure_stays_and_the_rest_comes_later(
    library: Library, updater: FeedUpdater, services: Services
) -> None:
    days = [TODAY - timedelta(days=number) for number in range(30, 33)]
    for number, day in enumerate(days):
        services.days.days[str(day)] = json.dumps([daily_row(number, day)]).encode()
    feed = follow(library, "hf-daily")
    services.misbehave(Status(429, retry_after=900), "huggingface", every=2, times=1)
    done = refresh(library, updater, feed, from_=days[-1], to=days[0])
    assert len(done.new) == 1
    assert "2 of 3 days are missing" in done.problems[0]
    health = library.feeds.get("hf-daily")
    until = datetime.now().astimezone() + timedelta(seconds=900)
    assert health.error is not None and health.cause == "cooling"
    assert health.error.startswith("Hugging Face asked us to wait until")
    assert "; showing what it had up to " in health.error
    assert health.next_at is not None
    assert abs(datetime.fromisoformat(health.next_at) - until) < timedelta(seconds=10)


def test_somebody_who_waits_waits_out_what_the_host_asks_for(
    library: Library, client: HttpClient, services: Services
) -> None:
    rested: list[float] = []

    def rest(seconds: float) -> None:
        rested.append(seconds)
        time.sleep(min(seconds, 0.2))

    updater = FeedUpdater(library, client, rest=rest)
    services.days.days[str(TODAY)] = json.dumps([daily_row(0, TODAY)]).encode()
    services.misbehave(Status(429, retry_after=1), "huggingface", times=1)
    told: list[str] = []
    feed = follow(library, "hf-daily")
    done = updater.update(feed, from_=TODAY, on_progress=lambda progress: told.append(progress.waits))
    assert (len(done.new), done.problems) == (1, ())
    assert any("asked us to wait" in sentence for sentence in told)
    assert rested


def test_an_ended_update_keeps_what_is_there(library: Library, updater: FeedUpdater, services: Services) -> None:
    for number in range(5):
        day = TODAY - timedelta(days=number)
        services.days.days[str(day)] = json.dumps([daily_row(number, day)]).encode()
    feed = follow(library, "hf-daily")
    enough = False

    def on_progress(progress: Any) -> None:
        nonlocal enough
        enough = progress.done >= 2

    done = refresh(library, updater, feed, on_progress=on_progress, cancelled=lambda: enough)
    assert (len(done.new), done.cancelled, done.problems) == (2, True, ())
    assert library.feeds.claim(feed.id)  # it is nobody's any more
    again = refresh(library, updater, feed)
    assert again.problems == ("Daily Papers is being updated already.",), "whoever does it: perhaps this very program"


def test_arxiv_is_asked_for_all_categories_at_once_and_not_for_what_is_known(
    library: Library, updater: FeedUpdater, services: Services
) -> None:
    first, second, third = PAPERS[:3]
    services.announcements.announced = [
        Announced(first, "new", ("cs.LG", "cs.IR")),
        Announced(second, "replace-cross", ("stat.ML", "cs.IR")),
        Announced(third, "new", ("cs.CL",)),
    ]
    feed = follow(library, "arxiv:cs.IR+cs.LG")
    done = refresh(library, updater, feed)
    assert services.paths("arxiv_rss") == ["/rss/cs.IR+cs.LG"]
    shown = library.feeds.shown(done.new)
    assert sorted(sighting.kind for one in shown.values() for sighting in one.sightings) == ["new", "replace-cross"]
    assert refresh(library, updater, feed).new == ()
    assert services.calls("arxiv_rss")[-1].status == 304
    services.announcements.announced = ()  # a holiday
    assert refresh(library, updater, feed).problems == ()
    wrong = follow(library, "arxiv:cs.XY")
    assert "knows no category cs.XY" in refresh(library, updater, wrong).problems[0]


def test_one_paper_of_four_feeds_is_one_paper_that_says_where_it_was_seen(
    library: Library, updater: FeedUpdater, services: Services
) -> None:
    paper = PAPERS[0]
    services.announcements.announced = [Announced(paper, "new", ("cs.LG", "cs.IR"))]
    services.days.days[str(TODAY)] = json.dumps([daily_row(0, TODAY)]).encode()
    item = {"title": paper.title.upper(), "link": f"https://arxiv.org/abs/{paper.arxiv_id}v2"}
    services.journal.pages["/feed"] = as_feed(rss_of("A blog", [item]))
    author, query = follow(library, f"author:{paper.authors[0]}"), follow(library, "query:title:lamps OR abstract:the")
    feeds = [follow(library, text) for text in ("arxiv:cs.LG", "arxiv:cs.IR", "hf-daily", f"{JOURNAL}/feed")]
    news = [refresh(library, updater, feed) for feed in feeds]
    assert [len(done.new) for done in news] == [1, 0, 0, 0]
    assert [done.problems for done in news] == [()] * 4
    (one,) = news[0].new
    seen = {sighting.feed for sighting in library.feeds.shown([one])[one].sightings}
    assert seen == {feed.address for feed in (*feeds, author, query)}
    late = follow(library, f"query:title:{paper.title.split()[0]}")  # it gathers what is there already
    assert one in refresh(library, updater, late).new


def test_a_saved_query_brings_the_newest(library: Library, updater: FeedUpdater, services: Services) -> None:
    word = PAPERS[3].title.split()[0]
    feed = follow(library, f"arxiv-query:all:{word}")
    done = refresh(library, updater, feed)
    assert len(done.new) >= 1 and done.problems == ()
    assert refresh(library, updater, feed).new == ()


def test_past_days_of_arxiv_come_from_its_api(library: Library, updater: FeedUpdater, services: Services) -> None:
    feed = follow(library, "arxiv:cs.LG+cs.IR")
    day = date(2025, 1, 2)
    done = refresh(library, updater, feed, from_=day, to=day + timedelta(days=1))
    assert (len(done.new), done.problems) == (len(PAPERS), ())
    assert len(services.calls("arxiv")) == 2
    assert sorted(library.feeds.of_day("2025-01-02")) == sorted(done.new)
    refresh(library, updater, feed, from_=day, to=day + timedelta(days=1))
    assert len(services.calls("arxiv")) == 2


def test_a_page_leads_to_the_feed_that_it_names(library: Library, updater: FeedUpdater, services: Services) -> None:
    pages = services.journal.pages
    pages["/blog"] = Reply(page_of(("Comments", "/c.xml"), ("All", "all.xml")).encode(), type="text/html")
    pages["/all.xml"] = as_feed(rss_of("The Blog", [{"title": "One thing", "link": "/1"}]), "text/html")
    feed = follow(library, f"{JOURNAL}/blog")
    assert len(refresh(library, updater, feed).new) == 1
    health = library.feeds.get(feed.address)
    assert (health.url, health.title) == (f"{JOURNAL}/all.xml", "The Blog")
    refresh(library, updater, feed)
    assert [call.path.removeprefix(JOURNAL) for call in services.calls("journal")] == ["/blog", "/all.xml", "/all.xml"]
    assert services.calls("journal")[-1].status == 304
    pages["/blog"] = Reply(page_of(("All", "/moved.xml")).encode(), type="text/html")
    pages["/moved.xml"] = pages.pop("/all.xml")
    assert refresh(library, updater, feed).problems == ()
    assert library.feeds.get(feed.address).url == f"{JOURNAL}/moved.xml"
    pages["/bare"] = Reply(page_of().encode(), type="text/html")
    bare = follow(library, f"{JOURNAL}/bare")
    assert "names no feed" in refresh(library, updater, bare).problems[0]


GOOD = as_feed(rss_of("Journal", [{"title": "A paper about lamps", "link": "https://a.example/1"}]))
TRAPS = {
    "laughs": (as_feed(laughing()), None, "known trap"),
    "200 MB": (GOOD, WrongLength(200_000_000), "more than 15 MB"),
    "endless": (GOOD, Endless(), "more than"),
    "bomb": (GOOD, GzipBomb(1 << 28), "more than 15 MB"),
    "slow": (GOOD, Slow(bytes_per_second=20), "too long to answer"),
    "file": (GOOD, Redirect("file:///etc/passwd"), "no address of a web page"),
    "own machine": (GOOD, Redirect("http://127.0.0.1:9/feed"), "in your own network"),
    "own network": (GOOD, Redirect("http://192.168.0.1/feed"), "in your own network"),
    "circles": (GOOD, Redirect(f"{JOURNAL}/feed"), "in circles"),
    "gone": (GOOD, Status(410), "knows nothing of it"),
    "broken": (GOOD, Status(500), "in trouble"),
    "captcha": (GOOD, Html(), "names no feed"),
    "noise": (as_feed(b"\x89PNG" + bytes(5000), "image/png"), None, "no RSS or Atom feed"),
}


@pytest.mark.parametrize("name", TRAPS)
def test_a_host_that_misbehaves_ends_in_a_line_of_health_and_no_harm(
    library: Library, updater: FeedUpdater, services: Services, name: str
) -> None:
    page, fault, sentence = TRAPS[name]
    environ = {"http_proxy": services.url("journal")}
    hurry = Limits(whole=1.5, span=0.5, least=1000)
    careful = HttpClient(MemoryHosts(), environ=environ, timeouts=(2, 1), retry_waits=(), limits=hurry)
    services.journal.pages["/feed"] = page
    if fault is not None:
        services.misbehave(fault, "journal")
    feed = follow(library, f"{JOURNAL}/feed")
    began = time.monotonic()
    try:
        done = refresh(library, FeedUpdater(library, careful), feed)
    finally:
        careful.close()
    assert time.monotonic() - began < 5
    assert (done.new, library.feeds.undecided()) == ((), [])
    health = library.feeds.get(feed.address)
    assert health.error is not None and sentence in health.error
    assert health.next_at is not None and health.failures == 1


def test_a_local_feed_is_for_those_who_allow_it(library: Library, updater: FeedUpdater, services: Services) -> None:
    services.journal.pages["/feed"] = GOOD
    feed = follow(library, f"{services.url('journal')}/feed")
    assert len(refresh(library, updater, feed).new) == 1


def test_html_of_strangers_is_plain_text_in_the_library(
    library: Library, updater: FeedUpdater, services: Services
) -> None:
    item = {
        "title": "Safe <script>alert(1)</script>lamps of the evening",
        "link": "javascript:alert(1)",
        "guid": "https://a.example/7",
        "description": "<p onload='x()'>Seen.</p><img src='http://127.0.0.1/spy.png'><iframe src='//x'>in</iframe>",
    }
    services.journal.pages["/feed"] = as_feed(rss_of("<b>Bold</b> journal", [item]))
    feed = follow(library, f"{JOURNAL}/feed")
    (new,) = refresh(library, updater, feed).new
    paper = library.papers.get(new)
    assert (paper.title, paper.abstract, paper.url) == ("Safe lamps of the evening", "Seen.", "https://a.example/7")
    assert library.feeds.get(feed.address).title == "Bold journal"
    assert len(services.calls("journal")) == 1


# --------------------------------------------------------------------------------------------------------------- times


def test_which_days_are_asked_for() -> None:
    today = date(2025, 9, 10)  # a Wednesday
    asked = {
        "2025-09-01": ("2025-09-02T10:00:00.000Z", 12),  # too soon after it
        "2025-09-02": ("2025-09-09T10:00:00.000Z", 12),
        "2025-09-06": ("2025-09-08T10:00:00.000Z", 0),  # a Saturday
        "2025-09-07": ("2025-09-07T23:00:00.000Z", 0),  # a Sunday that was not over
        "2025-09-08": ("2025-09-10T09:00:00.000Z", 9),
    }
    found = days_to_ask(date(2025, 9, 1), date(2025, 9, 30), today, asked)
    assert [day.day for day in found] == [10, 9, 8, 7, 5, 4, 3, 1]
    assert days_to_ask(date(2025, 9, 11), date(2025, 9, 30), today, {}) == []
    assert usual_first_day(today, None) == usual_first_day(today, "2025-09-09T10:00:00.000Z") == date(2025, 9, 4)
    assert usual_first_day(today, "2025-08-20T10:00:00.000Z") == date(2025, 8, 20), "nothing is missed on holidays"
    assert usual_first_day(today, "2020-01-01T10:00:00.000Z") == date(2025, 7, 12)


def test_when_a_feed_is_asked_again() -> None:
    now = datetime(2025, 9, 5, 21, 30, tzinfo=UTC)  # a Friday
    feed = Feed(1, "x", "rss", "X")
    assert next_time(feed, None, now, 120) == now + timedelta(minutes=120)
    assert next_time(replace(feed, every_minutes=30), None, now, 120) == now + timedelta(minutes=30)
    pace = Pace(300, frozenset({2}), frozenset({5, 6}))
    reply = FeedReply(FeedAnswer("X", (), pace), Known(), "x")
    assert next_time(feed, reply, now, 120) == datetime(2025, 9, 8, 0, 0, tzinfo=UTC)
    assert next_time(feed, FeedReply(None, Known(), "x", 7200 * 3), now, 120) == now + timedelta(hours=6)
    assert back_off(replace(feed, failures=2), None, now) == now + timedelta(minutes=60)
    assert back_off(replace(feed, failures=99), None, now) == now + timedelta(days=1)


def test_what_is_shown_meanwhile() -> None:
    now = datetime(2025, 9, 3, 14, 0, tzinfo=UTC)
    said = "arXiv asked us to wait until 14:20."
    assert showing(said, "2025-09-02", now) == "arXiv asked us to wait until 14:20; showing yesterday's."
    assert showing(said, "2025-09-03", now) == "arXiv asked us to wait until 14:20; showing today's."
    assert showing(said, "2024-08-30", now).endswith("; showing what it had up to 30 August 2024.")
    assert showing("It is out. Look at it.", "2025-09-02", now) == "It is out; showing yesterday's. Look at it."
    assert showing(said, None, now) == said
