"""A paper's own id is found where publishers print it, and never confused with one that it cites."""

from __future__ import annotations

import pytest

from readinglist.documents.layout import Page
from readinglist.documents.own_ids import OwnArxiv, own_arxiv, own_doi
from tests.documents.pages import BODY, L, page

TITLE = L("Finding Again: Memory Aids for Readers", 90, size=17, bold=True)
OWN = "10.4321/shelf.2021.0007"
OTHER = "10.4321/attic.1999.0123"
DATA = "10.5281/zenodo.7654321"


def doi_of(*pages: Page, metadata: dict[str, str] | None = None, xmp: str = "", title_page: int = 0) -> str | None:
    texts = [each.text for each in pages]
    return own_doi(pages, texts, metadata or {}, xmp, title_page)


PRINTED = {
    "head, as Springer": [L("Shelf Science (2021) 12:345–360", 40, 8), L(f"DOI {OWN}", 50, 8, gap=False)],
    "head, as a link": [L(f"https://doi.org/{OWN}", 40, 8)],
    "head, as BMC": [L("Moreau et al. Shelf Science (2021) 18:123", 40, 8), L(f"DOI {OWN}", 50, 8, gap=False)],
    "foot, as MDPI": [L(f"Shelves 2021, 6, 104; doi:{OWN.upper()}", 760, 8)],
    "foot, as Elsevier": [
        L(f"https://doi.org/{OWN}", 740, 8),
        L("2214-0085/© 2021 The Authors. Published by Shelf B.V.", 750, 8, gap=False),
    ],
    "foot, as PNAS": [L(f"www.pnas.org/cgi/doi/{OWN}   PNAS | May 4, 2021 | vol. 118", 760, 8)],
    "foot, as a conference": [L(f"978-1-4673-8851-1/21 $31.00 © 2021 IEEE  DOI {OWN}", 760, 8)],
    "block, as ACM": [
        L("ACM Reference Format:", 640, 8),
        L("Ines Moreau. 2021. Finding Again: Memory Aids for Readers. In Proceedings of", 650, 8, gap=False),
        L(f"the Shelf Conference. ACM, New York, NY, USA, 9 pages. https://doi.org/{OWN}", 660, 8, gap=False),
    ],
    "block, broken at a line's end": [
        L("Citation: Moreau I (2021) Finding Again. Shelf ONE 13(3): e0194893. https://doi.org/10.4321/shelf.", 640, 8),
        L("2021.0007", 650, 8, gap=False),
    ],
    "margin, as JOSS": [L(f"DOI: {OWN}", 330, 9, left=20), L("Software", 345, 9, left=20)],
    "margin, label above": [
        L("Published", 320, 8, 20),
        L("24 July 2021", 330, 8, 20, gap=False),
        L("DOI", 350, 8, 20),
        L(OWN, 360, 8, 20, gap=False),
    ],
    "note, as IEEE": [L(f"Digital Object Identifier {OWN}", 730, 8)],
    "preprint server": [
        L("bioRxiv preprint first posted online Oct. 11, 2021; doi: http://dx.doi.org/" + OWN + ".", 20, 7),
        L("The copyright holder for this preprint is the author.", 28, 7, gap=False),
    ],
    "supplement of this article": [
        L("Electronic supplementary material The online version of this", 700, 8),
        L(f"article (doi:{OWN}) contains supplementary material.", 710, 8, gap=False),
    ],
    "author's version": [
        L("This is the author's version. The final publication is available at", 740, 8),
        L(f"https://doi.org/{OWN}", 750, 8, gap=False),
    ],
}


@pytest.mark.parametrize("place", PRINTED)
def test_where_publishers_print_it(place: str) -> None:
    assert doi_of(page(TITLE, *PRINTED[place])) == OWN


@pytest.mark.parametrize("place", PRINTED)
def test_beside_ids_of_data_and_of_other_papers(place: str) -> None:
    others = [
        L(f"Data availability: all data are at Zenodo (https://doi.org/{DATA}).", 660, 8),
        L(f"1 https://doi.org/{OTHER}", 716, 8),
    ]
    assert doi_of(page(TITLE, *PRINTED[place], *others)) == OWN


