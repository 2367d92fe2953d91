"""arXiv: the Atom answers of its API, and its PDFs."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from tests.services.files import as_file
from tests.services.messages import Reply, Request
from tests.services.papers import PaperOnServer
from tests.services.words import plain_words

ID = re.compile(r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v(?P<version>\d+))?")
_OF_DAY = re.compile(
    r"\(cat:[^()]+\) AND submittedDate:\[(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)0000 TO \d{8}2359\]"
)
_ANSWERED, _REFUSED = "2026-04-12T22:10:26Z", "2026-04-12T22:59:06Z"
_NOT_THERE = b"<!DOCTYPE html><html><head><title>arXiv: not found</title></head><body>Paper not found</body></html>"


class ArxivApi:
    """export.arxiv.org: `/api/query`, by ids or by a search for words."""

    def __init__(self, papers: Sequence[PaperOnServer], recorded_feeds: Sequence[bytes] = ()) -> None:
        known = [paper for paper in papers if paper.known_to("arxiv")]
        self._entries = {paper.arxiv_id: entry(paper) for paper in known}
        self._titles = {paper.arxiv_id: plain_words(paper.title) for paper in known}
        self._texts = {paper.arxiv_id: plain_words(f"{paper.title} {paper.abstract}") for paper in known}
        self._recorded: dict[str, tuple[int, bytes]] = {}
        for feed in recorded_feeds:
            self._learn(feed)

    def __call__(self, request: Request) -> Reply:
        query = request.query
        if request.path != "/api/query":
            return Reply(_NOT_THERE, 404, "text/html; charset=utf-8")
        ids = [name.strip() for name in query.get("id_list", "").split(",") if name.strip()]
        wrong = next((name for name in ids if not ID.fullmatch(name)), None)
        if wrong is not None:
            return _atom(_ERROR.format(id=escape(wrong)), 400)
        said = {name: query.get(name, "") for name in ("search_query", "id_list")}
        asked = f"search_query={said['search_query']}&id_list={said['id_list']}"
        start, most = int(query.get("start", 0)), int(query.get("max_results", 10))
        count, recorded = self._recorded.get(asked, (0, b""))
        if recorded and start == 0 and most >= count:
            return _atom(recorded.decode())
        found = self._by_id(ids) if ids else self._by_words(query.get("search_query", ""))
        return _atom(_feed(f"{asked}&start={start}&max_results={most}", found, start, most))

    def _by_id(self, ids: Sequence[str]) -> list[str]:
        """The entries of the ids that there are, in the order asked for."""
        return [entry for name in ids if (match := ID.fullmatch(name)) and (entry := self._entries.get(match["id"]))]

    def _by_words(self, question: str) -> list[str]:
        """`ti:"words in a row"`, `all:words`, or a day of categories; nothing else is understood."""
        if day := _OF_DAY.fullmatch(question):
            published = f"<published>{day['year']}-{day['month']}-{day['day']}T"
            return [entry for entry in self._entries.values() if published in entry]
        field, _, words = question.partition(":")
        wanted = plain_words(words)
        texts = {"ti": self._titles, "all": self._texts}.get(field.strip(), {})
        return [self._entries[name] for name, text in texts.items() if wanted and f" {wanted} " in f" {text} "]

    def _learn(self, feed: bytes) -> None:
        """A recorded answer is given byte for byte to who asks the same, and its entries to who asks for others too."""
        text = feed.decode()
        entries = re.findall(r"  <entry>.*?</entry>\n", text, re.DOTALL)
        asked = re.search(r"<title>arXiv Query: (.*?)&amp;start=", text)
        if asked:
            self._recorded[asked[1].replace("&amp;", "&")] = (len(entries), feed)
        for found in entries:
            about = re.search(r"<id>http://arxiv\.org/abs/([^<]+)</id>", found)
            name = ID.fullmatch(about[1]) if about else None
            if name:
                self._entries[name["id"]] = found


class ArxivPdfs:
    """arxiv.org: `/pdf/{id}`, with or without version and suffix."""

    def __init__(self, papers: Sequence[PaperOnServer]) -> None:
        self._files = {paper.arxiv_id: as_file(paper.pdf) for paper in papers if paper.known_to("arxiv_pdf")}

    def __call__(self, request: Request) -> Reply:
        name = ID.fullmatch(request.path.removeprefix("/pdf/").removesuffix(".pdf"))
        missing = Reply(_NOT_THERE, 404, "text/html; charset=utf-8")
        return self._files.get(name["id"], missing) if name and request.path.startswith("/pdf/") else missing


def entry(paper: PaperOnServer) -> str:
    """What the API says of one paper."""
    name = f"{paper.arxiv_id}v{paper.version}"
    doi = (
        f"    <arxiv:doi>{escape(paper.doi)}</arxiv:doi>\n"
        f'    <link rel="related" href={quoteattr(f"https://doi.org/{paper.doi}")} title="doi"/>\n'
    )
    authors = "".join(f"    <author>\n      <name>{escape(author)}</name>\n    </author>\n" for author in paper.authors)
    journal = f"    <arxiv:journal_ref>{escape(paper.venue)}</arxiv:journal_ref>\n" if paper.venue else ""
    return (
        "  <entry>\n"
        f"    <id>http://arxiv.org/abs/{name}</id>\n"
        f"    <title>{escape(paper.title)}</title>\n"
        f"    <updated>{paper.year}-02-03T08:18:33Z</updated>\n"
        f'    <link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>\n'
        f'    <link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>\n'
        f"    <summary>{escape(paper.abstract)}</summary>\n"
        '    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>\n'
        f"    <published>{paper.year}-01-02T17:59:46Z</published>\n"
        "    <arxiv:comment>12 pages, 3 figures</arxiv:comment>\n"
        '    <arxiv:primary_category term="cs.LG"/>\n'
        f"{journal}{authors}{doi if paper.doi else ''}"
        "  </entry>\n"
    )


def _feed(asked: str, entries: Sequence[str], start: int, most: int) -> str:
    mark = base64.b64encode(hashlib.sha1(asked.encode()).digest()).decode().rstrip("=")
    shown = escape(asked, {'"': "&quot;"})
    return (
        f"{_OPEN}"
        f"  <id>https://arxiv.org/api/{mark}</id>\n"
        f"  <title>arXiv Query: {shown}</title>\n"
        f"  <updated>{_ANSWERED}</updated>\n"
        f'  <link href="https://arxiv.org/api/query?{shown}" type="application/atom+xml"/>\n'
        f"  <opensearch:itemsPerPage>{most}</opensearch:itemsPerPage>\n"
        f"  <opensearch:totalResults>{len(entries)}</opensearch:totalResults>\n"
        f"  <opensearch:startIndex>{start}</opensearch:startIndex>\n"
        f"{''.join(entries[start : start + most])}</feed>\n"
    )


_OPEN = (
    "<?xml version='1.0' encoding='UTF-8'?>\n"
    '<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
    ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom">\n'
)
_ERROR = (
    f"{_OPEN}  <id>https://arxiv.org/</id>\n  <title>arXiv Search Results</title>\n  <updated>{_REFUSED}</updated>\n"
    "  <opensearch:itemsPerPage>1</opensearch:itemsPerPage>\n  <opensearch:totalResults>1</opensearch:totalResults>\n"
    "  <opensearch:startIndex>0</opensearch:startIndex>\n  <entry>\n"
    "    <id>https://arxiv.org/api/errors#incorrect_id_format_for_{id}</id>\n    <title>Error</title>\n"
    f"    <updated>{_REFUSED}</updated>\n"
    '    <link href="https://arxiv.org/api/errors#incorrect_id_format_for_{id}" rel="alternate" type="text/html"/>\n'
    "    <summary>incorrect id format for {id}</summary>\n"
    "    <author>\n      <name>arXiv api core</name>\n    </author>\n  </entry>\n</feed>\n"
)


def _atom(text: str, status: int = 200) -> Reply:
    return Reply(text.encode(), status, "application/atom+xml; charset=utf-8")
