"""The one way to the network: time-outs, size caps, retries, resumable downloads, address guard, manners per host."""

from readinglist.http_client.answers import Answer, Arrival
from readinglist.http_client.client import HttpClient
from readinglist.http_client.errors import (
    BusyError,
    CallCancelledError,
    CoolingError,
    ForbiddenAddressError,
    HttpError,
    NoNetworkError,
    NotThereError,
    RefusedError,
    TooLargeError,
    UnavailableError,
    WrongContentError,
)
from readinglist.http_client.hosts import HostStore, MemoryHosts
from readinglist.http_client.network import Network

__all__ = [
    "Answer",
    "Arrival",
    "BusyError",
    "CallCancelledError",
    "CoolingError",
    "ForbiddenAddressError",
    "HostStore",
    "HttpClient",
    "HttpError",
    "MemoryHosts",
    "Network",
    "NoNetworkError",
    "NotThereError",
    "RefusedError",
    "TooLargeError",
    "UnavailableError",
    "WrongContentError",
]
