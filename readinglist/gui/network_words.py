"""What is said of the network's states; no widgets."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from readinglist.gui.details_words import moment


@dataclass(frozen=True, slots=True)
class Said:
    """A state in the status bar (`text`, `tip`), and with more room, with the button that does something about it."""

    text: str
    icon: str
    role: str
    tip: str
    sentence: str = ""
    button: str = ""


NETWORK = {
    "online": Said("Online", "online", "text_third", "Click to work offline."),
    "offline": Said(
        "Offline",
        "offline",
        "text_third",
        "You have chosen to work offline: nothing goes to the network. Click to go online.",
        "You work offline: nothing goes to the network.",
        "Go online",
    ),
    "no network": Said(
        "No network",
        "offline",
        "warn",
        "There is no network just now. Work goes on by itself when it is back. Click to try at once.",
        "There is no network just now. Work goes on by itself when it is back.",
        "Try now",
    ),
    "portal": Said(
        "Sign in to this network",
        "warning",
        "warn",
        "A log-in page stands before the network. Click to open it in your browser; work goes on by itself then.",
        "A log-in page stands before the network. Sign in, and work goes on by itself.",
        "Sign in…",
    ),
}
"""By the states of http_client.Network."""


def banner_words(state: str, retry_at: datetime.datetime | None) -> str:
    """A sentence or two about a network that is not there, and when it is tried again."""
    sentence = NETWORK[state].sentence
    if state != "no network" or retry_at is None:
        return sentence
    return f"{sentence} The next try is at {moment(retry_at.isoformat())}."
