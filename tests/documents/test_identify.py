"""Title, authors and year, from what is printed and from what the metadata say."""

from __future__ import annotations

import pytest

from readinglist.documents.authors import find_authors
from readinglist.documents.covers import title_page
from readinglist.documents.identify import identify
from readinglist.documents.layout import Page
from readinglist.documents.titles import find_title, stated_title
from tests.documents.pages import HEIGHT, L, page

TITLE = "Finding Again: Memory Aids for Readers of Small Libraries"
LINES = (
    L("Finding Again: Memory Aids", 90, size=17, left=180, bold=True),
    L("for Readers of Small Libraries", 112, size=17, left=170, bold=True, gap=False),
)
ABSTRACT = L("Abstract", 200, size=12, left=280, bold=True)


def title_of(*pages: Page, metadata: dict[str, str] | None = None, xmp: str = "") -> str:
    return find_title(pages, metadata or {}, xmp, title_page(pages)).text


def authors_of(*lines: L, metadata: dict[str, str] | None = None) -> list[str]:
    pages = [page(*LINES, *lines, ABSTRACT)]
    found = find_authors(pages, find_title(pages, {}, "", 0), metadata or {})
    return [f"{person.given}|{person.family}" for person in found]


# -- titles


def test_the_largest_lines_above_the_abstract() -> None:
    assert title_of(page(*LINES, L("Ines Moreau", 150, 12), ABSTRACT)) == TITLE


@pytest.mark.parametrize(
    "furniture",
    [
        L("RESEARCH ARTICLE", 60, 20),
        L("R E S E A R C H A R T I C L E", 60, 20),
        L("shelves", 60, 20, bold=True),
        L("Journal of Shelf Science", 60, 22),
        L("UNIVERSITY OF NOWHERE", 60, 22),
        L("Proceedings of the 9th Shelf Conference", 60, 20),
        L("arXiv:2401.01234v2 [cs.DL] 3 Jan 2024", 500, 20, upright=False),
        L("Master’s Thesis", 60, 24),
        L("3 January 2024", 60, 24),
        L("moreau@nowhere.example", 60, 24),
    ],
)
def test_other_things_in_large_letters(furniture: L) -> None:
    assert title_of(page(furniture, *LINES, ABSTRACT)) == TITLE


def test_a_journals_name_that_stands_in_the_foot_as_well() -> None:
    foot = L("Shelf Research and Practice 2021, 6, 104", 770, 8)
    assert title_of(page(L("Shelf Research and Practice", 60, 20), *LINES, ABSTRACT, foot)) == TITLE


def test_a_title_no_larger_than_the_text_is_bold_or_in_capitals() -> None:
    plain = L("FINDING AGAIN: MEMORY AIDS FOR READERS", 90)
    assert title_of(page(plain, ABSTRACT)) == "FINDING AGAIN: MEMORY AIDS FOR READERS"
    assert title_of(page(L("Some line above the abstract of a letter", 90), ABSTRACT)) == ""


def test_marks_of_footnotes_are_no_part_of_the_title() -> None:
    assert title_of(page(L("Finding Again Without Regret^", 90, 17), ABSTRACT)) == "Finding Again Without Regret"
    assert title_of(page(L("Finding Again Without Regret∗", 90, 17), ABSTRACT)) == "Finding Again Without Regret"


def test_a_hyphen_at_a_lines_end_stays() -> None:
    lines = [L("Balanced Memory for Long-", 90, 17), L("Tailed Libraries", 112, 17, gap=False)]
    assert title_of(page(*lines, ABSTRACT)) == "Balanced Memory for Long-Tailed Libraries"


def test_a_title_page_without_text_and_with_wide_lines() -> None:
    thesis = page(
        L("Shelves That Learn", 200, 17),
        L("in Small Libraries", 235, 17),
        L("Ines Moreau", 300, 14),
        L("Submitted in partial fulfillment of the requirements", 420, 16),
        L("University of Nowhere", 500, 20),
        body=False,
    )
    assert title_of(thesis, page(number=2)) == "Shelves That Learn in Small Libraries"


def test_a_title_in_japanese() -> None:
    lines = [L("小さな図書館のための記憶の", 200, 17), L("補助に関する実証研究", 226, 17, gap=False)]
    assert title_of(page(*lines)) == "小さな図書館のための記憶の補助に関する実証研究"


def test_nonsense_and_mere_text_have_no_title() -> None:
    assert title_of(page()) == ""
    assert title_of(page(L("ΰԔϸЇ́ ΨߙϣÎg ϙķϢʆi", 90, 20))) == ""
    assert title_of(page(L("P❡♥❛❧✐③❡❞ ❧❡❛st sq✉❛r❡s ✈❡rs✉s", 90, 20))) == ""
    assert title_of() == ""


