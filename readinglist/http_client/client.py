"""The one way to the network (skeleton: signatures first)."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from readinglist.http_client.answers import Answer, Arrival
from readinglist.http_client.hosts import HostStore
from readinglist.http_client.network import Network


def _never() -> bool:
    return False


def _nobody() -> str | None:
    return None


def _ignore(done: int, total: int | None) -> object:
    return None


class HttpClient:
    """The one way to the network; several threads use one client."""

    def __init__(
        self,
        hosts: HostStore,
        *,
        contact: Callable[[], str | None] = _nobody,
        proxies: Callable[[], Mapping[str, str]] | None = None,
        environ: Mapping[str, str] = os.environ,
        network: Network | None = None,
        offline: Callable[[], bool] = _never,
        interval: float | None = None,
        timeouts: tuple[float, float] = (10.0, 30.0),
        retry_waits: tuple[float, ...] = (0.5, 2.0),
        turn_patience: float = 5.0,
    ) -> None:
        self.network = network or Network(offline)

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "application/json",
        max_bytes: int = 20_000_000,
        cancelled: Callable[[], bool] = _never,
    ) -> Answer:
        """The answer to a GET, 2xx only; HttpError else."""
        raise NotImplementedError

    def download(
        self,
        url: str,
        part: Path,
        *,
        accept: str = "application/pdf",
        expect: bytes = b"%PDF-",
        max_bytes: int = 300_000_000,
        on_progress: Callable[[int, int | None], object] = _ignore,
        cancelled: Callable[[], bool] = _never,
    ) -> Arrival:
        """Fetch into `part`, going on where an earlier call was cut; HttpError else."""
        raise NotImplementedError

    def close(self) -> None:
        """End the calls under way (CallCancelledError) and close all connections."""
