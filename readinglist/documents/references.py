"""The works that a paper cites, from its list of references: number, title, year and identifiers (pure Python)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from readinglist.documents.layout import Page
from readinglist.documents.page_text import PrintedPage, join_pages
from readinglist.documents.reference_list import Entry, entries
from readinglist.identifiers import find_identifiers

LATEST = 2100

_YEAR = r"(?:1[6-9]|20)\d\d"
_IN_BRACKETS = re.compile(rf"\(({_YEAR})[a-z]?(?:[,;][^()]{{0,30}})?\)|\((?:[A-Z][a-z]+\.? ?){{1,2}}({_YEAR})\)")
_AFTER_PEOPLE = re.compile(rf"(?<=[.,\w)])\s({_YEAR})[a-z]?\.(?=\s|$)")
_ANY_YEAR = re.compile(rf"(?<![\d/.:–-])({_YEAR})[a-z]?(?![\d/–-]|\.\d)")
_LINK = re.compile(r"https?://\S+|\bdoi:?\s*\S+|\barxiv:\s*(?=\S*\d)\S+|\b10\.\d{4,}/\S+", re.IGNORECASE)
_OPEN_LINK = re.compile(r"(?:https?:/?/?|www\.|\b10\.\d{4,9}/?)\S*$|doi:\s*$|arxiv:\s?[\w-]*[-./]?$", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-z0-9/._#?&=%~-]*[\d/._#?&=%~-][^\s,;]*|//\S+")
_CHAPTER = re.compile(r"(10\.\d{4,}/97[89][\d-]{10,14}) (\d{1,3})(?=\.?$)")
"""The DOI of a chapter whose underscore is drawn, not written."""
_QUOTED = re.compile(r"[“\"„«]\s?(?P<title>[^”\"»]{6,300}?)[,.]?\s?(?:[”\"»“]|'')")
_AFTER_YEAR = re.compile(
    rf"(?:\(?{_YEAR}[a-z]?(?:,[^()]{{0,20}})?\)?[.,:]?|\(in press\)[.,]?)\s+(?P<rest>\S.*)", re.DOTALL
)
_STOP = re.compile(r"(?<=[^\W_])[.?!][”\"’')]?\s+(?=[\[(“\"A-Z0-9À-Þ])|[?!]\s|\.\s*$|\.\s+(?=In:? |arXiv)")
_INITIAL = re.compile(r"(?:\b[A-Z]|\b(?:[Jj]r|[Ss]r|[Ee]ds?|vs|vol|[Nn]o|[Ss]t|[Pp]roc|[Mm]c|[Dd]r|[A-Z][a-z]?))$")
_NO_NAME = re.compile(r"[A-Z][\w’'-]*:? (?!(?:and|et|und|von|van|de|der|den|di|da|la|le|el|y|e)\b)[a-z0-9]|[A-Z]\w+:")
"""How a title goes on where a name would not: with a word in small letters."""
_PERSON = re.compile(
    r"(?:and |et |und |& )?(?:[A-Z][\w’'`-]*\.?[- ]?){0,4}(?:[a-z]{2,4} ){0,2}[A-Z][\w’'`.-]+"
    r"(?: (?:[A-Z]\.?[- ]?)+)?(?: (?:et al\.?|[Jj]r\.?))?"
    r"|(?:[A-Z]\.?[ -]?)+|(?:and |& ?)?(?:others|et al\.?)|[Ee]ds?\.?|[Jj]r\.?"
)
_VENUE = re.compile(
    r"\W*(?:[Ii]n:? (?=[A-Z])|Proc\b|Proceedings|Phys\b|J\.|Journal|arXiv|IEEE|ACM|Nucl\b|Eur\b|Ann\b|Rev\b"
    r"|Lett\b|Trans\b|PoS\b|https?:|[A-Z][\w. &-]{1,40}\s(?:[A-Z]\s?)?\d+|\(?(?:1[6-9]|20)\d\d|doi|Ph\.?D"
    r"|Technical Report|pp?\.|[Vv]ol\b|preprint|to appear|personal communication|submitted)"
)
_VOLUME = re.compile(r"\W*(?:[A-Z]?\d+\b|[Vv]ol\b|pp?\.)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A work as a paper cites it; what the entry does not say, or not clearly, is None or empty."""

    number: str
    """As printed: `12`, `Knu97`; its place in the list where nothing is printed."""
    text: str
    title: str = ""
    year: int | None = None
    doi: str | None = None
    arxiv_id: str | None = None
    page: int = 0
    """The page, from 1, on which the entry begins."""
    top: float = field(default=0.0, compare=False)
    """How far below the upper edge of that page, in points."""


LAST_PAGES = 150
"""Where the list is looked for: books have hundreds of pages before it."""


def find_references(pages: Sequence[Page], texts: Sequence[str] = ()) -> list[Reference]:
    """The reference list of a paper; `texts` are those of its pages, to tell which hyphens at line ends to keep."""
    found = entries(pages)
    printed = [PrintedPage.of(["\n".join(_joined_links(entry.texts))]) for entry in found]
    whole = join_pages([*printed, *(PrintedPage(text, "") for text in texts)])[: len(found)]
    return [_reference(entry, place, text) for place, (entry, text) in enumerate(zip(found, whole, strict=True), 1)]


