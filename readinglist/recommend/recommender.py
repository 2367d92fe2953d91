"""For you: which undecided papers this person would want, best first, and why."""

from __future__ import annotations

import hashlib
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from readinglist.child_serving import Message
from readinglist.errors import ReadingListError
from readinglist.library import Library
from readinglist.library.feed_records import Ranked
from readinglist.library.judgements import Judgements
from readinglist.recommend.learner import Learner, Scored
from readinglist.recommend.order import Order, packed, unpacked
from readinglist.recommend.reasons import Reasoner, title_of
from readinglist.recommend.task import FEWEST_DECISIONS, is_enough, task_of, wishes_only
from readinglist.search import parse

VERSION = "1"
"""Raise it when the same decisions lead to another ranking: what is kept of former ones is void then."""
EXPLAINED = 300
"""Papers whose reasons are found along with the ranking; those of the others are found when they are shown."""
BOOST = 1.5
"""What a rule adds, in standard deviations."""
KNOWN_AUTHOR, WELL_KNOWN_AUTHOR = 0.25, 0.75
"""What an author adds for each paper of theirs that the user wants, and at most."""
MUTED_LIKE = 0.35
"""Likeness to a muted paper from which a paper is hidden."""
DAYS_OF_AN_UPVOTE = 3.0
"""Days by which a paper may be older for having twice as many upvotes, where nothing else is known."""
MOST_FOR_AGE = 3.0
"""What age counts against a paper at most, in such doublings: what nobody likes does not lead for being new."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Papers in order, best first. `note` says what the user should know about it, or is empty."""

    ranked: tuple[Ranked, ...]
    note: str = ""
    hidden: frozenset[int] = frozenset()
    """Candidates that a rule or a wish of the user keeps out of it."""


@dataclass(frozen=True, slots=True)
class _State:
    """All that a ranking depends on, and a digest of it."""

    judged: Judgements
    boosted: frozenset[int]
    muted: frozenset[int]
    known: frozenset[int]
    digest: str


