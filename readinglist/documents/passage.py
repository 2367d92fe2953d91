"""Passages of a document: pieces of its running text that are long enough to mean something by themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readinglist.documents.page_text import looks_like_words
from readinglist.documents.wordings import REFERENCES

WORDS = 170
MOST_WORDS = 220
FEWEST_WORDS = 25
LONGEST_SENTENCE = 2000

_REFERENCES = re.compile(rf"{REFERENCES.pattern}\b(?=\W*(?:\[|\(?\d|[A-Z]|$))|{REFERENCES.pattern}$", re.IGNORECASE)
_AFTER_REFERENCES = re.compile(
    r"\W*(?:(?:appendix|appendices|supplement\w*|anhang|annexe?s?|付録)\b|[A-Z](?:\.\d+)?\.?\s+[A-Z][a-z]+)",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"\W*(?:\[[\w+]{1,9}\]|\(?\d{1,3}[.)])?\s*(?:[A-Z][\w’'-]+,? (?:[A-Z]\.[ -]?)+|(?:[A-Z]\. ?)+[A-Z][\w-]+)"
)
_PERSON = re.compile(
    r"[^\W\d_a-z][\w’'-]+,? (?:[A-Z]\.[ -]?)+(?=[,;&(]|and\b|\s|$)|(?:[A-Z]\.[ -]?)+[^\W\d_a-z][\w’-]+,"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)\]]*\s+(?=[\"“‘(\[]?[A-Z0-9À-ÞΑ-ΩА-Я])|(?<=[。！？．])(?=\S)")
_NO_END = re.compile(
    r"(?:\b(?:al|e\.g|i\.e|cf|fig|figs|eq|eqs|ref|refs|sec|sect|tab|no|vol|pp?|dr|mr|ms|st|vs|resp|approx|bzw|z\.b|u\.a"
    r"|d\.h|vgl|abb|[A-Za-z])\.)[\"”’)\]]*\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Passage:
    """About 150 to 200 words of running text, and the page (from 1) on which they begin."""

    page: int
    text: str


def passages(pages: Sequence[str]) -> list[Passage]:
    """Cut the text of a document at ends of sentences; reference lists and what is no text are left out."""
    found: list[Passage] = []
    start, gathered, count = 0, [""] * 0, 0
    for page, sentence, size in _sized(_sentences(pages)):
        if count and count + size > MOST_WORDS:
            found.append(Passage(start, " ".join(gathered)))
            gathered, count = [], 0
        if not gathered:
            start = page
        gathered.append(sentence)
        count += size
        if count >= WORDS:
            found.append(Passage(start, " ".join(gathered)))
            gathered, count = [], 0
    if count >= FEWEST_WORDS or (gathered and not found):
        found.append(Passage(start, " ".join(gathered)))
    elif gathered:  # a few words more do no harm to the last one
        last = found.pop()
        found.append(Passage(last.page, f"{last.text} {' '.join(gathered)}"))
    return found


def _sized(sentences: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str, int]]:
    """Each sentence with its size in words; monsters (tables, lists) come in pieces."""
    for page, sentence in sentences:
        size = _size(sentence)
        if size <= MOST_WORDS:
            yield page, sentence, size
            continue
        pieces = size // WORDS + 1
        step = len(sentence) // pieces + 1
        for first in range(0, len(sentence), step):
            yield page, sentence[first : first + step], size // pieces


def _size(text: str) -> int:
    """How many words a text has; of scripts without spaces two letters count as one."""
    words = text.count(" ") + 1
    if not text.isascii():
        words += sum("\u3040" <= letter < "\ud7b0" for letter in text) // 2
    return max(words, len(text) // 12)


def _sentences(pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    carried, carried_page = "", 0
    for page, paragraph in _paragraphs(pages):
        text = f"{carried} {paragraph}".strip()
        start = carried_page if carried else page
        *sentences, last = _split(text)
        for sentence in sentences:
            yield start, sentence
            start = page
        if last.endswith((".", "!", "?", "。", "！", "？", "．", ":", "”", '"')):
            yield start, last
            carried = ""
        else:  # it goes on in the next paragraph, or on the next page
            carried, carried_page = last, start
            if len(carried) > LONGEST_SENTENCE:
                yield start, carried
                carried = ""
    if carried:
        yield carried_page, carried


def _split(text: str) -> list[str]:
    parts: list[str] = []
    done = 0
    for end in _SENTENCE_END.finditer(text):
        if not _NO_END.search(text, max(done, end.start() - 8), end.start()):
            parts.append(text[done : end.start()].strip())
            done = end.start()
    parts.append(text[done:].strip())
    return [part for part in parts if part]


def _paragraphs(pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The paragraphs of running text with their page, without running heads and lists of references."""
    heads = _repeated(pages)
    in_references = False
    for page, text in enumerate(pages, 1):
        for paragraph in text.split("\n"):
            if _REFERENCES.match(paragraph) and page * 3 > len(pages):
                in_references = True
            elif in_references and len(paragraph) < 80 and _AFTER_REFERENCES.match(paragraph):
                in_references = False
            if in_references or _head_key(paragraph) in heads or _is_reference(paragraph):
                continue
            if _is_running_text(paragraph):
                yield page, paragraph


def _is_running_text(paragraph: str) -> bool:
    letters = sum(map(str.isalpha, paragraph))
    return len(paragraph) >= 30 and letters >= 0.6 * len(paragraph) and looks_like_words(paragraph)


def _is_reference(paragraph: str) -> bool:
    """Whether it is a part of a list of references, or of names, whose heading was not seen."""
    if len(paragraph) < 600 and _ENTRY.match(paragraph) and _YEAR.search(paragraph):
        return True
    people = len(_PERSON.findall(paragraph))
    return people >= 3 and people * 120 > len(paragraph)


def _repeated(pages: Sequence[str]) -> set[str]:
    """Keys of lines that stand on several pages: heads and feet."""
    counts: dict[str, int] = {}
    for text in pages:
        for key in {_head_key(paragraph) for paragraph in text.split("\n") if len(paragraph) < 200}:
            counts[key] = counts.get(key, 0) + 1
    return {key for key, count in counts.items() if count >= 3}


def _head_key(paragraph: str) -> str:
    """A line without its numbers, which differ from page to page."""
    return re.sub(r"\d+", "", paragraph)[:200]
