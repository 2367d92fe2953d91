"""Making a connection to a host, and only to one that may be called."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from readinglist.http_client.addresses import is_forbidden
from readinglist.http_client.errors import ForbiddenAddressError
from readinglist.http_client.trouble import Kind, Trouble

Place: TypeAlias = tuple[int, tuple[str, int] | tuple[str, int, int, int]]
"""An address family and what `socket.connect` of that family takes."""

UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
MOST_PLACES = 6
"""So many addresses of one host are tried, whatever its name server says."""


def resolve(host: str, port: int) -> Sequence[Place]:
    """The addresses that the system knows for a name, best first."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, place) for family, _, _, _, place in found]  # type: ignore[misc]  # a pair if built without IPv6


def connect(place: Place, timeout: float) -> socket.socket:
    """A TCP connection to that address."""
    family, address = place
    connection = socket.socket(family, socket.SOCK_STREAM)
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.settimeout(timeout)
        connection.connect(address)
    except BaseException:
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class Reach:
    """Where the outside world begins: how names become addresses, and addresses connections."""

    resolve: Callable[[str, int], Sequence[Place]] = resolve
    connect: Callable[[Place, float], socket.socket] = connect

    def open(self, host: str, port: int, timeout: float, *, guarded: bool) -> socket.socket:
        """A connection on which nothing has been sent yet; if `guarded`, its far end is no forbidden address.

        ForbiddenAddressError or Trouble. `timeout` counts for each address, three times that for all.
        """
        give_up = time.monotonic() + 3 * timeout
        failures: list[OSError] = []
        forbidden = 0
        for place in self._places(host, port):
            if guarded and is_forbidden(place[1][0]):  # not even knocked at: that would tell who listens there
                forbidden += 1
                continue
            left = min(timeout, give_up - time.monotonic())
            if left <= 0:
                break
            try:
                connection = self.connect(place, left)
            except OSError as error:
                failures.append(error)
                continue
            try:
                # What the system itself says of the far end: a name server's word counts for nothing here.
                astray = guarded and is_forbidden(connection.getpeername()[0])
            except OSError as error:  # gone again already
                connection.close()
                failures.append(error)
                continue
            if not astray:
                return connection
            forbidden += 1
            connection.close()
        if forbidden and not failures:
            raise ForbiddenAddressError(
                f"{host} leads into your own network, where no paper is fetched from. If you trust it, "
                "set READINGLIST_ALLOW_LOCAL=1 and start the program again.",
                host=host,
            )
        raise _trouble(failures)

    def _places(self, host: str, port: int) -> Sequence[Place]:
        try:
            return self.resolve(host, port)[:MOST_PLACES]
        except socket.gaierror as error:
            unknown = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
            raise Trouble(Kind.NO_SUCH_NAME if error.errno in unknown else Kind.NO_NETWORK, str(error)) from error
        except (OSError, UnicodeError) as error:  # a label of more than 63 letters
            raise Trouble(Kind.NO_SUCH_NAME, str(error)) from error


DIRECTLY = Reach()


def _trouble(failures: Sequence[OSError]) -> Trouble:
    """What failures to connect to all addresses of a host come down to."""
    telling = [failure for failure in failures if failure.errno not in UNREACHABLE]
    if failures and not telling:
        return Trouble(Kind.NO_NETWORK, str(failures[0]))
    if telling and not isinstance(telling[0], TimeoutError):
        return Trouble(Kind.REFUSED, str(telling[0]))
    return Trouble(Kind.TIMEOUT, "connecting")