def test_metadata_and_print_are_held_against_each_other() -> None:
    shouted = page(L("FINDING AGAIN: MEMORY AIDS", 90, 17), ABSTRACT)
    assert title_of(shouted, metadata={"title": "Finding Again: Memory Aids"}) == "Finding Again: Memory Aids"
    printed = page(*LINES, ABSTRACT)
    assert title_of(printed, metadata={"title": "A Quite Different Paper About Cellars"}) == TITLE
    assert title_of(printed, metadata={"title": "Finding Again"}) == TITLE
    # a journal's name in large letters, and the title in the metadata and in smaller print
    banner = page(L("Cellar Digest International", 80, 24), L("Finding Again and Again and Again", 130, 10), ABSTRACT)
    assert (
        title_of(banner, metadata={"title": "Finding Again and Again and Again"}) == "Finding Again and Again and Again"
    )


@pytest.mark.parametrize(
    "rubbish",
    [
        "Microsoft Word - final2.doc", "untitled", "paper.dvi", "main", "Manuscript_v3", "C:\\papers\\final.tex",
        "arXiv:quant-ph/9508027v2  25 Jan 1996", "Proceedings of the...", "doi:10.4321/x", "PII: S0304-3975(05)00123-4",
        "IEEE Paper Template in A4", "R Graphics Output", "LaTeX template for authors", "pp. 1-20", "RESEARCH ARTICLE",
        "x", "Title", "thesis.pdf", "untitled document 3", "Slide 1", "",
    ],
)  # fmt: skip
def test_titles_in_metadata_that_are_none(rubbish: str) -> None:
    assert stated_title({"title": rubbish}, "") == ""


def test_titles_in_xmp() -> None:
    xmp = '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Shelves &amp; Cellars in Use</rdf:li></rdf:Alt></dc:title>'
    assert stated_title({"title": "paper.dvi"}, xmp) == "Shelves & Cellars in Use"


COVER = page(
    L("Finding Again", 150, 12),
    L("Author(s): Ines Moreau", 170, 12),
    L("Source: Shelf Research, August 2021, Vol. 41, No. 3 (August 2021), pp. P1-P3", 190, 12),
    L("JSTOR is a not-for-profit service that helps scholars use a wide range of content.", 370, 9),
    body=False,
)


def test_an_archives_cover_page_stands_before_the_paper() -> None:
    paper = page(*LINES, L("Ines Moreau*, Chidi Okafor, and Ulla Lindqvist", 150, 9), number=2)
    assert title_page([COVER, paper]) == 1
    found = identify([COVER, paper], ["", ""], {}, "")
    assert found.title == TITLE
    assert [person.family for person in found.authors] == ["Moreau", "Okafor", "Lindqvist"]
    assert found.year == 2021
    assert title_page([paper]) == 0
    assert title_page([page(body=False), paper]) == 1  # an empty page
    assert title_page([]) == 0


def test_the_title_may_stand_on_the_cover_alone() -> None:
    cover = page(
        L("Finding Again: Memory Aids for Readers", 200, 18, bold=True),
        L("Moreau, Ines; Okafor, Chidi", 230, 13),
        L("Empfohlene Zitierung / Suggested Citation:", 420, 9),
        L("Moreau, Ines ; Okafor, Chidi: Finding Again. 2015 (Shelf Research 1). S. 227-257.", 432, 9, gap=False),
        L("Nutzungsbedingungen:", 600, 8),
        body=False,
    )
    found = identify([cover, page(L("Shelf Press", 60, 14), number=2)], ["", ""], {}, "")
    assert found.title == "Finding Again: Memory Aids for Readers"
    assert [person.name for person in found.authors] == ["Ines Moreau", "Chidi Okafor"]
    assert found.year == 2015


# -- authors


