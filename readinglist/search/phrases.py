"""Phrases that two papers share: as long as may be, rare, and what papers are about rather than how they talk."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from readinglist.library.index_words import Word, stem, tokens_of, words_of
from readinglist.search.background import background
from readinglist.search.frequencies import Frequencies
from readinglist.search.stop_words import MANNER_WORDS, PAPER_WORDS, STOP_WORDS

LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|ai|net|co|edu)/\S*", re.IGNORECASE
)
LONGEST = 4
"""Words of a phrase."""
RARE_PHRASE, RARE_TITLE_PHRASE, RARE_WORD = 4.2, 3.6, 4.7
"""Least inverse document frequency (natural logarithm) of a reason: at most 1.5, 2.7 and 0.9 % of papers have it."""
RARE_MANNER = 7.0
"""The same of a phrase that tells how something is done: `zero-shot` is no subject, `tokenizer-free` may be one."""
ABOUT = 0.05
"""Least share of titles among the papers that hold a word which papers are about."""
WELL_KNOWN = 5.5
"""Inverse document frequency up to which a phrase of two words is worth less: `few-shot`, `test-time`."""
WEAK = 0.4
"""A phrase of less than this share of the strongest one's weight is not named beside it."""
UNKNOWN_SHARE = 0.12
"""Share of titles taken for words too rare to have one."""


@dataclass(frozen=True, slots=True)
class SharedPhrase:
    """A phrase of two texts as it is written in them; `weight` compares phrases of one pair."""

    text: str
    words: int
    weight: float


@dataclass(slots=True)
class Phrases:
    """The phrases of one paper: their keys with the ways they are written, and how often."""

    title_keys: set[str] = field(default_factory=set)
    written: dict[tuple[str, ...], list[str]] = field(default_factory=dict)
    stems: dict[str, str] = field(default_factory=dict)
    """Stem of each key."""


def phrases_of(title: str, abstract: str, shared_with: Phrases | None = None) -> Phrases:
    """All runs of up to LONGEST words between stop words and punctuation; only those of words `shared_with` another."""
    phrases = Phrases()
    for number, whole in enumerate((abstract, title)):  # running text first: it shows how a phrase is written
        text = LINK.sub(lambda link: "." * len(link[0]), whole)  # the words of an address are no words
        for run in _runs(text, None if shared_with is None else shared_with.stems):
            keys = [singular(word.form) for word in run.words]
            for key, word in zip(keys, run.words, strict=True):
                phrases.stems[key] = word.stem
            if number == 1:
                phrases.title_keys.update(keys)
            for first, last in run.spans():
                written = text[run.words[first].start : run.words[last].end]
                phrases.written.setdefault(tuple(keys[first : last + 1]), []).append(" ".join(written.split()))
    return phrases


def shared_phrases(one: Phrases, other: Phrases, frequencies: Frequencies, most: int = 2) -> list[SharedPhrase]:
    """What both are about, the most telling first; parts of a longer shared phrase are left out."""
    found: list[tuple[tuple[str, ...], SharedPhrase]] = []
    common = [keys for keys in one.written if keys in other.written]
    for keys in sorted(common, key=len, reverse=True):
        weight = _weight(keys, one, other, frequencies)
        if weight > 0 and (text := _as_written(keys, one, other)):
            parts = [phrase.weight for longer, phrase in found if _holds(longer, keys)]
            if not parts or weight > 1.5 * max(parts):
                found.append((keys, SharedPhrase(text, len(keys), weight)))
    found.sort(key=lambda pair: -pair[1].weight)
    chosen: list[tuple[tuple[str, ...], SharedPhrase]] = []
    for keys, phrase in found:
        if phrase.weight < WEAK * found[0][1].weight:
            break
        if not any(set(keys) & set(before) for before, _ in chosen):
            chosen.append((keys, phrase))
        if len(chosen) == most:
            break
    return [phrase for _, phrase in chosen]


