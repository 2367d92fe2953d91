"""Reference lists of the usual styles are cut into their entries, and each entry is understood."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from readinglist.documents import Reader, Reference
from readinglist.documents.layout import Line, Page
from readinglist.documents.references import find_references
from tests.documents.pages import L, write_pdf

LEFT, RIGHT, STEP = 60.0, 320.0, 12.0


def rows(texts: Sequence[str], left: float, top: float, indent: float = 12.0, *, number: int = 1) -> Page:
    """A page with a column of lines; those that begin with a space are indented."""
    lines = []
    for place, text in enumerate(texts):
        start = left + indent * text.startswith(" ")
        y = top + STEP * place
        clean = text.strip()
        lines.append(Line(clean, clean, 10.0, start, start + 4.5 * len(clean), y, y + 10, place))
    return Page(number, 612.0, 792.0, tuple(lines))


def beside(one: Page, other: Page) -> Page:
    return Page(one.number, one.width, one.height, one.lines + other.lines)


BRACKETS = [
    "References",
    "[1] A. Okafor and B. Moreau. Finding again: memory aids for",
    " readers. Journal of Small Libraries, 12(3):45–67, 2019. doi:",
    " 10.1234/jsl.2019.0045",
    "[2] C. Lindqvist, “On shelves that forget,” in Proc. LIBS, 2021,",
    " pp. 1–9.",
    "[3] D. Haddad, E. Sato, Ranking for the impatient, Inf. Retr. 7",
    " (2004) 1–20, arXiv:2401.01234.",
    "[4] F. Novak. Indexes considered harm-",
    " less. PhD thesis, University of Nowhere, 1998.",
]


def test_numbers_in_brackets() -> None:
    one, two, three, four = find_references([rows(BRACKETS, LEFT, 100)])
    assert one == Reference(
        "1",
        "A. Okafor and B. Moreau. Finding again: memory aids for readers. Journal of Small Libraries, 12(3):45–67,"
        " 2019. doi: 10.1234/jsl.2019.0045",
        "Finding again: memory aids for readers",
        2019,
        "10.1234/jsl.2019.0045",
        None,
        1,
    )
    assert (two.title, two.year) == ("On shelves that forget", 2021)
    assert (three.title, three.year, three.arxiv_id) == ("Ranking for the impatient", 2004, "2401.01234")
    assert (four.title, four.year) == ("Indexes considered harmless", 1998)


HANGING = [
    "REFERENCES",
    "Ines Moreau and Chidi Okafor. 2019. Finding again:",
    " Memory aids for readers. In Proceedings of LIBS,",
    " pages 1–9.",
    "Karin Lindqvist. 2021a. Shelves that forget. Small",
    " Libraries, 3(2):4–9.",
    "Lindqvist, K., & Haddad, D. (2022). The drawer. Journal",
    " of Drawers, 5(6), 66–70. https://doi.org/10.1234/",
    " jd.2022.5.66",
]
MORE = [
    "Moulia B, Fournier M, Lenne C. The bent plant in the",
    " wind. Bot Lett. 2009; 60(2):461–486.",
    "Zoe Abel. 2001. Ends.",
    " Self-published.",
]


def test_hanging_entries_of_people_and_years_over_two_columns() -> None:
    page = beside(rows(HANGING, LEFT, 400), rows(MORE, RIGHT, 60))
    found = find_references([page])
    assert [reference.number for reference in found] == ["1", "2", "3", "4", "5"]
    assert [reference.year for reference in found] == [2019, 2021, 2022, 2009, 2001]
    assert [reference.title for reference in found] == [
        "Finding again: Memory aids for readers",
        "Shelves that forget",
        "The drawer",
        "The bent plant in the wind",
        "",  # too short to be sure of
    ]
    assert found[2].doi == "10.1234/jd.2022.5.66"


def test_a_list_goes_on_over_the_page_past_heads_feet_and_footnotes_and_ends_at_the_appendix() -> None:
    foot = Line("1See the drawer.", "1See the drawer.", 7.0, LEFT, 200, 700, 708, 50)
    pages = []
    for number in (1, 2, 3, 4):
        head = Line(f"Journal of Drawers {number}", "", 10.0, LEFT, 200, 20, 30, 90)
        body = rows(["Text of the paper"] * 20, LEFT, 100, number=number)
        pages.append(Page(number, 612, 792, (head, *body.lines)))
    first = rows(
        ["References", *[f"[{n}] A. Author{n}. Title of the work {n}. Venue, 20{n:02}." for n in range(1, 9)]],
        LEFT,
        500,
    )
    second = rows([f"[{n}] A. Author{n}. Title of the work {n}. Venue, 20{n:02}." for n in range(9, 12)], LEFT, 60)
    appendix = Line("A Proofs", "A Proofs", 12.0, LEFT, 150, 300, 312, 60, bold=True)
    after = rows(["[12] is not an entry but a proof."], LEFT, 330)
    pages[2] = Page(3, 612, 792, (pages[2].lines[0], *first.lines, foot))
    pages[3] = Page(4, 612, 792, (pages[3].lines[0], *second.lines, appendix, *after.lines))
    found = find_references(pages)
    assert [reference.number for reference in found] == [str(n) for n in range(1, 12)]
    assert found[7].text == "A. Author8. Title of the work 8. Venue, 2008."
    assert {reference.page for reference in found} == {3, 4}


def test_numbers_without_a_heading_are_found_and_affiliations_are_not() -> None:
    body = rows(["Text of the paper"] * 5, LEFT, 100)
    entries = [f"[{n}] A. Author, A work of the year, Rev. {n} ({2000 + n})." for n in range(1, 7)]
    assert len(find_references([body, rows(entries, LEFT, 100, number=2)])) == 6
    places = [f"{n} University of Town{n}, Country" for n in range(1, 9)]
    assert find_references([rows(["References", "none"], LEFT, 60), rows(places, LEFT, 100, number=2)]) == []


def test_arxiv_in_a_title_is_no_id_of_it() -> None:
    first = "[5] A. Okafor. Shelves of arXiv: A data set. Journal of Small Libraries, 2019. arXiv: 1901.01234."
    found = find_references([rows([*BRACKETS, first], LEFT, 100)])[-1]
    assert (found.title, found.arxiv_id) == ("Shelves of arXiv: A data set", "1901.01234")


def test_nothing_is_found_in_running_text() -> None:
    text = ["References to other works are", "made throughout. In 2019 they", "were many, and in 2020 more."] * 5
    assert find_references([rows(text, LEFT, 100)]) == []
    assert find_references([]) == []


def test_a_real_file(tmp_path: Path) -> None:
    lines = [L(text.strip(), 100 + 12 * row, left=72 + 12 * text.startswith(" ")) for row, text in enumerate(BRACKETS)]
    path = write_pdf(tmp_path / "paper.pdf", [[L("A paper", 80, size=16)], lines])
    reader = Reader(processes=1)
    found = reader.references(path)
    reader.close()
    assert [reference.number for reference in found] == ["1", "2", "3", "4"]
    assert found[0].doi == "10.1234/jsl.2019.0045"
    assert found[0].page == 2


@pytest.mark.shared
def test_real_papers(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lists found, entries counted right within a tenth, and ids that stand letter for letter in their entries."""
    folder = shared / "data" / "pdfs" / "papers"
    reader = Reader()
    counts: Counter[str] = Counter()
    talk: list[str] = []
    for text in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        paper = json.loads(text)
        found = reader.references(folder / paper["file"])
        if paper["references"] is None:
            counts["found where none was counted"] += bool(found)
            continue
        close = abs(len(found) - paper["references"]) <= 0.1 * paper["references"]
        counts.update({"lists": 1, "lists found": bool(found), "counted right": close})
        if not close:
            talk.append(f"{paper['file']}: {len(found)} entries for {paper['references']}")
        judge(found, counts, talk)
    reader.close()
    with capsys.disabled():
        print(f"\n{dict(counts)}\n" + "\n".join(talk))
    assert counts["lists found"] >= counts["lists"] - 1  # one has fonts that do not name their letters
    assert counts["counted right"] >= 0.88 * counts["lists"]
    assert counts["found where none was counted"] == 0
    assert counts["dois right"] >= 0.98 * counts["dois"] >= 0.98 * 200
    assert counts["arxiv ids right"] >= 0.98 * counts["arxiv ids"] >= 0.98 * 75
    assert counts["titles"] >= 0.85 * counts["entries"]


_DOI = re.compile(r"\b10\.\d{4,9}/\S+")
_ARXIV = re.compile(r"arxiv[:. ]+(?:preprint )?(?:arxiv:)?\s*(?P<id>\d{4}\.\d{4,5}|[a-z-]+/\d{7})", re.IGNORECASE)


def judge(found: Sequence[Reference], counts: Counter[str], talk: list[str]) -> None:
    for reference in found:
        counts.update({"entries": 1, "titles": bool(reference.title), "years": reference.year is not None})
        printed = _DOI.search(reference.text)
        if printed and not printed.group().startswith("10.48550"):
            right = reference.doi == printed.group().rstrip(".,;").lower()
            counts.update({"dois": 1, "dois right": right})
            if not right:
                talk.append(f"DOI {reference.doi} from {printed.group()}")
        if arxiv := _ARXIV.search(reference.text):
            right = reference.arxiv_id == arxiv["id"]
            counts.update({"arxiv ids": 1, "arxiv ids right": right})
            if not right:
                talk.append(f"arXiv id {reference.arxiv_id} from {arxiv.group()}")
