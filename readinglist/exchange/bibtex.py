"""BibTeX and BibLaTeX files as records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readinglist.exchange.bibtex_entries import MONTHS, Entry, read_entries
from readinglist.exchange.bibtex_names import people
from readinglist.exchange.parsed import Parsed
from readinglist.identifiers import find_identifiers, normalise_doi, normalise_isbn, parse_arxiv_id
from readinglist.library.records import Failure, PaperRecord
from readinglist.plain_text import plain_bibtex, plain_paragraphs, plain_words


def read_bibtex(text: str, *, source: str = "BibTeX") -> Parsed:
    """A record for each entry that can be read, and a failure with its line for each that cannot."""
    entries, failures = read_entries(text.replace("\r\n", "\n").replace("\r", "\n"), source)
    by_key = {entry.key.lower(): entry for entry in reversed(entries) if entry.key}
    records: list[PaperRecord] = []
    for entry in entries:
        if entry.type in _NO_PAPERS:
            continue
        record = _record(_Fields(_inherited(entry, by_key)), entry)
        if record:
            records.append(record)
        else:
            failures.append(Failure(source, _nothing_known(entry, by_key), entry.line))
    if not records and not failures:
        failures.append(Failure(source, "There is no BibTeX entry in it."))
    failures.sort(key=lambda failure: failure.line or 0)
    return Parsed(tuple(records), tuple(failures), "bibtex")


def _nothing_known(entry: Entry, by_key: Mapping[str, Entry]) -> str:
    named = f"The entry “{entry.key}”" if entry.key else "This entry"
    parent = entry.fields.get("crossref", "")
    if parent and parent.lower() not in by_key:
        return f"{named} has no title of its own and refers to “{parent}”, which is not in this file."
    return f"{named} has neither a title nor an identifier."


def looks_like_bibtex(text: str) -> bool:
    """Whether a text holds at least one entry, or what was meant to be one."""
    return _ENTRY_START.search(text) is not None


_ENTRY_START = re.compile(r"^\s*@\s*[A-Za-z]+\s*[{(]\s*[^\s,={}()]*\s*(?:,|\w+\s*=)", re.MULTILINE)
# Entries that only serve others: shared fields (xdata), bundles of other entries (set), settings.
_NO_PAPERS = frozenset({"xdata", "set", "bibnote", "control", "comment"})


# ------------------------------------------------------------------------------------------------ fields

_FROM_PARENT = frozenset(
    "year date month day journal journaltitle publisher series organization school institution editor eventtitle"
    " booktitle".split()
)


def _inherited(entry: Entry, by_key: Mapping[str, Entry]) -> dict[str, str]:
    """An entry's fields, and those that `crossref` and `xdata` take from other entries where it has none of its own."""
    fields = dict(entry.fields)
    for name in re.split(r"\s*,\s*", fields.get("xdata", "")):
        if name.lower() in by_key:
            fields = {**by_key[name.lower()].fields, **fields}
    parent = by_key.get(fields.get("crossref", "").lower())
    if parent and parent is not entry:
        taken = {name: value for name, value in parent.fields.items() if name in _FROM_PARENT}
        if "title" in parent.fields:
            taken.setdefault("booktitle", parent.fields["title"])
        fields = {**taken, **fields}
    return fields


@dataclass(frozen=True, slots=True)
class _Fields:
    """Fields of an entry, read as text or taken literally."""

    raw: Mapping[str, str]

    def first(self, *names: str) -> str:
        """The LaTeX of the first of these fields that is there."""
        return next((self.raw[name] for name in names if name in self.raw), "")

    def text(self, *names: str) -> str:
        """The first of these fields that is there, as one line of plain text."""
        return plain_words(plain_bibtex(self.first(*names)))

    def literal(self, *names: str) -> str:
        """A link or an id: no typography, only escapes undone."""
        value = self.first(*names).strip()
        if "\\" not in value and "{" not in value:
            return "".join(value.split())
        found = re.fullmatch(r"\{*\s*\\(?:url|href|path)\s*\{(.*?)\}.*", value, re.DOTALL)
        value = re.sub(r"\\([_%#&~{}$^])(?:\{\})?|[{}]", r"\1", found[1] if found else value)
        value = re.sub(r"\\textasciitilde\b|\$\\sim\$|\\~", "~", value).replace("\\textunderscore", "_")
        return "".join(value.split())


def _record(fields: _Fields, entry: Entry) -> PaperRecord | None:
    arxiv = _arxiv(fields)
    title = _title(fields)
    record = PaperRecord(
        title=title,
        authors=people(fields.first("author") or fields.first("editor", "collaborator", "organization")),
        year=_year(fields),
        date=_date(fields),
        venue=_venue(fields, entry.type),
        abstract=plain_paragraphs(plain_bibtex(fields.first("abstract"))),
        arxiv_id=arxiv[0] if arxiv else None,
        arxiv_version=arxiv[1] if arxiv else None,
        doi=_doi(fields),
        pmid=_pmid(fields),
        openreview_id=_found(fields, "openreview", _LINK_FIELDS),
        isbn=normalise_isbn(fields.literal("isbn")),
        url=_url(fields),
        citation_key=entry.key or None,
        keywords=_keywords(fields),
        note=plain_paragraphs(plain_bibtex(fields.first("annote", "annotation"))),
    )
    has_id = record.doi or record.arxiv_id or record.pmid or record.openreview_id or record.isbn
    return record if title or has_id else None


def _title(fields: _Fields) -> str:
    title = fields.text("title", "maintitle")
    subtitle = fields.text("subtitle") if "title" in fields.raw else ""
    if subtitle and subtitle.lower() not in title.lower():
        title = f"{title}{'' if title.endswith(tuple('?!:')) else ':'} {subtitle}"
    return title or fields.text("shorttitle", "booktitle", "eventtitle")


