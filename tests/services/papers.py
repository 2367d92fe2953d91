"""Papers that the services know, and as many made ones as a test wants."""

from __future__ import annotations

import random
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tests.pdfs import pdf

ARXIV_DOI = "10.48550/arxiv."
"""Begins the DOI of every arXiv paper, at DataCite."""


@dataclass(frozen=True, slots=True)
class PaperOnServer:
    """A paper as the world knows it."""

    title: str
    authors: tuple[str, ...] = ("Emmy Noether",)
    """Given names first."""
    abstract: str = ""
    year: int = 2025
    arxiv_id: str = ""
    """Without its version."""
    version: int = 1
    doi: str = ""
    """The publisher's."""
    pmid: str = ""
    venue: str = ""
    registered_with: str = "crossref"
    """Who knows the DOI: crossref or datacite."""
    pdf: bytes = field(default=b"", repr=False)
    """Its file, at arXiv for a paper with an arXiv id, else at the publisher's; empty where nobody has it."""
    open_at: frozenset[str] = frozenset()
    """Who names the publisher's PDF as an open copy: crossref, europepmc, unpaywall."""
    unknown_to: frozenset[str] = frozenset()
    """Services that have not heard of it, though by its ids they might."""
    recorded: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """By service what it answers about this paper, byte for byte; of Hugging Face a row of its lists."""

    def known_to(self, service: str) -> bool:
        """Whether a service has it, by one of its ids."""
        by_id = {
            "arxiv": self.arxiv_id,
            "arxiv_pdf": self.arxiv_id and self.pdf,
            "huggingface": self.arxiv_id,
            "crossref": self.registered_with == "crossref" and self.doi,
            "datacite": self.arxiv_id or (self.registered_with == "datacite" and self.doi),
            "europepmc": self.pmid,
            "unpaywall": self.registered_with == "crossref" and self.doi,
            "publisher": self.doi and self.pdf,
        }
        return bool(by_id[service]) and service not in self.unknown_to

    @property
    def names(self) -> list[tuple[str, str]]:
        """Given and family names of the authors; a name of one word has no given ones."""
        return [(given, family) for given, _, family in (name.rpartition(" ") for name in self.authors)]


KINDS = ("arxiv", "crossref", "unpaywall", "europepmc", "datacite")
"""What a made paper has: an arXiv id; or a DOI, and who besides names its PDF at the publisher's (DataCite never)."""

_PEOPLE = (
    *("Emmy Noether", "Sofia Kovalevskaya", "Ada Lovelace", "Mary Somerville", "Maria Agnesi", "Sophie Germain"),
    *("Leonhard Euler", "Carl Friedrich Gauss", "Bernhard Riemann", "Alan Turing", "Andrey Kolmogorov"),
    *("Srinivasa Ramanujan", "Thomas Bayes", "Henrietta Leavitt", "Lise Meitner", "Rosalind Franklin"),
)
_MANNERS = "Sparse Patient Layered Faithful Frugal Nested Gradual Shared Tidal Quiet Robust Lazy".split()
_THINGS = "Attention Lattices Estimators Grammars Retrieval Currents Membranes Proofs Sampling Orbits".split()
_FIELDS = "Translation Forecasting Metallurgy Phonetics Scheduling Genomics Navigation Tomography".split()
_VERBS = "measure compare bound simplify explain repeat extend question".split()
_SYLLABLES = "ba ke li mo nu ra se ti vo zu da fe gi ho ju pa".split()


def many_papers(
    count: int, *, kinds: Sequence[str] = ("arxiv",), pages: int = 4, pdf_size: int = 0
) -> list[PaperOnServer]:
    """So many different papers, always the same ones: kinds in turn, each with words and a PDF of its own.

    `pdf_size`: bytes that a PDF has at least.
    """
    return [_paper(number, kinds[number % len(kinds)], pages, pdf_size) for number in range(count)]


def own_word(number: int) -> str:
    """The word that stands in title, abstract and on each page of the made paper of that number, and nowhere else."""
    rest, low = divmod(number, len(_SYLLABLES) ** 3)
    left = low * 2531 % len(_SYLLABLES) ** 3 + rest * len(_SYLLABLES) ** 3  # neighbours get words that differ
    digits: list[str] = []
    while left or len(digits) < 3:
        left, digit = divmod(left, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "".join(digits) + "rim"


def printed(paper: PaperOnServer, *, pages: int = 1, pdf_size: int = 0, seed: int = 0) -> bytes:
    """A PDF with that paper's title, authors and abstract on page 1, and pages of its words behind."""
    chance = random.Random(seed)
    stamp = f"arXiv:{paper.arxiv_id}v{paper.version}" if paper.arxiv_id else f"https://doi.org/{paper.doi}"
    first = [*_lines(paper.title), "", *_lines(", ".join(paper.authors)), "", "Abstract", *_lines(paper.abstract)]
    words = f"{paper.title} {paper.abstract}".split()
    others = [_lines(" ".join(chance.choices(words, k=300)), 44) for _ in range(pages - 1)]
    sheets = [[_latin(line) for line in sheet] for sheet in ([*first, "", stamp], *others)]
    made = pdf(*sheets)
    missing = pdf_size - len(made)
    return pdf(*sheets, padding=chance.randbytes(missing).decode("latin-1")) if missing > 0 else made


def _paper(number: int, kind: str, pages: int, pdf_size: int) -> PaperOnServer:
    if kind not in KINDS:
        raise ValueError(f"There is no kind {kind!r}; there are {', '.join(KINDS)}.")
    chance = random.Random(number)
    word = own_word(number)
    manner, thing, subject = chance.choice(_MANNERS), chance.choice(_THINGS), chance.choice(_FIELDS)
    at_arxiv = kind == "arxiv"
    paper = PaperOnServer(
        title=f"{manner} {thing} for {word.title()} {subject}",
        authors=tuple(chance.sample(_PEOPLE, k=chance.randint(1, 4))),
        abstract=" ".join(_sentences(chance, word, thing.lower(), subject.lower())),
        arxiv_id=f"25{1 + number // 90000 % 12:02}.{10000 + number % 90000}" if at_arxiv else "",
        doi="" if at_arxiv else f"10.5555/{word}.{number}",
        venue="" if at_arxiv else f"Annals of {subject}",
        version=chance.randint(1, 3),
        pmid=str(31_000_000 + number) if kind == "europepmc" else "",
        registered_with="datacite" if kind == "datacite" else "crossref",
        open_at=frozenset({kind} & {"crossref", "unpaywall", "europepmc"}),
    )
    return replace(paper, pdf=printed(paper, pages=pages, pdf_size=pdf_size, seed=number))


def _sentences(chance: random.Random, word: str, thing: str, subject: str) -> Iterator[str]:
    yield f"We {chance.choice(_VERBS)} {thing} in {subject}, where {word} had the last word so far."
    for _ in range(3):
        other = chance.choice(_THINGS).lower()
        yield (
            f"Our {chance.choice(_MANNERS).lower()} {thing} {chance.choice(_VERBS)} {other}"
            f" in {chance.randint(2, 98)} of {chance.randint(99, 900)} trials of {word} {subject}."
        )
    yield f"What remains of {word} is left to {chance.choice(_FIELDS).lower()}."


def _lines(text: str, most: int = 40) -> list[str]:
    return textwrap.wrap(text, 80)[:most]


def _latin(text: str) -> str:
    return text.encode("latin-1", "replace").decode("latin-1")