def _reference(entry: Entry, place: int, text: str) -> Reference:
    text = " ".join(text.split()).strip()
    doi, arxiv_id = _identifiers(text)
    year = _year(text)
    number, top = entry.mark or str(place), entry.lines[0].top
    return Reference(number, text, _title(text, year), year, doi, arxiv_id, entry.page, top)


def _joined_links(lines: Sequence[str]) -> list[str]:
    """The lines of an entry with links and DOIs whole that a line's end breaks."""
    joined: list[str] = []
    for line in lines:
        if joined and (tail := _OPEN_LINK.search(joined[-1])) and _continues(tail.group(), line):
            joined[-1] += (" " if tail.group().strip().lower() == "doi:" else "") + line.lstrip()
        else:
            joined.append(line.strip())
    return joined


def _continues(tail: str, line: str) -> bool:
    token = line.split(maxsplit=1)[0] if line.split() else ""
    if not token or token.startswith(("PMID", "[", "(")):
        return False
    if tail[-1] in "/-_=?&%#~:" or token[0] in "/_-=?&#%":
        return True
    return bool(_GOES_ON.fullmatch(token.rstrip(".,;"))) and tail[-1] != ","


def _identifiers(text: str) -> tuple[str | None, str | None]:
    """The first DOI and arXiv id of an entry."""
    doi = arxiv_id = None
    for found in find_identifiers(_CHAPTER.sub(r"\1_\2", text)):
        if found.kind == "doi":
            doi = doi or found.value
        elif found.kind == "arxiv":
            arxiv_id = arxiv_id or found.value
    return doi, arxiv_id


def _year(text: str) -> int | None:
    """When it came out: the year in brackets or behind the people, else the last one that is none of something else."""
    plain = _LINK.sub(" ", text)
    years = [int(one or other) for one, other in _IN_BRACKETS.findall(plain)]
    years = (
        years[:1]
        or [int(year) for year in _AFTER_PEOPLE.findall(plain)[:1]]
        or [int(year) for year in _ANY_YEAR.findall(plain)[-1:]]
    )
    return years[0] if years and years[0] < LATEST else None


def _title(text: str, year: int | None) -> str:
    """The title, where the entry's style makes it plain; else empty."""
    if quoted := _QUOTED.search(text):
        return quoted["title"].strip(" ,.")
    plain = " ".join(_LINK.sub(" ", text).split())
    after = _AFTER_YEAR.search(plain)
    if year and after and after.start() < 0.7 * len(plain) and not _VENUE.match(after["rest"]):
        if plain[: after.start("rest")].rstrip().endswith(","):
            return _checked(_until_venue(after["rest"].split(", ")))
        return _checked(_first_sentence(after["rest"]))
    people, _, rest = _split_sentence(plain)
    if rest and _are_people(people):
        return _checked(_first_sentence(rest))
    return _checked(_until_venue(_without_people(plain.split(", "))))


def _checked(title: str) -> str:
    title = title.partition(" In: ")[0].strip(" ,.;:")
    letters = sum(map(str.isalpha, title))
    fine = 6 <= len(title) <= 300 and letters > 0.6 * len(title) and not _VENUE.match(title)
    return title if fine else ""


def _first_sentence(text: str) -> str:
    return _split_sentence(text)[0]


def _split_sentence(text: str) -> tuple[str, str, str]:
    """The first sentence, its end, and the rest; the full stops of initials and `et al.` end none."""
    for stop in _STOP.finditer(text):
        initial = stop.group()[0] == "." and _INITIAL.search(text, 0, stop.start())
        if initial and not _NO_NAME.match(text, stop.end()):
            continue
        return text[: stop.start() + (stop.group()[0] in "?!")], stop.group(), text[stop.end() :]
    return text, "", ""


def _are_people(text: str) -> bool:
    parts = [part for part in re.split(r",\s*(?:and\s+)?|;\s*|\s+(?:and|et|und|&)\s+", text) if part.strip()]
    named = sum(bool(_PERSON.fullmatch(part.strip())) for part in parts)
    return bool(parts) and named >= 0.85 * len(parts)


def _without_people(parts: Sequence[str]) -> list[str]:
    """The parts of an entry between commas behind those that are names."""
    for place, part in enumerate(parts):
        names = re.split(r"\s+(?:and|&)\s+", part.strip())
        if not all(_PERSON.fullmatch(name.strip()) and len(name.split()) <= 5 for name in names):
            return list(parts[place:])
    return []


def _until_venue(parts: Sequence[str]) -> str:
    taken: list[str] = []
    for part in parts:
        if _VENUE.match(part):
            break
        if _VOLUME.match(part) and len(taken) > 1:  # then the part before it was the journal
            taken.pop()
            break
        taken.append(part)
    return ", ".join(taken)
