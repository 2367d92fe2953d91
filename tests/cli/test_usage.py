"""Global options, help, usage errors, and texts that begin with a hyphen."""

from __future__ import annotations

from pathlib import Path

import pytest

from readinglist import __version__
from readinglist.cli import run
from readinglist.cli.main import COMMANDS
from tests.cli.conftest import NO_WINDOWS, AddTitles, Cli


def titles(papers: list[dict[str, str]]) -> set[str]:
    return {paper["title"] for paper in papers}


def test_every_command_has_help(cli: Cli) -> None:
    overview = cli("--help")
    assert overview.code == 0
    for name in COMMANDS:
        assert f"\n  {name} " in overview.out
        page = cli(name, "--help")
        assert page.code == 0
        assert page.out.startswith(f"Usage: readinglist {name} ")
        assert "--library" in page.out, "global options may stand behind the command"


@pytest.mark.parametrize("arguments", [["--version"], ["list", "--version"], ["tags", "rename", "--version"]])
def test_version(cli: Cli, arguments: list[str]) -> None:
    outcome = cli(*arguments)
    assert (outcome.code, outcome.out) == (0, f"readinglist {__version__}\n")
    assert not cli.folder.exists(), "asking for the version makes no library"
    assert cli("--json", *arguments).json == cli(*arguments, "--json").json == {"version": __version__}


def test_global_options_before_and_behind(cli: Cli, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "other"
    assert run(["add", "--title", "Elsewhere", "--library", str(other), "--json"], NO_WINDOWS) == 0
    assert run(["--json", "--offline", f"--library={other}", "list"], NO_WINDOWS) == 0
    assert capsys.readouterr().out.count('"Elsewhere"') == 2
    assert cli.json("list") == []


def test_an_option_of_the_group_also_holds_behind_a_subcommand(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("One")
    cli("tag", paper, "--add", "a")
    assert [tag["name"] for tag in cli.json("tags", "rename", "a", "b")] == ["b"]
    assert cli("--json", "tags").json[0]["name"] == "b"
    assert cli("tags", "--json").json[0]["name"] == "b"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["list", "--limit", "0"],
        ["list", "--limit", "many"],
        ["list", "--sort", "colour"],
        ["list", "--limt", "3"],
        ["search"],
        ["search", "x", "--by", "magic"],
        ["show"],
        ["status", "1", "eaten"],
        ["add"],
        ["add", "x", "--title", "y"],
        ["add", "x", "--date", "yesterday"],
        ["add", "x", "--status", "eaten"],
        ["edit", "1"],
        ["note", "1", "text"],
        ["note", "1", "--text", "a", "--append", "b"],
        ["lists", "add", "name"],
        ["work", "hard"],
        ["undo", "everything"],
    ],
)
def test_usage_errors_are_2_and_print_no_data(cli: Cli, arguments: list[str]) -> None:
    outcome = cli(*arguments)
    assert (outcome.code, outcome.out) == (2, ""), outcome.err
    assert outcome.err


def test_a_mistyped_option_is_not_searched_for(cli: Cli) -> None:
    outcome = cli("search", "retrieval", "--limt", "3")
    assert outcome.code == 2
    assert "--limit" in outcome.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["show", "77"], "77"),
        (["list", 'title:"open'], "quot"),
        (["list", "year:sometimes"], "year"),
        (["lists", "add", "bad", "("], ""),
        (["tags", "rename", "a", "b"], "There is no tag a"),
        (["lists", "remove", "x"], "There is no smart list x"),
        (["restore", "Nothing"], "Nothing"),
        (["attach", "1", "x.pdf"], "1"),
        (["add", "--title", "  "], "title"),
    ],
)
def test_what_cannot_be_done_is_1_with_a_sentence(cli: Cli, arguments: list[str], message: str) -> None:
    outcome = cli(*arguments)
    assert (outcome.code, outcome.out) == (1, "")
    assert outcome.err.startswith("readinglist: ")
    assert message in outcome.err
    assert "Traceback" not in outcome.err


