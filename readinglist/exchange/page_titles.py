"""Which of a page's lines are titles: learned from the page itself, for each has its own furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from readinglist.exchange.page_lines import Kind, Line, weight
from readinglist.exchange.page_names import names_in

_INSTITUTION = re.compile(
    r"\b(?:universit\w+|institut\w*|college|laborator\w+|academ(?:y|ia)|polytechnic\w*|hochschule|école|corporation"
    r"|gmbh|ltd|inc)\b|大学|研究院|研究所|实验室|学院|公司",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\b(?:labs?|research|ai|team|group|technolog\w+|center|centre|foundation|school|nlp|ml)\b", re.I)
_ACCOUNT = re.compile(r"@?[a-z0-9]+(?:[-_.][A-Za-z0-9]+)*|@\w+|[\w.-]+/[\w.-]+")


def is_university(text: str) -> bool:
    """Whether a line is the name of a university or an institute rather than a title."""
    return ":" not in text and "?" not in text and len(text.split()) <= 9 and _INSTITUTION.search(text) is not None


def is_institution(text: str) -> bool:
    """Whether a line is rather the name of a university or a company than a title."""
    company = ":" not in text and len(text.split()) <= 4 and _COMPANY.search(text)
    return is_university(text) or bool(company)


STRONG = 2.5
"""From this likeness on a line is a title, whatever else stands around it."""


def likeness(text: str, repeated: bool) -> float:
    """How much a line looks like a title by itself."""
    words = len(text.split())
    score = 2.0 if words >= 4 or weight(text) >= 36 else 0.5 if words >= 2 else -1.0
    score += 1.0 if ":" in text or text.endswith("?") else 0.0
    score += 0.5 if 30 <= weight(text) <= 200 else 0.0
    if _ACCOUNT.fullmatch(text):
        score -= 2.0
    if is_institution(text):
        score -= 2.5
    if repeated:
        score -= 3.0
    return score


class Titles:
    """Picks the title out of the candidates before an abstract, with what the other papers of the page taught."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.crowded = True
        """Whether this page has short lines beside titles: institutions, accounts, topics."""
        times = Counter(line.text for line in lines if line.kind is Kind.CANDIDATE)
        # A page that lists people under one title does so under the others, and somebody may have one name only.
        self.lists_people = any(names_in(text) for text in times)
        self.likenesses = {
            at: likeness(line.text, times[line.text] > 1 and self._may_repeat(at)) - 3.0 * bool(self.people(at))
            for at, line in enumerate(lines)
            if line.kind is Kind.CANDIDATE
        }
        self.announced = self._announced()
        """Lines that `6 authors` speaks of: nothing but a title has that."""
        self.scores = {at: score + 4 * (at in self.announced) for at, score in self.likenesses.items()}

    def learn(self, gaps: Sequence[Sequence[int]]) -> None:
        """Take what stands before and behind the likely titles as the mark of a title on this page."""
        gaps = [gap for gap in gaps if gap]
        strong = {at for at, likeness in self.likenesses.items() if likeness >= STRONG}
        self.crowded = sum(bool(strong.intersection(gap)) and not strong.issuperset(gap) for gap in gaps) > 1
        chosen = [self.best(gap) for gap in gaps]
        for side in (-1, 1):
            seen = Counter(self._kind(at + side) for at in chosen)
            others = Counter(self._kind(at + side) for gap in gaps for at in gap if at not in chosen)
            for at in self.scores:
                kind = self._kind(at + side)
                self.scores[at] += 3.0 * seen[kind] / max(len(chosen), 1)
                self.scores[at] -= 3.0 * others[kind] / max(sum(others.values()), 1)

    def best(self, gap: Sequence[int]) -> int:
        """The line of a gap that is its title: of about equal ones the last, which is nearest to the abstract."""
        gap = self._without_people_and_universities(gap)
        # Of two titles the first has no abstract. A shorter line is one as well, unless this page has such elsewhere.
        fair = [at for at in gap if self.likenesses[at] >= (STRONG if self.crowded else 0.5)]
        if fair:
            return fair[-1]
        enough = max(self.scores[at] for at in gap) - 2.0
        return max(at for at in gap if self.scores[at] >= enough)

    def _without_people_and_universities(self, gap: Sequence[int]) -> Sequence[int]:
        """The lines that may be titles; where all are named like people, the first, for people stand under titles."""
        gap = [at for at in gap if not self.people(at)] or gap[:1]
        return [at for at in gap if not is_university(self.lines[at].text)] or gap

    def _may_repeat(self, at: int) -> bool:
        return self.words(at) < 6 or is_institution(self.lines[at].text)

    def people(self, at: int) -> list[str]:
        """The authors that a line lists, if it does."""
        return names_in(self.lines[at].text, single=self.lists_people)

    def words(self, at: int) -> int:
        """The words of a line, Chinese ones counted by two characters."""
        text = self.lines[at].text
        return max(len(text.split()), (weight(text) - len(text)) // 4)

    def _announced(self) -> frozenset[int]:
        announced: set[int] = set()
        near: list[int] = []
        for at, line in enumerate(self.lines):
            if line.kind is Kind.CANDIDATE:
                near.append(at)
            elif line.kind is Kind.AUTHORS and near:
                near = list(self._without_people_and_universities(near))
                announced.add(max(near, key=lambda place: (self.likenesses[place], place)))
            if line.kind in {Kind.AUTHORS, Kind.PROSE}:
                near = []
        return frozenset(announced)

    def _kind(self, at: int) -> Kind | None:
        return self.lines[at].kind if 0 <= at < len(self.lines) else None
