"""Annotations as Markdown: the words that were marked, the page with a link that opens it again, and the comment."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from readinglist.exchange.markdown_text import plain_markdown
from readinglist.identifiers import SCHEME
from readinglist.library.annotation_records import Annotation
from readinglist.library.records import Paper

NAMES = {"highlight": "Highlight", "underline": "Underline", "area": "Area", "note": "Note"}


def annotation_link(paper: Paper, annotation: Annotation) -> str:
    """The link that opens the page of an annotation: `readinglist://paper/KEY?page=N&annotation=ID`."""
    key = quote(paper.citation_key or str(paper.id), safe="")
    return f"{SCHEME}://paper/{key}?page={annotation.page}&annotation={annotation.id}"


def annotation_markdown(paper: Paper, annotation: Annotation) -> str:
    """One annotation: the quoted words as a block with the page behind them, then the comment, then the tags."""
    link = annotation_link(paper, annotation)
    if annotation.quote:
        head = f"> {plain_markdown(annotation.quote)} ([p. {annotation.page}]({link}))"
    else:
        head = f"[{NAMES.get(annotation.kind, 'Note')}, p. {annotation.page}]({link})"
    tags = " ".join(f"#{tag.replace(' ', '-')}" for tag in annotation.tags)
    return "\n\n".join(part for part in (head, annotation.comment, tags) if part)


def annotations_markdown(groups: Sequence[tuple[Paper, Sequence[Annotation]]]) -> str:
    """The annotations of papers, each paper under a heading; ends with a line break unless there are none."""
    return "\n".join(_of_paper(paper, annotations) for paper, annotations in groups if annotations)


def _of_paper(paper: Paper, annotations: Sequence[Annotation]) -> str:
    people = ", ".join(person.name for person in paper.authors)
    about = ". ".join(
        part for part in (people, f"{paper.year}" if paper.year else "", plain_markdown(paper.venue)) if part
    )
    heading = f"# {plain_markdown(paper.title or paper.citation_key or f'Paper {paper.id}')}"
    parts = [heading, *([about] if about else []), *(annotation_markdown(paper, each) for each in annotations)]
    return "\n\n".join(parts) + "\n"