def test_a_query_may_begin_with_a_hyphen(cli: Cli, add_titles: AddTitles) -> None:
    red, _ = add_titles("Red whales", "Blue whales")
    cli("tag", red, "--add", "colour/red")
    assert titles(cli.json("list", "-tag:colour")) == {"Blue whales"}
    assert titles(cli.json("list", '-"red whales"', "--limit", "3")) == {"Blue whales"}
    assert titles(cli.json("search", "-blue", "whales", "--by", "words")) == {"Red whales"}
    assert titles(cli.json("search", "--by", "words", "--", "-red", "whales")) == {"Blue whales"}
    assert cli("lists", "add", "not red", "-tag:colour/red", "--json").json == [
        {"name": "not red", "query": "-tag:colour/red"}
    ]


def test_a_text_may_begin_with_a_hyphen(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("-ise or -ize")
    assert cli.json("show", paper)["title"] == "-ise or -ize"
    assert cli.json("note", paper, "--text", "- item")[0]["note"] == "- item"
    assert cli.json("note", paper, "--append", "--json")[0]["note"] == "- item\n--json"
    assert cli.json("edit", paper, "--abstract", "-1 is a number")[0]["abstract"] == "-1 is a number"
    assert cli.json("tag", paper, "--add", "-x")[0]["tags"] == ["-x"]


def test_an_ambiguous_title_lists_the_candidates(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("Attention in whales", "Attention in dolphins")
    outcome = cli("show", "attention in")
    assert (outcome.code, outcome.out) == (1, "")
    assert f"{one}  Attention in whales" in outcome.err
    assert f"{two}  Attention in dolphins" in outcome.err
    assert cli.json("show", "attention in w")["id"] == one


def test_a_library_that_is_a_file_is_said_so(cli: Cli) -> None:
    cli.folder.write_text("not a folder")
    outcome = cli("list")
    assert (outcome.code, outcome.out) == (1, "")
    assert "is a file" in outcome.err


def test_a_status_that_is_missing_or_none_is_named(cli: Cli, add_titles: AddTitles) -> None:
    add_titles("MUVERA")
    for arguments, problem in (
        (["MUVERA"], "The status is missing. Put one behind the papers: inbox, to-read, reading, read or dismissed."),
        (["MUVERA", "raed"], "'raed' is not a status."),
        (["read"], "Say which papers are read"),
    ):
        outcome = cli("status", *arguments)
        assert outcome.code == 2 and problem in outcome.err, outcome.err
    assert cli.json("list")[0]["status"] == "to-read"


def test_a_year_that_is_none_is_refused_in_one_way(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("One")
    for year in ("abc", "20245", "-3"):
        outcome = cli("edit", paper, f"--year={year}")
        assert (outcome.code, outcome.err) == (
            1, f"readinglist: {year} is not a year. Give one between 1000 and 2200.\n"
        )  # fmt: skip


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_query_that_is_empty_is_called_so(cli: Cli, add_titles: AddTitles, blank: str) -> None:
    (paper,) = add_titles("One")
    for by in ("words", "meaning", "both"):
        outcome = cli("search", blank, "--by", by)
        assert (outcome.code, outcome.out) == (1, "") and "The query is empty" in outcome.err
    listed = cli("list", blank)
    assert (listed.code, listed.err) == (0, "The query is empty, so this is everything.\n") and "One" in listed.out
    assert cli.json("list", blank)[0]["id"] == paper
    assert cli("list").err == ""


def test_not_in_capitals_excludes_in_every_query(cli: Cli, add_titles: AddTitles) -> None:
    one, two = add_titles("Gone whales", "Kept whales")
    for arguments in (["NOT gone"], ["NOT", "gone"], ["whales NOT gone"], ["-gone"]):
        assert [paper["id"] for paper in cli.json("list", *arguments)] == [two], arguments
        assert [paper["id"] for paper in cli.json("search", "--by", "words", *arguments)] == [two], arguments
    cli("lists", "add", "kept", "NOT gone")
    assert cli.json("lists") == [{"name": "kept", "query": "NOT gone"}]
    assert one
