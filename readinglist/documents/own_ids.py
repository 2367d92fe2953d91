"""Which DOI and arXiv id on a paper's first pages is its own, and not one that it cites.

Every mention gets points for what speaks for it: the place, the words around it, how often it stands there, metadata.
A wrong id is worse than none, so one without an explicit sign is never taken, nor one of two that are as good.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readinglist.documents.layout import MARK, Line, Page, body_size
from readinglist.documents.printed_dois import PrintedDoi, is_sound, printed_dois
from readinglist.documents.wordings import MONTH, any_of
from readinglist.identifiers import normalise_doi, parse_arxiv_id

ENOUGH = 3.0
CLEAR_LEAD = 1.0

_ID = r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
# What arXiv stamps on the margin: `arXiv:1503.07589v1  [hep-ex]  26 Mar 2015`, once `hep-ph/9412269  09 Dec 94`.
_STAMP = re.compile(
    rf"\s*(?P<name>arXiv\s*:\s*)?(?P<whole>{_ID})(?P<class>\s*\[\s*[a-z-]+(?:\.[A-Za-z-]+)?\s*\])?"
    rf"(?:\s*(?P<date>\d{{1,2}}\s+{MONTH}\s+(?P<year>\d{{4}}|\d{{2}})))?\s*",
    re.IGNORECASE,
)
_EPRINT = re.compile(rf"\s*(?:arXiv\s+e-?print|e-?print)\s*:\s*(?:arXiv\s*:\s*)?(?P<whole>{_ID})\s*", re.IGNORECASE)
# Preprints of the nineties: the id among the report numbers in the upper corner.
_CORNER = re.compile(r"(?:^|[\s,;])(?P<whole>[a-z-]{2,8}/\d{7}(?:v\d+)?)(?=$|[\s,;])")

_SAYS_OWN = any_of(
    r"cite (?:this|as)|to cite|citation\b|zitier|citer ce|c[oó]mo citar|reference format|digital object identifier",
    r"link to this article|article doi|doi of (?:this|the) (?:article|paper|chapter)|version of record|stable url",
    r"final (?:published |authenticated |authenticated publication |publication |version )|permalink",
    r"online version of this (?:article|chapter)|as published|published (?:version|in)\b|originally published",
    r"preprint doi|(?:bio|med|chem)rxiv preprint|preprint (?:first )?posted|downloaded from|erschienen in",
    r"this (?:article|paper|chapter|version) (?:is|was|has)",
)
# What is said of other works even where one of the above is said as well.
_SURELY_OTHER = any_of(
    r"preliminary|(?:earlier|previous|conference|shorter|abridged|workshop) version|extended (?:version|abstract) of",
    r"data(?:set)? citation|software citation|cite (?:the|this|our) (?:data|code|software)|data availability",
    r"related (?:article|paper|version)|companion",
)
_SAYS_OTHER = any_of(
    r"\bdata(?:set|base|verse)?s?\b|\bcode\b|software|\bscripts?\b|repositor|archiv(?!es)|zenodo|figshare|dryad|github",
    r"osf\b|supplement|appendix|\bprotocol\b|registr|errat|correct(?:ion|ed)|corrigend|retract|materials?\b|\bvideo\b",
    r"original (?:article|paper|work)|comment on|reply to|response to|replicat|reproduc|\bsee\b|\bcf\.|et al|\bmodel\b",
    r"described in|based on|previous|available (?:at|from|in|under|via)|references? therein",
)
_LABEL = re.compile(
    r"(?:\bdoi\b|digital object identifier)\s*(?:no\.?|number)?\s*[:：/]?\s*(?:https?://\S*)?$", re.IGNORECASE
)
_PREFIX = re.compile(r"https?://\S*|\bdoi\b|digital object identifier", re.IGNORECASE)
_JOURNAL = any_of(
    r"\bissn\b|\bisbn\b|\d{4}-\d{3}[\dX]/|©|\bcopyright\b|\(c\) ?(?:19|20)\d\d|licen[cs]e|\$\d+\.\d\d",
    r"\bvol(?:ume|\.)? ?\d|\bpp?\. ?\d|\bpages \d|\bjournal\b|\bproceedings\b|\bproc\. |\bconference\b",
    r"\breceived\b|\baccepted\b|\bpublished\b",
    r"\b(?:19|20)\d\d[;,:] ?\d+|\d+ ?\((?:19|20)\d\d\) ?\d|(?:19|20)\d\d\) ?\d+ ?:",
)
_DATA_DOI = re.compile(
    r"10\.(?:5281|6084|5061|17605|7910|24433|17632|5255|5072|24432|17863|5285|15468|17882|18112|25919|3886|1594)/"
)
_FOOTNOTE = re.compile(rf"\s*(?:{MARK}|[∗*†‡§]|\d{{1,2}}\s*(?:https?:|doi|see\b))", re.IGNORECASE)
_ENTRY = re.compile(r"\s*(?:\[\w{1,8}\]|\(\d{1,3}\)|\d{1,3}\.)\s+\S")
_CITED_PEOPLE = re.compile(r"\[\d{1,3}\]\s|[A-Z][\w-]+,? (?:[A-Z]\.\s?)+")
_JSTOR = re.compile(r"10\.2307/")  # a second DOI, beside the publisher's
_BOOK = re.compile(r"^10\.\d+/97[89][\d-]+$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A DOI where it stands."""

    doi: str
    score: float
    explicit: bool
    """Whether a word or the place says that it is the paper's own."""
    in_text: bool
    """Whether it stands where other papers are cited."""


