"""Hugging Face's papers: one by its arXiv id, or a search for a title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from readinglist.daily_papers import read_daily_papers
from readinglist.errors import InputError
from readinglist.http_client import HttpClient
from readinglist.library.cleaning import clean
from readinglist.library.records import PaperRecord, Person
from readinglist.sources.answers import Found
from readinglist.sources.arxiv import PDF
from readinglist.sources.errors import SourceError
from readinglist.sources.text import LONGEST_ABSTRACT, LONGEST_TITLE, MOST_AUTHORS

PAPERS = "https://huggingface.co/api/papers/"
LONGEST_QUESTION = 250
"""Characters; a longer one is turned down."""


def read_papers(body: bytes) -> tuple[Found, ...]:
    """The papers of an answer that have id and title, whatever its shape; SourceError if it is none."""
    try:
        papers, failures = read_daily_papers(body.decode("utf-8-sig"))
    except (InputError, ValueError) as error:
        raise SourceError.broken("Hugging Face") from error
    if failures and not papers:
        raise SourceError.strange("Hugging Face")
    records = [tidy(paper.record) for paper in papers]
    return tuple(
        Found(record, "huggingface", (f"{PDF}{record.arxiv_id}",))
        for record in records
        if record.title and record.arxiv_id
    )


def ask_id(client: HttpClient, arxiv_id: str, cancelled: Callable[[], bool]) -> Found:
    """What it says of one paper; SourceError if that is of another one."""
    answer = client.get(f"{PAPERS}{quote(arxiv_id, safe='')}", cancelled=cancelled)
    found = next((found for found in read_papers(answer.body) if found.record.arxiv_id == arxiv_id), None)
    if found is None:
        raise SourceError.strange("Hugging Face")
    return found


def ask_title(client: HttpClient, title: str, cancelled: Callable[[], bool]) -> tuple[Found, ...]:
    """The papers that its search brings for a title."""
    question = title
    if len(title) > LONGEST_QUESTION:
        question = title[: LONGEST_QUESTION + 1].rpartition(" ")[0] or title[:LONGEST_QUESTION]
    answer = client.get(f"{PAPERS}search", params={"q": question, "limit": 10}, cancelled=cancelled)
    return read_papers(answer.body)


def tidy(record: PaperRecord) -> PaperRecord:
    """No feed has shown it: it was asked for."""
    authors = [Person(clean(person.family), clean(person.given)) for person in record.authors[:MOST_AUTHORS]]
    return replace(
        record,
        title=clean(record.title[:LONGEST_TITLE]),
        abstract=clean(record.abstract[:LONGEST_ABSTRACT]),
        authors=tuple(person for person in authors if person.family),
        feed_date=None,
    )
