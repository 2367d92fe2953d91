"""Feeds that are asked by themselves: when their time has come, never while nobody may be asked, never twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from readinglist.http_client import HttpClient, MemoryHosts
from readinglist.jobs.feed_schedule import FeedSchedule, News
from readinglist.jobs.feeds import FeedUpdater, Progress, Updated
from readinglist.library import Library
from readinglist.library.feed_records import Feed
from readinglist.sources.feed_addresses import read_address
from tests.services import Services, Slow, many_papers
from tests.services.feeds import as_feed, rss_of


@pytest.fixture
def services() -> Iterator[Services]:
    with Services(many_papers(2)) as services:
        services.journal.pages["/feed"] = as_feed(
            rss_of("J", [{"title": "Lamps at dusk", "link": "https://a.example/1"}])
        )
        yield services


class World:
    """A schedule that runs, and what it has told."""

    def __init__(self, library: Library, services: Services) -> None:
        self.library, self.services = library, services
        self.barred = False
        self.client = HttpClient(MemoryHosts(), environ=services.environ, retry_waits=())
        self.schedule = FeedSchedule(library, FeedUpdater(library, self.client), barred=lambda: self.barred)
        self.updated: list[Updated] = []
        self._told = threading.Condition()
        self.schedule.listen(self._on_news)
        self._end = library.subscribe(lambda changes: self.schedule.wake())

    def _on_news(self, news: News) -> None:
        with self._told:
            if isinstance(news, Updated):
                self.updated.append(news)
            self._told.notify_all()

    def wait(self, condition: Callable[[], bool]) -> bool:
        with self._told:
            return self._told.wait_for(condition, 10)

    def follow(self, text: str) -> Feed:
        address = read_address(text)
        return self.library.feeds.add(address.address, address.kind, address.title)

    def close(self) -> None:
        self._end()
        self.schedule.stop()
        if self.schedule.ident is not None:
            self.schedule.join(3)
        self.client.close()


@pytest.fixture
def world(library: Library, services: Services) -> Iterator[World]:
    world = World(library, services)
    yield world
    world.close()


def test_a_feed_that_is_added_is_asked_at_once_and_then_not_before_its_time(world: World) -> None:
    world.schedule.start()
    feed = world.follow(f"{world.services.url('journal')}/feed")
    assert world.wait(lambda: bool(world.updated))
    assert [len(done.new) for done in world.updated] == [1]
    other = world.follow(f"{world.services.url('journal')}/none")  # wakes it again
    assert world.wait(lambda: len(world.updated) == 2)
    assert len(world.services.calls("journal")) == 2
    now = {one.id: one for one in world.library.feeds.all()}
    assert now[feed.id].next_at is not None and now[feed.id].error is None
    assert now[other.id].next_at is not None and "knows nothing of it" in (now[other.id].error or "")
    assert world.schedule.doing is None


def test_nobody_is_asked_while_it_rests_or_is_cut_off(world: World) -> None:
    world.barred = True
    world.schedule.start()
    world.follow(f"{world.services.url('journal')}/feed")
    world.schedule.rest(True)
    world.barred = False
    world.schedule.wake()
    assert world.services.calls() == []
    world.schedule.rest(False)
    assert world.wait(lambda: bool(world.updated))


def test_the_end_breaks_an_update_off_and_gives_the_feed_back(world: World) -> None:
    world.services.misbehave(Slow(seconds=60), "journal")
    feed = world.follow(f"{world.services.url('journal')}/feed")
    world.schedule.start()
    assert world.services.wait_for("journal")
    world.schedule.stop()
    world.schedule.join(3)
    assert not world.schedule.is_alive()
    assert world.library.feeds.claim(feed.id)
    assert world.library.feeds.get(feed.address).error is None


def test_a_bug_in_one_feed_is_not_repeated_every_moment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(FeedUpdater):
        def update(self, feed: Feed, **more: object) -> Updated:
            raise ZeroDivisionError

    schedule = FeedSchedule(world.library, Broken(world.library, world.client), barred=lambda: False)
    feed = world.follow("hf-daily")
    end = world.library.subscribe(lambda changes: schedule.stop())  # its first word is its last
    schedule.start()
    schedule.join(5)
    end()
    health = world.library.feeds.get(feed.address)
    assert "Please report it" in (health.error or "") and health.next_at is not None


def test_progress_is_told(world: World) -> None:
    told: list[Progress] = []
    world.schedule.listen(lambda news: told.append(news) if isinstance(news, Progress) else None)
    world.follow("hf-daily")
    world.schedule.start()
    assert world.wait(lambda: bool(world.updated))
    assert [progress.done for progress in told if progress.total == 7][-1] == 7
