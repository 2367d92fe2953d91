"""What a paper cites, from the command line."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Cli
from tests.pdfs import write_pdf

PAGES = (
    ["A paper about newts", "", "Newts have been studied before [1], [2] and [3]."],
    [
        "References",
        "[1] A. Alder and B. Birch. On the habits of newts in shallow ponds. Journal of Ponds,",
        "12(3):45-67, 2019. doi:10.1234/ponds.2019.17",
        "[2] C. Cedar. Toads and other neighbours of newts. arXiv preprint arXiv:2101.00001,",
        "2021.",
        "[3] D. Dogwood and E. Elm. A field guide to the animals of slow rivers. Outdoors",
        "Press, 2011.",
        "[4] F. Fir. What nobody has in a library. Annals of Nothing, 1:1-2, 1999.",
    ],
)


def test_references_are_listed_and_those_in_the_library_named(cli: Cli, tmp_path: Path) -> None:
    paper = cli.json("add", write_pdf(tmp_path / "newts.pdf", *PAGES))["added"][0]["id"]
    by_doi = cli.json("add", "10.1234/PONDS.2019.17")["added"][0]["id"]
    by_arxiv = cli.json("add", "arXiv:2101.00001v3")["added"][0]["id"]
    by_title = cli.json("add", "--title", "A Field Guide to the Animals of Slow Rivers")["added"][0]["id"]
    found = cli.json("references", paper)
    assert [list(each) for each in found] == [["number", "text", "title", "year", "doi", "arxiv_id", "paper"]] * 4
    assert [each["number"] for each in found] == [1, 2, 3, 4]
    assert [each["paper"] for each in found] == [by_doi, by_arxiv, by_title, None]
    assert [each["year"] for each in found] == [2019, 2021, 2011, 1999]
    assert (found[0]["doi"], found[1]["arxiv_id"], found[3]["doi"]) == ("10.1234/ponds.2019.17", "2101.00001", None)
    assert "What nobody has in a library" in found[3]["text"]
    cli("remove", by_title)
    assert cli.json("references", paper)[2]["paper"] is None
    shown = cli("references", paper)
    assert len(shown.out.splitlines()) == 4 and "4 references, 2 in the library" in shown.err


def test_what_cites_nothing_or_cannot_be_read_is_told(cli: Cli, tmp_path: Path) -> None:
    bare = cli.json("add", write_pdf(tmp_path / "note.pdf", "One page and no list."))["added"][0]["id"]
    assert cli.json("references", bare) == []
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    broken = cli.json("add", tmp_path / "broken.pdf")["added"][0]["id"]
    outcome = cli("references", broken)
    assert outcome.code == 1 and outcome.err.startswith("readinglist: broken.pdf ")
    title = cli.json("add", "--title", "A paper without a file")["added"][0]["id"]
    assert cli("references", title).code == 1
