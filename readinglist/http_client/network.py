"""Whether there is a network, learnt from our own calls only (skeleton: signatures first)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


class Network:
    """online, no network, portal, or offline (the user's switch)."""

    def __init__(self, offline: Callable[[], bool] = lambda: False) -> None:
        self._offline = offline

    @property
    def state(self) -> str:
        return "offline" if self._offline() else "online"

    @property
    def retry_at(self) -> datetime | None:
        return None

    def listen(self, callback: Callable[[str], object]) -> Callable[[], None]:
        return lambda: None

    def say_online(self) -> None: ...
