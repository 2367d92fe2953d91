"""Bytes over the wire, by requests and its urllib3. Loading them takes a while: only `calls` names this, at need."""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from http.client import HTTPException, HTTPResponse
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import parse_url

from readinglist.http_client.errors import RefusedError, UnavailableError
from readinglist.http_client.reach import Reach
from readinglist.http_client.reply import PIECE, Reply
from readinglist.http_client.trouble import Kind, Trouble
from readinglist.http_client.watch import Watch

STEP = 0.2
"""Seconds of silence after which a reading thread looks whether the call is still wanted."""

_WATCH: ContextVar[Watch] = ContextVar("watch")
"""The watch of the call that this thread makes: urllib3 has no other way to hand it down to the socket."""


class Wire(io.RawIOBase):
    """What comes over a socket, in the eyes of the call's watch."""

    def __init__(self, connection: socket.socket, raw: io.RawIOBase, watch: Watch) -> None:
        self._connection = connection
        self._raw = raw  # keeps the socket open for as long as an answer is read, as http.client wants it
        self._watch = watch
        self.hurried = False
        """Reading does not wait for bytes that have not come yet."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self.hurried:
            return self._at_once(buffer)
        step = min(STEP, self._watch.silence)
        if self._connection.gettimeout() != step:
            self._connection.settimeout(step)
        quiet_from = self._watch.clock()
        while True:
            self._watch.check()
            try:
                count = self._connection.recv_into(buffer)
            except TimeoutError:
                if self._watch.clock() - quiet_from >= self._watch.silence:
                    raise Trouble(Kind.TIMEOUT, "silence") from None
                continue
            self._watch.took(count)
            return count

    def _at_once(self, buffer: Any) -> int | None:
        """What has come already; None if nothing has."""
        patience = self._connection.gettimeout()
        self._connection.settimeout(0)
        try:
            return self._connection.recv_into(buffer)
        except (OSError, ValueError):  # ValueError: TLS inside a proxy's TLS does not know how not to wait
            return None
        finally:
            self._connection.settimeout(patience)

    def close(self) -> None:
        if not self.closed:
            self._raw.close()
        super().close()


class WatchedResponse(HTTPResponse):
    """Reads from a Wire, from the first byte of the status line on."""

    def __init__(self, sock: socket.socket, *args: Any, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        self._wire = Wire(sock, self.fp.detach(), _WATCH.get())
        self.fp: Any = io.BufferedReader(self._wire, PIECE)

    def begin(self) -> None:
        with _WATCH.get().headers():
            super().begin()

    def close(self) -> None:
        """Trouble if the body has been read to the end that its head told, and goes on: the length was wrong."""
        excess = b""
        if self.fp is not None and self.length == 0:
            self._wire.hurried = True
            excess = self.fp.peek(1)
        super().close()
        if excess.strip(b"\r\n"):  # some add an empty line for good measure
            raise Trouble(Kind.CUT, "more than its length")


def _open(connection: HTTPConnection, reach: Reach, guarded: bool) -> socket.socket:
    """A proxy is where the user or the system wants it to be; every other far end is guarded, if any is."""
    timeout = connection.timeout
    assert isinstance(timeout, int | float), "each call says how long connecting may take"
    try:
        return reach.open(connection._dns_host, connection.port, timeout, guarded=guarded and connection.proxy is None)
    except Trouble as trouble:
        if connection.proxy is not None:
            raise Trouble(Kind.PROXY, trouble.detail) from trouble
        raise


def _pools(reach: Reach, guarded: bool) -> dict[str, type[HTTPConnectionPool]]:
    """urllib3's pools, whose connections are made by `reach` and read by a Wire."""

    class Plain(HTTPConnection):
        response_class = WatchedResponse

        def _new_conn(self) -> socket.socket:
            return _open(self, reach, guarded)

    class Secure(HTTPSConnection):
        response_class = WatchedResponse

        def _new_conn(self) -> socket.socket:
            return _open(self, reach, guarded)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


