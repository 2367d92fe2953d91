"""Notes as passages: cut at paragraphs, and embedded so that what lies next door to a page can be one's own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from readinglist.library import Library
from readinglist.search.embedder import Embedder
from readinglist.search.sentences import sentences_of

WORDS, MOST_WORDS = 40, 170
"""Paragraphs are put together until they have so many words, and cut where they have more."""
FEWEST_WORDS = 6
"""Less says too little to be near anything: `Ask about this!`"""

_MARKS = re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,3}[.)]\s+|```.*$|(?:[-*_]\s*){3,}$)")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*(?:\s+\"[^\"]*\")?\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`|~~|\$)(?=\S)(.+?)(?<=\S)\1(?!\w)")


def passages_of_note(text: str) -> list[str]:
    """Pieces of a note's Markdown that mean something by themselves, without its marks."""
    found: list[str] = []
    gathered: list[str] = []
    for piece in _pieces(text):
        if gathered and _words(*gathered, piece) > MOST_WORDS:
            found.append(" ".join(gathered))
            gathered = []
        gathered.append(piece)
        if _words(*gathered) >= WORDS:
            found.append(" ".join(gathered))
            gathered = []
    if gathered:
        found.append(" ".join(gathered))
    return [one for one in found if _words(one) >= FEWEST_WORDS]


def index_notes(
    library: Library, embedder: Embedder, papers: Sequence[int], *, cancelled: Callable[[], bool] | None = None
) -> list[int]:
    """Embed the notes of these papers and store their passages; those that are up to date cost nothing.

    Returns the papers that are done; fewer than asked for only if `cancelled` said so. ModelError.
    """
    from readinglist.search.packing import pack_bytes

    stale = library.index.passages.stale_notes(embedder.stamp, papers)
    waiting = set(stale)
    for paper, note in stale.items():
        if cancelled is not None and cancelled():
            break
        texts = passages_of_note(note)
        vectors = pack_bytes(embedder.encode(texts)) if texts else b""
        library.index.set_note_passages(embedder.stamp, paper, note, texts, vectors)
        waiting.discard(paper)
    return [paper for paper in papers if paper not in waiting]


def _pieces(text: str) -> Iterator[str]:
    """Paragraphs, each on one line; monsters in sentences."""
    for paragraph in re.split(r"\n\s*\n", text):
        lines = (_MARKS.sub("", line).strip() for line in paragraph.split("\n"))
        whole = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", " ".join(line for line in lines if line)))
        if _words(whole) <= MOST_WORDS:
            if whole:
                yield whole
            continue
        for start, end in sentences_of(whole):
            yield whole[start:end]


def _words(*texts: str) -> int:
    return sum(max(len(text.split()), len(text) // 12) for text in texts)
