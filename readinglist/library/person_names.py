"""Names as services and files write them: a person's, or an organisation's that is no one's family."""

from __future__ import annotations

import re

from readinglist.library.records import Person

_ORGANISATION = re.compile(
    r"\b(?:organi[sz]ation|universit\w+|institut\w*|group|consortium|collaborations?|committee|society|association|team"
    r"|council|agency|department|ministry|inc|ltd|labs?|network|foundation|federation|office)\b",
    re.IGNORECASE,
)


def read_name(name: str) -> Person:
    """`Ada Lovelace`, `Lovelace, Ada`, or `The Lamp Collaboration`, whose name stays whole."""
    name = " ".join(name.split())
    return Person(name) if "," not in name and _ORGANISATION.search(name) else Person.from_name(name)
