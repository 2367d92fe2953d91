"""Other hosts in place of the services' own, for tests and mirrors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

SERVICES = {
    "READINGLIST_ARXIV_URL": "export.arxiv.org",
    "READINGLIST_ARXIV_PDF_URL": "arxiv.org",
    "READINGLIST_ARXIV_RSS_URL": "rss.arxiv.org",
    "READINGLIST_HUGGINGFACE_URL": "huggingface.co",
    "READINGLIST_DATACITE_URL": "api.datacite.org",
    "READINGLIST_CROSSREF_URL": "api.crossref.org",
    "READINGLIST_EUROPEPMC_URL": "www.ebi.ac.uk",
    "READINGLIST_UNPAYWALL_URL": "api.unpaywall.org",
}
"""What the environment may replace: scheme and host; paths stay as they are."""


@dataclass(frozen=True, slots=True)
class Replacements:
    """By true host the address that stands in for it."""

    bases: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Replacements:
        """Those that the user has set; each like `http://127.0.0.1:8001`."""
        found = {host: environ.get(name, "").strip().rstrip("/") for name, host in SERVICES.items()}
        return cls({host: base for host, base in found.items() if base})

    def replaces(self, host: str) -> bool:
        """Whether calls to that true host go elsewhere."""
        return host in self.bases

    def called(self, url: str) -> str:
        """What is really called for a true URL, whoever handed it out."""
        parts = urlsplit(url)
        base = self.bases.get(parts.hostname or "")
        return url if base is None or not _plain(parts) else base + _path(parts)

    def true(self, url: str) -> str:
        """The service's own URL for one that points at its stand-in; other URLs as they are."""
        matching = [
            host for host, base in self.bases.items() if url == base or url.startswith((base + "/", base + "?"))
        ]
        if not matching:
            return url
        host = max(matching, key=lambda host: len(self.bases[host]))
        return f"https://{host}{url[len(self.bases[host]) :] or '/'}"


def _plain(parts: SplitResult) -> bool:
    """Whether the URL names the service by scheme and host alone, without another port."""
    return parts.scheme in ("http", "https") and parts.port in (None, 80, 443)


def _path(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
