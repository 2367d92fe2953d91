"""A digest as a mail: plain text first, the page as the richer form of the same."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid

from readinglist.exchange.digest import Digest, period
from readinglist.exchange.digest_html import digest_html
from readinglist.exchange.digest_text import digest_text

NOBODY = "reading-list@localhost"
"""The sender where the user has named none: a file that is opened, not a mail that travels."""


def digest_mail(digest: Digest, *, sender: str = "", to: str = "") -> EmailMessage:
    """The message, with a new Message-ID; `sender` and `to` are bare addresses. Its lines end as SMTP wants it."""
    message = EmailMessage(policy=SMTP)
    address = sender or NOBODY
    message["From"] = Address("Reading List", addr_spec=address)
    message["To"] = to or address
    message["Subject"] = f"Reading List: {period(digest)}"
    message["Date"] = format_datetime(digest.until)
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"  # nobody's holiday notice answers it (RFC 3834)
    message.set_content(digest_text(digest), cte="quoted-printable")
    message.add_alternative(digest_html(digest), subtype="html", cte="quoted-printable")
    return message
