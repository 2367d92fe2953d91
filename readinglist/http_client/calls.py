"""One call: manners before it, redirects in it, verdicts after it, and trying again."""

from __future__ import annotations

import random
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from readinglist import __version__
from readinglist.dates import clock_time
from readinglist.http_client.addresses import is_forbidden_name
from readinglist.http_client.errors import (
    CallCancelledError,
    CoolingError,
    ForbiddenAddressError,
    NoNetworkError,
    RefusedError,
    UnavailableError,
    moment,
)
from readinglist.http_client.hosts import LONGEST_COOLING, Group, HostStore, group_of, words
from readinglist.http_client.network import SENTENCES, Network
from readinglist.http_client.proxies import proxy_for
from readinglist.http_client.reach import Reach
from readinglist.http_client.replacements import Replacements
from readinglist.http_client.reply import Reply
from readinglist.http_client.statuses import judge
from readinglist.http_client.trouble import Kind, Trouble
from readinglist.http_client.turns import Pause, Turns
from readinglist.http_client.urls import host_of, parts_of, redirected, site_of, true_scheme
from readinglist.http_client.watch import NO_HURRY, Limits, Watch

if TYPE_CHECKING:
    from readinglist.http_client.transport import Transport

T = TypeVar("T")

MOST_REDIRECTS = 10
FIRST_COOLING, MOST_COOLING = 60.0, 3600.0
"""Seconds to stay away after a 429 that does not say how long, doubling."""
NOT_AT_ONCE = {Kind.CERTIFICATE, Kind.NO_SUCH_NAME, Kind.SLOW}
"""Troubles that are not over in a moment."""
PAGE = "https://readinglist.example"
"""The project's page, for those who wonder who calls them. It has none yet: to be named here before a release."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How a client behaves, whoever it calls."""

    timeouts: tuple[float, float] = (10.0, 30.0)
    """Seconds for connecting, and without a byte."""
    retry_waits: tuple[float, ...] = (0.5, 2.0)
    turn_patience: float = 5.0
    interval: float | None = None
    """Seconds between calls to arXiv; None: 3, and 0 where it is replaced and READINGLIST_POLITE is not 1."""
    limits: Limits = NO_HURRY


@dataclass(slots=True)
class Surroundings:
    """What a client is given by whoever builds it."""

    hosts: HostStore
    network: Network
    environ: Mapping[str, str]
    contact: Callable[[], str | None]
    proxies: Callable[[], Mapping[str, str]] | None
    reach: Reach
    now: Callable[[], float]
    wait: Callable[[float], bool]


@dataclass(slots=True)
class Call:
    """What one call asks for, and where it has led so far (`hosts`, by their true names)."""

    url: str
    headers: Mapping[str, str]
    cancelled: Callable[[], bool]
    whole: float | None = None
    """Seconds for all of the answer."""
    most: int | None = None
    """Bytes on the wire."""
    also: frozenset[int] = frozenset()
    """Statuses besides 2xx that the caller wants to see."""
    hosts: list[str] = field(default_factory=list)