CITED = {
    "data": [L(f"Data availability: all data are at Zenodo (https://doi.org/{DATA}).", 660, 8)],
    "data beside a citation": [L(f"Data citation: Moreau I (2021) Shelves [dataset]. https://doi.org/{OTHER}", 660, 8)],
    "archive, as JOSS": [
        L("Software", 330, 9, 20),
        L("Archive:", 342, 9, 20, gap=False),
        L(f"https://doi.org/{DATA}", 354, 9, 20, gap=False),
    ],
    "footnote": [L(f"^https://doi.org/{OTHER}", 730, 8)],
    "footnote with a number": [L(f"2 https://doi.org/{OTHER}", 730, 8)],
    "a bare link below": [L(f"https://doi.org/{OTHER}", 730, 8)],
    "in the text": [L(f"as was shown before (https://doi.org/{OTHER}), shelves matter to", 500)],
    "original of an erratum": [L(f"The original article can be found online at https://doi.org/{OTHER}", 700, 8)],
    "comment": [L(f"Comment on “Shelves”, doi: {OTHER}", 130, 10)],
    "preliminary version": [
        L("^A preliminary version was published in the Proceedings of the Shelf Conference,", 720, 8),
        L(f"2019, https://doi.org/{OTHER}", 730, 8, gap=False),
    ],
    "references without a heading": [
        L("[1] I. Moreau and C. Okafor. Shelves. Journal of Shelves, 4(2):1–20, 1999.", 600),
        L(f"doi: {OTHER}", 612, gap=False),
    ],
    "references": [L("References", 560, 12, bold=True), L(f"Moreau I. Shelves. https://doi.org/{OTHER}", 580)],
    "part of the paper": [L("https://doi.org/10.4321/shelf.2021.0007.g001", 500, 8)],
    "placeholder of a template": [L("https://doi.org/10.1145/nnnnnnn.nnnnnnn", 740, 8)],
    "placeholder with capitals": [L("https://doi.org/XXXXXXX.XXXXXXX © 2021 ACM", 740, 8)],
    "placeholder of a journal": [L("Journal of Shelves, Issue II. doi: 10.18637/jss.v000.i00", 40, 8)],
    "end of a sentence or not": [L("DOI: 10.4321/shelf.2021.", 40, 8), L("0007", 50, 8, gap=False)],
    "cut off": [L("https://doi.org/10.4321/journal.", 40, 8)],
    "nothing": [],
}


@pytest.mark.parametrize("place", CITED)
def test_ids_that_are_not_its_own(place: str) -> None:
    assert doi_of(page(TITLE, *CITED[place])) is None


def test_two_that_are_as_good_are_none() -> None:
    lines = [L(f"DOI: {OWN}", 40, 8), L(f"DOI: {OTHER}", 52, 8, left=400)]
    assert doi_of(page(TITLE, *lines)) is None


def test_a_running_foot_makes_sure() -> None:
    foot = L(f"Shelf ONE | https://doi.org/{OWN}", 770, 8)
    pages = [page(TITLE, foot), *(page(foot, number=number) for number in (2, 3, 4))]
    assert doi_of(*pages) == OWN


def test_ids_on_later_pages_are_those_of_others() -> None:
    later = page(L("DOI:", 200), L(OTHER, 212, gap=False), number=2)
    assert doi_of(page(TITLE), later) is None


def test_a_chapter_is_not_its_book() -> None:
    lines = [
        L("https://doi.org/10.4321/978-3-030-12345-6", 752, 8),
        L("https://doi.org/10.4321/978-3-030-12345-6_7", 764, 8),
    ]
    about = L("© Shelf Press 2021. I. Moreau (ed.), Shelves, pp. 1–12, 2021.", 740, 8)
    assert doi_of(page(TITLE, about, *lines)) == "10.4321/978-3-030-12345-6_7"


XMP = "<prism:doi>{}</prism:doi>"


def test_metadata_tell_as_well_and_may_be_wrong() -> None:
    bare = page(TITLE)
    assert doi_of(bare, xmp=XMP.format(OWN)) == OWN
    assert doi_of(bare, metadata={"doi": OWN.upper()}) == OWN
    assert doi_of(bare, metadata={"wps-articledoi": OWN, "wps-journaldoi": "10.4321/(ISSN)1097-024X"}) == OWN
    assert doi_of(bare, metadata={"subject": f"Shelves, 6 (2021) 9-16. doi:{OWN}"}) == OWN
    assert doi_of(bare, xmp=XMP.format("10.1145/nnnnnnn.nnnnnnn")) is None
    printed = page(TITLE, *PRINTED["head, as Springer"])
    assert doi_of(printed, xmp=XMP.format(OTHER)) == OWN  # what is printed in the right place wins


