"""Papers as BibTeX that LaTeX prints right and that reads back to the same records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from readinglist.exchange.bibtex_entries import MONTHS
from readinglist.library.records import Paper, Person


def write_bibtex(papers: Sequence[Paper], *, full: bool = False) -> str:
    """One entry for each paper, in UTF-8; `full` adds abstract, tags as keywords, and the note."""
    return "\n".join(_entry(paper, full) for paper in papers)


def _entry(paper: Paper, full: bool) -> str:
    kind = _kind(paper)
    fields = [(name, value) for name, value in _fields(paper, kind, full) if value]
    width = max((len(name) for name, _ in fields), default=0)
    lines = "".join(f"  {name:<{width}} = {value},\n" for name, value in fields)
    return f"@{kind}{{{paper.citation_key},\n{lines}}}\n"


_PROCEEDINGS = re.compile(
    r"\b(?:proceedings|proc\.|conference|conf\.|workshop|symposium|meeting|congress|advances in neural|findings of)\b"
    r"|^(?:ICLR|ICML|NeurIPS|NIPS|ACL|EMNLP|NAACL|EACL|COLING|CVPR|ICCV|ECCV|AAAI|IJCAI|SIGIR|KDD|WWW|CIKM|WSDM|ECIR|CHI"
    r"|INTERSPEECH|ICASSP|UAI|AISTATS|COLM|CoRL|RSS|ICRA|IROS|VLDB|SIGMOD|SOSP|OSDI)\b",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"^(?:the )?(?:\w+ )*(?:universit\w*|institut\w* of technology|hochschule|eth zürich)\b", re.IGNORECASE
)


def _kind(paper: Paper) -> str:
    """The type of an entry, as far as the venue tells it."""
    if _PROCEEDINGS.search(paper.venue):
        return "inproceedings"
    if paper.isbn and not paper.doi:
        return "book"
    if _SCHOOL.search(paper.venue):
        return "phdthesis"
    return "article" if paper.venue else "misc"


_VENUES = {"inproceedings": "booktitle", "article": "journal", "book": "publisher", "phdthesis": "school"}


def _fields(paper: Paper, kind: str, full: bool) -> Iterator[tuple[str, str]]:
    yield "author", _braced(" and ".join(map(_name, paper.authors)))
    yield "title", _braced(_protected(paper.title))
    yield _VENUES.get(kind, "howpublished"), _braced(escaped(paper.venue))
    yield "year", _braced(str(paper.year or ""))
    yield "month", _month(paper.date)
    if paper.arxiv_id:
        yield "eprint", _braced(paper.arxiv_id)
        yield "archiveprefix", _braced("arXiv")
    yield "doi", _braced(_literal(paper.doi))
    yield "pmid", _braced(_literal(paper.pmid))
    yield "isbn", _braced(_literal(paper.isbn))
    openreview = paper.openreview_id and f"https://openreview.net/forum?id={paper.openreview_id}"
    yield "url", _braced(_literal(paper.url or openreview))
    if full:
        yield "keywords", _braced(", ".join(escaped(tag) for tag in paper.tags))
        yield "abstract", _braced(_paragraphs(paper.abstract))
        yield "annote", _braced(_paragraphs(paper.note))


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _month(date: str | None) -> str:
    found = re.match(r"\d{4}-(\d\d)", date or "")
    return MONTHS[int(found[1]) - 1] if found and 1 <= int(found[1]) <= 12 else ""


_SUFFIX = re.compile(r"^(.+?),? ((?:Jr|Sr)\.?|II|III|IV)$")


def _name(person: Person) -> str:
    """`Family, Given`; an organisation stands in braces, for BibTeX would take it apart."""
    family, given = escaped(person.family), escaped(person.given)
    if not given:
        return f"{{{family}}}" if re.search(r"[\s,]", family) else family
    suffix = _SUFFIX.match(family)
    if suffix and not re.search(r"[,{]|\band\b", suffix[1] + given):
        return f"{suffix[1]}, {suffix[2]}, {given}"
    whole = [f"{{{part}}}" if re.search(r",|\band\b", part, re.IGNORECASE) else part for part in (family, given)]
    return ", ".join(whole)


_PIECES = re.compile(r"[^\s\-–—/()\[\]“”\"]+|[\s\-–—/()\[\]“”\"]+")


def _protected(title: str) -> str:
    """A title whose names and acronyms keep their capitals in styles that take them away."""
    pieces = _PIECES.findall(" ".join(title.split()))
    return "".join(f"{{{_escaped(piece)}}}" if _has_inner_capital(piece) else _escaped(piece) for piece in pieces)


def _has_inner_capital(word: str) -> bool:
    return any(character.isupper() for character in word[1:])


_ESCAPES = {character: f"\\{character}" for character in "%&#_$"} | {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_SPECIAL = re.compile(r"[\\{}%&#_$~^]|--+|``+|''+")


def escaped(text: str) -> str:
    """Text as LaTeX that prints it: `5 %` as `5 \\%`, and no two hyphens or quotes that would become one sign."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or "{}".join(found[0]), text)


def _paragraphs(text: str) -> str:
    return "\n\n".join(escaped(paragraph) for paragraph in re.split(r"\n\s*\n", text) if paragraph.strip())


def _literal(text: str | None) -> str:
    """A link or id, which BibTeX takes as it is; only what would break the entry is percent-encoded."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", text or "")
