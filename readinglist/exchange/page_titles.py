"""Which of a page's lines are titles: learned from the page itself, for each has its own furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from readinglist.exchange.page_lines import Kind, Line, weight

_INSTITUTION = re.compile(
    r"\b(?:universit\w+|institut\w*|college|laborator\w+|academ(?:y|ia)|polytechnic\w*|hochschule|école|corporation"
    r"|gmbh|ltd|inc)\b|大学|研究院|研究所|实验室|学院|公司",
    re.IGNORECASE,
)
_COMPANY = re.compile(r"\b(?:labs?|research|ai|team|group|technolog\w+|center|centre|foundation|school|nlp|ml)\b", re.I)
_ACCOUNT = re.compile(r"@?[a-z0-9]+(?:[-_.][A-Za-z0-9]+)*|@\w+|[\w.-]+/[\w.-]+")
_NAME = re.compile(r"(?:[^\W\d_][\w'’.-]*)(?: [^\W\d_][\w'’.-]*){0,4}")
_SMALL_WORDS = frozenset("von van de der den del della di da do dos du la le ter bin ibn al el and".split())


def names_in(text: str) -> list[str]:
    """The people that a line lists (`Ada Lovelace, Charles Babbage and Mary Somerville`), empty if it is no list."""
    text = re.sub(r"^(?:by|authors?\s*[:：])\s+", "", text, flags=re.IGNORECASE)
    parts = [part.strip() for part in re.split(r"[,;，、]|\s(?:and|&)\s", text) if part.strip() not in {"", "et al."}]
    full = sum(" " in part or any("\u4e00" <= c <= "\u9fff" for c in part) for part in parts)
    if len(parts) < 2 or full < len(parts):
        return []
    if not all(_NAME.fullmatch(part) and _is_capitalised(part) for part in parts):
        return []
    return parts


def _is_capitalised(name: str) -> bool:
    return all(word in _SMALL_WORDS or not word[0].islower() for word in name.split())


def is_institution(text: str) -> bool:
    """Whether a line is rather the name of a university or a company than a title."""
    words = text.split()
    if ":" in text or "?" in text or len(words) > 9:
        return False
    return bool(_INSTITUTION.search(text)) or (len(words) <= 4 and bool(_COMPANY.search(text)))


def likeness(text: str, repeated: bool) -> float:
    """How much a line looks like a title by itself; from 2 on it does."""
    words = len(text.split())
    score = 2.0 if words >= 4 or weight(text) >= 36 else 0.5 if words >= 2 else -1.0
    score += 1.0 if ":" in text or text.endswith("?") else 0.0
    score += 0.5 if 30 <= weight(text) <= 200 else 0.0
    if _ACCOUNT.fullmatch(text):
        score -= 2.0
    if is_institution(text):
        score -= 2.5
    if names_in(text):
        score -= 3.0
    if repeated:
        score -= 3.0
    return score


class Titles:
    """Picks the title out of the candidates before an abstract, with what the other papers of the page taught."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.crowded = True
        times = Counter(line.text for line in lines if line.kind is Kind.CANDIDATE)
        self.likenesses = {
            at: likeness(line.text, times[line.text] > 1 and self.words(at) < 6)
            for at, line in enumerate(lines)
            if line.kind is Kind.CANDIDATE
        }
        self.announced = self._announced()
        """Lines that `6 authors` speaks of: nothing but a title has that."""
        self.scores = {at: score + 4 * (at in self.announced) for at, score in self.likenesses.items()}

    def learn(self, gaps: Sequence[Sequence[int]]) -> None:
        """Take what stands before and behind the likely titles as the mark of a title on this page."""
        gaps = [gap for gap in gaps if gap]
        self.crowded = sum(len(gap) > 1 for gap in gaps) * 2 > len(gaps)
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
        # Where a second line is rare, it is the title of a paper without abstract, further up.
        fair = [at for at in gap if self.likenesses[at] >= (2.5 if self.crowded else 0.5)]
        if fair:
            return fair[-1]
        enough = max(self.scores[at] for at in gap) - 2.0
        return max(at for at in gap if self.scores[at] >= enough)

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
                announced.add(max(near, key=lambda place: (self.likenesses[place], place)))
            if line.kind in {Kind.AUTHORS, Kind.PROSE}:
                near = []
        return frozenset(announced)

    def _kind(self, at: int) -> Kind | None:
        return self.lines[at].kind if 0 <= at < len(self.lines) else None
