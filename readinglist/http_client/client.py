"""The one way to the network."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlencode

from readinglist.http_client.answers import NOTHING_KNOWN, Answer, Arrival, Known
from readinglist.http_client.asking import Question, ask
from readinglist.http_client.calls import Calls, Manners, Surroundings
from readinglist.http_client.downloads import Wish, fetch
from readinglist.http_client.health import Health, HealthBook
from readinglist.http_client.hosts import HostStore
from readinglist.http_client.network import Network
from readinglist.http_client.reach import DIRECTLY, Reach
from readinglist.http_client.watch import NO_HURRY, Limits


def _never() -> bool:
    return False


def _nobody() -> str | None:
    return None


def _ignore(done: int, total: int | None) -> None:
    return None


class HttpClient:
    """Asks services and fetches files, with manners and on guard; several threads use one client.

    Callers write the services' true URLs; what the environment puts in their place is seen to here. `contact` is the
    user's e-mail for those who wonder who calls, `proxies` those of the settings (None or empty: the system's; see
    `proxies.proxy_for`), `offline` the user's switch (not heard when a `network` is given, which has its own).
    `interval`: seconds between calls to arXiv, None for what it asks for. `timeouts`: seconds for connecting and
    without a byte. `turn_patience`: seconds that a call waits for its turn before it ends in BusyError. The last four
    are where the world outside begins, for tests.
    """

    def __init__(
        self,
        hosts: HostStore,
        *,
        contact: Callable[[], str | None] = _nobody,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        environ: Mapping[str, str] = os.environ,
        network: Network | None = None,
        offline: Callable[[], bool] = _never,
        interval: float | None = None,
        timeouts: tuple[float, float] = (10.0, 30.0),
        retry_waits: tuple[float, ...] = (0.5, 2.0),
        turn_patience: float = 5.0,
        limits: Limits = NO_HURRY,
        reach: Reach = DIRECTLY,
        now: Callable[[], float] = time.time,
        wait: Callable[[float], object] | None = None,
    ) -> None:
        self.network = network or Network(offline)
        self._health = HealthBook(hosts, now)
        self._closed = threading.Event()
        self._limits = limits
        self._wait = wait
        self._calls = Calls(
            Surroundings(hosts, self.network, environ, contact, proxies, reach, now, self._rest),
            Manners(timeouts, retry_waits, turn_patience, interval, limits),
        )

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "application/json",
        max_bytes: int = 20_000_000,
        known: Known = NOTHING_KNOWN,
        whole: float | None = None,
        cancelled: Callable[[], bool] = _never,
    ) -> Answer:
        """The answer to a GET if it is a success (2xx) of at most `max_bytes` (unpacked); else HttpError.

        A web page is an answer only to those who accept `text/html` or `*/*`. `known`: what the host said of the answer
        that the caller has from before; if that still holds, a status of 304 and nothing else. `whole`: seconds that
        one try may take, if fewer than for everybody.
        """
        if params:
            url += ("&" if "?" in url else "?") + urlencode(params)
        with self._health.watch(url) as answered:
            seconds = min(whole or self._limits.whole, self._limits.whole)
            question = Question(url, accept, max_bytes, seconds, known)
            answer = ask(self._calls, question, self._unwanted(cancelled))
            answered(answer.url)
            return answer

    def download(
        self,
        url: str,
        part: Path,
        *,
        accept: str = "application/pdf",
        expect: bytes = b"%PDF-",
        max_bytes: int = 300_000_000,
        on_progress: Callable[[int, int | None], object] = _ignore,
        cancelled: Callable[[], bool] = _never,
    ) -> Arrival:
        """Fetch a file into `part`, going on where an earlier call or process was cut; HttpError or LibraryError.

        `expect` stands within the first 1024 bytes, or nothing is written (b"": any file). `on_progress` is told
        bytes done and in all (None if unknown), about ten times a second, in this thread. What is there stays for
        the next call, but for TooLargeError and WrongContentError. When it has arrived, a note stays beside it
        (`part` + ".resume") until `discard_part`, so that a crash before it is published costs no second fetch.
        """
        wish = Wish(url, accept, expect, max_bytes, on_progress, self._unwanted(cancelled))
        with self._health.watch(url) as answered:
            arrival = fetch(self._calls, wish, part)
            answered(arrival.url)
            return arrival

    def health(self) -> tuple[Health, ...]:
        """How the services, and the other hosts that were called in this session, behave towards us."""
        return self._health.all()

    def close(self) -> None:
        """End the calls under way and all later ones (CallCancelledError), and close all connections."""
        self._closed.set()
        self._calls.close()

    def _unwanted(self, cancelled: Callable[[], bool]) -> Callable[[], bool]:
        return lambda: self._closed.is_set() or cancelled()

    def _rest(self, seconds: float) -> bool:
        """Wait, but not beyond the client's end; whether that has come."""
        if self._wait is None:
            return self._closed.wait(seconds)
        self._wait(seconds)
        return self._closed.is_set()
