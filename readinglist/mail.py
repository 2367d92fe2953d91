"""Mail through the user's own server: always encrypted, the server's certificate always checked.

A call may take as long as the server does: none in a GUI thread.
"""

from __future__ import annotations

import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid

from readinglist.errors import InputError, MailError
from readinglist.passwords import Passwords
from readinglist.settings import Settings

TIMEOUT = 30.0
"""Seconds that the server may take for each answer."""
PORTS = {"starttls": 587, "tls": 465}
PASSWORD_VARIABLE = "READINGLIST_SMTP_PASSWORD"
NO_SERVER = "No mail server is set. Say in Settings, under Mail, which one sends your mail."
NO_ADDRESS = "No address is set that the digest is sent to. Say in Settings, under Mail, which is yours."
OFFLINE = "The program works offline, so no mail is sent. Switch that off to send it."
LONGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class Account:
    """Where mail is handed in, as whom, and between which addresses. `security` is `starttls` or `tls`."""

    host: str
    to: str
    sender: str
    security: str = "starttls"
    port: int = 587
    user: str = ""
    """Empty where the server takes mail without a login."""
    password: str | None = field(default=None, repr=False)


def account_of(settings: Settings, passwords: Passwords, environ: Mapping[str, str] = os.environ) -> Account:
    """The account that the settings name, its password from the environment or else the keyring (which may ask).

    InputError if no server or no address is set, KeyringError if the keyring does not give the password.
    """
    if not settings.smtp_host:
        raise InputError(NO_SERVER)
    if not (settings.smtp_to or settings.smtp_from):
        raise InputError(NO_ADDRESS)
    password = environ.get(PASSWORD_VARIABLE) or None
    if settings.smtp_user and password is None:
        password = passwords.get(password_name(settings))
    return Account(
        settings.smtp_host,
        to=settings.smtp_to or settings.smtp_from,
        sender=settings.smtp_from or settings.smtp_to,
        security=settings.smtp_security,
        port=settings.smtp_port or PORTS[settings.smtp_security],
        user=settings.smtp_user,
        password=password,
    )


def password_name(settings: Settings) -> str:
    """Under which name the keyring keeps the password of that account."""
    return f"SMTP {settings.smtp_user}@{settings.smtp_host}"


class Mail:
    """Sends through the account that holds at the time; any thread, one message at a time for each call."""

    def __init__(self, settings: Callable[[], Settings], passwords: Passwords, *, offline: Callable[[], bool]) -> None:
        self._settings, self._passwords, self._offline = settings, passwords, offline

    def account(self) -> Account:
        """As `account_of`."""
        return account_of(self._settings(), self._passwords)

    def keep_password(self, password: str) -> None:
        """Keep the password of the account that is set in the keyring; an empty one is forgotten. KeyringError."""
        name = password_name(self._settings())
        if password:
            self._passwords.keep(name, password)
        else:
            self._passwords.forget(name)

    def send(self, write: Callable[[Account], EmailMessage]) -> Account:
        """Send what `write` makes for the account; the account. MailError if the server has not taken it."""
        if self._offline():
            raise MailError(OFFLINE)
        account = self.account()
        send(write(account), account)
        return account

    def send_trial(self) -> Account:
        """Send a short message that says only that it came."""
        return self.send(trial)


def trial(account: Account) -> EmailMessage:
    """A message to see whether mail arrives."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = account.sender, account.to
    message["Subject"] = "Reading List can send mail"
    message["Date"] = localtime()
    message["Message-ID"] = make_msgid(domain=account.sender.rpartition("@")[2])
    message.set_content(
        "This is the test that you asked for in the settings of Reading List. Digests will come here.\n"
    )
    return message


def send(message: EmailMessage, account: Account, *, timeout: float = TIMEOUT) -> None:
    """Hand one message in. MailError, with a sentence that says what is wrong, if the server has not taken it."""
    with _told(account, timeout), _connection(account, timeout) as server:
        if account.user:
            server.login(account.user, account.password or "")
        server.send_message(message, account.sender, [account.to])


@contextmanager
def _connection(account: Account, timeout: float) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    me = "[127.0.0.1]"  # as mail programs introduce themselves, who do not tell the name of the computer
    if account.security == "tls":
        with smtplib.SMTP_SSL(account.host, account.port, me, timeout=timeout, context=context) as server:
            yield server
        return
    with smtplib.SMTP(account.host, account.port, me, timeout=timeout) as server:
        server.ehlo()
        if not server.has_extn("starttls"):  # never on without it: the password would be for all to read
            raise MailError(
                f"{account.host} offers no encryption on port {account.port}, so nothing was sent there. "
                "Try TLS, or another port."
            )
        server.starttls(context=context)
        yield server


@contextmanager
def _told(account: Account, timeout: float) -> Iterator[None]:
    """Each thing that goes wrong as a sentence."""
    try:
        yield
    except MailError:
        raise
    except (smtplib.SMTPException, OSError, UnicodeError, ValueError) as error:
        cause = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
        reason = cause if isinstance(cause, TimeoutError) else error  # which smtplib takes for an end
        raise MailError(_sentence(reason, account, timeout)) from error


def _sentence(error: Exception, account: Account, timeout: float) -> str:
    host, port = account.host, account.port
    match error:
        case smtplib.SMTPAuthenticationError():
            said = f"{host} refused the login of {account.user}: {_answer(error)}"
            if account.password:
                return f"{said} Many services want a password of its own for programs."
            return f"{said} No password is kept: enter it in Settings, under Mail."
        case smtplib.SMTPRecipientsRefused():
            code, answer = next(iter(error.recipients.values()), (0, b""))
            wants_login = " It may want a login." if code in (530, 550, 554) and not account.user else ""
            return f"{host} does not take mail to {account.to}: {_words(answer)}{wants_login}"
        case smtplib.SMTPSenderRefused():
            wants_login = " It may want a login." if error.smtp_code == 530 else ""
            return f"{host} does not take mail from {account.sender}: {_answer(error)}{wants_login}"
        case smtplib.SMTPNotSupportedError():
            return f"{host} cannot do what is needed: {error}"
        case smtplib.SMTPServerDisconnected():
            return f"{host} ended the connection before the mail was handed in. Try again in a while."
        case smtplib.SMTPResponseException():
            return f"{host} did not take the mail: {_answer(error)}"
        case smtplib.SMTPException():
            return f"The mail could not be handed in to {host}: {error}"
        case ssl.SSLCertVerificationError():
            return f"{host} cannot prove that it is {host}: {error.verify_message}. Nothing was sent."
        case ssl.SSLError():
            other = "TLS" if account.security == "starttls" else "STARTTLS"
            return f"{host} does not speak the encryption that is set on port {port}. Try {other}, or another port."
        case TimeoutError():
            return (
                f"{host} did not answer on port {port} within {timeout:.0f} seconds. "
                "Look whether server, port and encryption are right."
            )
        case socket.gaierror():
            return f"There is no server called {host}, or there is no network."
        case ConnectionRefusedError():
            return f"{host} takes no mail on port {port}. Look whether server and port are right."
        case OSError():
            return f"{host} cannot be reached: {(error.strerror or str(error)).lower()}."
        case _:
            return f"{host}, a name or the password cannot be used as it is written: {error}"


def _answer(error: smtplib.SMTPResponseException) -> str:
    return f"{_words(error.smtp_error)} ({error.smtp_code})"


def _words(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:LONGEST_ANSWER]
    return words if words.endswith((".", "!")) else f"{words}." if words else "it gave no reason."
