"""The feeds of a library: which there are, how they are, what they showed, and on which day."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeAlias

from readinglist.errors import InputError, NotFoundError
from readinglist.library import feed_days, feed_taking, retention, sightings
from readinglist.library.cleaning import clean_line
from readinglist.library.database import Database, now, stamp
from readinglist.library.feed_records import WITHOUT_NETWORK, DayCount, Entry, Feed, Shown, Taken
from readinglist.library.processes import is_alive, own_start
from readinglist.library.undo import History

AllFeeds: TypeAlias = list[Feed]
Days: TypeAlias = list[DayCount]
Ids: TypeAlias = list[int]


class Feeds:
    """The feeds. What the user decides is an undoable step; each method may be called on any thread."""

    def __init__(self, database: Database, history: History) -> None:
        self._database = database
        self._history = history

    # -- which there are ----------------------------------------------------------------------------------------

    def add(self, address: str, kind: str, title: str) -> Feed:
        """Follow a feed, or follow one again that was removed; InputError if it is there."""
        address, title = clean_line(address), clean_line(title)
        if not address:
            raise InputError("A feed needs an address.")
        with self._history.change(f"Follow {title or address}") as tx:
            row = tx.db.execute("SELECT id, title, removed_at FROM feeds WHERE address = ?", (address,)).fetchone()
            if row is None:
                # Undoing it removes the feed, as the user may: what it showed meanwhile cannot be fetched again.
                tx.db.execute(
                    "INSERT INTO feeds(address, kind, title, added_at, removed_at) VALUES (?, ?, ?, ?, ?)",
                    (address, kind, title or address, now(), now()),
                )
            elif row["removed_at"] is None:
                raise InputError(f"You follow {row['title']} already.")
            tx.db.execute("UPDATE feeds SET removed_at = NULL WHERE address = ?", (address,))
            tx.touch(feeds=True)
        return self.get(address)

    def remove(self, address: str) -> None:
        """Follow it no longer; its papers stay, and what it showed comes back with it."""
        feed = self.get(address)
        self._set(f"Remove feed {feed.title}", feed, removed_at=now())

    def rename(self, address: str, title: str) -> None:
        """Call it otherwise; NotFoundError if there is no such feed."""
        feed, title = self.get(address), clean_line(title)
        if not title:
            raise InputError("A feed needs a name.")
        self._set(f"Rename feed {feed.title}", feed, title=title)

    def set(self, address: str, *, every_minutes: int | None, keep_days: int | None) -> None:
        """How often it is asked and how long its undecided papers are kept (0: for ever); None for what suits it."""
        if every_minutes is not None and every_minutes < 5:
            raise InputError("Ask a feed every five minutes at the most.")
        if keep_days is not None and keep_days < 0:
            raise InputError("Papers are kept for some days, or 0 for ever.")
        feed = self.get(address)
        self._set(f"Change feed {feed.title}", feed, every_minutes=every_minutes, keep_days=keep_days)

    def call(self, feed: int, title: str, *, instead_of: str) -> None:
        """A feed has said what it is called; the user's own name for it stays. No undo step."""
        title = clean_line(title)
        with self._database.write() as tx:
            sql = "UPDATE feeds SET title = ? WHERE id = ? AND title = ? AND title <> ?"
            if title and tx.db.execute(sql, (title, feed, clean_line(instead_of), title)).rowcount:
                tx.touch(feeds=True)

    def all(self) -> AllFeeds:
        """The feeds that are followed with their health and counts, in the order in which they were added."""
        db = self._database.current()
        counts = feed_days.counts(db)
        return [_feed(row, counts) for row in db.execute(f"{SELECT} ORDER BY feeds.id").fetchall()]

    def get(self, address: str) -> Feed:
        """The feed with that address, case aside; NotFoundError if it is not followed."""
        db = self._database.current()
        row = db.execute(f"{SELECT} AND address = ?", (clean_line(address),)).fetchone()
        if row is None:
            raise NotFoundError(f"You follow no feed {clean_line(address)}. `readinglist feeds list` shows the feeds.")
        return _feed(row, feed_days.counts(db))

    def unread(self) -> int:
        """How many undecided papers of all feeds were not looked at yet."""
        return feed_days.unread(self._database.current())

    # -- what they showed -----------------------------------------------------------------------------------------

    def take(self, feed: int, entries: Sequence[Entry], *, asked_days: Iterable[str] = ()) -> Taken:
        """Keep what a feed showed, in the order of its days; `asked_days` are complete with it.

        New papers go to the inbox, unread; known ones take what is new and stay where they are, in the Trash or among
        the dismissed too; dropped ones stay away. If entries have places among the trending, these replace the former.
        Several short transactions; no undo steps.
        """
        return feed_taking.take(self._database, feed, entries, asked_days)

    def see(self, feed: int, papers: Iterable[int], day: str) -> None:
        """Papers that came otherwise belong to this feed too: a query's, or an author's. Known ones are left alone."""
        with self._database.write() as tx:
            seen = sightings.see_all(tx.db, feed, papers, day)
            tx.touch(seen, feeds=bool(seen))

    def days_asked(self, feed: int) -> dict[str, tuple[str, int]]:
        """For each day that was asked for: when last (UTC), and how many papers it had."""
        rows = self._database.current().execute(
            "SELECT day, asked_at, papers FROM feed_days WHERE feed_id = ? ORDER BY day", (feed,)
        )
        return {row["day"]: (row["asked_at"], row["papers"]) for row in rows.fetchall()}

    def shown(self, papers: Sequence[int]) -> dict[int, Shown]:
        """What feeds say of each of these papers that any showed, or that is out of sight until later."""
        return feed_days.shown(self._database.current(), papers)

    def of_day(self, day: str, feed: int | None = None) -> Ids:
        """Papers of that day, decided or not, but the Trash: new, then crossed, then replaced ones, each as shown."""
        return feed_days.of_day(self._database.current(), day, feed)

    def days(self, feed: int | None = None, *, since: str | None = None, limit: int | None = None) -> Days:
        """The days that have papers, newest first, of one feed or all: from `since` on, `limit` at the most."""
        return feed_days.days(self._database.current(), feed, since, limit)

    def newest_day(self, feed: int | None = None) -> str | None:
        """The newest day that has any paper."""
        found = self.days(feed, limit=1)
        return found[0].day if found else None

    def in_order(self, papers: Sequence[int], by: str) -> Ids:
        """The papers by `upvotes`, by `trending`, or as they are (`new`); what is alike stays in its order.

        Trending: as Daily Papers last said, if that was lately; behind those, by upvotes gained in the last days.
        """
        return feed_days.in_order(self._database.current(), papers, by)

    def undecided(self, feed: int | None = None) -> Ids:
        """Papers in the inbox that are not put off, the newest first; of one feed, or all the inbox."""
        return feed_days.undecided(self._database.current(), feed)

    def mark_seen(self, papers: Sequence[int] | str, feed: int | None = None) -> int:
        """Undecided papers, or those of a day, are not unread any more. One undo step; returns their number."""
        if isinstance(papers, str):
            what, wanted = f"{papers}", self.of_day(papers, feed)
        else:
            what, wanted = f"{len(papers)} paper{'' if len(papers) == 1 else 's'}", list(papers)
        with self._history.change(f"Mark {what} as seen") as tx:
            seen = [
                paper
                for paper in wanted
                if tx.db.execute(
                    "UPDATE papers SET unread = 0 WHERE id = ? AND unread AND status = 'inbox'", (paper,)
                ).rowcount
            ]
            tx.touch(listing=bool(seen), feeds=bool(seen))
        return len(seen)

    def drop_old(self, moment: datetime) -> int:
        """Delete for good what stayed undecided beyond the time that its feeds keep such papers; returns how many.

        What has a star, a tag, a note, a mark, a file or a wish of the user's stays. Several short transactions.
        """
        return retention.drop_old(self._database, self._history, moment)

    # -- how they are ---------------------------------------------------------------------------------------------

    def due(self, moment: datetime) -> Feed | None:
        """The feed whose turn it is, leased to this process until `answered`, `failed` or `release`."""
        kinds = ", ".join(f"'{kind}'" for kind in WITHOUT_NETWORK)
        condition = f"{SELECT} AND kind NOT IN ({kinds}) AND ifnull(next_at, '') <= ? ORDER BY next_at, feeds.id"
        at = stamp(moment)
        if not self._database.read().execute(condition, (at,)).fetchone():
            return None
        with self._database.write() as tx:
            for row in tx.db.execute(condition, (at,)).fetchall():
                if _lease(tx.db, row):
                    return _feed(row, feed_days.counts(tx.db))
        return None

    def claim(self, feed: int) -> bool:
        """Lease a feed whatever its next time is; False while another thread or a living process has it."""
        with self._database.write() as tx:
            row = tx.db.execute(f"{SELECT} AND feeds.id = ?", (feed,)).fetchone()
            return row is not None and _lease(tx.db, row)

    def release(self, feed: int) -> None:
        """Give a leased feed back unasked."""
        with self._database.write() as tx:
            tx.db.execute("UPDATE feed_health SET lease_pid = NULL, lease_start = NULL WHERE feed_id = ?", (feed,))

    def answered(
        self, feed: int, *, etag: str = "", last_modified: str = "", url: str = "", next_at: str | None = None
    ) -> None:
        """It answered, and all is well; the lease ends. An empty `url` leaves the one that is known."""
        with self._database.write() as tx:
            tx.db.execute(
                """INSERT INTO feed_health(feed_id, url, etag, last_modified, last_asked, last_answer, next_at)
                SELECT id, :url, :etag, :modified, :at, :at, :next FROM feeds WHERE id = :feed
                ON CONFLICT DO UPDATE SET url = iif(excluded.url <> '', excluded.url, url), etag = excluded.etag,
                    last_modified = excluded.last_modified, last_asked = excluded.last_asked,
                    last_answer = excluded.last_answer, error = NULL, cause = '', next_at = excluded.next_at,
                    failures = 0, lease_pid = NULL, lease_start = NULL""",
                {"feed": feed, "url": url, "etag": etag, "modified": last_modified, "at": now(), "next": next_at},
            )
            tx.touch(feeds=True)

    def failed(self, feed: int, sentence: str, cause: str = "", next_at: str | None = None) -> None:
        """It did not answer as it should: a sentence for the user, and when it is asked again; the lease ends."""
        with self._database.write() as tx:
            tx.db.execute(
                """INSERT INTO feed_health(feed_id, last_asked, error, cause, next_at, failures)
                SELECT id, :at, :error, :cause, :next, 1 FROM feeds WHERE id = :feed
                ON CONFLICT DO UPDATE SET last_asked = excluded.last_asked, error = excluded.error,
                    cause = excluded.cause, next_at = excluded.next_at, failures = failures + 1,
                    lease_pid = NULL, lease_start = NULL""",
                {"feed": feed, "at": now(), "error": sentence, "cause": cause, "next": next_at},
            )
            tx.touch(feeds=True)

    def _set(self, label: str, feed: Feed, **columns: object) -> None:
        with self._history.change(label) as tx:
            assignments = ", ".join(f"{column} = ?" for column in columns)
            tx.db.execute(f"UPDATE feeds SET {assignments} WHERE id = ?", (*columns.values(), feed.id))
            tx.touch(feeds=True)


