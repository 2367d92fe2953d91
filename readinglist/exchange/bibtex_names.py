"""People in BibTeX's ways of writing names."""

from __future__ import annotations

import re

from readinglist.library.records import Person
from readinglist.plain_text import plain_bibtex, plain_words


def people(field: str) -> tuple[Person, ...]:
    """The people of an author field in their order, `others` left out; who stands in braces is an organisation."""
    from bibtexparser.middlewares.names import split_multiple_persons_names

    named = [_person(name) for name in split_multiple_persons_names(" ".join(field.split())) if name.strip()]
    return tuple(person for person in named if person and person.family.lower() not in {"others", "et al", "et al."})


def _person(name: str) -> Person | None:
    from bibtexparser.middlewares.names import parse_single_name_into_parts

    name = name.strip().strip(",")
    if re.search(r"(?:^|,)\s*(?:family|given)\s*=", name):
        return _extended(name)
    parts = parse_single_name_into_parts(name, strict=False)
    family = _text([*parts.von, *parts.last, *parts.jr])
    given = _text(parts.first)
    return Person(family, given) if family else Person(given) if given else None


def _text(words: list[str]) -> str:
    return plain_words(plain_bibtex(" ".join(words)))


def _extended(name: str) -> Person | None:
    """BibLaTeX's other form: `family=Berg, given=Jan, prefix=van der`."""
    parts = dict(re.findall(r"(\w[\w-]*)\s*=\s*(\{[^{}]*\}|\"[^\"]*\"|[^,]*)", name))
    text = {key: plain_words(plain_bibtex(value.strip('" '))) for key, value in parts.items()}
    family = " ".join(filter(None, (text.get("prefix"), text.get("family"), text.get("suffix"))))
    return Person(family, text.get("given", "")) if family else None
