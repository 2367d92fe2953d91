"""Why two papers are related, in words that a person can check: shared phrases, people, tags, or close sentences.

Words that weighed stand between asterisks, tags between backquotes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from readinglist.identifiers import name_key
from readinglist.library.index_answers import Marks
from readinglist.library.index_text import PaperText
from readinglist.library.index_words import fold, forms_of, stems_of
from readinglist.library.records import Reason
from readinglist.search.frequencies import Frequencies
from readinglist.search.phrases import LINK, Phrases, phrases_of, shared_phrases
from readinglist.search.sentences import sentences_of, shortened
from readinglist.search.stop_words import PAPER_WORDS, STOP_WORDS

_family_key = lru_cache(maxsize=10_000)(name_key)
MOST_NAMES = 3
LONGEST_TITLE = 60
_UNMARKED = str.maketrans({"*": "∗", "`": "'"})
"""The signs that mark words and tags, where a title has them itself."""
TALK = 0.5
"""What a sentence of mere talk loses against one of substance; cosines are between 0 and 1."""
REPEATED = 0.08
"""What a sentence loses each time it has already been a reason in the same answer."""
BROKEN = 4.0
"""How much a sentence counts as talk that is none, or that gives an address: it is the last to be chosen."""
FEWEST_WORDS = 6
"""A shorter sentence says nothing alone."""
POINTING = 0.3
"""How far a sentence is talk that begins with a word for what stood before it."""
_BROKEN = re.compile(r"[:;,]\s*(?:\(?(?:\d+|[a-z]|[ivx]+)[.)]*)?$|^\(?(?:\d+|[a-z]|[ivx]+)[.)]\s", re.IGNORECASE)
"""An end that announces an enumeration, or a beginning that is a piece of one."""
_POINTS_BACK = re.compile(r"(?:this|that|these|those|it|they|such|both|given these)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Side:
    """One of two papers that are compared. `sentences` (n, d) are vectors of its sentences, if there are any."""

    text: PaperText
    marks: Marks
    sentences: np.ndarray | None = None

    @cached_property
    def phrases(self) -> Phrases:
        """Its phrases, cut once for all comparisons."""
        return phrases_of(self.text.title, self.text.abstract)

    @cached_property
    def spoken(self) -> list[str]:
        """The sentences of the abstract."""
        abstract = self.text.abstract
        return [abstract[start:end] for start, end in sentences_of(abstract)]

    @cached_property
    def stems(self) -> list[set[str]]:
        """The stems of each sentence."""
        return [set(stems_of(sentence)) for sentence in self.spoken]

    @cached_property
    def talk(self) -> np.ndarray:
        """For each sentence how far any abstract could say it: 0 to 1, or BROKEN."""
        return np.array([_talk(sentence) for sentence in self.spoken])


def reasons_for(
    one: Side, other: Side, frequencies: Frequencies, said: Counter[str] | None = None, *, of_several: bool = False
) -> tuple[Reason, ...]:
    """Why `other` is shown for `one`, the strongest reason first; never empty.

    `said` counts the sentences of `one` that were reasons in this answer, so that others get their turn. `of_several`:
    `one` is one of several papers that were asked about, so that the reasons name it where they would say “both”.
    """
    title = one.text.title.translate(_UNMARKED)
    named = f", like “{shortened(title, LONGEST_TITLE)}”" if title else ", like one of them"
    reasons = []
    theirs = phrases_of(other.text.title, other.text.abstract, shared_with=one.phrases)
    phrases = shared_phrases(one.phrases, theirs, frequencies)
    if phrases:
        about = " and ".join(f"*{phrase.text}*" for phrase in phrases)
        kind = "phrase" if any(phrase.words > 1 for phrase in phrases) else "words"
        reasons.append(Reason(kind, f"about {about}{named}" if of_several else f"both about {about}"))
    if people := _shared_people(one.marks, other.marks):
        who = "author" if len(people) == 1 else "authors"
        more = f" and {len(people) - MOST_NAMES} more" if len(people) > MOST_NAMES else ""
        reasons.append(Reason("author", f"same {who}: {', '.join(people[:MOST_NAMES])}{more}"))
    if tags := sorted(set(one.marks.tags) & set(other.marks.tags), key=str.lower):
        listed = ", ".join(f"`{tag}`" for tag in tags[:MOST_NAMES])
        text = f"you tagged it {listed}{named}" if of_several else f"you tagged both {listed}"
        reasons.append(Reason("tag", text))
    if not phrases:
        reasons.append(_closest(one, other, Counter() if said is None else said))
    return tuple(reasons)


def _shared_people(one: Marks, other: Marks) -> list[str]:
    """Names of people who wrote both, as the second paper has them."""
    theirs: dict[str, list[str]] = {}
    for given, family in one.authors:
        theirs.setdefault(_family_key(family), []).append(given)
    return [
        f"{given} {family}".strip()
        for given, family in other.authors
        if any(_same_given(given, their) for their in theirs.get(_family_key(family), ()))
    ]


def _same_given(one: str, other: str) -> bool:
    """Whether two given names may be one person's: alike, without the middle name, or C. D. for Christopher D."""
    first, second = ([fold(part) for part in re.split(r"[\s.\-]+", name) if part] for name in (one, other))
    if first == second:
        return True
    if not first or not second:
        return False
    if min(len(first), len(second)) == 1:  # a lone initial may be anybody's
        return first[0] == second[0] and len(first[0]) > 1
    return len(first) == len(second) and all(
        mine == their or mine == their[0] or their == mine[0] for mine, their in zip(first, second, strict=True)
    )