def own_doi(
    pages: Sequence[Page], texts: Sequence[str], metadata: dict[str, str], xmp: str, title_page: int
) -> str | None:
    """The paper's own DOI or None. `title_page` is the index of the page with the title, behind an archive's cover."""
    stated = set(_stated(metadata, xmp))
    explicit = set(stated)
    scores = dict.fromkeys(stated, 3.0)
    bonus: dict[str, float] = {}
    for mention in _mentions(pages, texts, title_page):
        doi = mention.doi
        if doi not in bonus:
            bonus[doi] = 4.0 * (doi in stated) + 4.0 * _is_on_most_pages(doi, texts)
        scores[doi] = max(scores.get(doi, -9.0), mention.score + bonus[doi])
        if mention.explicit or bonus[doi]:
            explicit.add(doi)
    for book in [doi for doi in scores if _BOOK.match(doi)]:
        chapters = [doi for doi in scores if doi.startswith(f"{book}_")]
        if len(chapters) == 1:  # what speaks for the book speaks for the chapter of it that this is
            scores[chapters[0]] = max(scores[chapters[0]], scores.pop(book))
            explicit |= {*chapters} if book in explicit else set()
    ranked = sorted(
        ((score, doi) for doi, score in scores.items() if score >= ENOUGH and doi in explicit), reverse=True
    )
    if any(not _JSTOR.match(doi) for _, doi in ranked):
        ranked = [(score, doi) for score, doi in ranked if not _JSTOR.match(doi)]
    if not ranked or (len(ranked) > 1 and ranked[1][0] > ranked[0][0] - CLEAR_LEAD):
        return None
    return ranked[0][1]


def _stated(metadata: dict[str, str], xmp: str) -> Iterator[str]:
    """DOIs that the file's metadata give for itself."""
    texts = [metadata.get(key, "") for key in ("doi", "wps-articledoi", "bibtex/doi")]
    texts += re.findall(r"<(?:prism|pdfx|crossmark):(?:doi|DOI|WPS-ARTICLEDOI)>\s*([^<]+)<", xmp)
    texts += re.findall(r"<dc:identifier>\s*(?:doi:|https?://(?:dx\.)?doi\.org/)([^<]+)<", xmp)
    found = re.search(r"\bdoi:\s*(10\.\S+)", metadata.get("subject", ""))
    texts += [found.group(1)] if found else []
    for text in texts:
        doi = normalise_doi(text)
        if doi and is_sound(doi) and not doi.startswith("10.48550/"):
            yield doi


def _is_on_most_pages(doi: str, texts: Sequence[str]) -> bool:
    """Whether it stands on nearly every page, as only a running head or foot does."""
    seen = texts[:40]
    return len(seen) >= 3 and sum(doi in text.lower() for text in seen) >= max(3, 0.6 * len(seen))


def _mentions(pages: Sequence[Page], texts: Sequence[str], title_page: int) -> Iterator[_Mention]:
    for index in range(min(len(pages), title_page + 3)):
        if not any("10." in text for text in texts[index : index + 1]):
            continue
        page = pages[index]
        printed = list(printed_dois(page, texts))
        crowded = len({each.doi for each in printed}) > 3
        for each in printed:
            mention = _judge(each, page)
            distance = max(0, index - title_page)
            in_text = mention.in_text and (distance > 0 or crowded)
            yield dataclasses.replace(mention, score=mention.score - distance - 5.0 * in_text)


