"""Which DOI and arXiv id on a paper's first pages is its own, and not one that it cites.

Every mention gets points for what speaks for it: the place, the words around it, how often it stands there, metadata.
A wrong id is worse than none, so one without an explicit sign is never taken, nor one of two that are as good.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readinglist.documents.layout import MARK, Line, Page, body_size
from readinglist.documents.wordings import MONTH, REFERENCES, any_of
from readinglist.identifiers import find_identifiers, normalise_doi, parse_arxiv_id

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
    r"(?:\bdoi\b|digital object identifier)\s*(?:no\.?|number)?\s*[:：]?\s*(?:https?://\S*)?$", re.IGNORECASE
)
_JOURNAL = any_of(
    r"\bissn\b|\bisbn\b|\d{4}-\d{3}[\dX]/|©|\bcopyright\b|\(c\) ?(?:19|20)\d\d|licen[cs]e|\$\d+\.\d\d",
    r"\bvol(?:ume|\.)? ?\d|\bpp?\. ?\d|\bpages \d|\bjournal\b|\bproceedings\b|\bproc\. |\bconference\b",
    r"\breceived\b|\baccepted\b|\bpublished\b",
    r"\b(?:19|20)\d\d[;,:] ?\d+|\d+ ?\((?:19|20)\d\d\) ?\d|(?:19|20)\d\d\) ?\d+ ?:",
)
_DATA_DOI = re.compile(
    r"10\.(?:5281|6084|5061|17605|7910|24433|17632|5255|5072|24432|17863|5285|15468|17882|18112|25919|3886|1594)/"
)
_COMPONENT = re.compile(
    r"\.(?:[gst]\d{3,4}|s\d{3}|sd\d|suppl\w*|mmc\d)$|^10\.7554/elife\.\d+\.\d{3}$|/-/dc\w*|/supp\w*$"
)
_PLACEHOLDER = re.compile(
    r"x{3,}|n{5,}|v000\.i00|/\(?issn|\.doi$|^10\.0{3}|1122445\.1122456|8888888\.7777777|123456[78]?\.123456[78]?"
    r"|^10\.1109/[a-z]+\.\d{4}\.(?:\d{4}000|doi|0{5,}\d*)$|0000-000|^10\.1234/|^10\.5555/|^10\.1000/"
)
_FOOTNOTE = re.compile(rf"\s*(?:{MARK}|[∗*†‡§]|\d{{1,2}}\s*(?:https?:|doi|see\b))", re.IGNORECASE)
_ENTRY = re.compile(r"\s*(?:\[\w{1,8}\]|\(\d{1,3}\)|\d{1,3}\.)\s+\S")
_CONTINUED = re.compile(r"[a-z0-9][\w.()/:;-]*", re.IGNORECASE)
_CITED_PEOPLE = re.compile(r"\[\d{1,3}\]\s|[A-Z][\w-]+,? (?:[A-Z]\.\s?)+")
_BOOK = re.compile(r"^10\.\d+/97[89][\d-]+$")


@dataclass(frozen=True, slots=True)
class _Mention:
    """A DOI where it stands."""

    doi: str
    page: int
    score: float
    explicit: bool


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
    ranked = sorted((score, doi) for doi, score in scores.items() if not _is_whole_of(doi, scores))[::-1]
    if not ranked or ranked[0][0] < ENOUGH or ranked[0][1] not in explicit:
        return None
    if len(ranked) > 1 and ranked[1][0] > ranked[0][0] - CLEAR_LEAD and not _JSTOR.match(ranked[1][1]):
        return None
    return ranked[0][1]


_JSTOR = re.compile(r"10\.2307/")


def _is_whole_of(doi: str, others: dict[str, float]) -> bool:
    """Whether it is the DOI of the book of which another one is a chapter."""
    return bool(_BOOK.match(doi)) and any(other != doi and other.startswith(doi) for other in others)


def _stated(metadata: dict[str, str], xmp: str) -> Iterator[str]:
    """DOIs that the file's metadata give for itself."""
    texts = [metadata.get(key, "") for key in ("doi", "wps-articledoi", "bibtex/doi")]
    texts += re.findall(r"<(?:prism|pdfx|crossmark):(?:doi|DOI|WPS-ARTICLEDOI)>\s*([^<]+)<", xmp)
    texts += re.findall(r"<dc:identifier>\s*(?:doi:|https?://(?:dx\.)?doi\.org/)([^<]+)<", xmp)
    found = re.search(r"\bdoi:\s*(10\.\S+)", metadata.get("subject", ""))
    texts += [found.group(1)] if found else []
    for text in texts:
        doi = normalise_doi(text)
        if doi and _is_sound(doi) and not doi.startswith("10.48550/"):
            yield doi


