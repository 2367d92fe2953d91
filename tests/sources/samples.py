"""Small answers in the shapes of the services, and a client that gives them: the world outside, played."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.sax.saxutils import escape

from readinglist.http_client import Answer, HttpClient, HttpError, Known, MemoryHosts, NotThereError

NOTHING = Known()
Reply = bytes | Exception | Callable[[Mapping[str, str | int]], bytes]


class PlayedClient(HttpClient):
    """Answers by the beginning of host and path, `calls` keeps (host and path, parameters); the rest is not there."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        super().__init__(MemoryHosts(), environ={})
        self.replies = dict(replies)
        self.calls: list[tuple[str, Mapping[str, str | int]]] = []

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, str | int] | None = None,
        accept: str = "application/json",
        max_bytes: int = 20_000_000,
        known: Known = NOTHING,
        whole: float | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Answer:
        parts = urlsplit(url)
        where = f"{parts.hostname}{unquote(parts.path)}"
        self.calls.append((where, params or {}))
        reply = next((reply for start, reply in self.replies.items() if where.startswith(start)), None)
        if reply is None:
            raise NotThereError("It is not there.", host=parts.hostname or "", status=404)
        if isinstance(reply, Exception):
            raise reply
        return Answer(200, url, {}, accept, reply(params or {}) if callable(reply) else reply)

    @property
    def hosts(self) -> list[str]:
        """Whom it asked, in order."""
        return [where.partition("/")[0] for where, _ in self.calls]


ARXIV, HUGGING_FACE, DATACITE = "export.arxiv.org", "huggingface.co", "api.datacite.org"
CROSSREF, EUROPE_PMC, UNPAYWALL = "api.crossref.org", "www.ebi.ac.uk", "api.unpaywall.org"


def failing(error: type[HttpError], status: int = 0) -> HttpError:
    return error("It went wrong.", host="x.example", status=status)


def entry(arxiv_id: str, title: str, *, authors: tuple[str, ...] = ("Mary Shelley",), more: str = "") -> str:
    names = "".join(f"<author><name>{escape(name)}</name></author>" for name in authors)
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}</id><title>{escape(title)}</title>{more}{names}"
        f"<published>2019-05-26T17:59:46Z</published></entry>"
    )


def feed(*entries: str, total: int | None = None) -> bytes:
    count = len(entries) if total is None else total
    return (
        "<?xml version='1.0' encoding='UTF-8'?>"
        '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom"'
        ' xmlns="http://www.w3.org/2005/Atom"><title>arXiv Query</title>'
        f"<opensearch:totalResults>{count}</opensearch:totalResults>{''.join(entries)}</feed>"
    ).encode()


ARXIV_ERROR = feed(
    "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_x</id><title>Error</title>"
    "<summary>incorrect id format for x</summary></entry>"
)

HF_PAPER: dict[str, Any] = {
    "id": "1905.01234",
    "title": "Lamps that Learn:\n  Light at Dusk",
    "summary": "We light lamps\nat dusk.",
    "authors": [
        {"name": "A Shy One", "hidden": True},
        {"name": "Mary Shelley", "hidden": False},
        {"name": "Ada Lovelace"},
    ],
    "publishedAt": "2019-05-26T17:59:46.000Z",
}

DATACITE_PAPER: dict[str, Any] = {
    "data": {
        "id": "10.48550/arxiv.1905.01234",
        "type": "dois",
        "attributes": {
            "doi": "10.48550/arxiv.1905.01234",
            "titles": [
                {"title": "Lampes qui apprennent", "titleType": "TranslatedTitle"},
                {"title": "Lamps that Learn: Light at Dusk"},
            ],
            "creators": [
                {
                    "name": "Shelley, Mary",
                    "nameType": "Personal",
                    "givenName": "Mary",
                    "familyName": "Shelley",
                    "nameIdentifiers": [{"nameIdentifier": "https://orcid.org/0000-0000-0000-0000"}],
                },
                {"name": "Lovelace, Ada"},
                {"name": "The Lamp Society", "nameType": "Organizational"},
            ],
            "descriptions": [
                {"description": "2 figures", "descriptionType": "Other"},
                {"description": "We light &lt;i&gt;lamps&lt;/i&gt; at dusk.", "descriptionType": "Abstract"},
            ],
            "dates": [
                {"date": "2019-06-01T10:00:00Z", "dateType": "Submitted", "dateInformation": "v2"},
                {"date": "2019-05-26T17:59:46Z", "dateType": "Submitted", "dateInformation": "v1"},
                {"date": "2019-05", "dateType": "Available"},
            ],
            "publicationYear": 2019,
            "publisher": "arXiv",
            "relatedIdentifiers": [
                {
                    "relationType": "IsVersionOf",
                    "relatedIdentifier": "10.1000/LAMPS.7",
                    "relatedIdentifierType": "DOI",
                }
            ],
        },
    }
}

