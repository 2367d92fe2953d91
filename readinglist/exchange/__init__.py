"""Files and texts to records and back, as pure functions: BibTeX, RIS, Daily Papers pages and JSON, Markdown."""

from readinglist.exchange.annotation_markdown import annotation_link, annotation_markdown, annotations_markdown
from readinglist.exchange.bibtex import read_bibtex
from readinglist.exchange.bibtex_writing import write_bibtex
from readinglist.exchange.daily_json import read_daily_json
from readinglist.exchange.daily_page import read_daily_page
from readinglist.exchange.decoding import decoded
from readinglist.exchange.parsed import Parsed
from readinglist.exchange.ris import read_ris
from readinglist.exchange.sniffing import read_any, sniff

__all__ = [
    "Parsed",
    "annotation_link",
    "annotation_markdown",
    "annotations_markdown",
    "decoded",
    "read_any",
    "read_bibtex",
    "read_daily_json",
    "read_daily_page",
    "read_ris",
    "sniff",
    "write_bibtex",
]
