"""How hosts have behaved towards us since the program was started, learnt from our own calls only."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, TypeAlias

from readinglist.http_client.errors import (
    CoolingError,
    NotThereError,
    RefusedError,
    TooLargeError,
    UnavailableError,
    WrongContentError,
    moment,
)
from readinglist.http_client.hosts import HostStore, group_of, words
from readinglist.http_client.urls import host_of

State: TypeAlias = Literal["not asked", "fine", "cooling", "silent"]

SERVICES = (
    *("export.arxiv.org", "huggingface.co", "api.datacite.org"),
    *("api.crossref.org", "www.ebi.ac.uk", "api.unpaywall.org"),
)
"""One host of each service that we know, in the order in which a person is told of them."""
MOST_HOSTS = 100
"""Others that are remembered; a long session meets many publishers."""


@dataclass(frozen=True, slots=True)
class Health:
    """One group of hosts: `fine`, `cooling` (it asked us to wait `until`), `silent` (it does not answer, `since`)."""

    group: str
    who: str
    """What a person calls it."""
    state: State = "not asked"
    known: bool = True
    """It is one of the services that we know, not just a host that some PDF came from."""
    since: datetime | None = None
    """When it answered last; for `silent` when it first did not."""
    until: datetime | None = None
    reason: str = ""
    """For `silent`: a sentence."""


class HealthBook:
    """Remembers the last outcome for each group of hosts; any thread."""

    def __init__(self, hosts: HostStore, now: Callable[[], float]) -> None:
        self._hosts, self._now = hosts, now
        self._lock = threading.Lock()
        self._seen: dict[str, Health] = {}

    @contextmanager
    def watch(self, url: str) -> Iterator[Callable[[str], None]]:
        """Around a whole call; what it yields is to be told the URL that answered.

        Waiting for turns, cool-downs and a missing network are nothing that a host has to answer for.
        """
        try:
            yield lambda answered: self._note(host_of(answered), "")
        except (NotThereError, RefusedError, TooLargeError) as error:  # an answer, if not the one hoped for
            self._note(error.host, "")
            raise
        except CoolingError as error:
            if error.status:  # said just now, by a host that answers; else nothing was sent
                self._note(error.host, "")
            raise
        except (UnavailableError, WrongContentError) as error:
            self._note(error.host or host_of(url), str(error))
            raise

    def all(self) -> tuple[Health, ...]:
        """The services in their order, then the other hosts met in this session, those in trouble first."""
        with self._lock:
            seen = dict(self._seen)
        known = [group_of(host).name for host in SERVICES]
        first = [self._now_of(seen.get(name) or _fresh(host)) for name, host in zip(known, SERVICES, strict=True)]
        others = [self._now_of(health) for name, health in seen.items() if name not in known]
        return (*first, *sorted(others, key=lambda health: (health.state == "fine", health.who)))

    def _now_of(self, health: Health) -> Health:
        """With its cool-down, which another process or an earlier session may have been told of."""
        cooling = self._hosts.cooling(health.group)
        if cooling and cooling[0] > self._now():
            return replace(health, state="cooling", until=moment(cooling[0]), reason="")
        return health

    def _note(self, host: str, trouble: str) -> None:
        if not host:
            return
        at, health = moment(self._now()), _fresh(host)
        with self._lock:
            before = self._seen.pop(health.group, health)  # and to the end: the one met longest ago is forgotten
            since = before.since if trouble and before.state == "silent" else at
            state: State = "silent" if trouble else "fine"
            self._seen[health.group] = replace(before, state=state, since=since, reason=trouble)
            if len(self._seen) > MOST_HOSTS:
                del self._seen[next(iter(self._seen))]


def _fresh(host: str) -> Health:
    return Health(group_of(host).name, words(host), known=words(host) != host)
