"""The guard: no address of the user's own machine or network, in whatever form it comes."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.http_client import ForbiddenAddressError, HttpClient, UnavailableError
from readinglist.http_client.addresses import is_forbidden, is_forbidden_name
from readinglist.http_client.reach import Place, Reach, connect
from tests.http_client.conftest import NewClient, environ
from tests.http_client.servers import Server, always, reply

PRIVATE = [
    *("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "224.0.0.0/4"),
    *("0.0.0.0/8", "255.255.255.255/32", "100.64.0.0/10"),
]
PRIVATE_6 = ["::/128", "::1/128", "fe80::/10", "fc00::/7", "ff00::/8"]
INSIDE = ["::ffff:0:0/96", "64:ff9b::/96", "::/96"]
PUBLIC = ["1.1.1.1", "8.8.8.8", "151.101.3.42", "172.15.255.255", "172.32.0.0", "11.0.0.0", "198.18.0.1"]
PUBLIC_6 = ["2606:4700::1111", "2a04:4e42::42"]


def within(networks: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(networks).flatmap(lambda network: st.ip_addresses(network=network)).map(str)


@given(within(PRIVATE) | within(PRIVATE_6))
def test_private_addresses_are_forbidden(address: str) -> None:
    assert is_forbidden(address)
    assert is_forbidden_name(address)
    assert is_forbidden_name(f"[{address}]")


@given(within(PRIVATE), st.sampled_from(INSIDE))
def test_private_addresses_inside_others_are_forbidden(address: str, network: str) -> None:
    inner = int(ipaddress.IPv4Address(address))
    outer = ipaddress.IPv6Address(int(ipaddress.IPv6Network(network)[0]) | inner)
    assert is_forbidden(str(outer))
    assert is_forbidden(str(ipaddress.IPv6Address((0x2002 << 112) | (inner << 80))))  # 6to4


@pytest.mark.parametrize("address", PUBLIC + PUBLIC_6)
def test_public_addresses_are_not(address: str) -> None:
    assert not is_forbidden(address)
    assert not is_forbidden_name(address)
    if "." in address:
        for network in INSIDE:
            outer = int(ipaddress.IPv6Network(network)[0]) | int(ipaddress.IPv4Address(address))
            assert not is_forbidden(str(ipaddress.IPv6Address(outer)))


@pytest.mark.parametrize(
    "name", ["localhost", "LOCALHOST.", "a.localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1"]
)
def test_other_spellings(name: str) -> None:
    assert is_forbidden_name(name)


@given(st.text(max_size=30))
def test_names_are_judged_without_failing(name: str) -> None:
    is_forbidden_name(name)


def test_a_zone_makes_no_difference() -> None:
    assert is_forbidden("fe80::1%eth0")


# ------------------------------------------------------------------------------------------------------ on the socket


def to(*places: str) -> Reach:
    """Every name is at these addresses, and whoever connects to any of them ends up where the port says, here."""
    lines = [(socket.AF_INET6 if ":" in place else socket.AF_INET, place) for place in places]

    def resolve(host: str, port: int) -> list[Place]:
        return [(family, (place, port)) for family, place in lines]

    def lead_astray(place: Place, timeout: float) -> socket.socket:
        return connect((socket.AF_INET, ("127.0.0.1", place[1][1])), timeout)

    return Reach(resolve, lead_astray)


def test_what_the_socket_says_counts(server: Server, new_client: NewClient, tmp_path: Path) -> None:
    """A name that led elsewhere when it was looked at (DNS rebinding): nothing is sent."""
    client = new_client(environ={}, reach=to("151.101.3.42"))
    url = f"http://rebinding.example:{server.port}/"
    with pytest.raises(ForbiddenAddressError, match="READINGLIST_ALLOW_LOCAL") as caught:
        client.get(url)
    assert caught.value.final
    with pytest.raises(ForbiddenAddressError):
        client.download(url, tmp_path / "part")
    assert server.seen == []


def test_forbidden_addresses_are_not_even_knocked_at(server: Server, new_client: NewClient) -> None:
    client = new_client(environ={}, reach=to("10.0.0.1", "::ffff:127.0.0.1"))
    with pytest.raises(ForbiddenAddressError):
        client.get(f"http://inside.example:{server.port}/")
    assert server.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"])
def test_links_into_the_own_machine(server: Server, new_client: NewClient, host: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        new_client(environ={}).get(f"http://{host}:{server.port}/")
    assert server.connections == 0


def test_it_can_be_allowed(server: Server, client: HttpClient) -> None:
    server.routes["/"] = always(reply(200, b"fine"))
    assert client.get(f"http://127.0.0.1:{server.port}/").body == b"fine"


@pytest.mark.parametrize(
    "where", ["http://10.0.0.1/x", "http://169.254.169.254/latest", "https://localhost/", "http://[::1]:80/"]
)
def test_redirects_into_the_own_network(server: Server, new_client: NewClient, where: str) -> None:
    """A true host that can be called sends us inside."""
    open_host = Reach(lambda host, port: [(socket.AF_INET, ("127.0.0.1", port))], connect)
    client = new_client(environ=environ(server, READINGLIST_ALLOW_LOCAL=""), reach=open_host)
    with pytest.raises(ForbiddenAddressError):  # a service may be replaced by a local one only if that is allowed
        client.get("http://arxiv.org/list")
    assert server.seen == []
    # The guard at the second hop alone: the first is a proxy's business and may be local.
    server.routes["*"] = always(reply(302, location=where))
    by_proxy = new_client(environ={"http_proxy": server.url}, reach=Reach())
    with pytest.raises(ForbiddenAddressError):
        by_proxy.get("http://papers.example/x")
    assert server.paths == ["http://papers.example/x"]


def test_the_second_hop_is_guarded_on_its_socket_too(server: Server, new_client: NewClient) -> None:
    server.routes["*"] = always(reply(302, location=f"http://rebinding.example:{server.port}/x"))
    client = new_client(
        environ={"http_proxy": server.url, "no_proxy": "rebinding.example"}, reach=Reach(_resolve, connect)
    )
    with pytest.raises(ForbiddenAddressError):
        client.get("http://papers.example/x")
    assert server.paths == ["http://papers.example/x"]


def _resolve(host: str, port: int) -> list[Place]:
    return [(socket.AF_INET, ("127.0.0.1", port))]


def test_other_addresses_of_the_same_name_are_tried(server: Server, new_client: NewClient) -> None:
    server.routes["/"] = always(reply(200, b"fine"))
    tried: list[str] = []

    def choosy(place: Place, timeout: float) -> socket.socket:
        tried.append(place[1][0])
        if place[1][0] == "1.1.1.1":
            raise ConnectionRefusedError(111, "refused")
        return connect((socket.AF_INET, ("127.0.0.1", place[1][1])), timeout)

    reach = Reach(to("1.1.1.1", "8.8.8.8").resolve, choosy)
    client = new_client(environ={"READINGLIST_ALLOW_LOCAL": "1"}, reach=reach)
    assert client.get(f"http://two.example:{server.port}/").body == b"fine"
    assert tried == ["1.1.1.1", "8.8.8.8"]


def test_a_host_without_end_of_addresses_is_given_up(new_client: NewClient) -> None:
    tried: list[str] = []

    def dead(place: Place, timeout: float) -> socket.socket:
        tried.append(place[1][0])
        raise TimeoutError

    client = new_client(environ={}, reach=Reach(to(*(f"8.8.8.{n}" for n in range(100))).resolve, dead), retry_waits=())
    with pytest.raises(UnavailableError):
        client.get("http://endless.example/")
    assert len(tried) == 6
