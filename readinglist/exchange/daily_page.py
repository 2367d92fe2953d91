"""The text of a Daily Papers page as a person copies it: titles and abstracts in turn, between the page's furniture."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from readinglist.daily_papers import is_daily_papers
from readinglist.exchange.daily_json import read_daily_json
from readinglist.exchange.page_html import read_html, with_identifiers
from readinglist.exchange.page_lines import Kind, Line, classify, weight
from readinglist.exchange.page_titles import STRONG, Titles, is_institution
from readinglist.exchange.page_wrapping import unwrapped_lines
from readinglist.exchange.parsed import Parsed
from readinglist.identifiers import Identifier, find_identifiers
from readinglist.library.records import PaperRecord, Person
from readinglist.plain_text import plain_latex


@dataclass(slots=True)
class _Draft:
    at: int
    """Where its title stands."""
    title: str
    paragraphs: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    day: datetime.date | None = None


def read_daily_page(
    text: str, *, today: datetime.date, date: datetime.date | None = None, html: str | None = None
) -> Parsed:
    """The papers of a page with the day that each stands under; `date`, if given, is the day of all of them.

    A day without a year is the latest such day that is not after `today`. The page's `html`, if there is some, gives
    the ids as well, and the text where that is empty.
    """
    if html:
        page = read_html(html)
        if page.data and is_daily_papers(page.data):
            return replace(read_daily_json(page.data, date=date), kind="daily-page")
        records = read_daily_page(text if text.strip() else page.text, today=today, date=date).records
        days = {record.feed_date for record in records}
        day = date or (days.pop() if len(days) == 1 else None)
        records = tuple(
            record if record.feed_date else replace(record, feed_date=day)
            for record in with_identifiers(records, page.links)
        )
        return Parsed(records, kind="daily-page")
    _, drafts = _read(text, today)
    return Parsed(tuple(_record(draft, date) for draft in drafts), kind="daily-page")


def is_daily_page(text: str, *, today: datetime.date) -> bool:
    """Whether a text is such a page or a part of one, and not just any text with headings."""
    lines, drafts = _read(text, today)
    if not drafts:
        return False
    marks = sum(line.kind is Kind.HEADER and _PAGE_MARK.search(line.text) is not None for line in lines)
    marks += sum(line.kind in {Kind.AUTHORS, Kind.USER} for line in lines) // 2
    if marks:
        return True
    if len(drafts) == 1 and (len(drafts[0].title.split()) < 3 or find_identifiers(text)):
        return False  # a letter about one paper
    whole = [draft for draft in drafts if sum(map(weight, draft.paragraphs)) >= 300]
    if len(whole) * 3 < len(drafts) * 2 or any(_SECTION.fullmatch(draft.title) for draft in drafts):
        return False
    furniture = sum(line.kind in {Kind.COUNT, Kind.LINK, Kind.FURNITURE} for line in lines)
    left_over = sum(line.kind is Kind.CANDIDATE for line in lines) - len(drafts)
    if left_over * 3 > len(drafts) and furniture < len(drafts) and not any(line.day for line in lines):
        return False
    return sum(bool(_SCHOLARLY.search(" ".join(draft.paragraphs))) for draft in whole) * 2 > len(whole)


_PAGE_MARK = re.compile(r"daily papers|trending papers|ak and the research community", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:\d[\d.]* )?(?:abstract|introduction|background|related work|methods?|methodology|experiments?|results"
    r"|discussion|conclusions?|references|acknowledge?ments|limitations|contents|overview|installation|usage|licen[cs]e)",
    re.IGNORECASE,
)
_SCHOLARLY = re.compile(
    r"\bwe (?:propose|present|introduce|show|study|investigate|develop|demonstrate|find|describe|evaluate|explore|prove"
    r"|provide|analy[sz]e)\b|\b(?:this|the present) (?:paper|work|study|survey|report|article|thesis)\b|\bour (?:method"
    r"|approach|results|experiments|model|work|findings)\b",
    re.IGNORECASE,
)


def _read(text: str, today: datetime.date) -> tuple[list[Line], list[_Draft]]:
    lines = _titles_with_full_stop(_without_summaries(classify(unwrapped_lines(text), today)))
    head, lines = lines[: _header_end(lines)], lines[_header_end(lines) :]
    lines = [*(line for line in head if line.day), *lines]
    gaps = _gaps(lines)
    titles = Titles(lines)
    titles.learn([gap for gap, prose in gaps if prose])
    drafts = list(_drafts(lines, gaps, titles))
    _give_days(lines, drafts)
    _give_identifiers(lines, drafts)
    return [*head, *lines], drafts


# ------------------------------------------------------------------------------------------------ mending the lines


def _without_summaries(lines: list[Line]) -> list[Line]:
    """A summary or keywords by a machine stand beside the abstract: they are furniture."""
    kept = list(lines)
    for at, line in enumerate(lines):
        if line.kind is not Kind.SUMMARY:
            continue
        behind = [other.kind for other in lines[at + 1 : at + 3]]
        before = next(
            (other.kind for other in reversed(lines[:at]) if other.kind in {Kind.PROSE, Kind.CANDIDATE}), None
        )
        summary = behind[:1] == [Kind.PROSE] and (behind[1:] == [Kind.PROSE] or before is Kind.PROSE)
        keywords = behind[:1] == [Kind.CANDIDATE] and lines[at + 1].text.count(",") >= 2
        if summary or keywords:
            kept[at + 1] = replace(lines[at + 1], kind=Kind.FURNITURE)
    return kept


def _titles_with_full_stop(lines: list[Line]) -> list[Line]:
    """A short sentence between furniture and an abstract, or before `6 authors`, is a title after all."""
    kept = list(lines)
    title_seen = False
    for at, line in enumerate(lines[:-1]):
        behind = lines[at + 1]
        ends = behind.kind is Kind.AUTHORS or (behind.kind is Kind.PROSE and weight(behind.text) >= 300)
        starts = at > 0 and lines[at - 1].kind is not Kind.PROSE
        short = line.kind is Kind.PROSE and weight(line.text) < 200 and "://" not in line.text
        if short and starts and ends and not title_seen:
            kept[at] = replace(line, kind=Kind.CANDIDATE)
        title_seen = kept[at].kind is Kind.CANDIDATE or (title_seen and line.kind is not Kind.PROSE)
    return kept


def _header_end(lines: Sequence[Line]) -> int:
    """Where the page's head ends: behind the last of its own lines before the first line that may be a title."""
    first = next(
        (at for at, line in enumerate(lines) if line.kind is Kind.PROSE and weight(line.text) >= 300), len(lines)
    )
    candidates = [at for at in range(first) if lines[at].kind is Kind.CANDIDATE]
    if first == len(lines):  # no abstracts at all: the first line that has the shape of a title
        candidates = [at for at in candidates if len(lines[at].text.split()) >= 4][:1] or candidates[:1]
    last = candidates[-1] if candidates else 0
    end = max((at + 1 for at in range(last) if lines[at].kind is Kind.HEADER), default=0)
    for at in range(end, last):
        if lines[at].kind is Kind.PROSE:
            break
        if lines[at].kind is Kind.DATE:
            return at
    return end


