"""Searches for words, as the services have them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping


def plain_words(text: str) -> str:
    """The words of a text in small letters, with one space between them."""
    return " ".join(re.findall(r"\w+", text.lower()))


class WordSearch:
    """Which texts have most words of a question."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        """`texts` by what `find` gives back."""
        self._holders: defaultdict[str, list[str]] = defaultdict(list)
        for key, text in texts.items():
            for word in dict.fromkeys(plain_words(text).split()):
                self._holders[word].append(key)

    def find(self, question: str, share: float = 0.0) -> list[tuple[str, float]]:
        """Those with more than that share of the question's words, the best first, rare words counting more."""
        wanted = list(dict.fromkeys(plain_words(question).split()))
        weights = {word: 1 / len(self._holders[word]) for word in wanted if word in self._holders}
        scores: defaultdict[str, float] = defaultdict(float)
        hits: Counter[str] = Counter()
        for word, weight in weights.items():
            for key in self._holders[word]:
                scores[key] += weight
                hits[key] += 1
        found = [(key, score) for key, score in scores.items() if hits[key] > share * len(wanted)]
        return sorted(found, key=lambda pair: -pair[1])
