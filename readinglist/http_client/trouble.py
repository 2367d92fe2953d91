"""What can go wrong between us and a host, before it is known what that means for the caller."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What went wrong, as far as it matters to what is done next."""

    NO_NETWORK = "no network"
    """Sure signs in one call: names cannot be resolved, the network is unreachable."""
    NO_SUCH_NAME = "no such name"
    REFUSED = "refused"
    """Nobody listens there, or whatever else a connection cannot be made for."""
    TIMEOUT = "timeout"
    SLOW = "slow"
    """It sends something, and so little that waiting for the end of it makes no sense."""
    CUT = "cut"
    """The connection ended early, or what came over it made no sense."""
    CERTIFICATE = "certificate"
    PROXY = "proxy"
    STATUS = "status"
    """The host says that it is in trouble itself: 5xx."""


class Trouble(Exception):
    """A try that failed; perhaps the next one does better. Never leaves this package."""

    host = ""
    """The true host that it was with, as far as it is known."""

    def __init__(self, kind: Kind, detail: str = "") -> None:
        super().__init__(detail or kind)
        self.kind = kind
        self.detail = detail

    def sentence(self, who: str) -> str:
        """What to tell the user of the host that goes by that name."""
        match self.kind:
            case Kind.NO_SUCH_NAME:
                return f"There is no host called {who}. Look whether the link is right."
            case Kind.TIMEOUT | Kind.SLOW:
                return f"{who} takes too long to answer. It is asked again later."
            case Kind.CERTIFICATE:
                return f"{who} cannot prove that it is {who}: its certificate is not valid. It is asked again later."
            case Kind.PROXY:
                return f"{who} cannot be reached through your proxy. Look at the proxy in the settings."
            case Kind.STATUS:
                return f"{who} is in trouble ({self.detail}). It is asked again later."
            case Kind.CUT:
                return f"{who} breaks off in the middle of its answer. It is asked again later."
            case _:
                return f"{who} cannot be reached. It is asked again later."