@pytest.mark.parametrize(
    ("lines", "names"),
    [
        ([L("Ines Moreau^, Chidi Okafor^^ and Ulla M. Vik^", 150, 12)], "Ines Moreau, Chidi Okafor, Ulla M. Vik"),
        ([L("Ines Moreau1,2, Chidi Okafor1 & Ulla Lindqvist", 150, 12)], "Ines Moreau, Chidi Okafor, Ulla Lindqvist"),
        ([L("Ines Moreau", 150, 12), L("Chidi Okafor", 150, 12, 300)], "Ines Moreau, Chidi Okafor"),
        ([L("Ines Moreau, University of Nowhere, Shelfton", 150, 12)], "Ines Moreau"),
        ([L("INES MOREAU and CHIDI OKAFOR", 150, 12)], "Ines Moreau, Chidi Okafor"),
        ([L("By Ines Moreau, Ph.D.", 150, 12)], "Ines Moreau"),
        ([L("Moreau, Ines; Okafor, Chidi", 150, 12)], "Ines Moreau, Chidi Okafor"),
        ([L("I. Moreau, J. P. Okafor", 150, 12)], "I. Moreau, J. P. Okafor"),
        ([L("Ines Moreau, Ana Cristina Franco da", 150, 12), L("Silva^, Ulla Lindqvist", 165, 12, gap=False)],
         "Ines Moreau, Ana Cristina Franco da Silva, Ulla Lindqvist"),
        ([L("The SHELF and CELLAR Collaborations^", 150, 12)], "SHELF Collaboration, CELLAR Collaboration"),
        ([L("Ludwig van den Berg, Jean-Luc O’Neill", 150, 12)], "Ludwig van den Berg, Jean-Luc O’Neill"),
        ([L("Tal August, Mary Kay A. April", 150, 12)], "Tal August, Mary Kay A. April"),
    ],
)  # fmt: skip
def test_people_below_the_title(lines: list[L], names: str) -> None:
    addresses = [L("Department of Shelves, University of Nowhere", 175, 10), L("{ines,chidi}@nowhere.example", 187, 10)]
    found = [" ".join(name.split("|")).strip() for name in authors_of(*lines, *addresses)]
    assert ", ".join(found) == names


def test_particles_stay_with_the_family_name() -> None:
    assert authors_of(L("Ludwig van den Berg", 150, 12)) == ["Ludwig|van den Berg"]
    assert authors_of(L("光吉 健汰", 150, 12), L("Kenta Mitsuyoshi", 170, 12)) == ["健汰|光吉"]


def test_addresses_set_like_names_are_no_people() -> None:
    lines = [
        L("Ines Moreau", 140, 14),
        L("Institute of Shelves", 156, 14, gap=False),
        L("Chidi Okafor", 190, 14),
        L("Statistical Methods, Clinical Sciences", 206, 14, gap=False),
        L("Shelfton, Nowhere", 222, 14, gap=False),
    ]
    pages = [page(*LINES, *lines, L("Abstract", 300, 12, bold=True))]
    found = find_authors(pages, find_title(pages, {}, "", 0), {})
    assert [person.name for person in found] == ["Ines Moreau", "Chidi Okafor"]


def test_no_people_rather_than_wrong_ones() -> None:
    assert authors_of(L("We thank all readers of small libraries everywhere", 150, 12)) == []
    assert authors_of(L("Shelves, Cellars, Attics", 150, 12)) == []
    assert authors_of(L("Ines Moreau Chidi B. Okafor", 150, 12)) == []  # where does the first one end?


def test_people_in_metadata_count_if_they_are_printed() -> None:
    printed = L("We are Ines Moreau of the shelves and Chidi Okafor of the cellars of this house", 150, 10)
    assert authors_of(printed, metadata={"author": "Ines Moreau; Chidi Okafor"}) == ["Ines|Moreau", "Chidi|Okafor"]
    assert authors_of(printed, metadata={"author": "admin"}) == []
    assert authors_of(printed, metadata={"author": "Some Typist"}) == []
    assert authors_of(L("Ines Moreau, Chidi Okafor", 150, 12), metadata={"author": "Okafor, Chidi"}) == [
        "Ines|Moreau",
        "Chidi|Okafor",
    ]


# -- year


@pytest.mark.parametrize(
    ("line", "year"),
    [
        (L("arXiv:1503.07589v1  [hep-ex]  26 Mar 2015", 300, 20, upright=False), 2015),
        (L("© 2018 Published by Shelf B.V.", 740, 8), 2018),
        (L("Received: 31 August 2017; Published: 5 October 2018", 160, 8), 2018),
        (L("Shelves 2018, 6, 104; doi:10.4321/shelves6040104", 770, 8), 2018),
        (L("Shelf Pract Exper. 2023;53:790–810.", 770, 8), 2023),
        (L("Proceedings of the 58th Shelf Meeting, pages 4969–4983, July 5 - 10, 2020.", 770, 8), 2020),
        (L("September 1996", 150, 12), 1996),
        (L("令和2年2月", 150, 12), 2020),
        (L("as Okafor (2004) shows in 1999", 500), None),
        (L("© 2999 Shelf Press", 740, 8), None),
    ],
)
def test_the_year_is_that_of_the_paper_and_not_of_one_it_cites(line: L, year: int | None) -> None:
    pages = [page(*LINES, ABSTRACT, line)]
    assert identify(pages, [pages[0].text], {}, "").year == year
    assert line.top < HEIGHT


def test_a_file_without_anything_is_nobody() -> None:
    nobody = identify([], [], {}, "")
    assert (nobody.title, nobody.authors, nobody.year, nobody.doi, nobody.arxiv_id) == ("", (), None, None, None)
    assert nobody.record.title == ""
