"""Words as the full-text index sees them: cut, folded and stemmed like FTS5's `porter unicode61 remove_diacritics 2`.

Search needs that outside of SQL too: for counting, for reasons, for marking what matched.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

_TOKEN = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_SAME_LETTERS = str.maketrans("µſ", "μs")  # micro sign and long s, which FTS5 folds and `lower` does not
_VOWELS = frozenset("aeiou")
LONGEST_STEMMED = 64
"""FTS5 leaves longer tokens as they are."""


class Word(NamedTuple):
    """A word at text[start:end]: `form` is lower case without diacritics, `stem` what the index holds."""

    start: int
    end: int
    form: str
    stem: str


def words_of(text: str) -> Iterator[Word]:
    """The words of a text in order."""
    for start, end, form in tokens_of(text):
        yield Word(start, end, form, stem(form))


def tokens_of(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, form) of each word in order; quicker than `words_of`."""
    if text.isascii():
        for token in _TOKEN.finditer(text.lower()):
            yield token.start(), token.end(), token[0]
    else:
        for token in _TOKEN.finditer(text):
            yield token.start(), token.end(), fold(token[0])


def forms_of(text: str) -> list[str]:
    """The words of a text, folded but not stemmed; quicker than `words_of`."""
    if text.isascii():
        return _TOKEN.findall(text.lower())
    return [fold(token) for token in _TOKEN.findall(text)]


def distinct_forms(texts: Iterable[str]) -> set[str]:
    """The different words of texts, folded; the quickest way through many pages."""
    return {fold(token) for token in set().union(*(_TOKEN.findall(text) for text in texts))}


def stems_of(text: str) -> list[str]:
    """The stems of a text's words in order."""
    return [stem(form) for form in forms_of(text)]


def fold(token: str) -> str:
    """Lower case without diacritics."""
    if token.isascii():
        return token.lower()
    bare = "".join(part for part in unicodedata.normalize("NFD", token) if unicodedata.category(part) != "Mn")
    return unicodedata.normalize("NFC", bare).lower().translate(_SAME_LETTERS)


def term_number(stem: str) -> int:
    """A stem as 32 bits, for tables of terms that are compared but never read."""
    return crc32(stem.encode())


def term_numbers(stems: list[str]) -> bytes:
    """Stems as little arrays for index.db: 4 bytes each, in this machine's byte order."""
    return array("I", [_number(stem) for stem in stems]).tobytes()


_number = lru_cache(maxsize=200_000)(term_number)


@lru_cache(maxsize=200_000)
def stem(form: str) -> str:
    """Porter's stem (M. F. Porter, An algorithm for suffix stripping, 1980) of a folded word."""
    data = form.encode()
    if not 3 <= len(data) <= LONGEST_STEMMED:
        return form
    # FTS5 measures words by their bytes, so each byte stands for a letter here.
    word = data.decode("latin-1")
    word = _step_5(_suffix(_suffix(_suffix(_step_1(word), _STEP_2, 0), _STEP_3, 0), _STEP_4, 1))
    return word.encode("latin-1").decode(errors="replace")


_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize", "logi": "log", "bli": "ble",
    "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous", "ization": "ize", "ation": "ate", "ator": "ate",
    "alism": "al", "iveness": "ive", "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive",
    "biliti": "ble",
}  # fmt: skip
_STEP_3 = {"icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": ""}
_STEP_4 = dict.fromkeys(
    "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize".split(), ""
)  # fmt: skip


def _suffix(word: str, replacements: dict[str, str], more_than: int) -> str:
    """Replace the longest suffix of the table if what is left measures more than `more_than`."""
    for length in range(min(7, len(word) - 1), 1, -1):
        ending = word[-length:]
        if ending in replacements:
            left = word[:-length]
            if ending == "ion" and left[-1:] not in ("s", "t"):
                return word
            return left + replacements[ending] if _measure(left) > more_than else word
    return word


def _step_1(word: str) -> str:
    if (word.endswith("sses") and len(word) > 4) or (word.endswith("ies") and len(word) > 3):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if word.endswith("eed") and len(word) > 3:
        if _measure(word[:-3]) > 0:
            word = word[:-1]
    elif word.endswith("ed") and _has_vowel(word[:-2]):
        word = _mend(word[:-2])
    elif word.endswith("ing") and _has_vowel(word[:-3]):
        word = _mend(word[:-3])
    if word.endswith("y") and _has_vowel(word[:-1]):
        word = word[:-1] + "i"
    return word


def _mend(word: str) -> str:
    """What is left of a word without -ed or -ing gets its e back, or loses a doubled consonant."""
    if word.endswith(("at", "bl", "iz")):
        return word + "e"
    if len(word) > 1 and word[-1] == word[-2] and word[-1] not in "aeioulsz":
        return word[:-1]
    if _measure(word) == 1 and _ends_short(word):
        return word + "e"
    return word


def _step_5(word: str) -> str:
    if word.endswith("e"):
        left = word[:-1]
        measure = _measure(left)
        if measure > 1 or (measure == 1 and not _ends_short(left)):
            word = left
    if word.endswith("ll") and _measure(word[:-1]) > 1:
        word = word[:-1]
    return word


def _is_vowel(word: str, at: int) -> bool:
    letter = word[at]
    return letter in _VOWELS or (letter == "y" and at > 0 and not _is_vowel(word, at - 1))


def _has_vowel(word: str) -> bool:
    return any(_is_vowel(word, at) for at in range(len(word)))


def _measure(word: str) -> int:
    """How many times a consonant follows a vowel."""
    count, before = 0, False
    for at in range(len(word)):
        vowel = word[at] in _VOWELS or (word[at] == "y" and at > 0 and not before)
        count += before and not vowel
        before = vowel
    return count


def _ends_short(word: str) -> bool:
    """Whether it ends consonant, vowel, consonant, the last not w, x or y."""
    last = len(word) - 1
    return (
        last >= 2
        and not _is_vowel(word, last)
        and _is_vowel(word, last - 1)
        and not _is_vowel(word, last - 2)
        and word[last] not in "wxy"
    )
