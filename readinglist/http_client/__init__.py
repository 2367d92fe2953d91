"""The one way to the network: time-outs, size caps, retries, resumable downloads, address guard, manners per host."""

from readinglist.http_client.answers import Answer, Arrival, Known
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
from readinglist.http_client.health import Health
from readinglist.http_client.hosts import HostStore, MemoryHosts
from readinglist.http_client.network import Network
from readinglist.http_client.partial import discard_part, resume_path
from readinglist.http_client.reach import Reach
from readinglist.http_client.replacements import Replacements
from readinglist.http_client.watch import Limits

__all__ = [
    "Answer",
    "Arrival",
    "BusyError",
    "CallCancelledError",
    "CoolingError",
    "ForbiddenAddressError",
    "Health",
    "HostStore",
    "HttpClient",
    "HttpError",
    "Known",
    "Limits",
    "MemoryHosts",
    "Network",
    "NoNetworkError",
    "NotThereError",
    "Reach",
    "RefusedError",
    "Replacements",
    "TooLargeError",
    "UnavailableError",
    "WrongContentError",
    "discard_part",
    "resume_path",
]
