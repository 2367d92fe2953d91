"""Digests in the window: the page, what is done with it, the settings of mail, and those that come by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from readinglist.gui.digest_page import DigestPage
from readinglist.gui.places import Kind
from readinglist.gui.settings_mail import MailPage
from tests.gui.conftest import Hands, Open
from tests.gui.test_choices import dialog_of, pick, written
from tests.keyrings import TestKeyring
from tests.mail_server import HOST, PASSWORD, USER, Authority, MailServer, mail_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    """A mail server whose certificate is trusted."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    with mail_server(authority.context()) as server:
        yield server


@pytest.fixture
def due(folder: Path, opened: Open) -> Hands:
    """A paper is to be read by tomorrow."""
    hands = opened(keyring=TestKeyring())
    library = hands.window.library
    library.queue.set_by([library.papers.find("A Field Guide")], date.today() + timedelta(days=1))
    hands.settle()
    return hands


@pytest.fixture
def page(due: Hands) -> DigestPage:
    """The place Digest is gone to."""
    due.window.actions_["go-digest"].trigger()
    due.settle()
    page = due.window.list_pane.pages.own(Kind.DIGEST)
    assert isinstance(page, DigestPage) and page.isVisible()
    due.until(lambda: page.digest is not None)
    return page


def mail_page(hands: Hands) -> MailPage:
    return dialog_of(hands).mail


def fill(line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text)
    line.editingFinished.emit()


def test_the_page_tells_what_there_is_and_changes_with_it(due: Hands, page: DigestPage) -> None:
    text = page.text.toPlainText()
    assert "Left lying" in text and "A Field Guide to Mosses" in text and "To be read by tomorrow" in text
    assert page.send_button.isEnabled() and page.text.hasFocus()
    assert due.window.status_line.papers.text() == ""
    library = due.window.library
    library.queue.set_by([library.papers.find("A Field Guide")], None)
    due.until(lambda: page.text.toPlainText().startswith("Nothing to tell of yet"))
    assert not page.send_button.isEnabled()


def test_it_is_copied_and_saved_in_each_form(due: Hands, page: DigestPage, tmp_path: Path) -> None:
    page.copy_button.click()
    copied = QGuiApplication.clipboard().mimeData()
    assert "LEFT LYING" in copied.text() and "<h2>Left lying</h2>" in copied.html()
    for name, kind, begins in (
        ("a", "Markdown (*.md)", b"# Your papers"),
        ("b.eml", "", b"From: "),
        ("c.atom", "", b"<?xml"),
        ("d", "", b"<!DOCTYPE html>"),
    ):
        page.save(tmp_path / name, kind)
        due.until(lambda: not due.window.boxes.post.busy)
        (path,) = tmp_path.glob(f"{name[0]}.*")
        assert path.read_bytes().startswith(begins)
        assert due.toast() == f"Saved as {path.name}"
    page.save(tmp_path / "nowhere" / "a.md")
    due.until(lambda: "cannot be written" in due.toast())


def test_links_lead_to_papers_in_the_window(due: Hands, page: DigestPage) -> None:
    page.text.anchorClicked.emit(QUrl("readinglist://paper/alder2010fieldguide"))
    page.text.anchorClicked.emit(QUrl("file:///etc/passwd"))
    key = due.window.library.papers.get(due.window.library.papers.find("A Field Guide")).citation_key
    page.text.anchorClicked.emit(QUrl(f"readinglist://paper/{key}"))
    due.until(lambda: due.chosen() == ["A Field Guide to Mosses"])
    assert not page.isVisible()
    due.window.actions_["go-digest"].trigger()
    due.settle()
    assert page.isVisible()
    due.search("snow")
    assert not page.isVisible() and "Estimating Snow Depth from Sound" in due.titles()


def test_without_a_server_send_leads_to_the_settings(due: Hands, page: DigestPage) -> None:
    page.send_button.click()
    dialog = due.window.boxes.settings_dialog
    assert dialog is not None and dialog.focusWidget() is dialog.mail.host_line
    dialog.close()


def test_an_account_is_entered_tried_and_used(due: Hands, page: DigestPage, server: MailServer) -> None:
    mail = mail_page(due)
    dialog = due.window.boxes.settings_dialog
    assert dialog is not None
    dialog.show_page("mail")
    fill(mail.host_line, HOST)
    mail.port_box.setValue(server.port)
    fill(mail.user_line, USER)
    fill(mail.to_line, "me at example")
    assert mail.problem("smtp_to").startswith("This must be an e-mail address")
    fill(mail.to_line, "me@example.org")
    fill(mail.password_line, "wrong")
    due.until(lambda: mail.answer.text() == "The password is in the system's keyring.")
    QTest.mouseClick(mail.trial_button, Qt.MouseButton.LeftButton)
    assert not mail.trial_button.isEnabled()
    due.until(lambda: "refused the login of ann" in mail.answer.text())
    fill(mail.password_line, PASSWORD)
    QTest.mouseClick(mail.trial_button, Qt.MouseButton.LeftButton)
    due.until(lambda: mail.answer.text().startswith(f"{HOST} took the mail."))
    assert server.post.received[0]["Subject"] == "Reading List can send mail"
    assert PASSWORD not in (due.window.program.folder / "settings.toml").read_text(encoding="utf-8")
    dialog.close()
    page.send_button.click()
    due.until(lambda: due.toast() == "Sent to me@example.org")
    (plain, _) = server.post.received[1].iter_parts()
    assert "A Field Guide to Mosses" in plain.get_content()


def test_without_a_keyring_the_settings_say_so(hands: Hands) -> None:
    mail = mail_page(hands)
    fill(mail.password_line, "any")
    hands.until(lambda: "no keyring" in mail.answer.text())
    pick(mail.every_box, "weekly")
    pick(mail.way_box, "mail")
    pick(mail.security_box, "tls")
    mail.hour_box.setValue(9)
    hands.settle()
    now = written(hands)
    assert (now.digest_every, now.digest_by, now.smtp_security, now.digest_hour) == ("weekly", "mail", "tls", 9)
    hands.window.boxes.settings_dialog.close()  # type: ignore[union-attr]


def test_one_that_is_due_comes_by_itself_once(due: Hands) -> None:
    post, program = due.window.boxes.post, due.window.program
    post.look()
    assert not post.busy
    due.window.choices.set("digest_every", "daily")
    due.window.choices.set("digest_hour", 0)
    due.settle()
    for _ in range(2):
        post.look()
        due.until(lambda: not post.busy)
    (path,) = (program.folder / "digests").iterdir()
    assert path.name == f"Digest {date.today().isoformat()}.html"
    assert due.toast() == f"Today's digest is in {path}"
    due.window.choices.set("digest_by", "mail")
    (program.folder / "digest.json").unlink()
    due.settle()
    post.look()
    due.until(lambda: due.toast().startswith("The digest waits. No mail server is set."))
