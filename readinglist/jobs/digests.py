"""Digests as they are asked for, and those that come by themselves: written into a folder, or sent by mail."""

from __future__ import annotations

import datetime
import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from readinglist.errors import LibraryError, ReadingListError
from readinglist.exchange.digest import Digest
from readinglist.exchange.digest_forms import digest_as, file_name
from readinglist.exchange.digest_mail import digest_mail
from readinglist.recommend.digest import gather
from readinglist.whole_files import write_whole

if TYPE_CHECKING:
    from readinglist.library import Library
    from readinglist.mail import Account, Mail
    from readinglist.recommend.recommender import Recommender
    from readinglist.search import Searcher
    from readinglist.settings import Settings

log = logging.getLogger(__name__)

SPANS = {"daily": datetime.timedelta(days=1), "weekly": datetime.timedelta(days=7)}
AGAIN = datetime.timedelta(hours=1)
"""After a digest that could not be delivered, until it is tried again."""
PATIENCE = datetime.timedelta(minutes=10)
"""How long a digest waits for feeds whose time has come."""
STATE = "digest.json"
"""The file in the library's folder that says until when the last one told."""
FOLDER = "digests"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a digest that came by itself: a file, or a mail to an address, or a reason why neither."""

    digest: Digest
    path: Path | None = None
    to: str = ""
    problem: str = ""


class Digests:
    """Makes digests of one library; any thread but a GUI's, for reading, writing and sending take their time."""

    def __init__(
        self,
        library: Library,
        mail: Callable[[], Mail],
        settings: Callable[[], Settings],
        *,
        recommender: Callable[[], Recommender] | None = None,
        searcher: Callable[[], Searcher] | None = None,
        offline: Callable[[], bool] = lambda: False,
    ) -> None:
        """What ranks and what knows nearness is asked for when a digest is made; without them it is without both."""
        self._library, self._mail, self._settings = library, mail, settings
        self._recommender, self._searcher, self._offline = recommender, searcher, offline
        self._lock = threading.Lock()
        self._not_before: datetime.datetime | None = None
        self._waits_since: datetime.datetime | None = None

    @property
    def folder(self) -> Path:
        """Where the files go that come by themselves."""
        return self._settings().digest_folder or self._library.folder / FOLDER

    def make(self, since: datetime.datetime, until: datetime.datetime) -> Digest:
        """What came between two times, which know their zones."""
        recommender, searcher = self._recommender, self._searcher
        return gather(
            self._library,
            since,
            until,
            (lambda most: recommender().rank(limit=most)) if recommender else None,
            searcher() if searcher else None,
        )

    def send(self, digest: Digest) -> Account:
        """Send it by mail; the account that it went by. MailError, InputError or KeyringError with a sentence."""
        return self._mail().send(lambda account: digest_mail(digest, sender=account.sender, to=account.to))

    def deliver_due(self, now: datetime.datetime) -> Delivered | None:
        """Make, and write or send, the digest that is due; None if none is, or nothing is to be told. `now` is local.

        What could not be delivered is tried again in an hour, and tells of all since the last one that was.
        """
        with self._lock:
            settings = self._settings()
            span = SPANS.get(settings.digest_every)
            if span is None or (self._not_before is not None and now < self._not_before):
                return None
            if settings.digest_by == "mail" and self._offline():
                return None  # nothing goes wrong, and nothing goes out
            due, last = self._due(settings, now), self._last()
            if last is not None and last >= due:
                return None
            if self._feeds_first(now):
                return None
            digest = self.make(max(last, now - 2 * SPANS["weekly"]) if last is not None else now - span, now)
            delivered = self._deliver(digest, settings) if digest.sections else None
            if delivered is not None and delivered.problem:
                self._not_before = now + AGAIN
            else:
                self._not_before = self._waits_since = None
                self._remember(now)
            return delivered

    def _feeds_first(self, now: datetime.datetime) -> bool:
        """Whether feeds are still to be asked: after a night the digest shall tell of this morning. Not for long."""
        self._waits_since = self._waits_since or now
        if self._offline() or now - self._waits_since >= PATIENCE:
            return False
        moment = f"{now.astimezone(datetime.UTC):%Y-%m-%dT%H:%M:%S}"
        feeds = (feed for feed in self._library.feeds.all() if feed.goes_out)
        return any(feed.next_at is None or feed.next_at[:19] <= moment for feed in feeds)

    def _deliver(self, digest: Digest, settings: Settings) -> Delivered:
        try:
            if settings.digest_by == "mail":
                return Delivered(digest, to=self.send(digest).to)
            path = self.folder / file_name(digest, "html")
            path.parent.mkdir(parents=True, exist_ok=True)
            write(path, digest_as(digest, "html"))
            return Delivered(digest, path)
        except (ReadingListError, OSError) as error:
            log.warning("The digest was not delivered: %s", error)
            return Delivered(digest, problem=str(error))

    @staticmethod
    def _due(settings: Settings, now: datetime.datetime) -> datetime.datetime:
        """The last moment at which one was due."""
        at = now.replace(hour=settings.digest_hour, minute=0, second=0, microsecond=0)
        if settings.digest_every == "weekly":
            at -= datetime.timedelta(days=at.weekday())
        return at if at <= now else at - SPANS[settings.digest_every]

    # -- until when the last one told

    def _last(self) -> datetime.datetime | None:
        try:
            text = json.loads((self._library.folder / STATE).read_text(encoding="utf-8"))["until"]
            last = datetime.datetime.fromisoformat(text)
        except (OSError, ValueError, KeyError, TypeError):  # there was none, or the file is not ours any more
            return None
        return last if last.tzinfo is not None else None

    def _remember(self, now: datetime.datetime) -> None:
        try:
            write(self._library.folder / STATE, json.dumps({"until": now.isoformat()}).encode())
        except LibraryError as error:
            log.warning("%s", error)
            self._not_before = now + AGAIN


def write(path: Path, data: bytes) -> None:
    """As `write_whole`, but LibraryError if it cannot be."""
    try:
        write_whole(path, data)
    except OSError as error:
        raise LibraryError(f"{path} cannot be written: {(error.strerror or str(error)).lower()}.") from error
