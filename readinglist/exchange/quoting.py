"""A quotation with its source behind it, as it goes into a text that one writes."""

from __future__ import annotations

from collections.abc import Sequence

from readinglist.library.records import Paper, Person

TITLE_WORDS = 5


def cited_quote(paper: Paper, quote: str, pages: Sequence[str]) -> str:
    """`“words” (Lee & Kim, 2020, p. 3) https://doi.org/…`; where no link is known, `[@key]` behind it.

    `pages` are the printed numbers of the first and the last page that it stands on; the same twice is one.
    """
    words = " ".join(quote.split())
    numbers = list(dict.fromkeys(pages))
    place = f"p. {numbers[0]}" if len(numbers) == 1 else f"pp. {numbers[0]}–{numbers[-1]}"
    source = ", ".join((_people(paper), str(paper.year or "n.d."), place))
    return f"“{words}” ({source}) {_link(paper)}".rstrip()


def _people(paper: Paper) -> str:
    names = [_family(person) for person in paper.authors]
    if not names:
        title = paper.title.split()
        return " ".join(title[:TITLE_WORDS]) + ("…" if len(title) > TITLE_WORDS else "") if title else "anonymous"
    return f"{names[0]} et al." if len(names) > 2 else " & ".join(names)


def _family(person: Person) -> str:
    return person.family or person.name


def _link(paper: Paper) -> str:
    if paper.doi:
        return f"https://doi.org/{paper.doi}"
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}"
    return paper.url or (f"[@{paper.citation_key}]" if paper.citation_key else "")