SELECT = """SELECT feeds.id, address, kind, title, every_minutes, keep_days, ifnull(url, '') AS url,
    ifnull(etag, '') AS etag, ifnull(last_modified, '') AS last_modified, last_asked, last_answer, error,
    ifnull(cause, '') AS cause, next_at, ifnull(failures, 0) AS failures, lease_pid, lease_start
    FROM feeds LEFT JOIN feed_health ON feed_id = feeds.id WHERE removed_at IS NULL"""


def _feed(row: sqlite3.Row, counts: dict[int, tuple[int, int]]) -> Feed:
    papers, unread = counts.get(row["id"], (0, 0))
    return Feed(
        id=row["id"],
        address=row["address"],
        kind=row["kind"],
        title=row["title"],
        papers=papers,
        unread=unread,
        every_minutes=row["every_minutes"],
        keep_days=row["keep_days"],
        url=row["url"],
        etag=row["etag"],
        last_modified=row["last_modified"],
        last_asked=row["last_asked"],
        last_answer=row["last_answer"],
        error=row["error"],
        cause=row["cause"],
        next_at=row["next_at"],
        failures=row["failures"],
    )


def _lease(db: sqlite3.Connection, row: sqlite3.Row) -> bool:
    if row["lease_pid"] is not None and is_alive(row["lease_pid"], row["lease_start"]):
        return False
    db.execute(
        """INSERT INTO feed_health(feed_id, lease_pid, lease_start) VALUES (?, ?, ?)
        ON CONFLICT DO UPDATE SET lease_pid = excluded.lease_pid, lease_start = excluded.lease_start""",
        (row["id"], os.getpid(), own_start()),
    )
    return True
