"""What the child process is asked: decisions become papers that are wanted and papers that are not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from readinglist.child_serving import Message
from readinglist.library.judgements import Judgements, Signal

FEWEST_DECISIONS = 5
MOST_UNWANTED = 15_000
"""Papers against which is learned: those that were dismissed, and others of which nothing is known."""
WORTH = 3
"""So many undecided papers are left out for each dismissed one: where thousands were, they only blur the picture."""
UNDECIDED = 0.5
"""How far a paper that is not decided on counts as unwanted, beside a dismissed one."""
SECONDS_OF_A_YEAR = 365.25 * 86_400


def is_enough(judged: Judgements) -> bool:
    """Whether so much is known that a ranking can be learned from it."""
    return judged.decisions >= FEWEST_DECISIONS and any(signal.weight > 0 for signal in judged.signals)


def wishes_only(judged: Judgements) -> Judgements:
    """What is left of so few decisions that nothing can be learned: the wishes, which work at once."""
    return replace(judged, signals=tuple(signal for signal in judged.signals if signal.how in ("more", "less")))


def task_of(
    judged: Judgements,
    candidates: Sequence[int],
    known: Collection[int],
    prior: Sequence[float],
    *,
    explained: int = 0,
) -> Message:
    """The request for a ranking of the candidates, among the papers that are `known` to the index.

    `prior`: what speaks for each candidate already; `explained`: for how many of the best to say why.
    """
    signals = [signal for signal in judged.signals if signal.paper in known]
    wanted = [signal for signal in signals if signal.weight > 0]
    rejected = [signal for signal in signals if signal.weight < 0]
    spoken_of = {signal.paper for signal in signals}
    learned = any(signal.how not in ("more", "less") for signal in signals)
    others = [paper for paper in judged.undecided if paper in known and paper not in spoken_of] if learned else []
    room = max(0, MOST_UNWANTED - WORTH * len(rejected))
    sample = others if len(others) <= room else others[:: -(-len(others) // room)] if room else []
    unwanted = [*([one.paper, -one.weight] for one in rejected), *([one, UNDECIDED] for one in sample)]
    latest = max((_time(signal) for signal in wanted), default=0.0)
    return {
        "wanted": [[signal.paper, signal.weight, (latest - _time(signal)) / SECONDS_OF_A_YEAR] for signal in wanted],
        "unwanted": unwanted if learned else [],
        "rejected": [signal.paper for signal in rejected],
        "candidates": list(candidates),
        "more": [signal.paper for signal in signals if signal.how == "more"],
        "less": [signal.paper for signal in signals if signal.how == "less"],
        "prior": list(prior),
        "explained": explained,
        "doubted": None,
    }


def _time(signal: Signal) -> float:
    return datetime.fromisoformat(signal.at).timestamp()
