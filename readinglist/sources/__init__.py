"""Services that know papers, asked by id or by title, and for copies that everybody may read."""

from readinglist.sources.answers import Answer, Copies, Copy, Found, Known, Silent
from readinglist.sources.arxiv import ArxivBatch
from readinglist.sources.errors import SourceError
from readinglist.sources.sources import Sources

__all__ = ["Answer", "ArxivBatch", "Copies", "Copy", "Found", "Known", "Silent", "SourceError", "Sources"]