# ------------------------------------------------------------------------------------------------ cutting into papers


def _gaps(lines: Sequence[Line]) -> list[tuple[list[int], list[int]]]:
    """Candidates and the paragraphs that follow them, in turn."""
    gaps: list[tuple[list[int], list[int]]] = [([], [])]
    for at, line in enumerate(lines):
        if line.kind is Kind.CANDIDATE:
            if gaps[-1][1]:
                gaps.append(([], []))
            gaps[-1][0].append(at)
        elif line.kind is Kind.PROSE:
            gaps[-1][1].append(at)
    return gaps


def _drafts(lines: Sequence[Line], gaps: Sequence[tuple[list[int], list[int]]], titles: Titles) -> Iterator[_Draft]:
    lone = _lone_titles(lines, gaps, titles)
    for candidates, prose in gaps:
        if not candidates:
            continue  # a sentence of the page's own, above the first title
        best = titles.best(candidates) if prose else None
        for at in candidates:
            if at == best:
                draft = _Draft(at, lines[at].text, [lines[place].text for place in prose])
                behind = [titles.people(place) for place in candidates if place > at]
                draft.authors = next((names for names in behind if names), [])
                yield draft
            elif at in lone:
                yield _Draft(at, lines[at].text)


def _lone_titles(lines: Sequence[Line], gaps: Sequence[tuple[list[int], list[int]]], titles: Titles) -> frozenset[int]:
    """Titles that have no abstract. Lines that stand beside most titles are no titles but what this page adds."""
    chosen = {titles.best(candidates) for candidates, prose in gaps if prose and candidates}
    others = [at for candidates, _ in gaps for at in candidates if at not in chosen]
    strong = frozenset(at for at in others if titles.likenesses[at] >= STRONG)
    announced = titles.announced.intersection(others)
    if announced:
        return announced | strong
    beside = sum(any(at not in chosen for at in candidates) for candidates, prose in gaps if prose)
    if beside * 2 > max(len(chosen), 2):
        return strong
    enough = 3 if chosen else 2
    return frozenset(
        at
        for at in others
        if titles.words(at) >= enough and not is_institution(lines[at].text) and not titles.people(at)
    )


