"""Mail goes out encrypted to a server that proved who it is, or not at all, and then a sentence says why."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from readinglist.errors import InputError, KeyringError, MailError
from readinglist.mail import NO_ADDRESS, NO_SERVER, OFFLINE, Account, Mail, account_of, send, trial
from readinglist.passwords import Passwords
from readinglist.settings import Settings
from tests.keyrings import TestKeyring, no_keyring
from tests.mail_server import HOST, PASSWORD, USER, Authority, mail_server

# What aiosmtpd says to a server that is encrypted as a whole.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """One for all these tests: keys take time to make."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The system trusts that authority."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.pem))
    yield


def why_not(account: Account, *, timeout: float = 5) -> str:
    """The sentence that sending ends in."""
    with pytest.raises(MailError) as told:
        send(trial(account), account, timeout=timeout)
    return str(told.value)


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.usefixtures("trusted")
def test_mail_arrives_encrypted_and_logged_in(authority: Authority, security: str) -> None:
    with mail_server(authority.context(), security) as server:
        account = server.account()
        send(trial(account), account)
        (message,) = server.post.received
        assert server.post.secured == [True]
        assert (message["From"], message["To"]) == ("ann@example.org", "me@example.org")
        assert "test that you asked for" in message.get_content()
        refused = why_not(server.account(password="wrong"))
        assert refused.startswith(f"{HOST} refused the login of ann: ") and "(535)" in refused
        assert "No password is kept" in why_not(server.account(password=None))
        assert "does not take mail to nobody@example.org: No such user" in why_not(
            server.account(to="nobody@example.org")
        )
        assert "It may want a login." in why_not(server.account(user=""))
        server.post.refuse = "552 Too much of it"
        assert why_not(account) == f"{HOST} did not take the mail: Too much of it. (552)"
        assert len(server.post.received) == 1


@pytest.mark.usefixtures("trusted")
def test_a_server_must_prove_its_name(authority: Authority) -> None:
    with mail_server(authority.context("other.example")) as server:
        assert f"cannot prove that it is {HOST}" in why_not(server.account())
        assert server.post.received == []


def test_a_stranger_is_not_trusted(authority: Authority) -> None:
    with mail_server(authority.context(), "tls") as server:
        assert f"cannot prove that it is {HOST}" in why_not(server.account())


@pytest.mark.usefixtures("trusted")
def test_nothing_is_said_where_all_could_read_it(authority: Authority) -> None:
    with mail_server(None) as server:
        assert "offers no encryption" in why_not(server.account())
        assert "does not speak the encryption" in why_not(server.account(security="tls"))
        assert server.post.received == []


def test_servers_that_are_away_silent_or_strange_are_told_of() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        account = Account(HOST, "a@b.org", "a@b.org", port=silent.getsockname()[1])
        assert "did not answer" in why_not(account, timeout=0.2)
    assert "takes no mail on port" in why_not(account)
    assert "There is no server called nowhere.invalid" in why_not(Account("nowhere.invalid", "a@b.org", "a@b.org"))
    assert "cannot be used as it is written" in why_not(Account("a" * 70 + ".org", "a@b.org", "a@b.org"))


def test_the_account_is_what_settings_keyring_and_environment_say() -> None:
    keyring = TestKeyring()
    passwords = Passwords(keyring)
    settings = Settings(smtp_host="smtp.example.org", smtp_user=USER, smtp_to="me@example.org")
    mail = Mail(lambda: settings, passwords, offline=lambda: False)
    mail.keep_password(PASSWORD)
    assert keyring.held == {("Reading List", "SMTP ann@smtp.example.org"): PASSWORD}
    account = mail.account()
    assert account == Account(
        "smtp.example.org", "me@example.org", "me@example.org", "starttls", 587, user=USER, password=PASSWORD
    )
    assert (
        account_of(settings, Passwords(no_keyring()), {"READINGLIST_SMTP_PASSWORD": "by timer"}).password == "by timer"
    )
    with pytest.raises(KeyringError):
        account_of(settings, Passwords(no_keyring()), {})
    mail.keep_password("")
    assert keyring.held == {}
    with pytest.raises(InputError, match=NO_SERVER):
        account_of(Settings(), passwords, {})
    with pytest.raises(InputError, match=NO_ADDRESS):
        account_of(Settings(smtp_host="smtp.example.org"), passwords, {})
    with pytest.raises(MailError, match=OFFLINE):
        Mail(lambda: settings, passwords, offline=lambda: True).send_trial()


def test_no_password_is_shown(tmp_path: Path) -> None:
    assert PASSWORD not in repr(Account("h", "t", "s", password=PASSWORD))
