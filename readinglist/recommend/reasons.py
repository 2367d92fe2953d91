"""Why a paper stands where it stands, in words that a person can check.

Words that weighed stand between asterisks, tags between backquotes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise

from readinglist.dates import day_and_month
from readinglist.library import Library
from readinglist.library.index_answers import Marks
from readinglist.library.index_text import PaperText
from readinglist.library.index_words import Word, stem, term_number, words_of
from readinglist.library.judgements import Signal
from readinglist.recommend.order import Explained
from readinglist.search.sentences import shortened
from readinglist.search.stop_words import PAPER_WORDS, STOP_WORDS

Told = tuple[str, str]
NEAR = 0.25
"""Likeness from which a paper is close to another."""
SECOND = 0.8
"""Share of the likeness of the nearest paper from which the second nearest is named, too."""
MOST_WORDS = 3
WEAK = 0.25
"""A word that weighed less than this share of the first one is not named."""
MOST_TAGS = 2
LONGEST_TITLE = 70
HOW = {
    "starred": "starred", "annotated": "annotated", "read": "read", "reading": "are reading", "saved": "saved",
    "more": "want more of", "less": "want less of", "dismissed": "dismissed",
}  # fmt: skip
_UNMARKED = str.maketrans({"*": "∗", "`": "'"})
_number = lru_cache(maxsize=100_000)(term_number)
_STOP = STOP_WORDS | {stem(word) for word in STOP_WORDS}


class Reasoner:
    """Makes sentence parts of what the child process found out. Any thread."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def reasons(
        self,
        papers: Sequence[int],
        explained: Mapping[int, Explained],
        signals: Sequence[Signal],
        boosted: Collection[int],
        *,
        learned: bool,
    ) -> dict[int, tuple[Told, ...]]:
        """For each of the papers why it stands where it stands, the strongest reason first; never empty."""
        answers = self._library.index.answers
        near = {paper for one in explained.values() for paper, _ in one.near}
        texts, marks = answers.texts(papers), answers.marks(sorted(near))
        titles = answers.titles(sorted(near | {one.repeats for one in explained.values() if one.repeats}))
        how = _how(signals)
        wanted = [signal.paper for signal in signals if signal.weight > 0]
        people = self._library.judgements.people(wanted, papers)
        shown = {} if learned else self._library.judgements.popularity(papers)
        found = {}
        for paper in papers:
            one = explained.get(paper, Explained(paper))
            told: list[Told] = []
            if paper in boosted:
                told.append(("rule", "a rule of yours lifts it"))
            told += _near(one, titles, how)
            if paper in texts and (said := telling_words(texts[paper], one.terms)):
                told.append(("words", f"about {_listed(said)}"))
            told += _people(people.get(paper, []))
            told += _tags(one, marks)
            if paper in shown:
                told.append(_popular(*shown[paper]))
            if one.repeats is not None:
                title = title_of(titles.get(one.repeats, ""))
                told.append(("variety", f"much like {title}, which stands above it"))
            found[paper] = tuple(told) or (("near", "nothing that you saved is like it"),)
        return found

    def doubts(self, paper: int, against: Explained | None, signals: Sequence[Signal]) -> list[Told]:
        """What speaks against a paper."""
        answers = self._library.index.answers
        told: list[Told] = []
        if against is None:
            return told
        if not answers.digests(answers.fullest_model() or "", [paper]):
            told.append(("near", "its meaning is not known before `readinglist work` has run"))
        titles = answers.titles([*(near for near, _ in against.near), *([against.repeats] if against.repeats else [])])
        told += _near(against, titles, _how(signals), far=False)
        text = answers.texts([paper]).get(paper)
        if text is not None and (said := telling_words(text, against.terms)):
            told.append(("words", f"you seldom want papers about {_listed(said)}"))
        if against.repeats is not None:
            told.append(("variety", f"much like {title_of(titles.get(against.repeats, ''))}, which stands above it"))
        return told


