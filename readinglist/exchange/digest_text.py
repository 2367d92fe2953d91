"""A digest as plain text, in lines that fit a mail."""

from __future__ import annotations

import textwrap

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

WIDTH = 72
INDENT = "   "


def digest_text(digest: Digest) -> str:
    """Headings, numbered papers, each link on a line of its own; ends with a line break."""
    parts = [f"{heading(digest)}\n{opening(digest)}"]
    number = 1
    for section in digest.sections:
        if section.items or section.note:
            parts.append(_section(section, number))
            number += len(section.items)
    return "\n\n\n".join(parts) + "\n"


def _section(section: Section, first: int) -> str:
    name = clean(section.title)
    head = f"{name.upper()}\n{'-' * min(len(name), WIDTH)}"
    if section.note:
        head += "\n" + _wrapped(clean(section.note), "")
    return "\n\n".join((head, *(_item(item, number) for number, item in enumerate(section.items, first))))


def _item(item: Item, number: int) -> str:
    words, by_model = gist(item)
    lines = (
        _wrapped(f"{number}. {title(item)}", INDENT, first=""),
        _wrapped(" · ".join(about(item))),
        _wrapped(f"Why: {why(item)}" if item.reasons else ""),
        _wrapped(f"{MODEL_WROTE}: {words}" if by_model else words),
        INDENT + (web_link(item.paper) or library_link(item.paper)),
    )
    return "\n".join(line for line in lines if line)


def _wrapped(text: str, indent: str = INDENT, *, first: str | None = None) -> str:
    return textwrap.fill(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