def _judge(printed: PrintedDoi, page: Page) -> _Mention:
    """Weigh a mention by its place, by what stands before and behind it, and by whether it stands alone."""
    line = page.lines[printed.line]
    itself = line.text[printed.start : printed.end]
    beside = line.text[: printed.start] + line.text[printed.end :]
    before = _before(page, printed.line, printed.start)
    behind = _behind(page, printed.line, printed.end)
    at_top = line.top < 0.12 * page.height
    at_edge = at_top or line.bottom > 0.86 * page.height
    alone = len(_PREFIX.sub("", beside).split()) < 3
    labelled = bool(_LABEL.search(before)) or itself.lower().startswith("doi")
    surely_other = bool(_SURELY_OTHER.search(before[-150:]))
    says_own = not surely_other and bool(_SAYS_OWN.search(before))
    journal = bool(_JOURNAL.search(before[-120:]) or _JOURNAL.search(behind[:120]))
    # "et al." in a running head is the paper itself
    says_other = not says_own and bool(
        _SAYS_OTHER.search(before[-90:].replace("et al", "") if at_edge else before[-90:])
    )
    footnote = bool(_FOOTNOTE.match(line.marked) or _ENTRY.match(line.text))
    in_text = not (says_own or at_edge)
    score = 2.0 * at_edge + 1.0 * (line.size < 0.92 * body_size(page)) + 2.0 * alone
    score += 3.0 * says_own + 1.5 * journal + (2.0 if alone else 1.0) * labelled
    score -= 2.0 * bool(_DATA_DOI.match(printed.doi)) + 4.0 * (surely_other or says_other) + 5.0 * footnote
    score -= 4.0 * (in_text and bool(_CITED_PEOPLE.search(before)))
    return _Mention(printed.doi, score, says_own or journal or labelled or (at_top and alone), in_text)


def _behind(page: Page, number: int, end: int) -> str:
    line = page.lines[number]
    others = (other.text for other in page.lines[number + 1 : number + 3] if other.block == line.block)
    return " ".join([line.text[end:], *others])


def _before(page: Page, number: int, start: int) -> str:
    """What stands before the mention: its block, or the line above if that is the label beside which it stands."""
    line = page.lines[number]
    parts = [line.text[:start]]
    for other in reversed(page.lines[max(0, number - 5) : number]):
        near = other.block == line.block or (line.top - other.bottom < 1.2 * line.size and other.left < line.right)
        if not near or not other.upright:
            break
        parts.insert(0, other.text)
    return " ".join(parts)[-300:]


@dataclass(frozen=True, slots=True)
class OwnArxiv:
    """The arXiv id that a file bears, and the year of the stamp."""

    id: str
    version: int | None = None
    year: int | None = None


def own_arxiv(pages: Sequence[Page], metadata: dict[str, str], title_page: int = 0) -> OwnArxiv | None:
    """The paper's own arXiv id: the stamp in the margin of its first page, or another place where only that stands."""
    for page in pages[: title_page + 1]:
        found = {mark.id: mark for line in page.lines if (mark := _arxiv_mark(line, page))}
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            return None
    for key in ("arxivid", "title", "doi", "subject"):
        stamp = _STAMP.fullmatch(metadata.get(key, ""))
        if stamp and (stamp["name"] or key == "arxivid"):
            return _read(stamp)
        if key == "doi" and (known := parse_arxiv_id(metadata.get(key, ""))):
            return OwnArxiv(*known)
    return None


def _arxiv_mark(line: Line, page: Page) -> OwnArxiv | None:
    stamp = _STAMP.fullmatch(line.text)
    if stamp:
        in_margin = not line.upright or line.top < 0.1 * page.height
        if stamp["date"] or (stamp["name"] and (stamp["class"] or in_margin)):
            return _read(stamp)
    if eprint := _EPRINT.fullmatch(line.text):
        return _read(eprint)
    if page.number == 1 and line.upright and line.bottom < 0.18 * page.height and len(line.text) < 60:
        corner = _CORNER.search(line.text)
        known = parse_arxiv_id(corner["whole"]) if corner else None
        return OwnArxiv(*known) if known else None
    return None


def _read(found: re.Match[str]) -> OwnArxiv | None:
    known = parse_arxiv_id(found["whole"])
    if known is None:
        return None
    year = None
    if text := found.groupdict().get("year"):
        year = int(text) if len(text) == 4 else int(text) + (1900 if int(text) > 80 else 2000)
    return OwnArxiv(*known, year)
