"""Is it the paper of which we know little more than the title? Taken only when sure; else a choice for the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from readinglist.identifiers import name_key, title_key
from readinglist.identifiers.keys import STOP_WORDS
from readinglist.library.records import PaperRecord, Person
from readinglist.sources.answers import Found, Known

MOST_CHOICES = 5
PLAUSIBLE = 0.6
"""Share of telling words that two titles must have in common to be worth a look."""
SAME_ABSTRACT = 0.6
"""Share of the shorter abstract's telling words that must be in the other; abstracts get edited."""
FEWEST_WORDS = {"huggingface": 2, "arxiv": 3, "crossref": 5}
"""Words that a title must have to be enough by itself, by how much else (`Editorial`) the source holds."""
YEARS_APART = 2
"""A preprint may be that much older than what it became."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`found` if one of them is surely the paper, else those that it may be, the likeliest first."""

    found: Found | None = None
    choices: tuple[Found, ...] = ()
    torn: bool = False
    """Several papers fit equally well: no further source can tell which is meant."""


def judge(known: Known, candidates: Sequence[Found]) -> Verdict:
    """What the answers of one source to a title are worth."""
    key = title_key(known.title)
    plausible = sorted(
        ((likeness, found) for found in candidates if (likeness := _likeness(key, found.record)) >= PLAUSIBLE),
        key=lambda pair: -pair[0],
    )
    equal = [found for likeness, found in plausible if likeness == 1.0 and key]
    fitting = [found for found in equal if _nothing_speaks_against(known, found.record)]
    vouched = [found for found in fitting if _something_speaks_for(known, found.record)]
    sure = vouched or [found for found in fitting if _enough_by_itself(known, key, found)]
    if len(sure) == 1 and (vouched or len(equal) == 1):
        return Verdict(sure[0])
    choices = [*fitting, *(found for _, found in plausible if found not in fitting)]
    return Verdict(None, tuple(choices[:MOST_CHOICES]), torn=len(fitting) > 1)


def merged(choices: Sequence[Found]) -> tuple[Found, ...]:
    """Choices of several sources, each paper once."""
    kept: list[Found] = []
    for found in choices:
        ids = {found.record.arxiv_id, found.record.doi} - {None}
        if not any(ids & {other.record.arxiv_id, other.record.doi} for other in kept):
            kept.append(found)
    return tuple(kept[:MOST_CHOICES])


def _likeness(key: str, record: PaperRecord) -> float:
    """1.0 for titles that are equal in their normal form, less for others."""
    other = title_key(record.title)
    if key == other:
        return 1.0
    ours, theirs = _telling(key), _telling(other)
    if not ours or not theirs:
        return 0.0
    longer, shorter = max(key, other, key=len), min(key, other, key=len)
    if len(shorter.split()) >= 3 and longer.startswith(f"{shorter} "):  # a subtitle is missing
        return 0.9
    return min(0.95, len(ours & theirs) / len(ours | theirs))


def _nothing_speaks_against(known: Known, record: PaperRecord) -> bool:
    authors = _same_authors(known.authors, record.authors)
    abstract = _same_abstract(known.abstract, record.abstract)
    return authors is not False and abstract is not False


def _something_speaks_for(known: Known, record: PaperRecord) -> bool:
    return bool(_same_authors(known.authors, record.authors) or _same_abstract(known.abstract, record.abstract))


def _enough_by_itself(known: Known, key: str, found: Found) -> bool:
    """The title says so much, and the year, where both are known, does not contradict."""
    year = found.record.year
    if known.year and year and abs(known.year - year) > YEARS_APART:
        return False
    return len(key.split()) >= FEWEST_WORDS.get(found.source, max(FEWEST_WORDS.values()))


def _same_authors(ours: Sequence[Person], theirs: Sequence[Person]) -> bool | None:
    """Whether first authors, or most of the shorter list, agree; None where one of the two has none.

    The first may be missing (hidden by their wish), and family and given name may have changed places.
    """
    if not ours or not theirs:
        return None
    if _first_agree(ours[0], theirs[0]):
        return True
    names, others = ({name_key(person.family) for person in people} for people in (ours, theirs))
    common = len(names & others)
    return common >= 2 and 2 * common >= min(len(names), len(others))


def _first_agree(one: Person, other: Person) -> bool:
    if name_key(one.family) == name_key(other.family):
        return True
    return sorted(title_key(one.name).split()) == sorted(title_key(other.name).split())


def _same_abstract(ours: str, theirs: str) -> bool | None:
    """Whether the abstracts have most telling words in common; None where one of the two says too little."""
    one, other = _telling(title_key(ours)), _telling(title_key(theirs))
    shorter = min(len(one), len(other))
    return len(one & other) >= SAME_ABSTRACT * shorter if shorter >= 8 else None


def _telling(key: str) -> frozenset[str]:
    return frozenset(key.split()) - STOP_WORDS
