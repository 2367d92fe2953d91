"""The authors of a paper, from the lines between its title and its abstract, or from the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readinglist.documents.layout import MARK, Line, Page
from readinglist.documents.titles import Title
from readinglist.documents.wordings import ABSTRACT, INSTITUTION, any_of
from readinglist.identifiers import PARTICLES, name_key, title_key
from readinglist.library.records import Person

MOST = 60
_SEPARATOR = re.compile(rf"{MARK}|[,;·•|]|(?<![^\W\d_])(?:and|AND|und|et|y|e|&)\s|\s{{4,}}")
_TITLES = re.compile(
    r"^(?:by|par|von|author(?:s|\(s\))?:?|dr\.?|prof\.?|professor|mr\.?|ms\.?|mrs\.?)\s+"
    r"|,?\s+(?:ph\.?\s?d\.?|m\.?d\.?|m\.?sc\.?|b\.?sc\.?|dr\.?|(?:senior |student |graduate )?member|fellow)$",
    re.IGNORECASE,
)
_EDGES = " .,;:¹²³⁴⁵⁶⁷⁸⁹⁰∗*†‡§¶⋆✩☆♣♠♦♥#⁎✉+^‖∥()[]0123456789⃝☯"
_WORD = re.compile(r"[^\W\d_]+(?:[-‐’'`.][^\W\d_]+)*\.?", re.UNICODE)
_NO_NAMES = frozenset(
    """
    the of for in on with from to by a an this that we our no
    group team lab labs research ai google microsoft inc ltd gmbh corporation company technologies society association
    press publishing university institute division program committee department
    usa uk germany france china japan italy spain canada india states kingdom republic new york san los angeles
    hong kong cambridge oxford princeton stanford berkeley seattle boston chicago park view street road avenue
    abstract introduction keywords email correspondence contributed equally editor edited reviewed published received
    accepted version draft paper report article journal member members student chair thesis supervisor advisor
    """.split()
)
_COUNTRIES = frozenset(
    "usa|u.s.a|united states|uk|united kingdom|france|germany|deutschland|italy|spain|china|japan|india|canada"
    "|australia|austria|switzerland|netherlands|the netherlands|belgium|sweden|norway|denmark|finland|brazil|korea"
    "|south korea|israel|singapore|poland|portugal|ireland|russia|turkey|greece|hong kong|taiwan|mexico|iceland"
    "|czech republic".split("|")
)
_EMPLOYER = any_of(
    INSTITUTION.pattern, r"\b(?:research|labs?|inc|ltd|gmbh|corporation|google|microsoft|agency|hospital|group)\b"
)
_COLLABORATION = re.compile(r"(?:[Tt]he\s+)?((?:[A-Z][\w-]+(?:,?\s+and\s+|,\s*)?)+)\s+Collaborations?", re.UNICODE)
_CJK_NAME = re.compile("([\u4e00-\u9fff]{1,3})[ \u3000]([\u4e00-\u9fff\u3040-\u30ff]{1,5})")


def find_authors(pages: Sequence[Page], title: Title, metadata: dict[str, str]) -> tuple[Person, ...]:
    """The authors in the order of the page; nothing rather than a list that is surely wrong."""
    stated = _stated(metadata.get("author", ""))
    printed: list[Person] = []
    if title.page is not None and title.last_line is not None:
        printed = list(_printed(pages[title.page], title.last_line))
    if stated:
        text = f" {title_key(pages[title.page].text)} " if title.page is not None else ""
        stated = [person for person in stated if f" {title_key(person.family)} " in text]
    known = {name_key(person.family) for person in printed}
    if stated and not any(name_key(person.family) in known for person in stated):
        return tuple(stated)
    if len(stated) > len(printed):
        return tuple(stated)
    return tuple(printed[:MOST])


def _stated(text: str) -> list[Person]:
    """The metadata's authors, where they are names: `A; B`, `A, B and C`, `Family, Given`."""
    if ";" in text:
        parts = text.split(";")
    elif len(re.findall(",", text)) == 1 and " " not in text.partition(",")[0].strip():
        parts = [text]
    else:
        parts = _SEPARATOR.split(text)
    people = [_person(part) for part in parts if part and part.strip()]
    return [person for person in people if person is not None] if all(people) else []