class _Adapter(HTTPAdapter):
    def __init__(self, reach: Reach, guarded: bool) -> None:
        self._pools = _pools(reach, guarded)
        super().__init__(pool_connections=20, pool_maxsize=4)

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        super().init_poolmanager(*args, **more)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **more: Any) -> Any:
        if not proxy.lower().startswith(("http://", "https://")):
            raise Trouble(Kind.PROXY, "only http and https proxies can be used")
        manager = super().proxy_manager_for(proxy, **more)
        manager.pool_classes_by_scheme = self._pools
        return manager


class Transport:
    """Sends one request at a time per thread, over connections that are kept for the next; any thread."""

    def __init__(self, reach: Reach, timeouts: tuple[float, float], bundle: str | None, *, guarded: bool) -> None:
        self._adapter = _Adapter(reach, guarded)
        self._timeouts = timeouts
        self._verify: bool | str = bundle or True

    @contextmanager
    def send(self, url: str, headers: Mapping[str, str], proxy: str, watch: Watch) -> Iterator[Reply]:
        """The head of the answer, its body still to be read; Trouble if none came, UnavailableError for no proxy."""
        _look_at(proxy)
        proxies = {"http": proxy, "https": proxy} if proxy else {}
        mark = _WATCH.set(watch)
        try:
            with translated():
                prepared = requests.Request("GET", url, headers=dict(headers)).prepare()
                response = self._adapter.send(
                    prepared, stream=True, timeout=self._timeouts, verify=self._verify, proxies=proxies
                )
            raw = response.raw
            try:
                yield Reply(raw.status, {name.lower(): value for name, value in raw.headers.items()}, _reader(raw))
            finally:
                with suppress(Exception):  # what it has to say about its end is of no interest any more
                    if not raw.closed:
                        raw.close()
                    raw.release_conn()
        finally:
            _WATCH.reset(mark)

    def close(self) -> None:
        self._adapter.close()


def _look_at(proxy: str) -> None:
    """UnavailableError if that can be no proxy: it is to be mended, and nothing that waits for it is lost."""
    try:
        if not proxy or parse_url(proxy).host:
            return
    except urllib3.exceptions.LocationParseError:
        pass
    shown = proxy.rpartition("@")[2]  # no password
    raise UnavailableError(f"The proxy {shown} in the settings is no address; mend it there.")


def _reader(raw: Any) -> Any:
    def read() -> bytes:
        with translated():
            piece: bytes = raw.read1(PIECE, decode_content=False) or b""
            return piece

    return read


@contextmanager
def translated() -> Iterator[None]:
    """What requests, urllib3, ssl and the socket complain of, in our words."""
    try:
        yield
    except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema) as e:
        raise RefusedError("That link is no address of the web. Look whether it is right.") from e
    except (requests.RequestException, urllib3.exceptions.HTTPError, HTTPException, OSError) as error:
        raise Trouble(_kind(error), str(error)) from error


def _kind(error: BaseException) -> Kind:
    chain = list(_causes(error))
    for cause in chain:
        match cause:
            case ssl.SSLCertVerificationError():
                return Kind.CERTIFICATE
            case urllib3.exceptions.ProxyError() | requests.exceptions.ProxyError():
                return Kind.PROXY
            case TimeoutError() | urllib3.exceptions.TimeoutError():
                return Kind.TIMEOUT
            case OSError() if str(cause).startswith("Tunnel connection failed"):
                return Kind.PROXY
    return Kind.CUT


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those that it was made of; the libraries hide them in three different places."""
    seen: set[int] = set()
    todo: list[object] = [error]
    while todo:
        found = todo.pop()
        if isinstance(found, BaseException) and id(found) not in seen:
            seen.add(id(found))
            yield found
            todo += [*found.args, getattr(found, "reason", None), found.__cause__, found.__context__]
