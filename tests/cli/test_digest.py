"""The command `digest`: to standard output, into a file, by mail."""

from __future__ import annotations

import email
import email.policy
from datetime import UTC, date, datetime, timedelta
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
from tests.mail_server import HOST, PASSWORD, USER, Authority, mail_server

NOW = datetime(2025, 9, 3, 7, tzinfo=UTC)


@pytest.fixture
def waiting(cli: Cli) -> Cli:
    """A paper is to be read by tomorrow."""
    with Library.open(cli.folder, create=True) as library:
        library.queue.set_by(
            library.papers.add([PaperRecord(title="Lichens as Clocks")], source="bibtex").added,
            date.today() + timedelta(days=1),
        )
    return cli


def test_each_form_goes_to_standard_output(waiting: Cli) -> None:
    assert "### [Lichens as Clocks](<readinglist://paper/" in waiting("digest").out
    assert "<h2>Left lying</h2>" in waiting("digest", "--since", "2d", "--format", "html").out
    assert ElementTree.fromstring(waiting("digest", "--format", "atom").out.encode()).tag.endswith("}feed")
    message = email.message_from_string(waiting("digest", "--format", "eml").out, policy=email.policy.default)
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_what_feeds_brought_is_ranked(cli: Cli) -> None:
    day = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    with Library.open(cli.folder, create=True) as library:
        feed = library.feeds.add("hf-daily", "daily", "Daily Papers").id
        library.feeds.take(feed, [Entry(PaperRecord(title="Lichens as Clocks"), day, showing=Showing(upvotes=7))])
    (section,) = cli.json("digest")["sections"]
    assert section["kind"] == "for-you" and section["note"]
    (paper,) = section["papers"]
    assert (paper["title"], paper["upvotes"], paper["feeds"]) == ("Lichens as Clocks", 7, ["hf-daily"])
    assert all(reason["text"] for reason in paper["reasons"])


def test_the_ending_of_a_file_says_its_form(waiting: Cli, tmp_path: Path) -> None:
    for name, begins in (("a.html", "<!DOCTYPE html>"), ("a.md", "# Your papers"), ("a.xml", "<?xml"), ("a", "# Your")):
        assert waiting("digest", "-o", tmp_path / name).out == ""
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    outcome = waiting("digest", "-o", tmp_path / "nowhere" / "a.md")
    assert outcome.code == 1 and "cannot be written" in outcome.err
    assert not list(tmp_path.glob(".*"))


def test_it_is_sent_by_the_account_that_settings_name(
    waiting: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = waiting("digest", "--send")
    assert (outcome.code, outcome.err) == (1, f"readinglist: {NO_SERVER}\n")
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    monkeypatch.setenv("READINGLIST_SMTP_PASSWORD", PASSWORD)
    with mail_server(authority.context()) as server:
        change(
            waiting.folder / "settings.toml",
            smtp_host=HOST,
            smtp_port=server.port,
            smtp_user=USER,
            smtp_to="me@example.org",
        )
        outcome = waiting("digest", "--send")
        assert (outcome.code, outcome.out, outcome.err) == (0, "", "Sent to me@example.org.\n")
        (message,) = server.post.received
        assert message["From"] == "Reading List <me@example.org>"
        plain, page = (part.get_content() for part in message.iter_parts())
        assert "Lichens as Clocks" in plain and "Lichens as Clocks" in page
        offline = waiting("--offline", "digest", "--send")
        assert offline.code == 1 and "works offline" in offline.err
        monkeypatch.setenv("READINGLIST_SMTP_PASSWORD", "wrong")
        refused = waiting("digest", "--send")
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