def _is_sound(doi: str) -> bool:
    suffix = doi.partition("/")[2]
    return (
        len(suffix) >= 4
        and any(letter in "123456789" for letter in suffix)
        and not _PLACEHOLDER.search(doi)
        and not _COMPONENT.search(doi)
    )


def _is_on_most_pages(doi: str, texts: Sequence[str]) -> bool:
    """Whether it stands on nearly every page, as only a running head or foot does."""
    seen = texts[:40]
    return len(seen) >= 3 and sum(doi in text.lower() for text in seen) >= max(3, 0.6 * len(seen))


_MAYBE_DOI = re.compile(r"10\.\d{4}")


@dataclass(frozen=True, slots=True)
class _Found:
    value: str
    start: int
    end: int


def _dois(text: str) -> Iterator[_Found]:
    if not _MAYBE_DOI.search(text):
        return
    for found in find_identifiers(text):
        if found.kind == "doi" and _is_sound(found.value):
            yield _Found(found.value, *found.span)


def _mentions(pages: Sequence[Page], texts: Sequence[str], title_page: int) -> Iterator[_Mention]:
    for index in range(min(len(pages), title_page + 3)):
        if not any("10." in text for text in texts[index : index + 1]):
            continue
        page = pages[index]
        body = body_size(page)
        for number, line in enumerate(page.lines):
            if REFERENCES.fullmatch(line.text):
                break
            for found in _dois(line.text):
                following = page.lines[number + 1] if number + 1 < len(page.lines) else None
                doi = _whole(found, line, following, texts)
                if doi is not None:
                    yield _judge(doi, found, page, number, body, max(0, index - title_page))


def _whole(found: _Found, line: Line, following: Line | None, texts: Sequence[str]) -> str | None:
    """The DOI with what stands of it on the next line; None where nobody can tell whether it ends here."""
    rest = line.text[found.end :]
    if rest.strip(".,;)]-/_ ") or following is None or following.block != line.block:
        return found.value
    if not (token := _CONTINUED.match(following.text)):
        return found.value
    tail = line.text[found.start :].rstrip()
    longer = normalise_doi(tail.lower()[tail.lower().index("10.") :] + token.group())
    if longer is None or longer == found.value or not _is_sound(longer):
        return found.value
    if any(longer in text.lower() for text in texts[:12]):
        return longer
    if tail[-1] in "-/_" or (tail[-1] == "." and any(map(str.isdigit, token.group())) and token.group()[0].islower()):
        return longer if _is_sound(longer) else None
    return found.value


def _judge(doi: str, found: _Found, page: Page, number: int, body: float, distance: int) -> _Mention:
    line = page.lines[number]
    before = line.text[: found.start]
    nearby = _context(page, number, found.start)
    after = (
        line.text[found.end :]
        + " "
        + " ".join(other.text for other in page.lines[number + 1 : number + 3] if other.block == line.block)
    )
    alone = (
        len(re.sub(r"https?://\S*|\bdoi\b|digital object identifier", "", before + line.text[found.end :]).split()) < 3
    )
    label = bool(_LABEL.search(nearby)) or line.text[found.start : found.end].lower().startswith("doi")
    other = bool(_SURELY_OTHER.search(nearby[-150:]))
    own = not other and bool(_SAYS_OWN.search(nearby))
    journal = bool(_JOURNAL.search(nearby[-120:]) or _JOURNAL.search(after[:120]))
    at_top, at_bottom = line.top < 0.12 * page.height, line.bottom > 0.86 * page.height
    score = -float(distance)
    if not (own or at_top or at_bottom):  # in the text, where other papers are cited
        score -= 5.0 * (distance > 0 or len({each.value for each in _dois(page.text)}) > 2)
        score -= 4.0 * bool(_CITED_PEOPLE.search(nearby))
    score += 2.0 * (at_top or at_bottom) + 1.0 * (line.size < 0.92 * body) + 2.0 * alone
    score += 3.0 * own + 1.5 * journal + (2.0 if alone else 1.0) * label
    if _DATA_DOI.match(doi):
        score -= 2.0
    close = nearby[-90:].replace("et al", "") if at_top or at_bottom else nearby[-90:]
    if other or (not own and _SAYS_OTHER.search(close)):
        score -= 4.0
    if _FOOTNOTE.match(line.marked) or _ENTRY.match(line.text):
        score -= 5.0
    return _Mention(doi, page.number, score, own or journal or label or (at_top and alone))


def _context(page: Page, number: int, start: int) -> str:
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


def own_arxiv(pages: Sequence[Page], texts: Sequence[str], metadata: dict[str, str]) -> OwnArxiv | None:
    """The paper's own arXiv id: the stamp in the margin of its first page, or another place where only that stands."""
    for index in range(min(len(pages), 2)):
        if index and not re.search(r"arxiv|/\d{7}", texts[index], re.IGNORECASE):
            continue
        page = pages[index]
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
