"""A ranking as it is kept: papers in order with their scores, and what was found out about the first of them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from readinglist.recommend.learner import Explained


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
    told = [[one.paper, one.near, one.terms, one.repeats] for one in order.explained.values()]
    return json.dumps([order.papers, order.scores, told, list(order.hidden.items()), order.learned])


def unpacked(text: str) -> Order:
    """The order that `packed` made a text of."""
    papers, scores, told, hidden, learned = json.loads(text)
    explained = {
        paper: Explained(paper, tuple((n, at) for n, at in near), tuple((n, at) for n, at in terms), repeats)
        for paper, near, terms, repeats in told
    }
    return Order(tuple(papers), tuple(scores), explained, dict(hidden), learned)
