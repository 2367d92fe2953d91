"""How wide things are, and what a person sees."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readinglist.cli.output import amount, columns, fit, many, pad, print_tags
from readinglist.library.records import Tag
from tests.cli.conftest import AddTitles, Cli

TEXT = st.text(alphabet=st.sampled_from("ab é汉字가ﾊ\u0301\u200d x"), max_size=40)


def test_small_files_are_not_told_in_noughts() -> None:
    assert [amount(400, 12_300), amount(12_300, None), amount(999_900, None)] == ["1 of 12 kB", "12 kB", "1.0 MB"]
    assert amount(120_000, 3_400_000) == "0.1 of 3.4 MB", "both in one unit"


@given(TEXT, st.integers(1, 30))
def test_fit_and_pad_keep_to_the_width(text: str, width: int) -> None:
    assert columns(fit(text, width)) <= width
    assert columns(pad(text, width)) == width
    if columns(text) <= width:
        assert fit(text, width) == text


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("汉字", 4), ("é", 1), ("e\u0301", 1), ("", 0), ("가나", 4)])
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_counting() -> None:
    assert [many(0, "paper"), many(1, "paper"), many(1200, "paper")] == ["0 papers", "1 paper", "1,200 papers"]
    assert many(2, "is", "are") == "2 are"


def test_a_pipe_gets_whole_titles_and_no_colour(cli: Cli, add_titles: AddTitles) -> None:
    long = "On the electrodynamics of moving bodies, " * 8
    add_titles(long)
    out = cli("list").out
    assert " ".join(long.split()) in out
    assert "\x1b" not in out


def test_the_list_shows_people_year_status_and_tags(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("Sphere packing")
    cli("edit", paper, "--year", "2016", "--author", "Maryna Viazovska", "--author", "汉字 王", "--author", "Li, Wei")
    cli("tag", paper, "--add", "maths/packing")
    cli("star", paper)
    line = cli("list").out
    for part in (str(paper), "★", "2016", "to-read", "Viazovska, 王 +1", "Sphere packing", "#maths/packing"):
        assert part in line


def test_show_is_made_for_reading(cli: Cli, add_titles: AddTitles) -> None:
    (paper,) = add_titles("Sphere packing")
    cli("edit", paper, "--abstract", "We prove that. " * 40, "--arxiv", "1603.04246v2", "--author", "Maryna Viazovska")
    cli("note", paper, "--text", "- a list\n- kept as it is")
    out = cli("show", paper).out
    assert out.startswith("Sphere packing\n")
    assert "Maryna Viazovska" in out
    assert "1603.04246v2" in out
    assert "- a list\n- kept as it is" in out
    assert max(map(len, out.splitlines())) <= 100


def test_words_in_other_scripts_stay_themselves_in_json(cli: Cli, add_titles: AddTitles) -> None:
    add_titles("注意力就是全部")
    outcome = cli("list", "--json")
    assert "注意力就是全部" in outcome.out
    assert json.loads(outcome.out)[0]["title"] == "注意力就是全部"


def test_empty_answers_say_so(cli: Cli) -> None:
    assert "readinglist add" in cli("list").err
    assert "No papers" in cli("list", "whales").err
    assert "Nothing found" in cli("search", "whales", "--by", "words").err
    assert "no work" in cli("jobs").err
    assert "Trash is empty" in cli("trash").err
    for command in (["list"], ["jobs"], ["trash"], ["tags"], ["lists"]):
        assert cli.json(*command) == []


def test_papers_without_a_title_go_by_their_id(cli: Cli) -> None:
    cli("add", "-", stdin="@misc{a, pmid = {12345678}}\n@book{b, isbn = {9780262033848}}")
    cli("--offline", "add", "https://openreview.net/forum?id=abcDEF123")
    for shown in (cli("list").out, cli("jobs").out):
        assert "PubMed 12345678" in shown
        assert "ISBN 9780262033848" in shown
        assert "OpenReview abcDEF123" in shown
        assert "no title" not in shown


def test_a_long_tag_does_not_widen_the_others(cli: Cli, add_titles: AddTitles, monkeypatch: pytest.MonkeyPatch) -> None:
    (paper,) = add_titles("One")
    long = "a keyword that is rather a whole sentence about things " * 3
    cli("tag", paper, "--add", long, "--add", "short")
    first, second = cli("tags").out.splitlines()
    assert first.startswith(" ".join(long.split())) and columns(second) < 60
    tags = [Tag(" ".join(long.split()), "blue", 1), Tag("short", "red", 1)]
    screen = io.StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", screen)
    print_tags(tags)
    cut, other = screen.getvalue().splitlines()
    assert "…" in cut and columns(cut) == columns(other) < 60
