"""Services that know papers, asked by id or by title: arXiv, Hugging Face, DataCite, Crossref, Europe PMC, Unpaywall."""

from readinglist.sources.answers import Answer, Copies, Copy, Found, Known, Silent
from readinglist.sources.arxiv import ArxivBatch
from readinglist.sources.errors import SourceError
from readinglist.sources.sources import Sources

__all__ = ["Answer", "ArxivBatch", "Copies", "Copy", "Found", "Known", "Silent", "SourceError", "Sources"]
