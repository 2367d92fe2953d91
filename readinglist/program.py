"""The objects that one run of the program works with, over one library folder."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from readinglist import settings
from readinglist.errors import ReadingListError
from readinglist.passwords import Passwords
from readinglist.paths import default_library
from readinglist.settings import Settings, Value

if TYPE_CHECKING:
    from readinglist.documents import DocumentStore, Reader, Recogniser
    from readinglist.http_client import HttpClient, Network
    from readinglist.intake import Intake
    from readinglist.jobs import Runner
    from readinglist.jobs.digests import Digests
    from readinglist.jobs.feeds import FeedUpdater
    from readinglist.library import Library
    from readinglist.library.hosts import Hosts
    from readinglist.mail import Mail
    from readinglist.recommend.following import Following
    from readinglist.recommend.recommender import Recommender
    from readinglist.recommend.shelf import Shelf
    from readinglist.recommend.watching import Watching
    from readinglist.search import Embedder, Searcher
    from readinglist.sources import Sources
    from readinglist.thumbnails import Thumbnails

T = TypeVar("T")
log = logging.getLogger(__name__)

BACKUP_EVERY = timedelta(days=1)


class Program:
    """Builds each object when it is first asked for, so that nobody pays for what they do not use. Any thread.

    Use it as a context manager, or call `close()`: that stops the background work and ends the child processes.
    """

    def __init__(
        self, folder: Path | None = None, *, offline: bool = False, passwords: Passwords | None = None
    ) -> None:
        """`passwords` is where they are kept; in the system's keyring if None."""
        self.folder = (folder or default_library()).expanduser().absolute()
        self._offline = offline
        self.passwords = passwords or Passwords()
        """What the user wants kept in the system's keyring."""
        self._built: dict[str, Any] = {}
        self._lock = threading.RLock()
        self._settings: Settings | None = None
        self.problems: tuple[str, ...] = ()
        """A sentence for each thing in settings.toml that could not be used."""

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def settings(self) -> Settings:
        """What the user chose; read from disk at first."""
        with self._lock:
            if self._settings is None:
                self._settings, self.problems = settings.load(self.folder / "settings.toml")
            return self._settings

    def change_settings(self, **values: Value) -> Settings:
        """Write choices to disk; InputError for nonsense, LibraryError when they cannot be written.

        A choice about `offline` is the last word in this run, whatever it was started with.
        """
        with self._lock:
            self._settings = settings.change(self.folder / "settings.toml", **values)
            self._offline = self._offline and "offline" not in values
            return self._settings

    @property
    def offline(self) -> bool:
        """Whether nothing may go to the network: by `--offline`, until the user says otherwise, or by the settings."""
        return self._offline or self.settings.offline

    @property
    def library(self) -> Library:
        """The library, made if the folder has none. LibraryError when it cannot be used."""

        def build() -> Library:
            from readinglist.library import Library

            return Library.open(self.folder, create=True)

        return self._once("library", build)

    @property
    def embedder(self) -> Embedder:
        """The embedding model; its child process starts at the first text."""

        def build() -> Embedder:
            from readinglist.search import Embedder

            return Embedder(self.settings.model_folder)

        return self._once("embedder", build)

    @property
    def searcher(self) -> Searcher:
        """Search and related papers."""

        def build() -> Searcher:
            from readinglist.search import Searcher

            return Searcher(self.library, self.embedder)

        return self._once("searcher", build)

    @property
    def recommender(self) -> Recommender:
        """For you: the ranking of undecided papers; its child process starts with the first one."""

        def build() -> Recommender:
            from readinglist.recommend.recommender import Recommender

            return Recommender(self.library)

        return self._once("recommender", build)

    @property
    def watching(self) -> Watching:
        """Offers new papers to standing questions and watched tags."""

        def build() -> Watching:
            from readinglist.recommend.watching import Watching

            return Watching(self.library, self.embedder, self.searcher.vectors)

        return self._once("watching", build)

    @property
    def shelf(self) -> Shelf:
        """Which papers of the library a new one is closest to."""

        def build() -> Shelf:
            from readinglist.recommend.shelf import Shelf

            return Shelf(self.library, self.searcher.vectors)

        return self._once("shelf", build)

    @property
    def updater(self) -> FeedUpdater:
        """Asks feeds what is new."""

        def build() -> FeedUpdater:
            from readinglist.jobs.feeds import FeedUpdater
            from readinglist.recommend.rules import tag_arrived

            return FeedUpdater(
                self.library,
                self.client,
                usual=lambda kind: self.settings.feed_minutes(kind),
                arrived=lambda papers: tag_arrived(self.library, papers),
            )

        return self._once("updater", build)

    @property
    def thumbnails(self) -> Thumbnails:
        """Pictures that feeds show beside papers."""

        def build() -> Thumbnails:
            from readinglist.thumbnails import Thumbnails

            folder = self.library.folder / "cache" / "thumbnails"
            return Thumbnails(self.client, folder, wanted=lambda: self.settings.thumbnails)

        return self._once("thumbnails", build)

    @property
    def store(self) -> DocumentStore:
        """Where the files of papers are kept."""

        def build() -> DocumentStore:
            from readinglist.documents import DocumentStore

            return DocumentStore(self.library)

        return self._once("store", build)

    @property
    def reader(self) -> Reader:
        """Reads the text of PDFs in a child process of its own, started at the first file."""

        def build() -> Reader:
            from readinglist.documents import Reader

            return Reader(
                time_limit=self.settings.extract_seconds, memory_limit=self.settings.extract_megabytes * 1_000_000
            )

        return self._once("reader", build)

    @property
    def recogniser(self) -> Recogniser:
        """Recognises the text of scanned pages in a child process of its own, started at the first page."""

        def build() -> Recogniser:
            from readinglist.documents import Recogniser

            return Recogniser()

        return self._once("recogniser", build)

    @property
    def intake(self) -> Intake:
        """The one way in for anything a user gives: text, files, folders, web pages."""

        def build() -> Intake:
            from readinglist.intake import Intake

            return Intake(self.library, self.store)

        return self._once("intake", build)

    @property
    def runner(self) -> Runner:
        """The background work; it does nothing before `start()` or `run_until_idle()`."""

        def build() -> Runner:
            from readinglist.jobs import Runner

            return Runner(
                self.library,
                self.embedder,
                self.reader,
                offline=self.offline,
                sources=self.sources,
                client=self.client,
                store=self.store,
                settings=lambda: self.settings,
                recogniser=self.recogniser,
                updater=self.updater,
            )

        return self._once("runner", build)

    @property
    def hosts(self) -> Hosts:
        """What is remembered of hosts on the network: turns and cool-downs."""

        def build() -> Hosts:
            from readinglist.library.hosts import Hosts

            return Hosts(self.library.folder)

        return self._once("hosts", build)

    @property
    def client(self) -> HttpClient:
        """The one way to the network; nothing heavy is loaded before its first call."""

        def build() -> HttpClient:
            from readinglist.http_client import HttpClient, Network

            return HttpClient(
                self.hosts,
                contact=lambda: self.settings.contact or None,
                proxies=lambda: {"all": self.settings.proxy} if self.settings.proxy else {},
                network=Network(lambda: self.offline),
            )

        return self._once("client", build)

    @property
    def network(self) -> Network:
        """Whether there is a network, as far as our own calls tell."""
        return self.client.network

    @property
    def sources(self) -> Sources:
        """The services that know papers."""

        def build() -> Sources:
            from readinglist.sources import Sources

            return Sources(self.client, contact=lambda: self.settings.contact or None)

        return self._once("sources", build)

    @property
    def mail(self) -> Mail:
        """The way to the user's mail server."""

        def build() -> Mail:
            from readinglist.mail import Mail

            return Mail(lambda: self.settings, self.passwords, offline=lambda: self.offline)

        return self._once("mail", build)

    @property
    def digests(self) -> Digests:
        """What came and matters, put together when it is asked for or due."""

        def build() -> Digests:
            from readinglist.jobs.digests import Digests

            return Digests(
                self.library,
                lambda: self.mail,
                lambda: self.settings,
                recommender=lambda: self.recommender,
                searcher=lambda: self.searcher,
                offline=lambda: self.offline,
            )

        return self._once("digests", build)

    def look_after(self) -> None:
        """Housekeeping at the start of a longer run: a copy of library.db once a day, files nobody names any more.

        Takes up to seconds on a large library; never raises, since nobody asked for it.
        """
        try:
            last = self.library.last_backup()
            if last is None or datetime.now(UTC) - last > BACKUP_EVERY:
                self.library.back_up()
            self.store.collect_garbage()
        except (ReadingListError, OSError) as error:
            log.warning("Housekeeping did not get through: %s", error)

    def follow_ranking(self) -> None:
        """Keep the ranking, once one was asked for, and what watches are offered up to date, until `close()`."""

        def build() -> Following:
            from readinglist.recommend.following import Following

            return Following(self.library, self.recommender, watching=self.watching)

        self._once("following", build)

    def close(self) -> None:
        """Stop the work, end the children, close the library. May be called twice."""
        with self._lock:
            built, self._built = self._built, {}
        if "runner" in built:
            built["runner"].stop()
        if "following" in built:
            built["recommender"].close()  # so that nobody waits for a ranking, or for the model
            built["embedder"].close()
            built["following"].stop()
        for name in ("client", "reader", "recogniser", "embedder", "recommender", "hosts", "library"):
            if name in built:
                built[name].close()

    def _once(self, name: str, build: Callable[[], T]) -> T:
        # What is there is there: the window must not wait for it while another thread builds something heavy.
        found = self._built.get(name)
        if found is not None:
            return cast(T, found)
        with self._lock:
            if name not in self._built:
                self._built[name] = build()
            return cast(T, self._built[name])