class Calls:
    """Makes calls; any thread."""

    def __init__(self, around: Surroundings, manners: Manners) -> None:
        self._around, self._manners = around, manners
        self.network = around.network
        self.replacements = Replacements.from_environment(around.environ)
        self.pause = Pause(around.wait)
        self._turns = Turns(around.hosts, self.pause, manners.turn_patience, around.now)
        self._transport: Transport | None = None
        self._lock = threading.Lock()

    # -------------------------------------------------------------------------------------------------- trying again

    def attempts(
        self,
        url: str,
        once: Callable[[], T],
        cancelled: Callable[[], bool],
        progress: Callable[[], int] = lambda: 0,
    ) -> T:
        """What `once` brings, tried again after Trouble; UnavailableError or NoNetworkError in the end.

        A try that got further than any before, as `progress` tells, does not count.
        """
        failed, furthest = 0, progress()
        while True:
            try:
                return once()
            except Trouble as trouble:
                host = trouble.host or host_of(url)
                self._learn(host, trouble)
                if progress() > furthest:
                    failed, furthest = 0, progress()
                if failed >= len(self._manners.retry_waits) or trouble.kind in NOT_AT_ONCE:
                    raise UnavailableError(trouble.sentence(words(host)), host=host) from trouble
                wait = self._manners.retry_waits[failed] * (0.75 + 0.5 * random.random())
            failed += 1
            self.pause(wait, cancelled)

    def _learn(self, host: str, trouble: Trouble) -> None:
        """What a failure says about the network; NoNetworkError if it says that there is none."""
        known = words(host) != host
        match trouble.kind:
            case Kind.NO_NETWORK:
                self.network.lost()
            case Kind.NO_SUCH_NAME if known:  # the services exist: it is the names that cannot be asked for
                self.network.lost()
            case Kind.NO_SUCH_NAME | Kind.REFUSED | Kind.TIMEOUT | Kind.PROXY:
                self.network.missed(host)
            case Kind.CERTIFICATE if known:
                self.network.suspected(host)
        if trouble.kind is not Kind.STATUS and self.network.state in ("no network", "portal"):
            raise NoNetworkError(SENTENCES[self.network.state], host=host, until=self.network.retry_at) from trouble

    # ------------------------------------------------------------------------------------------------------ one try

    @contextmanager
    def open(self, call: Call) -> Iterator[Reply]:
        """The head of the answer at the end of all redirects, while it is its turn; HttpError or Trouble."""
        url, called, call.hosts = true_scheme(call.url), "", []
        for _ in range(MOST_REDIRECTS + 1):
            if call.cancelled():
                raise CallCancelledError("The call was ended before it was made.")
            former, called = called, self.replacements.called(url)
            host = self._checked(url, former, called)
            call.hosts.append(host)
            with self._hop(url, called, host, call) as reply:
                location = reply.headers.get("location", "")
                if reply.status not in (301, 302, 303, 307, 308) or not location:
                    self._judge(reply, host, call)
                    yield reply
                    return
                reply.discard()
            # Relative to what was really called, or to the true address, comes to the same for a service's own paths.
            url = true_scheme(self.replacements.true(redirected(url, location)))
        raise RefusedError(f"{words(host_of(call.url))} sends us in circles.", host=host_of(call.url))

    def _checked(self, url: str, former: str, called: str) -> str:
        """The true host of that URL, if it may be called."""
        host, parts = host_of(url), parts_of(called)
        if not self._local_allowed and is_forbidden_name(parts.hostname or ""):
            raise ForbiddenAddressError(
                f"{parts.hostname} is in your own network, where no paper is fetched from. If you trust it, "
                "set READINGLIST_ALLOW_LOCAL=1 and start the program again.",
                host=host,
            )
        if former.startswith("https:") and parts.scheme == "http":
            raise RefusedError(f"{words(host)} is only offered without encryption, after a safe link.", host=host)
        return host

    @contextmanager
    def _hop(self, url: str, called: str, host: str, call: Call) -> Iterator[Reply]:
        group, who = group_of(host, self._interval(host)), words(host)
        with self.network.passage():
            self._stay_away(group, who, host)
            with self._turns.turn(group, who, call.cancelled):
                self._stay_away(group, who, host)  # others may have been told so while this one waited
                watch = Watch(
                    call.cancelled, who, self._manners.timeouts[1], self._manners.limits, call.whole, call.most
                )
                headers = {"User-Agent": user_agent(self._around.contact()), **call.headers}
                try:
                    with self._line().send(called, headers, self._proxy(called), watch) as reply:
                        reply.url = url
                        yield reply
                except Trouble as trouble:
                    trouble.host = host
                    raise

    def _judge(self, reply: Reply, host: str, call: Call) -> None:
        """Let good statuses through, and remember what a host said about being asked too often."""
        if 200 <= reply.status < 300 or reply.status in call.also:
            return
        asked = reply.headers.get("retry-after", "") or (none_left(reply.headers.get("ratelimit", "")) or "")
        reply.discard()
        if reply.status == 511:  # Network Authentication Required: said by what stands between
            self.network.suspected(host)
        elif site_of(host) == site_of(call.hosts[0]):  # else it may be a log-in page's host that speaks
            self.network.heard()
        if reply.status == 429 or (reply.status == 503 and asked):
            raise self._cool(host, asked, reply.status)
        if reply.status < 500:
            self._warm(host)
        raise judge(reply.status, host)

    # ------------------------------------------------------------------------------------------------------- manners

    def _stay_away(self, group: Group, who: str, host: str) -> None:
        cooling = self._around.hosts.cooling(group.name)
        if cooling and cooling[0] > self._around.now():
            until = moment(cooling[0])
            raise CoolingError(f"{who} asked us to wait until {clock_time(until)}.", host=host, until=until)

    def _cool(self, host: str, asked: str, status: int) -> CoolingError:
        group, now = group_of(host), self._around.now()
        until, step = self._around.hosts.cooling(group.name) or (0.0, 0)
        said = retry_after(asked, now)
        if said is not None:
            until, step = now + said, step if status == 503 else step + 1
        elif until <= now:  # else another call just heard the same
            step += 1
            until = now + min(MOST_COOLING, FIRST_COOLING * 2 ** min(step - 1, 20))
        self._around.hosts.cool(group.name, until, step)
        return CoolingError(
            f"{words(host)} asked us to wait until {clock_time(moment(until))}.",
            host=host,
            status=status,
            until=moment(until),
        )

    def good(self, host: str, headers: Mapping[str, str]) -> None:
        """That host answered as it should, in content too; stay away if it says that this was the last for a while."""
        self.network.heard()
        self._warm(host)
        seconds = retry_after(none_left(headers.get("ratelimit", "")) or "", 0.0)
        if seconds is not None:
            self._around.hosts.cool(group_of(host).name, self._around.now() + seconds, 0)

    def _warm(self, host: str) -> None:
        name = group_of(host).name
        if self._around.hosts.cooling(name):
            self._around.hosts.warm(name)

    def _interval(self, host: str) -> float:
        if self._manners.interval is not None:
            return self._manners.interval
        polite = not self.replacements.replaces(host) or self._around.environ.get("READINGLIST_POLITE") == "1"
        return 3.0 if polite else 0.0

    # ------------------------------------------------------------------------------------------------------ the line

    @property
    def _local_allowed(self) -> bool:
        return self._around.environ.get("READINGLIST_ALLOW_LOCAL") == "1"

    def _proxy(self, called: str) -> str:
        parts = parts_of(called)
        chosen = self._around.proxies() if self._around.proxies else None
        port = parts.port or (443 if parts.scheme == "https" else 80)
        return proxy_for(parts.scheme, parts.hostname or "", port, chosen, self._around.environ)

    def _line(self) -> Transport:
        with self._lock:
            if self._transport is None:
                from readinglist.http_client.transport import Transport  # loads requests

                environ = self._around.environ
                reach = self._around.reach
                bundle = environ.get("REQUESTS_CA_BUNDLE") or environ.get("SSL_CERT_FILE") or None
                self._transport = Transport(reach, self._manners.timeouts, bundle, guarded=not self._local_allowed)
            return self._transport

    def close(self) -> None:
        """Close the connections that wait for a next call."""
        with self._lock:
            if self._transport is not None:
                self._transport.close()


