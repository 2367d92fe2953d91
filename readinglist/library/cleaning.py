"""Text as it may enter the library: no characters that SQLite or our snippets cannot hold."""

from __future__ import annotations

import re

from readinglist.errors import InputError

# NUL ends a text in SQL functions, lone surrogates cannot be encoded, U+E000 and U+E001 mark hits in snippets.
_UNFIT = re.compile("[\x00\ud800-\udfff\ue000\ue001]")


def clean(text: str) -> str:
    """The text without characters that cannot be kept; line breaks stay."""
    return _UNFIT.sub("", text)


def clean_line(text: str) -> str:
    """The text on one line with single spaces."""
    return " ".join(clean(text).split())


def tag_name(name: str) -> str:
    """A tag's name in its one form, `nlp/retrieval`; InputError if nothing is left."""
    parts = [" ".join(clean(part).split()) for part in name.split("/")]
    tidy = "/".join(part for part in parts if part)
    if not tidy:
        raise InputError("A tag needs a name. Nest tags with a slash, as in nlp/retrieval.")
    if len(tidy) > 200:
        raise InputError("A tag's name can have 200 characters at the most.")
    return tidy
