"""What the add box understands of what was given to it, worked out on the read pool; no widgets."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from readinglist.gui.details_words import MONTHS, number, things
from readinglist.identifiers import is_paper_link
from readinglist.library.records import Failure, PaperRecord

TITLES = 6
"""Titles that are shown of what was understood."""
MOST_FILES = 20_000
"""Files of a folder that are looked at to say what is in it."""
LONGEST_TITLE = 400
SOURCES = {"bibtex": "BibTeX", "ris": "RIS", "daily-page": "Daily Papers", "daily-json": "Daily Papers"}
BIBLIOGRAPHIES = {
    ".bib": "BibTeX file",
    ".ris": "RIS file",
    ".json": "JSON file",
    ".html": "web page",
    ".htm": "web page",
}


@dataclass(frozen=True, slots=True)
class Understood:
    """`words` says what it is; `count` papers would come in (None: not known before the files are read).

    `text` is whether the text brings anything, `title` what could be entered as a title where nothing was recognised.
    """

    words: str
    count: int | None = 0
    titles: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    title: str = ""
    text: bool = False
    link: str = ""
    """The text, if it is a link to a place in a paper of the library."""

    @property
    def promising(self) -> bool:
        """Whether adding would bring papers."""
        return self.count is None or self.count > 0


def understand(text: str, html: str | None, paths: Sequence[Path]) -> Understood:
    """Say what text and files would bring; changes nothing."""
    files = understand_files(paths) if paths else ""
    if not text.strip() and not html:
        return Understood(files, None if files else 0)
    found = understand_text(text, html)
    if not files:
        return found
    words = f"{found.words}; {files}" if found.count else files
    return Understood(words, None, found.titles, found.failures, text=bool(found.count))


def understand_text(text: str, html: str | None) -> Understood:
    """Say what a text is."""
    if is_paper_link(text):
        return Understood("A link to a place in a paper of this library", link=text.strip())
    from readinglist.exchange import read_any  # parsers are not needed to open the window

    parsed = read_any(text, html=html, today=datetime.date.today())
    if parsed is None or not (parsed.records or parsed.failures):
        title = " ".join(text.split())
        fits = bool(title) and len(title) <= LONGEST_TITLE
        return Understood("Not recognised" + (": add it as a title?" if fits else ""), title=title if fits else "")
    titles = tuple(record.title for record in parsed.records if record.title)[:TITLES]
    count = len(parsed.records)
    return Understood(record_words(parsed.records, parsed.kind), count, titles, tuple(parsed.failures), text=count > 0)


def record_words(records: Sequence[PaperRecord], kind: str) -> str:
    """`87 papers of Daily Papers, 3 Sep`, `3 arXiv ids, 1 DOI`, `12 papers of BibTeX`."""
    if not records:
        return "No paper that can be used"
    if kind == "identifiers":
        return ", ".join(things(count, name) for name, count in Counter(map(_identifier, records)).items())
    words = f"{things(len(records), 'paper')} of {SOURCES.get(kind, kind)}"
    days = sorted({record.feed_date for record in records if record.feed_date})
    if days:
        first, last = _day(days[0]), _day(days[-1])
        words += f", {first}" if first == last else f", {first} to {last}"
    return words


def understand_files(paths: Sequence[Path]) -> str:
    """`2 PDFs, 1 BibTeX file, folder Papers with 214 PDFs`; folders are looked through."""
    kinds: Counter[str] = Counter()
    folders: list[str] = []
    for path in paths:
        if path.is_dir():
            folders.append(_folder(path))
        elif not path.exists():
            kinds["file that is not there"] += 1
        else:
            suffix = path.suffix.lower()
            kinds["PDF" if suffix == ".pdf" else BIBLIOGRAPHIES.get(suffix, "other file")] += 1
    return ", ".join([*(things(count, kind) for kind, count in kinds.items()), *folders])


def _folder(path: Path) -> str:
    pdfs = others = 0
    for _, _, names in os.walk(path):
        for name in names:
            if name.lower().endswith(".pdf"):
                pdfs += 1
            else:
                others += 1
        if pdfs + others > MOST_FILES:
            return f"folder {path.name} with more than {number(MOST_FILES)} files"
    return f"folder {path.name} with {things(pdfs, 'PDF')}" + (f" ({number(others)} others)" if others else "")


def _identifier(record: PaperRecord) -> str:
    for value, name in (
        (record.arxiv_id, "arXiv id"),
        (record.doi, "DOI"),
        (record.pmid, "PubMed id"),
        (record.openreview_id, "OpenReview link"),
        (record.isbn, "ISBN"),
    ):
        if value:
            return name
    return "link"


def _day(date: datetime.date) -> str:
    this_year = date.year == datetime.date.today().year
    return f"{date.day} {MONTHS[date.month - 1]}" + ("" if this_year else f" {date.year}")


def failure_line(failure: Failure) -> str:
    """`refs.bib, line 14: the entry has no end`."""
    source = Path(failure.source).name if failure.source else ""
    place = ", ".join(part for part in (source, f"line {failure.line}" if failure.line else "") if part)
    return f"{place}: {failure.error}" if place else failure.error