def user_agent(contact: str | None, page: str = PAGE) -> str:
    """How we introduce ourselves."""
    plain = contact is not None and contact.isascii() and contact.isprintable()
    fine = plain and re.fullmatch(r"[^@\s()<>;,\"]+@[^@\s()<>;,\"]+", contact or "")
    said = [text for text in (page, f"mailto:{contact}" if fine else "") if text]
    return f"ReadingList/{__version__}" + (f" ({'; '.join(said)})" if said else "")


def none_left(said: str) -> str | None:
    """Seconds until calls are allowed again, where a `RateLimit` header says that none is left: `"api";r=0;t=42`."""
    for part in said.split(","):
        numbers: dict[str, str] = dict(re.findall(r";\s*([rt])=([0-9]{1,9})(?![0-9])", part))
        if numbers.get("r") == "0" and "t" in numbers:
            return numbers["t"]
    return None


def retry_after(said: str, now: float) -> float | None:
    """Seconds from now, at least 1 and at most a day, that a `Retry-After` header asks for; None if it says nothing."""
    said = said.strip()
    if re.fullmatch(r"[0-9]{1,12}", said):
        seconds = float(said)
    else:
        from email.utils import parsedate_to_datetime

        try:
            seconds = parsedate_to_datetime(said).timestamp() - now
        except (ValueError, TypeError, OverflowError, IndexError):
            return None
    return min(max(seconds, 1.0), LONGEST_COOLING)