def test_an_archives_cover_page() -> None:
    cover = page(
        L("Finding Again", 150, 12),
        L("Author(s): Ines Moreau", 170, 12),
        L("Stable URL: https://www.jstor.org/stable/10.2307/48635686", 250, 12),
        L("JSTOR is a not-for-profit service that helps scholars.", 370, 9),
        body=False,
    )
    paper = page(TITLE, L(f"Shelf Research Vol 41 No 3 Aug 2021: P1–P3 https://doi.org/{OWN}", 760, 8), number=2)
    assert doi_of(cover, paper, title_page=1) == OWN


# -- arXiv


def arxiv_of(*lines: L, metadata: dict[str, str] | None = None) -> OwnArxiv | None:
    return own_arxiv([page(TITLE, *lines), page(number=2)], metadata or {})


@pytest.mark.parametrize(
    ("stamp", "found"),
    [
        ("arXiv:1503.07589v1  [hep-ex]  26 Mar 2015", OwnArxiv("1503.07589", 1, 2015)),
        ("arXiv:2203.00274v12 [cs.CL] 1 Mar 2022", OwnArxiv("2203.00274", 12, 2022)),
        ("arXiv:quant-ph/9508027v2  25 Jan 1996", OwnArxiv("quant-ph/9508027", 2, 1996)),
        ("hep-ph/9412269   09 Dec 94", OwnArxiv("hep-ph/9412269", None, 1994)),
        ("arXiv:math.GT/0309136v1  7 Sep 2003", OwnArxiv("math/0309136", 1, 2003)),
        ("arXiv:2401.01234v2 [cs.DL]", OwnArxiv("2401.01234", 2, None)),
    ],
)
def test_the_stamp_on_the_margin(stamp: str, found: OwnArxiv) -> None:
    assert arxiv_of(L(stamp, 300, 20, left=20, upright=False)) == found


@pytest.mark.parametrize(
    ("line", "identifier"),
    [
        (L("ArXiv ePrint: 2401.01234", 560, 10), "2401.01234"),
        (L("arXiv:2401.01234v1", 30, 9), "2401.01234"),
        (L("hep-th/9711200, HUTP-97/A097", 40, 10, left=400), "hep-th/9711200"),
    ],
)
def test_other_places_of_its_own_arxiv_id(line: L, identifier: str) -> None:
    found = arxiv_of(line)
    assert found is not None
    assert found.id == identifier


@pytest.mark.parametrize(
    "line",
    [
        L("A full version of this paper is at arXiv:2401.01234.", 730, 8),
        L("[7] Moreau. Shelves. arXiv:2401.01234, 2024.", 600),
        L("arXiv:2401.01234", 600),
        L("as hep-th/9711200 shows", 500),
        L("arXiv:2413.01234v1 [cs.CL] 1 Mar 2024", 300, 20, upright=False),  # there is no month 13
        L("3412.12345 kg", 300),
        L(BODY, 300),
    ],
)
def test_arxiv_ids_that_are_not_its_own(line: L) -> None:
    assert arxiv_of(line) is None


def test_a_stamp_counts_on_the_first_page_of_the_paper_only() -> None:
    stamped = page(TITLE, L("arXiv:2401.01234v1 [cs.DL] 1 Mar 2024", 300, 20, upright=False), number=2)
    assert own_arxiv([page(TITLE), stamped], {}) is None
    assert own_arxiv([page(TITLE), stamped], {}, title_page=1) == OwnArxiv("2401.01234", 1, 2024)


def test_arxiv_ids_in_metadata() -> None:
    assert arxiv_of(metadata={"title": "arXiv:quant-ph/9508027v2  25 Jan 1996"}) == OwnArxiv(
        "quant-ph/9508027", 2, 1996
    )
    assert arxiv_of(metadata={"doi": "https://doi.org/10.48550/arXiv.2401.01234"}) == OwnArxiv("2401.01234")
    assert arxiv_of(metadata={"arxivid": "2401.01234v3"}) == OwnArxiv("2401.01234", 3)
    assert arxiv_of(metadata={"title": "On 2401.01234 and other numbers"}) is None
