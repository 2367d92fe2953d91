"""Annotations as Markdown: the words that were marked, the page with a link that opens it again, and the comment."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from readinglist.identifiers import SCHEME
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Paper

NAMES = {"highlight": "Highlight", "underline": "Underline", "area": "Area", "note": "Note"}

# What would be emphasis, code, a link, HTML or the end of a line of its own, and not the words that were marked.
_INLINE = re.compile(r"[\\`*]|<(?=[\w/!?])|(?<!\w)_|_(?!\w)|\](?=[(\[:])")
_AT_THE_BEGINNING = re.compile(r"(#{1,6}(?=\s|$)|[-+](?=\s|$)|>|[=~|]|-{3,})")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def annotation_link(paper: Paper, annotation: Annotation) -> str:
    """The link that opens the page of an annotation: `readinglist://paper/KEY?page=N&annotation=ID`."""
    key = quote(paper.citation_key or str(paper.id), safe="")
    return f"{SCHEME}://paper/{key}?page={annotation.page}&annotation={annotation.id}"


def annotation_markdown(paper: Paper, annotation: Annotation) -> str:
    """One annotation: the quoted words as a block with the page behind them, then the comment, then the tags."""
    link = annotation_link(paper, annotation)
    if annotation.quote:
        head = f"> {_plain(annotation.quote)} ([p. {annotation.page}]({link}))"
    else:
        head = f"[{NAMES.get(annotation.kind, 'Note')}, p. {annotation.page}]({link})"
    tags = " ".join(f"#{tag.replace(' ', '-')}" for tag in annotation.tags)
    return "\n\n".join(part for part in (head, annotation.comment, tags) if part)


def annotations_markdown(groups: Sequence[tuple[Paper, Sequence[Annotation]]]) -> str:
    """The annotations of papers, each paper under a heading; ends with a line break unless there are none."""
    return "\n".join(_of_paper(paper, annotations) for paper, annotations in groups if annotations)


def _of_paper(paper: Paper, annotations: Sequence[Annotation]) -> str:
    people = ", ".join(person.name for person in paper.authors)
    about = ". ".join(part for part in (people, f"{paper.year}" if paper.year else "", _plain(paper.venue)) if part)
    heading = f"# {_plain(paper.title or paper.citation_key or f'Paper {paper.id}')}"
    parts = [heading, *([about] if about else []), *(annotation_markdown(paper, each) for each in annotations)]
    return "\n\n".join(parts) + "\n"


def _plain(text: str) -> str:
    """Text on one line such that Markdown shows it as it is."""
    text = _INLINE.sub(r"\\\g<0>", " ".join(text.split()))
    if numbered := _NUMBERED.match(text):
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    return f"\\{text}" if _AT_THE_BEGINNING.match(text) else text
