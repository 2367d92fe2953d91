"""Text that means nothing in Markdown but itself."""

from __future__ import annotations

import re

# What would be emphasis, code, a link, HTML or the end of a line of its own, and not the words that were marked.
_INLINE = re.compile(r"[\\`*]|<(?=[\w/!?])|(?<!\w)_|_(?!\w)|\](?=[(\[:])")
_AT_THE_BEGINNING = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[=~|]|-{3,})")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_IN_A_LINK = re.compile(r"[\\`*_<\[\]]")


def plain_markdown(text: str) -> str:
    """Text on one line such that Markdown shows it as it is."""
    text = _INLINE.sub(r"\\\g<0>", " ".join(text.split()))
    if numbered := _NUMBERED.match(text):
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if _AT_THE_BEGINNING.match(text) else text


def link_text(text: str) -> str:
    """The same for what stands in the brackets of a link."""
    return _IN_A_LINK.sub(r"\\\g<0>", " ".join(text.split()))
