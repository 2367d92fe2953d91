"""Which proxy a call goes through: the one in the settings, else the system's."""

from __future__ import annotations

import os
from collections.abc import Mapping

SCHEMES = ("http", "https", "all")


def proxy_for(scheme: str, host: str, port: int, chosen: Mapping[str, str] | None, environ: Mapping[str, str]) -> str:
    """The proxy's URL, "" for none.

    `chosen` comes from the settings: `http`, `https`, `all` to URLs and `no` to hosts that need none, separated by
    commas; None or empty leaves it to the system, whose environment is `environ`.
    """
    named = dict(chosen or {}) or _of_environment(environ)
    if named:
        if _needs_none(host, port, named.get("no", "")):
            return ""
    elif environ is os.environ:
        from urllib.request import getproxies, proxy_bypass

        named = getproxies()  # what the desktop's settings say (macOS, Windows); elsewhere nothing more
        if named and proxy_bypass(host):
            return ""
    return named.get(scheme) or named.get("all") or ""


def _needs_none(host: str, port: int, no: str) -> bool:
    """Whether a host is on a `no_proxy` list: names, endings of names, with a port or without, `*` for all."""
    for name in no.lower().split(","):
        name = name.strip().removeprefix("*").lstrip(".") or name.strip()
        if name == "*" or (name and any(f".{place}".endswith(f".{name}") for place in (host, f"{host}:{port}"))):
            return True
    return False


def _of_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`https_proxy` and the like; small letters win, as everywhere."""
    lower = {name: value for name, value in environ.items() if name.islower()}
    every = {name.lower(): value for name, value in environ.items() if name.upper() == name} | lower
    named = {scheme: every[f"{scheme}_proxy"] for scheme in SCHEMES if every.get(f"{scheme}_proxy")}
    return named | {"no": every.get("no_proxy", "")} if named else {}
