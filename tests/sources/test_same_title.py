"""A paper is taken by its title only when sure, and otherwise offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.library.records import PaperRecord, Person
from readinglist.sources import Found, Known
from readinglist.sources.same_title import judge, merged

TITLE = "Lamps that Learn: Light at Dusk"
SHELLEY, LOVELACE, HOMER = Person("Shelley", "Mary"), Person("Lovelace", "Ada"), Person("Homer")
ABSTRACT = (
    "We light lamps at dusk with oil from whales, measure brightness in nine harbours, and find savings everywhere."
)
OTHER = "Dusk fell. Sailors sang songs about distant islands, goats, wine, cheese, thunder, rain, storms, and home."


def found(title: str = TITLE, *authors: Person, source: str = "crossref", abstract: str = "", number: int = 1) -> Found:
    record = PaperRecord(title=title, authors=authors, abstract=abstract, year=2019, doi=f"10.1000/{number}")
    return Found(record, source)


@pytest.mark.parametrize(
    "title", [TITLE, "LAMPS THAT LEARN – Light at dusk.", r"Lamps that \emph{Learn}: Light at {D}usk"]
)
def test_an_equal_title_that_nothing_contradicts_is_taken(title: str) -> None:
    candidate = found(title, SHELLEY)
    assert judge(Known(title=TITLE), [candidate]).found is candidate


def test_authors_and_abstracts_that_contradict_make_it_a_choice() -> None:
    other = found(TITLE, HOMER, abstract=OTHER)
    for known in (Known(title=TITLE, authors=(SHELLEY,)), Known(title=TITLE, abstract=ABSTRACT)):
        assert judge(known, [other]).found is None
        assert judge(known, [other]).choices == (other,)


def test_one_side_without_authors_contradicts_nothing() -> None:
    assert judge(Known(title=TITLE, authors=(SHELLEY,)), [found()]).found
    assert judge(Known(title=TITLE, abstract=ABSTRACT), [found(TITLE, SHELLEY)]).found


@pytest.mark.parametrize(
    "authors",
    [
        (Person("SHELLEY", "M."), HOMER),
        (Person("Mary", "Shelley"),),
        (LOVELACE, SHELLEY),
    ],
)
def test_the_same_authors_in_other_guises(authors: tuple[Person, ...]) -> None:
    """Abbreviated, with the names changed round, or with the order changed."""
    assert judge(Known(title=TITLE, authors=(SHELLEY, LOVELACE)), [found(TITLE, *authors)]).found


def test_an_edited_abstract_is_the_same_and_another_one_is_not() -> None:
    edited = ABSTRACT.replace("nine harbours", "9 ports").removesuffix("everywhere.")
    assert judge(Known(title=TITLE, abstract=ABSTRACT), [found(abstract=edited)]).found


def test_several_papers_of_one_title_are_a_choice() -> None:
    verdict = judge(Known(title=TITLE), [found(number=1), found(number=2)])
    assert verdict.found is None and verdict.torn and len(verdict.choices) == 2


def test_of_several_papers_of_one_title_the_one_whose_author_agrees_is_it() -> None:
    ours = found(TITLE, SHELLEY, number=2)
    verdict = judge(Known(title=TITLE, authors=(SHELLEY,)), [found(TITLE, HOMER), ours, found(number=3)])
    assert verdict.found is ours


def test_a_short_title_says_too_little_unless_somebody_vouches_for_it() -> None:
    editorial = found("Editorial", SHELLEY)
    assert judge(Known(title="Editorial"), [editorial]).choices == (editorial,)
    assert judge(Known(title="Editorial", authors=(SHELLEY,)), [editorial]).found is editorial
    assert judge(Known(title="Lamp Report"), [found("Lamp Report", source="huggingface")]).found
    assert not judge(Known(title="Lamp Report"), [found("Lamp Report", source="crossref")]).found


def test_decades_between_two_papers_make_it_a_choice() -> None:
    assert not judge(Known(title=TITLE, year=1990), [found()]).found
    assert judge(Known(title=TITLE, year=2018), [found()]).found


def test_what_is_only_like_it_is_offered_and_what_is_not_is_left_out() -> None:
    longer, like, unlike = found(TITLE + " and Dawn"), found("Lamps that Learn Light at Noon"), found("On Goats")
    verdict = judge(Known(title=TITLE), [unlike, like, longer])
    assert verdict.found is None and verdict.choices == (longer, like)


def test_choices_of_several_sources_name_each_paper_once_and_are_few() -> None:
    assert merged([found(number=1), found(number=1, source="arxiv"), found(number=2)]) == (
        found(number=1),
        found(number=2),
    )
    assert len(merged([found(number=number) for number in range(9)])) == 5


@given(st.text(), st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_whatever_is_found_has_an_equal_title(title: str, others: list[tuple[str, str]]) -> None:
    from readinglist.identifiers import title_key

    candidates = [found(other, Person(name or "x"), number=n) for n, (other, name) in enumerate(others)]
    verdict = judge(Known(title=title), candidates)
    assert verdict.found is None or title_key(verdict.found.record.title) == title_key(title) != ""
    assert set(verdict.choices) <= set(candidates)
