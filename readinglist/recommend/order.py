"""A ranking as it is kept: papers in order with their scores, and what was found out about the first of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Explained:
    """The papers nearest to one with their likeness (0 to 1), the terms that weighed (numbers with their gains), and
    the better paper that it repeats, for which it stands lower.
    """

    paper: int
    near: tuple[tuple[int, float], ...] = ()
    terms: tuple[tuple[int, float], ...] = ()
    repeats: int | None = None

    def row(self) -> list[Any]:
        """As JSON has it."""
        return [self.paper, self.near, self.terms, self.repeats]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Explained:
        """What `row` made a row of."""
        paper, near, terms, repeats = row
        return cls(paper, tuple((n, at) for n, at in near), tuple((n, at) for n, at in terms), repeats)


@dataclass(frozen=True, slots=True)
class Order:
    """Candidates as they were scored, best first."""

    papers: tuple[int, ...]
    scores: tuple[float, ...]
    explained: dict[int, Explained]
    """What speaks for papers, of the first ones at least."""
    hidden: dict[int, str]
    """Undecided papers that are not shown, and what hides each: a sentence part."""
    learned: bool
    """By what the user decided; else by popularity."""


def packed(order: Order) -> str:
    """The order as text."""
    told = [one.row() for one in order.explained.values()]
    return json.dumps([order.papers, order.scores, told, list(order.hidden.items()), order.learned])


def unpacked(text: str) -> Order:
    """The order that `packed` made a text of."""
    papers, scores, told, hidden, learned = json.loads(text)
    explained = {one.paper: one for one in map(Explained.of, told)}
    return Order(tuple(papers), tuple(scores), explained, dict(hidden), learned)
