"""Feeds of every kind, read: what becomes of their entries, their HTML, their lies and their traps."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readinglist.errors import InputError
from readinglist.sources.daily import read_day
from readinglist.sources.errors import SourceError
from readinglist.sources.feed_addresses import read_address, usual
from readinglist.sources.feed_reader import FeedAnswer, read_feed
from readinglist.sources.html_text import safe_address, text_of
from readinglist.sources.opml import read_opml, write_opml
from tests.services.feeds import laughing, rss_of

NOW = datetime(2025, 9, 3, 12, 0, tzinfo=UTC)
ITEM = {
    "title": "A <i>small</i> study of lamps &amp; dusk",
    "link": "https://journal.example/content/10.5555/2025.08.30.654321v2?rss=1",
    "description": '<p>We <b>light</b> lamps.</p><script>alert("x")</script><img src="http://spy.example/p.gif">'
    '<p>Code is <a href="https://code.example/lamps">here</a>, not <a href="javascript:alert(1)">there</a>.</p>',
    "dc:creator": "Lovelace, A., Turing, A. M.",
    "pubDate": "Tue, 02 Sep 2025 23:30:00 -0400",
    "prism:publicationName": "Lamps Today",
}


def read(body: bytes | str, content_type: str = "application/rss+xml") -> FeedAnswer:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(data, url="https://journal.example/feed.xml", content_type=content_type, now=NOW)


def test_an_entry_of_a_journal_becomes_a_paper_in_plain_text() -> None:
    answer = read(rss_of("Lamps &amp; Co", [ITEM], "<ttl>90</ttl><skipHours><hour>2</hour></skipHours>"))
    assert (answer.title, answer.pace.minutes, answer.pace.skip_hours) == ("Lamps & Co", 90, frozenset({2}))
    (entry,) = answer.entries
    record = entry.record
    assert record.title == "A small study of lamps & dusk"
    assert [person.name for person in record.authors] == ["A. Lovelace", "A. M. Turing"]
    assert (record.doi, record.venue) == ("10.5555/2025.08.30.654321", "Lamps Today")
    assert (entry.day, record.date, entry.link) == ("2025-09-03", "2025-09-03", ITEM["link"])
    assert record.abstract == "We light lamps.\n\nCode is here (https://code.example/lamps), not there."


def test_an_entry_of_pubmed_is_known_by_its_number_and_a_post_by_its_link() -> None:
    trial = {
        "title": "A trial of lamps",
        "link": "https://pubmed.ncbi.nlm.nih.gov/38012345/?utm_source=feed",
        "description": "<p><b>ABSTRACT</b></p><p>Words.</p>",
        "dc:creator": "Jane Q Doe",
        "dc:identifier": "doi:10.1000/XYZ123",
    }
    post = {"title": "No date", "link": "/posts/2"}
    one, two = read(rss_of("pubmed: lamps", [trial, post])).entries
    assert (one.record.pmid, one.record.doi, one.record.abstract) == ("38012345", "10.1000/xyz123", "Words.")
    assert (two.day, two.record.date, two.record.url) == ("2025-09-03", None, "https://journal.example/posts/2")


def test_the_recorded_listing_of_arxiv_tells_new_from_cross_listed(shared: Path) -> None:
    body = (shared / "data" / "api-samples" / "arxiv" / "arxiv_rss_example.xml").read_bytes()
    answer = read(body, "application/atom+xml")
    assert [entry.kind for entry in answer.entries] == ["cross"] * 5 + ["new"] * 2
    first = answer.entries[0]
    assert (first.record.arxiv_id, first.record.arxiv_version, first.day) == ("2508.13426", 1, "2025-08-20")
    assert first.record.abstract.startswith("As large language models")
    assert answer.entries[2].record.authors[0].name == "Paulo André Lima de Castro"
    assert {entry.record.date for entry in answer.entries} == {"2025-08"}


def test_all_recorded_days_of_daily_papers_are_read_whole(shared: Path) -> None:
    for path in sorted((shared / "data" / "daily-papers").glob("*.json")):
        day = datetime.fromisoformat(path.stem).date()
        body = path.read_bytes()
        entries = read_day(body, day)
        assert len(entries) == len({row["paper"]["id"] for row in json.loads(body)}), path
        for entry in entries:
            assert entry.record.title and entry.record.arxiv_id and entry.day == path.stem
            assert entry.showing is not None and entry.showing.upvotes >= 0


@pytest.mark.parametrize(
    ("charset", "declared"), [("utf-8", "utf-8"), ("iso-8859-1", "utf-8"), ("windows-1252", "iso-8859-1")]
)
def test_charsets_that_lie(charset: str, declared: str) -> None:
    body = rss_of("Journal", [{"title": "Über Größe", "link": "https://a.example/1"}])
    data = body.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(charset)
    assert read(data, f"text/xml; charset={declared}").entries[0].record.title == "Über Größe"


@pytest.mark.parametrize("type_", ["text/html", "text/plain", "application/octet-stream", "", "nonsense"])
def test_content_types_that_lie(type_: str) -> None:
    assert len(read(rss_of("J", [ITEM]), type_).entries) == 1


def test_broken_xml_is_read_as_far_as_it_goes() -> None:
    body = rss_of("Journal", [{"title": "One", "link": "https://a.example/1"}]).replace("</rss>", "&nbsp; <p>")
    assert [entry.record.title for entry in read(body).entries] == ["One"]


@pytest.mark.parametrize(
    "body",
    [
        laughing(),
        laughing().replace("</rss>", ""),  # the mistake must not hide the trap
        laughing().encode("utf-16"),
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><title>&x;</title></channel></rss>',
        "<rss>" + "<a>" * 100_000,
    ],
)
def test_traps_are_refused_with_a_sentence(body: bytes | str) -> None:
    with pytest.raises(SourceError, match="not read"):
        read(body)


@pytest.mark.parametrize("body", [b"", b"{}", b"<html><body>Hello</body></html>", gzip.compress(b"x"), b"\0" * 1000])
def test_what_is_no_feed_is_said_to_be_none(body: bytes) -> None:
    with pytest.raises(SourceError, match="no RSS or Atom feed"):
        read(body)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="htps:/.aj@v()<>&\"' \\\n%", max_size=60), st.text(alphabet="ab<>&/='\" \n", max_size=60))
def test_a_link_is_followed_by_an_address_of_the_web_or_by_nothing(href: str, words: str) -> None:
    quoted = href.replace("&", "&amp;").replace('"', "&quot;")
    text = text_of(f'<p>so<a href="{quoted}">word</a></p><script>{words}</script>', base="https://base.example/x")
    assert text == "soword" or text.startswith(("soword (http://", "soword (https://"))
    text_of(words)  # however broken, it is read


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "//",
        "http://",
        "ftp://a.example",
        "http://u:p@a.b",
    ],
)
def test_links_that_are_not_safe_lead_nowhere(href: str) -> None:
    assert safe_address(href) == ""
    assert "(" not in text_of(f'<a href="{href}">word</a>')


def test_addresses_of_feeds() -> None:
    said = {
        " HF-Daily ": ("hf-daily", "daily"),
        "arxiv:cs.LG": ("arxiv:cs.LG", "arxiv"),
        "arXiv: cs.IR + cs.LG": ("arxiv:cs.IR+cs.LG", "arxiv"),
        "arxiv:cond-mat.mes-hall": ("arxiv:cond-mat.mes-hall", "arxiv"),
        'arxiv-query:all:"dense retrieval"': ('arxiv-query:all:"dense retrieval"', "arxiv-query"),
        "author:Ada  Lovelace": ("author:Ada Lovelace", "author"),
        "query:tag:nlp lamps": ("query:tag:nlp lamps", "query"),
        "https://a.example/feed?x=1": ("https://a.example/feed?x=1", "rss"),
        "feed:https://a.example/f": ("https://a.example/f", "rss"),
        "feed://a.example/f": ("https://a.example/f", "rss"),
    }
    assert {text: (read_address(text).address, read_address(text).kind) for text in said} == said
    assert usual(read_address("https://rss.arxiv.org/rss/cs.LG")).address == "arxiv:cs.LG"
    assert usual(read_address("https://huggingface.co/papers/")).address == "hf-daily"


@pytest.mark.parametrize("text", ["", "lamps", "arxiv:", "arxiv:nonsense words", "file:///etc", "http://", "author:"])
def test_what_is_no_address_is_refused_with_what_there_is(text: str) -> None:
    with pytest.raises(InputError):
        read_address(text)


def test_opml_comes_back_as_it_was_and_folders_of_others_do_no_harm() -> None:
    feeds = [
        ("hf-daily", "Daily Papers"),
        ("arxiv:cs.LG", 'My "own" <name>'),
        ("author:Ada", "Ada"),
        ("https://a.b/f", "A"),
    ]
    back = read_opml(write_opml(feeds).encode())
    assert [(address.address, address.title) for address in back] == feeds
    other = """<opml version="1.0"><body><outline text="Folder"><outline text="X" type="rss" xmlUrl="https://x.example/f"/>
        <outline text="arXiv" xmlUrl="http://rss.arxiv.org/rss/cs.CL"/><outline text="bad" xmlUrl="javascript:x"/>
        <outline text="again" xmlUrl="https://x.example/f"/></outline></body></opml>"""
    assert [address.address for address in read_opml(other.encode())] == ["https://x.example/f", "arxiv:cs.CL"]
    for wrong in (b"", b"<rss/>", laughing().encode()):
        with pytest.raises(InputError):
            read_opml(wrong)
