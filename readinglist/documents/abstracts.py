"""The abstract that a paper prints under that heading, from the text of its first pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

FIRST_PAGES = 4
SHORTEST, LONGEST = 150, 4_000
"""Characters of an abstract; what is shorter or longer was cut wrongly."""
HEADING_LENGTH = 60
"""A line of fewer characters behind enough text is a heading, a name or litter of the layout."""

_HEADING = re.compile(
    r"(?i:abstract|summary|a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|résumé|zusammenfassung)"
    r"(?:\s*[.:—–-]+\s*|\s+(?=[A-Z“])|$)(?P<rest>.*)"
)
_END = re.compile(
    r"(?:\d+\.?|[ivx]+\.)?\s*(?:introduction|einleitung|einführung|motivation)\b"
    r"|k\s?e\s?y\s?-?\s?w\s?o\s?r\s?d\s?s?\b|index terms|ccs concepts|categories and subject|general terms|subjects?\b"
    r"|ams subject|acm reference|mots[- ]cl|schlüsselw|statement of need|submitted to|received\b|copyright|©"
    r"|references\b|contents\b|[∗*†‡§]|https?:|arxiv:",
    re.IGNORECASE,
)
# Rights and the marks of footnotes behind the last sentence.
_TAIL = re.compile(r"\s*(?:(?:©|⃝c|Published by |This is an open access )(?s:.*)|(?<=[.?!])\s*[\d∗*†‡]+\s*)$")


def find_abstract(texts: Sequence[str]) -> str:
    """The paragraphs below the heading up to the next one, a blank line between them; empty where that is unclear."""
    for text in texts[:FIRST_PAGES]:
        lines = iter(text.split("\n"))
        for line in lines:
            if found := _HEADING.match(line.strip()):
                abstract = _TAIL.sub("", "\n\n".join(_paragraphs(found["rest"], lines)))
                if SHORTEST <= len(abstract) <= LONGEST and abstract[-1] in '.?!)”"':
                    return abstract
    return ""


def _paragraphs(first: str, lines: Iterator[str]) -> Iterator[str]:
    taken = 0
    for line in (first, *lines):
        line = line.strip()
        if not line:
            continue
        if _END.match(line) or (taken >= SHORTEST and len(line) < HEADING_LENGTH):
            return
        yield line
        taken += len(line)
        if taken > LONGEST:
            return