def _closest(one: Side, other: Side, said: Counter[str]) -> Reason:
    """The two sentences that are nearest to each other; a title is no sentence, and says little beside one."""
    if not other.spoken:
        return Reason("meaning", "its title is close in meaning")
    if not one.spoken:
        return Reason("meaning", f"close in meaning to the title “{shortened(one.text.title)}”")
    likeness = _by_words(one.stems, other.stems)
    if (cosines := _by_vectors(one, other)) is not None:
        likeness += cosines
    likeness -= TALK * np.add.outer(one.talk, other.talk)
    likeness -= REPEATED * np.array([said[sentence] for sentence in one.spoken])[:, None]
    row, column = np.unravel_index(int(likeness.argmax()), likeness.shape)
    said[one.spoken[row]] += 1
    return Reason("meaning", f"“{shortened(one.spoken[row])}” is close to “{shortened(other.spoken[column])}”")


def _talk(sentence: str) -> float:
    """Which part of a sentence's words any abstract could have (`extensive experiments demonstrate`).

    BROKEN with a link, or where it is no whole sentence.
    """
    words = forms_of(sentence)
    if len(words) < FEWEST_WORDS or LINK.search(sentence) or _BROKEN.search(sentence):
        return BROKEN
    forms = [form for form in words if form not in STOP_WORDS]
    talk = sum(form in PAPER_WORDS for form in forms) / max(len(forms), 1)
    return max(talk, POINTING) if _POINTS_BACK.match(sentence) else talk


def _by_vectors(one: Side, other: Side) -> np.ndarray | None:
    """Cosines of the sentences, if both have a vector for each."""
    if one.sentences is None or other.sentences is None:
        return None
    if len(one.sentences) != len(one.spoken) or len(other.sentences) != len(other.spoken):
        return None
    cosines: np.ndarray = one.sentences @ other.sentences.T
    return cosines


def _by_words(one: Sequence[set[str]], other: Sequence[set[str]]) -> np.ndarray:
    """Cosines of the sentences' words, each weighted by how rare it is."""
    weights = {stem: Frequencies.idf_at_large(stem) ** 2 for stem in set().union(*one, *other)}
    first, second = (
        [math.sqrt(sum(weights[stem] for stem in stems)) or 1.0 for stems in sentences] for sentences in (one, other)
    )
    return np.array(
        [
            [
                sum(weights[stem] for stem in mine & theirs) / (length * width)
                for theirs, width in zip(other, second, strict=True)
            ]
            for mine, length in zip(one, first, strict=True)
        ]
    )
