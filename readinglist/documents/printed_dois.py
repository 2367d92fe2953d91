"""The DOIs of a page as they are printed, whole even where a line's end breaks them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readinglist.documents.layout import Line, Page
from readinglist.documents.wordings import REFERENCES
from readinglist.identifiers import find_identifiers, normalise_doi

_MAYBE = re.compile(r"10\.\d{4}")
_IN_ADDRESS = re.compile(r"/doi/(?:\w+/)?(10\.\d{4,9}/[^\s\"<>]+)", re.IGNORECASE)
_CONTINUED = re.compile(r"[._-]?\w[\w.()/:;-]*")
_COMPONENT = re.compile(
    r"\.(?:[gst]\d{3,4}|s\d{3}|sd\d|suppl\w*|mmc\d)$|^10\.7554/elife\.\d+\.\d{3}$|/-/dc\w*|/supp\w*$"
)
_PLACEHOLDER = re.compile(
    r"x{3,}|n{5,}|v000\.i00|/\(?issn|\.doi$|^10\.0{3}|1122445\.1122456|8888888\.7777777|123456[78]?\.123456[78]?"
    r"|^10\.1109/[a-z]+\.\d{4}\.(?:\d{4}000|doi|0{5,}\d*)$|0000-000|^10\.1234/|^10\.5555/|^10\.1000/"
)


@dataclass(frozen=True, slots=True)
class PrintedDoi:
    """A DOI, the line of the page on which it begins, and its place in that line, prefix included."""

    doi: str
    line: int
    start: int
    end: int


def printed_dois(page: Page, texts: Sequence[str]) -> Iterator[PrintedDoi]:
    """The DOIs of a page down to its list of references; `texts` are those of all pages, to look for them whole."""
    for number, line in enumerate(page.lines):
        if REFERENCES.fullmatch(line.text):
            return
        if not _MAYBE.search(line.text):
            continue
        following = page.lines[number + 1] if number + 1 < len(page.lines) else None
        for value, start, end in _found(line.text):
            doi = _whole(value, line.text[start:], line.text[end:], line, following, texts)
            if doi is not None and is_sound(doi):
                yield PrintedDoi(doi, number, start, end)


def is_sound(doi: str) -> bool:
    """Whether it can be a paper's DOI: not a part's (a figure), a template's, or a cut-off one."""
    suffix = doi.partition("/")[2]
    return (
        len(suffix) >= 4
        and any(letter in "123456789" for letter in suffix)
        and not _PLACEHOLDER.search(doi)
        and not _COMPONENT.search(doi)
    )


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    seen = False
    for found in find_identifiers(text):
        if found.kind == "doi":
            seen = True
            yield found.value, *found.span
    if not seen and (address := _IN_ADDRESS.search(text)) and (value := normalise_doi(address[1])):
        yield value, *address.span(1)


def _whole(value: str, tail: str, rest: str, line: Line, following: Line | None, texts: Sequence[str]) -> str | None:
    """The DOI with what stands of it on the next line; None where nobody can tell whether it ends here."""
    if rest.strip(".,;)]-/_ ") or following is None or following.block != line.block:
        return value
    token = _CONTINUED.match(following.text)
    tail = tail.lower().rstrip()
    longer = normalise_doi(tail[tail.index("10.") :] + token.group().lower()) if token else None
    if token is None or longer is None or longer == value:
        return value
    if _stands_in(longer, texts) or tail[-1] in "-/_" or token.group()[0] in "._-":
        return longer
    if tail[-1] != "." or not any(map(str.isdigit, token.group())):
        return value
    # Is it the end of a sentence, or a full stop within the DOI?
    if not is_sound(value):
        return longer
    return value if _stands_in(f"{value} ", texts) or _stands_in(f"{value}\n", texts) else None


def _stands_in(doi: str, texts: Sequence[str]) -> bool:
    return any(doi in text.lower() for text in texts[:12])