def title_of(title: str) -> str:
    """A title in quotes, not too long."""
    words = shortened(title, LONGEST_TITLE).translate(_UNMARKED)
    return f"“{words}”" if words else "a paper without a title"


def telling_words(text: PaperText, terms: Sequence[tuple[int, float]]) -> list[str]:
    """The terms that weighed most as the paper writes them, without words of any abstract."""
    written = _written(text, {number for number, _ in terms})
    chosen: list[str] = []
    taken: set[str] = set()
    for number, gain in terms:
        words = written.get(number)
        if words is None or gain < WEAK * terms[0][1]:
            continue
        stems = {word.stem for word in words[1]}
        if stems & taken:
            continue
        taken |= stems
        chosen.append(words[0])
        if len(chosen) == MOST_WORDS:
            break
    return chosen


def _written(text: PaperText, numbers: Collection[int]) -> dict[int, tuple[str, list[Word]]]:
    """Where the terms first stand in a paper: as they are written, and the words they are of."""
    found: dict[int, tuple[str, list[Word]]] = {}
    for part in (text.abstract, text.title):
        words = [(word, _number(word.stem)) for word in words_of(part) if word.stem not in _STOP]
        for word, number in words:
            if number in numbers and word.form not in PAPER_WORDS and len(word.form) > 2 and not word.form.isdigit():
                found.setdefault(number, (part[word.start : word.end], [word]))
        for (first, one), (second, other) in pairwise(words):
            short = min(len(first.form), len(second.form)) < 3
            if one << 32 | other not in numbers or short or {first.form, second.form} <= PAPER_WORDS:
                continue
            if not part[first.end : second.start].strip(" -‐‑–"):
                found.setdefault(one << 32 | other, (part[first.start : second.end], [first, second]))
    return found


def _how(signals: Sequence[Signal]) -> dict[int, str]:
    """For each paper what the user did with it; a wish says more than a decision."""
    return {signal.paper: HOW[signal.how] for signal in signals}


def _near(one: Explained, titles: Mapping[int, str], how: Mapping[int, str], *, far: bool = True) -> list[Told]:
    if not one.near or (one.near[0][1] < NEAR and not far):
        return []
    (first, likeness), *others = one.near
    did = how.get(first, "saved")
    named = title_of(titles.get(first, ""))
    second = others[0][0] if others and others[0][1] >= max(NEAR, SECOND * likeness) else None
    if second is not None and how.get(second, "saved") == did:
        named += f" and {title_of(titles.get(second, ''))}"
    kind = "wish" if did.startswith("want") else "near"
    return [(kind, f"{'close' if likeness >= NEAR else 'nearest'} to {named}, which you {did}")]


def _people(people: Sequence[tuple[str, int]]) -> list[Told]:
    if not people:
        return []
    name, count = max(people, key=lambda one: one[1])
    return [("author", f"by {name}, of whom you have {count} papers")]


def _tags(one: Explained, marks: Mapping[int, Marks]) -> list[Told]:
    counts = Counter(
        tag for paper, likeness in one.near if likeness >= NEAR and paper in marks for tag in marks[paper].tags
    )
    tags = [f"`{tag}`" for tag, count in counts.most_common(MOST_TAGS) if count > 1]
    return [("tag", f"like papers that you tagged {' and '.join(tags)}")] if tags else []


def _popular(upvotes: int, day: str) -> Told:
    if upvotes:
        return "popular", f"{upvotes} upvote{'' if upvotes == 1 else 's'}"
    try:
        return "popular", f"new on {day_and_month(date.fromisoformat(day))}"
    except ValueError:
        return "popular", f"new on {day}"


def _listed(words: Sequence[str]) -> str:
    marked = [f"*{' '.join(word.split()).translate(_UNMARKED)}*" for word in words]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} and {marked[-1]}"
