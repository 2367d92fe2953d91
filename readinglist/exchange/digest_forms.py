"""A digest in the form that is asked for."""

from __future__ import annotations

from readinglist.exchange.digest import Digest
from readinglist.exchange.digest_atom import digest_atom
from readinglist.exchange.digest_html import digest_html
from readinglist.exchange.digest_mail import digest_mail
from readinglist.exchange.digest_markdown import digest_markdown

FORMS = {"html": ".html", "md": ".md", "eml": ".eml", "atom": ".atom"}
"""Each form with the ending of its files."""
BY_ENDING = {
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".markdown": "md",
    ".eml": "eml",
    ".atom": "atom",
    ".xml": "atom",
}


def digest_as(digest: Digest, form: str, *, sender: str = "", to: str = "") -> bytes:
    """The digest as one of FORMS; the addresses are for a mail."""
    match form:
        case "html":
            return digest_html(digest).encode()
        case "atom":
            return digest_atom(digest).encode()
        case "eml":
            return digest_mail(digest, sender=sender, to=to).as_bytes()
        case _:
            return digest_markdown(digest).encode()


def file_name(digest: Digest, form: str) -> str:
    """`Digest 2025-09-03.html`."""
    return f"Digest {digest.until.date().isoformat()}{FORMS[form]}"
