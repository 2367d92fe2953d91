"""Unpaywall: copies that anybody may read, of papers with a DOI. It asks for the user's e-mail address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import quote

from readinglist.http_client import HttpClient
from readinglist.sources.addresses import is_web_address
from readinglist.sources.answers import Copy
from readinglist.sources.errors import SourceError
from readinglist.sources.europe_pmc import render_address
from readinglist.sources.json_answers import Json, objects, read_json, text

DOIS = "https://api.unpaywall.org/v2/"
_VERSIONS = {"publishedVersion": "published", "acceptedVersion": "accepted", "submittedVersion": "submitted"}
_PUBMED_CENTRAL = re.compile(
    r"https?://(?:www\.|)(?:ncbi\.nlm\.nih\.gov/pmc|europepmc\.org|pmc\.ncbi\.nlm\.nih\.gov)/articles/(?P<id>PMC\d{1,12})/?",
    re.IGNORECASE | re.ASCII,
)


def read_copies(body: bytes) -> tuple[Copy, ...]:
    """The PDFs that an answer names, the best first; SourceError if it is none."""
    answer = read_json(body, "Unpaywall")
    if not text(answer.get("doi")):
        raise SourceError.strange("Unpaywall")
    best = answer.get("best_oa_location")
    places = [*objects([best]), *objects(answer.get("oa_locations"))]
    return tuple(dict.fromkeys(copy for place in places for copy in _copies(place)))


def ask(client: HttpClient, doi: str, contact: str, cancelled: Callable[[], bool]) -> tuple[Copy, ...]:
    """The PDFs that it knows of a DOI."""
    answer = client.get(f"{DOIS}{quote(doi, safe='/')}", params={"email": contact}, cancelled=cancelled)
    return read_copies(answer.body)


def _copies(place: Json) -> Iterator[Copy]:
    """The PDF of a place; where only its page is known, PubMed Central's can be had all the same."""
    version = _VERSIONS.get(text(place.get("version")), "")
    url = text(place.get("url_for_pdf")).strip()
    if is_web_address(url):
        yield Copy(url, "unpaywall", version)
        return
    page = _PUBMED_CENTRAL.fullmatch(text(place.get("url")).strip())
    if page:
        yield Copy(render_address(page["id"].upper()), "unpaywall", version)
