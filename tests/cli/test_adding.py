"""`add` and `attach`: whatever is given comes in, and what cannot be used is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import AddTitles, Cli
from tests.pdfs import write_pdf

BIBTEX = """\
@article{lovelace1843,
  title = {Notes on the {Analytical Engine}},
  author = {Lovelace, Ada},
  year = 1843,
  keywords = {computing, history},
}
"""
BROKEN_BIBTEX = BIBTEX + "\n@article{broken,\n  title = {No end\n"


def test_a_title(cli: Cli) -> None:
    answer = cli.json(
        "add", "--title", "  On computable   numbers and their problem ", "--tag", "logic", "--status", "reading"
    )
    assert (answer["merged"], answer["failed"]) == ([], [])
    (paper,) = answer["added"]
    assert (paper["title"], paper["tags"], paper["status"]) == (
        "On computable numbers and their problem",
        ["logic"],
        "reading",
    )
    again = cli.json("add", "--title", "On Computable Numbers, and their Problem")
    assert (again["added"], [merged["id"] for merged in again["merged"]]) == ([], [paper["id"]])


def test_identifiers_wait_for_their_look_up(cli: Cli) -> None:
    answer = cli.json("add", "arXiv:2405.15738v2", "https://doi.org/10.1000/XYZ.1")
    assert [(paper["arxiv_id"], paper["arxiv_version"], paper["doi"]) for paper in answer["added"]] == [
        ("2405.15738", 2, None),
        (None, None, "10.1000/xyz.1"),
    ]
    assert {job["kind"] for job in cli.json("jobs")} == {"look-up"}
    assert "waiting for look-up" in cli("list").out
    again = cli.json("add", "https://huggingface.co/papers/2405.15738")
    assert ([], [answer["added"][0]["id"]]) == (again["added"], [paper["id"] for paper in again["merged"]])


def test_a_bibliography(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BIBTEX, encoding="utf-8")
    (paper,) = cli.json("add", path, "--tag", "mine")["added"]
    assert paper["title"] == "Notes on the Analytical Engine"
    assert (paper["authors"], paper["year"], paper["citation_key"]) == (["Ada Lovelace"], 1843, "lovelace1843")
    assert paper["tags"] == ["computing", "history", "mine"]
    assert paper["status"] == "to-read"


def test_good_entries_come_in_and_broken_ones_are_named(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BROKEN_BIBTEX, encoding="utf-8")
    outcome = cli("add", path, "--json")
    assert outcome.code == 1
    answer = outcome.json
    assert [paper["citation_key"] for paper in answer["added"]] == ["lovelace1843"]
    (failure,) = answer["failed"]
    assert set(failure) == {"source", "line", "error"}
    assert (failure["source"], failure["line"]) == (str(path), 8)
    assert f"{path}, line 8" in outcome.err


def test_standard_input(cli: Cli) -> None:
    assert cli.json("add", "-", stdin=BIBTEX)["added"][0]["citation_key"] == "lovelace1843"
    outcome = cli("add", "-", "--json", stdin="")
    assert (outcome.code, len(outcome.json["failed"])) == (1, 1)


@pytest.mark.parametrize("source", ["", "no such thing", "refs.bib", "/nowhere/at/all.pdf", "x" * 5000])
def test_what_makes_no_sense_leaves_the_library_as_it_was(cli: Cli, source: str) -> None:
    outcome = cli("add", source, "--json")
    assert outcome.code == 1
    assert outcome.json["added"] == outcome.json["merged"] == []
    (failure,) = outcome.json["failed"]
    assert failure["source"] == source
    assert failure["error"].endswith(".")
    assert cli.json("list") == []
    assert cli.json("undo") == {"done": None}


def test_the_rest_is_done_when_one_source_fails(cli: Cli) -> None:
    outcome = cli("add", "2405.15738", "nonsense", "10.1000/1", "--json")
    assert outcome.code == 1
    assert len(outcome.json["added"]) == 2
    assert [failure["source"] for failure in outcome.json["failed"]] == ["nonsense"]


def test_pdfs_and_folders(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "papers" / "deeper"
    folder.mkdir(parents=True)
    one = write_pdf(folder.parent / "Sphere packing.pdf", "Sphere packing in dimension 8")
    write_pdf(folder / "Lattices.PDF", "Lattices")
    (folder / "data.csv").write_text("1,2")
    outcome = cli("add", folder.parent, "--json", "--tag", "maths")
    assert outcome.code == 0
    papers = outcome.json["added"]
    assert {paper["title"] for paper in papers} == {"Sphere packing", "Lattices"}
    assert all(paper["tags"] == ["maths"] and paper["status"] == "to-read" for paper in papers)
    assert "1 file of other kinds" in outcome.err
    document = next(paper for paper in papers if paper["title"] == "Sphere packing")["documents"][0]
    copy = Path(document["path"])
    assert copy.is_absolute()
    assert copy.read_bytes() == one.read_bytes()
    assert copy.is_relative_to(cli.folder)
    assert (len(document["sha256"]), document["pages"]) == (64, None)
    again = cli.json("add", one)
    assert (again["added"], [paper["title"] for paper in again["merged"]]) == ([], ["Sphere packing"])


def test_everything_of_one_command_is_one_step(cli: Cli, tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text(BIBTEX, encoding="utf-8")
    pdf = write_pdf(tmp_path / "Lattices.pdf", "Lattices")
    assert len(cli.json("add", bib, pdf, "2405.15738", "--tag", "x", "--status", "reading")["added"]) == 3
    assert {paper["status"] for paper in cli.json("list")} == {"reading"}
    assert cli.json("undo") == {"done": "Add 3 papers"}
    assert (cli.json("list"), cli.json("undo")) == ([], {"done": None})
    cli("redo")
    assert len(cli.json("list")) == 3


def test_a_daily_page_goes_to_the_inbox_of_its_day(cli: Cli, shared: Path) -> None:
    page = shared / "data" / "daily-papers-listing.txt"
    added = cli.json("add", page, "--date", "2025-09-03")["added"]
    assert len(added) == 87
    assert {(paper["status"], paper["feed_date"]) for paper in added} == {("inbox", "2025-09-03")}
    assert cli.json("undo") == {"done": "Add 87 papers"}
    assert cli.json("list") == []
    added = cli.json("add", "-", "--status", "to-read", stdin=page.read_bytes())["added"]
    assert {paper["status"] for paper in added} == {"to-read"}


def test_a_feed_day_goes_to_whatever_is_added_and_is_refused_of_pdfs(cli: Cli, tmp_path: Path) -> None:
    bib, pdf = tmp_path / "refs.bib", write_pdf(tmp_path / "Lattices.pdf", "Lattices")
    bib.write_text(BIBTEX, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    day = ("--date", "2026-01-31")
    added = cli.json("add", "2405.15738", "https://doi.org/10.1000/182", bib, *day)["added"]
    assert [(paper["feed_date"], paper["status"]) for paper in added] == [("2026-01-31", "to-read")] * 3
    outcome = cli("--json", "add", "2405.15738", "2405.15739", pdf, tmp_path / "folder", *day)
    assert outcome.code == 1
    assert [paper["arxiv_id"] for paper in outcome.json["added"]] == ["2405.15739"]
    assert [failure["source"] for failure in outcome.json["failed"]] == [str(pdf), str(tmp_path / "folder")]
    assert {failure["error"] for failure in outcome.json["failed"]} == {
        "A PDF has no feed day. Add PDFs by themselves, without --date."
    }


def test_hugging_face_json(cli: Cli, tmp_path: Path) -> None:
    entry = {
        "paper": {
            "id": "2405.15738",
            "title": "A title",
            "summary": "An abstract.",
            "authors": [{"name": "Ada Lovelace"}],
            "publishedAt": "2024-05-24T10:00:00.000Z",
        },
        "publishedAt": "2024-05-27T00:00:00.000Z",
        "title": "A title",
    }
    path = tmp_path / "2024-05-27.json"
    path.write_text(json.dumps([entry]), encoding="utf-8")
    (paper,) = cli.json("add", path, "--date", "2024-05-27")["added"]
    assert (paper["title"], paper["arxiv_id"], paper["feed_date"], paper["status"]) == (
        "A title",
        "2405.15738",
        "2024-05-27",
        "inbox",
    )


def test_attach(cli: Cli, add_titles: AddTitles, tmp_path: Path) -> None:
    paper, other = add_titles("One", "Two")
    pdf = write_pdf(tmp_path / "appendix.pdf", "Appendix")
    (changed,) = cli.json("attach", paper, pdf)
    assert [document["pages"] for document in changed["documents"]] == [None]
    assert pdf.exists()
    elsewhere = cli("attach", other, pdf)
    assert elsewhere.code == 1
    assert "One" in elsewhere.err
    gone = cli("attach", paper, tmp_path / "gone.pdf", "--json")
    assert gone.code == 1
    assert gone.json == []
    assert len(cli.json("show", paper)["documents"]) == 1
    cli("undo")
    assert cli.json("show", paper)["documents"] == []


def test_what_comes_back_is_told(cli: Cli, add_titles: AddTitles) -> None:
    title = "A title that is long enough to be known again"
    (paper,) = add_titles(title)
    assert "back" not in cli("add", "--title", title).err
    cli("remove", paper)
    assert "1 was in the Trash and is back." in cli("add", "--title", title).err
    cli("status", paper, "dismissed")
    assert "1 was dismissed and is back." in cli("add", "--title", title).err


def test_bibliographies_in_a_folder_are_passed_over_by_name(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    write_pdf(folder / "whales.pdf", ["Whales"])
    (folder / "notes.txt").write_text("Notes.", encoding="utf-8")
    assert "Passed over 1 file of other kinds.\n" in cli("add", folder).err
    (folder / "one.bib").write_text("@misc{a, title={A}}", encoding="utf-8")
    told = cli("add", folder).err
    assert "Passed over 2 files of other kinds (1 of them a bibliography: name it to add it).\n" in told
    (folder / "two.RIS").write_text("TY  - JOUR\nTI  - B\nER  - \n", encoding="utf-8")
    told = cli("add", folder).err
    assert "Passed over 3 files of other kinds (2 of them bibliographies: name them to add them).\n" in told
    assert len(cli.json("add", folder / "one.bib", folder / "two.RIS")["added"]) == 2
