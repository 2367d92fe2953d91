"""How many of the marks that cite, on the first three pages of real papers, lead to an entry of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from readinglist.documents.citations import cited_at, cited_by_link, find_citations
from readinglist.documents.page_server import PageServer
from readinglist.documents.pages import Link, Point, Quad, Word
from readinglist.documents.references import Reference

pytestmark = pytest.mark.shared

PAGES = 3
LOOKS_LIKE_A_MARK = re.compile(
    r"\[\d{1,3}(?:\s?[,;–—-]\s?\d{1,3})*\]"
    r"|\[[A-Z][A-Za-z+]{0,8}\d\d[a-z]?(?:[,;]\s?[A-Z][A-Za-z+]{0,8}\d\d[a-z]?)*\]"
    r"|[^\W\d_a-z][\w’'-]+(?:(?: et al\.?,?| (?:and|&) [^\W\d_a-z][\w’'-]+,?|,) \(?| \()(?:19|20)\d\d[a-z]?\b"
)
MONTHS = "January February March April May June July August September October November December".split()


def middle(quads: Sequence[Quad], at: int) -> Point:
    quad = quads[at]
    return (quad[0] + quad[6]) / 2, (quad[1] + quad[7]) / 2


def written(words: Sequence[Word]) -> Iterator[list[Quad]]:
    """The places of what looks like a citation in the text, told without the code that is measured."""
    text, owners = "", []
    for number, word in enumerate(words):
        text += word.text + " "
        owners += [number] * (len(word.text) + 1)
    for match in LOOKS_LIKE_A_MARK.finditer(text):
        if not match[0].startswith(tuple(MONTHS)):
            yield [words[number].quad for number in dict.fromkeys(owners[match.start() : match.end()])]


def linked(words: Sequence[Word], links: Sequence[Link], pages: set[int]) -> Iterator[list[Quad]]:
    """The places of links that lead to the pages of the list, the words under them."""
    for link in links:
        if link.page in pages:
            left, top, right, bottom = link.box
            under = [word.quad for word in words if left <= (word.quad[0] + word.quad[2]) / 2 <= right]
            quads = [quad for quad in under if top <= (quad[1] + quad[5]) / 2 <= bottom]
            if quads:
                yield quads


def measure(server: PageServer, references: Sequence[Reference]) -> tuple[int, int]:
    """Marks on the first pages, and those of them over which an entry shows."""
    marks = resolved = 0
    for page in range(1, min(PAGES, len(server.open().pages)) + 1):
        words, links = server.text(page).words, server.links(page)
        citations = find_citations(words, references)
        seen: set[Quad] = set()
        for quads in (*written(words), *linked(words, links, {each.page for each in references})):
            if seen.intersection(quads):
                continue
            seen.update(quads)
            marks += 1
            resolved += any(
                cited_at(point, words, citations, link_at(links, point), references)
                for point in (middle(quads, at) for at in range(len(quads)))
            )
    return marks, resolved


def disagreements(server: PageServer, references: Sequence[Reference]) -> list[str]:
    """Links to entries over marks in the text that mean others."""
    found = []
    for page in range(1, min(PAGES, len(server.open().pages)) + 1):
        words = server.text(page).words
        citations = find_citations(words, references)
        for link in server.links(page):
            led = cited_by_link(link, words, references)
            over = [each for each in citations if led and set(each.quads).intersection(led.quads)]
            found += [f"page {page}: {link.box}" for each in over if led and led.references[0] not in each.references]
    return found


def link_at(links: Sequence[Link], point: Point) -> Link | None:
    x, y = point
    return next((each for each in links if each.box[0] <= x <= each.box[2] and each.box[1] <= y <= each.box[3]), None)


def test_citation_marks_lead_to_entries(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talk, all_marks, all_resolved, good, measured = [], 0, 0, 0, 0
    disagreeing: list[str] = []
    for path in sorted((shared / "data" / "pdfs" / "papers").glob("*.pdf")):
        server = PageServer(path)
        references = server.references()
        marks, resolved = measure(server, references) if references else (0, 0)
        disagreeing += disagreements(server, references)
        server.close()
        talk.append(f"{path.name:60} {len(references):4} entries, {resolved} of {marks} marks lead to one")
        all_marks, all_resolved = all_marks + marks, all_resolved + resolved
        measured += bool(marks)
        good += bool(marks) and resolved >= 0.9 * marks
    with capsys.disabled():
        print("\n" + "\n".join(talk))
        print(f"in all {all_resolved} of {all_marks}; at least 9 of 10 in {good} of {measured} papers with marks")
    assert all_marks > 300
    assert all_resolved >= 0.9 * all_marks
    assert good >= 0.7 * measured
    assert not disagreeing, "a mark and the link over it were understood by two ways and must mean the same"
