"""Running text of a document's pages from the blocks that MuPDF finds: words made whole, paragraphs kept apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

Blocks = Sequence[str]
"""The blocks of one page in reading order; lines of a block are divided by newlines."""

_BREAK, _SOFT_BREAK = "-\n", "\u00ad\n"
_FIRST_PART, _SECOND_PART = re.compile(r"\w+\Z"), re.compile(r"\s*([^\W\d_]+)")
_WORD_EDGES = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum() and chr(code) != "-") + "“”‘’–—…"
_ENDS = tuple('.!?:;。！？…"”»)')

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


def join_pages(pages: Iterable[Blocks]) -> list[str]:
    """One text for each page: a paragraph a line, words broken at line ends made whole again.

    A word that the document writes with a hyphen elsewhere keeps it.
    """
    texts = ["\n\n".join(block.strip() for block in blocks if block.strip()) for blocks in pages]
    texts = [plain_letters(text) for text in texts]
    texts = [_plain_breaks(text) for text in set_accents(texts)]
    words = _words(texts) if any(_BREAK in text for text in texts) else set()
    return [_join_lines(text, words) for text in texts]


def plain_letters(text: str) -> str:
    """Text without control characters and lone surrogates (newlines stay), with TeX's ligatures written out."""
    unprintable = set(text) & _UNPRINTABLE  # the quickest way to find out that there is none
    if unprintable & _TEX_LIGATURES.keys():
        text = _TEX_LIGATURE.sub(lambda match: _TEX_LIGATURES[match.group()], text)
    for letter in unprintable:
        text = text.replace(letter, " " if letter == "\t" else "")
    return text.replace("\xa0", " ")


def _plain_breaks(text: str) -> str:
    """Text in which each word that a line's end breaks is broken by _BREAK or _SOFT_BREAK."""
    return text.replace(" \n", "\n").replace("\u2010\n", _BREAK)


def _words(texts: Sequence[str]) -> set[str]:
    words: set[str] = set()
    for text in texts:
        words.update(text.lower().split())
    return {word.strip(_WORD_EDGES) for word in words}


def _join_lines(text: str, words: set[str]) -> str:
    text = text.replace(_SOFT_BREAK, "")
    if _BREAK in text:
        first, *rest = text.split(_BREAK)
        parts = [first]
        for part in rest:
            parts += (_hyphen(parts[-1], part, words), part)
        text = "".join(parts)
    paragraphs: list[str] = []
    for block in text.split("\n\n"):
        paragraph = " ".join(block.split())
        if paragraphs and paragraph[:1].islower() and not paragraphs[-1].endswith(_ENDS):
            paragraphs[-1] += " " + paragraph  # MuPDF ends a block wherever the spacing changes a little
        elif paragraph:
            paragraphs.append(paragraph)
    return "\n".join(paragraphs)


def _hyphen(before: str, after: str, words: set[str]) -> str:
    """What to put between the parts of a word that was broken at a line's end: a hyphen or nothing."""
    parts = _FIRST_PART.search(before, max(0, len(before) - 40)), _SECOND_PART.match(after)
    if not parts[0] or not parts[1]:
        return "-" if before[-1:].isalnum() and after[:1].isalnum() else "- "  # a range of numbers, or a dash
    first, second = parts[0].group().lower(), parts[1].group(1).lower()
    if parts[1].group(1)[0].isupper() or first[-1].isdigit():
        return "-"  # a name such as Smith-Jones, or GPT-4
    if first + second in words:
        return ""
    both_are_words = len(first) > 3 and first in words and second in words
    return "-" if f"{first}-{second}" in words or both_are_words else ""


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
    tokens = " ".join(text[:600] for text in texts[:20]).split()  # plenty to tell
    if len(tokens) < 100:
        return False
    return sum(map(_is_word, tokens)) < 0.25 * len(tokens)


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
