"""A digest as Markdown."""

from __future__ import annotations

from readinglist.exchange.digest import (
    MODEL_WROTE,
    Digest,
    Item,
    Section,
    about,
    clean,
    gist,
    heading,
    library_link,
    opening,
    title,
    web_link,
    why,
)
from readinglist.exchange.markdown_text import link_text, plain_markdown


def digest_markdown(digest: Digest) -> str:
    """Headings, and for each paper its links, what is known of it, and why it is there; ends with a line break."""
    parts = [f"# {plain_markdown(heading(digest))}", plain_markdown(opening(digest))]
    for section in digest.sections:
        if section.items or section.note:
            parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> list[str]:
    note = [plain_markdown(clean(section.note))] if section.note else []
    return [f"## {plain_markdown(clean(section.title))}", *note, *map(_item, section.items)]


def _item(item: Item) -> str:
    web, own = web_link(item.paper), library_link(item.paper)
    words, by_model = gist(item)
    reasons = plain_markdown(why(item))
    parts = (
        f"### [{link_text(title(item))}](<{web or own}>)",
        plain_markdown(" · ".join(about(item))),
        f"*{reasons}*" if reasons else "",
        plain_markdown(f"{MODEL_WROTE}: {words}" if by_model else words),
        f"[Open in Reading List](<{own}>)",
    )
    return "\n\n".join(part for part in parts if part)
