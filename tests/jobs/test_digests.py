"""Digests that come by themselves: when they are due, once, and again when they could not be delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from readinglist.errors import LibraryError
from readinglist.jobs.digests import Digests, write
from readinglist.library import Library
from readinglist.library.feed_records import Entry
from readinglist.library.records import PaperRecord
from readinglist.mail import NO_SERVER, Mail
from readinglist.passwords import Passwords
from readinglist.settings import Settings
from tests.keyrings import TestKeyring

MORNING = (datetime.now(UTC) + timedelta(days=1)).replace(hour=8, minute=0, second=0, microsecond=0)
DAY = timedelta(days=1)


class Desk:
    """A library whose settings the test turns."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.settings = Settings()
        mail = Mail(lambda: self.settings, Passwords(TestKeyring()), offline=lambda: False)
        self.offline = False
        self.digests = Digests(library, lambda: mail, lambda: self.settings, offline=lambda: self.offline)
        self.feed = library.feeds.add("author:Ada Byron", "author", "Ada Byron").id

    def show(self, number: int, at: datetime) -> None:
        record = PaperRecord(title=f"Lichens, Part {number}")
        self.library.feeds.take(self.feed, [Entry(record, at.date().isoformat())])

    def titles(self, at: datetime) -> list[str]:
        """Of the digest that is due at that time and put into the folder."""
        made = self.digests.deliver_due(at)
        if made is None:
            return []
        assert not made.problem and made.path is not None
        text = made.path.read_text(encoding="utf-8")
        assert all(item.paper.title in text for item in made.digest.items)
        return [item.paper.title for item in made.digest.items]


@pytest.fixture
def desk(library: Library) -> Desk:
    return Desk(library)


def test_none_comes_unasked(desk: Desk) -> None:
    desk.show(1, MORNING)
    assert desk.digests.deliver_due(MORNING) is None
    assert not desk.digests.folder.exists()


def test_a_daily_one_comes_once_a_day_at_its_hour_and_tells_all_since_the_last(desk: Desk) -> None:
    desk.settings = replace(desk.settings, digest_every="daily", digest_hour=7)
    desk.show(1, MORNING)
    assert desk.titles(MORNING) == ["Lichens, Part 1"]
    assert desk.titles(MORNING + timedelta(hours=5)) == []
    for number in (1, 2, 3):
        desk.show(1 + number, MORNING + number * DAY)
    assert desk.titles(MORNING + DAY - timedelta(hours=2)) == [], "it is not seven yet"
    assert desk.titles(MORNING + 3 * DAY) == ["Lichens, Part 4", "Lichens, Part 3", "Lichens, Part 2"]
    assert desk.titles(MORNING + 4 * DAY) == [], "nothing came, so nothing is made"


def test_it_waits_a_while_for_feeds_that_are_to_be_asked(desk: Desk) -> None:
    desk.settings = replace(desk.settings, digest_every="daily")
    daily = desk.library.feeds.add("hf-daily", "daily", "Daily Papers").id
    desk.show(1, MORNING)
    assert desk.titles(MORNING) == []
    desk.library.feeds.failed(daily, "It is away.", next_at=f"{MORNING + timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000Z")
    assert desk.titles(MORNING + timedelta(minutes=1)) == ["Lichens, Part 1"]
    desk.show(2, MORNING + DAY)
    assert desk.titles(MORNING + DAY) == []
    assert desk.titles(MORNING + DAY + timedelta(minutes=10)) == ["Lichens, Part 2"]


def test_a_weekly_one_comes_on_monday_or_when_the_program_runs_next(desk: Desk) -> None:
    desk.settings = replace(desk.settings, digest_every="weekly")
    wednesday = MORNING + timedelta(days=(2 - MORNING.weekday()) % 7)
    desk.show(1, wednesday)
    assert desk.titles(wednesday) == ["Lichens, Part 1"]
    desk.show(2, wednesday + 2 * DAY)
    assert desk.titles(wednesday + 4 * DAY) == [], "Sunday"
    assert desk.titles(wednesday + 5 * DAY) == ["Lichens, Part 2"]


def test_what_could_not_be_sent_is_told_of_and_tried_again_in_an_hour(desk: Desk) -> None:
    desk.settings = replace(desk.settings, digest_every="daily", digest_by="mail")
    desk.show(1, MORNING)
    desk.offline = True
    assert desk.digests.deliver_due(MORNING) is None
    desk.offline = False
    made = desk.digests.deliver_due(MORNING)
    assert made is not None and made.problem == NO_SERVER
    assert desk.digests.deliver_due(MORNING + timedelta(minutes=30)) is None
    desk.settings = replace(desk.settings, digest_by="file")
    assert desk.titles(MORNING + timedelta(hours=1)) == ["Lichens, Part 1"]


def test_a_state_file_that_is_broken_does_no_harm(desk: Desk) -> None:
    desk.settings = replace(desk.settings, digest_every="daily", digest_folder=desk.library.folder / "mine")
    (desk.library.folder / "digest.json").write_text("[not ours", encoding="utf-8")
    desk.show(1, MORNING)
    assert desk.titles(MORNING) == ["Lichens, Part 1"]
    assert [path.parent.name for path in desk.library.folder.rglob("Digest *.html")] == ["mine"]


def test_a_file_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    there, link = tmp_path / "a.html", tmp_path / "link.html"
    link.symlink_to(there)
    write(link, b"new")
    assert there.read_bytes() == b"new" and link.is_symlink()
    with pytest.raises(LibraryError):
        write(tmp_path, b"x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "link.html"]
