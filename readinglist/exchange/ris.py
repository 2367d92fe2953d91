"""RIS files, as journals and databases hand them out, as records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from readinglist.exchange.parsed import Parsed
from readinglist.identifiers import Identifier, find_identifiers, normalise_isbn, unique
from readinglist.library.person_names import read_name
from readinglist.library.records import Failure, PaperRecord, Person
from readinglist.plain_text import plain_paragraphs, plain_words

_TAG_LINE = re.compile(r"^\s*([A-Z][A-Z0-9])\s{1,2}-(?:\s(.*)|$)")


def read_ris(text: str, *, source: str = "RIS") -> Parsed:
    """A record for each reference, and a failure with its line for each that says nothing."""
    records: list[PaperRecord] = []
    failures: list[Failure] = []
    for line, fields in _references(text):
        record = _record(fields)
        if record:
            records.append(record)
        else:
            failures.append(Failure(source, "This reference has neither a title nor an identifier.", line))
    if not records and not failures:
        failures.append(Failure(source, "There is no RIS reference in it."))
    return Parsed(tuple(records), tuple(failures), "ris")


def looks_like_ris(text: str) -> bool:
    """Whether a text holds the first line of a reference."""
    return re.search(r"^\s*TY\s{1,2}-\s*[A-Z]{3,8}\s*$", text, re.MULTILINE) is not None


def _references(text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The line on which each reference begins, and what rispy makes of it."""
    # Here, for most starts of the program read no RIS.
    import rispy

    for line, lines in _pieces(text):
        # rispy drops a reference without end; a link may well hold its separator `;`.
        for fields in rispy.loads("\n".join([*lines, "ER  - "]), delimiter_tags_mapping={}):
            yield line, fields


def _pieces(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each reference, tags in their official form; what lacks its first or last line is one as well."""
    lines: list[str] = []
    start = 0
    for number, line in enumerate(text.replace("\ufeff", "").splitlines(), 1):
        found = _TAG_LINE.match(line)
        tag = found[1] if found else None
        if lines and tag in {"TY", "ER"}:
            yield start, lines
            lines = []
        if tag == "ER" or (not lines and not found):
            continue
        if not lines:
            start = number
            if tag != "TY":
                lines.append("TY  - GEN")
        lines.append(f"{tag}  - {(found[2] or '').strip()}" if found else line.strip())
    if lines:
        yield start, lines


def _record(fields: Mapping[str, Any]) -> PaperRecord | None:
    kind = _text(fields, "type_of_reference")
    title = _text(fields, "title", "primary_title", "translated_title", "short_title")
    ids = _identifiers(fields)
    date = _date(fields)
    names = _list(fields, "authors") or _list(fields, "first_authors") or _list(fields, "secondary_authors")
    record = PaperRecord(
        title=title,
        authors=tuple(_person(name) for name in names),
        year=int(date[:4]) if date else None,
        date=date,
        venue=_venue(fields, kind),
        abstract=plain_paragraphs("\n".join(_list(fields, "abstract") or _list(fields, "notes_abstract"))),
        arxiv_id=ids["arxiv"].value if "arxiv" in ids else None,
        arxiv_version=ids["arxiv"].version if "arxiv" in ids else None,
        doi=ids["doi"].value if "doi" in ids else None,
        pmid=_pmid(fields) or (ids["pmid"].value if "pmid" in ids else None),
        openreview_id=ids["openreview"].value if "openreview" in ids else None,
        isbn=normalise_isbn(_text(fields, "issn")),
        url=next((url for url in _list(fields, "urls") if url.startswith(("http://", "https://"))), None),
        citation_key=_key(fields),
        keywords=_keywords(fields),
    )
    return record if title or ids or record.doi or record.pmid or record.isbn else None


def _text(fields: Mapping[str, Any], *names: str) -> str:
    values = (fields.get(name) for name in names)
    return next((plain_words(value) for value in values if isinstance(value, str) and value.strip()), "")


def _list(fields: Mapping[str, Any], name: str) -> list[str]:
    value = fields.get(name, [])
    return [item.strip() for item in (value if isinstance(value, list) else [value]) if item.strip()]


def _person(name: str) -> Person:
    """`Family, Given, Suffix`; an organisation has no comma."""
    parts = [" ".join(part.split()) for part in name.split(",")]
    if len(parts) == 1:
        return read_name(parts[0])
    return Person(" ".join(filter(None, [parts[0], *parts[2:]])) or parts[1], parts[1] if parts[0] else "")


_VENUE_OF_PUBLISHER = frozenset({"BOOK", "EBOOK", "THES", "RPRT", "EDBOOK", "PAMP", "STAND"})


def _venue(fields: Mapping[str, Any], kind: str) -> str:
    """Journal or proceedings; for books, theses and reports who published them. arXiv is no venue."""
    within = ("journal_name", "alternate_title3", "secondary_title", "alternate_title2", "alternate_title1")
    names = ("publisher", *within) if kind in _VENUE_OF_PUBLISHER else (*within, "tertiary_title")
    venue = _text(fields, *names)
    return "" if re.search(r"\barxiv\b", venue, re.IGNORECASE) else venue


_DATE = re.compile(r"((?:1[0-9]|20)\d\d)(?:[/.-](0?[1-9]|1[0-2])(?:[/.-](0?[1-9]|[12]\d|3[01]))?)?(?!\d)")


def _date(fields: Mapping[str, Any]) -> str | None:
    """As much of `2024-05-24` as is said, the most exact of the fields that hold a date."""
    dates = []
    for name in ("date", "year", "publication_year"):
        found = _DATE.search(_text(fields, name))
        if found:
            dates.append("-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)]))
    years = {date[:4] for date in dates if len(date) == 4}  # DA may be the day of a reprint: the plain year decides
    fitting = [date for date in dates if not years or date[:4] in years]
    return max(fitting or dates, key=len, default=None)


def _identifiers(fields: Mapping[str, Any]) -> dict[str, Identifier]:
    """Identifiers in the fields that name the paper itself; notes and abstracts may name others."""
    names = ("doi", "urls", "accession_number", "note", "type_of_work", "custom7", "journal_name", "secondary_title")
    text = " \n".join(item for name in names for item in _list(fields, name))
    found = [identifier for identifier in unique(find_identifiers(text)) if identifier.kind not in {"url", "isbn"}]
    return {identifier.kind: identifier for identifier in reversed(found)}


def _pmid(fields: Mapping[str, Any]) -> str | None:
    database = _text(fields, "name_of_database", "database_provider").lower()
    number = _text(fields, "accession_number")
    from_pubmed = "pubmed" in database or "medline" in database
    return number if from_pubmed and re.fullmatch(r"[1-9]\d{0,8}", number) else None


def _key(fields: Mapping[str, Any]) -> str | None:
    """A key that a person may have chosen; a bare number is the row of some database."""
    key = _text(fields, "id", "label")
    return key if re.fullmatch(r"[A-Za-z][\w:.+/-]*", key) else None


def _keywords(fields: Mapping[str, Any]) -> tuple[str, ...]:
    keywords: dict[str, str] = {}
    for line in _list(fields, "keywords"):
        for part in re.split(r";" if ";" in line else r",", line):
            word = plain_words(part)
            if word:
                keywords.setdefault(word.casefold(), word)
    return tuple(keywords.values())
