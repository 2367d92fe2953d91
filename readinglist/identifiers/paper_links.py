"""Links that lead to a paper of the library: `readinglist://paper/KEY?page=N&annotation=ID`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from readinglist.errors import InputError

SCHEME = "readinglist"
LONGEST = 2000
"""Characters of a link; one that is longer was not made by us."""
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_NOT_ONE = "This is no link to a paper. One looks like readinglist://paper/KEY?page=3."


@dataclass(frozen=True, slots=True)
class PaperLink:
    """`key` is a citation key or the number of a paper; `page` counts from 1; None where the link does not say."""

    key: str
    page: int | None = None
    annotation: int | None = None


def is_paper_link(text: str) -> bool:
    """Whether a text means to be such a link, right or wrong."""
    return text.strip().lower().startswith(f"{SCHEME}:")


def read_paper_link(text: str) -> PaperLink:
    """What a link says. It may come from anywhere: InputError unless it is keys and numbers, and nothing else."""
    text = text.strip()
    if len(text) > LONGEST or not text.isprintable() or " " in text:
        raise InputError(_NOT_ONE)
    try:
        parts = urlsplit(text)
        given = parse_qs(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query), errors="strict")
        key = unquote(parts.path.removeprefix("/").removesuffix("/"), errors="strict")
    except ValueError:
        raise InputError(_NOT_ONE) from None
    ours = parts.scheme.lower() == SCHEME and parts.netloc.lower() == "paper" and not parts.fragment
    if not ours or not key.strip() or not key.isprintable():
        raise InputError(_NOT_ONE)
    return PaperLink(key, _number(given, "page"), _number(given, "annotation"))


def _number(given: dict[str, list[str]], name: str) -> int | None:
    values = given.get(name, [])
    if not values:
        return None
    if len(values) > 1 or not _NUMBER.fullmatch(values[0]):
        raise InputError(f"The link does not say which {name} it means: a number was expected.")
    return int(values[0])