WORK: dict[str, Any] = {
    "DOI": "10.1000/LAMPS.7",
    "type": "journal-article",
    "title": ["Lamps that &amp;lt;i&amp;gt;Learn&amp;lt;/i&amp;gt;"],
    "subtitle": ["Light at Dusk"],
    "author": [
        {"given": "Mary", "family": "Shelley", "sequence": "first"},
        {"given": "John", "family": "Stuart Mill", "suffix": "Jr."},
        {"name": "The Lamp Society"},
    ],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2019, 11]]},
    "container-title": ["Annals of Lamps &amp; Oil"],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We light <jats:italic>lamps</jats:italic>.</jats:p>",
    "link": [
        {
            "URL": "https://lamps.example.org/7.pdf",
            "content-type": "application/pdf",
            "content-version": "vor",
            "intended-application": "text-mining",
        },
        {
            "URL": "https://lamps.example.org/7",
            "content-type": "unspecified",
            "intended-application": "similarity-checking",
        },
        {"URL": "https://api.elsevier.com/7", "content-type": "application/pdf", "content-version": "vor"},
    ],
    "license": [{"URL": "https://creativecommons.org/licenses/by/4.0/"}],
    "relation": {"has-preprint": [{"id-type": "doi", "id": "10.48550/arXiv.1905.01234", "asserted-by": "subject"}]},
}

EUROPE_PMC_PAPER: dict[str, Any] = {
    "id": "31234567",
    "source": "MED",
    "pmid": "31234567",
    "pmcid": "PMC7654321",
    "doi": "10.1000/lamps.7",
    "title": "Lamps that learn: light at dusk.",
    "authorList": {
        "author": [
            {"fullName": "Shelley M", "firstName": "Mary", "lastName": "Shelley", "initials": "M"},
            {"collectiveName": "Lamp Study Group"},
        ]
    },
    "authorString": "Shelley M, Lamp Study Group.",
    "journalInfo": {"journal": {"title": "Annals of lamps"}},
    "pubYear": "2019",
    "firstPublicationDate": "2019-11-03",
    "abstractText": "<h4>Background</h4>It gets dark. <h4>Methods</h4>Lamps.",
    "hasPDF": "Y",
    "inEPMC": "Y",
    "isOpenAccess": "N",
    "fullTextUrlList": {
        "fullTextUrl": [
            {"availabilityCode": "S", "documentStyle": "pdf", "url": "https://closed.example.org/7.pdf"},
            {"availabilityCode": "OA", "documentStyle": "html", "url": "https://europepmc.org/articles/PMC7654321"},
            {"availabilityCode": "F", "documentStyle": "pdf", "url": "https://free.example.org/7.pdf"},
        ]
    },
}

UNPAYWALL_PAPER: dict[str, Any] = {
    "doi": "10.1000/lamps.7",
    "best_oa_location": {
        "url": "https://doi.org/10.1000/lamps.7",
        "url_for_pdf": None,
        "version": "publishedVersion",
    },
    "oa_locations": [
        {"url": "https://doi.org/10.1000/lamps.7", "url_for_pdf": None, "version": "publishedVersion"},
        {
            "url": "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC7654321",
            "url_for_pdf": None,
            "version": "acceptedVersion",
        },
        {"url": "http://arxiv.org/pdf/1905.01234", "url_for_pdf": "http://arxiv.org/pdf/1905.01234v2"},
    ],
}


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def work(**changed: object) -> bytes:
    return as_json({"status": "ok", "message": {**WORK, **changed}})


def works(*items: Mapping[str, object]) -> bytes:
    return as_json({"status": "ok", "message": {"items": list(items)}})


def results(*rows: Mapping[str, object]) -> bytes:
    return as_json({"hitCount": len(rows), "resultList": {"result": list(rows)}})
