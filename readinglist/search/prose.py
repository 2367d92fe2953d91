"""Whether a passage says something to a reader, and the piece of it that says why it is near another one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from readinglist.library.index_words import stems_of
from readinglist.search.frequencies import Frequencies
from readinglist.search.sentences import sentences_of
from readinglist.search.stop_words import STOP_WORDS

QUOTE = 230
"""About how many characters a quote has: three lines of a side panel."""
SHORTEST_SENTENCE = 40
PIECE = 1_100
"""Characters of a piece of a page: some 170 words."""
LAST_WORDS = 6

_FURNITURE = re.compile(
    r"\b(?:gratefully acknowledge|acknowledge?ments?\b|grants? (?:disclosures?|agreement|information|no\b|number)"
    r"|supported (?:in part )?by (?:the|a)|funded by|funding (?:information|source|statement)|competing interests?"
    r"|conflicts? of interest|author contributions?|contributed equally|data availability|all rights reserved"
    r"|permission to (?:make|copy|use)|creative commons|licensed under|copyright|corresponding author|e-mail:"
    r"|proceedings of|isbn|issn|received:?\s+\d|published (?:online|by)"
    r"|supplementa(?:ry|l) (?:information|materials?) )"
    r"|©|c⃝|[†‡□⋄∗⋆]\s?[A-Z]",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"[^\W\d_a-z][\w’'-]+,? (?:[A-Z]\.[ -]?)+(?=[,;&(]|and\b|\s|$)|(?:[A-Z]\.[ -]?)+[^\W\d_a-z][\w’-]+,"
)
_SOURCE = re.compile(r"\b(?:19|20)\d\d[a-z]?\b|\bdoi\b|https?://|\bpp?\.\s?\d|\bvol\b|arxiv:", re.IGNORECASE)
_WORD = re.compile(r"(?<!\S)[^\w\s]*[^\W\d_]{2,}[^\d\s]*(?!\S)")
_UNSPACED = re.compile(r"[\u0e00-\ud7af]")


def is_prose(text: str) -> bool:
    """Whether most of a text is sentences: not references, names, formulas, tables or what journals print around."""
    if len(_UNSPACED.findall(text)) > len(text) // 3:  # scripts without spaces between words
        return True
    tokens = text.split()
    if len(_WORD.findall(text)) < max(5, 0.62 * len(tokens)):
        return False
    visible = sum(map(len, tokens))
    if sum(map(str.isalpha, text)) < 0.78 * visible:
        return False
    if len(_SOURCE.findall(text)) * 12 > len(tokens) or len(_PERSON.findall(text)) * 20 > len(tokens):
        return False
    if not _FURNITURE.search(text):
        return True
    furniture = sum(end - start for start, end in sentences_of(text) if _FURNITURE.search(text, start, end))
    return furniture * 2 < len(text)


def pieces_of(text: str) -> list[str]:
    """A page's text in pieces of some sentences, as long as the model reads."""
    pieces, gathered = [], ""
    for start, end in sentences_of(text):
        if gathered and len(gathered) + end - start > PIECE:
            pieces.append(gathered)
            gathered = ""
        gathered = f"{gathered} {' '.join(text[start:end].split())}".strip()
    return [*pieces, gathered] if gathered else pieces


def ends_on(passage: str, page: str) -> bool:
    """Whether the last words of a passage, which begins on an earlier page, stand on this one."""
    last = passage.split()[-LAST_WORDS:]
    return " ".join(last) in " ".join(page.split())


def begins_on(quote: str, page: str) -> bool:
    """Whether the first words of a quote stand on a page."""
    first = quote.strip("… ").split()[:LAST_WORDS]
    return " ".join(first) in " ".join(page.split())


def weights_of(text: str) -> dict[str, float]:
    """The telling stems of a text, each with how rare it is at large."""
    return {stem: _weight(stem) for stem in set(stems_of(text)) if stem not in STOP_WORDS}


def in_common(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How much of what two texts say with rare words they share, between 0 and 1: a cosine of their weights."""
    shared = sum(one[stem] ** 2 for stem in one.keys() & other.keys())
    sizes = sum(weight**2 for weight in one.values()) * sum(weight**2 for weight in other.values())
    return float(shared / sizes**0.5) if sizes else 0.0


def quote_of(text: str, page: Mapping[str, float]) -> str:
    """The sentences of a passage that share most with the page, with dots where something was left out."""
    spans = [(start, end) for start, end in sentences_of(text)] or [(0, len(text))]
    order = sorted(range(len(spans)), key=lambda at: -_telling(text, spans[at], page))
    best = next((at for at in order if _says_something(text[slice(*spans[at])])), order[0])
    start, end = spans[best]
    for _, further in spans[best + 1 :]:
        if further - start > QUOTE:
            break
        end = further
    if end - start > QUOTE:
        end = text.rfind(" ", start, start + QUOTE) if " " in text[start : start + QUOTE] else start + QUOTE
    quote = " ".join(text[start:end].split())
    return f"{'… ' if text[:start].strip() else ''}{quote}{' …' if text[end:].strip() else ''}"


def _telling(text: str, span: tuple[int, int], page: Mapping[str, float]) -> float:
    own = weights_of(text[span[0] : span[1]])
    return float(sum(page[stem] for stem in own.keys() & page.keys()) / max(len(own), 8) ** 0.5)


def _says_something(sentence: str) -> bool:
    return len(sentence) >= SHORTEST_SENTENCE and not _FURNITURE.search(sentence) and is_prose(sentence)


@lru_cache(maxsize=50_000)
def _weight(stem: str) -> float:
    return Frequencies.idf_at_large(stem)