class Recommender:
    """Ranks undecided papers by what the user decided. Any thread; it never waits for the network.

    Cheap while nothing changed: the last ranking is kept in index.db. Else some tenths of a second, and some seconds
    where the child process has to be told of the library first.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._learner = Learner(library.index.answers)
        self._lock = threading.Lock()  # one ranking at a time: who comes second finds it done
        self._last: tuple[str, Order] | None = None
        self._looked: tuple[object, _State] | None = None
        self._reasoner = Reasoner(library)

    def close(self) -> None:
        """End the child process."""
        self._learner.close()

    @property
    def running(self) -> bool:
        """Whether its child process is there."""
        return self._learner.running

    def warm(self) -> None:
        """Start the child process ahead of the first ranking; returns at once."""
        self._learner.warm()

    def rest(self) -> None:
        """Give back the memory of the child process until it is needed again."""
        self._learner.rest()

    def rank(self, candidates: Sequence[int] | None = None, limit: int | None = None) -> Ranking:
        """The undecided papers, or `candidates` whatever was decided about them, best first with reasons. ModelError.

        Undecided ones that are put off, or muted, are left out unless they are candidates.
        """
        self._library.index.catch_up()
        state = self._state()
        if candidates is None:
            order = self._undecided(state, limit)
        else:
            wanted = [paper for paper in dict.fromkeys(candidates) if paper in state.known]
            order = self._learn(state, wanted, len(wanted), hide=False)
        papers = order.papers[:limit]
        reasons = self._reasons(state, order, papers)
        ranked = zip(papers, order.scores, strict=False)
        return Ranking(
            tuple(Ranked(paper, score, reasons[paper]) for paper, score in ranked),
            "" if order.learned else note_on(state.judged),
            frozenset(order.hidden),
        )

    def known(self, papers: Sequence[int]) -> dict[int, Ranked]:
        """The places of these papers in the ranking of what is undecided, as far as nothing has to be learned for them.

        Empty where the kept ranking does not hold any more; without reasons for papers far down in it.
        """
        self._library.index.catch_up()
        state = self._state()
        order = self._kept(state)
        if order is None:
            return {}
        wanted = set(papers)
        found = {paper: score for paper, score in zip(order.papers, order.scores, strict=True) if paper in wanted}
        told = [paper for paper in found if paper in order.explained]
        reasons = self._reasons(state, order, told)
        return {paper: Ranked(paper, score, reasons.get(paper, ())) for paper, score in found.items()}

    def why_not(self, paper: int) -> tuple[tuple[str, str], ...]:
        """Why a paper is hidden from the ranking, or stands where it stands: (kind, sentence part) each. ModelError.

        Kinds are status, hidden and those of Ranked, which speak against it here.
        """
        self._library.index.catch_up()
        state = self._state()
        found = self._library.papers.get(paper)
        if paper in state.judged.later:
            return (("hidden", "you put it off until tomorrow"),)
        if paper not in state.judged.undecided:
            where = "it is in the Trash" if found.trashed else f"you decided on it: its status is {found.status}"
            return (("status", where),)
        order = self._undecided(state, None)
        if paper in order.hidden:
            return (("hidden", order.hidden[paper]),)
        if paper not in order.papers:
            return (("hidden", "it came this very moment"),)
        place = order.papers.index(paper) + 1
        told = [("place", f"it stands at place {place} of {len(order.papers)}")]
        if order.learned:
            task = self._task(state, list(order.papers), 0) | {"doubted": paper}
            told += self._reasoner.doubts(paper, self._learner.rank(task).against, state.judged.signals)
        return tuple(told)

    def is_current(self) -> bool:
        """Whether `rank()` would be answered from what is kept."""
        self._library.index.catch_up()
        return self._kept(self._state()) is not None

    def refresh(self) -> None:
        """Bring the kept ranking up to date, with the reasons of the first EXPLAINED. ModelError."""
        self._library.index.catch_up()
        self._undecided(self._state(), EXPLAINED)

    def score(self, judged: Judgements) -> Scored:
        """What undecided papers are worth to somebody who decided like this; nothing is kept. ModelError."""
        known = self._state().known
        return self._learner.rank(task_of(judged, judged.undecided, known, [0.0] * len(judged.undecided)))

    # -- inside -------------------------------------------------------------------------------------------------

    def _reasons(self, state: _State, order: Order, papers: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        return self._reasoner.reasons(
            papers, order.explained, state.judged.signals, state.boosted, learned=order.learned
        )

    def _state(self) -> _State:
        """What there is to go by now; quick while nothing has changed."""
        answers = self._library.index.answers
        version = (answers.generation(), answers.seen(), answers.made(), self._library.judgements.version())
        if self._looked is None or self._looked[0] != version:
            self._looked = version, self._look()
        return self._looked[1]

    def _look(self) -> _State:
        judged, rules = self._library.judgements.now(), self._library.judgements.rules()
        answers = self._library.index.answers
        indexed = answers.indexed()
        caught: dict[str, set[int]] = {"boost": set(), "mute": set()}
        for words, action in rules:
            caught[action].update(self._caught(words))
        digest = hashlib.blake2b(digest_size=16)
        told = [f"{one.paper} {one.weight} {one.at} {one.how}" for one in judged.signals]
        waiting = (judged.undecided, sorted(judged.later), judged.muted)
        for part in (VERSION, answers.generation(), answers.fullest_model(), answers.made(), rules, *waiting, *told):
            digest.update(f"{part}\n".encode())
        if not is_enough(judged):
            digest.update(repr(self._library.judgements.popularity(judged.undecided)).encode())
        digest.update(b"".join(indexed[paper] for paper in sorted(indexed)))
        return _State(
            judged, frozenset(caught["boost"]), frozenset(caught["mute"]), frozenset(indexed), digest.hexdigest()
        )

    def _caught(self, words: str) -> list[int]:
        """The papers that a rule speaks of; none where its words make no query any more."""
        try:
            return self._library.papers.select(parse(words))
        except ReadingListError:
            return []

    def _undecided(self, state: _State, limit: int | None) -> Order:
        """The ranking of what is undecided: the kept one if it still holds and its reasons reach far enough."""
        undecided = [paper for paper in state.judged.undecided if paper in state.known]
        wanted = min(len(undecided), len(undecided) if limit is None else limit)
        with self._lock:
            kept = self._kept(state)
            if kept is not None and len(kept.explained) >= min(wanted, len(kept.papers)):
                return kept
            explained = EXPLAINED if wanted <= EXPLAINED else len(undecided)
            order = self._learn(state, undecided, explained, hide=True)
            self._last = state.digest, order
            self._library.index.set_ranking(state.digest, packed(order))
            return order

    def _kept(self, state: _State) -> Order | None:
        if self._last is None or self._last[0] != state.digest:
            kept = self._library.index.answers.ranking(state.digest)
            if kept is None:
                return None
            self._last = state.digest, unpacked(kept)
        return self._last[1]

    def _learn(self, state: _State, candidates: Sequence[int], explained: int, *, hide: bool) -> Order:
        hidden = self._hidden(state, candidates) if hide else {}
        shown = [paper for paper in candidates if paper not in hidden]
        if not shown:
            return Order((), (), {}, hidden, learned=True)
        scored = self._learner.rank(self._task(state, shown, explained))
        scores = scored.scores.tolist()
        order = sorted(range(len(shown)), key=lambda at: (-scores[at], -shown[at]))
        return Order(
            tuple(shown[at] for at in order),
            tuple(scores[at] for at in order),
            scored.explained,
            hidden,
            is_enough(state.judged),
        )

    def _task(self, state: _State, candidates: Sequence[int], explained: int) -> Message:
        learned = is_enough(state.judged)
        prior = self._by_people(state, candidates) if learned else self._by_popularity(candidates)
        prior = [one + BOOST * (paper in state.boosted) for paper, one in zip(candidates, prior, strict=True)]
        judged = state.judged if learned else wishes_only(state.judged)
        return task_of(judged, candidates, state.known, prior, explained=explained)

    def _hidden(self, state: _State, candidates: Sequence[int]) -> dict[int, str]:
        hidden = {paper: "a rule of yours mutes it" for paper in candidates if paper in state.muted}
        muted = [paper for paper in state.judged.muted if paper in state.known]
        if muted and candidates:
            titles = self._library.index.answers.titles(muted)
            likeness = self._learner.alike(candidates, muted)
            for paper, row in zip(candidates, likeness, strict=True):
                if row.max() >= MUTED_LIKE:
                    title = title_of(titles.get(muted[int(row.argmax())], ""))
                    hidden.setdefault(paper, f"it is like {title}, and you muted papers like that one")
        return hidden

    def _by_people(self, state: _State, candidates: Sequence[int]) -> list[float]:
        wanted = [signal.paper for signal in state.judged.signals if signal.weight > 0]
        people = self._library.judgements.people(wanted, candidates)
        return [
            min(WELL_KNOWN_AUTHOR, KNOWN_AUTHOR * max((count for _, count in people.get(paper, ())), default=0))
            for paper in candidates
        ]

    def _by_popularity(self, candidates: Sequence[int]) -> list[float]:
        """By upvotes, newer ones first: what there is to go by before anything is known of the user."""
        shown = self._library.judgements.popularity(candidates)
        days = {paper: _day(day) for paper, (_, day) in shown.items()}
        newest = max(days.values(), default=0)
        age = {paper: min((newest - day) / DAYS_OF_AN_UPVOTE, MOST_FOR_AGE) for paper, day in days.items()}
        return [math.log2(1 + shown[paper][0]) - age[paper] if paper in shown else 0.0 for paper in candidates]


def note_on(judged: Judgements) -> str:
    """What the user should know about a ranking where nothing could be learned."""
    decided = judged.decisions
    if decided >= FEWEST_DECISIONS:
        return "Nothing was saved yet, so these are ordered by popularity and variety. Save what you want to read."
    said = (
        "nothing is decided yet"
        if not decided
        else f"only {decided} of your decisions {'is' if decided == 1 else 'are'} known"
    )
    return (
        f"Too little is known of what you want: {said}. These are ordered by popularity and variety"
        f" until you have decided on {FEWEST_DECISIONS} papers."
    )


def _day(day: str) -> int:
    """A date as a number of days; 0 for none."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0
