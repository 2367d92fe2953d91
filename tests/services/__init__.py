"""Local servers that play arXiv, Hugging Face, DataCite, Crossref, Europe PMC, Unpaywall and a publisher.

    with Services(many_papers(40), latency=0.02) as services:
        services.environ                        what leads the program here
        services.misbehave(Cut(2000), "arxiv_pdf", "/pdf/2501.1*", times=2)
        services.refuse("arxiv"), services.accept("arxiv"), services.behave()
        services.calls("arxiv"), services.most_at_once("arxiv")

As a process of its own: `python -m tests.services --help`, or ServicesProcess.
"""

from tests.services.faults import (
    Changed,
    Cut,
    Empty,
    Endless,
    Fault,
    GzipBomb,
    Html,
    Redirect,
    Slow,
    Status,
    Untitled,
    Whole,
    WrongLength,
)
from tests.services.log import Call
from tests.services.names import CONTROL, SERVICES
from tests.services.papers import KINDS, PaperOnServer, many_papers, own_word, printed
from tests.services.server import Services

__all__ = [
    "CONTROL",
    "KINDS",
    "SERVICES",
    "Call",
    "Changed",
    "Cut",
    "Empty",
    "Endless",
    "Fault",
    "GzipBomb",
    "Html",
    "PaperOnServer",
    "Redirect",
    "Services",
    "Slow",
    "Status",
    "Untitled",
    "Whole",
    "WrongLength",
    "many_papers",
    "own_word",
    "printed",
]