def _give_days(lines: Sequence[Line], drafts: Sequence[_Draft]) -> None:
    """Each paper stands under the last day above it; a page that has its only day elsewhere means it for all."""
    days = [(at, line.day) for at, line in enumerate(lines) if line.day]
    if not days or not drafts:
        return
    behind = days[0][0] > drafts[0].at and len(days) * 2 > len(drafts)  # each paper is followed by its day
    for draft, following in zip(drafts, [*(other.at for other in drafts[1:]), len(lines)], strict=True):
        fitting = [day for at, day in days if (draft.at < at < following if behind else at < draft.at)]
        draft.day = fitting[-1] if fitting else days[0][1] if len(days) == 1 else None


def _give_identifiers(lines: Sequence[Line], drafts: Sequence[_Draft]) -> None:
    """A line of links belongs to the title above it, or below it where the page's first one stands above all titles."""
    links = [(at, identifier) for at, line in enumerate(lines) for identifier in line.identifiers]
    links = [(at, identifier) for at, identifier in links if identifier.kind != "url"]
    if not links or not drafts:
        return
    above = links[0][0] < drafts[0].at
    for at, identifier in links:
        owners = [draft for draft in drafts if (draft.at > at if above else draft.at < at)]
        if owners:
            owners[0 if above else -1].identifiers.append(identifier)


# ------------------------------------------------------------------------------------------------ records

_LABEL = re.compile(r"^(?:title|abstract|summary)\s*[:：]\s*", re.IGNORECASE)


def _record(draft: _Draft, date: datetime.date | None) -> PaperRecord:
    ids = {identifier.kind: identifier for identifier in reversed(draft.identifiers)}
    arxiv = ids.get("arxiv")
    return PaperRecord(
        title=" ".join(plain_latex(_LABEL.sub("", draft.title)).split()),
        authors=tuple(Person.from_name(name) for name in draft.authors),
        abstract="\n\n".join(
            " ".join(plain_latex(_LABEL.sub("", paragraph)).split()) for paragraph in draft.paragraphs
        ),
        arxiv_id=arxiv.value if arxiv else None,
        arxiv_version=arxiv.version if arxiv else None,
        doi=ids["doi"].value if "doi" in ids else None,
        openreview_id=ids["openreview"].value if "openreview" in ids else None,
        feed_date=date or draft.day,
    )
