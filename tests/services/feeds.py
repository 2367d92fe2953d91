"""Hosts of feeds: arXiv's announcements, and a house whose pages and feeds a test writes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from tests.services.messages import Reply, Request
from tests.services.papers import PaperOnServer

RSS, ATOM, HTML = "application/rss+xml", "application/atom+xml", "text/html; charset=utf-8"


def as_feed(body: bytes | str, type: str = RSS, **headers: str) -> Reply:
    """With an ETag, by which a caller learns that nothing is new."""
    data = body.encode() if isinstance(body, str) else body
    mark = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
    said = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Reply(data, type=type, headers=(("ETag", mark), ("Last-Modified", "Mon, 06 Jan 2025 05:00:00 GMT"), *said))


def unless_known(request: Request, reply: Reply) -> Reply:
    """304 and nothing else for who has it already."""
    mark = dict(reply.headers).get("ETag")
    if mark and reply.status == 200 and request.headers.get("if-none-match") == mark:
        return replace(reply, body=b"", status=304)
    return reply


@dataclass(frozen=True, slots=True)
class Announced:
    """A paper as arXiv announces it."""

    paper: PaperOnServer
    kind: str = "new"
    categories: tuple[str, ...] = ("cs.LG",)


class ArxivRss:
    """rss.arxiv.org: `/rss/cs.LG+cs.IR` and `/atom/...`; an unknown category is a bad question."""

    def __init__(self, known: Sequence[str] = ("cs.LG", "cs.IR", "cs.CL", "stat.ML")) -> None:
        self.known = known
        self.announced: Sequence[Announced] = ()
        """Today's; empty on a holiday."""
        self.day = datetime(2025, 9, 3, 4, 0, tzinfo=UTC)

    def __call__(self, request: Request) -> Reply:
        _, form, *names = request.path.split("/")
        wanted = names[0].split("+") if names else []
        if form not in ("rss", "atom") or not wanted or any(name not in self.known for name in wanted):
            return Reply(b"Bad request", 400, "text/plain")
        shown = [one for one in self.announced if set(one.categories) & set(wanted)]
        title = f"{names[0]} updates on arXiv.org"
        if form == "atom":
            return unless_known(request, as_feed(self._atom(title, shown), ATOM))
        return unless_known(request, as_feed(self._rss(title, shown)))

    def _rss(self, title: str, shown: Sequence[Announced]) -> str:
        day = format_datetime(self.day)
        items = "".join(
            f"<item><title>{escape(one.paper.title)}</title><link>https://arxiv.org/abs/{one.paper.arxiv_id}</link>"
            f"<description>{escape(_told(one))}</description>"
            f'<guid isPermaLink="false">oai:arXiv.org:{one.paper.arxiv_id}v{one.paper.version}</guid>'
            f"{''.join(f'<category>{name}</category>' for name in one.categories)}<pubDate>{day}</pubDate>"
            f"<arxiv:announce_type>{one.kind}</arxiv:announce_type>"
            f"<dc:creator>{escape(', '.join(one.paper.authors))}</dc:creator></item>\n"
            for one in shown
        )
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<rss xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            ' version="2.0">'
            f"<channel><title>{title}</title><link>http://rss.arxiv.org/rss</link><description>{title}</description>"
            f"<lastBuildDate>{day}</lastBuildDate><pubDate>{day}</pubDate>"
            f"<skipDays><day>Sunday</day><day>Saturday</day></skipDays>\n{items}</channel></rss>\n"
        )

    def _atom(self, title: str, shown: Sequence[Announced]) -> str:
        day = self.day.isoformat()
        entries = "".join(
            f"<entry><id>oai:arXiv.org:{one.paper.arxiv_id}v{one.paper.version}</id>"
            f"<title>{escape(one.paper.title)}</title><updated>{day}</updated>"
            f'<link href="https://arxiv.org/abs/{one.paper.arxiv_id}" rel="alternate" type="text/html"/>'
            f"<summary>{escape(_told(one))}</summary>"
            f"{''.join(f'<category term={quoteattr(name)}/>' for name in one.categories)}<published>{day}</published>"
            f"<arxiv:announce_type>{one.kind}</arxiv:announce_type>"
            f"<dc:creator>{escape(', '.join(one.paper.authors))}</dc:creator></entry>\n"
            for one in shown
        )
        return (
            "<?xml version='1.0' encoding='UTF-8'?>\n"
            '<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f' xmlns="http://www.w3.org/2005/Atom"><title>{title}</title><updated>{day}</updated>\n{entries}</feed>\n'
        )


def _told(one: Announced) -> str:
    paper = one.paper
    return f"arXiv:{paper.arxiv_id}v{paper.version} Announce Type: {one.kind} \nAbstract: {paper.abstract}"


class Journal:
    """Any host with feeds and pages: by path what a test has put there."""

    def __init__(self) -> None:
        self.pages: dict[str, Reply] = {}

    def __call__(self, request: Request) -> Reply:
        page = self.pages.get(request.path)
        return unless_known(request, page) if page else Reply(b"<html><body>Not found</body></html>", 404, HTML)


def rss_of(title: str, items: Sequence[Mapping[str, str]], more: str = "") -> str:
    """An RSS feed; of each item its elements by name, in HTML where their values are. `more`: of the channel."""
    told = "".join(
        "<item>" + "".join(f"<{name}>{escape(value)}</{name}>" for name, value in item.items()) + "</item>\n"
        for item in items
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/">'
        f"<channel><title>{escape(title)}</title>{more}\n{told}</channel></rss>\n"
    )


def page_of(*feeds: tuple[str, str]) -> str:
    """A web page that names these feeds, (title, address) each."""
    links = "".join(
        f'<link rel="alternate" type="{RSS}" title={quoteattr(title)} href={quoteattr(href)}>\n'
        for title, href in feeds
    )
    return f"<!DOCTYPE html><html><head><title>A page</title>\n{links}</head><body><p>Words.</p></body></html>"


def laughing(times: int = 10) -> str:
    """The billion laughs: a few lines that would grow to gigabytes."""
    entities = "".join(f'<!ENTITY lol{number} "{f"&lol{number - 1};" * times}">\n' for number in range(1, times))
    return (
        f'<?xml version="1.0"?>\n<!DOCTYPE lolz [<!ENTITY lol0 "lol">\n{entities}]>\n'
        f"<rss version='2.0'><channel><title>Laughs</title><item><title>&lol{times - 1};</title></item></channel></rss>"
    )