_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20\d\d)(?!\d)")
_ISO = re.compile(
    r"(?P<year>1[0-9]{3}|20\d\d)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?![\d-])"
)


def _year(fields: _Fields) -> int | None:
    """The year of publication; `\\noopsort{1973b}1981` and `1981a` are 1981."""
    for name in ("year", "date", "issued"):
        years = _YEAR.findall(re.sub(r"\\noopsort\s*\{[^{}]*\}", "", fields.first(name)))
        if years:
            return int(years[0])
    return None


def _date(fields: _Fields) -> str | None:
    """As much of `2024-05-24` as the entry says, of a range its beginning."""
    found = _ISO.match(fields.text("date"))
    if found:
        return found[0]
    year = _year(fields)
    if year is None:
        return None
    month = _month(fields.text("month"))
    if month is None:
        return str(year)
    day = re.search(
        r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?!\d)", fields.text("day") or re.sub(r"^\d+$", "", fields.text("month"))
    )
    return f"{year}-{month:02}" + (f"-{int(day[0]):02}" if day else "")


def _month(text: str) -> int | None:
    word = re.search(r"[a-z]{3}", text.lower())
    if word and word[0] in MONTHS:
        return MONTHS.index(word[0]) + 1
    return int(text) if text.isdigit() and 1 <= int(text) <= 12 else None


_PREPRINT = re.compile(r"\barxiv\b|^corr$", re.IGNORECASE)


def _venue(fields: _Fields, kind: str) -> str:
    """Where it appeared: journal, proceedings, school or publisher, by what the entry is. arXiv is no venue."""
    names: dict[str, tuple[str, ...]] = {
        "article": ("journal", "journaltitle", "shortjournal", "booktitle"),
        "phdthesis": ("school", "institution", "publisher"),
        "mastersthesis": ("school", "institution", "publisher"),
        "thesis": ("institution", "school", "publisher"),
        "techreport": ("institution", "publisher", "series"),
        "report": ("institution", "publisher", "series"),
        "book": ("publisher", "series"),
    }
    others = (
        "booktitle",
        "journal",
        "journaltitle",
        "eventtitle",
        "series",
        "publisher",
        "institution",
        "organization",
    )
    venue = fields.text(*names.get(kind, others), *others)
    how = fields.text("howpublished")
    venue = venue or (how if "://" not in how else "")
    return "" if _PREPRINT.search(venue) else venue


# ------------------------------------------------------------------------------------------------ identifiers

_LINK_FIELDS = ("url", "ee", "howpublished", "link", "bdsk-url-1", "uri")


def _arxiv(fields: _Fields) -> tuple[str, int | None] | None:
    eprint = fields.literal("eprint", "arxivid", "arxiv", "arxiv_id")
    kind = fields.text("archiveprefix", "eprinttype", "eprintclass").lower()
    known = parse_arxiv_id(eprint)
    if not known and re.fullmatch(r"\d{7}(?:v\d+)?", eprint):  # the archive of an old id stands beside it
        known = parse_arxiv_id(f"{fields.text('primaryclass', 'eprintclass')}/{eprint}")
    if known and (kind in {"", "arxiv"} or "arxiv" in kind or fields.raw.keys() & {"arxivid", "arxiv"}):
        return known
    for name in ("doi", *_LINK_FIELDS, "journal", "journaltitle", "volume", "number", "note"):
        text = fields.literal(name)
        volume = re.fullmatch(r"abs/(\d{4}\.\d{4,5}(?:v\d+)?)", text)  # CoRR, as dblp writes it
        for found in find_identifiers(volume[1] if volume else text):
            if found.kind == "arxiv" and (name not in {"note", "volume", "number"} or _PREPRINT.search(text) or volume):
                return found.value, found.version
    return None


def _doi(fields: _Fields) -> str | None:
    """The DOI; arXiv's own ones are its ids once more."""
    doi = normalise_doi(fields.literal("doi")) or _found(fields, "doi", ("doi", *_LINK_FIELDS))
    return doi if doi and not doi.startswith("10.48550/arxiv.") else None


def _pmid(fields: _Fields) -> str | None:
    pmid = fields.literal("pmid")
    if not pmid and fields.text("eprinttype", "archiveprefix").lower() in {"pubmed", "pmid"}:
        pmid = fields.literal("eprint")
    if re.fullmatch(r"[1-9]\d{0,8}", pmid):
        return pmid
    return _found(fields, "pmid", (*_LINK_FIELDS, "note"))


def _found(fields: _Fields, kind: str, names: Iterable[str]) -> str | None:
    for name in names:
        text = fields.text(name) if name == "note" else fields.literal(name)
        for identifier in find_identifiers(text):
            if identifier.kind == kind:
                return identifier.value
    return None


def _url(fields: _Fields) -> str | None:
    for name in _LINK_FIELDS:
        url = fields.literal(name)
        if re.match(r"https?://[^/]", url):
            return url
    return None


def _keywords(fields: _Fields) -> tuple[str, ...]:
    """Keywords as tags: divided by `;` where one is there, else by `,`; JabRef nests them with ` > `."""
    keywords: dict[str, str] = {}
    for name in ("keywords", "keyword", "mendeley-tags", "tags"):
        text = plain_bibtex(fields.first(name))
        for part in re.split(r"[;\n]" if ";" in text else r"[,\n]", text):
            word = re.sub(r"\s+>\s+", "/", plain_words(part))
            if word:
                keywords.setdefault(word.casefold(), word)
    return tuple(keywords.values())
