"""The command `digest`: to standard output, into a file, by mail."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from defusedxml import ElementTree

from readinglist.cli.digest import since_of
from readinglist.errors import InputError
from readinglist.library import Library
from readinglist.library.feed_records import Entry, Showing
from readinglist.library.records import PaperRecord
from readinglist.mail import NO_SERVER
from readinglist.settings import change
from tests.cli.conftest import Cli
from tests.mail_server import PASSWORD, USER, Authority, mail_server

NOW = datetime(2025, 9, 3, 7, tzinfo=UTC)


@pytest.fixture
def fed(cli: Cli) -> Cli:
    """Yesterday a feed showed a paper."""
    day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    with Library.open(cli.folder, create=True) as library:
        feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
        library.feeds.take(feed, [Entry(PaperRecord(title="Lichens as Clocks"), day, showing=Showing(upvotes=7))])
    return cli


def test_each_form_goes_to_standard_output(fed: Cli) -> None:
    assert "### [Lichens as Clocks](<readinglist://paper/" in fed("digest").out
    assert "<h2>Trending</h2>" in fed("digest", "--since", "2d", "--format", "html").out
    assert ElementTree.fromstring(fed("digest", "--format", "atom").out.encode()).tag.endswith("}feed")
    message = email.message_from_string(fed("digest", "--format", "eml").out, policy=email.policy.default)
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
    told = fed.json("digest")
    assert [(section["kind"], len(section["papers"])) for section in told["sections"]] == [("trending", 1)]
    paper = told["sections"][0]["papers"][0]
    assert (paper["title"], paper["upvotes"], paper["reasons"][0]["text"]) == (
        "Lichens as Clocks",
        7,
        "7 upvotes in this time",
    )


def test_the_ending_of_a_file_says_its_form(fed: Cli, tmp_path: Path) -> None:
    for name, begins in (("a.html", "<!DOCTYPE html>"), ("a.md", "# Your papers"), ("a.xml", "<?xml"), ("a", "# Your")):
        assert fed("digest", "-o", tmp_path / name).out == ""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    outcome = fed("digest", "-o", tmp_path / "nowhere" / "a.md")
    assert outcome.code == 1 and "cannot be written" in outcome.err
    assert not list(tmp_path.glob(".*"))


def test_it_is_sent_by_the_account_that_settings_name(
    fed: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = fed("digest", "--send")
    assert (outcome.code, outcome.err) == (1, f"readinglist: {NO_SERVER}\n")
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    monkeypatch.setenv("READINGLIST_SMTP_PASSWORD", PASSWORD)
    with mail_server(authority.context()) as server:
        change(
            fed.folder / "settings.toml",
            smtp_host="localhost",
            smtp_port=server.port,
            smtp_user=USER,
            smtp_to="me@example.org",
        )
        outcome = fed("digest", "--send")
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "Sent to me@example.org.\n")
        (message,) = server.post.received
        assert message["From"] == "Reading List <me@example.org>"
        plain, page = (part.get_content() for part in message.iter_parts())
        assert "Lichens as Clocks" in plain and "Lichens as Clocks" in page
        offline = fed("--offline", "digest", "--send")
        assert offline.code == 1 and "works offline" in offline.err
        monkeypatch.setenv("READINGLIST_SMTP_PASSWORD", "wrong")
        refused = fed("digest", "--send")
        assert refused.code == 1 and "refused the login of ann" in refused.err
        assert len(server.post.received) == 1


def test_spans_of_time() -> None:
    assert since_of("7d", NOW) == NOW - timedelta(days=7)
    assert since_of("36H", NOW) == NOW - timedelta(hours=36)
    assert since_of("2w", NOW) == NOW - timedelta(weeks=2)
    assert since_of("2025-09-01", NOW) == datetime(2025, 9, 1, tzinfo=UTC)
    for wrong in ("", "7", "d", "-7d", "2025-13-01", "2025-09-04"):
        with pytest.raises(InputError):
            since_of(wrong, NOW)