def _holds(longer: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return any(longer[at : at + len(keys)] == keys for at in range(len(longer) - len(keys) + 1))


@dataclass(frozen=True, slots=True)
class _Run:
    """Words that only spaces or hyphens part. `hyphens[k]` stands before word k, the last one behind the last word."""

    words: list[Word]
    hyphens: list[bool]

    def spans(self) -> Iterator[tuple[int, int]]:
        """(first, last) of the phrases; none cuts a compound like `test-time`."""
        for first in range(len(self.words)):
            if not self.hyphens[first]:
                for last in range(first, min(first + LONGEST, len(self.words))):
                    if not self.hyphens[last + 1]:
                        yield first, last


def _runs(text: str, known: Mapping[str, str] | None) -> Iterator[_Run]:
    """The runs of a text without stop words and, if it is given, without words whose key is not `known`."""
    run = _Run([], [False])
    end = 0
    for start, stop, form in tokens_of(text):
        between = text[end:start].strip() if start > end + 1 or text[end:start] != " " else ""
        hyphen = bool(between) and not between.strip("-‐‑–")
        end = stop
        if run.words:
            run.hyphens[-1] = hyphen
        fits = (
            form not in STOP_WORDS and (len(form) > 1 or form.isdigit()) and (known is None or singular(form) in known)
        )
        if run.words and (not fits or (between and not hyphen)):
            yield run
            run = _Run([], [False])
        if fits:
            if not run.words:
                run.hyphens[0] = hyphen
            run.words.append(Word(start, stop, form, stem(form)))
            run.hyphens.append(False)
    if run.words:
        yield run


def singular(form: str) -> str:
    """The same for singular and plural, where the one is the beginning of the other."""
    if len(form) > 3 and form.endswith("s") and not form.endswith(("ss", "us", "is")):
        return form[:-1]
    return form


def _weight(keys: tuple[str, ...], one: Phrases, other: Phrases, frequencies: Frequencies) -> float:
    """How much a phrase tells: how rare it is and how much it is a subject; 0 if it is no reason at all."""
    if all(_talk(key) or key.isdigit() for key in keys) or keys[-1].endswith("ly"):
        return 0.0
    if _talk(keys[0]) and not any("-" in written.split(" ")[0] for written in one.written[keys]):
        return 0.0  # `novel retrieval`, but not `test-time scaling`
    stems = [one.stems[key] for key in keys]
    known = background()
    shares = [share if (share := known.title_share(stem)) is not None else UNKNOWN_SHARE for stem in stems]
    in_a_title = sum(key in one.title_keys or key in other.title_keys for key in keys) / len(keys)
    if len(keys) == 1:
        rarity, share = frequencies.idf(stems[0]), shares[0]
        often = min(len(one.written[keys]), len(other.written[keys])) > 1
        telling = in_a_title or often or _is_name(keys, one, other)
        if rarity < RARE_WORD or share < ABOUT or len(keys[0]) < 3 or not telling:
            return 0.0
    else:
        pairs = [f"{first} {second}" for first, second in pairwise(stems)]
        rarity = max(_pair_idf(pair, stems) for pair in pairs) + 0.4 * (len(keys) - 2)
        told = [share for pair in pairs if (share := known.title_share(pair)) is not None]
        share = min([*shares, *told])
        rare = RARE_TITLE_PHRASE if in_a_title == 1 else RARE_PHRASE
        if keys[-1] in MANNER_WORDS:
            rare = RARE_MANNER
        if rarity < rare or share < ABOUT / 2 or max(shares) < ABOUT or (told and max(told) < ABOUT):
            return 0.0
        if len(keys) == 2 and rarity < WELL_KNOWN:
            rarity *= (rarity / WELL_KNOWN) ** 2
    return rarity * (0.5 + min(share, 0.3)) * (1.0 + 0.6 * in_a_title) * (1.0 if len(keys) > 1 else 0.7)


def _pair_idf(pair: str, stems: Sequence[str]) -> float:
    known = background()
    count = known.count(pair) or 4  # unlisted pairs have less than eight papers
    return math.log(known.papers / count)


def _talk(form: str) -> bool:
    """A word of how papers talk, in singular or plural, or an adverb."""
    return form in PAPER_WORDS or f"{form}s" in PAPER_WORDS or (form.endswith("ly") and len(form) > 5)


def _is_name(keys: tuple[str, ...], one: Phrases, other: Phrases) -> bool:
    """Whether both write it like a name: a digit or a capital that is not the first letter."""
    return all(
        any(any(letter.isupper() or letter.isdigit() for letter in written[1:]) for written in phrases.written[keys])
        for phrases in (one, other)
    )


def _as_written(keys: tuple[str, ...], one: Phrases, other: Phrases) -> str:
    """A way of writing the phrase whose words stand in both papers: a plural only where both have it."""
    theirs = [written.lower() for written in other.written[keys]]
    plain = sorted(one.written[keys], key=lambda written: (sum(letter.isupper() for letter in written), len(written)))
    for written in plain:
        if written.lower() in theirs:
            return written
    shortest = min((*one.written[keys], *other.written[keys]), key=lambda written: (len(written), written.lower()))
    forms = [singular(word.form) for word in words_of(shortest)]
    # Each word as its singular stands, as part of the plural, in both.
    return shortest if all(word.form == key for word, key in zip(words_of(shortest), forms, strict=True)) else ""
