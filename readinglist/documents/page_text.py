"""Running text of a document's pages from what MuPDF prints: words made whole, a paragraph a line."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

HYPHENS = "-\u2010\u00ad"
_FIRST_PART, _SECOND_PART = re.compile(r"\w+(?:-\w+)*\Z"), re.compile(r"[^\W\d_]+(?:-\w+)*")
_WORD_EDGES = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum() and chr(code) != "-") + "“”‘’–—…"
_ENDS = tuple('.!?:;。！？．…"”»)')
_CJK = ("\u3000", "\ua000")

# TeX's old fonts put ligatures where ASCII has control characters, and some PDFs name no better ones.
_TEX_LIGATURES = {"\x0b": "ff", "\x0c": "fi", "\x0d": "fl", "\x0e": "ffi", "\x0f": "ffl"}
_TEX_LIGATURE = re.compile(r"(?<=[A-Za-z])[\x0b-\x0f]|[\x0b-\x0f](?=[A-Za-z]{2})")
_UNPRINTABLE = frozenset(map(chr, [*range(0x0A), *range(0x0B, 0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000)]))

# Accents that a font draws beside their letters: spacing character -> combining one.
_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "ˆ": "\u0302", "˜": "\u0303",
    "˚": "\u030a", "ˇ": "\u030c", "¸": "\u0327", "˘": "\u0306", "˝": "\u030b", "˙": "\u0307", "˛": "\u0328",
}  # fmt: skip
_ACCENT = re.compile(f"[{''.join(_ACCENTS)}]")


BrokenWord = tuple[str, str, str]
"""The part before a line's end, the hyphen, and the part behind it."""


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page in reading order, once a paragraph a line (words that a line's end broke still have a hyphen in
    them), and once as the lines stand in print."""

    paragraphs: str
    lines: str

    @classmethod
    def of(cls, paragraphs: Iterable[str]) -> PrintedPage:
        """A page of paragraphs whose lines are divided by newlines."""
        texts = list(paragraphs)
        joined = (re.sub(rf"(?<=\w[{HYPHENS}]) ?\n", "", text).replace("\n", " ") for text in texts)
        return cls("\n".join(joined), "\n".join(texts))


def join_pages(pages: Sequence[PrintedPage]) -> list[str]:
    """One text for each page: a paragraph a line, words broken at line ends made whole again.

    A word that the document writes with a hyphen elsewhere keeps it.
    """
    texts = set_accents([plain_letters(page.paragraphs) for page in pages])
    broken = [Counter(_broken_words(text, page.lines)) for text, page in zip(texts, pages, strict=True)]
    words = _vocabulary(texts, broken) if any(broken) else frozenset()
    return [_paragraphs(_mended(text, parts, words)) for text, parts in zip(texts, broken, strict=True)]


def plain_letters(text: str) -> str:
    """Text without control characters and lone surrogates (newlines stay), with TeX's ligatures written out."""
    if text.replace("\n", " ").isprintable():
        return text
    unprintable = set(text) & _UNPRINTABLE
    if unprintable & _TEX_LIGATURES.keys():
        text = _TEX_LIGATURE.sub(lambda match: _TEX_LIGATURES[match.group()], text)
    for letter in unprintable:
        text = text.replace(letter, " " if letter == "\t" else "")
    return text.replace("\xa0", " ")


def letter_by_letter(text: str) -> list[str]:
    """What `plain_letters` makes of each letter of a text; newlines become spaces."""
    if text.isprintable():
        return list(text)
    ligatures = {match.start(): _TEX_LIGATURES[match.group()] for match in _TEX_LIGATURE.finditer(text)}
    plain = {"\t": " ", "\n": " ", "\xa0": " "}
    return [
        ligatures.get(place) or plain.get(letter, "" if letter in _UNPRINTABLE else letter)
        for place, letter in enumerate(text)
    ]


def _broken_words(text: str, lines: str) -> Iterator[BrokenWord]:
    """The words of a page that are broken at a line's end, as they stand in its paragraphs."""
    for hyphen in HYPHENS:
        if hyphen not in lines:
            continue
        before, *others = lines.replace(" \n", "\n").split(f"{hyphen}\n")
        for after in others:
            first = _FIRST_PART.search(before, max(0, len(before) - 40))
            second = _SECOND_PART.match(after)
            before = after
            if first and second:
                yield from _as_in_text(text, plain_letters(first.group()), hyphen, plain_letters(second.group()))


def _as_in_text(text: str, first: str, hyphen: str, second: str) -> Iterator[BrokenWord]:
    if "f" not in first + second:
        yield first, hyphen, second
        return
    # MuPDF's lines lack what follows the f of a ligature.
    pattern = "f[fil]*".join(re.escape(part) for part in re.sub("f[fil]*", "f", f"{first}{hyphen}{second}").split("f"))
    if found := re.search(pattern, text):
        whole, _, rest = found.group().partition(hyphen)
        yield whole, hyphen, rest


