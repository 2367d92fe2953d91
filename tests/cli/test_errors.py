"""What a user hears who asks for what cannot be done."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import AddTitles, Cli


def test_a_mistake_in_a_query_is_pointed_at(cli: Cli) -> None:
    *_, query, marks = cli("list", "retrieval", "year:20x0", "dense").err.splitlines()
    assert query[marks.index("^") : marks.rindex("^") + 1] == "20x0"
    wide = cli("search", "--by", "words", "文献 a (b").err.splitlines()[-1]
    assert wide == " " * 4 + " " * len("wwww a ") + "^"
    assert "^" in cli("lists", "add", "mine", "year:none").err
    *_, query, marks = cli("list", f"{'long ' * 40} year:20x0 {'longer ' * 40}").err.splitlines()
    assert query[marks.index("^") : marks.rindex("^") + 1] == "20x0"
    assert max(len(query), len(marks)) < 80
    assert query.strip().startswith("…") and query.endswith("…")
    *_, query, marks = cli("list", "two\nlines (").err.splitlines()
    assert query[marks.index("^")] == "("


def test_only_what_is_a_pdf_is_attached(cli: Cli, add_titles: AddTitles, tmp_path: Path) -> None:
    (paper,) = add_titles("One")
    other = tmp_path / "refs.bib"
    other.write_text("@misc{a, title={A}}")
    outcome = cli("attach", paper, other)
    assert outcome.code == 1
    assert "is not a PDF" in outcome.err
    assert cli.json("show", paper)["documents"] == []


def test_nothing_is_moved_to_where_it_is(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("One")
    assert "not in the Trash" in cli("restore", paper).err
    assert cli("remove", paper).code == 0
    again = cli("remove", paper)
    assert (again.code, again.out) == (1, "")
    assert "already" in again.err


def test_the_files_of_what_is_deleted_go_with_it(cli: Cli, add_titles: AddTitles, tmp_path: Path) -> None:
    (paper,) = add_titles("One")
    pdf = tmp_path / "one.pdf"
    pdf.write_bytes(b"%PDF-1.4 broken, but a file")
    cli("attach", paper, pdf)
    documents = cli.folder / "documents"
    assert list(documents.glob("*.pdf"))
    cli("remove", paper)
    cli("trash", "--empty")
    assert not list(documents.glob("*.pdf"))
    assert pdf.exists()


def test_an_empty_folder_is_told(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    outcome = cli("add", tmp_path / "empty")
    assert outcome.code == 1
    assert "no PDF" in outcome.err


def test_options_that_do_not_go_together_are_usage_errors(cli: Cli) -> None:
    assert cli("add", "--title", "X", "--date", "2024-01-05").code == 2
    both = cli("add", "--title", "X", "2401.00009")
    assert both.code == 2
    assert "not both" in both.err
    assert cli("list", "--library", " ").code == 2


def test_a_source_is_named_once(cli: Cli) -> None:
    assert cli("add", "hello").err.count("hello") == 1
    assert ": :" not in cli("add", "").err


def test_folders_without_a_pdf_are_each_told(cli: Cli, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "two" / "notes.odt").touch()
    outcome = cli("add", tmp_path / "one", tmp_path / "two")
    assert outcome.code == 1
    assert f"There is no PDF in {tmp_path / 'one'}." in outcome.err
    assert f"There is no PDF in {tmp_path / 'two'}." in outcome.err
    assert "Passed over 1 file" in outcome.err
    (tmp_path / "two" / "one.pdf").write_bytes(b"%PDF-1.4 broken, but a file")
    assert cli("add", tmp_path / "one", tmp_path / "two").code == 0


def test_what_cannot_be_attached_changes_nothing(cli: Cli, add_titles: AddTitles, tmp_path: Path) -> None:
    (paper,) = add_titles("One")
    (tmp_path / "refs.bib").write_text("@misc{a, title={A}}")
    refused = cli("--json", "attach", paper, tmp_path / "refs.bib")
    assert (refused.code, refused.json) == (1, [])
    broken = tmp_path / "broken.pdf"
    broken.write_text("no PDF, but it says so")
    assert cli("attach", paper, broken).code == 0