def _printed(page: Page, last_line: int) -> Iterator[Person]:
    title = page.lines[last_line]
    floor = min((line.top for line in page.lines if ABSTRACT.match(line.text)), default=0.75 * page.height)
    below = [
        line
        for line in page.lines
        if line.upright and title.top + 0.4 * title.size < line.top < floor and line is not title
    ]
    below.sort(key=lambda line: (round(line.top / 4), line.left))
    first: Line | None = None
    names: list[Person] = []
    carried, missed, mixed = "", 0, False
    for before, line in zip([None, *below], below, strict=False):
        if collaboration := _COLLABORATION.fullmatch(line.text.strip(_EDGES)):
            yield from (Person(f"{name} Collaboration") for name in re.split(r",?\s+and\s+|,\s*", collaboration[1]))
            return
        if first is not None and not _alike(first, line):
            missed += 1
            if missed > 30 or line.top - first.top > 0.4 * page.height:
                break
            continue
        text, rest = _cut_name(f"{carried} {line.marked}".strip())
        people = _names(text) if text else []
        if people is None or (mixed and before and _is_right_below(before, line) and not _EMPLOYER.search(text)):
            mixed, carried = first is not None, ""  # addresses are set like names: a name stands on top of each
            missed += 1
            if first is None and missed > 6:
                break
            continue
        first, carried = first or line, rest
        names += people
    in_cjk = [person for person in names if _CJK_NAME.fullmatch(f"{person.family} {person.given}")]
    seen: set[str] = set()
    for person in in_cjk or names:
        if person.name.lower() not in seen:
            seen.add(person.name.lower())
            yield person


def _alike(first: Line, line: Line) -> bool:
    return abs(first.size - line.size) < 0.6 and first.bold == line.bold


def _is_right_below(before: Line, line: Line) -> bool:
    return 0.5 * line.size < line.top - before.top and line.top - before.bottom < 0.6 * line.size


def _cut_name(text: str) -> tuple[str, str]:
    """A line of names, and apart from it the name at its end that goes on in the next line."""
    if ";" in text:
        return text, ""
    start = max((found.end() for found in _SEPARATOR.finditer(text)), default=0)
    words = text[start:].split()
    unfinished = len(words) > 1 and (words[-1].lower() in PARTICLES or len(words[-1].strip(".")) < 2)
    if unfinished or (start and len(words) == 1):
        return text[:start], text[start:]
    return text, ""


def _names(text: str) -> list[Person] | None:
    """The people of a line, None if it does not consist of names."""
    if "@" in text or "http" in text:
        return None
    if ";" in text and all(part.count(",") == 1 for part in text.split(";")):
        parts = text.split(";")
    else:
        parts = [part for part in _SEPARATOR.split(text) if part and part.strip(_EDGES)]
    if len(parts) > 2 and parts[-1].strip(_EDGES).lower() in _COUNTRIES:
        parts = parts[:-2]  # a name, an employer and a country
    employer = next((number for number, part in enumerate(parts) if _EMPLOYER.search(part)), len(parts))
    people = [_person(part) for part in parts[:employer]]
    named = [person for person in people if person is not None]
    return named if named and len(named) >= 0.7 * len(people) else None


def _person(text: str) -> Person | None:
    text = " ".join(text.split())
    for _ in range(2):
        text = _TITLES.sub("", text.strip(_EDGES + "-–")).strip(_EDGES.replace(".", ""))
    if found := _CJK_NAME.fullmatch(text):
        return Person(found[1], found[2])
    given_last = text.partition(", ") if text.count(",") == 1 else None
    words = text.replace(",", "").split(" ")
    if not 2 <= len(words) <= 6 or len(text) > 50:
        return None
    if any(re.fullmatch(r"[IVX]{2,}\.", word) for word in words[:1]):
        return None  # a numbered heading
    for word in words:
        if not _WORD.fullmatch(word) or (len(word) > 2 and word.lower() in _NO_NAMES):
            return None
        if word.lower() not in PARTICLES and not word[0].isupper():
            return None
    full = [len(word.strip(".")) > 1 and word.lower() not in PARTICLES for word in words]
    if sum(full) > 4 or any(len(word.strip(".")) < 2 for word in words[3:]):
        return None  # rather two people side by side
    longest = max(words, key=len)
    if len(longest.strip(".")) < 2 or (len(words[-1].strip(".")) < 2 and not given_last):
        return None
    if text.isupper() and len(longest) > 3:
        text = " ".join(word if len(word.strip(".")) < 2 else word.title() for word in text.split(" "))
    return Person.from_name(text)