def _vocabulary(texts: Sequence[str], broken: Sequence[Counter[BrokenWord]]) -> Set[str]:
    """All words of a document in small letters, but for those that a line's end breaks."""
    plain: set[str] = set()
    words: set[str] = set()
    for text, parts in zip(texts, broken, strict=True):
        new = set(text.lower().split()) - plain
        with_hyphen = {word for word in new if "-" in word or "\u2010" in word}
        plain |= new - with_hyphen
        small = text.lower() if parts else ""
        broken_only = {
            whole
            for (first, hyphen, second), count in parts.items()
            if small.count(whole := f"{first}{hyphen}{second}".lower()) <= count
        }
        words |= {word.strip(_WORD_EDGES) for word in with_hyphen} - broken_only
    return words | {word if word.isalpha() else word.strip(_WORD_EDGES) for word in plain}


def _mended(text: str, broken: Iterable[BrokenWord], words: Set[str]) -> str:
    for first, hyphen, second in broken:
        between = hyphen if hyphen != "\u00ad" and _keeps_hyphen(first, second, words) else ""
        for gap in ("", " ", "\n"):
            text = text.replace(f"{first}{hyphen}{gap}{second}", first + between + second)
    return text


def _keeps_hyphen(first: str, second: str, words: Set[str]) -> bool:
    if second[0].isupper() or first[-1].isdigit() or "-" in first + second:
        return True  # a name such as Smith-Jones, 3-fold, state-of-the-art
    first, second = first.lower(), second.lower()
    if first + second in words:
        return False
    return f"{first}-{second}" in words or (len(first) > 3 and first in words and second in words)


def _paragraphs(text: str) -> str:
    """The paragraphs with those made one that go on: MuPDF ends one wherever the spacing changes a little."""
    paragraphs: list[str] = []
    for line in text.split("\n"):
        paragraph = " ".join(line.split())
        if not paragraph:
            continue
        if paragraphs and not paragraphs[-1].endswith(_ENDS):
            if paragraph[0].islower():
                paragraphs[-1] += f" {paragraph}"
                continue
            if _CJK[0] < paragraph[0] < _CJK[1] and _CJK[0] < paragraphs[-1][-1] < _CJK[1]:
                paragraphs[-1] += paragraph
                continue
        paragraphs.append(paragraph)
    return "\n".join(paragraphs)


def set_accents(texts: Sequence[str]) -> Sequence[str]:
    """Texts of one document with the accents that stand beside their letters put on them."""
    before = _accents_stand_before(texts)
    return texts if before is None else [_set_accents(text, before) for text in texts]


def _accents_stand_before(texts: Sequence[str]) -> bool | None:
    """Whether accents that stand alone belong to the next letter (TeX) or the last (others); None: there are none."""
    votes = 0
    seen = False
    for text in texts:
        for match in () if text.isascii() else _ACCENT.finditer(text):
            seen = True
            votes += bool(_accented(match, after=True)) - bool(_accented(match, after=False))
    return votes >= 0 if seen else None


def _accented(match: re.Match[str], *, after: bool) -> str:
    """The accent and the letter behind it (or before it) as one character, or nothing where there is none such."""
    text = match.string
    letter = text[match.end() : match.end() + 1] if after else text[max(0, match.start() - 1) : match.start()]
    composed = unicodedata.normalize("NFC", letter.replace("ı", "i") + _ACCENTS[match.group()])
    return composed if len(composed) == 1 and letter.isalpha() else ""


def _set_accents(text: str, before: bool) -> str:
    if text.isascii():
        return text
    parts: list[str] = []
    done = 0
    for match in _ACCENT.finditer(text):
        if composed := _accented(match, after=before):
            start, end = (match.start(), match.end() + 1) if before else (match.start() - 1, match.end())
            if start >= done:
                parts += (text[done:start], composed)
                done = end
    return "".join([*parts, text[done:]])


def is_nonsense(texts: Sequence[str]) -> bool:
    """Whether the letters of a document mean nothing: its fonts do not say which letter each of their shapes is."""
    tokens = " ".join(text[:800] for text in texts[:8]).split()  # plenty to tell
    tokens = [token for token in tokens if any(map(str.isalnum, token))]
    return len(tokens) >= 100 and sum(map(_is_word, tokens)) < 0.25 * len(tokens)


def looks_like_words(text: str) -> bool:
    """Whether most of a short text are words and numbers, and none of its letters is unknown."""
    tokens = [token for token in text.split() if any(map(str.isalnum, token))]
    return "\ufffd" not in text and sum(map(_is_word, tokens)) >= 0.6 * max(len(tokens), 1)


def _is_word(token: str) -> bool:
    token = token.strip(_WORD_EDGES + "-")
    if not token.isascii() and any(letter.isalpha() and "\u0e00" <= letter < "\ud800" for letter in token):
        return True  # scripts that put no spaces between words
    letters = token.replace("-", "").replace("’", "").replace("'", "")
    return letters.isdecimal() or (letters.isalpha() and not letters[1:].isupper() ^ letters.isupper())
