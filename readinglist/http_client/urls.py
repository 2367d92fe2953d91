"""Addresses of the web that may be called, and where a redirect leads."""

from __future__ import annotations

import re
from contextlib import suppress
from urllib.parse import SplitResult, urldefrag, urljoin, urlsplit

from readinglist.http_client.errors import RefusedError
from readinglist.http_client.hosts import WORDS

LONGEST = 8 * 1024


def parts_of(url: str) -> SplitResult:
    """The parts of an address that may be called; RefusedError for any other."""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port of letters, a bracket that never ends
        fine = False
    if not fine or len(url) > LONGEST or re.search(r"[\x00-\x20\x7f]", url):
        raise RefusedError(f"{_short(url)} is no address of a web page or file. Look whether it is right.")
    return parts


def host_of(url: str) -> str:
    """The host's name, with the port where it is not the usual one."""
    parts = parts_of(url)
    usual = parts.port in (None, 443 if parts.scheme == "https" else 80)
    name = (parts.hostname or "").rstrip(".")
    return name if usual else f"{name}:{parts.port}"


def true_scheme(url: str) -> str:
    """The same address with https, where it is one of a service that we know to have it; RefusedError as above."""
    parts = parts_of(url)
    if parts.scheme == "http" and parts.hostname in WORDS and parts.port in (None, 80):
        return f"https://{parts.hostname}{url[len('http://') + len(parts.netloc) :]}"
    return url


def redirected(url: str, location: str) -> str:
    """Where `Location` leads from that address."""
    with suppress(UnicodeEncodeError, UnicodeDecodeError):
        location = location.encode("latin-1").decode("utf-8")  # as http.client read it, and as servers mean it
    try:
        return urldefrag(urljoin(url, location.strip())).url
    except ValueError:
        return location


def site_of(host: str) -> str:
    """The part of a host's name that its owner shares with his other hosts, roughly."""
    return ".".join(host.partition(":")[0].split(".")[-2:])


def _short(url: str) -> str:
    return url if len(url) <= 80 else url[:79] + "…"
