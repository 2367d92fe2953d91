"""Which addresses no link may lead us to: the user's own machine and network."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

FORBIDDEN = [
    ipaddress.ip_network(block)
    for block in (
        *("0.0.0.0/8", "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        "100.64.0.0/10",  # between a provider and its customers, and private overlays; some clouds' metadata
        *("224.0.0.0/4", "240.0.0.0/4"),  # multicast, and what ends in the broadcast address
        *("::/128", "::1/128", "fe80::/10", "fec0::/10", "fc00::/7", "ff00::/8"),
        "64:ff9b:1::/48",  # NAT64 that leads into one's own network by its very purpose (RFC 8215)
    )
]
COMPATIBLE = ipaddress.IPv6Network("::/96")
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_forbidden(address: str) -> bool:
    """Whether that numeric address (a zone like `%eth0` may follow), or an IPv4 one inside it, is on the list."""
    number = ipaddress.ip_address(address.partition("%")[0])
    return any(found in block for found in (number, *_inside(number)) for block in FORBIDDEN)


def _inside(number: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """The IPv4 addresses that an IPv6 one stands for."""
    if isinstance(number, IPv4Address):
        return
    if number.ipv4_mapped:
        yield number.ipv4_mapped
    if number.sixtofour:
        yield number.sixtofour
    if number.teredo:
        yield from number.teredo
    if number in COMPATIBLE or number in NAT64:
        yield IPv4Address(int(number) & 0xFFFFFFFF)


def is_forbidden_name(host: str) -> bool:
    """Whether a host's name says by itself, without asking anybody, that it leads to a forbidden address.

    This is all that can be known of a call that a proxy makes for us.
    """
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return is_forbidden(host)
    except ValueError:
        pass
    try:  # 127.1, 0x7f000001, 2130706433
        return is_forbidden(socket.inet_ntoa(socket.inet_aton(host)))
    except (OSError, ValueError):
        return False
