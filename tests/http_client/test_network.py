"""Whether there is a network: learnt from our own calls, told once, and tried again by itself."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from readinglist.http_client import (
    BusyError,
    ForbiddenAddressError,
    HttpClient,
    MemoryHosts,
    Network,
    NoNetworkError,
    NotThereError,
    UnavailableError,
    WrongContentError,
)
from readinglist.http_client.reach import Place, Reach, connect
from tests.http_client.conftest import NewClient, environ
from tests.http_client.servers import Server, always, reply

ARXIV = "https://export.arxiv.org/api/query"
CROSSREF = "https://api.crossref.org/works/10.1/x"
LAB, OTHER_LAB = "http://lab.example/x", "http://other-lab.example/x"
FINE = reply(200, b"{}")
LOGIN = reply(200, b"<!doctype html><p>Welcome to the hotel", content_type="text/html")


class World:
    """The outside: what resolving and connecting bring, and the clocks. Every name is the test's server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.resolving: OSError | None = None
        self.connecting: OSError | None = None
        self.calls = 0
        self.wall, self.steady = 1_700_000_000.0, 50.0

    def resolve(self, host: str, port: int) -> list[Place]:
        self.calls += 1
        if self.resolving:
            raise self.resolving
        return [(socket.AF_INET, ("127.0.0.1", self.server.port))]

    def connect(self, place: Place, timeout: float) -> socket.socket:
        if self.connecting:
            raise self.connecting
        return connect(place, timeout)

    def passes(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    def sleeps(self, seconds: float) -> None:
        self.wall += seconds


@pytest.fixture
def world(server: Server) -> World:
    server.routes["*"] = always(reply(200, b"{}", connection="close"))
    return World(server)


@pytest.fixture
def network(world: World) -> Network:
    return Network(now=lambda: world.wall, clock=lambda: world.steady, jitter=lambda: 0.0)


@pytest.fixture
def online(world: World, network: Network, new_client: NewClient) -> HttpClient:
    """A client whose world is that one."""
    return new_client(network=network, reach=Reach(world.resolve, world.connect), retry_waits=())


@contextmanager
def told(network: Network) -> Iterator[list[str]]:
    states: list[str] = []
    forget = network.listen(states.append)
    yield states
    forget()
    forget()


NO_NAMES = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
UNKNOWN = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
NO_WAY = OSError(errno.ENETUNREACH, "Network is unreachable")
NO_ROUTE = OSError(errno.EHOSTUNREACH, "No route to host")
REFUSED = ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
TIMEOUT = TimeoutError("timed out")


@pytest.mark.parametrize(
    ("resolving", "connecting"), [(NO_NAMES, None), (UNKNOWN, None), (None, NO_WAY), (None, NO_ROUTE)]
)
def test_no_network_shows_in_one_call(
    world: World, network: Network, online: HttpClient, resolving: OSError | None, connecting: OSError | None
) -> None:
    world.resolving, world.connecting = resolving, connecting
    with told(network) as states, pytest.raises(NoNetworkError, match="no network") as caught:
        online.get(ARXIV)
    assert (network.state, states) == ("no network", ["no network"])
    assert caught.value.until == network.retry_at == datetime.fromtimestamp(world.wall + 15, UTC)
    assert not caught.value.final


def test_while_there_is_none_nothing_is_sent_until_it_is_time(
    world: World, network: Network, online: HttpClient
) -> None:
    world.resolving = NO_NAMES
    with told(network) as states:
        for wait in (15, 30, 60, 120, 120):
            with pytest.raises(NoNetworkError):
                online.get(ARXIV)
            calls = world.calls
            world.passes(wait - 1)
            with pytest.raises(NoNetworkError):
                online.get(CROSSREF)
            assert world.calls == calls
            assert network.retry_at == datetime.fromtimestamp(world.wall + 1, UTC)
            world.passes(1)
        world.resolving = None
        assert online.get(CROSSREF).status == 200
    assert states == ["no network", "online"]
    assert (network.state, network.retry_at) == ("online", None)
    world.resolving = NO_NAMES
    with pytest.raises(NoNetworkError):
        online.get(ARXIV)
    assert network.retry_at == datetime.fromtimestamp(world.wall + 15, UTC)  # from the beginning again


def test_only_one_call_tries(world: World, network: Network) -> None:
    network.lost()
    world.passes(15)
    with network.passage(), pytest.raises(NoNetworkError), network.passage():
        pass
    assert network.retry_at == datetime.fromtimestamp(world.wall + 30, UTC)  # it learnt nothing


def test_a_try_that_did_not_come_to_it_leaves_it_to_the_next(world: World, network: Network) -> None:
    network.lost()
    world.passes(15)
    with pytest.raises(BusyError), network.passage():
        raise BusyError("not yet")
    with network.passage():
        network.heard()
    assert network.state == "online"


def test_a_machine_that_has_slept_tries_at_once(world: World, network: Network, online: HttpClient) -> None:
    world.resolving = NO_NAMES
    for wait in (15, 30, 0):
        with pytest.raises(NoNetworkError):
            online.get(ARXIV)
        world.passes(wait)
    world.resolving = None
    world.sleeps(3600)
    assert online.get(ARXIV).status == 200


def test_the_user_knows_better(world: World, network: Network, online: HttpClient) -> None:
    world.resolving = NO_NAMES
    with pytest.raises(NoNetworkError):
        online.get(ARXIV)
    world.resolving = None
    with told(network) as states:
        network.say_online()
    assert states == ["online"]
    assert online.get(ARXIV).status == 200


# ------------------------------------------------------------------------------------------- one host's own troubles


@pytest.mark.parametrize("trouble", [REFUSED, TIMEOUT])
def test_one_host_that_cannot_be_reached_is_its_own_trouble(
    world: World, network: Network, online: HttpClient, trouble: OSError
) -> None:
    world.connecting = trouble
    for _ in range(3):
        with pytest.raises(UnavailableError):
            online.get(ARXIV)
    with told(network) as states, pytest.raises(NoNetworkError):  # two in a row are not
        online.get(CROSSREF)
    assert states == ["no network"]


def test_a_good_answer_between_two_troubles(world: World, network: Network, online: HttpClient) -> None:
    for url in (ARXIV, CROSSREF, ARXIV):
        world.connecting = REFUSED
        with pytest.raises(UnavailableError):
            online.get(url)
        world.connecting = None
        assert online.get("https://api.datacite.org/x").status == 200
    assert network.state == "online"


def test_a_link_to_a_host_that_is_no_more(world: World, network: Network, online: HttpClient) -> None:
    world.resolving = UNKNOWN
    for _ in range(2):
        with pytest.raises(UnavailableError, match=r"no host called lab\.example"):
            online.get(LAB)
    assert network.state == "online"
    with pytest.raises(NoNetworkError):
        online.get(OTHER_LAB)


def test_one_of_several_addresses_out_of_reach_is_not_the_network(world: World, network: Network) -> None:
    def choosy(place: Place, timeout: float) -> socket.socket:
        raise NO_WAY if ":" in place[1][0] else REFUSED

    places: list[Place] = [(socket.AF_INET6, ("2606:4700::1", 80, 0, 0)), (socket.AF_INET, ("1.1.1.1", 80))]
    client = HttpClient(
        MemoryHosts(), network=network, environ={}, reach=Reach(lambda *_: places, choosy), retry_waits=()
    )
    with pytest.raises(UnavailableError):
        client.get(ARXIV)
    client.close()
    assert network.state == "online"


# ----------------------------------------------------------------------------------------------------- log-in pages


def test_web_pages_of_two_services_are_a_portal(world: World, network: Network, online: HttpClient) -> None:
    world.server.routes["*"] = always(LOGIN)
    with told(network) as states:
        for _ in range(3):
            with pytest.raises(WrongContentError):
                online.get(ARXIV)
        assert states == []  # one host: its own trouble
        with pytest.raises(WrongContentError):
            online.get(CROSSREF)
        assert (states, network.state) == (["portal"], "portal")
        with pytest.raises(NoNetworkError, match="log in"):
            online.get(CROSSREF)
        world.passes(15)
        with pytest.raises(WrongContentError):
            online.get(CROSSREF)
        assert network.retry_at == datetime.fromtimestamp(world.wall + 30, UTC)
        world.server.routes["*"] = always(FINE)
        world.passes(30)
        assert online.get(CROSSREF).status == 200
    assert states == ["portal", "online"]


def test_foreign_redirects_of_two_services_are_a_portal(world: World, network: Network, online: HttpClient) -> None:
    world.server.routes["*"] = always(reply(302, location="http://hotel.example/login"))
    world.server.routes["/login"] = always(reply(404, b"<html>"))
    for url in (ARXIV, CROSSREF):
        with pytest.raises(NotThereError) as caught:
            online.get(url)
        assert not caught.value.final  # a paper is not given up because of a hotel
    assert network.state == "portal"


def test_a_redirect_into_the_hotel_is_a_portal(world: World, network: Network, new_client: NewClient) -> None:
    proxy = {"http_proxy": world.server.url, "https_proxy": ""}
    around = environ(world.server, **proxy, READINGLIST_ALLOW_LOCAL="")
    around |= {
        name: value.replace("127.0.0.1", "stand-in.example") for name, value in around.items() if "READINGLIST" in name
    }
    client = new_client(network=network, environ=around, retry_waits=())
    world.server.routes["*"] = always(reply(302, location="http://10.0.0.1/login"))
    for url in (ARXIV, CROSSREF):
        with pytest.raises(ForbiddenAddressError) as caught:
            client.get(url)
        assert not caught.value.final
    assert network.state == "portal"


def test_files_in_a_hotel_whose_names_all_lead_inside_are_not_given_up(
    server: Server, network: Network, new_client: NewClient, tmp_path: Path
) -> None:
    inside = Reach(lambda host, port: [(socket.AF_INET, ("10.0.0.1", port))], connect)
    client = new_client(environ={}, network=network, reach=inside, retry_waits=())
    with pytest.raises(ForbiddenAddressError) as caught:
        client.download("http://lab.example/x.pdf", tmp_path / "part")
    assert caught.value.final, "who knows what that host is"
    with pytest.raises(UnavailableError, match="arXiv answers as a log-in page") as asked_later:
        client.download("https://arxiv.org/pdf/1", tmp_path / "part")
    assert not asked_later.value.final
    assert network.retry_at is None, "it may be arXiv's own trouble"
    with pytest.raises(ForbiddenAddressError):
        client.get(CROSSREF)
    assert network.state == "portal"


def test_files_that_lead_to_a_page_of_another_site_are_not_given_up(
    world: World, network: Network, online: HttpClient, tmp_path: Path
) -> None:
    world.server.routes["/pdf/1"] = always(reply(302, location="http://hotel.example/login"))
    world.server.routes["/login"] = always(LOGIN)
    with pytest.raises(UnavailableError, match="arXiv answers as a log-in page"):
        online.download("https://arxiv.org/pdf/1", tmp_path / "part")
    with pytest.raises(WrongContentError):
        online.get(CROSSREF.replace("/works/10.1/x", "/login"))
    assert network.state == "portal"


def test_web_pages_instead_of_files_are_not(world: World, network: Network, online: HttpClient, tmp_path: Path) -> None:
    """Publishers send them all the time."""
    world.server.routes["*"] = always(LOGIN)
    for url in ("https://arxiv.org/pdf/1", LAB, OTHER_LAB):
        with pytest.raises(WrongContentError):
            online.download(url, tmp_path / "part")
    for url in (LAB, OTHER_LAB):
        with pytest.raises(WrongContentError):
            online.get(url)
    assert network.state == "online"


def test_network_authentication_required(world: World, network: Network, online: HttpClient) -> None:
    world.server.routes["*"] = always(reply(511, b"<html>"))
    with pytest.raises(UnavailableError):
        online.get(ARXIV)
    with pytest.raises((UnavailableError, NoNetworkError)):
        online.get(CROSSREF)
    assert network.state == "portal"


# --------------------------------------------------------------------------------------------------------- the switch


def test_the_switch(server: Server, new_client: NewClient) -> None:
    server.routes["*"] = always(FINE)
    off = [True]
    client = new_client(offline=lambda: off[0])
    with told(client.network) as states:
        assert client.network.state == "offline"
        with pytest.raises(NoNetworkError, match="switched off"):
            client.get(ARXIV)
        assert (server.seen, states) == ([], [])
        off[0] = False
        client.network.look()
        assert states == ["online"]
        assert client.get(ARXIV).status == 200
        off[0] = True
        with pytest.raises(NoNetworkError):
            client.get(ARXIV)
        assert states == ["online", "offline"]
