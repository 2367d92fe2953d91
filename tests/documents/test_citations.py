"""Marks in the text lead to the entries that they cite, and to figures and tables."""

from __future__ import annotations

import pytest

from readinglist.documents.citations import cited_at, cited_by_link, find_citations, find_mentions, first_family
from readinglist.documents.pages import Link, Word, quad_of
from readinglist.documents.references import Reference

LIST = [Reference(str(number), f"Entry {number}.") for number in range(1, 13)] + [Reference("BP98", "S. Brin.")]
PEOPLE = [
    Reference("1", "Ines Moreau and Chidi Okafor. 2019a. Shelves.", year=2019),
    Reference("2", "Ines Moreau, Karin Lindqvist, and Dara Haddad. 2019b. Drawers.", year=2019),
    Reference("3", "Lindqvist, K., & Haddad, D. (2022). The drawer.", year=2022),
    Reference("4", "A. van der Berg, Piles, J. Libr. 3 (1998).", year=1998),
]


def words(text: str) -> list[Word]:
    """Words of text; a `/` begins a new line."""
    found, line = [], 0
    for place, word in enumerate(text.split()):
        if word == "/":
            line += 1
        else:
            found.append(Word(word, quad_of((place, line, place + 1, line + 1)), line, 0))
    return found


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("as shown [3] before", [["3"]]),
        ("see [1, 3; 7-9] there", [["1", "3", "7", "8", "9"]]),
        ("see [1, / 3] and [12].", [["1", "3"], ["12"]]),
        ("by [BP98] first", [["BP98"]]),
        ("of [4, Theorem 2] only", [["4"]]),
        ("an interval [0, 1] or [99]", []),
        ("no marks at all (3)", []),
    ],
)
def test_numbers_and_keys(text: str, meant: list[list[str]]) -> None:
    found = find_citations(words(text), LIST)
    assert [[reference.number for reference in citation.references] for citation in found] == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Moreau and Okafor (2019a) say", [["1"]]),
        ("some say (Moreau et al., 2019b).", [["2"]]),
        ("some say (Moreau et al., 2019a, b).", [["1", "2"]]),
        ("so Moreau et / al. 2019 said", [["1", "2"]]),
        ("(Lindqvist & Haddad, 2022; Berg, 1998)", [["3"], ["4"]]),
        ("as Lind- / qvist (2022) has it", [["3"]]),
        ("Nobody (2022) and Moreau (1999)", []),
    ],
)
def test_people_and_years(text: str, meant: list[list[str]]) -> None:
    found = find_citations(words(text), PEOPLE)
    assert [[reference.number for reference in citation.references] for citation in found] == meant


def test_the_place_of_a_mark_is_that_of_its_words() -> None:
    (citation,) = find_citations(words("as Lind- / qvist (2022) has it"), PEOPLE)
    assert citation.quads == (quad_of((1, 0, 2, 1)), quad_of((3, 1, 4, 2)), quad_of((4, 1, 5, 2)))


def test_a_page_without_words_cites_nothing() -> None:
    assert find_citations([], LIST) == []
    assert find_mentions([]) == []


def test_figures_and_tables_are_named() -> None:
    found = find_mentions(words("In Fig. 3 and Table 2, but Figure A1.2 is / not Figures 4 ; a figure 5"))
    assert [(mention.kind, mention.label) for mention in found] == [
        ("figure", "3"),
        ("table", "2"),
        ("figure", "A1.2"),
        ("figure", "4"),
    ]


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("A. B. Okafor and C. Moreau. Title.", "Okafor"),
        ("Okafor, A. B., & Moreau, C. (2010). Title.", "Okafor"),
        ("Okafor AB, Moreau C. Title.", "Okafor"),
        ("Ada Okafor, Ines Moreau. 2010. Title", "Okafor"),
        ("Ada B. Okafor. 2010. Title.", "Okafor"),
        ("Ada B. Okafor and Ines Moreau. 2010. Title.", "Okafor"),
        ("Ada B. van Okafor, Ines C. Moreau, and Dara Haddad. 2010. Title.", "Okafor"),
        ("Okafor A. B. Drawers, shelves and boxes. 2010.", "Okafor"),
        ("Okafor A., Moreau C. Title.", "Okafor"),
        ("Ada Okafor. Drawers. 2010.", "Okafor"),
        ("", ""),
        ("an untitled sheet", ""),
    ],
)
def test_the_first_person_of_an_entry(entry: str, name: str) -> None:
    assert first_family(entry) == name


LED = [
    Reference("1", "Ines Moreau. Shelves. 2019.", title="Shelves", year=2019, page=9, top=100.0),
    Reference("2", "Chidi Okafor. Drawers. 2020.", title="Drawers", year=2020, page=9, top=100.0),
    Reference("3", "Dara Haddad. Boxes. 2021.", title="Boxes", year=2021, page=9, top=200.0),
]


def over(place: int, y: float | None) -> Link:
    """A link over the word at a place of the first line, to a height of page 9."""
    return Link((place, 0, place + 1, 1), page=9, y=y)


@pytest.mark.parametrize(
    ("word", "y", "number"),
    [
        ("Haddad", 198.0, "3"),
        ("2021", 198.0, "3"),
        ("boxes", 198.0, "3"),
        ("boxes", 150.0, None),
        ("Moreau", 97.0, "1"),
        ("Okafor", 97.0, "2"),
        ("somebody", 97.0, None),
        ("7", 198.0, None),
        ("Haddad", None, None),
    ],
)
def test_a_link_cites_the_entry_that_it_leads_to_if_its_words_agree(word: str, y: float | None, number: str) -> None:
    cited = cited_by_link(over(1, y), words(f"see {word} there"), LED)
    assert (cited.references[0].number if cited else None) == number


def test_of_a_mark_and_a_link_over_it_the_mark_is_right() -> None:
    text = words("see [1,3] there")
    citations = find_citations(text, LED)

    def numbers(link: Link | None) -> list[str]:
        cited = cited_at((1.5, 0.5), text, citations, link, LED)
        return [reference.number for reference in cited.references] if cited else []

    assert numbers(None) == ["1", "3"]
    assert numbers(over(1, 198.0)) == ["3"]  # one of those that the mark stands for
    assert numbers(Link((1, 0, 2, 1), page=9, y=400.0)) == ["1", "3"]
    (wrong,) = find_citations(words("see Okafor (2020) there"), LED)
    text = words("see Haddad there")
    assert cited_at((1.5, 0.5), text, [wrong], over(1, 198.0), LED) == wrong
    assert cited_at((9.0, 0.5), text, [wrong], None, LED) is None
