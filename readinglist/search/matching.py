"""Where in a text the words of a query stand, by the same rules as in the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.library.index_words import Word, forms_of, stem, words_of
from readinglist.library.query import Words


@dataclass(frozen=True, slots=True)
class Place:
    """text[start:end] is what the query's part number `part` looks for."""

    start: int
    end: int
    part: int


class Matcher:
    """Finds words, phrases and prefixes in texts."""

    def __init__(self, wanted: Sequence[Words]) -> None:
        self._parts = [(forms_of(words.text), words.prefix) for words in wanted]
        self._stems = [[stem(form) for form in forms] for forms, _ in self._parts]
        self._firsts = {stems[0] for stems in self._stems if stems}
        self._prefixes = tuple(forms[0] for forms, prefix in self._parts if prefix and len(forms) == 1)

    def places(self, text: str) -> list[Place]:
        """All matches in order of their place."""
        words = list(words_of(text))
        found = []
        for at, word in enumerate(words):
            if word.stem in self._firsts or (self._prefixes and word.form.startswith(self._prefixes)):
                for part in range(len(self._parts)):
                    last = self._matches(words, at, part)
                    if last is not None:
                        found.append(Place(word.start, words[last].end, part))
        return found

    def _matches(self, words: Sequence[Word], at: int, part: int) -> int | None:
        """Index of the last word of the match that begins at `at`."""
        (forms, prefix), stems = self._parts[part], self._stems[part]
        if not forms or at + len(forms) > len(words):
            return None
        last = at + len(forms) - 1
        if [word.stem for word in words[at:last]] != stems[:-1]:
            return None
        if words[last].stem == stems[-1] or (prefix and words[last].form.startswith(forms[-1])):
            return last
        return None
