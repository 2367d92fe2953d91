"""A real mail server on this machine, with TLS, a login, and a certificate by an authority of its own."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from readinglist.mail import Account

USER, PASSWORD = "ann", "correct horse"
HOST = "127.0.0.1"
"""A bare system may not know the name localhost."""


class Post:
    """What came in; `refuse` is the answer to a message, to be refused with."""

    def __init__(self) -> None:
        self.received: list[EmailMessage] = []
        self.secured: list[bool] = []
        self.refuse = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Called with each message."""
        if self.refuse:
            return self.refuse
        content = envelope.content
        message = message_from_bytes(content if isinstance(content, bytes) else b"", policy=default)
        assert isinstance(message, EmailMessage)
        self.received.append(message)
        self.secured.append(session.ssl is not None or server._over_ssl)  # type: ignore[attr-defined]
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any) -> str:
        """Called with each address that a message goes to."""
        if address.startswith("nobody@"):
            return "550 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"


class _AnyPort(Controller):
    """One that takes a port which is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()  # type: ignore[no-untyped-call]


class MailServer:
    """Where it stands, whom its certificate is vouched for by, and what it got."""

    def __init__(self, controller: Controller, post: Post, security: str) -> None:
        self.post = post
        self.port = controller.port
        self._security = security

    def account(self, **values: Any) -> Account:
        """An account there."""
        known: dict[str, Any] = {"host": HOST, "to": "me@example.org", "sender": "ann@example.org", "port": self.port}
        return Account(**known | {"security": self._security, "user": USER, "password": PASSWORD} | values)


class Authority:
    """Vouches for servers; `pem` is what one must trust."""

    def __init__(self, folder: Path) -> None:
        self._authority = trustme.CA()
        self.pem = folder / "authority.pem"
        self._authority.cert_pem.write_to_path(str(self.pem))

    def context(self, name: str = HOST) -> ssl.SSLContext:
        """What a server of that name shows."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(name).configure_cert(context)
        return context


@contextmanager
def mail_server(
    context: ssl.SSLContext | None, security: str = "starttls", *, login: bool = True
) -> Iterator[MailServer]:
    """Run one until the block ends; `context` None is a server that knows no encryption."""
    post = Post()

    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (USER.encode(), PASSWORD.encode()), handled=False)

    asks: dict[str, Any] = {"authenticator": check, "auth_required": True} if login else {}
    if security == "tls":
        asks |= {
            "ssl_context": context,
            "auth_require_tls": False,
        }  # all of it is encrypted, and it knows of STARTTLS only
    elif context is not None:
        asks |= {"tls_context": context, "require_starttls": True}
    else:
        asks["auth_require_tls"] = False
    controller = _AnyPort(post, hostname="127.0.0.1", port=0, server_hostname=HOST, **asks)
    controller.start()
    try:
        yield MailServer(controller, post, security)
    finally:
        controller.stop()
