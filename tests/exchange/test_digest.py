"""A digest in its forms: for eyes, for mail programs, for feed readers, and never a danger to any of them."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from defusedxml import ElementTree
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.exchange.digest import Digest, Item, Section, safe_link
from readinglist.exchange.digest_atom import digest_atom
from readinglist.exchange.digest_html import digest_body, digest_html
from readinglist.exchange.digest_mail import digest_mail
from readinglist.exchange.digest_markdown import digest_markdown
from readinglist.exchange.digest_text import digest_text
from readinglist.library.records import Paper, Person, Status

UNTIL = datetime(2025, 9, 3, 7, 0, tzinfo=UTC)
EVIL = '<script>alert(1)</script><img src="http://tracker.example/x.png">'
ATOM = "{http://www.w3.org/2005/Atom}"


def paper(number: int = 1, **values: Any) -> Paper:
    """A paper with what a digest tells of it."""
    known: dict[str, Any] = {
        **dict.fromkeys(Paper.__slots__),
        **{"id": number, "citation_key": f"lee2025{number}", "title": f"Dense retrieval {number}", "venue": ""},
        **{"authors": (Person("Lee", "Ann"), Person("Kim", "Bo")), "year": 2025, "status": Status.INBOX, "tags": ()},
        **{"abstract": "We retrieve. " * 60, "arxiv_id": f"2509.0000{number}", "note": "", "documents": ()},
        **{"added": "2025-09-02T10:00:00+00:00", "starred": False, "unread": True, "trashed": False},
    }
    return Paper(**(known | values))


def digest(*items: Item, kind: str = "for-you", note: str = "") -> Digest:
    """A week with one section."""
    section = Section(kind, "For you", items, note)
    return Digest(UNTIL - timedelta(days=7), UNTIL, (section,), arrived=40, origin="library")


WEEK = digest(Item(paper(), ("near “Old & known”",), ("Daily Papers",), upvotes=12, comments=1, summary="It finds."))


class Page(HTMLParser):
    """The tags and links of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action", "style")]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page_says_what_there_is_and_why() -> None:
    text = digest_html(WEEK)
    page = Page(text)
    for words in (
        "Your papers, 27 August to 3 September 2025",
        "40 new papers came in; 1 paper may be for you.",
        "Dense retrieval 1",
        "Ann Lee, Bo Kim · 2025 · Daily Papers · 12 upvotes · 1 comment",
        "Near “Old & known”",
        "AI summary from Hugging Face: It finds.",
    ):
        assert words in page.text
    assert page.links == ["https://arxiv.org/abs/2509.00001", "readinglist://paper/lee20251"]
    assert "prefers-color-scheme: dark" in text
    assert "width=device-width" in text
    within = Page(digest_body(WEEK, inside=True))
    assert within.links == page.links[::-1]


def test_plain_text_fits_a_mail() -> None:
    long = replace(WEEK, sections=WEEK.sections + digest(Item(paper(2), ("a reason " * 30,))).sections)
    text = digest_text(long)
    assert max(map(len, text.splitlines())) <= 72
    assert "1. Dense retrieval 1" in text
    assert "\n   Why: Near “Old & known”\n" in text
    assert "2. Dense retrieval 2" in text
    assert "\n   https://arxiv.org/abs/2509.00002\n" in text


def test_markdown_shows_words_and_no_marks() -> None:
    text = digest_markdown(digest(Item(paper(title="A [b](c) *d* <i>", url=None), ("near *it*",))))
    assert "### [A \\[b\\](c) \\*d\\* \\<i>](<https://arxiv.org/abs/2509.00001>)" in text
    assert "*Near \\*it\\**" in text


def test_mail_is_one_that_others_read() -> None:
    sent = digest_mail(WEEK, sender="ann@example.org", to="me@example.org")
    raw = sent.as_bytes()
    assert max(map(len, raw.split(b"\r\n"))) < 998  # RFC 5322
    raw.decode("ascii")
    got = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(got, EmailMessage)
    assert (got["Subject"], got["To"]) == ("Reading List: 27 August to 3 September 2025", "me@example.org")
    assert got["From"] == "Reading List <ann@example.org>"
    assert parsedate_to_datetime(got["Date"]) == UNTIL
    assert re.fullmatch(r"<[^<>@\s]+@example\.org>", got["Message-ID"])
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    plain, page = (part.get_content() for part in got.iter_parts())
    assert plain.replace("\r\n", "\n") == digest_text(WEEK)
    assert page.replace("\r\n", "\n") == digest_html(WEEK)


def test_file_of_a_mail_needs_no_account() -> None:
    got = email.message_from_bytes(digest_mail(WEEK).as_bytes(), policy=email.policy.default)
    assert got["From"].addresses[0].addr_spec == "reading-list@localhost"


def test_feed_is_valid_and_tells_nothing_twice() -> None:
    later = replace(WEEK, until=UNTIL + timedelta(days=1))
    first, again = (ElementTree.fromstring(digest_atom(each)) for each in (WEEK, later))
    for feed in (first, again):
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            number, at = element.findtext(f"{ATOM}id"), element.findtext(f"{ATOM}updated")
            assert UUID(number)
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", at or "")
            assert element.findtext(f"{ATOM}title")
            assert element.find(f"{ATOM}author") is not None
    same = [feed.findtext(f"{ATOM}entry/{ATOM}{name}") for name in ("id", "updated") for feed in (first, again)]
    assert same[0] == same[1]
    assert same[2] == same[3] == "2025-09-02T10:00:00Z"
    assert first.findtext(f"{ATOM}updated") == "2025-09-03T07:00:00Z"
    link = first.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://arxiv.org/abs/2509.00001"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://", "//host/x", "http://[", "a\nb"]
)
def test_links_lead_to_web_pages_or_nowhere(url: str) -> None:
    assert safe_link(url) == ""
    page = Page(digest_html(digest(Item(paper(arxiv_id=None, url=url)))))
    assert page.links == ["readinglist://paper/lee20251"] * 2


anything = st.text(max_size=60) | st.sampled_from(
    [EVIL, "\u202egnp.exe", "a\r\nBcc: x@y.z", '"><a href="x:">', "\0]]>&"]
)


@settings(max_examples=40)
@given(words=st.tuples(*[anything] * 6), url=anything)
def test_no_text_gets_out_of_its_place(words: tuple[str, ...], url: str) -> None:
    title, name, venue, abstract, reason, seen = words
    item = Item(
        paper(title=title, authors=(Person(name),), venue=venue, abstract=abstract, url=url, arxiv_id=None, doi=seen),
        (reason,),
        (seen,),
    )
    each = digest(item, note=reason)
    page = Page(digest_html(each))
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "h3", "p", "a"}
    assert page.attributes <= {"lang", "charset", "name", "content", "class", "href"}
    assert all(re.match(r"(https?://[!-~]+|readinglist://paper/\S+)\Z", link) for link in page.links)
    entry = ElementTree.fromstring(digest_atom(each)).find(f"{ATOM}entry")
    assert entry is not None
    content = Page(entry.findtext(f"{ATOM}content") or "")
    assert content.tags <= {"p", "a"}
    assert len(content.links) == 1
    got = email.message_from_bytes(digest_mail(each).as_bytes(), policy=email.policy.default)
    assert "Bcc" not in got
    assert len(list(got.walk())) == 3
    assert "\u202e" not in digest_text(each) + digest_markdown(each) + digest_html(each)
